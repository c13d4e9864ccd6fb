"""What a form is: its fields, who may fill it in, and the steps that follow. Nothing happens here.

Forms are TOML files (`docs/forms.md`); `reading.py` makes these of them, `answers.py` reads what
people answer.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from models.people import STAFF, Role
from models.requests import StepKind
from models.tickets import Category, Urgency

#: What stands in an answer: text, a choice's value (several in a list), a day as ISO, a number,
#: yes or no, a school, files; None where the person left it out. All of it is JSON.
Value = str | int | float | bool | list[Any] | dict[str, Any] | None
#: The answers of one form, by the names of its fields.
Answers = Mapping[str, Value]
#: What the answer to a yes-or-no field is called in a condition.
YES, NO = "yes", "no"


class Kind(enum.StrEnum):
    """What a field holds."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    TIME = "time"
    EMAIL = "email"
    PHONE = "phone"
    NUMBER = "number"
    SCHOOL = "school"
    FILES = "files"
    YES_NO = "yes_no"


class Prefill(enum.StrEnum):
    """Where a field's answer is known from before it is asked."""

    NAME = "profile.name"
    POSITION = "profile.position"
    AFFILIATION = "profile.affiliation"
    PHONE = "profile.phone"
    EMAIL = "profile.email"
    SCHOOL = "profile.school"
    QUESTION = "question"


class Deciding(enum.StrEnum):
    """The words of a decision: อนุญาต for requests, อนุมัติ for memos, plans and projects."""

    PERMIT = "permit"
    APPROVE = "approve"


class Result(enum.StrEnum):
    """What comes of a request: information that is handed over, or work that is done."""

    INFORMATION = "information"
    WORK = "work"


@dataclass(frozen=True)
class Profile:
    """What is known of the person who fills in, and the question that led here. "" is unknown."""

    name: str = ""
    position: str = ""
    affiliation: str = ""
    phone: str = ""
    email: str = ""
    school: str = ""
    question: str = ""

    def get(self, source: Prefill) -> str:
        """What a field is prefilled with."""
        return str(getattr(self, source.value.rpartition(".")[2]))


@dataclass(frozen=True)
class Choice:
    """One choice. `label` fits a button, `full` is how papers write it, `also` is what may be typed
    besides."""

    value: str
    label: str
    full: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Condition:
    """An earlier field has one of these values."""

    field: str
    values: tuple[str, ...]

    def holds(self, answers: Answers) -> bool:
        """Is it so in these answers?"""
        given = answers.get(self.field)
        if isinstance(given, bool):
            return (YES if given else NO) in self.values
        found = given if isinstance(given, list) else [given]
        return any(value in self.values for value in found)


@dataclass(frozen=True)
class Bound:
    """The end of a span of days: a day, or so many days from today."""

    day: date | None = None
    days: int = 0

    def of(self, today: date) -> date:
        """The day that it is today."""
        return self.day if self.day is not None else today + timedelta(days=self.days)


@dataclass(frozen=True)
class Field:
    """One field. `ask` is the question in chat; a field that is not `asked` is only offered when
    the person looks over what they filled in."""

    name: str
    kind: Kind
    label: str
    ask: str
    help: str = ""
    required: bool = True
    asked: bool = True
    longest: int = 0
    choices: tuple[Choice, ...] = ()
    prefill: Prefill | None = None
    when: Condition | None = None
    earliest: Bound | None = None
    latest: Bound | None = None
    smallest: float | None = None
    largest: float | None = None
    most_files: int = 0
    file_kinds: tuple[str, ...] = ()
    largest_mb: int = 0

    def choice(self, value: Value) -> Choice | None:
        """The choice with this value."""
        return next((c for c in self.choices if c.value == value), None)


@dataclass(frozen=True)
class StepRule:
    """One step: its standard time in working days and who does it.

    `title` takes the place of the usual word for the step. `other_person`: not who did the step
    before. `when`: only with these answers, as a letter of reply is signed only where one is asked
    for. A step CONFIRM is of refusals to outsiders only, whatever stands around it.
    """

    kind: StepKind
    days: int
    by: Role
    title: str = ""
    other_person: bool = False
    deciding: Deciding = Deciding.PERMIT
    when: Condition | None = None


class Books(enum.StrEnum):
    """What a service books: a room, one for a conference (tested the day before), a loan."""

    NOTHING = "nothing"
    ROOM = "room"
    CONFERENCE = "conference"
    EQUIPMENT = "equipment"


@dataclass(frozen=True)
class TicketRule:
    """A form that becomes a ticket: no director decides, somebody of the owning group does it.

    `category_field`, `help_field`: the choices that say what it is about and which help is asked
    for. `accept`: the reporter has to accept the work; their silence does not close it.
    """

    category: Category
    category_field: str = ""
    help_field: str = ""
    urgency: Urgency = Urgency.ONE
    books: Books = Books.NOTHING
    accept: bool = False


@dataclass(frozen=True)
class Form:
    """A form in one version. `source` is the definition as it was read, fit for JSON;
    `file` is where it stood.

    `who_may`: roles that may fill it in, none for anyone. `staff_only`: only people of the office
    file it. `private`: never in a group. `owner`: the key of the data or service whose owning group
    decides. `rating`: which items are rated after it, "" for none. `result`: what comes of it;
    `ticket`: it is no request but a ticket, and has no steps.
    """

    slug: str
    version: int
    title: str
    short_title: str
    prefix: str
    intro: str
    fields: tuple[Field, ...]
    steps: tuple[StepRule, ...]
    help: str = ""
    who_may: frozenset[Role] = frozenset()
    staff_only: bool = False
    private: bool = True
    owner: str = ""
    file_code: str = ""
    keep_years: int = 10
    rating: str = ""
    result: Result = Result.INFORMATION
    ticket: TicketRule | None = None
    source: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    file: str = field(default="", compare=False)

    def named(self, name: str) -> Field | None:
        """The field of that name."""
        return next((f for f in self.fields if f.name == name), None)

    def step(self, kind: StepKind) -> StepRule | None:
        """The first step of that kind."""
        return next((step for step in self.steps if step.kind is kind), None)

    def path(self, answers: Answers) -> tuple[StepRule, ...]:
        """The steps that a request with these answers goes through when nothing is refused."""
        return tuple(
            step
            for step in self.steps
            if step.kind is not StepKind.CONFIRM and (step.when is None or step.when.holds(answers))
        )

    def open_to(self, roles: Collection[Role]) -> bool:
        """May somebody with these roles fill it in? One without any is a guest."""
        held = set(roles) or {Role.GUEST}
        if self.staff_only and not held & STAFF:
            return False
        return not self.who_may or bool(held & self.who_may)

    def relevant(self, answers: Answers) -> Iterator[Field]:
        """The fields that these answers call for, in order."""
        left_out: set[str] = set()
        for each in self.fields:
            if each.when and (each.when.field in left_out or not each.when.holds(answers)):
                left_out.add(each.name)
            else:
                yield each
