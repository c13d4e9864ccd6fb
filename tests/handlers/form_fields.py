"""Things that tests of forms share: a field of each kind, and reading an answer to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from bot.cards import Voice
from handlers.forms.answers import Attached, BadAnswer, read_answer
from handlers.forms.definition import Choice, Field, Kind, Value

TODAY = date(2026, 6, 1)
VOICE = Voice("สพป.ตัวอย่าง")
SCHOOLS = {"57030001": "บ้านดอย", "57030002": "บ้านดอยสูง", "57030003": "วัดป่า"}
CHANNELS = (
    Choice("line", "LINE"),
    Choice("both", "อีเมล และ LINE"),
    Choice("desk", "ที่สำนักงาน", "รับที่สำนักงาน, ชั้น 1", ("รับเอง",)),
)


def field(kind: Kind, **more: Any) -> Field:
    usual: dict[str, Any] = {
        Kind.TEXT: {"longest": 50},
        Kind.LONG_TEXT: {"longest": 100},
        Kind.CHOICE: {"choices": CHANNELS},
        Kind.CHOICES: {"choices": CHANNELS},
        Kind.FILES: {"most_files": 2, "file_kinds": ("pdf", "jpg"), "largest_mb": 20},
    }.get(kind, {})
    return Field("x", kind, "เรื่อง", "เรื่องใด", **{**usual, **more})


def read(
    each: Field, given: str | Attached | None, answers: Mapping[str, Value] | None = None
) -> Value:
    return read_answer(each, given, today=TODAY, answers=answers, schools=SCHOOLS)


def refused(
    each: Field, given: str | Attached | None, answers: Mapping[str, Value] | None = None
) -> BadAnswer:
    with pytest.raises(BadAnswer) as fault:
        read(each, given, answers)
    return fault.value
