"""After the storm: what the database says of every event, against what LINE took."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import create_engine, text

from tests.soak.line import Line

_EVENTS = "SELECT event_key, id, status FROM inbox_event"
_MESSAGES = (
    "SELECT id, event_id, chat_key, status, way, reply_token, retry_key, attempts, error "
    "FROM outbox_message"
)
_LEFT = (
    "SELECT (SELECT count(*) FROM inbox_event WHERE status = 'received') AS events, "
    "(SELECT count(*) FROM outbox_message WHERE status = 'queued') AS messages"
)


@dataclass
class Verdicts:
    """Counts to print, and violations that fail the soak."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    examples: dict[str, Any] = field(default_factory=dict)

    def violated(self, what: str, example: Any) -> None:
        self.wrong[what] += 1
        self.examples.setdefault(what, example)


def left(url: str) -> tuple[int, int]:
    """Events not worked off and messages not sent."""
    engine = create_engine(url)
    with engine.connect() as connection:
        row = connection.execute(text(_LEFT)).one()
    engine.dispose()
    return row.events, row.messages


def judge(url: str, line: Line) -> Verdicts:
    """Hold the rows of the database against what LINE took."""
    engine = create_engine(url)
    with engine.connect() as connection:
        events = connection.execute(text(_EVENTS)).all()
        messages = connection.execute(text(_MESSAGES)).all()
    engine.dispose()
    found = Verdicts()
    _events(found, line, events)
    _answers(found, line, events, messages)
    _strays(found, line, messages)
    return found


def _events(found: Verdicts, line: Line, events: Any) -> None:
    stored = Counter(row.event_key for row in events)
    status = {row.event_key: row.status for row in events}
    for told in line.events.values():
        if not told.accepted:
            found.counts["events never accepted"] += 1
            continue
        found.counts["events accepted"] += 1
        if stored[told.key] != 1:
            found.violated(f"event stored {stored[told.key]} times", told.key)
        elif status[told.key] != "done":
            found.violated(f"event accepted but {status[told.key]}", told.key)


def _answers(found: Verdicts, line: Line, events: Any, messages: Any) -> None:
    of_event = defaultdict(list)
    for row in messages:
        of_event[row.event_id].append(row)
    for event in events:
        rows = of_event[event.id]
        if event.status == "done" and len(rows) != 1:
            found.violated(f"event with {len(rows)} answers in the outbox", event.event_key)
        for row in rows:
            _answer(found, line, row)


def _answer(found: Verdicts, line: Line, row: Any) -> None:
    taken = line.tokens[row.reply_token] + line.pushes[row.retry_key or ""]
    if taken > 1:
        found.violated("answer taken twice", tuple(row))
    by = row.way or "no way"
    found.counts[f"answers {row.status} ({by}), taken {'once' if taken else 'never'}"] += 1
    if row.status == "accepted" and not taken:
        found.violated("answer counted as accepted that LINE never took", tuple(row))
    if row.status in ("superseded", "waiting", "failed") and taken:
        found.violated(f"answer {row.status} that LINE took", tuple(row))
    if row.status in ("queued", "parked", "failed", "skipped"):
        found.violated(f"answer left {row.status}", tuple(row))


def _strays(found: Verdicts, line: Line, messages: Any) -> None:
    tokens = {row.reply_token for row in messages}
    keys = {row.retry_key for row in messages}
    for token in set(line.tokens) - tokens:
        found.violated("LINE took a reply of which there is no row", token)
    for key in set(line.pushes) - keys:
        found.violated("LINE took a push of which there is no row", key)
