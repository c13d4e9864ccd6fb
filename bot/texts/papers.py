"""Words on paper: labels, Thai digits, dates, who signed by which right.

The paragraphs of memos and letters stand in `paper_paragraphs.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")
MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip

REQUEST_TITLE = "แบบคำขอข้อมูลสารสนเทศ"
ACCESS_TITLE = "แบบคำร้องขอเข้าถึงข้อมูลสารสนเทศ"
MEMO_TITLE = "บันทึกข้อความ"
INDEX_TITLE = "สารบัญเอกสาร"

PERMIT, REFUSE, CLARIFY = "อนุญาต", "ไม่อนุญาต", "ให้ชี้แจงเพิ่ม"
CHOICES = (PERMIT, REFUSE, CLARIFY)
#: What a letter or memo is, electronically, where nothing is decided by it.
SIGNED = "ลงนาม"

NUMBER = "เลขที่"
SIGN = "ลงชื่อ"
REQUESTER = "ผู้ขอข้อมูล"
POSITION = "ตำแหน่ง"
AFFILIATION = "สังกัด"
DATE = "วันที่"
MONTH = "เดือน"
YEAR = "พ.ศ."
DATE_BLANKS = (DATE, MONTH, YEAR)
OPINION = "ความเห็นเจ้าหน้าที่"
PERMISSION = "คำสั่ง"
COMMENT = "ความเห็นผู้บังคับบัญชา"
REASON = "เหตุผล"
UNDECIDED = "อยู่ระหว่างการพิจารณา"
SCAN = "สแกนเพื่อตรวจสอบ"
#: The five fields at the head of a memo or letter.
AGENCY, AT, SUBJECT, TO = "ส่วนราชการ", "ที่", "เรื่อง", "เรียน"
REFERENCE, ENCLOSURES = "อ้างถึง", "สิ่งที่ส่งมาด้วย"
#: What stands before each blank of a circular letter's number: «ที่ ศธ ……/ว ……».
CIRCULAR_NUMBER = ("ศธ", "/ว")
CLOSING = "ขอแสดงความนับถือ"
INDEX_COLUMNS = ("ลำดับ", "รายการเอกสาร", "ลงวันที่", "จำนวนหน้า")
INDEX_FIELDS = {
    "number": "เลขที่คำขอ",
    "subject": "เรื่อง",
    "requester": "ผู้ขอข้อมูล",
    "opened": "วันที่รับคำขอ",
    "closed": "วันที่ปิดเรื่อง",
    "file_code": "รหัสแฟ้ม",
    "kept": "อายุการเก็บ",
}
NO_PAPERS = "ไม่มีเอกสาร"
FILED_BY = "ผู้จัดเก็บเอกสาร"

_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
#: Addresses, file names and codes are no longer themselves in other digits.
_FOREIGN = re.compile(r"[A-Za-z@]|://")
_ENDLESS = re.compile(r"[^\s\u0e00-\u0e7f]{30,}|(\S)\1{29,}")
BREAK = "\u200b"
_OFFICES = {
    "ป": "สำนักงานเขตพื้นที่การศึกษาประถมศึกษา",
    "ม": "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา",
}
#: «ผู้อำนวยการ สพป.» has a space that «ผู้อำนวยการสำนักงาน…» has not.
_SHORT = re.compile(r"(?:(อำนวยการ) ?|( ?))สพ([ปม])\. ?(?=\S)")
_WITH_NUMBER = (
    "เขต",
    "เวลา",
    "มาตรา",
    "จำนวน",
    "เลขที่",
    "คำสั่งที่",
    "ภาคเรียนที่",
    "ปีการศึกษา",
    "ชั้น",
    "คข.",
)
#: What stays on one line, as a pattern: numbers with their words, dates, what else is torn apart.
WHOLE = (
    f"(?:{'|'.join(_WITH_NUMBER)}) ?[๐-๙][๐-๙/.]*(?: น\\.)?"
    f"|[๐-๙]+ (?:{'|'.join(MONTHS)})(?: พ\\.ศ\\.)? [๐-๙]{{4}}"
    "|[๐-๙.]+ (?:น\\.|วัน|ปี|หน้า|ฉบับ)|พ\\.ศ\\. ?[๐-๙]{4}"
    "|(?:รอง)?ผู้อำนวยการ|สำนักงาน|โรงเรียน|จำแนก|ลงวันที่"
)


def thai_digits(text: str) -> str:
    """Digits as paper has them; those in an address, a file's name or a code stay."""
    parts = re.split(r"(\s+)", text)
    return "".join(p if _FOREIGN.search(p) else p.translate(_DIGITS) for p in parts)


