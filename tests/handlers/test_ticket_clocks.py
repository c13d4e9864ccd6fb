"""What holds for the clocks of every ticket, whatever is asked, solved, reopened or closed late.

First of the reckoning alone, at any moment of three years, under any calendar; then of real tickets
to which anything happens, in the order that somebody thinks of.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.database import Database
from handlers import office_calendar, office_rules
from handlers.context import Context
from handlers.tickets import answering, clocks, moments, opening, working
from handlers.tickets.clocks import Run, moved
from handlers.tickets.opening import Report
from handlers.workdays import BANGKOK, CLOSING, OPENING, Calendar, Change
from models.errors import Refusal
from models.tickets import OPEN, WORKING, Category, Ticket, TicketStatus, Urgency
from tests import people
from tests.conftest import sqlite_copy
from tests.handlers import ticket_office
from tests.handlers.ticket_office import acting, bangkok, me

FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
NOON, AFTERNOON = time(12), time(13)
DAYS = st.dates(FIRST, LAST)
CLOCKS = st.one_of(
    st.times().map(lambda t: t.replace(microsecond=0)),
    st.sampled_from([OPENING, NOON, AFTERNOON, CLOSING, time(16, 31), time(0), time(12, 30)]),
)
MOMENTS = st.builds(lambda d, t: datetime.combine(d, t, BANGKOK), DAYS, CLOCKS)
CALENDARS = st.dictionaries(DAYS, st.booleans(), max_size=20).map(
    lambda found: Calendar([Change(day, works, "ก") for day, works in found.items()])
)
#: Standards of a quarter of an hour to ten working days.
SPANS = st.integers(15, 4200).map(lambda minutes: timedelta(minutes=minutes))
#: Lengths of what passes between two happenings: minutes, nights, weekends, weeks.
GAPS = st.integers(1, 60 * 24 * 12).map(lambda minutes: timedelta(minutes=minutes))
PAUSES = st.lists(st.tuples(GAPS, GAPS), max_size=5)
Gaps = list[tuple[timedelta, timedelta]]
properties = settings(max_examples=120, deadline=None)


def stood(since: datetime, gaps: Gaps) -> list[tuple[datetime, datetime]]:
    """Pauses one after the other: so long after the last one, for so long."""
    found, at = [], since
    for run, length in gaps:
        found.append((at + run, at + run + length))
        at += run + length
    return found


def in_office_hours(calendar: Calendar, moment: datetime) -> bool:
    """Within working time, or the end of a stretch of it."""
    then = moment.astimezone(BANGKOK)
    clock = then.time()
    open_ = OPENING < clock <= NOON or AFTERNOON < clock <= CLOSING
    return calendar.is_workday(then.date()) and open_


@properties
@given(CALENDARS, MOMENTS, SPANS, PAUSES)
def test_due_is_in_office_hours_when_exactly_the_standard_has_been_worked(
    calendar: Calendar, since: datetime, span: timedelta, gaps: Gaps
) -> None:
    pauses = stood(since, gaps)
    due = moved(calendar, since, span, pauses)
    assert in_office_hours(calendar, due)
    counted = sum(
        (calendar.worked(began, ended) for began, ended in pauses if began < due), timedelta(0)
    )
    assert calendar.worked(since, due) - counted == span


@properties
@given(CALENDARS, MOMENTS, SPANS, GAPS, GAPS)
def test_a_pause_moves_what_is_due_by_exactly_the_working_time_it_lasted(
    calendar: Calendar, since: datetime, span: timedelta, run: timedelta, length: timedelta
) -> None:
    ((began, ended),) = stood(since, [(run, length)])
    plain, later = calendar.add(since, span), moved(calendar, since, span, [(began, ended)])
    if began < plain:
        assert calendar.worked(plain, later) == calendar.worked(began, ended)
        assert later > began
    else:
        assert later == plain  # it had run out before anybody was asked: it stays late


@properties
@given(CALENDARS, MOMENTS, SPANS, PAUSES, GAPS)
def test_taken_and_remaining_are_the_standard(
    calendar: Calendar,
    since: datetime,
    span: timedelta,
    gaps: Gaps,
    after: timedelta,
) -> None:
    """Asked at any moment, an open pause counting up to it."""
    now = since + after
    pauses = [(b, min(e, now)) for b, e in stood(since, gaps) if b < now]
    due = moved(calendar, since, span, pauses)
    taken = calendar.worked(since, now)
    for began, ended in pauses:
        taken -= calendar.worked(began, ended)
    if now <= due:
        assert taken + calendar.worked(now, due) == span
    else:
        assert taken >= span


@properties
@given(CALENDARS, MOMENTS, SPANS, GAPS, GAPS)
def test_opened_again_it_is_moved_and_never_late_at_once(
    calendar: Calendar, since: datetime, span: timedelta, run: timedelta, length: timedelta
) -> None:
    ((solved, again),) = stood(since, [(run, length)])
    found = Run(calendar, [(solved, again)], [again])
    due, plain = found.due(since, span), calendar.add(since, span)
    assert due > again
    assert calendar.worked(again, due) > timedelta(0)
    if solved < plain:
        assert calendar.worked(plain, due) == calendar.worked(solved, again)
    else:
        assert due == calendar.add(again, span)  # it was solved late: it begins anew


@properties
@given(CALENDARS, MOMENTS, SPANS, PAUSES)
def test_a_reminder_comes_after_the_beginning_and_before_the_end(
    calendar: Calendar, since: datetime, span: timedelta, gaps: Gaps
) -> None:
    run = Run(calendar, stood(since, gaps))
    remind, due = moments.remind_at(run, since, span), run.due(since, span)
    assert since < remind < due
    assert calendar.worked(remind, due) > timedelta(0)
    if span <= timedelta(hours=7):
        early = run.due(since, span * 3 / 4)
        assert remind == early
    else:
        # At an opening, but for one that was there before the clock began.
        at_opening = remind.astimezone(BANGKOK).time() == OPENING
        assert at_opening or remind == run.due(since, span - timedelta(hours=3.5))


@properties
@given(CALENDARS, MOMENTS, GAPS, SPANS, SPANS)
def test_later_or_longer_is_never_due_earlier(
    calendar: Calendar, since: datetime, gap: timedelta, one: timedelta, other: timedelta
) -> None:
    few, many = sorted([one, other])
    run = Run(calendar, ())
    assert run.due(since, few) <= run.due(since + gap, few)
    assert run.due(since, few) <= run.due(since, many)


# ---------------------------------------------------------------------------- real tickets

#: What may happen to a ticket, and when: so many minutes after the last thing.
HAPPENS = st.lists(
    st.tuples(
        st.sampled_from([
            "ask", "answer", "tell", "visit", "solve", "reopen", "take", "urgent", "holiday",
        ]),
        st.integers(1, 60 * 40).map(lambda minutes: timedelta(minutes=minutes)),
    ),
    min_size=1, max_size=9,
)  # fmt: skip


@pytest.fixture(scope="module")
def office(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One office for all examples: each is taken back."""
    database = Database(sqlite_copy(sqlite_template, tmp_path_factory.mktemp("clocks")))
    with database.transaction() as session:
        ticket_office.staffed(Context(session, bangkok("2026-11-02T09:00")))
    yield database
    database.close()


