"""The year in small: the days around a round whose schools can confirm on its last day only."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.database import Database
from tests.conftest import sqlite_copy
from tests.year import report
from tests.year.year import Plan, live

PLAN = Plan(
    schools=12, networks=1, first=date(2026, 11, 6), last=date(2026, 11, 11), few=True, seed=2
)


def test_a_round_reaches_every_school_for_next_to_nothing(
    sqlite_template: Path, tmp_path: Path
) -> None:
    database = Database(sqlite_copy(sqlite_template, tmp_path))
    work, verdict = live(database, tmp_path, PLAN)
    database.close()
    said = "\n".join(report.tell(work, verdict))
    assert not verdict.broken, said
    (of,) = verdict.rounds
    assert of.late, said
    assert of.cards, said
    assert of.free, said
    assert work.books.metered["2026-11"] <= PLAN.schools, said


def test_the_audit_sees_what_is_broken(sqlite_template: Path, tmp_path: Path) -> None:
    """Without groups, and with nothing to spend, schools are late of which nobody heard."""
    database = Database(sqlite_copy(sqlite_template, tmp_path))
    plan = Plan(
        schools=8, networks=1, first=date(2026, 11, 9), last=date(2026, 11, 10), few=True,
        groups=False, share=0,
    )  # fmt: skip
    _, verdict = live(database, tmp_path, plan)
    database.close()
    assert verdict.broken["and lately: on the last day by 13:45, or within four days before"]
