"""One fault of many schools: put together, announced for nothing or at a price, ended at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.database import Database
from handlers import budget, notices
from handlers.context import Actor, Context
from handlers.incidents import announcing, ending, going_on, joining, opening, view
from handlers.incidents.announcing import PriceChanged, TooDear
from handlers.incidents.opening import Fault, NotInOrder
from handlers.notices import Section
from handlers.office_rules import decide
from handlers.people import Me
from handlers.tickets import mending, trail, working
from handlers.tickets.opening import Report, join
from handlers.tickets.vocabulary import PREFIX
from handlers.tickets.working import NothingSaid
from models.audit import AuditEntry
from models.errors import NotAllowed, NotFound, Outdated, Refusal, WrongState
from models.incidents import Incident, IncidentStatus
from models.outbox import OutboxStatus
from models.people import Role
from models.tickets import Category, Said, Ticket, TicketStatus, Urgency
from tests import people
from tests.conftest import NOON, empty
from tests.handlers.incident_town import END, SCHOOLS, WORDS, At, Town

LATER = NOON + timedelta(hours=2)


@pytest.fixture
def town(at: At) -> Town:
    return Town(at)


def refused(town: Town, who: str, act: Callable[[Context, Me], object]) -> Refusal:
    with pytest.raises(Refusal) as error:
        town.do(who, act)
    return error.value


def test_many_schools_one_fault_is_closed_together(town: Town) -> None:
    first = town.reports("teacher1")
    others = [town.reports(f"teacher{n}") for n in (2, 3)]
    # Noise: another matter of a fourth school, and a colleague of the first who joined.
    printer = town.reports("teacher4", Category.PRINTER)
    report = Report("ที่ห้องธุรการก็ใช้ไม่ได้", Category.NETWORK, Urgency.ONE, SCHOOLS[0])
    town.do("clerk1", lambda ctx, me: join(ctx, me, first, report))

    alike = town.do(
        "tech",
        lambda ctx, me: [t.id for t in opening.alike(ctx, ctx.session.get_one(Ticket, first))],
    )
    assert sorted(alike) == others
    made = town.do(
        "tech", lambda ctx, me: opening.from_ticket(ctx, me, first, None, WORDS, alike).id
    )
    incident = town.incident(made)
    assert (incident.prefix, incident.number, incident.fiscal_year) == ("ขข.", 1, 2570)
    assert incident.schools == SCHOOLS[:3]
    for ticket_id in (first, *others):
        ticket = town.ticket(ticket_id)
        assert (ticket.incident_id, ticket.status) == (made, TicketStatus.ASSIGNED)
        assert ticket.technician_id == town.ids["tech"]
    assert town.ticket(printer).incident_id is None

    # A fifth school reports the same: it is counted, and no technician is told anew.
    tasks = len(town.rows("ticket.task", free=False))
    town.do("tech", lambda ctx, me: announcing.announce(ctx, me, made))
    found = town.do(
        "teacher3", lambda ctx, me: joining.concerning(ctx, SCHOOLS[2], Category.NETWORK)
    )
    assert [one.id for one in found] == [made]
    same = Report("เน็ตล่มเหมือนกัน", Category.NETWORK, Urgency.STOPPED, SCHOOLS[4])
    joined = town.do("teacher5", lambda ctx, me: joining.join_incident(ctx, me, made, same).id)
    assert len(town.rows("ticket.task", free=False)) == tasks
    late = town.ticket(joined)
    assert (late.prefix, late.incident_id) == (PREFIX, made)
    assert (late.technician_id, late.first_due_at) == (town.ids["tech"], None)

    assert isinstance(
        refused(town, "tech2", lambda ctx, me: ending.end(ctx, me, made, None, "  ")), NothingSaid
    )
    done = town.do("tech2", lambda ctx, me: ending.end(ctx, me, made, None, END))
    assert (done.solved, done.told) == (4, 5)
    solved = town.rows("ticket.solved", free=False)
    assert sorted(row.chat_key for row in solved) == [
        "U-clerk1", "U-teacher1", "U-teacher2", "U-teacher3", "U-teacher5",
    ]  # fmt: skip
    assert {row.price for row in solved} == {1}
    for ticket_id in (first, *others, joined):
        assert town.ticket(ticket_id).status is TicketStatus.SOLVED
        assert words_of(town, ticket_id, Said.SOLUTION) == [END]
    assert town.ticket(printer).status is TicketStatus.REPORTED
    again = refused(town, "tech", lambda ctx, me: ending.end(ctx, me, made, None, END))
    assert isinstance(again, WrongState)
    assert len(town.rows("ticket.solved", free=False)) == 5


def alike_to(ctx: Context, ticket_id: int) -> list[int]:
    return [one.id for one in opening.alike(ctx, ctx.session.get_one(Ticket, ticket_id))]


def known(ctx: Context, me: Me) -> list[int]:
    return [one.id for one in joining.concerning(ctx, SCHOOLS[0], Category.NETWORK)]


def sections(ctx: Context, me: Me) -> list[Section]:
    return [entry.section for entry in notices.going_on(ctx, me)]


def words_of(town: Town, ticket_id: int, kind: Said) -> list[str | None]:
    return town.do(
        "tech",
        lambda ctx, me: [
            one.words for one in trail.entries(ctx, ticket_id, internal=True) if one.kind is kind
        ],
    )


def test_somebody_with_two_tickets_on_it_is_paid_for_once(town: Town) -> None:
    made, _ = town.together("teacher1", "teacher2")
    more = town.reports("teacher1")
    town.do("tech", lambda ctx, me: opening.attach(ctx, me, made, None, [more]))
    done = town.do("tech", lambda ctx, me: ending.end(ctx, me, made, None, END))
    assert (done.solved, done.told) == (3, 2)
    paid = [row.chat_key for row in town.rows("ticket.solved", free=False)]
    assert sorted(paid) == ["U-teacher1", "U-teacher2"]
    assert town.replied("teacher1", LATER) == ["ticket.solved"]
    assert town.replied("teacher1", LATER) == []


def test_it_is_offered_to_the_people_of_its_schools_and_the_end_to_those_who_heard(
    town: Town,
) -> None:
    made, _ = town.together("teacher1", "teacher2")
    told = town.do("tech", lambda ctx, me: announcing.announce(ctx, me, made, 1))
    assert (told.offered, told.pushed) == (3, 0)
    assert town.held() == ["U-clerk1", "U-teacher1", "U-teacher2"]
    assert isinstance(
        refused(town, "tech2", lambda ctx, me: announcing.announce(ctx, me, made)), WrongState
    )
    # One writes to the bot, and reads of it there; it costs nothing.
    assert town.replied("clerk1") == ["incident.started"]
    assert town.replied("clerk1") == []
    town.do("tech", lambda ctx, me: opening.reword(ctx, me, made, None, "จะเสร็จ 17.00 น."))
    assert town.held() == ["U-teacher1", "U-teacher2"]
    assert {
        row.notices[0]["data"]["words"]
        for row in town.rows("incident.started", free=True)
        if row.status is OutboxStatus.QUEUED
    } == {"จะเสร็จ 17.00 น."}
    # A further school's ticket: its people are offered it as well.
    more = town.reports("teacher4")
    town.do("tech", lambda ctx, me: opening.attach(ctx, me, made, None, [more]))
    assert town.held() == ["U-teacher1", "U-teacher2", "U-teacher4"]

    done = town.do("tech", lambda ctx, me: ending.end(ctx, me, made, None, END))
    # The three reporters are told by their tickets; the clerk, who had read of it, by an offer.
    assert (done.told, done.offered) == (3, 1)
    assert town.held() == []
    assert town.held("incident.ended") == ["U-clerk1"]
    assert town.replied("clerk1", LATER) == ["incident.ended"]
    assert {row.price for row in town.rows("incident.started", free=True)} == {0}


def test_whoever_asks_is_told_at_once_and_not_again(town: Town) -> None:
    made, _ = town.together("teacher1", "teacher2")
    town.do("tech", lambda ctx, me: announcing.announce(ctx, me, made))

    assert going_on.entries in notices.SOURCES

    def asks(ctx: Context, me: Me) -> list[tuple[str, bool]]:
        found = notices.going_on(ctx, me)
        notices.read(ctx, ctx.actor.line_user or "", found)
        return [(one.section.value, one.mine) for one in found]

    assert town.do("clerk1", asks) == [("now", True)]
    assert town.do("teacher5", asks) == [("now", False)]
    assert town.replied("clerk1") == []
    town.do("tech", lambda ctx, me: ending.end(ctx, me, made, None, END))
    assert town.held("incident.ended") == ["U-clerk1"]
    assert town.do("clerk1", asks) == [("ended", True)]
    assert town.held("incident.ended") == ["U-clerk1"]
    tomorrow = NOON + timedelta(days=1)
    assert town.do("clerk1", asks, tomorrow) == []


def test_a_push_costs_what_was_shown_and_no_more_than_the_share(town: Town) -> None:
    made, _ = town.together("teacher1", "teacher2")
    with town.at(NOON) as ctx:
        budget.note(ctx.session, limit=300, used=180, now=NOON)
        decide(ctx, announcing.RULE, 4)
    town.sent()
    spent = sum(row.price for row in town.rows("ticket.task", free=False))
    shown = town.do("tech", lambda ctx, me: announcing.price(ctx, town_incident(ctx, made)))
    assert (shown.people, shown.left, shown.share_left, shown.why_not) == (3, 120 - spent, 4, "")
    # Somebody came to one of the schools since the card: what was shown is not the price.
    with town.at(NOON) as ctx:
        new = people.person(ctx, "ใหม่", Role.TEACHER, school=SCHOOLS[0], line_user="U-new").id
    why = refused(town, "tech", lambda ctx, me: announcing.announce(ctx, me, made, pushed=3))
    assert isinstance(why, PriceChanged)
    assert town.incident(made).announced_at is None
    told = town.do("tech", lambda ctx, me: announcing.announce(ctx, me, made, pushed=4))
    assert (told.offered, told.pushed) == (0, 4)
    rows = town.rows("incident.started", free=False)
    assert sum(row.price for row in rows) == 4
    assert sorted(row.chat_key for row in rows) == [
        "U-clerk1", "U-new", "U-teacher1", "U-teacher2",
    ]  # fmt: skip
    # Nothing is left of the share: the next one is offered for nothing only.
    other, _ = town.together("teacher3")
    why = refused(town, "tech", lambda ctx, me: announcing.announce(ctx, me, other, pushed=1))
    assert isinstance(why, TooDear)
    assert why.why == "share"
    told = town.do("tech", lambda ctx, me: announcing.announce(ctx, me, other))
    assert (told.offered, told.pushed) == (1, 0)
    # All who were pushed hear of the end; those with a ticket on it by that. Of two reporters one
    # is sent it for the message that the share has left again, the other is offered it.
    town.sent()
    with town.at(NOON) as ctx:
        decide(ctx, announcing.RULE, 5)
        assert ending.costs(ctx, 2) == 1
    done = town.do("tech", lambda ctx, me: ending.end(ctx, me, made, None, END))
    assert (done.told, done.offered) == (1, 3)
    assert town.held("incident.ended") == ["U-clerk1", "U-new"]
    assert len(town.rows("ticket.solved", free=False)) == 1
    assert len(town.held("ticket.solved")) == 1
    assert new


def town_incident(ctx: Context, incident_id: int) -> Incident:
    return ctx.session.get_one(Incident, incident_id)


def test_the_month_s_messages_are_not_overdrawn(town: Town) -> None:
    made, _ = town.together("teacher1", "teacher2")
    town.sent()
    with town.at(LATER) as ctx:
        budget.note(ctx.session, limit=300, used=298, now=LATER)
        decide(ctx, announcing.RULE, 20)
    act = lambda ctx, me: announcing.announce(ctx, me, made, pushed=3)  # noqa: E731
    with pytest.raises(TooDear) as error:
        town.do("tech", act, LATER)
    assert (error.value.why, error.value.price.left) == ("month", 2)
    # What waits to be sent counts as spent.
    with town.at(LATER) as ctx:
        budget.note(ctx.session, limit=300, used=270, now=LATER)
    town.reports("teacher4")
    shown = town.do("tech", lambda ctx, me: announcing.price(ctx, town_incident(ctx, made)), LATER)
    assert shown.left == 29


def test_only_those_whose_work_it_is_announce(town: Town) -> None:
    made, tickets = town.together("teacher1", "teacher2")
    fault = Fault(Category.NETWORK, WORDS)
    tries: list[Callable[[Context, Me], object]] = [
        lambda ctx, me: opening.open_incident(ctx, me, fault),
        lambda ctx, me: opening.from_ticket(ctx, me, tickets[0], None, WORDS),
        lambda ctx, me: opening.attach(ctx, me, made, None, tickets),
        lambda ctx, me: opening.reword(ctx, me, made, None, WORDS),
        lambda ctx, me: announcing.announce(ctx, me, made),
        lambda ctx, me: ending.end(ctx, me, made, None, END),
    ]
    for act in tries:
        # A teacher; and an officer of another group than the one that mends networks.
        assert isinstance(refused(town, "teacher1", act), NotAllowed | NotFound)
        assert isinstance(refused(town, "officer", act), NotAllowed | NotFound)
    incident = town.incident(made)
    assert (incident.announced_at, incident.status) == (None, IncidentStatus.OPEN)
    assert town.held() == []
    stale = refused(town, "tech", lambda ctx, me: announcing.announce(ctx, me, made, 7))
    assert isinstance(stale, Outdated)


def test_planned_work_is_announced_before_it(town: Town) -> None:
    start, until = NOON + timedelta(hours=27), NOON + timedelta(hours=30)
    fault = Fault(Category.NETWORK, "ปรับปรุงเครือข่าย", None, start, until)
    wrong = Fault(Category.NETWORK, "ปรับปรุงเครือข่าย", None, start, start)
    assert isinstance(
        refused(town, "tech", lambda ctx, me: opening.open_incident(ctx, me, wrong)), NotInOrder
    )
    made = town.do("tech", lambda ctx, me: opening.open_incident(ctx, me, fault).id)
    told = town.do("tech", lambda ctx, me: announcing.announce(ctx, me, made))
    assert told.offered == 6
    # It has not begun: a report of today is no part of it.
    assert town.do("teacher1", known) == []
    assert town.do("teacher1", sections) == [Section.AHEAD]
    assert town.do("teacher1", sections, start) == [Section.NOW]
    # Offers wait till it should be over.
    assert {row.due_at for row in town.rows("incident.started", free=True)} == {until}
    assert town.do("teacher1", known, start) == [made]


def test_what_is_something_else_is_taken_off_again(town: Town) -> None:
    made, (first, second) = town.together("teacher1", "teacher2")
    town.do("tech", lambda ctx, me: opening.detach(ctx, me, made, None, second))
    assert town.ticket(second).incident_id is None
    again = refused(town, "tech", lambda ctx, me: opening.detach(ctx, me, made, None, second))
    assert isinstance(again, NotFound)
    # A ticket is on one incident at a time.
    other, _ = town.together("teacher3")
    both = refused(town, "tech", lambda ctx, me: opening.attach(ctx, me, other, None, [first]))
    assert isinstance(both, WrongState)
    # Putting it on was a slip: undone, it is as it was.
    third = town.reports("teacher4")
    town.do("tech", lambda ctx, me: opening.attach(ctx, me, other, None, [third]))
    town.do("tech", lambda ctx, me: mending.undo(ctx, me, third))
    assert (town.ticket(third).incident_id, town.ticket(third).technician_id) == (None, None)
    done = town.do("tech", lambda ctx, me: ending.end(ctx, me, made, None, END))
    assert done.solved == 1
    assert town.ticket(second).status is TicketStatus.ASSIGNED
    # Solved by itself before the end: its reporter knew of the fault, and hears that it is over.
    town.do("tech", lambda ctx, me: working.solve(ctx, me, town_ticket_of(ctx, other), None, END))
    done = town.do("tech", lambda ctx, me: ending.end(ctx, me, other, None, END))
    assert (done.solved, done.told, done.offered) == (0, 0, 1)
    over = Report("เน็ตล่ม", Category.NETWORK, Urgency.ONE, SCHOOLS[2])
    gone = refused(town, "teacher3", lambda ctx, me: joining.join_incident(ctx, me, other, over))
    assert isinstance(gone, WrongState)


def town_ticket_of(ctx: Context, incident_id: int) -> int:
    return ctx.session.scalars(select(Ticket.id).where(Ticket.incident_id == incident_id)).one()


def test_the_trail_of_the_office_names_what_was_done(town: Town) -> None:
    made, _ = town.together("teacher1")
    town.do("tech", lambda ctx, me: announcing.announce(ctx, me, made))
    town.do("tech2", lambda ctx, me: ending.end(ctx, me, made, None, END))
    with town.at(NOON) as ctx:
        rows = ctx.session.scalars(
            select(AuditEntry)
            .where(AuditEntry.subject == f"incident:{made}")
            .order_by(AuditEntry.id)
        ).all()
        assert [row.action for row in rows] == [
            "line:incident:opened", "line:incident:announced", "line:incident:ended",
        ]  # fmt: skip
        assert (rows[-1].after or {})["told"] == 1
        card = view.whole(ctx, town_incident(ctx, made))
    assert (card["by"], card["ended_by"], card["tickets"], card["open_tickets"]) == (
        "tech", "tech2", 1, 0,
    )  # fmt: skip


@pytest.fixture
def postgres_town(postgres_url: str) -> Iterator[tuple[Database, Town]]:
    empty(postgres_url)
    database = Database(postgres_url)

    @contextmanager
    def at(moment: datetime) -> Iterator[Context]:
        with database.transaction() as session:
            yield Context(session, moment, Actor("test"))

    yield database, Town(at)
    database.close()


def test_two_technicians_end_it_at_once(postgres_town: tuple[Database, Town]) -> None:
    database, town = postgres_town
    made, tickets = town.together("teacher1", "teacher2", "teacher3")
    town.do("tech", lambda ctx, me: announcing.announce(ctx, me, made))
    version = town.incident(made).version
    both, said = threading.Barrier(2, timeout=30), {}

    def ends(who: str) -> None:
        with database.transaction() as session:
            ctx, me = town.by(Context(session, datetime.now(UTC)), who)
            both.wait()
            try:
                said[who] = str(ending.end(ctx, me, made, version, f"{END} {who}").solved)
            except Refusal as error:
                said[who] = type(error).__name__

    threads = [threading.Thread(target=ends, args=(who,)) for who in ("tech", "tech2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(said.values()) == ["3", "Outdated"]
    winner = next(who for who, what in said.items() if what == "3")
    assert town.incident(made).ended_by_id == town.ids[winner]
    assert len(town.rows("ticket.solved", free=False)) == 3
    for ticket_id in tickets:
        assert words_of(town, ticket_id, Said.SOLUTION) == [f"{END} {winner}"]
