"""Why an answer to a field is not taken. The words for it stand in `bot/texts/forms.py`."""

from __future__ import annotations

import enum
from typing import Any

from models.errors import Refusal


class Why(enum.StrEnum):
    """What is wrong with an answer; behind each, the facts that come with it."""

    EMPTY = "empty"
    NOT_TEXT = "not_text"  # a sticker, a place, a file where words are due
    NOT_A_FILE = "not_a_file"
    TOO_LONG = "too_long"  # most, length
    NOT_A_DATE = "not_a_date"
    NOT_A_TIME = "not_a_time"
    TOO_EARLY = "too_early"  # earliest (ISO)
    TOO_LATE = "too_late"  # latest (ISO)
    NO_SUCH_CHOICE = "no_such_choice"  # choices (labels)
    NOT_YES_OR_NO = "not_yes_or_no"
    NOT_AN_EMAIL = "not_an_email"
    NOT_A_PHONE = "not_a_phone"
    NOT_A_NUMBER = "not_a_number"
    TOO_SMALL = "too_small"  # least
    TOO_LARGE = "too_large"  # most
    NO_SUCH_SCHOOL = "no_such_school"
    SEVERAL_SCHOOLS = "several_schools"  # schools (names)
    TOO_MANY_FILES = "too_many_files"  # most
    FILE_KIND = "file_kind"  # kinds, name
    FILE_TOO_LARGE = "file_too_large"  # most (MB), size (MB)


class BadAnswer(Refusal):
    """This is no answer to this field. Nothing has changed."""

    def __init__(self, kind: Why, field: str, **facts: Any) -> None:
        super().__init__(f"{field}: {kind}")
        self.kind, self.field, self.facts = kind, field, facts
