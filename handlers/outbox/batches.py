"""Many chats that are told the same are told in one call (LINE's multicast takes 500 people).

Rows stay one for each chat: each has its price, its end and its place in the evidence. Those that
were sent together share `batch`, which is their retry key: a retry has to be the same call to the
same people, so a batch is claimed whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers import leases
from models.engine import Lease
from models.outbox import OutboxMessage, OutboxStatus, Way

#: LINE takes so many people in one multicast.
MOST = 500
#: Only people can be told together; groups are told one by one.
_PERSON = "U"

_LEASED = (
    select(Lease.key)
    .where(
        Lease.queue == bindparam("of_queue"),
        Lease.key == OutboxMessage.chat_key,
        Lease.until > bindparam("now"),
    )
    .exists()
)
_ALIKE = (
    select(OutboxMessage.id, OutboxMessage.chat_key, OutboxMessage.alike)
    .where(
        OutboxMessage.status == OutboxStatus.QUEUED,
        OutboxMessage.due_at <= bindparam("now"),
        OutboxMessage.alike.in_(bindparam("alikes", expanding=True)),
        OutboxMessage.batch.is_(None),
        OutboxMessage.attempts == 0,
        ~_LEASED,
    )
    .order_by(OutboxMessage.due_at, OutboxMessage.id)
    .limit(MOST)
)
_ALIKE_LOCKED = _ALIKE.with_for_update(of=OutboxMessage, skip_locked=True)
_WHOLE = (
    select(OutboxMessage)
    .where(
        OutboxMessage.batch.in_(bindparam("batches", expanding=True)),
        OutboxMessage.status == OutboxStatus.QUEUED,
    )
    .order_by(OutboxMessage.id)
)


def likeness(chat_key: str, place: Mapping[str, Any], notices: Sequence[Any]) -> str | None:
    """By what rows are known that will be worded alike; None for what is told to a group."""
    if not chat_key.startswith(_PERSON) or place.get("is_group"):
        return None
    said = json.dumps(list(notices), sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(said.encode()).hexdigest()[:40]


def also_due(
    session: Session, rows: Iterable[OutboxMessage], queue: str, *, holder: str, now: datetime
) -> tuple[list[int], set[str]]:
    """Further messages that say what these first tries say, and their chats, now leased."""
    there = Counter(row.alike for row in rows if row.alike and not row.batch and not row.attempts)
    if not there:
        return [], set()
    statement = _ALIKE if leases.is_sqlite(session) else _ALIKE_LOCKED
    given = {"of_queue": queue, "now": now, "alikes": sorted(there)}
    found = []
    for row in session.connection().execute(statement, given):
        # No more than fill the last call: the rest is for the next ones, which are full as well.
        if there[row.alike] % MOST:
            there[row.alike] += 1
            found.append(row)
    mine = leases.take(session, queue, {row.chat_key for row in found}, holder=holder, now=now)
    return [row.id for row in found if row.chat_key in mine], mine


def whole(
    session: Session,
    rows: Sequence[OutboxMessage],
    mine: set[str],
    queue: str,
    *,
    holder: str,
    now: datetime,
) -> tuple[list[OutboxMessage], set[str]]:
    """These rows, with every batch among them complete, or left out where a chat of it is busy.

    Returns them and the chats that were leased on top of `mine`.
    """
    retried = {row.batch for row in rows if row.batch}
    if not retried:
        return list(rows), set()
    members: dict[str, list[OutboxMessage]] = defaultdict(list)
    for row in session.scalars(_WHOLE, {"batches": sorted(retried)}):
        members[row.batch or ""].append(row)
    kept, more = [row for row in rows if not row.batch], set[str]()
    for _batch, own in sorted(members.items()):
        missing = {row.chat_key for row in own} - mine - more
        taken = leases.take(session, queue, missing, holder=holder, now=now)
        more |= taken
        if taken == missing:
            kept += own
    return sorted(kept, key=lambda row: row.id), more


def form(rows: Sequence[OutboxMessage]) -> None:
    """Put first tries that say the same to different people under one key.

    A chat that is sent more than one message at once is left out: its messages keep their order.
    """
    often = Counter(row.chat_key for row in rows)
    groups: dict[str, list[OutboxMessage]] = defaultdict(list)
    for row in rows:
        first = row.way is Way.PUSH and row.attempts == 1 and row.batch is None
        if row.alike and first and often[row.chat_key] == 1:
            groups[f"{row.alike}:{row.body}"].append(row)
    for together in groups.values():
        for n in range(0, len(together), MOST):
            section = together[n : n + MOST]
            if len(section) > 1:
                key = str(uuid.uuid4())
                for row in section:
                    row.batch = row.retry_key = key


def dissolve(row: OutboxMessage) -> None:
    """Its call was refused as a whole, surely for the sake of one of them: each goes alone."""
    row.batch, row.alike, row.retry_key = None, None, None
