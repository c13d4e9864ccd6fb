"""The clock and announcements: minutes of it, one that fails, a rehearsal."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.database import Database
from handlers.announcements import sending
from handlers.context import Context
from models.announcements import Announcement, AnnouncementStatus, Delivery
from models.outbox import OutboxMessage
from models.people import Role
from scheduler import jobs
from scheduler.jobs import announcements
from tests.handlers.announcement_office import Desk, bangkok
from tests.scheduler.test_jobs import Door

At = Callable[[datetime], AbstractContextManager[Context]]
NINE = bangkok("2026-11-20T09:00")


@pytest.fixture
def door(database: Database) -> Door:
    return Door(database)


@pytest.fixture
def waiting(at: At) -> tuple[int, int]:
    """Two that are to be pushed at nine."""
    with at(NINE) as ctx:
        desk = Desk(ctx)
        rows = [
            desk.draft(title, roles=(Role.SCHOOL_DIRECTOR,), delivery=Delivery.PUSH)
            for title in ("หนึ่ง", "สอง")
        ]
        for row in rows:
            desk.send(row, at="2026-11-20T09:00")
        return rows[0].id, rows[1].id


def paid(at: At) -> int:
    with at(NINE) as ctx:
        return sum(ctx.session.scalars(select(OutboxMessage.price)))


def test_minutes_of_the_clock_send_each_once(door: Door, waiting: object, at: At) -> None:
    for minutes in range(-70, 130, 10):
        announcements(door, NINE + timedelta(minutes=minutes))
    assert paid(at) == 6


def test_one_that_fails_holds_up_no_other_and_is_sent_when_it_is_mended(
    door: Door,
    waiting: tuple[int, int],
    at: At,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole, said = sending.deliver, list[str]()

    def broken(ctx: Context, row: Announcement) -> object:
        done = whole(ctx, row)
        if row.title == "หนึ่ง":
            raise RuntimeError("killed half way")
        return done

    monkeypatch.setattr(sending, "deliver", broken)
    # The log's own settings are those of whichever command ran last in this process.
    monkeypatch.setattr(jobs.log, "error", lambda event, **_: said.append(event))
    announcements(door, NINE)
    assert said == ["clock.announcement.failed"]
    assert paid(at) == 3
    with at(NINE) as ctx:
        first = ctx.session.get_one(Announcement, waiting[0])
        assert first.status is AnnouncementStatus.SCHEDULED  # nothing of it was kept
    monkeypatch.undo()
    announcements(door, NINE + timedelta(minutes=1))
    assert paid(at) == 6
