"""A fiscal year of tickets in figures: how many, how soon against the standard, how they ended.

Tickets count in the year in which they were opened. One that went on in another is counted apart
and enters nothing else. Times are working time, without what the reporter was waited for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from sqlalchemy import ColumnElement, func, select

from handlers import office_calendar
from handlers.budget import BANGKOK
from handlers.context import Context
from handlers.satisfaction import bounds, fiscal_year_of
from handlers.satisfaction.figures import POINTS, quotient
from handlers.tickets import clocks
from models.people import Person
from models.ratings import Rating, RatingItem
from models.repairs import AdviceShown, Repair
from models.tickets import OPEN, Ending, Ticket, TicketStatus

__all__ = ["AGES", "Aged", "Group", "TicketFigures", "ageing", "fiscal_year_of", "report"]
#: Working days since the report, of what is still open: up to these, and more.
AGES = (1, 3, 7, 15)
_MOST_SCHOOLS = 300
_CENTS = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """One ticket as far as the figures go. Times are None for what has not happened yet.

    `first_late`, `solve_late`: past the standard by now, done or not.
    """

    category: str
    place: str
    month: str
    channel: str
    urgency: str
    is_open: bool
    first: timedelta | None
    first_late: bool
    solve: timedelta | None
    solve_late: bool
    reopened: int
    repaired: bool
    rating: Decimal | None


@dataclass(frozen=True)
class Group:
    """Tickets that belong together. Shares are in percent of `n`; None without any."""

    key: str
    lines: Sequence[Line]

    @property
    def n(self) -> int:
        """How many."""
        return len(self.lines)

    @property
    def open(self) -> int:
        """How many are not done with."""
        return sum(line.is_open for line in self.lines)

    @property
    def first_in_time(self) -> Decimal | None:
        """First responses within the standard."""
        return quotient(100 * sum(not line.first_late for line in self.lines), self.n)

    @property
    def solved_in_time(self) -> Decimal | None:
        """Solutions within the standard; what is still open and in time counts as such."""
        return quotient(100 * sum(not line.solve_late for line in self.lines), self.n)

    @property
    def first_median(self) -> timedelta | None:
        """The median of the first responses that there were."""
        return _median([line.first for line in self.lines if line.first is not None])

    @property
    def solve_median(self) -> timedelta | None:
        """The median of the solutions that there were."""
        return _median([line.solve for line in self.lines if line.solve is not None])

    @property
    def reopened(self) -> int:
        """How many were opened again."""
        return sum(line.reopened > 0 for line in self.lines)

    @property
    def repaired(self) -> int:
        """How many were sent for repair."""
        return sum(line.repaired for line in self.lines)

    @property
    def rated(self) -> int:
        """How many were rated."""
        return sum(line.rating is not None for line in self.lines)

    @property
    def rating(self) -> Decimal | None:
        """The mean of the ratings, from 1 to 3."""
        found = [line.rating for line in self.lines if line.rating is not None]
        if not found:
            return None
        return (sum(found, Decimal(0)) / len(found)).quantize(_CENTS, ROUND_HALF_UP)


@dataclass(frozen=True)
class Article:
    """An article of the knowledge base: how often it was shown, and how often it helped."""

    slug: str
    shown: int
    helped: int


@dataclass(frozen=True)
class TicketFigures:
    """The whole report. `merged` tickets are in no group."""

    fiscal_year: int
    as_of: date
    every: Group
    merged: int
    by_category: Sequence[Group]
    by_school: Sequence[Group]
    by_month: Sequence[Group]
    by_channel: Sequence[Group]
    by_urgency: Sequence[Group]
    articles: Sequence[Article]


@dataclass(frozen=True)
class Aged:
    """An open ticket and how old it is, in working days."""

    ticket: Ticket
    days: int
    technician: str
    late: bool


def report(ctx: Context, fiscal_year: int) -> TicketFigures:
    """The figures of a fiscal year (B.E.)."""
    start, end = bounds(fiscal_year)
    tickets = ctx.session.scalars(
        select(Ticket).where(Ticket.opened_at >= start, Ticket.opened_at < end).order_by(Ticket.id)
    ).all()
    counted = [t for t in tickets if t.ending is not Ending.MERGED]
    ids = [ticket.id for ticket in counted]
    repaired, ratings = _repaired(ctx), _ratings(ctx, set(ids))
    lines = [_line(ctx, t, t.id in repaired, ratings.get(t.id)) for t in counted]
    return TicketFigures(
        fiscal_year=fiscal_year,
        as_of=ctx.now.astimezone(BANGKOK).date(),
        every=Group("all", lines),
        merged=len(tickets) - len(counted),
        by_category=_grouped(lines, lambda line: line.category),
        by_school=_grouped(lines, lambda line: line.place)[:_MOST_SCHOOLS],
        by_month=sorted(_grouped(lines, lambda line: line.month), key=lambda g: g.key),
        by_channel=_grouped(lines, lambda line: line.channel),
        by_urgency=_grouped(lines, lambda line: line.urgency),
        articles=_articles(ctx, fiscal_year),
    )


def ageing(ctx: Context) -> list[Aged]:
    """The open tickets, the oldest first."""
    calendar, today = office_calendar.load(ctx), ctx.now.astimezone(BANGKOK).date()
    rows = ctx.session.execute(
        select(Ticket, Person.name)
        .outerjoin(Person, Person.id == Ticket.technician_id)
        .where(Ticket.status.in_(OPEN))
        .order_by(Ticket.opened_at, Ticket.id)
    )
    return [
        Aged(
            ticket,
            calendar.workdays_between(ticket.opened_at.astimezone(BANGKOK).date(), today),
            name or "",
            bool(ticket.solve_due_at and ticket.solve_due_at < ctx.now),
        )
        for ticket, name in rows
    ]


def _line(ctx: Context, ticket: Ticket, repaired: bool, rating: Decimal | None) -> Line:
    times = clocks.standard(ctx, ticket.urgency)
    first = clocks.taken(ctx, ticket, ticket.responded_at) if ticket.responded_at else None
    done = ticket.solved_at or (ticket.closed_at if ticket.status is TicketStatus.CLOSED else None)
    solve = clocks.taken(ctx, ticket, done) if done and ticket.status not in OPEN else None
    so_far = clocks.taken(ctx, ticket, ctx.now) if ticket.status in OPEN else None
    ended = ticket.status not in OPEN
    return Line(
        category=ticket.category.value,
        place=ticket.place,
        month=f"{ticket.opened_at.astimezone(BANGKOK):%Y-%m}",
        channel=ticket.channel.value,
        urgency=ticket.urgency.value,
        is_open=not ended,
        first=first,
        first_late=(first or (so_far if not ended else None) or timedelta(0)) > times.first,
        solve=solve,
        solve_late=(solve or so_far or timedelta(0)) > times.solve,
        reopened=ticket.reopened,
        repaired=repaired,
        rating=rating,
    )


def _grouped(lines: Sequence[Line], key: Callable[[Line], str]) -> list[Group]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[key(line)].append(line)
    groups = [Group(name, rows) for name, rows in found.items()]
    return sorted(groups, key=lambda g: (-g.n, g.key))


def _repaired(ctx: Context) -> set[int]:
    return set(ctx.session.scalars(select(Repair.ticket_id).distinct()))


def _ratings(ctx: Context, ids: set[int]) -> dict[int, Decimal]:
    """The mean of each rated ticket's items; what does not apply enters none."""
    rows = ctx.session.execute(
        select(Rating.subject, RatingItem.level)
        .join(RatingItem, RatingItem.rating_id == Rating.id)
        .where(Rating.service == "ticket", Rating.rated_at.is_not(None))
    )
    points: dict[int, list[int]] = defaultdict(list)
    for subject, level in rows:
        ticket_id = int(subject.partition(":")[2])
        if ticket_id in ids and level in POINTS:
            points[ticket_id].append(POINTS[level])
    return {id_: Decimal(sum(found)) / len(found) for id_, found in points.items()}


def _articles(ctx: Context, fiscal_year: int) -> list[Article]:
    start, end = bounds(fiscal_year)
    within = (AdviceShown.shown_at >= start, AdviceShown.shown_at < end)
    shown, helped = _counts(ctx, *within), _counts(ctx, *within, AdviceShown.helped.is_(True))
    found = [Article(slug, count, helped.get(slug, 0)) for slug, count in shown.items()]
    return sorted(found, key=lambda a: (-a.helped, -a.shown, a.slug))


def _counts(ctx: Context, *within: ColumnElement[bool]) -> dict[str, int]:
    query = select(AdviceShown.article, func.count()).where(*within).group_by(AdviceShown.article)
    return {article: count for article, count in ctx.session.execute(query)}


def _median(times: Sequence[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(t.total_seconds() for t in times)) if times else None
