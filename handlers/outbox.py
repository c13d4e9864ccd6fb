"""The outbox: queue a message with the change it tells of, claim what is due, settle each try.

What LINE's answers mean (sources: LINE's reference, "Error messages" and "Retrying a failed API
request"): 200 and 409 = accepted; a reply token works once, so "Invalid reply token" on a second
try says that the first one was taken; 5xx and silence = unknown; 429 has four meanings.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from handlers import budget, leases
from models.chats import Chat
from models.engine import Lease, LineGate
from models.outbox import (
    REPLY_WINDOW,
    OutboxMessage,
    OutboxStatus,
    Purpose,
    Way,
)
from models.spending import Pot

QUEUE = "outbox"
#: LINE takes five message objects in one call.
MAX_NOTICES = 5
#: Why a held notice's row ended: it went with an answer.
RODE = "rode on a reply"


_DUE = (OutboxMessage.status == OutboxStatus.QUEUED, OutboxMessage.due_at <= bindparam("now"))
_ANY_DUE = select(OutboxMessage.id).where(*_DUE).limit(1)
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
_WAITING = (
    select(OutboxMessage.id, OutboxMessage.chat_key, OutboxMessage.notices)
    .where(
        OutboxMessage.chat_key.in_(bindparam("chats", expanding=True)),
        OutboxMessage.status == OutboxStatus.WAITING,
    )
    .order_by(OutboxMessage.id)
)
_HELD = (
    select(OutboxMessage.id, OutboxMessage.notices, OutboxMessage.only_free)
    .where(
        OutboxMessage.chat_key == bindparam("chat"),
        OutboxMessage.status == OutboxStatus.QUEUED,
        OutboxMessage.purpose == Purpose.NOTICE,
        OutboxMessage.reply_token.is_(None),
        OutboxMessage.attempts == 0,
        OutboxMessage.due_at > bindparam("now"),
    )
    # What would cost a message goes first.
    .order_by(OutboxMessage.only_free, OutboxMessage.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_INSERT = insert(OutboxMessage)


@dataclass(frozen=True)
class Letter:
    """One message to be queued. `notices` are `{"kind", "data"}`; `place` says where it is read.

    `only_free`: held till `due_at` for a free reply to ride on; then it is dropped, never paid for.
    """

    chat_key: str
    place: dict[str, Any]
    notices: tuple[dict[str, Any], ...]
    event_id: int | None = None
    reply_token: str | None = None
    received_at: datetime | None = None
    purpose: Purpose = Purpose.ANSWER
    hold_key: str | None = None
    due_at: datetime | None = None
    price: int = 0
    only_free: bool = False
    pot: Pot | None = None


def queue(session: Session, letters: Sequence[Letter], *, now: datetime) -> None:
    """Put letters into the outbox, in one statement.

    A letter with a hold key replaces the one that is held under the same key (the photos of one
    set are answered once). Answers that wait for this chat's next message ride along, and so do
    notices that are held for later: what they would have cost is saved.
    """
    if not letters:
        return
    letters = _newest_of_each_hold(letters)
    riding = _supersede_held(session, letters, now=now)
    waiting = _collect_waiting(session, {x.chat_key for x in letters if x.reply_token}, now=now)
    rows = []
    for letter in letters:
        older = riding.get(letter.hold_key, [])
        if letter.reply_token:
            older = older + waiting.pop(letter.chat_key, [])
        row = _row(letter, older, now=now)
        if letter.reply_token and len(letter.notices) + len(older) < MAX_NOTICES:
            held, only_free = _take_held(session, letter, now=now)
            if held:
                row["notices"] = [*row["notices"], *held]
            if held and not only_free:
                # What has to reach the person is pushed should the reply's token die unused.
                row["purpose"] = Purpose.NOTICE
        rows.append(row)
    session.connection().execute(_INSERT, rows)


def _newest_of_each_hold(letters: Sequence[Letter]) -> list[Letter]:
    last = {letter.hold_key: place for place, letter in enumerate(letters)}
    return [
        letter
        for place, letter in enumerate(letters)
        if letter.hold_key is None or last[letter.hold_key] == place
    ]


def _row(letter: Letter, older: list[dict[str, Any]], *, now: datetime) -> dict[str, Any]:
    notices = [*older, *letter.notices][-MAX_NOTICES:]
    return {
        "chat_key": letter.chat_key,
        "event_id": letter.event_id,
        "purpose": letter.purpose,
        "place": letter.place,
        "notices": notices,
        "status": OutboxStatus.QUEUED,
        "reply_token": letter.reply_token,
        "reply_until": (letter.received_at or now) + REPLY_WINDOW if letter.reply_token else None,
        "maybe_taken": False,
        "attempts": 0,
        "created_at": now,
        "due_at": letter.due_at or now,
        "price": letter.price,
        "hold_key": letter.hold_key,
        "only_free": letter.only_free,
        "pot": letter.pot,
    }


def _supersede_held(
    session: Session, letters: Sequence[Letter], *, now: datetime
) -> dict[str | None, list[dict[str, Any]]]:
    """End the held letters that these replace. Returns the older notices that rode with them."""
    own = {letter.hold_key: len(letter.notices) for letter in letters if letter.hold_key}
    if not own:
        return {}
    rows = session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.hold_key.in_(own),
            OutboxMessage.status == OutboxStatus.QUEUED,
            OutboxMessage.attempts == 0,
        )
        .values(status=OutboxStatus.SUPERSEDED, finished_at=now)
        .returning(OutboxMessage.hold_key, OutboxMessage.notices)
        .execution_options(synchronize_session=False)
    )
    return {key: notices[: -own[key]] for key, notices in rows}


def _collect_waiting(
    session: Session, chats: Collection[str], *, now: datetime
) -> dict[str, list[dict[str, Any]]]:
    """Take the notices that wait for these chats' next message; their rows end superseded."""
    if not chats:
        return {}
    rows = session.connection().execute(_WAITING, {"chats": sorted(chats)}).all()
    found: dict[str, list[dict[str, Any]]] = {}
    for _id, chat_key, notices in rows:
        found.setdefault(chat_key, []).extend(notices)
    if rows:
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id.in_([row.id for row in rows]))
            .values(status=OutboxStatus.SUPERSEDED, finished_at=now)
            .execution_options(synchronize_session=False)
        )
    return found


