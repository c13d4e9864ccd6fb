"""The clock: done twice is done once, and what is old goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from typing import TypeVar

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import Database
from bot.events import reduced
from bot.line.client import ContentGone
from handlers import budget, conversations, groups, heartbeats
from handlers.context import Context
from handlers.people import SYSTEM
from models.chats import Conversation
from models.engine import LineQuota
from models.groups import BoundGroup, GroupPurpose
from models.inbox import InboxEvent
from models.mail import MailMessage
from models.media import Media, MediaStatus
from models.outbox import OutboxMessage
from models.people import Role
from scheduler.clock import Ticker, run_job, start
from scheduler.jobs import (
    JOBS,
    Job,
    check_quota,
    count_members,
    forecast_quota,
    tidy,
    watch_quota,
)
from tests import people
from tests.conftest import NOON
from tests.office import Office

T = TypeVar("T")


class Door:
    """What jobs see of the doors, in a test."""

    node, keep_days, mails = "test", 7, True

    def __init__(self, database: Database) -> None:
        self._database = database
        self.deleted: list[str] = []
        self.answer: tuple[int | None, int] | None = (300, 12)
        self.asked = 0
        self.members: int | None = 14
        self.counted: list[str] = []

    def transaction(self, *rings: str) -> AbstractContextManager[Session]:
        return self._database.transaction(*rings)

    def reduce(self, payload: str) -> str:
        return reduced(payload)

    def delete_files(self, hashes: list[str]) -> None:
        self.deleted += hashes

    def ask_quota(self) -> tuple[int | None, int] | None:
        self.asked += 1
        return self.answer

    def ask_members(self, chat_key: str) -> int | None:
        self.counted.append(chat_key)
        return self.members

    def apart(self, work: Callable[..., T], *given: object) -> T | None:
        return work(*given)


@pytest.fixture
def door(database: Database) -> Door:
    return Door(database)


def test_words_go_after_a_week_and_counts_stay(office: Office, door: Door) -> None:
    who = office.people["teacher"]
    office.says(who, "เมนู")
    tidy(door, NOON + timedelta(days=6))
    with office.database.reading() as session:
        assert "text" in session.scalars(select(InboxEvent.payload)).one()
    tidy(door, NOON + timedelta(days=8))
    tidy(door, NOON + timedelta(days=8))
    with office.database.reading() as session:
        event = session.scalars(select(InboxEvent)).one()
        message = session.scalars(select(OutboxMessage)).one()
    assert '"text":' not in event.payload
    assert "replyToken" not in event.payload
    assert who in event.payload
    assert (message.body, message.notices, message.reply_token) == (None, [], None)
    assert message.status.value == "accepted"


def test_a_photo_of_no_record_goes_after_a_day_with_its_file(office: Office, door: Door) -> None:
    who = office.people["teacher"]
    office.platform.acts.media(
        who, who, "image", [("a.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"1" * 50)]
    )
    office.settle()
    with office.database.reading() as session:
        row = session.scalars(select(Media)).one()
    assert row.status is MediaStatus.STORED
    assert row.sha256
    assert office.files.path(row.sha256).exists()
    tidy(door, NOON + timedelta(hours=23))
    assert door.deleted == []
    tidy(door, NOON + timedelta(hours=25))
    assert door.deleted == [row.sha256]


def test_what_was_asked_is_forgotten_a_day_later(office: Office, door: Door) -> None:
    with office.database.transaction() as session:
        talks = conversations.Conversations(session)
        talk = talks.open("U1", "U1", now=NOON)
        conversations.remember(talk, {"query": {"schools": ["99010001"]}}, now=NOON)
        fresh = talks.open("U2", "U2", now=NOON + timedelta(hours=30))
        conversations.remember(fresh, {"query": {}}, now=NOON + timedelta(hours=30))
    tidy(door, NOON + timedelta(hours=31))
    with office.database.reading() as session:
        memories = list(
            session.scalars(select(Conversation.memory).order_by(Conversation.chat_key))
        )
    assert memories == [{}, {"query": {}}]


def test_line_is_asked_for_the_quota_now_and_then(database: Database, door: Door) -> None:
    door.answer = None
    check_quota(door, NOON)
    door.answer = (300, 12)
    check_quota(door, NOON + timedelta(seconds=20))
    check_quota(door, NOON + timedelta(seconds=40))
    assert door.asked == 2
    with database.reading() as session:
        quota = session.scalars(select(LineQuota)).one()
    assert (quota.month, quota.limit_value, quota.used) == ("2026-11", 300, 12)


def test_members_are_counted_once_a_day_where_the_bot_is(office: Office, door: Door) -> None:
    """One that was bound anew soon, one that LINE does not speak of again and again."""
    here, gone = office.groups[:2]
    with office.database.transaction() as session:
        ctx = Context(session, NOON)
        for chat in (here, gone, "R" + "2" * 32):
            groups.bind(ctx, SYSTEM, chat, "กลุ่ม", GroupPurpose.CLERKS)
        groups.end(ctx, SYSTEM, "R" + "2" * 32)
    office.platform.acts.remove(gone)
    office.settle()
    door.members = None
    count_members(door, NOON)
    door.members = 14
    count_members(door, NOON + timedelta(minutes=10))
    count_members(door, NOON + timedelta(hours=23))
    assert door.counted == [here, here]
    assert office.line.members(here) == 5  # LINE's own number, without the account itself
    with pytest.raises(ContentGone):
        office.line.members(gone)
    count_members(door, NOON + timedelta(hours=25))
    with office.database.reading() as session:
        assert session.get_one(BoundGroup, here).members == 14
        assert session.get_one(BoundGroup, gone).members is None


def test_the_last_run_of_each_job_is_kept_a_write_a_minute(database: Database, door: Door) -> None:
    """Well or badly; a look ahead and a clock that is set back are no run of now."""
    fails = [False]

    def work(outside: object, now: datetime) -> None:
        if fails[0]:
            raise RuntimeError

    job, ticker = Job("work", timedelta(seconds=20), work), Ticker(door)
    moments: list[tuple[float, datetime]] = []
    for seconds in (0, 20, 40, 60, 80):
        fails[0] = seconds == 80
        ticker.run(job, NOON + timedelta(seconds=seconds))
        with database.reading() as session:
            run = heartbeats.last_runs(session, now=NOON + timedelta(seconds=seconds))["work"]
        moments.append((run.well, run.at))
    assert [well for well, _ in moments] == [True, True, True, True, False]
    assert [int((at - NOON).total_seconds()) for _, at in moments] == [0, 0, 0, 60, 80]
    other = Ticker(door)
    fails[0] = False
    other.run(job, NOON + timedelta(days=200))
    other.run(job, NOON + timedelta(seconds=100))
    with database.reading() as session:
        run = heartbeats.last_runs(session, now=NOON + timedelta(seconds=110))["work"]
    assert (run.well, run.at) == (True, NOON + timedelta(seconds=100))


def test_a_job_that_fails_ends_only_its_own_run(database: Database) -> None:
    @contextmanager
    def broken(*_rings: str) -> Iterator[Session]:
        raise RuntimeError
        yield

    door = Door(database)
    door.transaction = broken  # type: ignore[method-assign]
    assert [run_job(job, door, NOON) for job in JOBS] == [False] * len(JOBS)


def test_the_clock_starts_every_job(database: Database) -> None:
    clock = start(Door(database))
    try:
        assert {job.id for job in clock.get_jobs()} == {job.name for job in JOBS}
    finally:
        clock.shutdown(wait=False)


def test_alarms_of_messages_are_logged_and_told_once(
    door: Door, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with database.transaction() as session:
        ctx = Context(session, NOON)
        people.person(ctx, "ออ", Role.OFFICER, group=people.GROUP, line_user="U-o",
                      email="o@example.org")  # fmt: skip
        budget.note(session, limit=300, used=300, now=NOON)
    for _ in range(2):  # a second clock finds it told
        watch_quota(door, NOON + timedelta(minutes=1))
    assert [(one.message, one.__dict__["kind"]) for one in caplog.records] == [
        ("quota.alarm", "gone")
    ]
    forecast_quota(door, NOON + timedelta(minutes=1))
    with database.reading() as session:
        (told,) = session.scalars(select(OutboxMessage)).all()
        assert (told.chat_key, told.only_free, told.price) == ("U-o", True, 0)
        assert [row.address for row in session.scalars(select(MailMessage))] == ["o@example.org"]
