"""The profile of somebody who is known: telephone and e-mail, and the way to codes and to data."""

from __future__ import annotations

from typing import Any

from bot.chat import inviting, wishing
from bot.chat.flow import Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.picking import picked
from bot.texts.my_data import FLOW as MY_DATA
from bot.texts.people import CONTACT, NO_CODE, PROFILE, REMOVE
from handlers import people
from handlers.context import Context
from handlers.people import PersonRefused, personal_data, wishes
from models.people import Person


def steps() -> dict[str, Step]:
    """The steps of the profile in the flow of registering."""
    return {"profile": _profile, "contact": _contact, "phone": _phone, "email": _email}


def shown(ctx: Context, person: Person, *, saved: bool = False) -> Outcome:
    """The profile and what it offers."""
    waits = person.line_user is not None and wishes.waiting_of(ctx, person.line_user) is not None
    offers = _offers(ctx, person)
    said = {**personal_data.show(ctx, person), "offers": offers, "waiting": waits, "saved": saved}
    return Outcome((Notice("people.profile", said),), next="profile", data={"offers": offers})


def _offers(ctx: Context, person: Person) -> list[str]:
    me = people.as_me(ctx, person)
    more = []
    if inviting.roles(me):
        more.append("invite")
    if wishes.waiting(ctx, me):
        more.append("wishes")
    return ["contact", "code", *more, "my_data"]


def _profile(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
    person = _known(ctx, heard)
    chosen = picked(heard, {key: PROFILE[key] for key in talk.data["offers"]})
    if chosen == "contact":
        return _asked("contact", CONTACT)
    if chosen == "code":
        none = {} if people.as_me(ctx, person).holdings else NO_CODE
        return _asked("code", none)
    if chosen == "invite":
        return inviting.begin(people.as_me(ctx, person))
    if chosen == "wishes":
        return Outcome((wishing.listed(ctx, people.as_me(ctx, person)),))
    if chosen == "my_data":
        said = Notice("my_data.shown", personal_data.show(ctx, person))
        return Outcome((said,), next="choose", flow=MY_DATA)
    return shown(ctx, person)


def _contact(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
    chosen, person = picked(heard, CONTACT), _known(ctx, heard)
    if chosen is None:
        return _asked("contact", CONTACT)
    return _asked(chosen, REMOVE if getattr(person, chosen) else {})


def _phone(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
    return _change(ctx, heard, "phone")


def _email(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
    return _change(ctx, heard, "email")


def _change(ctx: Context, heard: Heard, what: str) -> Outcome:
    person = _known(ctx, heard)
    gone = picked(heard, REMOVE, by_number=False)
    if heard.kind is not Kind.TEXT and not gone:
        raise PersonRefused(what)
    people.change_contact(ctx, person, **{what: "" if gone else heard.text or " "})
    return shown(ctx, person, saved=True)


def _asked(what: str, options: Any) -> Outcome:
    listed = [[value, label] for value, label in options.items()]
    said = Notice("people.ask", {"what": what, "step": what, "options": listed})
    return Outcome((said,), next=what)


def _known(ctx: Context, heard: Heard) -> Person:
    """They may have erased their data in the middle of this."""
    person = people.by_line(ctx, heard.person)
    if person is None:
        raise PersonRefused("no_account")
    return person
