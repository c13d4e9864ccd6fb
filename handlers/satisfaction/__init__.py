"""Satisfaction in a fiscal year: who was asked, who answered, what they said, what went wrong.

A rating belongs to the day of its invitation, whenever it was answered.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from handlers.budget import BANGKOK
from handlers.context import Context
from handlers.masking import MASK, masked
from handlers.questions.figures import snapshot
from handlers.ratings import forms
from handlers.ratings.subjects import Subject, describe
from handlers.satisfaction.figures import (
    UNKNOWN,
    CaseLine,
    Comment,
    FormFigures,
    Group,
    Satisfaction,
    Tally,
)
from models.people import Person
from models.ratings import Complaint, Level, Rating, RatingItem

_BE = 543


def fiscal_year_of(moment: datetime) -> int:
    """The fiscal year (B.E.) of a moment: it begins on 1 October in Bangkok."""
    day = moment.astimezone(BANGKOK).date()
    return day.year + _BE + (1 if day.month >= 10 else 0)


def bounds(fiscal_year: int) -> tuple[datetime, datetime]:
    """The first moment of the year, and that of the next."""
    end = fiscal_year - _BE
    return datetime(end - 1, 10, 1, tzinfo=BANGKOK), datetime(end, 10, 1, tzinfo=BANGKOK)


def report(ctx: Context, fiscal_year: int) -> Satisfaction:
    """Everything that is known of one fiscal year."""
    start, end = bounds(fiscal_year)
    asked = select(Rating).where(Rating.invited_at >= start, Rating.invited_at < end)
    ratings = list(ctx.session.scalars(asked.order_by(Rating.invited_at, Rating.id)))
    levels = _levels(ctx, start, end)
    known = describe(ctx, {rating.subject for rating in ratings})
    hide = _hider(ctx)
    group = _grouping(ratings, levels)
    return Satisfaction(
        fiscal_year,
        ctx.now,
        _group("all", ratings, levels),
        _forms(ratings, levels),
        group(lambda r: r.service),
        group(lambda r: known[r.subject].channel or UNKNOWN),
        group(lambda r: f"{r.invited_at.astimezone(BANGKOK):%Y-%m}"),
        tuple(_comments(ratings, hide)),
        _cases(ctx, start, end, hide),
    )


_Levels = Mapping[int, Sequence[tuple[str, Level]]]


def _levels(ctx: Context, start: datetime, end: datetime) -> _Levels:
    """The levels of every rating of these days that counts."""
    query = (
        select(RatingItem.rating_id, RatingItem.item, RatingItem.level)
        .join(Rating, Rating.id == RatingItem.rating_id)
        .where(Rating.invited_at >= start, Rating.invited_at < end, Rating.rated_at.is_not(None))
    )
    found: dict[int, list[tuple[str, Level]]] = defaultdict(list)
    for rating_id, item, level in ctx.session.execute(query):
        found[rating_id].append((item, level))
    return found


def _group(key: str, ratings: Iterable[Rating], levels: _Levels) -> Group:
    every = list(ratings)
    given = Counter(level for r in every for _, level in levels.get(r.id, ()))
    rated = sum(rating.rated_at is not None for rating in every)
    return Group(key, len(every), rated, Tally(given))


def _grouping(
    ratings: Sequence[Rating], levels: _Levels
) -> Callable[[Callable[[Rating], str]], tuple[Group, ...]]:
    def group(key_of: Callable[[Rating], str]) -> tuple[Group, ...]:
        parts: dict[str, list[Rating]] = defaultdict(list)
        for rating in ratings:
            parts[key_of(rating)].append(rating)
        return tuple(_group(key, parts[key], levels) for key in sorted(parts))

    return group


def _forms(ratings: Sequence[Rating], levels: _Levels) -> tuple[FormFigures, ...]:
    found = []
    for slug, form in forms.every().items():
        of_form = [rating for rating in ratings if rating.form == slug]
        if not of_form:
            continue
        counts: dict[str, Counter[Level]] = {item: Counter() for item in form.order}
        for rating in of_form:
            for item, level in levels.get(rating.id, ()):
                counts.setdefault(item, Counter())[level] += 1
        items = tuple((item, Tally(counts[item.item])) for item in form.items)
        found.append(FormFigures(_group(slug, of_form, levels), items))
    return tuple(found)


def _comments(ratings: Sequence[Rating], hide: Callable[[str], str]) -> Iterable[Comment]:
    for rating in ratings:
        if rating.rated_at is None:
            continue
        month = f"{rating.invited_at.astimezone(BANGKOK):%Y-%m}"
        for kind, words in (("reason", rating.reason), ("suggestion", rating.suggestion)):
            if words:
                yield Comment(kind, rating.service, month, hide(words))


def _cases(
    ctx: Context, start: datetime, end: datetime, hide: Callable[[str], str]
) -> tuple[CaseLine, ...]:
    query = select(Complaint).where(Complaint.opened_at >= start, Complaint.opened_at < end)
    rows = list(ctx.session.scalars(query.order_by(Complaint.opened_at, Complaint.id)))
    known = describe(ctx, {row.subject for row in rows if row.subject})
    return tuple(_case(ctx, row, known, hide) for row in rows)


def _case(
    ctx: Context, row: Complaint, known: Mapping[str, Subject], hide: Callable[[str], str]
) -> CaseLine:
    opened = row.opened_at.astimezone(BANGKOK).date()
    closed = row.closed_at.astimezone(BANGKOK).date() if row.closed_at else None
    until = closed or ctx.now.astimezone(BANGKOK).date()
    # Words about somebody could reach that very person in a report.
    words = hide(row.words) if row.about_id is None else None
    number = known[row.subject].number if row.subject else ""
    days = (until - opened).days
    return CaseLine(row.id, row.kind.value, number, opened, row.status.value, closed, days, words)


def _hider(ctx: Context) -> Callable[[str], str]:
    """Takes persons out of a text: everybody whom the office knows, and whatever looks like one."""
    names = {name for name in ctx.session.scalars(select(Person.name)) if len(name) > 3}
    every = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    of_office = re.compile(every) if every else None

    def hide(text: str) -> str:
        known = snapshot(ctx)
        shown = of_office.sub(MASK, text) if of_office else text
        return masked(shown, known.index(ctx).keys.keys(), known.taught)

    return hide
