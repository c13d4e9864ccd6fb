"""The demo office's people and a few requests in hand: invented, bound to the phone's accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers import demo_rounds, demo_tickets
from handlers import demo_vocabulary as words
from handlers.bookings import demo as rooms
from handlers.context import Context
from handlers.forms import Loaded
from handlers.office_rules import decide
from handlers.people import SYSTEM, as_me, give_post, seat
from handlers.people.consents import give_consent
from handlers.people.roster import add_person
from handlers.requests import checking, submitting
from handlers.requests.notifying import TELL_ALWAYS
from handlers.requests.submitting import Filled
from models.people import Person, Role
from models.requests import Channel

#: Account of the phone, name, role, group (None: a school's), responsible for.
_STAFF = (
    ("officer", Role.OFFICER, words.PLAN_GROUP),
    ("technician", Role.TECHNICIAN, words.ICT_GROUP),
    ("technician", Role.ADMIN, None),
    ("group-director", Role.GROUP_DIRECTOR, words.PLAN_GROUP),
    ("area-director", Role.AREA_DIRECTOR, None),
)
_SCHOOL = (
    ("teacher", Role.TEACHER, ()),
    ("clerk", Role.SCHOOL_ADMIN, ("dmc", "emis")),
    ("school-director", Role.SCHOOL_DIRECTOR, ()),
)


def populate(
    ctx: Context,
    forms: Loaded,
    accounts: Mapping[str, str],
    schools: Sequence[str],
    consent: tuple[str, str],
) -> None:
    """Fill in people, then requests, then bind the accounts: nobody is told of what is made up.

    `accounts` are LINE accounts by the phone's names, `consent` the version and hash of the
    notice that the demo's people have agreed to.
    """
    people: dict[str, Person] = {}
    # Whoever tries the demo at night wants to see the officer's card at once.
    decide(ctx, TELL_ALWAYS, True)
    for account, role, group in _STAFF:
        title = words.POSITIONS[account]
        if account in people:  # a second post of somebody
            give_post(ctx, SYSTEM, people[account].id, seat(ctx, role, group=group))
            continue
        people[account] = add_person(
            ctx, SYSTEM, words.PEOPLE[account], seat(ctx, role, group=group, title=title),
            position=title, affiliation=group or words.OFFICE_AFFILIATION,
        )  # fmt: skip
    for account, role, systems in _SCHOOL:
        title = words.POSITIONS[account]
        people[account] = add_person(
            ctx, SYSTEM, words.PEOPLE[account], seat(ctx, role, school=schools[0]),
            position=title, phone=words.PHONE, responsible_for=systems,
        )  # fmt: skip
    _requests(ctx, forms, people)
    rooms.seed(ctx)
    demo_tickets.populate(ctx, people, schools)
    demo_rounds.populate(ctx, schools)
    for account, person in people.items():
        person.bind(accounts[account], at=ctx.now)
        give_consent(ctx, person, *consent)
    ctx.session.flush()


def _requests(ctx: Context, forms: Loaded, people: Mapping[str, Person]) -> None:
    """One that waits to be checked, one that waits for the director."""
    form = forms.forms["data_request"]
    officer = as_me(ctx, people["officer"])
    for n, answers in enumerate(words.REQUESTS):
        filled = Filled(form, answers, channel=(Channel.PHONE, Channel.WALK_IN)[n % 2])
        request = submitting.submit_on_behalf(ctx, officer, filled)
        if n:
            checking.propose(ctx, forms, officer, request.id, None, checking.PERMIT, words.OPINION)
