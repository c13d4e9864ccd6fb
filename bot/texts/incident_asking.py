"""What staff are asked for an incident: which tickets, words, schools, from when till when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.cards import Button, Card, Message, Place, Press, Row, Say, Style, Voice
from bot.texts import words
from bot.texts.figures import asking, polite
from bot.texts.incident_card import state
from bot.texts.incidents import FLOW, kind_text, suggestion
from bot.texts.ticket_words import CATEGORY, moment_text, number_text, short

Json = Mapping[str, Any]
NEW = {"new": "แจ้งเหตุใหม่"}
USE = {"use": "ใช้ข้อความนี้"}
ONLY = {"one": "เฉพาะเรื่องนี้"}
ALL_SCHOOLS = {"all": "ทุกโรงเรียน"}
AS_READ = {"read": "ใช้เท่าที่อ่านได้"}
NOW = {"now": "ตอนนี้"}
UNKNOWN = {"unknown": "ยังไม่ทราบ"}
_CANCEL = Say("ยกเลิก", "ยกเลิก")
_AGAIN = {
    "pick": "เลือกจากปุ่ม หรือพิมพ์หมายเลข",
    "empty": "ขอเป็นข้อความสั้น ๆ",
    "when": "อ่านวันและเวลาไม่ออก พิมพ์ได้ เช่น 20 พ.ย. 69 18.00 น.",
    "order": "เวลาสิ้นสุดต้องอยู่หลังเวลาเริ่ม และยังมาไม่ถึง",
}
_ASKS = {
    "new": "พิมพ์ข้อความที่จะแจ้งให้โรงเรียนทราบ",
    "reword": "พิมพ์ข้อความใหม่ที่จะแจ้งให้โรงเรียนทราบ",
    "end": "พิมพ์ว่าเกิดจากอะไรและแก้ไขอย่างไร ผู้แจ้งจะได้อ่าน",
}


def known_slips() -> set[str]:
    """Every reason for which something is asked again."""
    return set(_AGAIN)


def together(count: int) -> dict[str, str]:
    """The one tap that takes all of them."""
    return {"all": f"รวมทั้งหมด {count:,} เรื่อง"}


def near(rows: Sequence[Json]) -> dict[str, str]:
    """Incidents that are known already, which a ticket may be added to."""
    return {f"near:{row['id']}": f"รวมเข้ากับ {number_text(row)}" for row in rows}


def _again(data: Json, voice: Voice) -> list[str]:
    why = _AGAIN.get(str(data.get("again") or ""))
    return [polite(why, voice.particle)] if why else []


def _card(
    title: str, lines: Sequence[str], buttons: Sequence[Button], note: str = "", **more: Any
) -> list[Message]:
    rows: tuple[Row, ...] = more.get("rows", ())
    told = [f"{row.label} {row.detail}".strip() for row in rows]
    return [
        Card(
            alt=" · ".join([title, *lines, *told, note]),
            title=title,
            icon="📢",
            tone="ask",
            body=tuple(lines),
            note=note,
            buttons=tuple(buttons),
            **more,
        )
    ]


def _press(step: str, labels: Mapping[str, str], *, first: bool = False) -> list[Button]:
    return [
        Press(said, FLOW, step, value, style=Style.PRIMARY if first and n == 0 else Style.SECONDARY)
        for n, (value, said) in enumerate(labels.items())
    ]


@words("incident.list")
def listed(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The ones that go on, for staff; `rows` by number; one is opened, or a new one begins."""
    rows: dict[str, Json] = data["rows"]
    found = tuple(
        Row(f"{n}. {number_text(row)} {CATEGORY[row['category']]}",
            detail=f"{state(row)} · {short(row['words'], 80)}")
        for n, row in rows.items()
    )  # fmt: skip
    opening: list[Button] = [
        Press(f"ข้อ {n}", FLOW, "pick", n, shown=number_text(row)) for n, row in rows.items()
    ]
    lead = [*_again(data, voice), f"เหตุที่ยังไม่สิ้นสุด {data['count']:,} เหตุ"]
    return _card(
        "เหตุขัดข้อง", lead, [*_press("pick", NEW, first=True), *opening],
        "กดหรือพิมพ์หมายเลขเพื่อเปิด", rows=found, beside=True,
    )  # fmt: skip


