"""Claim what is due: each message gets its way, its body and its key before the first try.

What LINE's answers mean (sources: LINE's reference, "Error messages" and "Retrying a failed API
request") is in handlers/outcomes.py.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers import budget, leases
from handlers.outbox import batches, rides
from models.chats import Chat
from models.engine import Lease, LineGate
from models.outbox import OutboxMessage, OutboxStatus, Purpose, Way

QUEUE = "outbox"

_DUE = (OutboxMessage.status == OutboxStatus.QUEUED, OutboxMessage.due_at <= bindparam("now"))
_FREE_DUE = (
    select(OutboxMessage.id, OutboxMessage.chat_key)
    .where(
        *_DUE,
        ~select(Lease.key)
        .where(
            Lease.queue == QUEUE,
            Lease.key == OutboxMessage.chat_key,
            Lease.until > bindparam("now"),
        )
        .exists(),
    )
    .order_by(OutboxMessage.due_at, OutboxMessage.id)
    .limit(bindparam("most"))
)
_FREE_DUE_LOCKED = _FREE_DUE.with_for_update(skip_locked=True)
_QUEUED = (
    select(OutboxMessage)
    .where(
        OutboxMessage.id.in_(bindparam("ids", expanding=True)),
        OutboxMessage.status == OutboxStatus.QUEUED,
    )
    .order_by(OutboxMessage.id)
)
_GONE = select(Chat.chat_key).where(
    Chat.chat_key.in_(bindparam("chats", expanding=True)), Chat.left_at.is_not(None)
)
_SHUT = select(LineGate.way).where(LineGate.closed_until > bindparam("now"))


@dataclass(frozen=True)
class Try:
    """One message to send now. `again` says that an earlier try may have been taken.

    Those of one `batch` are one call, to all their chats.
    """

    id: int
    chat_key: str
    way: Way
    body: str
    reply_token: str | None
    retry_key: str | None
    again: bool
    batch: str | None = None


#: Words a row and draws it, or returns None when that fails (a bug, already logged).
Render = Callable[[OutboxMessage], str | None]


def claim(session: Session, render: Render, *, holder: str, now: datetime, limit: int) -> list[Try]:
    """Take the oldest due messages of chats that nobody sends to.

    Each gets its way (free reply while the token lives), its body (rendered once) and its retry
    key, all stored by this transaction, before the first try is made. A message that can no
    longer be sent ends here and is not returned.
    """
    leases.one_claimer(session, QUEUE)
    ids = _due(session, now=now, limit=limit)
    if not ids:
        return []
    chats = {chat_key for _id, chat_key in ids}
    mine = leases.take(session, QUEUE, chats, holder=holder, now=now)
    rows = _rows(session, [id_ for id_, chat_key in ids if chat_key in mine])
    more, leased = batches.also_due(session, rows, QUEUE, holder=holder, now=now)
    mine |= leased
    if more:
        rows = _rows(session, [*(row.id for row in rows), *more])
    rows, leased = batches.whole(session, rows, mine, QUEUE, holder=holder, now=now)
    mine |= leased
    tries = _prepared(session, rows, render, mine, now=now)
    rides.fell(session, rows, now=now)
    leases.give_back(session, QUEUE, mine - {t.chat_key for t in tries}, holder=holder)
    return tries


def _rows(session: Session, ids: Collection[int]) -> list[OutboxMessage]:
    return list(session.scalars(_QUEUED, {"ids": list(ids)}))


def _prepared(
    session: Session,
    rows: Sequence[OutboxMessage],
    render: Render,
    chats: Collection[str],
    *,
    now: datetime,
) -> list[Try]:
    """What is sent of these rows, each with its way, its body and its key."""
    shut = set(session.connection().scalars(_SHUT, {"now": now}))
    gone, drawn = _gone(session, chats), dict[str, str | None]()

    def once(row: OutboxMessage) -> str | None:
        if row.alike is None:
            return render(row)
        if row.alike not in drawn:
            drawn[row.alike] = render(row)
        return drawn[row.alike]

    going = [row for row in rows if _prepare(session, row, once, gone, shut, now=now)]
    batches.form(going)
    return [_try(row) for row in going]


def _try(row: OutboxMessage) -> Try:
    """The row as it goes out now; from here on LINE may have it."""
    assert row.way is not None
    assert row.body is not None
    again, row.maybe_taken = row.maybe_taken, True
    return Try(
        row.id, row.chat_key, row.way, row.body, row.reply_token, row.retry_key, again, row.batch
    )


def _due(session: Session, *, now: datetime, limit: int) -> Sequence[tuple[int, str]]:
    statement = _FREE_DUE if leases.is_sqlite(session) else _FREE_DUE_LOCKED
    rows = session.connection().execute(statement, {"now": now, "most": limit})
    return [(row.id, row.chat_key) for row in rows]


def _gone(session: Session, chats: Collection[str]) -> set[str]:
    """The chats among these where nobody would read us: blocked, or the bot was removed."""
    return set(session.connection().scalars(_GONE, {"chats": sorted(chats)}))


def _prepare(
    session: Session,
    row: OutboxMessage,
    render: Render,
    gone: set[str],
    shut: set[str],
    *,
    now: datetime,
) -> bool:
    """Make the row ready for a try. False: it has ended, or waits."""
    # A batch that may have been taken is asked for again as it was.
    if row.chat_key in gone and not row.token_alive(now) and not row.batch:
        row.finish(OutboxStatus.SKIPPED, at=now, error="blocked or removed")
        return False
    if not _choose_way(session, row, now=now):
        return False
    if row.way in shut:
        gate = session.get_one(LineGate, str(row.way))
        row.put_off(gate.closed_until, error=gate.reason)
        return False
    if row.body is None:
        row.body = render(row)
    if row.body is None:
        row.finish(OutboxStatus.FAILED, at=now, error="could not be worded")
        return False
    row.retry_key = row.retry_key or (str(uuid.uuid4()) if row.way is Way.PUSH else None)
    row.first_try_at = row.first_try_at or now
    row.attempts += 1
    return True


def _choose_way(session: Session, row: OutboxMessage, *, now: datetime) -> bool:
    """Decide between reply and push. False: the row has ended or waits, nothing is sent now."""
    if row.way is Way.PUSH:
        return True
    if row.token_alive(now):
        row.way = Way.REPLY
        return True
    if row.maybe_taken:
        # A reply of unknown outcome is never followed by a push: that could double it.
        row.finish(OutboxStatus.UNKNOWN, at=now, error="no clear answer within the token's minute")
        return False
    return _without_token(session, row, now=now)


def _without_token(session: Session, row: OutboxMessage, *, now: datetime) -> bool:
    if row.only_free:
        row.finish(OutboxStatus.SKIPPED, at=now, error="no free reply came in time")
        return False
    if row.purpose is Purpose.NOTICE and not row.place.get("is_group"):
        # The body, if there is one, was drawn for the reply: the same words go.
        row.way, row.price = Way.PUSH, 1
        return True
    if row.purpose is Purpose.NOTICE and row.price:
        # Into a group only at the price that was shown to whoever sends it: all its members.
        row.way = Way.PUSH
        return True
    if row.place.get("is_group"):
        row.finish(
            OutboxStatus.SKIPPED, at=now, error="reply token died; answers are not pushed to groups"
        )
        return False
    if _newer_answer(session, row):
        row.finish(OutboxStatus.SUPERSEDED, at=now, error="a newer answer follows")
        return False
    if not budget.may_push_answer(session, now=now):
        row.status, row.error = OutboxStatus.WAITING, "waits for the person's next message"
        return False
    row.way, row.price, row.body = Way.PUSH, 1, None
    return True


def _newer_answer(session: Session, row: OutboxMessage) -> bool:
    return (
        session.scalar(
            select(OutboxMessage.id)
            .where(
                OutboxMessage.chat_key == row.chat_key,
                OutboxMessage.id > row.id,
                OutboxMessage.purpose == Purpose.ANSWER,
                OutboxMessage.status != OutboxStatus.SUPERSEDED,
            )
            .limit(1)
        )
        is not None
    )
