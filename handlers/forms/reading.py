"""A definition in TOML → a Form, or everything that is wrong with it."""

from __future__ import annotations

import tomllib
from typing import Any

from handlers.forms.definition import Books, Deciding, Field, Form, Result, StepRule, TicketRule
from handlers.forms.entries import Entries, FormFault
from handlers.forms.field_entries import condition, read_field
from models.people import Role
from models.requests import StepKind
from models.tickets import Category, Urgency

LARGEST = 100_000
MOST_FIELDS, MOST_DAYS, MOST_YEARS = 30, 120, 100
#: As long as texts of a form may be, in graphemes.
TEXT, TITLE, BUTTON = 300, 100, 20
#: As long as the columns of tables are, in characters.
_PREFIX, _FILE_CODE = 10, 40
_ORDER = tuple(StepKind)
#: What a booking is made of.
BOOKING_FIELDS = {
    Books.NOTHING: frozenset[str](),
    Books.ROOM: frozenset({"day", "starts", "ends"}),
    Books.CONFERENCE: frozenset({"day", "starts", "ends"}),
    Books.EQUIPMENT: frozenset({"day", "until", "quantity"}),
}


class DefinitionRefused(Exception):
    """This is no form. `faults` is all that is wrong with it."""

    def __init__(self, faults: list[FormFault]) -> None:
        super().__init__("; ".join(f"{f.file} {f.place} {f.kind}" for f in faults))
        self.faults = faults


def read_form(content: bytes, file: str) -> Form:
    """The form in a TOML file. Raises DefinitionRefused with every fault."""
    if len(content) > LARGEST:
        raise DefinitionRefused([FormFault(file, "", "huge", {"most": LARGEST})])
    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise DefinitionRefused([FormFault(file, "", "not_utf8")]) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        facts = {"reason": str(error)}
        raise DefinitionRefused([FormFault(file, "", "not_toml", facts)]) from None
    return form_of(data, file)


def form_of(source: dict[str, Any], file: str) -> Form:
    """The form that a definition means (`Form.source` gives it back). Raises DefinitionRefused."""
    faults: list[FormFault] = []
    form = _form(Entries(source, file, "", faults), source)
    if faults:
        raise DefinitionRefused(faults)
    return form


def _form(entries: Entries, source: dict[str, Any]) -> Form:
    fields = _fields(entries)
    ticket = _ticket(entries, fields)
    form = Form(
        slug=entries.name("slug"),
        version=entries.whole("version", 1, 9999),
        title=entries.text("title", TITLE),
        short_title=entries.text("short_title", BUTTON),
        prefix=_short(entries, "prefix", _PREFIX, None),
        intro=entries.text("intro", TEXT),
        help=entries.text("help", TEXT, default=""),
        fields=fields,
        steps=_steps(entries, fields) if ticket is None else (),
        ticket=ticket,
        who_may=_roles(entries),
        staff_only=entries.flag("staff_only", False),
        private=entries.flag("private", True),
        owner=_optional_name(entries, "owner"),
        file_code=_short(entries, "file_code", _FILE_CODE, ""),
        keep_years=entries.whole("keep_years", 1, MOST_YEARS, default=10),
        rating=_rating(entries),
        result=entries.one_of("result", Result, Result.INFORMATION) or Result.INFORMATION,
        source=source,
        file=entries.file,
    )
    entries.finish()
    return form


def _ticket(entries: Entries, fields: tuple[Field, ...]) -> TicketRule | None:
    found = entries.table("ticket")
    if found is None:
        return None
    rule = TicketRule(
        category=found.one_of("category", Category) or Category.OTHER,
        category_field=_optional_name(found, "category_field"),
        help_field=_optional_name(found, "help_field"),
        urgency=found.one_of("urgency", Urgency, Urgency.ONE) or Urgency.ONE,
        books=found.one_of("books", Books, Books.NOTHING) or Books.NOTHING,
        accept=found.flag("accept", False),
    )
    names = {field.name for field in fields}
    for key in ("category_field", "help_field"):
        named = getattr(rule, key)
        if named and named not in names:
            found.fault(key, "no_such_field", value=named)
    for name in BOOKING_FIELDS[rule.books] - names:
        found.fault("books", "no_such_field", value=name)
    found.finish()
    return rule


def _short(entries: Entries, key: str, most: int, default: str | None) -> str:
    said = entries.text(key, most, default=default)
    if len(said) > most:
        entries.fault(key, "long", most=most, length=len(said))
    return said


def _optional_name(entries: Entries, key: str) -> str:
    return entries.name(key) if key in entries.data else entries.text(key, 30, default="")


def _rating(entries: Entries) -> str:
    # Imported late: what is said with a rating is made plain by this package.
    from handlers.ratings.forms import every

    said = _optional_name(entries, "rating")
    if said and said not in every():
        entries.fault("rating", "unknown_word", value=said, known=list(every()))
    return said


def _roles(entries: Entries) -> frozenset[Role]:
    found = (entries.known("who_may", word, Role) for word in entries.words("who_may", 20, 30))
    return frozenset(role for role in found if role)


def _fields(entries: Entries) -> tuple[Field, ...]:
    given = entries.tables("fields", MOST_FIELDS, lambda each: each.get("name"))
    if not given and "fields" not in {fault.place for fault in entries.faults}:
        entries.fault("fields", "none_at_all")
    names = [each.data.get("name") for each in given]
    found: dict[str, Field] = {}
    for n, each in enumerate(given):
        field = read_field(each, found, later={str(name) for name in names[n:]})
        if field.name in found:
            each.fault("name", "twice", value=field.name)
        found.setdefault(field.name, field)
    return tuple(found.values())


def _steps(entries: Entries, fields: tuple[Field, ...]) -> tuple[StepRule, ...]:
    given = entries.tables("steps", len(_ORDER), lambda each: each.get("kind"))
    if not given and "steps" not in {fault.place for fault in entries.faults}:
        entries.fault("steps", "none_at_all")
    steps = [_step(each, {field.name: field for field in fields}) for each in given]
    places = [_ORDER.index(step.kind) for step in steps]
    for each, step, place, before in zip(given, steps, places, [-1, *places], strict=False):
        if place == before:
            each.fault("kind", "twice", value=step.kind.value)
        elif place < before:
            each.fault("kind", "step_order", known=[kind.value for kind in _ORDER])
    return tuple(steps)


def _step(entries: Entries, fields: dict[str, Field]) -> StepRule:
    step = StepRule(
        kind=entries.one_of("kind", StepKind) or StepKind.FILE,
        days=entries.whole("days", 0, MOST_DAYS),
        by=entries.one_of("by", Role) or Role.OFFICER,
        title=entries.text("title", 40, default=""),
        other_person=entries.flag("other_person", False),
        deciding=entries.one_of("deciding", Deciding, Deciding.PERMIT) or Deciding.PERMIT,
        when=condition(entries, fields, later=set()),
    )
    if step.deciding is Deciding.APPROVE and step.kind is not StepKind.PERMIT:
        entries.fault("deciding", "not_for_kind", value=step.kind.value)
    entries.finish()
    return step
