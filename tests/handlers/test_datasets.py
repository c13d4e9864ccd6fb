"""Versions: taken in, put in force, replaced, withdrawn; nothing changes by a refused file."""

from __future__ import annotations

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from handlers import datasets, demo
from handlers.context import Context
from handlers.datastate import current
from handlers.tables import FileRefused, Source
from handlers.topics import PUPILS
from models.audit import AuditEntry
from models.datasets import DatasetVersion, Enrollment, VersionStatus
from models.errors import NotFound, WrongState
from tests.handlers.offices import DEMO, target

SCHOOLS = demo._schools(DEMO)[:8]


def content(n: int = 8, year: int = 2568, round_: int = 1) -> bytes:
    return demo._summary_file(SCHOOLS[:n], DEMO, year, round_)


def take(ctx: Context, n: int = 8, year: int = 2568, round_: int = 1) -> int:
    name = f"{n}.csv"
    data = content(n, year, round_)
    [done] = datasets.import_file(ctx, Source(name, data), target(year, round_), DEMO.code)
    assert done.version is not None
    return done.version


def status(ctx: Context, version: int) -> VersionStatus:
    return ctx.session.get_one(DatasetVersion, version).status


@pytest.mark.parametrize(
    ("round_", "day"), [(1, "2025-06-10"), (2, "2025-11-10"), (3, "2026-03-31")]
)
def test_usual_dates(round_: int, day: str) -> None:
    assert datasets.usual_as_of(2568, round_).isoformat() == day


def test_publishing_replaces_in_one_transaction(ctx: Context) -> None:
    first, second = take(ctx, 8), take(ctx, 7)
    before = current(ctx)
    assert datasets.publish(ctx, first) is None
    replaced = datasets.publish(ctx, second)
    ctx.session.flush()
    assert replaced is not None
    assert (status(ctx, first), status(ctx, second)) == ("withdrawn", "published")
    assert current(ctx) > before
    actions = ctx.session.scalars(select(AuditEntry.action)).all()
    assert actions.count("cli:dataset:published") == 2
    assert actions.count("cli:dataset:withdrawn") == 1


def test_states_are_guarded(ctx: Context) -> None:
    version = take(ctx)
    datasets.publish(ctx, version)
    with pytest.raises(WrongState):
        datasets.publish(ctx, version)
    datasets.withdraw(ctx, version)
    for act in (datasets.publish, datasets.withdraw):
        with pytest.raises(WrongState):
            act(ctx, version)
    with pytest.raises(NotFound):
        datasets.publish(ctx, 999)


def test_the_same_file_is_not_taken_twice(ctx: Context) -> None:
    version = take(ctx)
    with pytest.raises(FileRefused):
        take(ctx)
    datasets.withdraw(ctx, version)
    assert take(ctx) != version


def test_check_changes_nothing(ctx: Context) -> None:
    [report] = datasets.check(ctx, Source("a.csv", content()), target(2568, 1), DEMO.code)
    assert (report.version, report.totals["schools"]) == (None, 8)
    assert ctx.session.scalar(select(func.count()).select_from(DatasetVersion)) == 0
    assert current(ctx) == 0


def test_what_is_new_and_missing_since_the_round_before(ctx: Context) -> None:
    datasets.publish(ctx, take(ctx, 7, 2567, 3))
    [report] = datasets.check(ctx, Source("a.csv", content(8)), target(2568, 1), DEMO.code)
    assert [line[:8] for line in report.new_schools] == [SCHOOLS[7].code]
    assert report.missing_schools == []
    assert report.previous is not None
    assert report.to_json()["as_of"] == "2025-06-10"


def test_a_refused_file_leaves_no_trace(ctx: Context) -> None:
    with pytest.raises(FileRefused):
        datasets.import_file(ctx, Source("a.csv", b"x"), target(2568, 1), DEMO.code)
    wrong = datasets.Target("emis", 2568, 0, datasets.usual_as_of(2568, 0))
    with pytest.raises(FileRefused):
        datasets.import_file(ctx, Source("a.csv", content()), wrong, DEMO.code)
    assert ctx.session.scalar(select(func.count()).select_from(Enrollment)) == 0
    assert current(ctx) == 0


def test_the_database_backs_one_published_version(ctx: Context) -> None:
    datasets.publish(ctx, take(ctx, 8))
    ctx.session.flush()
    row = ctx.session.scalars(select(DatasetVersion)).one()
    copied = {c.key: getattr(row, c.key) for c in DatasetVersion.__table__.columns}
    copied.update(id=77, sha256="0" * 64)
    with pytest.raises(IntegrityError), ctx.session.begin_nested():
        ctx.session.execute(insert(DatasetVersion).values(copied))


def test_the_demo_office(ctx: Context) -> None:
    demo.populate(ctx, DEMO)
    demo.populate(ctx, DEMO)
    versions = [v for v in datasets.list_versions(ctx) if v.report == PUPILS]
    assert [v.year * 10 + v.round for v in versions[:2]] == [25692, 25691]
    assert len(versions) == 8
    assert all(v.status is VersionStatus.PUBLISHED for v in versions)
    assert versions[0].totals["schools"] == 120
