"""What whoever works on a ticket is asked: words, a day, a choice, a machine; lists and history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.cards import (
    Button,
    Card,
    Message,
    Place,
    Press,
    Style,
    Voice,
)
from bot.texts import ticket_work_facts as facts
from bot.texts import words
from bot.texts.figures import asking, polite
from bot.texts.ticket_words import (
    DONE,
    HINT,
    ICON,
    number_text,
    short,
)
from bot.texts.ticket_work import FLOW, LABELS, album

Json = Mapping[str, Any]
#: Longest text that somebody may type, and as many files as go with it.
LONGEST, MOST_FILES = 1_000, 10
LEAVE = "พิมพ์ «ยกเลิก» เพื่อออก"
#: What ends a box for words where files are enough.
SEND = {
    "tell": "ส่งเลย",
    "advise": "ส่งเลย",
    "ask": "ส่งเลย",
    "answered": "บันทึกเลย",
    "solve": "แก้ไขแล้ว ส่งเลย",
    "note": "บันทึกเลย",
}
#: What is done with words or photos that were sent below a card.
LOOSE = {
    "tell": "ส่งถึงผู้แจ้ง",
    "solve": "บันทึกว่าแก้ไขแล้ว",
    "note": "บันทึกภายใน",
    "drop": "ไม่ใช้",
}
EVERY = {"every": "ดูทั้งหมดในคลัง"}
ARTICLE = {"send": "ส่งให้ผู้แจ้ง", "back": "เลือกบทความอื่น"}
UNDO = {"yes": "ยืนยัน", "keep": "ไม่ยกเลิก"}
ERASE = {"yes": "ลบรูปนี้", "keep": "ไม่ลบ"}
NO_ASSET = {"none": "ไม่มีเลข"}
_ASKS = {
    "tell": "พิมพ์ข้อความถึงผู้แจ้ง",
    "advise": "พิมพ์คำแนะนำ ผู้แจ้งจะได้อ่าน",
    "ask": "พิมพ์สิ่งที่ต้องการถามผู้แจ้ง",
    "answered": "ผู้แจ้งตอบว่าอย่างไร",
    "solve": "ทำอะไรไปแล้วบ้าง พิมพ์สั้น ๆ หรือส่งรูปหลังแก้ไข ต้องมีอย่างใดอย่างหนึ่ง",
    "note": "พิมพ์บันทึกภายใน ผู้แจ้งไม่เห็น",
    "asset": "พิมพ์เลขครุภัณฑ์",
    "split": "อีกเรื่องหนึ่งคืออะไร",
    "machine": "เครื่องอะไร",
    "fault": "ตรวจพบว่าเสียอย่างไร",
    "warranty": "อยู่ในประกันหรือไม่",
}
EXAMPLES = {
    "ask": "เช่น ไฟที่เครื่องสีอะไร",
    "answered": "เช่น โทรตอบว่าเครื่องห้องธุรการ",
    "solve": "เช่น เปลี่ยนสาย USB และทดสอบพิมพ์แล้ว",
    "note": "เช่น ต้องเตรียมสายแลนไปด้วย",
    "asset": "เช่น 7440-001-0001/64",
    "split": "เช่น โปรเจกเตอร์ห้องประชุมไม่ติด",
    "machine": "พิมพ์ชื่อหรือรุ่น ใส่เลขครุภัณฑ์ด้วยก็ได้",
    "fault": "เช่น เฟืองดึงกระดาษแตก",
    "warranty": "กดแล้วส่งซ่อมทันที",
}
#: Those that are questions.
_QUESTIONS = frozenset({"answered", "split", "machine", "fault", "warranty"})
_WHY = {
    "empty": "ขอเป็นข้อความสั้น ๆ",
    "long": f"ข้อความยาวเกิน {LONGEST:,} ตัวอักษร ขอสั้นลง",
    "large": "ไฟล์นี้ใหญ่เกินที่รับได้ จึงไม่ได้แนบ",
    "gone": "รับไฟล์นี้ไม่ได้ โปรดส่งใหม่",
    "many": f"แนบได้ไม่เกิน {MOST_FILES} รายการ รายการล่าสุดจึงไม่ได้แนบ",
    "day": "อ่านวันที่ไม่ออก พิมพ์ได้ เช่น พรุ่งนี้ 10 โมง หรือ 15 มิ.ย. 69 13.30",
    "past": "วันเวลานี้ผ่านไปแล้ว โปรดเลือกใหม่",
    "hour": "อ่านเวลาไม่ออก พิมพ์ได้ เช่น 10.30 หรือ บ่าย 2",
    "pick": "กดเลือก หรือพิมพ์หมายเลข",
}


def known_slips() -> set[str]:
    """Every reason to ask once more."""
    return set(_WHY)


def file_name(kind: str, n: int) -> str:
    """What a photo is called that came without a name."""
    ending, word = {"video": ("mp4", "วิดีโอ"), "voice": ("m4a", "เสียง")}.get(kind, ("jpg", "รูป"))
    return f"{word}-{n}.{ending}"


def file_line(kind: str, name: str, at: str, now: str, by: str | None) -> str:
    """«รูป-1.jpg · มะลิ · 09.10 น. วันนี้»."""
    word = {"photo": "รูป", "voice": "เสียง", "video": "วิดีโอ"}.get(kind, "ไฟล์")
    who = short(by or "ระบบ", 40)
    return f"{short(name, 40) or word} · {who} · {facts.near_text(at, now)}"


def article_text(article: Json) -> str:
    """An article as the reporter reads it in chat."""
    steps = [f"{n}. {step}" for n, step in enumerate(article["steps"], 1)]
    more = [f"ข้อควรระวัง: {article['warning']}"] if article["warning"] else []
    if article["otherwise"]:
        more.append(f"ถ้ายังไม่ได้: {article['otherwise']}")
    return "\n".join([str(article["title"]), *steps, *more])


@words("mending.words")
def ask_words(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`what` the words are for; `files` came already; `last` is what the reporter said last."""
    what, files = data["what"], data["files"]
    got = f"แนบแล้ว {files:,} รายการ พิมพ์ข้อความประกอบ หรือกด «{SEND[what]}»"
    lead = polite(got, voice.particle) if files else ask_text(what, voice)
    last = [facts.entry(data["last"], data["now"])] if data.get("last") else []
    lines = [*why_text(data, voice), lead, *last]
    note = [HINT] if not files else []
    ends = Press(SEND[what], FLOW, "words", "send", style=Style.PRIMARY)
    return [
        box(
            data,
            LABELS[what],
            lines,
            " · ".join([*filter(None, (EXAMPLES.get(what, ""), *note)), LEAVE]),
            (ends,) if files else (),
        )
    ]


