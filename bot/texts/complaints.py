"""Complaints: taking one down, its state for the complainant, the list of those who follow it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Button, Card, Message, Place, Press, Row, Say, Style, Text, Voice
from bot.texts import figures, words
from bot.texts.ratings import short
from handlers.ratings.saying import LONGEST, NotSaid
from models.errors import NotAllowed, NotFound, Refusal, WrongState

Json = Mapping[str, Any]
FLOW = "complaint"
STATES = {
    "open": "รับเรื่องแล้ว",
    "followed": "กำลังดำเนินการ",
    "closed": "ปิดเรื่องแล้ว",
}
KINDS = {"complaint": "ข้อร้องเรียน", "problem": "ปัญหาการให้บริการ"}
NEW = {"new": "ร้องเรียนเรื่องใหม่"}
OWN = {"mine": "เรื่องที่ฉันร้องเรียน"}
GENERAL = {"general": "เรื่องทั่วไป"}
NOBODY = {"nobody": "ไม่ระบุตัวบุคคล"}
CONFIRM = {"yes": "ยืนยัน"}
#: What those who follow complaints do with one.
ACTS = {"note": "บันทึกการติดตาม", "close": "ปิดเรื่อง"}
_CANCEL = Say("ยกเลิก", "ยกเลิก")
_WHY = {
    "empty": "ขอเป็นข้อความ",
    "long": f"ข้อความยาวเกิน {LONGEST:,} ตัวอักษร ขอสั้นลง",
    "pick": "กรุณาเลือกจากปุ่ม หรือพิมพ์หมายเลข",
}
_REFUSED = {
    "gone": "ไม่พบเรื่องนี้ในรายการของท่าน",
    "closed": "เรื่องนี้ปิดแล้ว จึงเปลี่ยนแปลงไม่ได้",
    "not_allowed": "ท่านไม่มีสิทธิทำรายการนี้",
}


@words("complaint.mine")
def mine(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`cases` are `{"number", "subject", "status", "outcome", "day"}`, newest first."""
    cases = data["cases"]
    alt = " · ".join(f"เรื่องที่ {c['number']} {STATES[c['status']]}" for c in cases)
    rows = tuple(Row(f"เรื่องที่ {c['number']}", STATES[c["status"]], detail=_about(c)) for c in cases)
    outcomes = tuple(
        f"ผลเรื่องที่ {c['number']}: {short(c['outcome'], 300)}" for c in cases if c["outcome"]
    )
    lead = figures.polite("เรื่องที่ท่านร้องเรียนไว้", voice.particle)
    return [
        Card(
            alt=f"{lead} {alt} {' '.join(outcomes)}",
            title="ร้องเรียน",
            subtitle=voice.office,
            icon="📮",
            body=outcomes,
            rows=rows,
            buttons=(_new(data.get("step", "mine")),),
        )
    ]


def _about(case: Json) -> str:
    """«คข. 1/2570 · 19 พ.ย. 2569»."""
    return f"{case['subject'] or GENERAL['general']} · {figures.thai_date(case['day'])}"


def _new(step: str, *, first: bool = True) -> Button:
    style = Style.PRIMARY if first else Style.SECONDARY
    return Press(NEW["new"], FLOW, step, "new", style=style)


