"""What `doctor` looks at in the month's messages: low, gone, parked, a share used up, a month that
will not last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from bot.cli.findings import Finding, note, ok
from bot.texts.budget_words import alarm_text
from handlers.context import Context
from handlers.spending import alarms


def messages(session: Session, now: datetime) -> Iterator[Finding]:
    """Each thing that is wrong with them, as staff are told of it."""
    found = alarms.standing(Context(session, now))
    for one in found:
        yield note("budget.alarm", said=alarm_text(one.to_json()))
    if not found:
        yield ok("budget.good")
