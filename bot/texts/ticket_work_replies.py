"""What whoever works on a ticket is asked: words, a day, a choice, a machine; lists and history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.cards import (
    Button,
    Card,
    Do,
    Message,
    PickDay,
    Place,
    Press,
    Row,
    Say,
    Style,
    Text,
    Voice,
)
from bot.texts import calendar, words
from bot.texts import ticket_work_facts as facts
from bot.texts.figures import asking, polite
from bot.texts.handling_facts import LATE
from bot.texts.tasks import NEXT, row_label
from bot.texts.ticket_words import (
    CATEGORY,
    DONE,
    HINT,
    ICON,
    OWNER,
    STATUS,
    WARRANTY,
    number_text,
    short,
)
from bot.texts.ticket_work import FLOW, LABELS, album, memo

Json = Mapping[str, Any]
#: Longest text that somebody may type, and as many files as go with it.
LONGEST, MOST_FILES = 1_000, 10
_LEAVE = "พิมพ์ «ยกเลิก» เพื่อออก"
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
OLDER = {"older": "ก่อนหน้านี้"}
NO_ASSET = {"none": "ไม่มีเลข"}
HOURS = ("09.00", "10.30", "13.30", "15.00")
#: What is offered as the name of a machine, by the ticket's category.
MACHINE = {
    "computer": "เครื่องคอมพิวเตอร์",
    "printer": "เครื่องพิมพ์",
    "network": "อุปกรณ์เครือข่าย",
    "phone": "เครื่องโทรศัพท์",
    "av": "เครื่องโสตทัศนูปกรณ์",
}
#: The button that says that the machine is another's, by whose it is taken to be.
OTHER_OWNER = {"school": "เป็นเครื่องของสำนักงาน", "office": "เป็นเครื่องของโรงเรียน"}
_ASKS = {
    "tell": "พิมพ์ข้อความถึงผู้แจ้ง",
    "advise": "พิมพ์คำแนะนำ ผู้แจ้งจะได้อ่าน",
    "ask": "พิมพ์สิ่งที่ต้องการถามผู้แจ้ง",
    "answered": "ผู้แจ้งตอบว่าอย่างไร",
    "solve": "ทำอะไรไปแล้วบ้าง พิมพ์สั้น ๆ หรือส่งรูปหลังแก้ไข ต้องมีอย่างใดอย่างหนึ่ง",
    "note": "พิมพ์บันทึกภายใน ผู้แจ้งไม่เห็น",
    "asset": "พิมพ์เลขครุภัณฑ์",
    "split": "อีกเรื่องหนึ่งคืออะไร",
}
_EXAMPLES = {
    "ask": "เช่น ไฟที่เครื่องสีอะไร",
    "answered": "เช่น โทรตอบว่าเครื่องห้องธุรการ",
    "solve": "เช่น เปลี่ยนสาย USB และทดสอบพิมพ์แล้ว",
    "note": "เช่น ต้องเตรียมสายแลนไปด้วย",
    "asset": "เช่น 7440-001-0001/64",
    "split": "เช่น โปรเจกเตอร์ห้องประชุมไม่ติด",
}
_BOX = frozenset(SEND)
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


def day_label(iso: str, today: str) -> str:
    """«วันนี้», «พรุ่งนี้», or the day."""
    day = date.fromisoformat(iso)
    near = {0: "วันนี้", 1: "พรุ่งนี้"}.get((day - date.fromisoformat(today)).days)
    return near or calendar.day_text(day)


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
    lead = got if files else _ASKS[what]
    last = [facts.entry(data["last"], data["now"])] if data.get("last") else []
    lines = [*_why(data, voice), polite(lead, voice.particle), *last]
    note = [HINT] if not files else []
    ends = Press(SEND[what], FLOW, "words", "send", style=Style.PRIMARY)
    return [
        _box(
            data,
            LABELS[what],
            lines,
            " ".join([*filter(None, (_EXAMPLES.get(what, ""), *note)), _LEAVE]),
            (ends,) if files else (),
        )
    ]


@words("mending.type")
def ask_type(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Words that are for no reporter: an asset number, another matter."""
    what = data["what"]
    lines = [*_why(data, voice), polite(_ASKS[what], voice.particle)]
    if data.get("now_is"):
        lines.append(f"ตอนนี้: {data['now_is']}")
    none = Press(NO_ASSET["none"], FLOW, data["step"], "none")
    buttons = (none,) if what == "asset" and data.get("now_is") else ()
    return [_box(data, LABELS[what], lines, f"{_EXAMPLES[what]} {_LEAVE}", buttons)]


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
        _box(
            data,
            lead,
            [*_why(data, voice), *said],
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
    return [_box(data, LABELS["advise"], lines, _LEAVE, tuple(buttons))]


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
            note=f"กดเลือก หรือพิมพ์หมายเลข · {_LEAVE}",
            buttons=tuple(buttons),
            beside=short_ones,
        )
    ]


