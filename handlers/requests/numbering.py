"""Numbers of requests: one series a form's prefix and fiscal year, without gaps or doubles."""

from __future__ import annotations

from datetime import date

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from handlers.context import Context
from handlers.people import today
from models.requests import NumberSeries


def fiscal_year(day: date) -> int:
    """The fiscal year in B.E.: 1 October 2026 begins 2570."""
    return day.year + 543 + (day.month >= 10)


def next_number(ctx: Context, prefix: str) -> tuple[int, int]:
    """The fiscal year of today and the next number in it. Two at once wait for each other."""
    year = fiscal_year(today(ctx))
    number = _counted(ctx, prefix, year)
    if number is None:
        try:
            with ctx.session.begin_nested():
                ctx.session.add(NumberSeries(prefix=prefix, fiscal_year=year, last=1))
            return year, 1
        except IntegrityError:
            number = _counted(ctx, prefix, year)
    assert number is not None
    return year, number


def _counted(ctx: Context, prefix: str, year: int) -> int | None:
    return ctx.session.execute(
        update(NumberSeries)
        .where(NumberSeries.prefix == prefix, NumberSeries.fiscal_year == year)
        .values(last=NumberSeries.last + 1)
        .returning(NumberSeries.last)
        .execution_options(synchronize_session=False)
    ).scalar()