class _TakenBack(Exception):
    """Ends an example."""


@contextmanager
def example(database: Database, now: datetime) -> Iterator[Context]:
    try:
        with database.transaction() as session:
            yield Context(session, now)
            raise _TakenBack
    except _TakenBack:
        pass


def later(ctx: Context, gap: timedelta) -> Context:
    return Context(ctx.session, ctx.now + gap)


def happen(ctx: Context, ticket: Ticket, what: str) -> None:
    """One thing; what cannot be done now is not done."""
    a, reporter = acting(ctx, "U-a"), acting(ctx, "U-teacher")
    tech, teacher = me(ctx, "U-a"), me(ctx, "U-teacher")
    acts = {
        "ask": lambda: working.ask(a, tech, ticket.id, None, "ถาม"),
        "answer": lambda: answering.add(reporter, teacher, ticket.id, "ตอบ"),
        "tell": lambda: working.tell(a, tech, ticket.id, None, "บอก"),
        "visit": lambda: working.plan_visit(a, tech, ticket.id, None, ctx.now + timedelta(days=1)),
        "solve": lambda: working.solve(a, tech, ticket.id, None, "เสร็จ"),
        "reopen": lambda: answering.reopen(reporter, teacher, ticket.id, "ยัง"),
        "take": lambda: working.take(a, tech, ticket.id),
        "urgent": lambda: working.sort(a, tech, ticket.id, None, urgency=Urgency.STOPPED),
        "holiday": lambda: office_calendar.add_holiday(
            ctx, ctx.now.astimezone(BANGKOK).date() + timedelta(days=1), "วันหยุดพิเศษ"
        ),
    }
    try:
        with ctx.session.begin_nested():
            acts[what]()
    except Refusal:
        ctx.session.refresh(ticket)