def in_full(text: str) -> str:
    """The office's short name as letters write it: «สพป.เชียงราย» → «สำนักงานเขต…เชียงราย»."""
    return _SHORT.sub(lambda found: f"{found[1] or found[2]}{_OFFICES[found[3]]}", text)


def printable(text: str) -> str:
    """What people typed, as paper can hold it: Thai digits, endless words may break."""
    spaced = "".join(c if c == "\n" or not c.isspace() else " " for c in text.strip())
    kept = "".join(c for c in spaced if c == "\n" or c.isprintable() or c == BREAK)
    kept = re.sub(r"\n{3,}", "\n\n", kept)
    return _ENDLESS.sub(lambda m: BREAK.join(_slices(m.group())), thai_digits(kept))


def _slices(run: str) -> list[str]:
    return [run[at : at + 20] for at in range(0, len(run), 20)]


def paper_date(day: date) -> str:
    """«๑๙ พฤศจิกายน ๒๕๖๙», as memos and letters are dated."""
    day = _in_bangkok(day)
    return thai_digits(f"{day.day} {MONTHS[day.month - 1]} {day.year + 543}")


def form_date(day: date) -> str:
    """«วันที่ ๑๙ เดือน พฤศจิกายน พ.ศ. ๒๕๖๙», as forms are dated."""
    day = _in_bangkok(day)
    name = MONTHS[day.month - 1]
    return thai_digits(f"{DATE} {day.day} {MONTH} {name} {YEAR} {day.year + 543}")


def paper_time(at: datetime) -> str:
    """«๑๙ พฤศจิกายน ๒๕๖๙ เวลา ๑๔.๓๐ น.»."""
    return f"{paper_date(at)} {thai_digits(f'เวลา {at.astimezone(BANGKOK):%H.%M} น.')}"


def _in_bangkok(day: date) -> date:
    return day.astimezone(BANGKOK).date() if isinstance(day, datetime) else day


def signature(name: str, position: str, acting: str = "", post: str = "") -> list[str]:
    """The lines under a signature: «(ชื่อ)», the post held, and the one held for another."""
    lines = [f"({name})" if name else "", f"{position} {acting}".strip(), post]
    return [thai_digits(line) for line in lines if line]


def electronically(word: str, who: str, at: datetime) -> str:
    """«อนุญาตทางอิเล็กทรอนิกส์โดย … เมื่อ ๑๙ พฤศจิกายน ๒๕๖๙ เวลา ๑๔.๓๐ น.»."""
    return f"{word}ทางอิเล็กทรอนิกส์โดย {who} เมื่อ {paper_time(at)}"


def spelled(code: str) -> str:
    """A code to be typed from paper, four letters at a time."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def signed_at(word: str, at: datetime) -> str:
    """«ลงนามทางอิเล็กทรอนิกส์ เมื่อ …», above the name of who signed."""
    return f"{word}ทางอิเล็กทรอนิกส์ เมื่อ {paper_time(at)}"


def who(name: str, position: str, acting: str = "", post: str = "", order: str = "") -> str:
    """A person in a sentence, and by which right they acted for another."""
    said = f"{name} {POSITION} {position}" if position else name
    if acting:
        by = f" ตาม{order if order.startswith('คำสั่ง') else f'คำสั่งที่ {order}'}" if order else ""
        said += f" ({acting}{post}{by})"
    return thai_digits(said)


def submitted(at: datetime, channel: str = "", taken_by: str = "") -> str:
    """How a request came in: typed by the requester, or taken down by an officer for them."""
    if not channel and not taken_by:
        return f"ยื่นคำขอทางอิเล็กทรอนิกส์ เมื่อ {paper_time(at)}"
    how = f"ทาง{channel}" if channel else ""
    by = f" โดย {taken_by}" if taken_by else ""
    return f"รับคำขอแทนผู้ขอ{how}{by} เมื่อ {paper_time(at)}"


def kept_until(last: date, years: int | None = None) -> str:
    """«๑๐ ปี เก็บถึง ๓๑ ธันวาคม ๒๕๘๐»."""
    until = f"เก็บถึง {paper_date(last)}"
    return f"{thai_digits(str(years))} ปี {until}" if years else until


def numbered(names: Sequence[str]) -> list[str]:
    """Enclosures: one stands alone, several have numbers."""
    if len(names) < 2:
        return list(names)
    return [f"{thai_digits(str(n))}. {name}" for n, name in enumerate(names, start=1)]
