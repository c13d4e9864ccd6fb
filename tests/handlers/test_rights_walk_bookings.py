"""Every use case of rooms, loans and chores × role × ownership: what the table says happens."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from handlers import bookings
from handlers.bookings import booking, chores, demo, fallbacks, resources, tasks
from handlers.context import Context
from handlers.people import Me, as_me
from models.bookings import Chore, ChoreKind, ChoreOutcome
from models.errors import NotAllowed, NotFound
from models.people import Person, Role
from models.tickets import Ticket
from tests import people
from tests.handlers.booking_office import TICKET, bkk, ticket

MENDERS = {Role.TECHNICIAN, Role.AV_OFFICER}
DESK = MENDERS | {Role.OFFICER, Role.GROUP_DIRECTOR}
#: Of the group that lends the equipment and looks after the room.
HERE = {Role.OFFICER, Role.GROUP_DIRECTOR}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Rights know no database: one will do for so many tries. Locks are tried elsewhere."""
    return sqlite_url


@pytest.fixture
def everybody(ctx: Context) -> list[tuple[Me, Role | None, bool]]:
    """Somebody in each role, here and elsewhere; no post, an ended post, somebody unknown."""
    return people.everybody(ctx, ended=Role.OFFICER)


def laid_out(ctx: Context, reporter: Person) -> dict[str, int]:
    """A reporter's room and loan, of the group that is here, and what is to be done about them."""
    demo.seed(ctx)
    for row in (*resources.rooms(ctx), *resources.equipment(ctx)):
        row.group_name = people.GROUP
    ctx.session.add(ticket(1, reporter))
    ctx.session.flush()
    times = {"starts": bkk(24), "ends": bkk(24, "12:00"), "by_id": reporter.id}
    room = bookings.book(ctx, subject=TICKET, resource="room:big", **times)
    loan = bookings.book(ctx, subject=TICKET, resource="equipment:camera", **times)
    (chore,) = bookings.waiting(ctx, TICKET)
    return {"room": room.id, "loan": loan.id, "chore": chore.id}


Call = Callable[[Context, Me, dict[str, int]], Any]
BOOKING: dict[str, Call] = {
    "booking.book": lambda c, m, i: bookings.book(
        c, subject=TICKET, resource="room:small", starts=bkk(25), ends=bkk(26), by_id=m.id or 0
    ),
    "booking.move": lambda c, m, i: bookings.move(c, m, i["room"], ends=bkk(24, "13:00")),
    "booking.cancel": lambda c, m, i: bookings.cancel(c, m, i["room"]),
    "booking.call_off": lambda c, m, i: bookings.call_off(c, m, TICKET),
}
MANAGING: dict[str, Call] = {
    "resources.add_room": lambda c, m, i: resources.add_room(c, m, "a", "ห้อง", 9),
    "resources.add_equipment": lambda c, m, i: resources.add_equipment(c, m, "a", "จอ", 9),
    "resources.retire": lambda c, m, i: resources.retire(c, m, "room:big"),
    "fallbacks.set_channels": lambda c, m, i: fallbacks.set_channels(c, m, ["dltv"]),
}
DOING: dict[str, Call] = {
    "booking.give_back": lambda c, m, i: bookings.give_back(_on_the_day(c), m, i["loan"]),
    "chores.done": lambda c, m, i: bookings.done(_on_the_day(c), m, i["chore"], ChoreOutcome.OK),
    "tasks.chores": lambda c, m, i: _in_inbox(c, m, i["chore"]),
}
#: Guarded by what calls them, or the guard itself.
LEFT_OUT = {"booking.access_booking", "chores.access_chore", "chores.taken_back"}


def _on_the_day(ctx: Context) -> Context:
    return replace(ctx, now=bkk(24, "10:00"))


def _in_inbox(ctx: Context, me: Me, chore_id: int) -> None:
    if f"chore:{chore_id}" not in {task.ref for task in tasks.chores(_on_the_day(ctx), me)}:
        raise NotFound("chore", chore_id)


def may(name: str, role: Role | None, here: bool, own: bool) -> bool:
    """By hand, so that a slip in the table shows."""
    if name in DOING:
        return role in MENDERS or (here and role in HERE)
    return role in DESK or (own and name in BOOKING)


@pytest.mark.parametrize("name", sorted(BOOKING | MANAGING | DOING))
def test_each_use_case_lets_through_whom_the_table_names_and_nobody_else(
    name: str, ctx: Context, everybody: list[tuple[Me, Role | None, bool]]
) -> None:
    stranger = people.person(ctx, "ผู้แจ้ง คนอื่น", Role.TEACHER, school=people.OTHER_SCHOOL)
    ids, wrong = laid_out(ctx, stranger), []
    reported = ctx.session.get_one(Ticket, 1)
    for me, role, here in everybody:
        for own in (False, True) if me.person is not None else (False,):
            with ctx.session.begin_nested() as savepoint:
                if own and me.id is not None:
                    reported.reporter_id = me.id
                try:
                    (BOOKING | MANAGING | DOING)[name](ctx, me, ids)
                    passed = True
                except (NotAllowed, NotFound):
                    passed = False
                savepoint.rollback()
            if passed != may(name, role, here, own):
                wrong.append((role and role.value, here, own))
    assert wrong == []


def test_no_use_case_is_forgotten() -> None:
    found = {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in (booking, chores, fallbacks, resources, tasks)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and {"me", "by_id"} & set(inspect.signature(function).parameters)
    }
    assert found == set(BOOKING) | set(MANAGING) | set(DOING) | LEFT_OUT


def test_a_chore_of_another_group_is_not_there(ctx: Context) -> None:
    reporter = people.person(ctx, "ผู้แจ้ง", Role.TEACHER, school=people.SCHOOL)
    ids = laid_out(ctx, reporter)
    officer = people.person(ctx, "ต่างกลุ่ม", Role.OFFICER, group=people.OTHER_GROUP)
    with pytest.raises(NotFound):
        bookings.done(_on_the_day(ctx), as_me(ctx, officer), ids["chore"], ChoreOutcome.OK)
    chore = ctx.session.get_one(Chore, ids["chore"])
    assert (chore.kind, chore.done_at) == (ChoreKind.TAKE_BACK, None)