def due_moments(ticket: Ticket) -> list[datetime]:
    return [at for at in (ticket.first_due_at, ticket.update_due_at, ticket.solve_due_at) if at]


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(Urgency), st.integers(0, 60 * 24 * 20), HAPPENS)
def test_whatever_happens_the_clocks_are_those_of_the_rows(
    office: Database, urgency: Urgency, minutes: int, happens: list[tuple[str, timedelta]]
) -> None:
    start = bangkok("2026-11-02T09:00") + timedelta(minutes=minutes)
    with example(office, start) as ctx:
        ticket = ticket_office.report(ctx, urgency=urgency)
        noise = ticket_office.report(ctx, words="อีกเรื่อง", urgency=urgency)
        assert ticket.solve_due_at == noise.solve_due_at
        for what, gap in happens:
            ctx, before = later(ctx, gap), (ticket.reopened, ticket.urgency)
            late = clocks.late(ctx, ticket)
            happen(ctx, ticket, what)
            calendar = office_calendar.load(ctx)
            for due in due_moments(ticket):
                assert in_office_hours(calendar, due)
            assert (ticket.solve_due_at is not None) == (ticket.status in WORKING)
            assert (clocks.open_pause(ctx, ticket.id) is None) == (ticket.status in WORKING)
            if ticket.reopened > before[0]:
                assert clocks.late(ctx, ticket) == []
            elif clocks.is_more_urgent(ticket.urgency, before[1]):
                assert clocks.late(ctx, ticket) == late
            if ticket.urgency is urgency:
                _adds_up(ctx, ticket)
        _stays_when_reckoned_again(ctx, ticket)


def _adds_up(ctx: Context, ticket: Ticket) -> None:
    """Taken and remaining are the standard, as long as nothing was late or began anew."""
    if ticket.solve_due_at is None or ticket.reopened or ticket.solve_due_at < ctx.now:
        return
    remaining = office_calendar.load(ctx).worked(ctx.now, ticket.solve_due_at)
    standard = clocks.standard(ctx, ticket.urgency).solve
    assert clocks.taken(ctx, ticket, ctx.now) + remaining == standard


def _stays_when_reckoned_again(ctx: Context, ticket: Ticket) -> None:
    """A holiday added and taken back leaves what was due; so does looking at it again later."""
    before = due_moments(ticket)
    day = (ctx.now + timedelta(days=3)).astimezone(BANGKOK).date()
    if office_calendar.load(ctx).is_workday(day):
        office_calendar.add_holiday(ctx, day, "วันหยุดพิเศษ")
        assert all(a >= b for a, b in zip(due_moments(ticket), before, strict=True))
        office_calendar.undo(ctx, day)
    assert due_moments(ticket) == before
    clocks.reckon(later(ctx, timedelta(days=9)), ticket)
    assert due_moments(ticket) == before or ticket.status not in OPEN


def test_the_office_has_its_own_standards(office: Database) -> None:
    with example(office, bangkok("2026-11-19T11:45")) as ctx:
        office_rules.decide(ctx, "sla.exam.first", 30)
        ticket = ticket_office.report(ctx, urgency=Urgency.EXAM)
        usual = ticket_office.report(ctx, urgency=Urgency.STOPPED)
        assert ticket.first_due_at == bangkok("2026-11-19T13:15")  # fifteen minutes after lunch
        assert ticket.solve_due_at == bangkok("2026-11-19T14:45")
        assert usual.first_due_at == bangkok("2026-11-19T13:15")
        assert usual.solve_due_at == bangkok("2026-11-20T11:45")


