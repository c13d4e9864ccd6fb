"""What is hidden of a version is worked out once, by the clock, and read from then on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any, cast

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import Database
from handlers import covers, suppression, tallies
from handlers.context import CLOCK, Context
from handlers.topics import TOPICS
from models.datasets import DatasetVersion, Tally, TallyCover, VersionSchool, VersionStatus
from scheduler.jobs import Outside, cover
from tests.conftest import NOON


class Door:
    """What the job sees of the doors."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def transaction(self, *rings: str) -> AbstractContextManager[Session]:
        return self._database.transaction(*rings)

    def apart(self, work: Callable[..., Any], *given: object) -> Any:
        return work(*given)


def _version(session: Session, report: str) -> int:
    one = DatasetVersion(
        dataset="dmc", report=report, year=2568, round=3, as_of=date(2026, 3, 31),
        status=VersionStatus.IMPORTED, file_name="a.csv", sha256=report, totals={},
        imported_at=NOON, imported_by="test",
    )  # fmt: skip
    session.add(one)
    session.flush()
    for school in ("1", "2", "3"):
        session.add(VersionSchool(version_id=one.id, school_code=school, school_name=school))
        for category, count in (("อื่นๆ", 2), ("นักเรียนพิการทั้งหมด", 9)):
            session.add(
                Tally(version_id=one.id, school_code=school, category=category, part="ป.1",
                      male=count, female=count + 4)
            )  # fmt: skip
    return one.id


def test_the_clock_works_covers_out_once_and_readers_take_them(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as session:
        version = _version(session, "disability")
        _version(session, "staff")  # no secret: nothing to hide
    door = cast(Outside, Door(database))
    cover(door, NOON)
    cover(door, NOON)
    with database.transaction() as session:
        rows = session.execute(select(TallyCover.version_id, TallyCover.rule)).all()
        assert [tuple(row) for row in rows] == [(version, suppression.RULE)]
        ctx = Context(session, NOON, CLOCK)
        found = tallies.load(ctx, version, TOPICS["disability"])
        own = suppression.cover(found.values, found.shape)
        monkeypatch.setattr(suppression, "cover", None)  # nothing is worked out again
        assert (found.hidden == (own.marks > 0)).all()


def test_a_cover_of_another_rule_is_not_taken(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as session:
        version = _version(session, "disability")
    cover(cast(Outside, Door(database)), NOON)
    monkeypatch.setattr(covers, "RULE", suppression.RULE + 1)
    with database.transaction() as session:
        ctx = Context(session, NOON, CLOCK)
        assert covers.kept(ctx, version) is None
        assert covers.missing(ctx) == [(version, "disability")]
