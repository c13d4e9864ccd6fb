"""What becomes of a message after one try: one table from LINE's verdict to the row's end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from handlers import budget, leases
from handlers.outbox import QUEUE, batches, rides
from models.base import storable
from models.engine import LineGate
from models.outbox import RETRY_KEY_LIFE, OutboxMessage, OutboxStatus, Purpose, Way


class Verdict(StrEnum):
    """What one call to LINE told us."""

    TAKEN = "taken"
    TAKEN_BEFORE = "taken_before"
    BAD_TOKEN = "bad_token"  # noqa: S105
    RATE_LIMIT = "rate_limit"
    MONTHLY_LIMIT = "monthly_limit"
    ONE_USER_LIMIT = "one_user_limit"
    CONCURRENCY = "concurrency"
    NOT_SENT = "not_sent"
    UNCERTAIN = "uncertain"
    UNAUTHORIZED = "unauthorized"
    REFUSED = "refused"


@dataclass(frozen=True)
class Answer:
    """LINE's answer to one try: what it means, and what is kept of it."""

    verdict: Verdict
    detail: str = ""
    request_id: str | None = None
    sent_ids: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Settled:
    """One try and its answer. `again` as the try had it."""

    id: int
    chat_key: str
    again: bool
    answer: Answer


#: The verdicts after which LINE has surely not sent the message.
NOT_TAKEN = frozenset(
    {
        Verdict.BAD_TOKEN,
        Verdict.RATE_LIMIT,
        Verdict.MONTHLY_LIMIT,
        Verdict.ONE_USER_LIMIT,
        Verdict.CONCURRENCY,
        Verdict.NOT_SENT,
        Verdict.UNAUTHORIZED,
        Verdict.REFUSED,
    }
)
GATES = {
    Verdict.RATE_LIMIT: timedelta(seconds=1),
    Verdict.UNAUTHORIZED: timedelta(seconds=30),
}
WAITS = {
    Verdict.ONE_USER_LIMIT: timedelta(minutes=10),
    Verdict.CONCURRENCY: timedelta(minutes=1),
}
#: A monthly limit can be passing (another delivery holds messages back), so it is asked again
#: once before the message is parked until the next month.
MONTHLY_SECOND_LOOK = timedelta(minutes=10)
FIRST_BACK_OFF = timedelta(seconds=0.5)
LONGEST_BACK_OFF = timedelta(minutes=15)


_ROWS = (
    select(OutboxMessage)
    .where(OutboxMessage.id.in_(bindparam("ids", expanding=True)))
    .order_by(OutboxMessage.id)
)


def settle(
    session: Session, results: Sequence[Settled], *, holder: str, now: datetime
) -> list[OutboxMessage]:
    """Write down what came of these tries and free their chats. Returns the rows."""
    rows = {row.id: row for row in session.scalars(_ROWS, {"ids": [r.id for r in results]})}
    for result in results:
        row = rows[result.id]
        if row.status is OutboxStatus.QUEUED:
            _settle_one(session, row, result, now=now)
    rides.fell(session, rows.values(), now=now)
    # The next claim of this transaction reads the tables, not these objects.
    session.flush()
    leases.give_back(session, QUEUE, {r.chat_key for r in results}, holder=holder)
    return list(rows.values())


def _settle_one(session: Session, row: OutboxMessage, result: Settled, *, now: datetime) -> None:
    answer, verdict = _storable(result.answer), result.answer.verdict
    row.request_id = answer.request_id or row.request_id
    if verdict in NOT_TAKEN:
        row.maybe_taken = result.again
    if verdict in (Verdict.TAKEN, Verdict.TAKEN_BEFORE):
        row.sent_ids = answer.sent_ids or None
        row.finish(OutboxStatus.ACCEPTED, at=now)
    elif verdict is Verdict.BAD_TOKEN:
        _token_refused(row, now=now)
    elif verdict is Verdict.REFUSED and row.batch:
        batches.dissolve(row)
        row.put_off(now, error=answer.detail[:300])
    elif verdict is Verdict.REFUSED:
        row.finish(OutboxStatus.FAILED, at=now, error=answer.detail[:300])
    elif verdict is Verdict.MONTHLY_LIMIT:
        _out_of_messages(row, answer, now=now)
    elif verdict in GATES:
        _close_gate(session, row, verdict, now=now)
    elif verdict in WAITS:
        row.put_off(now + WAITS[verdict], error=verdict.value)
    else:
        _try_again(row, answer, now=now)


