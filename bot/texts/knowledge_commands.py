"""Articles at the command line: one of a list, what is wrong with a file, that files are good."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.texts.figures import thai_date
from bot.texts.ticket_words import CATEGORY
from handlers.knowledge import Article, ArticleFault

NOTHING_FITS = "ไม่มีบทความที่ตรงกับข้อความนี้"
AUDIENCE = {"school": "โรงเรียน", "office": "สำนักงาน", "all": "ทุกคน"}
#: Entries of a file as faults call them. A step goes by its number, a section by its heading.
_KEYS = {
    "title": "ชื่อเรื่อง (title)",
    "category": "หมวด (category)",
    "words": "คำที่คนพิมพ์ (words)",
    "audience": "ผู้อ่าน (audience)",
    "checked": "วันที่ตรวจ (checked)",
    "source": "ที่มา (source)",
    "summary": "ประโยคสรุป",
}
_WRONG: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "unreadable": lambda f: "เปิดไฟล์ไม่ได้",
    "huge": lambda f: f"ไฟล์ใหญ่เกิน {f['most']:,} ไบต์",
    "not_utf8": lambda f: "ไฟล์ไม่ได้บันทึกเป็น UTF-8",
    "not_a_name": lambda f: f"ชื่อไฟล์ «{f['value']}» ต้องเป็น a-z 0-9 และ _ ขึ้นต้นด้วยตัวอักษร ไม่เกิน 30 ตัว",
    "no_front": lambda f: "ต้องขึ้นต้นด้วยส่วนหัว ระหว่างบรรทัด --- สองบรรทัด",
    "no_colon": lambda f: "ต้องเขียนเป็น ชื่อรายการ: ค่า",
    "unknown_key": lambda f: f"ไม่รู้จัก «{f['value']}» ที่ใช้ได้คือ {', '.join(f['known'])}",
    "twice": lambda f: f"«{f['value']}» มีแล้ว",
    "lacking": lambda f: f"ต้องมี{_named(f)}",
    "blank": lambda f: f"{_named(f)} ต้องไม่ว่าง",
    "long": lambda f: f"{_named(f)} ยาว {f['length']:,} ตัวอักษร เกิน {f['most']:,}",
    "too_many": lambda f: f"{_named(f)} มีได้ไม่เกิน {f['most']:,} คำ",
    "long_word": lambda f: f"«{f['value']}» ยาวเกิน {f['most']:,} ตัวอักษร (คั่นคำด้วยจุลภาค)",
    "unknown_word": lambda f: f"{_named(f)} ไม่รู้จัก «{f['value']}» ที่ใช้ได้คือ {', '.join(f['known'])}",
    "not_a_day": lambda f: f"{_named(f)} «{f['value']}» ต้องเขียนเป็น ค.ศ. เช่น 2026-11-28",
    "markup": lambda f: f"{_named(f)} มี «{f['value']}»: การ์ดแสดงเป็นข้อความธรรมดาเท่านั้น",
    "unknown_heading": lambda f: f"ไม่รู้จักหัวข้อ «{f['value']}» ที่ใช้ได้คือ {', '.join(f['known'])}",
    "stray": lambda f: "ข้อความนี้ไม่ได้อยู่ในประโยคสรุป ขั้นตอน หรือหัวข้อใด",
    "numbering": lambda f: f"เป็นขั้นที่ {f['value']} แต่ต้องเป็นขั้นที่ {f['expected']}",
    "steps": lambda f: f"มี {f['count']:,} ขั้นตอน ต้องมี {f['least']:,} ถึง {f['most']:,}",
    "total": lambda f: f"ข้อความรวม {f['length']:,} ตัวอักษร เกิน {f['most']:,} จึงไม่พอดีการ์ด",
}


def fault_line(fault: ArticleFault) -> str:
    """What is wrong with an article: the file, the line in it, the reason."""
    place = f" บรรทัด {fault.line:,}" if fault.line else ""
    return f"บทความ {fault.file}{place}: {_WRONG[fault.kind](fault.facts)}"


def known_faults() -> set[str]:
    """Every kind of fault that has words."""
    return set(_WRONG)


def article_line(article: Article, own: bool) -> str:
    """One article of a list; one of the office's own says in which file it stands."""
    category, reader = CATEGORY[article.category.value], AUDIENCE[article.audience.value]
    facts = f"{category}, {reader}, ตรวจ {thai_date(article.checked.isoformat())}"
    whence = f"  [ของสำนักงาน: {article.file}]" if own else ""
    return f"{article.title} ({article.slug}) {facts}{whence}"


def good_line(count: int, place: str) -> str:
    """Every file of a folder is an article."""
    if not count:
        return f"ยังไม่มีบทความใน {place}"
    return f"ใช้ได้: {count:,} บทความใน {place} (มีผลเมื่อเปิดบริการใหม่)"


def found_line(article: Article) -> str:
    """One article that fits what was typed."""
    return f"{article.title} ({article.slug}): {article.summary}"


def _named(facts: Mapping[str, Any]) -> str:
    key = str(facts["key"])
    return _KEYS.get(key, f"ขั้นที่ {key}" if key[:1].isdigit() else f"«{key}»").rstrip(".")
