"""The paragraphs of memos and letters about a request for information."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.texts.papers import paper_date, paper_time, thai_digits, who

ACT = "พระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. ๒๕๔๐"
#: The law's term for an appeal (section 18).
APPEAL_DAYS = 15
STEP_COLUMNS = ("ที่", "ขั้นตอน", "ผู้ดำเนินการ", "วันและเวลา")
RATING_COLUMNS = ("รายการประเมิน", "ระดับ")
REPLY_SUBJECT = "แจ้งผลการพิจารณาคำขอข้อมูลสารสนเทศ"
PERMISSION_SUBJECT = "ขออนุญาตให้บริการข้อมูลสารสนเทศ"
SUMMARY_SUBJECT = "บันทึกสรุปผลและรายงานผลการให้บริการข้อมูลสารสนเทศ"

Paragraphs = tuple[str, ...]


def request_reference(number: str, day: date) -> str:
    """What a reply refers to, after «อ้างถึง»."""
    return thai_digits(f"คำขอข้อมูลสารสนเทศ เลขที่ {number} ลงวันที่ {paper_date(day)}")


def permitted_reply(
    number: str, day: date, asked: str, *, office: str, how: str, conditions: str = ""
) -> Paragraphs:
    """To the requester: permitted, and how the information is handed over.

    `how` follows «โดย»: «ส่งไฟล์ทางอีเมล», «มอบเอกสาร ณ สำนักงาน».
    """
    given = f"{office} พิจารณาแล้ว อนุญาตให้ข้อมูลตามที่ท่านขอ โดย{how}"
    limits = f" ทั้งนี้ {conditions}" if conditions else ""
    return _thai(_asked_for(number, day, asked), given + limits, "จึงเรียนมาเพื่อโปรดทราบ")


def refused_reply(
    number: str,
    day: date,
    asked: str,
    *,
    office: str,
    reason: str,
    section: str = "",
    law: str = "",
    outsider: bool = True,
) -> Paragraphs:
    """To the requester: refused, why, by which law, and, if from outside, where to appeal.

    `section` follows «มาตรา» and is of the Official Information Act: «15 (5)»; `law` is any law
    with its section, in full.
    """
    by = f" ตามมาตรา {section} แห่ง{ACT}" if section else f" ตาม{law}" if law else ""
    refusal = f"{office} พิจารณาแล้ว ไม่อาจเปิดเผยข้อมูลข่าวสารดังกล่าวได้ เนื่องจาก{reason}{by}"
    last = (appeal(),) if outsider else ()
    return _thai(_asked_for(number, day, asked), refusal, *last, "จึงเรียนมาเพื่อโปรดทราบ")


def appeal() -> str:
    """The right to appeal, which a refusal must name."""
    return thai_digits(
        "หากท่านไม่เห็นด้วยกับคำสั่งนี้ ท่านมีสิทธิอุทธรณ์ต่อคณะกรรมการวินิจฉัยการเปิดเผยข้อมูลข่าวสาร"
        f"ภายใน {APPEAL_DAYS} วัน นับแต่วันที่ได้รับแจ้งคำสั่งนี้ "
        "โดยยื่นคำอุทธรณ์ต่อคณะกรรมการข้อมูลข่าวสารของราชการ (มาตรา 18)"
    )


def _asked_for(number: str, day: date, asked: str) -> str:
    return (
        f"ตามที่ท่านได้ยื่นคำขอข้อมูลสารสนเทศ เลขที่ {number} ลงวันที่ {paper_date(day)} "
        f"ขอข้อมูลเกี่ยวกับ{_led(asked)} นั้น"
    )


def permission_memo(
    requester: str,
    form: str,
    number: str,
    day: date,
    *,
    asked: str,
    purpose: str,
    opinion: str,
    personal_data: bool,
) -> Paragraphs:
    """From the officer to who permits: the facts, the opinion, what is asked of them.

    `requester` is a name with position and affiliation, as `person` writes it.
    """
    facts = (
        f"ด้วย {requester} ได้ยื่น{form} เลขที่ {number} เมื่อวันที่ {paper_date(day)} "
        f"มีความประสงค์ขอข้อมูลเกี่ยวกับ{_led(asked)} เพื่อนำไปใช้{_led(purpose)}"
    )
    has = "มีข้อมูลส่วนบุคคล" if personal_data else "ไม่มีข้อมูลส่วนบุคคล"
    checked = f"เจ้าหน้าที่ได้ตรวจสอบแล้ว ข้อมูลที่ขอ{has} มีความเห็นว่า {opinion}"
    return _thai(facts, checked, "จึงเรียนมาเพื่อโปรดพิจารณา")


def summary_before(
    requester: str, number: str, day: date, *, asked: str, purpose: str, decision: str
) -> Paragraphs:
    """The report of a finished request, before its table of steps."""
    facts = (
        f"ตามที่ {requester} ได้ยื่นคำขอข้อมูลสารสนเทศ เลขที่ {number} เมื่อวันที่ "
        f"{paper_date(day)} ขอข้อมูลเกี่ยวกับ{_led(asked)} เพื่อนำไปใช้{_led(purpose)} นั้น"
    )
    said = f"ผลการพิจารณา {decision} และได้ดำเนินการตามขั้นตอน ดังนี้"
    return _thai(facts, said)


def summary_after(
    delivered: str, delivered_at: datetime | None, *, rating: str = "", remarks: str = ""
) -> Paragraphs:
    """What follows the table of steps: how it was handed over, how it was rated."""
    paragraphs = []
    if delivered:
        when = f" เมื่อ {paper_time(delivered_at)}" if delivered_at else ""
        paragraphs.append(f"ส่งมอบข้อมูล{_led(delivered)}{when}")
    if rating:
        paragraphs.append(f"ผลการประเมินความพึงพอใจของผู้ขอข้อมูล {rating}")
    if remarks:
        paragraphs.append(f"ปัญหา อุปสรรค และข้อเสนอแนะ {remarks}")
    return _thai(*paragraphs, "จึงเรียนมาเพื่อโปรดทราบ")


def step_rows(steps: Sequence[tuple[str, str, datetime | None]]) -> tuple[tuple[str, ...], ...]:
    """Steps as (what, by whom, when) → the rows under `STEP_COLUMNS`."""
    return tuple(
        (thai_digits(str(n)), thai_digits(what), thai_digits(by), paper_time(at) if at else "-")
        for n, (what, by, at) in enumerate(steps, start=1)
    )


def person(name: str, position: str = "", affiliation: str = "") -> str:
    """«นายก ใจดี ตำแหน่ง ครู สังกัด โรงเรียนบ้านนา»."""
    said = who(name, position)
    return f"{said} สังกัด {thai_digits(affiliation)}" if affiliation else said


def _led(text: str) -> str:
    # A number or a foreign word stands apart from the Thai word before it.
    text = text.strip()
    return text if text[:1] >= "\u0e01" and not text[0].isdigit() else f" {text}"


def _thai(*paragraphs: str) -> Paragraphs:
    return tuple(thai_digits(paragraph) for paragraph in paragraphs)
