"""What staff are asked for an announcement: words, letter, to whom, by which way, till when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.cards import Button, Card, Message, Place, Press, Row, Say, Style, Voice
from bot.texts import words
from bot.texts.announcement_words import (
    CONTROL,
    DELIVERY,
    PARTS,
    left_rows,
    of_share_text,
    reach_text,
    too_dear,
    way_cost,
)
from bot.texts.figures import asking, polite
from bot.texts.request_words import moment_text, short

Json = Mapping[str, Any]
FLOW = CONTROL
USE_WORDS = {"use": "ใช้ข้อความนี้"}
NO_LETTER = {"none": "ไม่มีเลขหนังสือ"}
#: What people type for "nothing", beside the button's own words.
NOTHING = frozenset({"ข้าม", "ไม่มี", "ยังไม่มี", "ไม่ระบุ", "ไม่อ้างถึง", "-", "–"})
NO_LINK = {"none": "ไม่มีลิงก์"}
USE_TITLE = {"use": "ใช้หัวเรื่องนี้"}
KINDS = {
    "roles": "ตามตำแหน่ง",
    "schools": "ระบุโรงเรียน",
    "networks": "เครือข่าย",
    "groups": "กลุ่ม LINE",
    "rounds": "เฉพาะที่ยังไม่ส่ง",
}
DONE = {"done": "เลือกผู้รับครบแล้ว"}
#: What may be typed for a long one.
SHORT_DONE = {"done": "ครบแล้ว"}
CLEAR = {"clear": "ล้างที่เลือก"}
BACK = {"back": "กลับ"}
ASKS = {"yes": "ขอให้กดรับทราบ", "no": "แจ้งเพื่อทราบ"}
#: As many choices as one card has buttons for; all can be typed.
MOST = 12
_CANCEL = Say("ยกเลิก", "ยกเลิก")
_AGAIN = {
    "pick": "เลือกจากปุ่ม หรือพิมพ์หมายเลข",
    "empty": "ขอเป็นข้อความ",
    "no_number": "ขอเป็นเลขหนังสือ ถ้าไม่มี พิมพ์ «ไม่มี»",
    "title": "หัวเรื่องต้องไม่เกิน 200 ตัวอักษร",
    "body": "ข้อความต้องไม่เกิน 2,000 ตัวอักษร",
    "link": "ลิงก์ต้องขึ้นต้นด้วย https:// ไม่มีช่องว่าง ไม่เกิน 500 ตัวอักษร",
    "letter": "เลขหนังสือต้องไม่เกิน 200 ตัวอักษร",
    "nobody": "ยังไม่ได้เลือกผู้รับ",
    "moment": "อ่านวันและเวลาไม่ออก พิมพ์ได้ เช่น 20 พ.ย. 69 9.00 น. หรือ พรุ่งนี้ 9 โมง",
    "past": "เวลานี้ผ่านไปแล้ว โปรดเลือกเวลาที่ยังมาไม่ถึง",
    "far": "ตั้งล่วงหน้าได้ไม่เกิน 1 ปี",
    "uncounted": "ส่งทันทีไม่ได้ ยังไม่ทราบจำนวนสมาชิกของบางกลุ่ม เลือกวิธีอื่น หรือลองใหม่พรุ่งนี้",
    "long": "ขอสั้นกว่านี้ ไม่เกิน 500 ตัวอักษร",
}
_NONE = {
    "networks": "ในทะเบียนโรงเรียนยังไม่มีเครือข่าย",
    "groups": "ยังไม่มีกลุ่ม LINE ที่ผูกไว้",
    "rounds": "ขณะนี้ไม่มีรอบการจัดเก็บข้อมูลที่เปิดอยู่",
}
_BIND = "ผูกกลุ่มกับบัญชีนี้ได้ โดยพิมพ์ «ผูกกลุ่ม»"


def known_slips() -> set[str]:
    """Every reason for which something is asked again."""
    return set(_AGAIN)


def numbered(labels: Mapping[str, str]) -> dict[str, str]:
    """The labels with their numbers, as buttons that can be typed show them."""
    return {value: f"{n}. {said}" for n, (value, said) in enumerate(labels.items(), 1)}


def again(data: Json, voice: Voice) -> list[str]:
    """Why it is asked once more."""
    why = _AGAIN.get(str(data.get("again") or ""))
    return [polite(why, voice.particle)] if why else []


def press(step: str, labels: Mapping[str, str], *, first: bool = False) -> list[Button]:
    """Buttons of this step; with `first` the first of them stands out."""
    return [
        Press(said, FLOW, step, value, said, Style.PRIMARY if first and not n else Style.SECONDARY)
        for n, (value, said) in enumerate(labels.items())
    ]


def card(
    title: str, lines: Sequence[str], buttons: Sequence[Button], note: str = "", **more: Any
) -> list[Message]:
    """One question. What its buttons say stands in the altText too."""
    rows: tuple[Row, ...] = more.get("rows", ())
    told = [f"{row.label} {row.value} {row.detail}".strip() for row in rows]
    labels = " / ".join(one.label for one in buttons if isinstance(one, Press))
    typed = f"พิมพ์ได้: {labels}" if labels else ""
    return [
        Card(
            alt=" · ".join(filter(None, [title, *lines, *told, note, typed])),
            title=title,
            icon="✍️",
            tone="ask",
            body=tuple(lines),
            note=note,
            buttons=tuple(buttons),
            **more,
        )
    ]


# ---------------------------------------------------------------- words


@words("announcing.words")
def ask_words(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The words. `now`: those of the draft, which others are to replace."""
    lines = [*again(data, voice), polite("พิมพ์ข้อความที่จะประกาศ", voice.particle)]
    note = "บรรทัดแรกเป็นหัวเรื่อง ใส่ลิงก์ได้ ไม่ต้องใส่ข้อมูลส่วนบุคคล พิมพ์ «ยกเลิก» เพื่อออก"
    if data.get("now"):
        lines.append(f"ตอนนี้: {short(data['now'], 300)}")
        note = "พิมพ์ทั้งข้อความใหม่ หัวเรื่องแก้แยกต่างหาก"
    use = []
    if data.get("suggested"):
        lines.append(f"ข้อความที่เสนอ: {short(data['suggested'], 300)}")
        use = press("words", USE_WORDS, first=True)
    return card("เขียนประกาศ", lines, [*use, _CANCEL], note)