@words("complaint.subject")
def subject(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """`choices` are values with their labels."""
    question = figures.asking("ต้องการร้องเรียนเรื่องใด", voice.particle)
    return [_choosing(question, data, "subject", voice)]


@words("complaint.about")
def about(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    question = figures.asking("ร้องเรียนเกี่ยวกับผู้ใดหรือไม่", voice.particle)
    note = "ผู้ที่ถูกร้องเรียนจะไม่เห็นเรื่องนี้ ไม่ว่าอยู่ในตำแหน่งใด"
    return [_choosing(question, data, "about", voice, note)]


def _choosing(question: str, data: Json, step: str, voice: Voice, note: str = "") -> Card:
    choices = data["choices"]
    labels = [f"{n}. {label}" for n, label in enumerate(choices.values(), 1)]
    again = (figures.polite(_WHY["pick"], voice.particle),) if data.get("again") else ()
    return Card(
        alt=f"{question} {'  '.join(labels)}",
        title="ร้องเรียน",
        icon="📮",
        body=(*again, question),
        note=note,
        buttons=(
            *(
                Press(label, FLOW, step, value)
                for value, label in zip(choices, labels, strict=True)
            ),
            _CANCEL,
        ),
    )


@words("complaint.words")
def asked(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Ask what happened; `subject` is the number of the record it is about, if any."""
    why = _WHY.get(str(data.get("why")), "")
    lead = f"{figures.polite(why, voice.particle)} " if why else ""
    of = f"เรื่อง {data['subject']} " if data.get("subject") else ""
    question = figures.polite(f"พิมพ์สิ่งที่ต้องการร้องเรียน{of}ได้เลย", voice.particle)
    more = "โปรดอย่าพิมพ์เลขประจำตัวประชาชน พิมพ์ «ยกเลิก» เพื่อเลิก"
    return [Text(f"{lead}{question}\n{more}", (_CANCEL,))]


@words("complaint.confirm")
def confirm(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    about_whom = data.get("about") or NOBODY["nobody"]
    what = data.get("subject") or GENERAL["general"]
    question = figures.polite("ตรวจสอบแล้วกด «ยืนยัน» เพื่อส่งเรื่อง", voice.particle)
    return [
        Card(
            alt=f"ร้องเรียน {what} เกี่ยวกับ {about_whom}: {data['words']} {question}",
            title="ยืนยันการร้องเรียน",
            icon="📮",
            rows=(Row("บริการ", what), Row("เกี่ยวกับ", about_whom)),
            body=(short(data["words"], 600),),
            note=question,
            buttons=(
                Press(CONFIRM["yes"], FLOW, "confirm", "yes", style=Style.PRIMARY),
                _CANCEL,
            ),
        )
    ]


@words("complaint.taken")
def taken(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    text = f"รับเรื่องร้องเรียนแล้ว เป็นเรื่องที่ {data['number']}"
    more = "พิมพ์ «ร้องเรียน» เพื่อดูสถานะ เมื่อปิดเรื่องระบบจะแจ้งผลให้ทราบ"
    hidden = f"\n{data['about']} จะไม่เห็นเรื่องนี้" if data.get("about") else ""
    said = f"{figures.polite(text, voice.particle)}\n{more}{hidden}"
    return [Text(said, (Say("ร้องเรียน", "ร้องเรียน"), Say("เมนู", "เมนู")))]


@words("complaint.closed")
def closed(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    lead = f"เรื่องร้องเรียนที่ {data['number']} ปิดเรื่องแล้ว"
    thanks = figures.polite("ขอบคุณที่แจ้งให้สำนักงานทราบ", voice.particle)
    return [Text(f"{lead}\nผลการดำเนินการ: {data['outcome']}\n{thanks}")]


@words("complaint.board")
def board(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What is open, for those who follow it: `cases` as above, `more` are not shown."""
    cases = data["cases"]
    rows = tuple(
        Row(f"เรื่องที่ {c['number']}", STATES[c["status"]], detail=f"{KINDS[c['kind']]} · {_about(c)}")
        for c in cases
    )
    lead = f"เรื่องที่ยังไม่ปิด {data['count']:,} เรื่อง" if cases else "ไม่มีเรื่องที่ยังไม่ปิด"
    hint = "กดหรือพิมพ์หมายเลขเรื่องเพื่อเปิดดู" if cases else ""
    opening = tuple(Press(f"เรื่องที่ {c['number']}", FLOW, "board", str(c["number"])) for c in cases)
    own = (Press(OWN["mine"], FLOW, "board", "mine"),) if data["has_own"] else ()
    again = (figures.polite(_WHY["pick"], voice.particle),) if data.get("again") else ()
    return [
        Card(
            alt=f"{lead} " + " · ".join(f"เรื่องที่ {c['number']} {_about(c)}" for c in cases),
            title="ข้อร้องเรียนและปัญหา",
            subtitle=voice.office,
            icon="📮",
            body=(*again, figures.polite(lead, voice.particle)),
            rows=rows,
            note=hint,
            buttons=(*opening, *own, _new("board", first=not opening)),
            beside=True,
        )
    ]


@words("complaint.one")
def one(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """One of them: its words, and what was done so far. `may_follow`: the reader may act."""
    head = f"เรื่องที่ {data['number']}"
    rows = (
        Row("ประเภท", KINDS[data["kind"]]),
        Row("บริการ", data["subject"] or GENERAL["general"]),
        Row("เกี่ยวกับ", data["about"] or NOBODY["nobody"]),
        Row("รับเมื่อ", figures.thai_date(data["day"])),
        Row("สถานะ", STATES[data["status"]]),
    )
    notes = tuple(
        f"{figures.thai_date(n['day'])}: {short(n['words'], 200)}" for n in data["notes"][-5:]
    )
    buttons = tuple(
        Press(
            label, FLOW, "one", value, style=Style.PRIMARY if value == "note" else Style.SECONDARY
        )
        for value, label in ACTS.items()
    )
    can = data["may_follow"] and data["status"] != "closed"
    return [
        Card(
            alt=f"{head} {STATES[data['status']]}: {data['words']}",
            title=head,
            icon="📮",
            body=(short(data["words"], 600),),
            rows=(*rows, *(Row(line) for line in notes)),
            buttons=(*(buttons if can else ()), Say("รายการทั้งหมด", "ร้องเรียน")),
        )
    ]


@words("complaint.act")
def act(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Ask for the words of a note, or of the outcome."""
    why = _WHY.get(str(data.get("why")), "")
    lead = f"{figures.polite(why, voice.particle)} " if why else ""
    if data["act"] == "note":
        question = f"พิมพ์สิ่งที่ได้ดำเนินการกับเรื่องที่ {data['number']}"
    else:
        question = f"พิมพ์ผลการดำเนินการเพื่อปิดเรื่องที่ {data['number']} ผู้ร้องเรียนจะได้รับข้อความนี้"
    return [Text(f"{lead}{figures.polite(question, voice.particle)}", (_CANCEL,))]


@words("complaint.done")
def done(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    text = f"{ACTS[data['act']]} เรื่องที่ {data['number']} แล้ว"
    return [Text(figures.polite(text, voice.particle), (Say("รายการทั้งหมด", "ร้องเรียน"),))]


@words("complaint.refused")
def refused(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    text = _REFUSED.get(str(data.get("why")), _REFUSED["gone"])
    return [Text(figures.polite(text, voice.particle), (Say("ร้องเรียน", "ร้องเรียน"),))]


NONE = "ไม่มีเรื่องที่ยังไม่ปิด"


def case_lines(case: Json) -> list[str]:
    """One complaint on the terminal."""
    about_whom = f"  เกี่ยวกับ {case['about']}" if case["about"] else ""
    of = f"  {case['subject']}" if case["subject"] else ""
    state = f"{KINDS[case['kind']]}  {STATES[case['status']]}"
    lines = [
        f"{case['number']:>5}  {figures.thai_date(case['day'])}  {state}{of}{about_whom}",
        f"       {case['words']}",
    ]
    return lines + [f"       - {figures.thai_date(n['day'])} {n['words']}" for n in case["notes"]]


def done_line(act: str, number: int) -> str:
    """What a command did: note, close, record."""
    done_words = {**ACTS, "record": "บันทึก"}
    return f"{done_words[act]} เรื่องที่ {number} แล้ว"


def refusal_line(error: Refusal) -> str:
    """Why a command was refused."""
    if isinstance(error, NotSaid):
        return f"{_WHY[error.why]} (ไม่เกิน {LONGEST:,} ตัวอักษร)"
    if isinstance(error, NotFound):
        what = {"person": "บุคคล", "subject": "คำขอ"}.get(error.what, "เรื่องที่")
        return f"ไม่พบ{what} {error.ref}"
    if isinstance(error, WrongState):
        return _REFUSED["closed"]
    return _REFUSED["not_allowed"] if isinstance(error, NotAllowed) else str(error)
