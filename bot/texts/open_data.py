"""The words of the Big Data pages: names of columns, rules of counting, what cannot be shown.

`WORDS` is handed to the templates whole, as `w`; templates themselves hold no Thai.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.sheets import Cell as Shown
from bot.sheets import Chart
from bot.texts import topics
from bot.texts.figures import MONTHS, ROUNDS, number, period
from handlers.dmc_vocabulary import LEVELS
from handlers.open_data.counts import Counts, TopicCounts
from handlers.open_data.tables import Asked, Table
from handlers.questions.figures import Edition
from handlers.tallies import Cell
from handlers.topics import PUPILS, SOURCES, Counted, Topic
from models.datasets import Coverage
from models.schools import School

FEWER, WITHHELD = topics.SMALL, topics.WITHHELD
HIDDEN = {"small": FEWER, "withheld": WITHHELD}

#: The index in groups; every topic stands in one of them.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("นักเรียน", (PUPILS, "age", "nationality", "religion", "g_code", "gcode_nationality")),
    (
        "ความพิการและความด้อยโอกาส",
        ("disability", "disadvantage", "disability_and_disadvantage", "hardship"),
    ),
    ("สุขภาพ การเดินทาง ที่พัก", ("weight_for_height", "height_for_age", "distance", "boarding")),
    (
        "ผลสิ้นปีและการศึกษาต่อ",
        (
            "year_end_check", "not_passed", "dropout", "removal", "completion_time",
            "graduates_p6", "graduates_m3", "graduates_m6",
        ),
    ),
    ("ครูและบุคลากร", ("staff",)),
    ("ครุภัณฑ์ อาคาร สาธารณูปโภค", ("equipment", "buildings", "electricity", "water", "internet")),
)  # fmt: skip

WORDS: dict[str, str] = {
    "site": "ข้อมูลสารสนเทศ",
    "skip": "ข้ามไปเนื้อหา",
    "home": "หน้าแรก",
    "all_data": "ชุดข้อมูลทั้งหมด",
    "all_schools": "รายชื่อโรงเรียน",
    "lead": "ตัวเลขที่สำนักงานตรวจแล้วและเผยแพร่ ดูได้ ค้นได้ ดาวน์โหลดได้ โดยไม่ต้องลงชื่อเข้าใช้",
    "search_label": "ค้นหาโรงเรียน",
    "search_hint": "ชื่อหรือรหัสโรงเรียน",
    "search_go": "ค้นหา",
    "search_title": "ค้นหาโรงเรียน",
    "search_none": "ไม่พบโรงเรียนชื่อนี้ในสำนักงาน ชื่อที่ใกล้เคียงที่สุดคือ",
    "search_nothing": "ยังไม่มีรายชื่อโรงเรียน",
    "key_figures": "ภาพรวม",
    "schools": "โรงเรียน",
    "school": "โรงเรียน",
    "students": "นักเรียน",
    "rooms": "ห้องเรียน",
    "staff": "ครูและบุคลากร",
    "as_of": "ข้อมูล ณ",
    "nothing": "ยังไม่มีชุดข้อมูลที่เผยแพร่",
    "nothing_hint": "เมื่อสำนักงานเผยแพร่ข้อมูล ตัวเลขจะแสดงที่หน้านี้",
    "editions": "ปีการศึกษาและรอบ",
    "newest": "ล่าสุด",
    "view": "มุมมอง",
    "view_schools": "รายโรงเรียน",
    "view_categories": "แยกประเภท",
    "filters": "เลือกและกรอง",
    "filter_go": "แสดง",
    "filter_clear": "ล้างตัวกรอง",
    "every": "ทั้งหมด",
    "category": "ประเภท",
    "grade": "ชั้นหรือระดับ",
    "state": "สภาพ",
    "sex": "เพศ",
    "size": "ขนาดโรงเรียน",
    "amphoe": "อำเภอ",
    "tambon": "ตำบล",
    "network": "เครือข่าย",
    "province": "จังหวัด",
    "text": "ชื่อหรือรหัสโรงเรียน",
    "sort_asc": "เรียงจากน้อยไปมาก",
    "sort_desc": "เรียงจากมากไปน้อย",
    "sort_by": "เรียงตาม",
    "table": "ตาราง",
    "chart": "แผนภูมิ",
    "download": "ดาวน์โหลดและส่งต่อ",
    "download_hint": "ไฟล์มีข้อมูลตามตัวกรองที่เลือกไว้",
    "png": "รูปแผนภูมิ (PNG)",
    "xlsx": "Excel (XLSX)",
    "csv": "CSV",
    "json": "JSON",
    "line": "ส่งหน้านี้ใน LINE",
    "qr": "คิวอาร์โค้ดของหน้านี้",
    "qr_hint": "สแกนเพื่อเปิดหน้านี้บนโทรศัพท์",
    "qr_print": "คิวอาร์โค้ดสำหรับพิมพ์ (PNG)",
    "school_address": "ที่อยู่ของหน้านี้",
    "address": "ที่อยู่ถาวรของรุ่นนี้",
    "about": "เกี่ยวกับข้อมูลนี้",
    "source": "แหล่งข้อมูล",
    "rule": "วิธีนับ",
    "notes": "ข้อควรทราบ",
    "licence": "เงื่อนไขการใช้",
    "published": "เผยแพร่เมื่อ",
    "office": "สำนักงาน",
    "api": "วิธีใช้ JSON สำหรับหน่วยงานอื่น",
    "catalogue": "รายการชุดข้อมูล (JSON)",
    "passing": "ส่งต่อหน้านี้",
    "codes": "รหัส",
    "smis": "รหัสโรงเรียน 8 หลัก (SMIS)",
    "moe": "รหัสกระทรวง 10 หลัก",
    "area": "สังกัด",
    "kind": "ประเภท",
    "phone": "โทรศัพท์",
    "email": "อีเมล",
    "website": "เว็บไซต์",
    "place": "ที่ตั้ง",
    "map": "เปิดแผนที่",
    "facts": "ข้อมูลพื้นฐาน",
    "by_grade": "นักเรียนแยกชั้น",
    "trend": "จำนวนนักเรียนย้อนหลัง",
    "year": "ปีการศึกษา",
    "change": "เปลี่ยนแปลง",
    "other_data": "ข้อมูลอื่นของโรงเรียนนี้",
    "more": "ดูรายละเอียด",
    "no_pupils": "โรงเรียนนี้ไม่อยู่ในข้อมูลนักเรียนที่เผยแพร่",
    "see_newest": "ดูรุ่นล่าสุด",
    "empty_table": "ไม่มีโรงเรียนที่ตรงกับตัวกรอง",
    "only_first": "แสดง {shown} แถวแรก จาก {all} แถว ดาวน์โหลดไฟล์เพื่อดูทั้งหมด",
    "ask_line": "ถามตัวเลขอื่นได้ในแชต LINE ของสำนักงาน",
}

COLUMNS = {
    "code": "รหัสโรงเรียน",
    "school": "โรงเรียน",
    "category": "ประเภท",
    "part": "ชั้น",
    "male": "ชาย",
    "female": "หญิง",
    "total": "รวม",
    "rooms": "ห้อง",
    "year": "ปีการศึกษา",
    "round": "รอบ",
    "as_of": "ข้อมูล ณ วันที่",
    "source": "แหล่งข้อมูล",
}
SEXES = {"male": "ชาย", "female": "หญิง", "total": "รวมชายหญิง"}
SIZES = {
    "small": "เล็ก (1-120 คน)",
    "medium": "กลาง (121-600 คน)",
    "large": "ใหญ่ (601-1,500 คน)",
    "extra": "ใหญ่พิเศษ (1,501 คนขึ้นไป)",
}
_VIEWS = {"schools": "view_schools", "categories": "view_categories"}
_BANGKOK = timedelta(hours=7)

SMALL_RULE = (
    "เพื่อคุ้มครองข้อมูลส่วนบุคคล จำนวน 1 ถึง 4 คนแสดงเป็น «น้อยกว่า 5» และบางช่องแสดงเป็น «ไม่แสดง» "
    "เพื่อไม่ให้คำนวณย้อนกลับได้"
)
PUPILS_RULE = (
    "นับนักเรียนที่มีตัวตนในสถานศึกษา ณ วันที่ของข้อมูล แยกชั้นและเพศ ม.ปลายรวมเทียบเท่า (ปวช.) "
    "ขนาดโรงเรียนตามเกณฑ์ สพฐ. 4 ขนาด (เล็ก 1-120 คน กลาง 121-600 คน ใหญ่ 601-1,500 คน "
    "ใหญ่พิเศษ 1,501 คนขึ้นไป)"
)
_RULES = {
    Counted.PUPILS: "นับ{noun}ตามที่โรงเรียนบันทึกใน {source} ณ วันที่ของข้อมูล หน่วยเป็น{unit}",
    Counted.SCHOOLS: "นับโรงเรียนตามที่บันทึกใน {source} ชื่อคอลัมน์เป็นไปตามไฟล์ของระบบ",
    Counted.STAFF: "นับ{noun}ตามตำแหน่งที่บันทึกใน {source} หน่วยเป็น{unit}",
    Counted.THINGS: "นับ{noun}ตามสภาพที่โรงเรียนบันทึกใน {source} หน่วยเป็น{unit}",
}


def rule(topic: Topic) -> str:
    """How it is counted, in a sentence."""
    if topic.slug == PUPILS:
        return PUPILS_RULE
    source = SOURCES[topic.dataset]
    return _RULES[topic.counted].format(noun=topic.noun, source=source, unit=topic.unit)


def notes(topic: Topic, edition: Edition, schools: int) -> list[str]:
    """What a reader must know so as not to misread the figures."""
    said = []
    if edition.coverage is Coverage.PART:
        said.append(
            f"รุ่นนี้มีข้อมูลเพียง {number(schools)} โรงเรียน ไม่ครบทั้งสำนักงาน ยอดรวมเป็นของโรงเรียนเหล่านี้เท่านั้น"
        )
    if topic.private:
        said.append(SMALL_RULE)
    if topic.counted is Counted.PUPILS and not topic.adds_up:
        said.append("คนหนึ่งนับได้หลายประเภท ผลบวกของทุกประเภทจึงไม่เท่ากับยอดรวม")
    return said


def edition_name(edition: Edition) -> str:
    """«ปีการศึกษา 2568 ภาคเรียนที่ 1», «สิ้นปีการศึกษา 2568»."""
    return period(edition.to_json())


def round_name(edition: Edition) -> str:
    """«ภาคเรียนที่ 1»; the year itself for what is collected once a year."""
    return ROUNDS[edition.round] or "รายปี"


def round_of_year(edition: Edition) -> str:
    """«ภาคเรียนที่ 2/2569», «สิ้นปีการศึกษา 2568», «รายปี 2569»."""
    name = round_name(edition)
    return f"{name}{'/' if name[-1].isdigit() else ' '}{edition.year}"


def day(then: date) -> str:
    """10 มิ.ย. 2568."""
    return f"{then.day} {MONTHS[then.month - 1]} {then.year + 543}"


def moment(stamp: str | None) -> str:
    """The Bangkok day of an ISO moment in UTC."""
    return day((datetime.fromisoformat(stamp) + _BANGKOK).date()) if stamp else ""


def cell_text(cell: Cell) -> str:
    """A count as people read it; what stands for a hidden one."""
    return HIDDEN[cell.hidden] if cell.hidden else number(cell.value or 0)


def column(name: str, counts: Counts) -> str:
    """The label of a column."""
    if isinstance(counts, TopicCounts) and name in counts.own:
        return counts.own[name]
    if name == "part" and counts.topic.parts == "states":
        return WORDS["state"]
    return COLUMNS[name]


def unit(name: str, topic: Topic) -> str:
    """The unit of a column of counts."""
    return "ห้อง" if name == "rooms" else topic.unit


def part_name(part: str) -> str:
    """A level says that it is one; a grade or a state stands for itself."""
    return f"ระดับ{part}" if part in LEVELS else part


def view_name(view: str, counts: Counts) -> str:
    """The name of a way to look at an edition."""
    if view == "parts":
        return "แยกสภาพ" if counts.topic.parts == "states" else "แยกชั้น"
    return WORDS[_VIEWS[view]]


def whole_name(asked: Asked, edition: Edition, school: str | None) -> str:
    """What the line of the whole is of."""
    if asked.view != "schools" and asked.school is not None:
        return f"รวม{school_name(school or '')}"
    return "รวมโรงเรียนที่มีข้อมูล" if edition.coverage is Coverage.PART else "รวมทั้งสำนักงาน"


def found_schools(count: int) -> str:
    """How many schools a search found."""
    return f"พบ {number(count)} โรงเรียน"


def shown_name(table: Table) -> str:
    """What the line of the shown schools is of."""
    return f"รวมที่แสดง {number(table.count)}\u00a0โรง"


def scope(asked: Asked, counts: Counts, school: str | None) -> str:
    """What the table is narrowed to, in a few words; empty where it is not."""
    said = [
        school_name(school) if asked.school and school else "",
        asked.category or "",
        part_name(asked.part) if asked.part else "",
        SEXES[asked.sex] if asked.sex else "",
        f"โรงเรียนขนาด{SIZES[asked.size]}" if asked.size else "",
        f"อำเภอ{asked.amphoe}" if asked.amphoe else "",
        f"เครือข่าย{asked.network}" if asked.network else "",
        f"«{asked.text}»" if asked.text else "",
    ]
    return " · ".join(piece for piece in said if piece)


def unheeded(names: list[str]) -> str:
    """A page was asked for with filters that mean nothing here."""
    return f"ไม่ได้ใช้ตัวกรองนี้ เพราะไม่มีในข้อมูลชุดนี้: {', '.join(names)}"


def refused(names: list[str]) -> str:
    """A file was asked for with filters that mean nothing here."""
    return f"ตัวกรองไม่ถูกต้อง: {', '.join(names)} ดูค่าที่ใช้ได้จากหน้าเว็บของชุดข้อมูล"


def share(title: str, edition: str, office: str) -> str:
    """What is written in LINE before the address."""
    return f"{title} {edition} {office}".strip()


#: Status → title and what to do.
STOPS = {
    400: ("คำขอไม่ถูกต้อง", "ตรวจสอบที่อยู่หรือตัวกรอง แล้วลองใหม่"),
    404: ("ไม่พบหน้านี้", "ที่อยู่อาจพิมพ์ผิด หรือข้อมูลยังไม่ได้เผยแพร่ ลองค้นหาโรงเรียน หรือดูชุดข้อมูลทั้งหมด"),
    405: ("หน้านี้ใช้ดูข้อมูลเท่านั้น", "ที่อยู่นี้ไม่รับการส่งข้อมูล"),
    410: ("ข้อมูลรุ่นนี้ถูกถอนแล้ว", "สำนักงานถอนข้อมูลรุ่นนี้ออกจากการเผยแพร่ จึงไม่แสดงตัวเลข"),
    503: ("เปิดข้อมูลไม่ได้ในขณะนี้", "กรุณาลองใหม่ในอีกสักครู่"),
}


def school_name(name: str) -> str:
    """A school's name with the word before it."""
    return name if name.startswith("โรงเรียน") else f"โรงเรียน{name}"


def change(more: int | None) -> str:
    """+12, -3, 0; nothing where there is nothing before."""
    if more is None:
        return ""
    return f"{more:+,}" if more else "0"


def listed_from(place: School) -> str:
    """Where what is known of a school came from, and when it was taken in."""
    taken = day((place.imported_at + _BANGKOK).date())
    source = place.source or "บัญชีรายชื่อโรงเรียน"
    return f"{source} นำเข้าเมื่อ {taken}"


def picture(drawn: Chart) -> str:
    """A chart for those who cannot see it: what it shows; its figures stand in the table."""
    of = ", ".join(f"{label} {_said(value)}" for label, value in _tallest(drawn))
    return f"แผนภูมิแท่ง {drawn.title} {drawn.subtitle} มากที่สุด: {of}"


def _tallest(drawn: Chart) -> Sequence[tuple[str, Shown]]:
    values = drawn.whole or drawn.series[0].values
    known = [(label, v) for label, v in zip(drawn.labels, values, strict=True) if v is not None]
    return sorted(known, key=lambda pair: -pair[1] if isinstance(pair[1], int) else 0)[:3]


def _said(value: Shown) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