def _take_held(
    session: Session, letter: Letter, *, now: datetime
) -> tuple[list[dict[str, Any]], bool]:
    """The oldest notice that is held for this chat for later, and whether it may only ride.

    Its row ends superseded, unpaid.
    """
    if letter.place.get("is_group"):
        return [], False
    row = session.connection().execute(_HELD, {"chat": letter.chat_key, "now": now}).first()
    if row is None:
        return [], False
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == row.id)
        .values(status=OutboxStatus.SUPERSEDED, finished_at=now, error=RODE, price=0)
        .execution_options(synchronize_session=False)
    )
    return list(row.notices), row.only_free


@dataclass(frozen=True)
class Try:
    """One call to make now. `again` says that an earlier try may have been taken."""

    id: int
    chat_key: str
    way: Way
    body: str
    reply_token: str | None
    retry_key: str | None
    again: bool


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
    shut = set(session.connection().scalars(_SHUT, {"now": now}))
    chats = {chat_key for _id, chat_key in ids}
    mine = leases.take(session, QUEUE, chats, holder=holder, now=now)
    wanted = [id_ for id_, chat_key in ids if chat_key in mine]
    rows = session.scalars(_QUEUED, {"ids": wanted}).all()
    gone = _gone(session, mine)
    tries = [t for row in rows if (t := _prepare(session, row, render, gone, shut, now=now))]
    leases.give_back(session, QUEUE, mine - {t.chat_key for t in tries}, holder=holder)
    return tries


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
) -> Try | None:
    if row.chat_key in gone and not row.token_alive(now):
        row.finish(OutboxStatus.SKIPPED, at=now, error="blocked or removed")
        return None
    if not _choose_way(session, row, now=now):
        return None
    if row.way in shut:
        gate = session.get_one(LineGate, str(row.way))
        row.put_off(gate.closed_until, error=gate.reason)
        return None
    if row.body is None:
        row.body = render(row)
    if row.body is None:
        row.finish(OutboxStatus.FAILED, at=now, error="could not be worded")
        return None
    row.retry_key = row.retry_key or (str(uuid.uuid4()) if row.way is Way.PUSH else None)
    row.first_try_at = row.first_try_at or now
    again, row.maybe_taken = row.maybe_taken, True
    row.attempts += 1
    assert row.way is not None
    return Try(row.id, row.chat_key, row.way, row.body, row.reply_token, row.retry_key, again)


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


def any_due(session: Session, *, now: datetime) -> bool:
    """Is there anything to send? Asked without a write lock."""
    return session.connection().scalar(_ANY_DUE, {"now": now}) is not None


def due_ids(session: Session, *, now: datetime) -> list[int]:
    """The messages that are due, oldest first."""
    return list(
        session.scalars(
            select(OutboxMessage.id)
            .where(OutboxMessage.status == OutboxStatus.QUEUED, OutboxMessage.due_at <= now)
            .order_by(OutboxMessage.id)
        )
    )


def counts(session: Session) -> dict[str, int]:
    """How many messages stand where."""
    rows = session.execute(
        select(OutboxMessage.status, func.count()).group_by(OutboxMessage.status)
    )
    return {status.value: count for status, count in rows}


def oldest_due(session: Session, *, now: datetime) -> datetime | None:
    """When the oldest message that should be out by now was due."""
    return session.scalar(
        select(func.min(OutboxMessage.due_at)).where(
            OutboxMessage.status == OutboxStatus.QUEUED, OutboxMessage.due_at <= now
        )
    )