@words("announcing.title")
def ask_title(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The title; where only one line was typed, its beginning is suggested."""
    lines = [*again(data, voice), asking("หัวเรื่องว่าอย่างไร", voice.particle)]
    offered = data.get("offered") or ""
    if offered:
        lines.append(f"เสนอ: {short(offered, 200)}")
    if data.get("now"):
        lines.append(f"ตอนนี้: {short(data['now'], 200)}")
    use = press("title", USE_TITLE, first=True) if offered else []
    return card("หัวเรื่อง", lines, [*use, _CANCEL], "สั้น ๆ บรรทัดเดียว")


@words("announcing.letter")
def ask_letter(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Number and date of the letter that it goes with."""
    lines = [*again(data, voice), asking("อ้างถึงหนังสือเลขที่ใด", voice.particle)]
    note = "พิมพ์เลขและวันที่ เช่น ที่ ศธ 04xxx/ว 123 ลว. 1 มิ.ย. 69"
    return card("เลขหนังสือ", lines, [*press("letter", NO_LETTER), _CANCEL], note)


@words("announcing.link")
def ask_link(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What its button opens."""
    lines = [*again(data, voice), polite("พิมพ์หรือวางลิงก์ที่ปุ่มจะเปิด", voice.particle)]
    if data.get("now"):
        lines.append(f"ตอนนี้: {short(data['now'], 200)}")
    return card("ลิงก์", lines, [*press("link", NO_LINK), _CANCEL])


# ---------------------------------------------------------------- to whom


@words("announcing.audience")
def ask_audience(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """To whom. `chosen` in words so far, `reach` how many that are."""
    chosen = data["chosen"]
    lines = again(data, voice)
    if data["unclear"]:
        lines.append(f"ไม่พบ หรือมีหลายแห่ง: {short(', '.join(data['unclear']), 200)}")
    if chosen:
        lines += [f"เลือกแล้ว: {short(' · '.join(chosen), 400)}", reach_text(data["reach"])]
    lines.append(asking("เพิ่มใครอีกไหม" if chosen else "ส่งถึงใคร", voice.particle))
    kinds = press("audience", numbered(KINDS))
    done = press("audience", DONE, first=True) if chosen else []
    end = press("audience", CLEAR) if chosen else []
    note = "พิมพ์หมายเลข หรือชื่อโรงเรียน เครือข่าย อำเภอ คั่นด้วยจุลภาค"
    return card("ผู้รับ", lines, [*done, *kinds, *end, _CANCEL], note, beside=True)


@words("announcing.pick")
def pick(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """One or several of a kind: `options` are value, label and whether it is chosen already."""
    kind, options = data["kind"], data["options"]
    if not options:
        lines = [polite(_NONE.get(kind, _NONE["rounds"]), voice.particle)]
        how = _BIND if kind == "groups" else ""
        return card(KINDS[kind], lines, [*press("pick", BACK), _CANCEL], how)
    labels = {value: f"{'✓ ' if on else ''}{short(label, 32)}" for value, label, on in options}
    shown = dict(list(numbered(labels).items())[:MOST])
    lines = [*again(data, voice), asking(_WHICH[kind], voice.particle)]
    more = len(options) - len(shown)
    rest = [f"มีอีก {more:,} รายการ พิมพ์ชื่อได้"] if more > 0 else []
    how = "เลือกหลายข้อ พิมพ์หมายเลข เช่น 1 3 เลือกซ้ำเพื่อเอาออก"
    note = " ".join([*rest, how if kind != "rounds" else "ส่งเฉพาะโรงเรียนที่ยังไม่ส่งของรอบนั้น"])
    beside = kind in ("roles", "networks")
    return card(
        KINDS[kind], lines, [*press("pick", shown), *press("pick", BACK), _CANCEL], note,
        beside=beside,
    )  # fmt: skip


_WHICH = {
    "roles": "ส่งถึงตำแหน่งใด",
    "networks": "เครือข่ายใด",
    "groups": "กลุ่มใด",
    "rounds": "รอบใด",
    "schools": "โรงเรียนใด",
}


@words("announcing.schools")
def schools(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Which schools: typed, as everywhere."""
    lines = [*again(data, voice), asking(_WHICH["schools"], voice.particle)]
    if data.get("unclear"):
        lines.insert(0, f"ไม่พบ หรือมีหลายแห่ง: {short(', '.join(data['unclear']), 200)}")
    note = "พิมพ์ชื่อโรงเรียน เครือข่าย หรืออำเภอ คั่นด้วยจุลภาค"
    return card(KINDS["schools"], lines, [*press("schools", BACK), _CANCEL], note)


# ---------------------------------------------------------------- how


@words("announcing.asks")
def ask_asks(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Whether people shall say that they read it."""
    lines = [*again(data, voice), asking("ให้ผู้รับกดรับทราบไหม", voice.particle)]
    note = "หากขอ จะดูได้ว่าใครยังไม่รับทราบ และเตือนได้วันละครั้ง"
    return card("การรับทราบ", lines, [*press("asks", numbered(ASKS)), _CANCEL], note)


@words("announcing.way")
def ask_way(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The three ways with what each costs, and what the month has left."""
    prices = data["prices"]
    rows = [
        Row(
            f"{n}. {DELIVERY[one]} · {way_cost(one, prices[one])}",
            strong=True,
            detail=" · ".join(filter(None, [of_share_text(prices[one]), _HOW[one]])),
        )
        for n, one in enumerate(DELIVERY, 1)
    ]
    lines = [*again(data, voice), asking("ส่งอย่างไร", voice.particle)]
    dear = prices["push"] or prices["free_first"]
    return card(
        "วิธีส่ง", lines, [*press("way", numbered(DELIVERY)), _CANCEL],
        too_dear(dear), rows=(*rows, *left_rows(dear)),
    )  # fmt: skip


_HOW = {
    "free": "ไปกับคำตอบครั้งถัดไปของแต่ละคน หรือข้อความถัดไปในกลุ่ม ผู้ที่ไม่ทักมาอาจไม่ได้รับ",
    "free_first": "ไปกับคำตอบก่อน ถึงเวลาที่ตั้งจึงส่งผู้ที่ยังไม่ได้รับ",
    "push": "ทุกคนได้รับพร้อมกัน",
}


@words("announcing.until")
def ask_until(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Till when it rides for nothing. `offered` are moments, by their buttons' values."""
    lines = [*again(data, voice), asking("ส่งผู้ที่ยังไม่ได้รับเมื่อใด", voice.particle)]
    return _moments("ส่งที่เหลือเมื่อ", "until", lines, data["offered"])


@words("announcing.when")
def ask_when(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """When it shall go out."""
    lines = [*again(data, voice), asking("ส่งเมื่อใด", voice.particle)]
    return _moments("ตั้งเวลาส่ง", "when", lines, data["offered"])


def moments(offered: Sequence[str]) -> dict[str, str]:
    """The moments offered, as their buttons say them."""
    return {one: moment_text(one) for one in offered}


def _moments(title: str, step: str, lines: list[str], offered: Sequence[str]) -> list[Message]:
    note = "หรือพิมพ์วันและเวลา เช่น 20 พ.ย. 69 9.00 น. หรือ พรุ่งนี้ 9 โมง"
    return card(title, lines, [*press(step, moments(offered)), _CANCEL], note)


@words("announcing.reason")
def ask_reason(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Why it shall cost more than it may: a second person reads that and decides."""
    lines = [*again(data, voice), too_dear(data["price"])]
    lines.append(asking("เพราะเหตุใดจึงต้องส่งเกินงบ", voice.particle))
    note = "ผอ.กลุ่ม หรือผู้บริหารของสำนักงานจะอ่านและพิจารณา"
    return card("ขออนุญาตส่งเกินงบ", [one for one in lines if one], [_CANCEL], note)


@words("announcing.edit")
def edit(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Which part of it to change."""
    lines = [*again(data, voice), asking("แก้ไขส่วนใด", voice.particle)]
    buttons = [*press("edit", numbered(PARTS)), *press("edit", BACK)]
    return card("แก้ไขประกาศ", lines, buttons, beside=True)
