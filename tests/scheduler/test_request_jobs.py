"""The clock and requests: what is overdue is said, what is done with is filed, the old goes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.database import Database
from handlers import mail
from handlers.context import Context
from handlers.people import as_me
from handlers.requests import checking, deciding, delivering, ending, preparing
from models.audit import AuditEntry
from models.media import Media, MediaStatus
from models.office import Occasion
from models.outbox import OutboxMessage
from models.people import CodeTry, Person
from models.requests import (
    Delivery,
    DeliveryDownload,
    RequestDraft,
    RequestStatus,
    ServiceRequest,
    Verdict,
)
from scheduler.jobs import file_requests, overdue, tidy
from tests import people
from tests.bot.commanding import FORMS, Run, filed, told, typing_at
from tests.conftest import NOON
from tests.scheduler.test_jobs import Door

LINES = {"teacher": "U-teacher", "officer": "U-officer", "director": "U-director", "area": "U-area"}
At = Callable[[datetime], AbstractContextManager[Context]]
FRIDAY = datetime.fromisoformat("2026-11-20T08:30+07:00")


class FilingDoor(Door):
    """What the jobs see of the doors, and what they let be filed away."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.filed: list[int] = []

    def file_away(self, request_id: int, now: datetime) -> None:
        self.filed.append(request_id)
        if len(self.filed) == 1:
            raise RuntimeError("this one's papers cannot be drawn")
        with self.transaction() as session:
            request = session.get_one(ServiceRequest, request_id)
            ending.file_away(Context(session, now), FORMS, request, None, None)


@pytest.fixture
def door(database: Database) -> FilingDoor:
    return FilingDoor(database)


@pytest.fixture
def staff(at: At) -> dict[str, Person]:
    with at(NOON) as ctx:
        return people.staffed(ctx, LINES)


def test_a_day_of_clocks_says_it_once(door: FilingDoor, staff: dict[str, Person], at: At) -> None:
    with at(NOON) as ctx:
        checking.propose(
            ctx,
            FORMS,
            as_me(ctx, staff["officer"]),
            filed(ctx, staff["teacher"]).id,
            None,
            "permit",
        )
        before = ctx.session.scalar(select(func.count()).select_from(OutboxMessage))
    for minutes in range(0, 8 * 60, 5):
        overdue(door, FRIDAY + timedelta(minutes=minutes))
    with at(FRIDAY) as ctx:
        rows = ctx.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        assert [(row.chat_key, row.price) for row in rows[before:]] == [("U-director", 1)]


def test_what_is_done_with_is_filed_and_one_that_fails_holds_nobody_up(
    door: FilingDoor, staff: dict[str, Person], at: At
) -> None:
    with at(NOON) as ctx:
        teacher = as_me(ctx, staff["teacher"])
        taken_back = [filed(ctx, staff["teacher"]) for _ in range(3)]
        open_ = filed(ctx, staff["teacher"])
        for request in taken_back:
            ending.withdraw(ctx, teacher, request.id)
    file_requests(door, NOON + timedelta(hours=23))
    assert door.filed == []
    file_requests(door, NOON + timedelta(hours=25))
    assert door.filed == [request.id for request in taken_back]
    file_requests(door, NOON + timedelta(hours=26))  # the one that failed is tried again
    with at(NOON) as ctx:
        kept = {row.id: row.status for row in ctx.session.scalars(select(ServiceRequest))}
    assert kept.pop(open_.id) is RequestStatus.SUBMITTED
    assert set(kept.values()) == {RequestStatus.FILED}


def test_drafts_addresses_and_wrong_codes_go_in_time(
    door: FilingDoor, staff: dict[str, Person], at: At
) -> None:
    day = timedelta(days=1)
    with at(NOON) as ctx:
        for age, who in ((31, "U-old"), (29, "U-new")):
            ctx.session.add(RequestDraft(line_user=who, form="data_request", data={},
                                         updated_at=NOON - age * day))  # fmt: skip
        request = filed(ctx, staff["teacher"])
        delivery = Delivery(request_id=request.id, hand_over=request.hand_over, made_at=NOON,
                            expires_at=NOON + 30 * day)  # fmt: skip
        ctx.session.add(delivery)
        ctx.session.flush()
        for age in (91, 89):
            ctx.session.add(DeliveryDownload(
                delivery_id=delivery.id, file="page", address="10.0.0.1", at=NOON - age * day
            ))  # fmt: skip
        for age in (25, 1):
            ctx.session.add(CodeTry(line_user="U-x", at=NOON - timedelta(hours=age)))
        mail.queue(ctx, "mali@example.go.th", "delivery", {"name": "มะลิ"}, ref="request:1")
    tidy(door, NOON)
    tidy(door, NOON)
    with at(NOON) as ctx:
        assert ctx.session.scalars(select(RequestDraft.line_user)).all() == ["U-new"]
        addresses = select(DeliveryDownload.address).order_by(DeliveryDownload.id)
        assert ctx.session.scalars(addresses).all() == [None, "10.0.0.1"]
        assert ctx.session.scalar(select(func.count()).select_from(CodeTry)) == 1


