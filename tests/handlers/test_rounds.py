"""A collection round from opening to figures: dates, locks, extensions, the office's steps."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from bot.database import Database
from handlers import office_calendar, office_rules
from handlers.context import Actor, Context
from handlers.people import SYSTEM
from handlers.rounds import changing, listing, opening, rates, standing
from handlers.rounds.opening import RoundRefused
from models.audit import AuditEntry
from models.errors import NotFound, WrongState
from models.rounds import RoundExtension, RoundSchool, Source, Standing, StepKind
from tests.handlers.round_office import (
    ELSEWHERE,
    LETTER,
    NAME,
    UNASKED,
    A,
    B,
    C,
    D,
    bangkok,
    me,
    noted,
    on,
    opened,
    staffed,
)

At = Callable[[datetime], AbstractContextManager[Context]]
S = Standing
PREPARED = bangkok("2026-09-01T09:00")


@pytest.fixture
def now() -> datetime:
    return PREPARED


def refused(work: Callable[[], object]) -> tuple[str, dict[str, object]]:
    with pytest.raises(RoundRefused) as caught:
        work()
    return caught.value.why, caught.value.facts


def test_a_round_is_opened_once_with_its_dates_in_order(ctx: Context) -> None:
    staffed(ctx)
    row = opened(ctx, name=f"  {NAME}  ")
    assert (row.name, row.closes_on) == (NAME, date(2026, 12, 10))  # 30 days more
    assert refused(lambda: opened(ctx)) == ("twice", {"id": row.id, "name": NAME})
    later = opened(
        ctx,
        year=2570,
        name="อีกปี",
        opens_on=date(2027, 7, 15),
        as_of=None,
        due_at=bangkok("2027-11-10T16:30"),
    )
    wrong = {
        ("opens", "confirm_from"): {"confirm_from": date(2026, 9, 30)},
        ("confirm_from", "due"): {"confirm_from": date(2026, 11, 11)},
        ("due", "certify_by"): {"certify_by": bangkok("2026-11-10T12:00")},
        ("due", "acknowledge_by"): {"acknowledge_by": date(2026, 11, 9)},
        ("acknowledge_by", "system_closes"): {
            "acknowledge_by": date(2026, 11, 12), "closes_on": date(2026, 11, 11),
        },
    }  # fmt: skip
    for (first, second), dates in wrong.items():
        why = refused(lambda dates=dates: opened(ctx, name="ผิด", **dates))
        assert why == ("order", {"first": first, "second": second})
    for why, particulars in {
        "name": {"name": " "}, "rungs": {"rungs": [3, 3]}, "letter": {"letter": "ก" * 201},
        "link": {"link": "dmc.example.go.th"},
    }.items():  # fmt: skip
        assert refused(lambda p=particulars: opened(ctx, **{"name": "ผิด", **p}))[0] == why
    assert opening.under_way(ctx) == [row, later]
    assert opening.the_one(on(ctx, "2026-10-01T08:00"), None) is row  # the other is not open yet
    assert opening.cancel(ctx, SYSTEM, later.id).cancelled_at == ctx.now
    with pytest.raises(WrongState):
        opening.cancel(ctx, SYSTEM, later.id)
    assert opening.under_way(ctx) == [row]
    assert refused(lambda: opening.the_one(on(ctx, "2027-03-01T08:00"), None))[0] == "none"


def test_the_closing_date_is_moved_for_everybody(ctx: Context) -> None:
    staffed(ctx)
    row = opened(ctx, certify_by=bangkok("2026-11-10T16:30"), acknowledge_by=date(2026, 11, 11),
                 closes_on=date(2026, 11, 12))  # fmt: skip
    noted(on(ctx, "2026-11-09T10:00"), row, A, S.CONFIRMED)
    late = on(ctx, "2026-11-10T17:00")
    noted(late, row, B, S.CONFIRMED)
    assert rates.figures(late, row).office.on_time == 1
    assert [line.school.smis for line in rates.figures(late, row).schools if line.late] == [C, D]

    letter = "ที่ ศธ 04999/ว 140 ลว. 10 พ.ย. 2569"
    assert refused(lambda: opening.extend(late, SYSTEM, row.id, PREPARED, letter))[0] == "past"
    opening.extend(late, SYSTEM, row.id, bangkok("2026-11-17T16:30"), letter)
    assert rates.figures(late, row).office.on_time == 2
    assert not any(line.late for line in rates.figures(late, row).schools)
    # What follows the closing date follows it, and the system is not closed before it.
    assert (row.certify_by, row.acknowledge_by, row.closes_on) == (
        bangkok("2026-11-17T16:30"), date(2026, 11, 18), date(2026, 11, 18),
    )  # fmt: skip
    assert row.letter == letter
    with pytest.raises(WrongState):  # a second tap
        opening.extend(late, SYSTEM, row.id, bangkok("2026-11-17T16:30"), letter)

    (moved,) = ctx.session.scalars(select(RoundExtension)).all()
    assert (moved.before, moved.after) == (
        bangkok("2026-11-10T16:30"), bangkok("2026-11-17T16:30"),
    )  # fmt: skip
    told = ctx.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "round:round:extended")
    ).one()
    assert datetime.fromisoformat(told.before["due"]) == bangkok("2026-11-10T16:30")
    assert (told.before["letter"], told.after["letter"]) == (LETTER, letter)
    assert listing.status(late, SYSTEM, row.id)["moved"][0]["letter"] == letter


def test_what_a_school_says_goes_forward_and_once(ctx: Context) -> None:
    of = staffed(ctx)
    row = opened(ctx, confirm_from=date(2026, 11, 1), closes_on=date(2026, 11, 12))
    clerk, head = me(ctx, of["clerk"]), me(ctx, of["head"])

    def say(when: str, to: Standing, by=clerk, code: str = A) -> RoundSchool:
        return standing.say(on(ctx, when), by, row.id, code, to)

    assert refused(lambda: say("2026-09-30T09:00", S.ENTERING))[0] == "not_open"
    say("2026-10-05T09:00", S.ENTERING)
    first = say("2026-10-20T09:00", S.ENTERED)
    version = first.version
    assert say("2026-10-21T09:00", S.ENTERED).version == version  # twice is once
    assert first.changed_at == bangkok("2026-10-20T09:00")
    assert refused(lambda: say("2026-10-21T09:00", S.CONFIRMED))[0] == "not_yet"
    with pytest.raises(WrongState):  # a step back is the office's
        say("2026-11-02T09:00", S.ENTERING)
    with pytest.raises(WrongState):  # nothing is confirmed yet
        say("2026-11-02T09:00", S.CERTIFIED, head)
    say("2026-11-02T09:00", S.CONFIRMED)
    say("2026-11-03T09:00", S.CERTIFIED, head)

    office = on(ctx, "2026-11-04T09:00")
    assert refused(lambda: standing.give_back(office, SYSTEM, row.id, A, " "))[0] == "reason"
    given = standing.give_back(office, SYSTEM, row.id, A, "นักเรียนซ้ำ 2 คน")
    assert (given.standing, given.completed_at) == (S.RETURNED, None)
    with pytest.raises(WrongState):
        standing.acknowledge(office, SYSTEM, row.id, A)
    again = say("2026-11-05T09:00", S.CONFIRMED)
    assert again.completed_at == bangkok("2026-11-05T09:00")
    assert standing.acknowledge(office, SYSTEM, row.id, A).standing is S.ACKNOWLEDGED
    assert standing.acknowledge(office, SYSTEM, row.id, A).version == again.version

    # After the last day of the system only the office, and whoever was given longer.
    assert refused(lambda: say("2026-11-13T09:00", S.ENTERED, SYSTEM, B))[0] == "closed"
    noted(on(ctx, "2026-11-13T09:00"), row, C, S.CONFIRMED)
    after = on(ctx, "2026-11-13T10:00")
    for until, reason in ((bangkok("2026-11-13T09:00"), "ไฟดับ"), (bangkok("2026-11-20T16:30"), "")):
        assert refused(
            lambda u=until, r=reason: standing.give_longer(after, SYSTEM, row.id, B, u, r)
        )[0] in ("past", "reason")
    standing.give_longer(after, SYSTEM, row.id, B, bangkok("2026-11-20T16:30"), "น้ำท่วม")
    say("2026-11-20T16:00", S.CONFIRMED, SYSTEM, B)
    with pytest.raises(NotFound):
        noted(after, row, UNASKED, S.ENTERED)
    with pytest.raises(NotFound):
        noted(after, row, ELSEWHERE, S.ENTERED)
    opening.cancel(after, SYSTEM, row.id)
    with pytest.raises(WrongState):
        say("2026-11-12T09:00", S.ENTERING, SYSTEM, D)


def test_the_five_figures_by_office_network_and_amphoe(ctx: Context) -> None:
    staffed(ctx)
    row, beside = opened(ctx), opened(ctx, name="รอบข้าง ๆ", schools=None)
    noted(on(ctx, "2026-11-01T09:00"), beside, UNASKED, S.CONFIRMED)  # noise
    noted(on(ctx, "2026-11-10T16:30"), row, A, S.CONFIRMED)  # in its last minute
    standing.give_longer(
        on(ctx, "2026-11-10T09:00"), SYSTEM, row.id, B, bangkok("2026-11-13T16:30"), "น้ำท่วม"
    )
    noted(on(ctx, "2026-11-12T09:00"), row, B, S.CONFIRMED)  # in its own time
    noted(on(ctx, "2026-11-12T09:00"), row, C, S.ENTERED, S.CONFIRMED)  # late
    standing.acknowledge(on(ctx, "2026-11-16T09:00"), SYSTEM, row.id, C)
    then = on(ctx, "2026-11-16T10:00")
    found = listing.status(then, SYSTEM, row.id)
    assert found["office"] == {
        "key": "office", "expected": 4, "actual": 3, "reporting_rate": 75.0,
        "actual_on_time": 2, "reporting_rate_on_time": 50.0,
    }  # fmt: skip
    assert [tuple(one.values()) for one in found["by_network"]] == [
        ("เครือข่ายดอยสูง", 2, 2, 100.0, 2, 100.0),
        ("เครือข่ายริมน้ำ", 2, 1, 50.0, 0, 0.0),
    ]
    assert [one["key"] for one in found["by_amphoe"]] == ["ปลายฟ้า", "ริมธาร"]
    (late,) = found["late"]
    assert (late["code"], late["standing"], late["late"]) == (D, "not_started", True)

    standing.exempt(then, SYSTEM, row.id, D, "ไม่มีนักเรียน")
    figures = rates.figures(then, row)
    assert (figures.office.expected, figures.office.rate, figures.excused) == (3, Decimal(100), 1)
    assert listing.status(then, SYSTEM, row.id)["late"] == []
    standing.exempt(then, SYSTEM, row.id, D, None)
    assert rates.figures(then, row).office.expected == 4

    # Whom to call: the one named for the system, with their telephone; else the school's own.
    standing.give_back(then, SYSTEM, row.id, A, "ไม่ครบ")
    a, d = listing.status(then, SYSTEM, row.id)["late"]
    assert (a["person"], a["person_phone"]) == ("ครูข้อมูล ตัวอย่าง", "0822222222")
    assert (a["phone"], d["phone"]) == ("0-5300-0001", "")
    assert [one["id"] for one in listing.listed(then, SYSTEM)] == [row.id, beside.id]
    assert listing.listed(on(ctx, "2027-01-01T09:00"), SYSTEM) == []
    assert len(listing.listed(on(ctx, "2027-01-01T09:00"), SYSTEM, every=True)) == 2


def test_the_office_s_own_steps_keep_to_working_days(ctx: Context) -> None:
    staffed(ctx)
    office_rules.decide(ctx, "days.round.summary", 3)
    # Opens on a Monday; closes on the Thursday before a long weekend (5 December, and its Monday).
    row = opened(ctx, opens_on=date(2026, 11, 9), due_at=bangkok("2026-12-03T16:30"))

    def due() -> dict[StepKind, str]:
        return {step.kind: step.due_on.isoformat() for step in opening.steps(ctx, row.id)}

    assert list(due().values()) == [
        "2026-11-05", "2026-11-06", "2026-11-09", "2026-12-03", "2026-12-04", "2026-12-11",
        "2026-12-14",
    ]  # fmt: skip
    opening.finish_step(ctx, SYSTEM, row.id, StepKind.PLAN)
    with pytest.raises(WrongState):
        opening.finish_step(ctx, SYSTEM, row.id, StepKind.PLAN)
    # The cabinet adds a holiday: what is not done moves, and it is said which.
    changed = office_calendar.add_holiday(ctx, date(2026, 12, 4), "วันหยุดพิเศษ")
    assert [
        (m.ref, m.before.date().day, m.after.date().day) for m in changed.moved if m.ref == NAME
    ] == [(NAME, 4, 8), (NAME, 11, 14), (NAME, 14, 15)]
    office_calendar.add_holiday(ctx, date(2026, 11, 6), "วันหยุดพิเศษ")
    assert due()[StepKind.MEMO] == "2026-11-05"
    assert due()[StepKind.PLAN] == "2026-11-05"  # done stays
    opening.extend(ctx, SYSTEM, row.id, bangkok("2026-12-17T16:30"), None)
    assert due()[StepKind.CHECK] == "2026-12-18"


def test_mended_until_it_opens_and_copied_for_another_year(ctx: Context) -> None:
    staffed(ctx)
    row = opened(ctx, as_of=date(2028, 2, 29), confirm_from=date(2026, 11, 1),
                 certify_by=bangkok("2026-11-10T16:30"))  # fmt: skip
    changing.change(ctx, SYSTEM, row.id, due_at=bangkok("2026-11-12T16:30"),
                    certify_by=bangkok("2026-11-13T12:00"))  # fmt: skip
    assert row.closes_on == date(2026, 12, 12)
    assert opening.steps(ctx, row.id)[4].due_on == date(2026, 11, 13)
    begun = on(ctx, "2026-10-02T09:00")
    for change in ({"due_at": bangkok("2026-11-20T16:30")}, {"opens_on": date(2026, 10, 5)}):
        assert refused(lambda c=change: changing.change(begun, SYSTEM, row.id, **c))[0] == "begun"
    assert refused(lambda: changing.change(begun, SYSTEM, row.id, link="x"))[0] == "link"
    changing.change(begun, SYSTEM, row.id, letter="ที่ ศธ 1/ว 2", link="https://dmc.example.go.th/")
    assert row.due_at == bangkok("2026-11-12T16:30")

    next_year = changing.for_year(row, 2570)
    assert next_year.name == NAME.replace("2569", "2570")
    assert (next_year.due_at, next_year.confirm_from) == (
        bangkok("2027-11-12T16:30"), date(2027, 11, 1),
    )  # fmt: skip
    assert next_year.as_of == date(2029, 2, 28)
    assert (next_year.letter, next_year.link, list(next_year.schools or [])) == (
        None, "https://dmc.example.go.th/", [A, B, C, D],
    )  # fmt: skip
    copied = opening.open_round(ctx, SYSTEM, next_year)
    opening.cancel(ctx, SYSTEM, copied.id)
    with pytest.raises(WrongState):
        changing.change(ctx, SYSTEM, copied.id, letter="ที่ ศธ 3")


def test_two_who_speak_for_a_school_at_once(database: Database, at: At) -> None:
    with at(PREPARED) as ctx:
        staffed(ctx)
        number = opened(ctx).id
    together, failed = Barrier(2, timeout=20), list[BaseException]()

    def speak() -> None:
        together.wait()
        try:
            with database.transaction() as session:
                one = Context(session, bangkok("2026-11-05T09:00"), Actor("test"))
                standing.say(one, SYSTEM, number, B, S.CONFIRMED)
        except BaseException as error:
            failed.append(error)

    threads = [Thread(target=speak) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    with at(PREPARED) as ctx:
        row = ctx.session.get_one(RoundSchool, (number, B))
        assert (row.standing, row.version, row.source) == (S.CONFIRMED, 2, Source.SCHOOL)
