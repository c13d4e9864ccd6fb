"""A collection round of the demo office: open, and answered by some of its made-up schools."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from handlers import demo_vocabulary as words
from handlers import office_calendar
from handlers.context import Context
from handlers.people import SYSTEM, today
from handlers.questions.timing import academic_year
from handlers.rounds import opening, standing
from handlers.rounds.opening import Spec
from handlers.workdays import BANGKOK
from models.rounds import Dataset, Standing

S = Standing
#: Days from the opening to the closing day: its first reminder is some days ahead.
_SINCE, _LEFT = 14, 12
#: How far every so many schools are.
_FAR = ((3, S.CONFIRMED), (5, S.ENTERED), (7, S.ENTERING))


def populate(ctx: Context, schools: Sequence[str]) -> None:
    """Open it, and write down what some schools said by telephone. The first has not begun."""
    day = today(ctx)
    calendar, due = office_calendar.load(ctx), day + timedelta(days=_LEFT)
    while not calendar.is_workday(due):
        due += timedelta(days=1)
    row = opening.open_round(ctx, SYSTEM, Spec(
        Dataset.OTHER, words.ROUND, academic_year(ctx.now), day - timedelta(days=_SINCE),
        datetime.combine(due, time(16, 30), BANGKOK),
    ))  # fmt: skip
    for n, code in enumerate(schools[1:], 1):
        said = next((said for every, said in _FAR if n % every == 0), None)
        if said is not None:
            standing.note_for(ctx, SYSTEM, row.id, code, said)