def test_a_file_that_was_taken_out_again_goes_and_the_others_stay(
    door: FilingDoor, staff: dict[str, Person], at: At
) -> None:
    with at(NOON) as ctx:
        officer = as_me(ctx, staff["officer"])
        request = filed(ctx, staff["teacher"])
        checking.propose(ctx, FORMS, officer, request.id, None, "permit")
        director = as_me(ctx, staff["director"])
        deciding.decide(ctx, FORMS, director, request.id, None, Verdict.PERMIT)
        rows = []
        for n, sha256 in enumerate(("a" * 64, "b" * 64)):
            media = Media(message_id=f"m{n}", chat_key="U-officer", person="U-officer", kind="file",
                          status=MediaStatus.STORED, due_at=NOON, created_at=NOON, sha256=sha256,
                          content_type="application/pdf", size=9)  # fmt: skip
            ctx.session.add(media)
            ctx.session.flush()
            rows.append(preparing.add_file(ctx, officer, request.id, media.id, f"{n}.pdf"))
        assert rows[0] is not None
        preparing.remove_file(ctx, officer, request.id, rows[0].id)
        delivering.deliver(ctx, FORMS, officer, request.id)
    tidy(door, NOON + timedelta(days=2))
    assert door.deleted == ["a" * 64]


# `clock run-due` ----------------------------------------------------------------------------------


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    """Nobody answers as LINE in these tests: what is sent for real finds no connection."""
    with typing_at(NOON, database_url, monkeypatch, tmp_path) as typed:
        yield typed


def test_a_rehearsal_says_what_would_be_told_and_leaves_nothing(
    run: Run, staff: dict[str, Person], at: At
) -> None:
    with at(NOON) as ctx:
        officer = as_me(ctx, staff["officer"])
        checking.propose(ctx, FORMS, officer, filed(ctx, staff["teacher"]).id, None, "permit")
        gone = filed(ctx, staff["teacher"])
        ending.withdraw(ctx, as_me(ctx, staff["teacher"]), gone.id)
        for row in ctx.session.scalars(select(OutboxMessage)):
            ctx.session.delete(row)
    before = rows_of(at)
    said = told(run("clock", "run-due", "--now", "2026-11-23T08:30", "--dry-run", "--json"))
    assert {(m["to"], m["way"], m["price"], *m["notices"]) for m in said["messages"]} == {
        ("U-director", "push", 1, "tasks.overdue"),
        ("U-area", "push", 1, "tasks.overdue"),
        ("U-officer", "push", 1, "tasks.overdue"),
    }
    assert said["to_file"] == [gone.id]
    assert rows_of(at) == before
    night = told(run("clock", "run-due", "--now", "2026-11-22T23:00", "--dry-run", "--json"))
    assert night["messages"] == []
    lines = run("clock", "run-due", "--now", "2026-11-23T08:30", "--dry-run").stdout.splitlines()
    assert "push U-director 1 queued tasks.overdue" in lines


def test_the_clock_itself_files_away_with_the_papers(
    run: Run, staff: dict[str, Person], at: At, tmp_path: Path
) -> None:
    with at(NOON) as ctx:
        gone = filed(ctx, staff["teacher"])
        ending.withdraw(ctx, as_me(ctx, staff["teacher"]), gone.id)
        for row in ctx.session.scalars(select(OutboxMessage)):
            ctx.session.delete(row)  # there is no LINE here to send them to
    done = run("clock", "run-due", "--now", "2026-11-22T10:00:00.123456")
    assert done.exit_code == 0, done.output
    with at(NOON) as ctx:
        assert ctx.session.get_one(ServiceRequest, gone.id).status is RequestStatus.FILED
        kept = ctx.session.scalars(select(Media).where(Media.kept_for == f"request:{gone.id}"))
        assert [row.content_type for row in kept] == ["application/pdf"]
    assert len([path for path in (tmp_path / "files").rglob("*") if path.is_file()]) == 1


def rows_of(at: At) -> dict[str, int]:
    tables = (OutboxMessage, Occasion, AuditEntry, ServiceRequest)
    with at(NOON) as ctx:
        return {
            table.__tablename__: ctx.session.scalar(select(func.count()).select_from(table)) or 0
            for table in tables
        }


def test_a_moment_that_is_none_is_refused(run: Run) -> None:
    assert run("clock", "run-due", "--now", "พรุ่งนี้").exit_code == 2
    done = run("clock", "run-due", "--now", "2026-11-23T08:30", "--dry-run", "--json")
    assert json.loads(done.stdout)["now"] == "2026-11-23T08:30:00+07:00"
