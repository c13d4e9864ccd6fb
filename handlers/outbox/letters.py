"""Queue a message with the change that it tells of; notices that wait ride on free replies."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from handlers.outbox import batches
from handlers.outbox.rides import RODE
from models.outbox import REPLY_WINDOW, OutboxMessage, OutboxStatus, Purpose
from models.spending import Pot

#: LINE takes five message objects in one call.
MAX_NOTICES = 5

_WAITING = (
    select(OutboxMessage.id, OutboxMessage.chat_key, OutboxMessage.notices)
    .where(
        OutboxMessage.chat_key.in_(bindparam("chats", expanding=True)),
        OutboxMessage.status == OutboxStatus.WAITING,
    )
    .order_by(OutboxMessage.id)
)
_HELD = (
    select(OutboxMessage.id, OutboxMessage.notices, OutboxMessage.only_free, OutboxMessage.pot)
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
            held, only_free, pot = _take_held(session, letter, now=now)
            if held:
                row["notices"] = [*row["notices"], *held]
            if held and not only_free:
                # What has to reach the person is pushed should the reply's token die unused, and
                # is paid for out of its own share.
                row["purpose"], row["pot"] = Purpose.NOTICE, pot
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
        "alike": _likeness(letter, notices),
    }


def _likeness(letter: Letter, notices: Sequence[Any]) -> str | None:
    """Only what will be pushed to a person can go with others in one call."""
    if letter.purpose is not Purpose.NOTICE or letter.reply_token or letter.only_free:
        return None
    return batches.likeness(letter.chat_key, letter.place, notices)


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
) -> tuple[list[dict[str, Any]], bool, str | None]:
    """The oldest notice that is held for this chat for later, whether it may only ride, and which
    share would pay for it.

    Its row ends superseded, unpaid.
    """
    if letter.place.get("is_group"):
        return [], False, None
    row = session.connection().execute(_HELD, {"chat": letter.chat_key, "now": now}).first()
    if row is None:
        return [], False, None
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == row.id)
        .values(status=OutboxStatus.SUPERSEDED, finished_at=now, error=RODE, price=0)
        .execution_options(synchronize_session=False)
    )
    return list(row.notices), row.only_free, row.pot
