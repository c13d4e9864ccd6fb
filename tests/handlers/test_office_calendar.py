"""The office's calendar is changed: it holds at once, is recorded, and moves what was due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from handlers import office_calendar
from handlers.context import Context
from handlers.office_calendar import Changed, Moved, NotChanged
from handlers.workdays import Calendar, NoWorkday
from models.audit import AuditEntry
from models.calendar import CalendarChange
from tests.conftest import NOON

EXTRA = date(2026, 12, 30)  # a Wednesday
SATURDAY = date(2026, 12, 26)
SUBSTITUTE = date(2026, 12, 7)
NAME = "วันหยุดพิเศษตามมติคณะรัฐมนตรี"


@pytest.fixture(autouse=True)
def _nobody_else_recomputes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_calendar, "AFTER_CHANGE", [])


def entries(ctx: Context) -> list[AuditEntry]:
    ctx.session.flush()
    return list(ctx.session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


def reopened(ctx: Context) -> Calendar:
    """The calendar as the next transaction reads it."""
    ctx.session.flush()
    ctx.session.expire_all()
    ctx.session.info.clear()
    return office_calendar.load(ctx)


def test_an_office_that_changed_nothing_has_the_governments(ctx: Context) -> None:
    assert office_calendar.load(ctx) == Calendar()
    assert office_calendar.load(ctx) is office_calendar.load(ctx)


def test_a_holiday_added_holds_at_once_and_afterwards(ctx: Context) -> None:
    office_calendar.add_holiday(ctx, date(2027, 6, 1), "วันอื่น")
    before = office_calendar.load(ctx)
    done = office_calendar.add_holiday(ctx, EXTRA, f"  {NAME}\n")
    assert done == Changed(EXTRA, False, NAME, is_past=False, moved=())
    assert done.changed_days == (EXTRA,)
    assert before.is_workday(EXTRA)
    for calendar in (office_calendar.load(ctx), reopened(ctx)):
        assert not calendar.is_workday(EXTRA)
        assert calendar.name(EXTRA) == NAME
        assert not calendar.is_workday(date(2027, 6, 1))
        assert calendar.is_workday(EXTRA - timedelta(days=1))
    row = ctx.session.get_one(CalendarChange, EXTRA)
    assert (row.changed_by, row.changed_at) == ("test", NOON)


def test_a_holiday_withdrawn_is_worked_and_so_may_be_a_saturday(ctx: Context) -> None:
    done = office_calendar.withdraw_holiday(ctx, SUBSTITUTE, "เลื่อนวันหยุด")
    assert (done.is_workday, done.name) == (True, None)
    office_calendar.withdraw_holiday(ctx, SATURDAY, "ทำการแทน")
    calendar = reopened(ctx)
    assert calendar.is_workday(SUBSTITUTE)
    assert calendar.is_workday(SATURDAY)
    assert not calendar.is_workday(SATURDAY + timedelta(days=1))


def test_undoing_brings_the_governments_day_back(ctx: Context) -> None:
    office_calendar.withdraw_holiday(ctx, SUBSTITUTE, "เลื่อนวันหยุด")
    office_calendar.add_holiday(ctx, EXTRA, NAME)
    done = office_calendar.undo(ctx, SUBSTITUTE)
    assert not done.is_workday
    assert "ชดเชย" in (done.name or "")
    calendar = reopened(ctx)
    assert not calendar.is_workday(SUBSTITUTE)
    assert not calendar.is_workday(EXTRA)
    office_calendar.undo(ctx, EXTRA)
    assert reopened(ctx) == Calendar()


def test_a_change_of_mind_is_one_row_and_two_records(ctx: Context) -> None:
    office_calendar.add_holiday(ctx, EXTRA, NAME)
    office_calendar.withdraw_holiday(ctx, EXTRA, "ยกเลิกมติ")
    assert reopened(ctx).is_workday(EXTRA)
    office_calendar.undo(ctx, EXTRA)
    first, second, third = entries(ctx)
    added = {"is_workday": False, "name": NAME}
    withdrawn = {"is_workday": True, "name": "ยกเลิกมติ"}
    assert {entry.subject for entry in (first, second, third)} == {"calendar_change:2026-12-30"}
    assert [(e.action, e.before, e.after, e.actor) for e in (first, second, third)] == [
        ("cli:calendar:holiday_added", None, added, "test"),
        ("cli:calendar:holiday_withdrawn", added, withdrawn, "test"),
        ("cli:calendar:undone", withdrawn, None, "test"),
    ]


@pytest.mark.parametrize(
    ("day", "name", "why"),
    [
        (SATURDAY, NAME, "is_off"),
        (SUBSTITUTE, NAME, "is_off"),
        (date(2029, 12, 3), NAME, "far"),
        (date(2569 + 543, 12, 30), NAME, "far"),
        (date(9999, 12, 31), NAME, "far"),
        (date(2023, 1, 4), NAME, "far"),
        (EXTRA, " \n", "no_name"),
        (EXTRA, "ก" * 201, "long_name"),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(
    ctx: Context, day: date, name: str, why: str
) -> None:
    with pytest.raises(NotChanged) as refused:
        office_calendar.add_holiday(ctx, day, name)
    assert (refused.value.why, refused.value.day) == (why, day)
    assert reopened(ctx) == Calendar()
    assert entries(ctx) == []


def test_what_is_so_already_is_refused(ctx: Context) -> None:
    with pytest.raises(NotChanged, match="is_workday"):
        office_calendar.withdraw_holiday(ctx, date(2027, 5, 3), "วันแรงงานไม่หยุด")
    with pytest.raises(NotChanged, match="no_change"):
        office_calendar.undo(ctx, SUBSTITUTE)
    office_calendar.add_holiday(ctx, EXTRA, NAME)
    with pytest.raises(NotChanged) as refused:
        office_calendar.add_holiday(ctx, EXTRA, "อีกครั้ง")
    assert refused.value.name == NAME


def test_a_day_that_is_over_may_be_changed_and_is_told_so(ctx: Context) -> None:
    yesterday, today = date(2026, 11, 18), date(2026, 11, 19)
    assert office_calendar.add_holiday(ctx, yesterday, "น้ำท่วม ปิดสำนักงาน").is_past
    assert not office_calendar.add_holiday(ctx, today, "น้ำท่วม ปิดสำนักงาน").is_past


def test_due_dates_are_recomputed_by_the_new_calendar(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = {"คข. 1/2570": office_calendar.load(ctx).due(NOON, 2)}

    def recompute(ctx: Context) -> Sequence[Moved]:
        new = office_calendar.load(ctx).due(NOON, 2)
        moved = [Moved(ref, old, new) for ref, old in due.items() if old != new]
        due.update(dict.fromkeys(due, new))
        return moved

    monkeypatch.setattr(office_calendar, "AFTER_CHANGE", [recompute, lambda _: []])
    monday, tuesday = (datetime.fromisoformat(f"2026-11-{n}T16:30+07:00") for n in (23, 24))
    assert office_calendar.add_holiday(ctx, EXTRA, NAME).moved == ()
    friday = date(2026, 11, 20)
    moved = office_calendar.add_holiday(ctx, friday, NAME).moved
    assert moved == (Moved("คข. 1/2570", monday, tuesday),)
    back = office_calendar.undo(ctx, friday).moved
    assert back == (Moved("คข. 1/2570", tuesday, monday),)


def test_a_year_without_a_day_to_work_is_refused(ctx: Context) -> None:
    first = date(2027, 1, 4)
    free = [first + timedelta(days=n) for n in range(1, 270)]
    ctx.session.add_all(
        CalendarChange(day=day, is_workday=False, name="ปิด", changed_at=NOON, changed_by="x")
        for day in free
    )
    with pytest.raises(NoWorkday):
        office_calendar.add_holiday(ctx, first, "ปิดทั้งปี")


def test_a_year_is_listed_by_day(ctx: Context) -> None:
    office_calendar.add_holiday(ctx, EXTRA, NAME)
    office_calendar.withdraw_holiday(ctx, SUBSTITUTE, "เลื่อนวันหยุด")
    office_calendar.add_holiday(ctx, date(2027, 6, 1), "ปีอื่น")
    found = office_calendar.listed(ctx, 2026)
    assert [entry.day for entry in found] == sorted({entry.day for entry in found})
    assert {entry.day.year for entry in found} == {2026}
    own = [(e.day, e.name, e.is_workday, e.changed_by) for e in found if e.by_office]
    assert own == [
        (SUBSTITUTE, "เลื่อนวันหยุด", True, "test"),
        (EXTRA, NAME, False, "test"),
    ]
    assert "วันแรงงาน" not in " ".join(entry.name for entry in found)
    assert len(found) == 22 + 1
