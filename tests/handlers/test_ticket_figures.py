"""A year of tickets in figures: every number of a small year is worked out by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from bot.texts import ticket_report
from handlers import ratings
from handlers.context import Context
from handlers.people import Me, as_me
from handlers.tickets import answering, figures, mending, opening, repairing, working
from handlers.tickets.listing import BadStandard, listed, set_standard, standards
from handlers.tickets.opening import Report
from handlers.tickets.repairing import Machine
from handlers.workdays import BANGKOK
from models.people import Role
from models.ratings import Level
from models.repairs import MachineOwner, Warranty
from models.tickets import Category, Ticket, Urgency
from tests import people

#: A Monday morning in fiscal year 2570.
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=BANGKOK)


class Desk:
    """A small office whose clock is moved by hand."""

    def __init__(self, ctx: Context) -> None:
        self.session = ctx.session
        self.now = MONDAY
        one = self.ctx()
        teacher = people.person(one, "มะลิ ตัวอย่าง", Role.TEACHER, school=people.SCHOOL)
        other = people.person(one, "ดาว ตัวอย่าง", Role.TEACHER, school=people.OTHER_SCHOOL)
        self.teacher, self.other = as_me(one, teacher), as_me(one, other)
        self.technician = as_me(one, people.person(one, "กานดา ช่าง", Role.TECHNICIAN))

    def ctx(self, **later: float) -> Context:
        self.now += timedelta(**later)
        return Context(self.session, self.now)

    def opens(self, who: Me, category: Category, urgency: Urgency = Urgency.ONE) -> Ticket:
        school = who.holders[0].school_code
        return opening.open_ticket(self.ctx(), who, Report("เสีย", category, urgency, school))

    def solves(self, ticket: Ticket, **later: float) -> None:
        working.solve(self.ctx(**later), self.technician, ticket.id, None, "แก้แล้ว")


@pytest.fixture
def desk(ctx: Context) -> Desk:
    return Desk(ctx)


def test_times_are_working_time_against_the_standard(desk: Desk) -> None:
    quick = desk.opens(desk.teacher, Category.PRINTER)
    desk.solves(quick, hours=1)
    slow = desk.opens(desk.other, Category.PRINTER, Urgency.EXAM)  # 10:00: due 12:00
    desk.solves(slow, hours=5)  # 15:00: lunch does not count, four hours do
    desk.opens(desk.teacher, Category.NETWORK)
    found = figures.report(desk.ctx(), 2570)
    printer = next(g for g in found.by_category if g.key == "printer")
    assert (printer.n, printer.open) == (2, 0)
    assert printer.solve_median == timedelta(hours=2, minutes=30)
    assert printer.solved_in_time == Decimal("50.00")
    assert printer.first_in_time == Decimal("50.00")
    assert found.every.n == 3
    assert found.every.open == 1
    assert [g.key for g in found.by_month] == ["2026-11"]
    assert figures.report(desk.ctx(), 2569).every.n == 0


def test_waiting_for_the_reporter_does_not_count(desk: Desk) -> None:
    ticket = desk.opens(desk.teacher, Category.COMPUTER)
    working.ask(desk.ctx(minutes=30), desk.technician, ticket.id, None, "รุ่นอะไร")
    answering.add(desk.ctx(days=1), desk.teacher, ticket.id, "รุ่นเก่า")
    desk.solves(ticket, minutes=30)
    found = figures.report(desk.ctx(), 2570)
    assert found.every.solve_median == timedelta(hours=1)


def test_what_was_merged_reopened_repaired_and_rated(desk: Desk) -> None:
    first, second = (desk.opens(desk.teacher, Category.COMPUTER) for _ in range(2))
    mending.merge(desk.ctx(), desk.technician, second.id, None, first.id)
    repairing.send(
        desk.ctx(hours=1), desk.technician, first.id, None,
        Machine(MachineOwner.SCHOOL, "คอมพิวเตอร์", Warranty.NO, "แผงวงจรเสีย"),
    )  # fmt: skip
    desk.solves(first, hours=1)
    answering.reopen(desk.ctx(minutes=5), desk.teacher, first.id, "ยังเปิดไม่ติด")
    desk.solves(first, minutes=30)
    (asked,) = ratings.open_for(desk.ctx(), desk.teacher.id or 0)
    levels = dict.fromkeys(("1", "2", "3", "4"), Level.GOOD) | {"5": Level.FAIR}
    ratings.rate(desk.ctx(), desk.teacher, asked.id, levels)
    found = figures.report(desk.ctx(), 2570)
    assert (found.every.n, found.merged) == (1, 1)
    assert (found.every.reopened, found.every.repaired, found.every.rated) == (1, 1, 1)
    assert found.every.rating == Decimal("2.80")


def test_articles_are_counted_when_they_helped(desk: Desk) -> None:
    shown = opening.advise(desk.ctx(), "printer-jam", Category.PRINTER, people.SCHOOL)
    opening.advice_helped(desk.ctx(), [shown.id])
    again = opening.advise(desk.ctx(), "printer-jam", Category.PRINTER, people.SCHOOL)
    opening.open_ticket(
        desk.ctx(), desk.teacher,
        Report("ติดอีก", Category.PRINTER, Urgency.ONE, people.SCHOOL, advice=[again.id]),
    )  # fmt: skip
    (article,) = figures.report(desk.ctx(), 2570).articles
    assert (article.slug, article.shown, article.helped) == ("printer-jam", 2, 1)


def test_open_ones_by_age_and_the_tables_of_it(desk: Desk) -> None:
    old = desk.opens(desk.teacher, Category.COMPUTER)
    desk.ctx(days=8)
    desk.opens(desk.other, Category.NETWORK)
    aged = figures.ageing(desk.ctx())
    assert (aged[0].ticket.id, aged[0].days, aged[0].late) == (old.id, 6, True)
    sheet = ticket_report.ageing_sheet(aged, "สพป.ตัวอย่าง", desk.now.date())
    assert "4-7 วันทำการ: 1 เรื่อง" in sheet.notes
    sheets = ticket_report.sheets(figures.report(desk.ctx(), 2570), "สพป.ตัวอย่าง")
    assert all(len(row) == len(s.columns) for s in sheets for row in s.rows)
    assert [row["late"] for row in listed(desk.ctx())] == [True, False]


def test_another_standard_moves_what_is_open_and_nonsense_changes_nothing(desk: Desk) -> None:
    ticket = desk.opens(desk.teacher, Category.COMPUTER)
    before = ticket.solve_due_at
    with pytest.raises(BadStandard):
        set_standard(desk.ctx(), Urgency.ONE, first=500, update=60, solve=400)
    assert ticket.solve_due_at == before
    (moved,) = set_standard(desk.ctx(), Urgency.ONE, first=60, update=60, solve=420)
    assert moved.after == ticket.solve_due_at == datetime(2026, 11, 17, 9, 0, tzinfo=BANGKOK)
    assert standards(desk.ctx())["one"] == {"first": 60, "update": 60, "solve": 420}
