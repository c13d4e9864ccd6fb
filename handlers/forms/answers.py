"""Filling a form in: read an answer, find what to ask next, what lacks, what to show. Pure.

`answers` are values by the names of fields, all of it JSON. A field that was left out on purpose
is there with None; one that was never asked is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handlers.forms import vocabulary
from handlers.forms.definition import NO, YES, Answers, Field, Form, Kind, Profile, Value
from handlers.forms.refusals import BadAnswer, Why
from handlers.forms.typed import bare, key_of, line_of
from handlers.forms.values import Given, left_out, read_words

__all__ = [
    "Attached",
    "BadAnswer",
    "Why",
    "asked_fields",
    "filled",
    "missing",
    "next_field",
    "no_longer_right",
    "prefilled",
    "read_answer",
    "shown",
    "skip",
]
_WRITTEN = (Kind.TEXT, Kind.LONG_TEXT)
_MB = 1024 * 1024
_LONGEST_NAME = 255
_ENOUGH = frozenset(map(key_of, vocabulary.ENOUGH))
#: The day has no part in what a profile knows.
_ANY_DAY = date(2000, 1, 1)


@dataclass(frozen=True)
class Attached:
    """A file or photo that was sent: its id among the media, its name, its bytes where known."""

    id: int
    name: str
    size: int | None = None


def read_answer(
    field: Field,
    given: str | Attached | None,
    *,
    today: date,
    answers: Answers | None = None,
    schools: Mapping[str, str] | None = None,
) -> Value:
    """The value of a field by what was typed, pressed or sent. Raises BadAnswer.

    `given` None is anything else (a sticker, a place). `answers` are those before: files add up.
    `schools` are names by code, for fields that hold a school.
    """
    before = (answers or {}).get(field.name)
    if isinstance(given, Attached):
        return _with_file(field, given, before if isinstance(before, list) else [])
    if given is None:
        kind = Why.NOT_A_FILE if field.kind is Kind.FILES else Why.NOT_TEXT
        raise BadAnswer(kind, field.name)
    if field.kind is Kind.FILES and isinstance(before, list) and before and _ends(given):
        return before
    if field.kind in _WRITTEN and not field.required and left_out(given):
        return None
    try:
        return read_words(field, given, Given(today, schools or {}))
    except BadAnswer:
        if _ends(given) if field.kind is Kind.FILES else left_out(given):
            return skip(field)
        raise


def skip(field: Field) -> Value:
    """Leave an optional field out: None. Raises BadAnswer where it is required."""
    if field.required:
        raise BadAnswer(Why.EMPTY, field.name)
    return None


def prefilled(
    form: Form, profile: Profile, *, schools: Mapping[str, str] | None = None
) -> dict[str, Value]:
    """What is known before anything is asked. What is known and does not fit is asked."""
    found: dict[str, Value] = {}
    for field in form.fields:
        if field.prefill and (known := profile.get(field.prefill)):
            try:
                found[field.name] = read_answer(field, known, today=_ANY_DAY, schools=schools)
            except BadAnswer:
                continue
    return found


def filled(form: Form, answers: Answers, profile: Profile | None = None) -> dict[str, Value]:
    """The answers with what the profile knows, without fields that they do not call for."""
    every = {**prefilled(form, profile or Profile()), **answers}
    return {field.name: every[field.name] for field in form.relevant(every) if field.name in every}


def asked_fields(form: Form, answers: Answers, profile: Profile | None = None) -> list[Field]:
    """The fields that the person is asked, answered ones too: for «ข้อ 2 จาก 5», and to go back."""
    known = prefilled(form, profile or Profile())
    every = {**known, **answers}
    return [
        field
        for field in form.relevant(every)
        if field.asked and (field.name not in known or _lacks(field, every))
    ]


def next_field(form: Form, answers: Answers, profile: Profile | None = None) -> Field | None:
    """The next field to ask, or None when all is said."""
    every = {**prefilled(form, profile or Profile()), **answers}
    return next(
        (
            field
            for field in form.relevant(every)
            if field.asked and (field.name not in every or _lacks(field, every))
        ),
        None,
    )


def missing(form: Form, answers: Answers) -> list[Field]:
    """The required fields that have no answer."""
    return [field for field in form.relevant(answers) if _lacks(field, answers)]


def shown(form: Form, answers: Answers) -> list[tuple[Field, Value]]:
    """Every field that these answers call for, with its value (None where it was left out)."""
    return [(field, answers.get(field.name)) for field in form.relevant(answers)]


def no_longer_right(form: Form, answers: Answers, *, today: date) -> list[BadAnswer]:
    """What was right when it was answered and is not now: days gone by, choices taken away.

    Asked before a draft of another day, or of another version of the form, is confirmed.
    """
    faults: list[BadAnswer] = []
    for field, value in shown(form, answers):
        try:
            for word in _words_of(field, value):
                read_answer(field, word, today=today)
        except BadAnswer as fault:
            faults.append(fault)
    return faults


def _words_of(field: Field, value: Value) -> list[str]:
    """A value as a button would give it. A school and files were checked when they came."""
    if isinstance(value, bool):
        return [YES if value else NO]
    if isinstance(value, list):
        return [] if field.kind is Kind.FILES else [str(each) for each in value]
    return [str(value)] if isinstance(value, str | int | float) else []


def _lacks(field: Field, answers: Answers) -> bool:
    return field.required and answers.get(field.name) in (None, "", [], {})


def _ends(said: str) -> bool:
    return bare(said) in _ENOUGH or left_out(said)


def _with_file(field: Field, sent: Attached, before: list[Value]) -> Value:
    if field.kind is not Kind.FILES:
        raise BadAnswer(Why.NOT_TEXT, field.name)
    name = line_of(sent.name) or str(sent.id)
    if _kind_of(name) not in field.file_kinds:
        raise BadAnswer(Why.FILE_KIND, field.name, kinds=list(field.file_kinds), name=name)
    if sent.size is not None and sent.size > field.largest_mb * _MB:
        size = -(-sent.size // _MB)
        raise BadAnswer(Why.FILE_TOO_LARGE, field.name, most=field.largest_mb, size=size)
    others = [each for each in before if not (isinstance(each, dict) and each["id"] == sent.id)]
    if len(others) >= field.most_files:
        raise BadAnswer(Why.TOO_MANY_FILES, field.name, most=field.most_files)
    return [*others, {"id": sent.id, "name": name[-_LONGEST_NAME:], "size": sent.size}]


def _kind_of(name: str) -> str:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return next((kind for kind, also in vocabulary.FILE_KINDS.items() if ending in also), ending)
