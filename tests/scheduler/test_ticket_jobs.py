"""The clock and tickets: one minute of it, its rehearsal, and what the tidying takes along."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.database import Database
from handlers import office_rules
from handlers.tickets import answering, working
from models.audit import AuditEntry
from models.media import Media, MediaStatus
from models.office import Occasion
from models.outbox import OutboxMessage
from models.tickets import Ticket, TicketEntry, TicketStatus, Urgency
from scheduler.jobs import tidy, watch_tickets
from tests.bot.commanding import Run, told, typing_at
from tests.handlers import ticket_office
from tests.handlers.ticket_office import THURSDAY, At, acting, bangkok, me, photo, report
from tests.scheduler.test_jobs import Door


@pytest.fixture
def door(database: Database) -> Door:
    return Door(database)


@pytest.fixture
def late(at: At) -> int:
    """A ticket that somebody took and did nothing about, due on the same Thursday."""
    with at(THURSDAY) as ctx:
        ticket_office.staffed(ctx)
        ticket = report(ctx, urgency=Urgency.STOPPED)
        working.take(acting(ctx, "U-a"), me(ctx, "U-a"), ticket.id)
        done = report(ctx, "U-second", words="เสร็จแล้ว")
        working.solve(acting(ctx, "U-b"), me(ctx, "U-b"), done.id, None, "เปลี่ยนสาย")
        for row in ctx.session.scalars(select(OutboxMessage)):
            ctx.session.delete(row)
        return ticket.id


def test_a_day_of_minutes_says_each_thing_once_and_closes_the_silent(
    door: Door, late: int, at: At
) -> None:
    for minutes in range(0, 7 * 60, 10):
        watch_tickets(door, bangkok("2026-11-19T09:30") + timedelta(minutes=minutes))
    watch_tickets(door, bangkok("2026-11-24T16:31"))
    with at(THURSDAY) as ctx:
        rows = ctx.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        # A first word within half an hour, the solution within a day; nobody hears of the other.
        assert [(row.chat_key, row.price) for row in rows] == [
            ("U-a", 1), ("U-boss", 1), ("U-a", 1),
        ]  # fmt: skip
        closed = ctx.session.scalars(select(Ticket).where(Ticket.status == TicketStatus.CLOSED))
        assert [row.subject for row in closed] == ["เสร็จแล้ว"]
        entry = ctx.session.scalars(select(TicketEntry).order_by(TicketEntry.id.desc())).first()
        assert entry is not None
        assert (entry.kind, entry.by_id, entry.facts) == ("closed", None, {"ending": "silent"})


def test_photos_of_long_closed_tickets_go_with_the_tidying(door: Door, at: At) -> None:
    with at(THURSDAY) as ctx:
        ticket_office.staffed(ctx)
        office_rules.decide(ctx, "tickets.keep_photos_days", 30)
        gone = report(ctx, files=[photo(ctx, "g")])
        answering.withdraw(acting(ctx, "U-teacher"), me(ctx, "U-teacher"), gone.id)
        report(ctx, files=[photo(ctx, "k")])
    tidy(door, THURSDAY + timedelta(days=29))
    assert door.deleted == []
    tidy(door, THURSDAY + timedelta(days=31))
    assert door.deleted == ["g" * 64]
    with at(THURSDAY) as ctx:
        kept = ctx.session.scalars(select(Media).where(Media.status == MediaStatus.STORED)).all()
        assert [row.sha256 for row in kept] == ["k" * 64]


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    """Nobody answers as LINE in these tests."""
    with typing_at(THURSDAY, database_url, monkeypatch, tmp_path) as typed:
        yield typed


def test_a_rehearsal_says_what_would_be_told_and_leaves_nothing(
    run: Run, late: int, at: At
) -> None:
    with at(THURSDAY) as ctx:
        visited = report(ctx, words="นัดไว้")
        monday = bangkok("2026-11-23T10:00")
        working.plan_visit(acting(ctx, "U-b"), me(ctx, "U-b"), visited.id, None, monday)
        for row in ctx.session.scalars(select(OutboxMessage)):
            ctx.session.delete(row)
    before = rows_of(at)
    command = ("clock", "run-due", "--dry-run", "--json", "--now")
    said = told(run(*command, "2026-11-23T08:30"))
    assert {(m["to"], m["way"], m["price"], *m["notices"]) for m in said["messages"]} == {
        ("U-a", "push", 1, "ticket.watch"),  # late, and nobody said so before
        ("U-b", "push", 1, "ticket.watch"),  # the visit of today
        ("U-boss", "push", 1, "ticket.watch"),
        ("U-teacher", "free", 0, "ticket.coming"),  # the visit, with their next answer
    }
    assert told(run(*command, "2026-11-22T23:00"))["messages"] == []
    assert rows_of(at) == before


def rows_of(at: At) -> dict[str, int]:
    tables = (OutboxMessage, Occasion, AuditEntry, Ticket, TicketEntry)
    with at(THURSDAY) as ctx:
        return {
            table.__tablename__: ctx.session.scalar(select(func.count()).select_from(table)) or 0
            for table in tables
        }