@words("incident.category")
def category(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    labels = {value: CATEGORY[value] for value in data["choices"]}
    numbered = {v: f"{n}. {said}" for n, (v, said) in enumerate(labels.items(), 1)}
    lines = [*_again(data, voice), asking("ระบบใดขัดข้อง หรือจะปิดปรับปรุง", voice.particle)]
    return _card("แจ้งเหตุขัดข้อง", lines, _press("category", numbered), beside=True)


@words("incident.alike")
def alike(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Tickets that may be one fault. `rows` are the first, `count` how many there are besides."""
    ticket, count, rows = data["ticket"], data["count"], data["rows"]
    found = tuple(
        Row(f"{n}. {number_text(row)} {row['place']}",
            detail=f"{short(row['subject'], 60)} · {moment_text(row['opened_at'])}")
        for n, row in enumerate(rows, 1)
    )  # fmt: skip
    more = [f"และอีก {count - len(rows):,} เรื่อง"] if count > len(rows) else []
    buttons = [
        *(_press("gather", together(count + 1), first=True) if count else ()),
        *_press("gather", near(data["near"])),
        *_press("gather", ONLY),
        _CANCEL,
    ]
    lead = f"โรงเรียนอื่นแจ้ง{CATEGORY[ticket['category']]}ใน 3 วันนี้ {count:,} เรื่อง"
    lines = [*_again(data, voice), lead, *more]
    note = "เลือกบางเรื่อง พิมพ์หมายเลข เช่น 1 3" if count else ""
    return _card(f"รวมเป็นเหตุเดียว {number_text(ticket)}", lines, buttons, note, rows=found)


@words("incident.adding")
def adding(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Tickets that may be added to an incident."""
    count, rows = data["count"], data["rows"]
    found = tuple(
        Row(f"{n}. {number_text(row)} {row['place']}", detail=short(row["subject"], 60))
        for n, row in enumerate(rows, 1)
    )
    more = [f"และอีก {count - len(rows):,} เรื่อง"] if count > len(rows) else []
    lines = [*_again(data, voice), f"เรื่องในหมวดเดียวกันที่ยังไม่รวม {count:,} เรื่อง", *more]
    buttons = [*_press("adding", together(count), first=True), _CANCEL]
    note = "เลือกบางเรื่อง พิมพ์หมายเลข เช่น 1 3"
    return _card(f"เพิ่มเรื่องใน {number_text(data['incident'])}", lines, buttons, note, rows=found)


@words("incident.words")
def ask_words(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`what` the words are for; where nothing was written yet, a suggestion may be taken."""
    what, lines = data["what"], _again(data, voice)
    lines.append(polite(_ASKS[what], voice.particle))
    if what == "end":
        lines += _end_costs(data)
    now = data["words"] if what == "reword" else suggestion(data["category"])
    if what != "end":
        lines.append(f"{'ตอนนี้' if what == 'reword' else 'ข้อความที่เสนอ'}: {short(now, 600)}")
    use = _press(data["step"], USE, first=True) if what == "new" else []
    title = "สิ้นสุดเหตุ" if what == "end" else "ข้อความที่จะแจ้ง"
    return _card(title, lines, [*use, _CANCEL], "ไม่ต้องใส่ชื่อบุคคล พิมพ์ «ยกเลิก» เพื่อออก",
                 subtitle=kind_text(data))  # fmt: skip


def _end_costs(data: Json) -> list[str]:
    count = data.get("reporters", 0)
    if not count:
        return ["ไม่มีเรื่องค้างที่รวมไว้ จึงไม่เสียข้อความ"]
    costs = data.get("costs", count)
    lines = [f"ปิดเรื่องที่รวมไว้ {data['open_tickets']:,} เรื่อง แจ้งผู้แจ้ง {count:,} คน = {costs:,} ข้อความ"]
    if costs < count:
        lines.append(f"อีก {count - costs:,} คนแจ้งฟรีเมื่อทักเข้ามา เพราะข้อความที่กันไว้เดือนนี้ไม่พอ")
    return lines


@words("incident.schools")
def ask_schools(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Which schools; `known` were understood already, `unclear` not."""
    lines = _again(data, voice)
    if data["unclear"]:
        lines.append(f"ไม่พบ หรือมีหลายแห่ง: {short(', '.join(data['unclear']), 300)}")
    if data["known"]:
        lines.append(f"อ่านได้แล้ว {data['known']:,} โรงเรียน พิมพ์ชื่อที่ขาดอีกครั้ง")
    else:
        lines.append(asking("โรงเรียนใดเกี่ยวข้อง", voice.particle))
    labels = AS_READ if data["known"] else ALL_SCHOOLS
    note = "พิมพ์ชื่อโรงเรียน เครือข่าย หรืออำเภอ คั่นด้วย , เช่น อำเภอเมือง, บ้านหนองบัว"
    return _card("โรงเรียนที่เกี่ยวข้อง", lines, [*_press("schools", labels), _CANCEL], note)


@words("incident.when")
def ask_when(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`what`: from when, or till when."""
    starts = data["what"] == "starts"
    question = "เริ่มเมื่อใด" if starts else "คาดว่าจะเสร็จเมื่อใด"
    lines = [*_again(data, voice), asking(question, voice.particle)]
    labels = NOW if starts else UNKNOWN
    note = "พิมพ์วันและเวลา เช่น 20 พ.ย. 69 18.00 น. หรือ พรุ่งนี้ 9 โมง"
    return _card("เวลา", lines, [*_press(data["what"], labels), _CANCEL], note)
