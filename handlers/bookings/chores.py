"""The office's small tasks around a conference or a loan: done, and found well or not."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from handlers.bookings.planning import BEFORE, of_loan
from handlers.bookings.records import trail
from handlers.bookings.refused import BookingRefused
from handlers.context import Context
from handlers.people import Me
from handlers.ratings.saying import said
from models.bookings import Booking, Chore, ChoreKind, ChoreOutcome, ChoreStatus
from models.errors import NotFound
from models.rights import Act, Thing
from models.tickets import Category, Urgency


@dataclass(frozen=True)
class Fault:
    """What is needed to open a ticket about what was found. `subject`: what the chore was for."""

    subject: str
    chore_id: int
    words: str
    place: str
    group_name: str
    urgency: Urgency
    category: Category = Category.AV


@dataclass(frozen=True)
class Done:
    """A chore that was done, and the fault that it found."""

    chore: Chore
    fault: Fault | None


def taken_back(ctx: Context, me: Me, booking: Booking) -> None:
    """The loan came back whole: so its chore is done."""
    chore = of_loan(ctx, booking)
    if chore is not None:
        _finish(ctx, me, chore, ChoreOutcome.OK, None)


def done(ctx: Context, me: Me, chore_id: int, outcome: ChoreOutcome, note: str = "") -> Done:
    """It is done, and found well or not; a fault says what it is. A loan is back with it.

    Opens no ticket: the answer holds what one needs. Raises NotFound, WrongState, NotSaid for a
    fault without words, and BookingRefused for what has not begun.
    """
    chore = access_chore(ctx, me, chore_id)
    words = said(note) if note.strip() or outcome is ChoreOutcome.FAULT else None
    if chore.kind not in BEFORE and ctx.now < chore.starts_at:
        raise BookingRefused("early")
    _finish(ctx, me, chore, outcome, words)
    if chore.booking_id is not None:
        ctx.session.get_one(Booking, chore.booking_id).give_back(at=ctx.now)
    return Done(chore, _fault(chore) if outcome is ChoreOutcome.FAULT else None)


def waiting(ctx: Context, subject: str) -> list[Chore]:
    """The chores of a record that are still to be done, the first due first."""
    query = select(Chore).where(Chore.subject == subject, Chore.status == ChoreStatus.OPEN)
    return list(ctx.session.scalars(query.order_by(Chore.due_at, Chore.id)))


def access_chore(ctx: Context, me: Me, chore_id: int) -> Chore:
    """The chore, locked, after the loan that it takes back. Raises NotFound for others' too."""
    found = ctx.session.get(Chore, chore_id)
    if found is not None and found.booking_id is not None:
        ctx.session.get(Booking, found.booking_id, with_for_update=True, populate_existing=True)
    found = ctx.session.get(Chore, chore_id, with_for_update=True, populate_existing=True)
    if found is None or not me.may(Act.DO_CHORE, Thing(group_name=found.group_name)):
        raise NotFound("chore", chore_id)
    return found


def _finish(ctx: Context, me: Me, chore: Chore, outcome: ChoreOutcome, note: str | None) -> None:
    old = chore.finish(outcome, at=ctx.now, by=me.id, note=note)
    after = {"status": chore.status.value, "kind": chore.kind.value, "outcome": outcome.value}
    trail(ctx, "chore:done", f"chore:{chore.id}", {"status": old.value}, after)
    ctx.session.flush()


def _fault(chore: Chore) -> Fault:
    place = ", ".join(chore.facts.get("rooms", ())) or str(chore.facts.get("name", ""))
    # Before a conference somebody waits for it; afterwards it is mended before the next one.
    before = chore.kind is ChoreKind.TEST_BEFORE
    urgency = Urgency.STOPPED if before else Urgency.SEVERAL
    return Fault(chore.subject, chore.id, str(chore.note), place, chore.group_name, urgency)
