"""What the clock is about to tell, at what price; and the evidence of what it told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from handlers import groups
from handlers.context import Context
from handlers.groups import riding
from handlers.outbox import RODE, Letter, queue
from handlers.people import SYSTEM, me
from handlers.rounds import evidence, opening, reminding, standing
from handlers.rounds.opening import Spec
from handlers.tables import Source, read_sheets
from models.errors import NotAllowed
from models.groups import GroupPurpose
from models.outbox import OutboxMessage, OutboxStatus, Way
from models.people import Role
from models.rounds import Dataset, Standing
from tests import people
from tests.bot.commanding import Run, told, typing_at
from tests.conftest import NOON
from tests.handlers.round_office import B, C, bangkok, staffed

At = Callable[[datetime], AbstractContextManager[Context]]
GROUP = "C" + "1" * 32


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    """Nobody answers as LINE in these tests: what is sent for real finds no connection."""
    with typing_at(NOON, database_url, monkeypatch, tmp_path, OFFICE_CODE="99010000") as typed:
        yield typed


@pytest.fixture
def round_id(run: Run, at: At) -> int:
    """A round of two schools, due on the last of November; one clerk answers for both."""
    with at(bangkok("2026-11-02T09:00")) as ctx:
        staffed(ctx)
        clerk = people.person(ctx, "จำปี ธุรการ", Role.SCHOOL_ADMIN, school=B, line_user="U-clerk")
        people.post(ctx, clerk, Role.SCHOOL_ADMIN, school=C)
        groups.bind(ctx, SYSTEM, GROUP, "ครูข้อมูลทั้งเขต", GroupPurpose.DATA_TEACHERS)
        spec = Spec(
            Dataset.DMC, "DMC ภาคเรียนที่ 2", 2569, date(2026, 11, 1), bangkok("2026-11-30T16:30"),
            2, schools=[B, C], letter="ที่ ศธ 04999/ว 1",
        )  # fmt: skip
        return opening.open_round(ctx, SYSTEM, spec).id


def messages(run: Run, moment: str, *more: str) -> list[dict[str, Any]]:
    said = told(run("clock", "run-due", "--now", moment, "--json", *more))["messages"]
    return [one for one in said if "round.reminder" in one["notices"]]


def test_a_look_at_a_day_says_whom_it_reminds_of_what_and_the_price(
    run: Run, round_id: int, at: At
) -> None:
    (offered,) = messages(run, "2026-11-16T09:00", "--dry-run")
    assert (offered["to"], offered["way"], offered["price"]) == ("U-clerk", "free", 0)
    assert offered["rounds"] == [{"id": round_id, "rung": 14, "schools": [B, C]}]
    lines = run("clock", "run-due", "--now", "2026-11-16T09:00", "--dry-run").stdout.splitlines()
    assert "free U-clerk 0 queued round.reminder" in lines
    last = messages(run, "2026-11-27T09:00", "--dry-run")
    assert [(one["to"], one["way"], one["price"]) for one in last] == [
        ("U-far", "free", 0), ("U-clerk", "push", 1),  # one message a school is enough
    ]  # fmt: skip
    assert messages(run, "2026-11-28T09:00", "--dry-run") == []  # Saturday
    with at(NOON) as ctx:
        assert ctx.session.scalars(select(OutboxMessage)).all() == []

    (made,) = messages(run, "2026-11-16T09:00")
    assert (made["way"], made["price"], made["status"]) == ("free", 0, "queued")
    assert messages(run, "2026-11-16T09:01") == []


def test_the_evidence_names_who_was_told_when_and_by_which_way(
    run: Run, round_id: int, at: At, tmp_path: Path
) -> None:
    assert "ยังไม่มีการแจ้งในรอบนี้" in run("round", "evidence").stdout
    remind(at, "2026-11-16T09:00")
    remind(at, "2026-11-23T09:00")  # the first was not read: the second takes its place
    with at(bangkok("2026-11-23T10:00")) as ctx:
        ride(ctx)
        standing.note_for(ctx, SYSTEM, round_id, B, Standing.CONFIRMED)
        for row in ctx.session.scalars(select(OutboxMessage).where(OutboxMessage.only_free)):
            if row.status is OutboxStatus.QUEUED:
                row.finish(OutboxStatus.SUPERSEDED, at=ctx.now, error=RODE)
    remind(at, "2026-11-30T13:00")  # in the morning it might have ridden in the group once more
    with at(bangkok("2026-11-30T13:01")) as ctx:
        push = ctx.session.scalars(select(OutboxMessage).where(OutboxMessage.price == 1)).one()
        push.way = Way.PUSH
        push.finish(OutboxStatus.ACCEPTED, at=ctx.now)

    found = told(run("round", "evidence", str(round_id), "--json"))
    assert [
        (one["rung"], one["to"], one["audience"], one["way"], one["price"], len(one["schools"]))
        for one in found["lines"]
    ] == [
        (14, "จำปี ธุรการ", "named", "replaced", 0, 2),
        (7, "จำปี ธุรการ", "named", "free", 0, 2),
        (7, "ครูข้อมูลทั้งเขต", "group", "free", 0, 2),
        (0, "จำปี ธุรการ", "named", "paid", 1, 1),
    ]
    assert found["ways"] == {"free": 2, "paid": 1, "replaced": 1}
    assert found["paid_messages"] == 1
    assert found["lines"][1]["told_at"].startswith("2026-11-23T03:00")
    lines = run("round", "evidence").stdout
    assert "ก่อน 7 วัน" in lines
    assert "รวมข้อความที่จ่าย" in lines
    assert "U-clerk" not in lines
    book = tmp_path / "หลักฐาน.xlsx"
    assert run("round", "evidence", "--out", str(book)).exit_code == 0
    names = {name for name, _ in read_sheets(Source("หลักฐาน.xlsx", path=book))}
    assert names == {"สรุปการแจ้ง", "รายการแจ้ง"}
    with at(NOON) as ctx:
        outsider = me(ctx, "U-clerk")
        with pytest.raises(NotAllowed):
            evidence.evidence(ctx, outsider, round_id)
        assert evidence.totals(ctx, opening.get(ctx, round_id)) == found["ways"]


def remind(at: At, moment: str) -> None:
    with at(bangkok(moment)) as ctx:
        reminding.remind(ctx)


def ride(ctx: Context) -> None:
    """The list rides in the group, and LINE takes it."""
    found = riding.ride(ctx, GROUP, ctx.now)
    assert found is not None
    notices = tuple({"kind": kind, "data": data} for kind, data in found.notices)
    letter = Letter(GROUP, {"is_group": True}, notices, reply_token="t", hold_key=found.hold_key)
    queue(ctx.session, [letter], now=ctx.now)
    row = ctx.session.scalars(select(OutboxMessage).where(OutboxMessage.chat_key == GROUP)).one()
    row.way = Way.REPLY
    row.finish(OutboxStatus.ACCEPTED, at=ctx.now)