@words("mending.type")
def ask_type(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Words that are for no reporter: an asset number, another matter."""
    what = data["what"]
    lines = [*why_text(data, voice), ask_text(what, voice)]
    if data.get("now_is"):
        lines.append(f"ตอนนี้: {data['now_is']}")
    none = Press(NO_ASSET["none"], FLOW, data["step"], "none")
    buttons = (none,) if what == "asset" and data.get("now_is") else ()
    return [box(data, LABELS[what], lines, f"{EXAMPLES[what]} · {LEAVE}", buttons)]


@words("mending.loose")
def loose(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Words or photos below a card: what are they for?"""
    said = [f"«{short(data['text'], 300)}»"] if data["text"] else []
    if data["files"]:
        said.append(f"รูป/ไฟล์ {data['files']:,} รายการ")
    options = {what: LOOSE[what] for what in data["options"]}
    lead = asking("ใช้ข้อความหรือรูปนี้ทำอะไร", voice.particle)
    style = {"tell": Style.PRIMARY}
    return [
        box(
            data,
            lead,
            [*why_text(data, voice), *said],
            "ส่งรูปหรือพิมพ์เพิ่มได้อีก แล้วกดเลือก",
            tuple(
                Press(text, FLOW, "loose", what, style=style.get(what, Style.SECONDARY))
                for what, text in options.items()
            ),
            beside=True,
        )
    ]


@words("mending.advise")
def advise(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Articles to be sent, or words of one's own."""
    titles: dict[str, str] = data["articles"]
    buttons: list[Button] = [
        Press(f"{n}. {short(title, 60)}", FLOW, "advising", slug)
        for n, (slug, title) in enumerate(titles.items(), 1)
    ]
    if data["more"]:
        buttons.append(Press(EVERY["every"], FLOW, "advising", "every", style=Style.LINK))
    lead = "พิมพ์คำแนะนำได้เลย หรือเลือกบทความจากคลัง" if titles else "พิมพ์คำแนะนำได้เลย"
    lines = [polite(lead, voice.particle)]
    return [box(data, LABELS["advise"], lines, LEAVE, tuple(buttons))]


@words("mending.article")
def article(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """An article as the reporter would read it."""
    found = data["article"]
    text = [short(line, 400) for line in article_text(found).splitlines()[1:]]
    return [
        Card(
            alt=" · ".join([number_text(data), found["title"], *text, *ARTICLE.values()]),
            title=short(found["title"], 120),
            subtitle=f"ผู้แจ้ง {number_text(data)} จะได้อ่านข้อความนี้",
            icon="📖",
            tone="ask",
            body=tuple(text),
            note="พิมพ์คำแนะนำเองแทนได้",
            buttons=(
                Press(ARTICLE["send"], FLOW, "article", "send", style=Style.PRIMARY),
                Press(ARTICLE["back"], FLOW, "article", "back"),
            ),
        )
    ]


@words("mending.choose")
def choose(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`step` and its `choices`, with what it is now."""
    title = {
        "sorting": "เป็นเรื่องหมวดใด",
        "pressing": "เร่งด่วนเพียงใด",
        "passing": "ส่งต่อให้ใคร (จำนวนงานในมือ)",
        "merging": "รวมเข้ากับเรื่องใด",
        "splitting": "เรื่องใหม่เป็นหมวดใด",
        "erasing": "ลบรูปใด",
    }[data["step"]]
    choices: dict[str, str] = data["choices"]
    listed = [f"{n}. {short(label, 100)}" for n, label in enumerate(choices.values(), 1)]
    lines = [f"ตอนนี้: {data['now_is']}"] if data.get("now_is") else []
    short_ones = all(len(label) < 24 for label in choices.values())
    buttons: list[Button] = [
        Press(f"{n}. {short(label, 60)}", FLOW, data["step"], value)
        for n, (value, label) in enumerate(choices.items(), 1)
    ]
    if data["step"] == "erasing":
        buttons.append(album(data))
    return [
        Card(
            alt=" · ".join([number_text(data), title, *lines, *listed]),
            title=title,
            subtitle=f"{number_text(data)} {short(data['subject'], 80)}",
            icon=ICON[data["category"]],
            tone="ask",
            body=tuple(lines),
            note=f"กดเลือก หรือพิมพ์หมายเลข · {LEAVE}",
            buttons=tuple(buttons),
            beside=short_ones,
        )
    ]


@words("mending.undo")
def undo(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What would be undone; what the reporter was told stays told."""
    what = DONE[data["kind"]]
    said = f": {short(data['words'], 200)}" if data["words"] else ""
    lines = [f"{facts.near_text(data['at'], data['now'])} {what}{said}"]
    if data["told"]:
        lines.append("ผู้แจ้งอาจได้อ่านแล้ว การยกเลิกไม่ลบข้อความที่ส่งไป โปรดแจ้งผู้แจ้งด้วยหากจำเป็น")
    lead = asking("ยกเลิกรายการนี้หรือไม่", voice.particle)
    return [
        box(
            data,
            lead,
            lines,
            "",
            (
                Press(UNDO["yes"], FLOW, "undoing", "yes", style=Style.PRIMARY),
                Press(UNDO["keep"], FLOW, "undoing", "keep"),
            ),
            icon="↩️",
        )
    ]


@words("mending.erase")
def erase(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Is it meant? What is erased does not come back."""
    lead = asking("ลบรูปนี้หรือไม่", voice.particle)
    return [
        box(
            data,
            lead,
            [short(data["file"], 200), "ลบแล้วนำกลับคืนไม่ได้"],
            "",
            (
                Press(ERASE["yes"], FLOW, "erased", "yes", style=Style.PRIMARY),
                Press(ERASE["keep"], FLOW, "erased", "keep"),
            ),
            icon="🗑️",
        )
    ]


def ask_text(what: str, voice: Voice) -> str:
    """What is to be typed; a question is asked as one."""
    said = _ASKS[what]
    return (asking if what in _QUESTIONS else polite)(said, voice.particle)


def why_text(data: Json, voice: Voice) -> list[str]:
    """Why what was typed last was not taken."""
    said = _WHY.get(str(data.get("why") or ""))
    return [polite(said, voice.particle)] if said else []


def box(
    data: Json,
    title: str,
    lines: Sequence[str],
    note: str,
    buttons: tuple[Button, ...],
    *,
    beside: bool = False,
    icon: str = "✏️",
) -> Card:
    """A question about a ticket, with what may be pressed."""
    about = f"{number_text(data)} {short(data['subject'], 80)}"
    said = [title, about, *lines, note, *(b.label for b in buttons)]
    return Card(
        alt=" · ".join(filter(None, said)),
        title=title,
        subtitle=about,
        icon=icon,
        tone="ask",
        body=tuple(lines),
        note=note,
        buttons=buttons,
        beside=beside,
    )
