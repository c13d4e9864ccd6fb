"""A form that is being filled in, as the conversation and the draft keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from handlers import schools
from handlers.context import Context
from handlers.forms import Loaded
from handlers.forms.answers import asked_fields, filled, missing
from handlers.forms.definition import Field, Form, Prefill, Profile, Value
from handlers.people import Me
from handlers.questions import Office
from handlers.requests import submitting
from models.requests import HandOver


@dataclass(frozen=True)
class Kit:
    """What the flow works with: whose figures answer at once, the forms that there are, and
    whether the office has a mail server.
    """

    office: Office
    forms: Loaded
    mail: bool = True


@dataclass(frozen=True)
class Filling:
    """Which form, what was answered, which field is asked.

    `editing`: the person came from the summary. `channel`: how the one came on whose behalf it is
    filled in, "" for oneself. `agreed`: the version of the notice on personal data that somebody
    unknown agreed to. `looked_up`: the subject that the data service was asked; `query`: what it
    made of it, when it can answer; `personal`: it asks for single persons.
    `suggest`: the question that led here, to be taken as subject.
    """

    form: str
    version: int
    answers: Mapping[str, Value] = field(default_factory=dict)
    field: str = ""
    editing: bool = False
    channel: str = ""
    agreed: str = ""
    looked_up: str = ""
    query: Mapping[str, Any] | None = None
    suggest: str = ""
    personal: bool = False

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Filling:
        """As it was kept; what another version of the product kept besides is passed over."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        return cls(**known)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, for the conversation and the draft."""
        return asdict(self)

    def with_answer(self, name: str, value: Value) -> Filling:
        """The same with this answer."""
        return replace(self, answers={**self.answers, name: value})


def by_what_there_is(form: Form) -> Form:
    """The form of an office without a mail server: nothing is handed over by e-mail."""
    return replace(
        form,
        fields=tuple(
            replace(f, choices=tuple(c for c in f.choices if c.value != HandOver.EMAIL))
            if f.name == submitting.HAND_OVER
            else f
            for f in form.fields
        ),
    )


def profile_of(ctx: Context, me: Me, filling: Filling) -> Profile:
    """What is known of whoever asks; nothing of somebody on whose behalf staff fill it in."""
    person = me.person
    if filling.channel or person is None:
        return Profile()
    own = next((h for h in me.holdings if h.order is None), None)
    code = own.holder.school_code if own else None
    school = schools.by_code(ctx, code) if code else None
    return Profile(
        name=person.name,
        position=person.position or (own.title if own else ""),
        affiliation=person.affiliation or (school.name if school else ""),
        phone=person.phone or "",
        email=person.email or "",
    )


def leading(form: Form) -> Field | None:
    """The field that says what is asked for, where only who asks stands before it in the form.

    It is asked first: what the data service answers needs nobody's name.
    """
    first = next((f for f in form.fields if f.prefill in (None, Prefill.QUESTION)), None)
    return first if first is not None and first.prefill is Prefill.QUESTION else None


def in_order(form: Form, filling: Filling, profile: Profile) -> list[Field]:
    """The fields that this person is asked, answered ones too, in the order of asking."""
    lead = leading(form)
    return sorted(asked_fields(form, filling.answers, profile), key=lambda f: f is not lead)


def next_one(form: Form, filling: Filling, profile: Profile) -> Field | None:
    """The next field to ask, or None when all is said."""
    lacking = missing(form, filled(form, filling.answers, profile))
    return next(
        (
            f
            for f in in_order(form, filling, profile)
            if f.name not in filling.answers or f in lacking
        ),
        None,
    )


def editable(form: Form, filling: Filling, profile: Profile, *, registered: bool) -> list[Field]:
    """The fields that may be changed in the end. Who a registered person is, is not typed here."""
    sure = (Prefill.NAME, Prefill.POSITION, Prefill.AFFILIATION)
    every = filled(form, filling.answers, profile)
    return [
        f
        for f in form.relevant(every)
        if not (registered and f.prefill in sure and profile.get(f.prefill))
    ]