def _storable(answer: Answer) -> Answer:
    # What stands between LINE and us may answer in words of its own.
    return replace(
        answer,
        detail=storable(answer.detail, 300) or "",
        request_id=storable(answer.request_id, 100),
    )


def _token_refused(row: OutboxMessage, *, now: datetime) -> None:
    if row.maybe_taken:
        # The token works once: if it is refused now, the try before was the one that took it.
        row.finish(OutboxStatus.ACCEPTED, at=now, error="taken by an earlier try")
    else:
        row.reply_until, row.way, row.body = now, None, None
        row.put_off(now, error="reply token refused")


def _out_of_messages(row: OutboxMessage, answer: Answer, *, now: datetime) -> None:
    if row.attempts == 1:
        row.put_off(now + MONTHLY_SECOND_LOOK, error=Verdict.MONTHLY_LIMIT.value)
    else:
        row.status, row.due_at = OutboxStatus.PARKED, budget.next_month(now)
        row.error = answer.detail[:300] or Verdict.MONTHLY_LIMIT.value


def _close_gate(session: Session, row: OutboxMessage, verdict: Verdict, *, now: datetime) -> None:
    """LINE wants quiet on this way: no node sends by it until then."""
    until = now + GATES[verdict]
    ways = (Way.REPLY, Way.PUSH) if verdict is Verdict.UNAUTHORIZED else (row.way,)
    for way in ways:
        session.merge(LineGate(way=str(way), closed_until=until, reason=verdict.value))
    row.put_off(until, error=verdict.value)


def _try_again(row: OutboxMessage, answer: Answer, *, now: datetime) -> None:
    wait = min(FIRST_BACK_OFF * 2 ** min(row.attempts - 1, 20), LONGEST_BACK_OFF)
    if row.way is Way.REPLY:
        # Within the token's minute a retry is safe; past it the claim ends the row as unknown.
        wait = min(wait, timedelta(seconds=8))
    elif row.first_try_at and now + wait > row.first_try_at + RETRY_KEY_LIFE:
        end = OutboxStatus.UNKNOWN if row.maybe_taken else OutboxStatus.FAILED
        row.finish(end, at=now, error="no clear answer within a day")
        return
    row.put_off(now + wait, error=(answer.detail or answer.verdict.value)[:300])


def unpark(session: Session, *, now: datetime) -> int:
    """Queue again what waited for the new month's messages. Returns how many."""
    rows = session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.status == OutboxStatus.PARKED, OutboxMessage.due_at <= now
        )
    ).all()
    for row in rows:
        _start_afresh(row, now=now)
    return len(rows)


def retry(session: Session, message_id: int, *, now: datetime) -> bool:
    """Staff let a failed or parked message be sent once more. False for any other."""
    row = session.get(OutboxMessage, message_id, with_for_update=True)
    if row is None or row.status not in (OutboxStatus.FAILED, OutboxStatus.PARKED):
        return False
    _start_afresh(row, now=now)
    return True


def _start_afresh(row: OutboxMessage, *, now: datetime) -> None:
    """LINE refused it, and a day-old key protects no more: it gets a new key and a new way.

    Choosing the way anew keeps the rules of late answers: only the newest, within the reserve.
    """
    row.retry_key, row.first_try_at, row.finished_at, row.attempts = None, None, None, 0
    row.batch = None
    row.way, row.price = None, 0 if row.purpose is Purpose.ANSWER else row.price
    row.put_off(now)
