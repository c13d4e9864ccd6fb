"""One field of a definition, and the conditions that fields and steps depend on."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from handlers import media
from handlers.forms.definition import NO, YES, Bound, Choice, Condition, Field, Kind, Prefill
from handlers.forms.entries import Entries
from handlers.forms.typed import key_of
from handlers.forms.vocabulary import FILE_KINDS

#: With three more quick replies (leave out, back, cancel) LINE's 13 are full.
MOST_CHOICES = 10
MOST_FILES = 10
LONGEST = {Kind.TEXT: (200, 500), Kind.LONG_TEXT: (1000, 2000)}
_MB = media.LARGEST // (1024 * 1024)
_TEXT, _LABEL, _BUTTON, _FULL = 300, 40, 20, 120
_FILES = ("pdf", "docx", "xlsx", "pptx", "csv", "jpg", "png")
_CHOOSING = (Kind.CHOICE, Kind.CHOICES)
_WRITTEN = (Kind.TEXT, Kind.LONG_TEXT)
#: Entries that mean something for these kinds of fields only.
_OF_KINDS: dict[str, tuple[Kind, ...]] = {
    "longest": _WRITTEN,
    "choices": _CHOOSING,
    "earliest": (Kind.DATE,),
    "latest": (Kind.DATE,),
    "smallest": (Kind.NUMBER,),
    "largest": (Kind.NUMBER,),
    "most_files": (Kind.FILES,),
    "file_kinds": (Kind.FILES,),
    "largest_mb": (Kind.FILES,),
}
_PREFILLED: dict[Prefill, tuple[Kind, ...]] = {
    **dict.fromkeys(Prefill, _WRITTEN),
    Prefill.PHONE: (Kind.PHONE, Kind.TEXT),
    Prefill.EMAIL: (Kind.EMAIL, Kind.TEXT),
    Prefill.SCHOOL: (Kind.SCHOOL,),
}


def read_field(entries: Entries, earlier: Mapping[str, Field], *, later: Set[str]) -> Field:
    """One field; `earlier` are those before it, `later` its own name and those behind it."""
    kind = entries.one_of("kind", Kind) or Kind.TEXT
    field = Field(
        name=entries.name("name"),
        kind=kind,
        label=entries.text("label", _LABEL),
        ask=entries.text("ask", _TEXT),
        help=entries.text("help", _TEXT, default=""),
        required=entries.flag("required", True),
        asked=entries.flag("asked", True),
        prefill=entries.one_of("prefill", Prefill) if "prefill" in entries.data else None,
        when=condition(entries, earlier, later=later),
        choices=_choices(entries, kind),
        **_limits(entries, kind),
    )
    _check(entries, field)
    entries.finish()
    return field


def _limits(entries: Entries, kind: Kind) -> dict[str, Any]:
    usual, most = LONGEST.get(kind, (0, 0))
    longest = entries.whole("longest", 1, most or max(LONGEST.values())[1], default=usual)
    files = kind is Kind.FILES
    return {
        "longest": longest,
        "earliest": entries.bound("earliest"),
        "latest": entries.bound("latest"),
        "smallest": entries.number("smallest"),
        "largest": entries.number("largest"),
        "most_files": entries.whole("most_files", 1, MOST_FILES, default=3 if files else 0),
        "file_kinds": _file_kinds(entries, files),
        "largest_mb": entries.whole("largest_mb", 1, _MB, default=_MB if files else 0),
    }


def _file_kinds(entries: Entries, files: bool) -> tuple[str, ...]:
    found = entries.words("file_kinds", len(FILE_KINDS), 10) or (_FILES if files else ())
    for word in found:
        if word not in FILE_KINDS:
            entries.fault("file_kinds", "unknown_word", value=word, known=list(FILE_KINDS))
    return found


def _choices(entries: Entries, kind: Kind) -> tuple[Choice, ...]:
    given = entries.tables("choices", MOST_CHOICES, lambda each: each.get("value"))
    found = tuple(map(_choice, given))
    if kind in _CHOOSING and len(found) < 2:
        entries.fault("choices", "few", least=2)
    seen: dict[str, str] = {str(n): str(n) for n in range(1, len(found) + 1)}
    for each, choice in zip(given, found, strict=True):
        words = {key_of(w): w for w in (choice.value, choice.label, choice.full, *choice.also) if w}
        for key, word in words.items():
            if key in seen:
                each.fault("", "alike", value=word)
            seen[key] = word
    return found


def _choice(entries: Entries) -> Choice:
    choice = Choice(
        entries.name("value"),
        entries.text("label", _BUTTON),
        entries.text("full", _FULL, default=""),
        entries.words("also", 10, 40),
    )
    entries.finish()
    return choice


def condition(entries: Entries, known: Mapping[str, Field], *, later: Set[str]) -> Condition | None:
    """`when = { field = "hand_over", is = ["email"] }`: an earlier field has such a value."""
    table = entries.table("when")
    if table is None:
        return None
    found = Condition(table.name("field"), table.words("is", MOST_CHOICES, 30))
    table.finish()
    if not found.values and "is" not in table.data:
        table.fault("is", "lacking")
    field = known.get(found.field)
    if field is None:
        kind = "field_later" if found.field in later else "field_unknown"
        table.fault("field", kind, value=found.field, known=list(known))
        return found
    values = [YES, NO] if field.kind is Kind.YES_NO else [c.value for c in field.choices]
    if not values:
        table.fault("field", "not_a_choice", value=found.field)
    else:
        for value in found.values:
            if value not in values:
                table.fault("is", "unknown_word", value=value, known=values)
    return found


def _check(entries: Entries, field: Field) -> None:
    for key, kinds in _OF_KINDS.items():
        if key in entries.data and field.kind not in kinds:
            entries.fault(key, "not_for_kind", value=field.kind.value)
    if field.prefill and field.kind not in _PREFILLED[field.prefill]:
        entries.fault("prefill", "not_for_kind", value=field.kind.value)
    if field.required and not field.asked:
        entries.fault("asked", "required_unasked")
    if _crossed(field.earliest, field.latest):
        entries.fault("latest", "crossed")
    smallest, largest = field.smallest, field.largest
    if smallest is not None and largest is not None and smallest > largest:
        entries.fault("largest", "crossed")


def _crossed(earliest: Bound | None, latest: Bound | None) -> bool:
    if earliest is None or latest is None:
        return False
    if earliest.day and latest.day:
        return earliest.day > latest.day
    return not earliest.day and not latest.day and earliest.days > latest.days
