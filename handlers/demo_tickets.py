"""A few tickets of the demo office, and who decides in the group that mends: all made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers import demo_vocabulary as words
from handlers.context import Context
from handlers.people import SYSTEM, appoint_acting, as_me, seat
from handlers.people.roster import add_person
from handlers.tickets import opening
from handlers.tickets.opening import Report
from models.people import ActingKind, Person, Role
from models.requests import Channel


def populate(ctx: Context, people: Mapping[str, Person], schools: Sequence[str]) -> None:
    """Schools that telephoned: two without a network, a printer, a round that was confirmed too
    early. The director of the other group stands in for that of the menders."""
    chief = seat(ctx, Role.GROUP_DIRECTOR, group=words.ICT_GROUP)
    appoint_acting(
        ctx, SYSTEM, people["group-director"].id, ActingKind.ACTING_FOR, chief, words.ORDER
    )
    takes = {
        "technician": as_me(ctx, people["technician"]),
        "officer": as_me(ctx, people["officer"]),
    }
    for school, (name, taker, category, urgency, said) in zip(
        schools[1:], words.TROUBLE, strict=False
    ):
        reporter = add_person(ctx, SYSTEM, name, seat(ctx, Role.TEACHER, school=school))
        report = Report(said, category, urgency, school, channel=Channel.PHONE)
        opening.open_on_behalf(ctx, takes[taker], report, reporter)
