"""Forms in words: why an answer is not taken, how a value is written, what a definition lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards import Voice
from bot.texts.figures import number, polite, thai_date
from handlers.forms.definition import Field, Form, Kind, Value
from handlers.forms.entries import FormFault
from handlers.forms.refusals import BadAnswer, Why

Said = Callable[[Mapping[str, Any], Field], str]
YES, NO = "ใช่", "ไม่ใช่"
#: In place of a value that the person left out.
LEFT_OUT, NO_FILES = "ไม่ระบุ", "ไม่มี"
_DATES = "พิมพ์ได้ เช่น 15 มิ.ย. 69 หรือ 15/6/2569"
_TIMES = "พิมพ์ได้ เช่น 09.30 หรือ บ่ายโมงครึ่ง"
#: The choices themselves stand on the buttons of the question, with their numbers.
_PICK = "โปรดกดเลือก หรือพิมพ์หมายเลขของตัวเลือก"
_LEAVE_OUT = "ไม่ต้องการตอบให้พิมพ์ «ข้าม»"

_BAD: dict[Why, Said] = {
    Why.EMPTY: lambda f, field: f"ข้อ «{field.label}» ต้องตอบ โปรด{_how(field)}",
    Why.NOT_TEXT: lambda f, field: f"ข้อ «{field.label}» รับเป็นข้อความเท่านั้น โปรด{_how(field)}",
    Why.NOT_A_FILE: lambda f, field: (
        "ข้อนี้รับเป็นไฟล์หรือรูป โปรดส่งไฟล์ หรือพิมพ์ «เสร็จแล้ว» "
        + ("เมื่อส่งครบ" if field.required else "ถ้าไม่มีไฟล์แนบ")
    ),
    Why.TOO_LONG: lambda f, field: (
        f"ข้อความยาว {f['length']:,} ตัวอักษร ข้อนี้รับได้ไม่เกิน {f['most']:,} โปรดย่อแล้วส่งใหม่"
    ),
    Why.NOT_A_DATE: lambda f, field: f"อ่านวันที่ไม่ออก {_DATES}{_or_leave_out(field)}",
    Why.NOT_A_TIME: lambda f, field: f"อ่านเวลาไม่ออก {_TIMES}{_or_leave_out(field)}",
    Why.TOO_EARLY: lambda f, field: f"เลือกได้ตั้งแต่วันที่ {thai_date(f['earliest'])} เป็นต้นไป",
    Why.TOO_LATE: lambda f, field: f"เลือกได้ไม่เกินวันที่ {thai_date(f['latest'])}",
    Why.NO_SUCH_CHOICE: lambda f, field: f"ไม่มีตัวเลือกนี้ {_PICK}",
    Why.NOT_YES_OR_NO: lambda f, field: f"โปรดตอบ «{YES}» หรือ «{NO}»",
    Why.NOT_AN_EMAIL: lambda f, field: (
        f"อีเมลไม่ครบถ้วน โปรดพิมพ์เต็ม เช่น somjai@example.go.th{_or_leave_out(field)}"
    ),
    Why.NOT_A_PHONE: lambda f, field: (
        f"หมายเลขโทรศัพท์ไม่ครบถ้วน โปรดพิมพ์ 9 หรือ 10 หลัก ขึ้นต้นด้วย 0{_or_leave_out(field)}"
    ),
    Why.NOT_A_NUMBER: lambda f, field: f"โปรดพิมพ์เป็นตัวเลข เช่น 25{_or_leave_out(field)}",
    Why.TOO_SMALL: lambda f, field: f"ข้อนี้ต้องไม่น้อยกว่า {_number(f['least'])}",
    Why.TOO_LARGE: lambda f, field: f"ข้อนี้ต้องไม่เกิน {_number(f['most'])}",
    Why.NO_SUCH_SCHOOL: lambda f, field: (
        f"ไม่พบโรงเรียนนี้ในเขต โปรดพิมพ์ชื่อเต็มหรือรหัส 8 หลัก{_or_leave_out(field)}"
    ),
    Why.SEVERAL_SCHOOLS: lambda f, field: (
        f"พบ {f['count']:,} โรงเรียน โปรดพิมพ์ชื่อเต็มหรือรหัส 8 หลัก เช่น {', '.join(f['schools'])}"
    ),
    Why.TOO_MANY_FILES: lambda f, field: (
        f"แนบได้ไม่เกิน {f['most']:,} ไฟล์ ไฟล์นี้จึงไม่ถูกแนบ พิมพ์ «เสร็จแล้ว» เพื่อไปต่อ"
    ),
    Why.FILE_KIND: lambda f, field: (
        f"รับเฉพาะไฟล์ {', '.join(f['kinds'])} โปรดแปลงไฟล์แล้วส่งใหม่{_or_done(field)}"
    ),
    Why.FILE_TOO_LARGE: lambda f, field: (
        f"ไฟล์ใหญ่ {f['size']:,} MB รับได้ไม่เกิน {f['most']:,} MB "
        f"โปรดย่อหรือแบ่งไฟล์แล้วส่งใหม่{_or_done(field)}"
    ),
}


def fault_text(fault: BadAnswer, field: Field, voice: Voice) -> str:
    """Why an answer was not taken, and what to do instead."""
    return polite(_BAD[fault.kind](fault.facts, field), voice.particle)


def value_text(field: Field, value: Value) -> str:
    """A value as summaries and papers write it."""
    if value is None or value == []:
        return NO_FILES if field.kind is Kind.FILES else LEFT_OUT
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        return ", ".join(_one(field, each) for each in value)
    return _one(field, value)


def _one(field: Field, value: Value) -> str:
    if isinstance(value, dict):
        name = str(value.get("name", ""))
        return f"โรงเรียน{name}" if field.kind is Kind.SCHOOL else name
    if field.kind is Kind.DATE:
        return thai_date(str(value))
    if field.kind is Kind.TIME:
        return f"{str(value).replace(':', '.')} น."
    if isinstance(value, int | float):
        return _number(value)
    choice = field.choice(value)
    return (choice.full or choice.label) if choice else str(value)


def _number(value: float) -> str:
    return number(value if isinstance(value, int) else f"{value:f}".rstrip("0"))


def choice_line(field: Field) -> str:
    """«1. LINE 2. อีเมล», as it can be typed where no buttons are shown. "" without choices."""
    if field.kind is Kind.YES_NO:
        return _numbered([YES, NO])
    return _numbered([choice.label for choice in field.choices])


def _numbered(labels: list[str]) -> str:
    return " ".join(f"{n}. {label}" for n, label in enumerate(labels, 1))


def _how(field: Field) -> str:
    if field.kind is Kind.FILES:
        return "ส่งไฟล์หรือรูป"
    if field.kind in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO):
        return _PICK.removeprefix("โปรด")
    if field.kind is Kind.DATE:
        return f"เลือกจากปฏิทิน หรือ{_DATES}"
    if field.kind is Kind.TIME:
        return _TIMES
    return "พิมพ์คำตอบ"


def _or_leave_out(field: Field) -> str:
    return "" if field.required else f" {_LEAVE_OUT}"


def _or_done(field: Field) -> str:
    return "" if field.required else " หรือพิมพ์ «เสร็จแล้ว» เพื่อไปต่อ"


_TYPES = {
    "text": "ข้อความในเครื่องหมายคำพูด",
    "flag": "true หรือ false",
    "whole": "จำนวนเต็ม",
    "number": "ตัวเลข",
    "words": "รายการข้อความ เช่น [\"a\", \"b\"]",
    "table": "ตาราง เช่น { field = \"…\", is = [\"…\"] }",
    "tables": "รายการตาราง เช่น [[fields]]",
}  # fmt: skip
_WRONG: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "unreadable": lambda f: "เปิดไฟล์ไม่ได้",
    "huge": lambda f: f"ไฟล์ใหญ่เกิน {f['most']:,} ไบต์",
    "not_utf8": lambda f: "ไฟล์ไม่ได้บันทึกเป็น UTF-8",
    "not_toml": lambda f: f"เขียนผิดรูปแบบ TOML ({f['reason']})",
    "unknown_key": lambda f: f"ไม่รู้จักรายการนี้ ที่ใช้ได้คือ {', '.join(f['known'])}",
    "unknown_word": lambda f: f"ไม่รู้จัก «{f['value']}» ที่ใช้ได้คือ {', '.join(f['known'])}",
    "wrong_type": lambda f: f"ต้องเป็น{_TYPES[f['expected']]}",
    "lacking": lambda f: "ต้องมีรายการนี้",
    "blank": lambda f: "ต้องไม่ว่าง",
    "long": lambda f: f"ยาว {f['length']:,} ตัวอักษร เกิน {f['most']:,}",
    "not_a_name": lambda f: f"«{f['value']}» ต้องเป็น a-z 0-9 และ _ ขึ้นต้นด้วยตัวอักษร ไม่เกิน 30 ตัว",
    "not_a_bound": lambda f: (
        f"«{f['value']}» ต้องเขียนเป็น today, today+30, today-7 หรือ 2026-09-30 (ค.ศ.)"
    ),
    "out_of_range": lambda f: f"{f['value']} ต้องอยู่ระหว่าง {f['least']:,} ถึง {f['most']:,}",
    "none_at_all": lambda f: "ต้องมีอย่างน้อยหนึ่งรายการ",
    "few": lambda f: f"ต้องมีอย่างน้อย {f['least']:,} ตัวเลือก",
    "too_many": lambda f: f"มีได้ไม่เกิน {f['most']:,} รายการ",
    "twice": lambda f: f"«{f['value']}» ซ้ำกับรายการก่อนหน้า",
    "alike": lambda f: f"«{f['value']}» ซ้ำกับตัวเลือกอื่น หรือเป็นหมายเลขของตัวเลือกอื่น",
    "field_later": lambda f: f"«{f['value']}» ต้องอยู่ก่อนข้อนี้",
    "field_unknown": lambda f: f"ไม่มีข้อ «{f['value']}»",
    "not_a_choice": lambda f: f"ข้อ «{f['value']}» ไม่ใช่ข้อแบบเลือก จึงใช้เป็นเงื่อนไขไม่ได้",
    "not_for_kind": lambda f: f"ใช้กับชนิด «{f['value']}» ไม่ได้",
    "no_such_field": lambda f: f"แบบนี้ไม่มีช่อง «{f['value']}»",
    "required_unasked": lambda f: "ข้อที่ต้องตอบ (required) ต้องถาม (asked) ด้วย",
    "crossed": lambda f: "ค่าสูงสุดอยู่ก่อนค่าต่ำสุด",
    "step_order": lambda f: f"ขั้นตอนต้องเรียงตามนี้: {', '.join(f['known'])}",
    "version_twice": lambda f: f"มีแบบ «{f['value']}» รุ่น {f['version']} ในไฟล์อื่นแล้ว",
    "prefix_taken": lambda f: f"อักษรนำเลขที่ «{f['value']}» เป็นของแบบ «{f['other']}» แล้ว",
}


def definition_fault_text(fault: FormFault) -> str:
    """What is wrong with a definition: the file, the place in it, the reason."""
    place = f" ที่ {fault.place[:120]}" if fault.place else ""
    return f"แบบฟอร์ม {fault.file}{place}: {_WRONG[fault.kind](fault.facts)}"


def known_definition_faults() -> set[str]:
    """Every kind of fault that has words."""
    return set(_WRONG)


def form_line(form: Form) -> str:
    """One form of a list."""
    return f"{form.title} ({form.slug} รุ่น {form.version}) เลขที่ {form.prefix}"