def test_nights_weekends_and_holidays_added_late_do_not_count(office: Database) -> None:
    with example(office, bangkok("2026-11-20T20:00")) as ctx:  # a Friday night
        ticket = ticket_office.report(ctx, urgency=Urgency.SEVERAL)
        assert ticket.first_due_at == bangkok("2026-11-23T09:30")
        assert ticket.solve_due_at == bangkok("2026-11-24T16:30")  # at a closing
        changed = office_calendar.add_holiday(ctx, date(2026, 11, 24), "วันหยุดพิเศษ")
        assert ticket.solve_due_at == bangkok("2026-11-25T16:30")
        assert f"จป. {ticket.number}/2570" in {one.ref for one in changed.moved}
        office_calendar.undo(ctx, date(2026, 11, 24))
        assert ticket.solve_due_at == bangkok("2026-11-24T16:30").astimezone(UTC)


def test_a_visit_to_come_is_the_next_word(office: Database) -> None:
    with example(office, bangkok("2026-11-19T09:00")) as ctx:
        ticket = ticket_office.report(ctx, urgency=Urgency.EXAM)
        happen(ctx, ticket, "visit")
        assert ticket.status is TicketStatus.VISITING
        assert ticket.update_due_at == bangkok("2026-11-20T10:00")  # an hour after it
        assert ticket.solve_due_at == bangkok("2026-11-19T11:00")  # that one does not wait


def test_what_becomes_urgent_days_later_is_not_late_at_once(office: Database) -> None:
    with example(office, bangkok("2026-11-16T09:00")) as ctx:
        ticket = ticket_office.report(ctx, urgency=Urgency.ONE)
        happen(ctx, ticket, "tell")
        ctx = later(ctx, timedelta(days=1, hours=1))  # Tuesday, 10:00
        same = Report("กำลังสอบอยู่ค่ะ", Category.PRINTER, Urgency.EXAM, people.SCHOOL)
        opening.join(acting(ctx, "U-second"), me(ctx, "U-second"), ticket.id, same)
        assert ticket.update_due_at == bangkok("2026-11-17T11:00")
        assert ticket.solve_due_at == bangkok("2026-11-17T12:00")
        # Whoever sorts it back and forth wins no time: what was not over yet counts from before.
        back = working.sort(ctx, me(ctx, "U-a"), ticket.id, None, urgency=Urgency.ONE)
        assert back.solve_due_at == bangkok("2026-11-23T09:00")


def test_what_is_late_stays_late_however_it_is_sorted(office: Database) -> None:
    with example(office, bangkok("2026-11-16T09:00")) as ctx:  # a Monday
        ticket = ticket_office.report(ctx, urgency=Urgency.SEVERAL)
        noise = ticket_office.report(ctx, words="อีกเรื่อง", urgency=Urgency.SEVERAL)
        ctx = later(ctx, timedelta(days=3))  # an answer was due on Monday, the solution on Tuesday
        tech = me(ctx, "U-a")
        for urgency in (Urgency.EXAM, Urgency.SEVERAL, Urgency.STOPPED, Urgency.SEVERAL):
            working.sort(ctx, tech, ticket.id, None, urgency=urgency)
            assert all(due < ctx.now for due in due_moments(ticket)), urgency
        assert due_moments(ticket) == due_moments(noise)


def test_turned_down_and_up_again_it_is_due_as_if_it_had_stayed(office: Database) -> None:
    with example(office, bangkok("2026-11-16T09:00")) as ctx:
        ticket = ticket_office.report(ctx, urgency=Urgency.EXAM)
        tech = me(ctx, "U-a")
        happen(ctx, ticket, "tell")
        was = ticket.solve_due_at
        ctx = later(ctx, timedelta(hours=25))
        assert was is not None
        assert was < ctx.now
        working.sort(ctx, tech, ticket.id, None, urgency=Urgency.ONE)
        assert ticket.solve_due_at is not None
        assert ticket.solve_due_at > ctx.now, "what is less urgent has more time"
        ctx = later(ctx, timedelta(hours=1))
        working.sort(ctx, tech, ticket.id, None, urgency=Urgency.EXAM)
        assert ticket.solve_due_at == was
        # Opened again it is another matter: nothing is late at once.
        happen(ctx, ticket, "solve")
        ctx = later(ctx, timedelta(hours=1))
        happen(ctx, ticket, "reopen")
        assert ticket.solve_due_at > ctx.now