@words("mending.day")
def ask_day(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`days` are offered; any other can be picked or typed with its hour."""
    labels = [day_label(iso, data["today"]) for iso in data["days"]]
    lead = asking("นัดเข้าแก้ไขวันใด", voice.particle)
    pressed = [
        Press(label, FLOW, "day", iso) for iso, label in zip(data["days"], labels, strict=True)
    ]
    pick = PickDay("เลือกวันอื่น", FLOW, "day", earliest=data["today"])
    note = f"พิมพ์วันเวลาได้เลย เช่น พรุ่งนี้ 10 โมง หรือ 15 มิ.ย. 69 13.30 · {_LEAVE}"
    return [_box(data, lead, [*_why(data, voice)], note, (*pressed, pick), beside=True, icon="📅")]


@words("mending.hour")
def ask_hour(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`hours` of that day are offered."""
    day = calendar.day_text(date.fromisoformat(data["day"]))
    lead = asking(f"{day} เวลาใด", voice.particle)
    pressed = tuple(Press(f"{hour} น.", FLOW, "hour", hour) for hour in data["hours"])
    note = f"พิมพ์เวลาอื่นได้ เช่น 11.00 หรือ บ่าย 2 · {_LEAVE}"
    return [_box(data, lead, [*_why(data, voice)], note, pressed, beside=True, icon="📅")]


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
        _box(
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
        _box(
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


@words("mending.history")
def history(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """One page of `entries`, oldest first; `before` it are more."""
    lines = [_entry(one, data["now"]) for one in data["entries"]]
    before = data["before"]
    more = f"ก่อนหน้านี้อีก {before:,} รายการ" if before else ""
    value = f"{data['id']}:{data['version']}:{before}"
    return [
        Card(
            alt=" · ".join(filter(None, [f"ประวัติ {number_text(data)}", more, *lines])),
            title=f"ประวัติ {number_text(data)}",
            subtitle=f"ทั้งหมด {data['count']:,} รายการ",
            icon="🕘",
            body=tuple(lines),
            note=more,
            buttons=(Do(OLDER["older"], FLOW, "history", value),) if before else (),
        )
    ]


def _entry(one: Json, now: str) -> str:
    by = short(one["by"] or "ระบบ", 60)
    lock = f"{facts.LOCK} " if one["internal"] else ""
    undone = " (ยกเลิกแล้ว)" if one["undone"] else ""
    files = f" (รูป/ไฟล์ {one['files']:,})" if one["files"] else ""
    said = " ".join(filter(None, (_about(one["facts"], now), short(one["words"], 160))))
    words = f": {said}" if said else ""
    when = facts.near_text(one["at"], now)
    return f"{lock}{when} {by} {DONE[one['kind']]}{words}{files}{undone}"


def _about(told: Json, now: str) -> str:
    """What an entry says besides its words."""
    if told.get("at"):
        return facts.near_text(str(told["at"]), now)
    if told.get("to"):
        return f"ให้ {told['to']}"
    if told.get("erased"):
        return "ลบรูป"
    if told.get("category"):
        return CATEGORY.get(str(told["category"]), "")
    if told.get("of") in DONE:
        return DONE[str(told["of"])]
    return str(told.get("number") or "")


@words("mending.link")
def link(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The page of the photos, or the memo, for the one who asked."""
    said = "กดปุ่มเพื่อเปิด ลิงก์นี้ของท่านใช้ได้ 1 ชั่วโมง"
    none = data["page"] == "photos" and not data["files"]
    lead = polite("เรื่องนี้ไม่มีรูปหรือไฟล์" if none else said, voice.particle)
    found: Button = (
        album(data, Style.PRIMARY)
        if data["page"] == "photos"
        else memo(data["repair"], data["link"], Style.PRIMARY)
    )
    return [_box(data, number_text(data), [lead], "", () if none else (found,), icon="🔗")]


@words("mending.gone")
def gone(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """It belongs to another group now."""
    said = f"{number_text(data)} เป็นงานของ{data['to']}แล้ว แจ้งผู้รับผิดชอบให้แล้ว"
    return [Text(polite(said, voice.particle), (Say("งานของฉัน", "งานของฉัน"),))]


@words("mending.machine")
def machine(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What is sent for repair, step by step; the warranty sends it."""
    step = data["step"]
    lead = {
        "machine": "เครื่องอะไร พิมพ์ชื่อหรือรุ่น (ใส่เลขครุภัณฑ์ด้วยก็ได้)",
        "fault": "ตรวจพบว่าเสียอย่างไร",
        "warranty": "อยู่ในประกันหรือไม่ กดแล้วส่งซ่อมทันที",
    }[step]
    lines = [*_why(data, voice), polite(lead, voice.particle)]
    if step == "warranty":
        lines += _summary(data)
    return [
        _box(
            data,
            LABELS["send"],
            lines,
            _LEAVE,
            tuple(_machine_buttons(data)),
            beside=step == "warranty",
        )
    ]


def _summary(data: Json) -> list[str]:
    asset = f" เลข {data['asset']}" if data["asset"] else ""
    told = ", ".join(short(name, 50) for name in data["told"])
    return [
        f"{short(data['name'], 120)}{asset} · {OWNER[data['owner']]}",
        f"อาการ: {short(data['fault'], 200)}",
        f"แจ้งถึง: {told}" if told else "ยังไม่มีพัสดุที่รับ LINE ได้ ให้พิมพ์บันทึกข้อความส่งเอง",
    ]


def _machine_buttons(data: Json) -> list[Button]:
    step = data["step"]
    if step == "machine" and data["category"] in MACHINE:
        usual = MACHINE[data["category"]]
        return [Press(usual, FLOW, "machine", "usual")]
    if step != "warranty":
        return []
    found: list[Button] = [
        Press(label, FLOW, "warranty", value) for value, label in WARRANTY.items()
    ]
    if data["of_school"]:
        other = OTHER_OWNER[data["owner"]]
        found.append(Press(other, FLOW, "warranty", "owner", style=Style.LINK))
    return found


@words("mending.all")
def every(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Every open ticket with who has it, a page of ten, the late ones first."""
    rows: dict[str, Json] = data["rows"]
    if not rows:
        none = polite("ตอนนี้ไม่มีงานแจ้งปัญหาที่ค้างอยู่", voice.particle)
        return [Text(none, (Say("งานของฉัน", "งานของฉัน"), Say("เมนู", "เมนู")))]
    late = f" {LATE} {data['late']:,} เรื่อง" if data["late"] else ""
    lead = polite(f"มี {data['count']:,} เรื่อง{late} กดหรือพิมพ์หมายเลขเพื่อเปิด", voice.particle)
    buttons: list[Button] = [Press(row_label(n), FLOW, "listed", n) for n in rows]
    if data["more"]:
        buttons.append(Press(NEXT["next"], FLOW, "listed", "next"))
    drawn = [_listed(n, one, data["now"]) for n, one in rows.items()]
    return [
        Card(
            alt=f"งานทั้งหมด: {lead} {' · '.join(facts.plain(drawn))}",
            title="งานทั้งหมด",
            subtitle=lead,
            icon="📋",
            tone="alert" if data["late"] else "calm",
            rows=tuple(drawn),
            buttons=tuple(buttons),
            beside=True,
        )
    ]


def _listed(n: str, one: Json, now: str) -> Row:
    has_it = "ท่าน" if one["mine"] else short(one["technician"] or "", 40) or "ยังไม่มีผู้รับ"
    due = f"กำหนด {facts.near_text(one['due_at'], now)}" if one["due_at"] else ""
    detail = (STATUS[one["status"]], has_it, short(one["place"], 50), due)
    label = f"{n}. {ICON[one['category']]} {number_text(one)} {short(one['subject'], 50)}"
    return Row(label, value=LATE if one["late"] else "", detail=" · ".join(filter(None, detail)))


def _why(data: Json, voice: Voice) -> list[str]:
    said = _WHY.get(str(data.get("why") or ""))
    return [polite(said, voice.particle)] if said else []


def _box(
    data: Json,
    title: str,
    lines: Sequence[str],
    note: str,
    buttons: tuple[Button, ...],
    *,
    beside: bool = False,
    icon: str = "✏️",
) -> Card:
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
