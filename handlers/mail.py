"""E-mail: queue one with the change it tells of, claim what is due, settle each try, forget.

An e-mail is sent at most once as far as anybody can know: one whose connection died after its
content was under way ends `unknown`. Its Message-ID never changes, so that whoever gets it twice
after all (the process died, staff sent it again) recognises the repeat.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import String, cast, func, select, update
from sqlalchemy.orm import Session

from handlers import leases
from handlers.context import Context
from models.base import storable
from models.engine import Lease
from models.errors import NotFound, Refusal, WrongState
from models.mail import MailMessage, MailStatus

QUEUE = "mail"
FIRST_BACK_OFF = timedelta(minutes=1)
LONGEST_BACK_OFF = timedelta(hours=1)
#: A server that takes nothing for so long is not waited for.
LONGEST_WAIT = timedelta(days=1)
#: How long after its end an e-mail's address and data are kept.
KEPT = timedelta(days=90)
#: What staff should see.
TROUBLED = (MailStatus.FAILED, MailStatus.UNKNOWN)

_ADDRESS = re.compile(
    r"(?=.{3,254}\Z)(?=[^@]{1,64}@)"
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])"
)
_QUOTED = re.compile(r"\S*@\S*")


class BadAddress(Refusal):
    """That is no e-mail address that anything can be sent to."""


def is_address(text: str) -> bool:
    """Is this one plain address (ASCII, with a domain)? Nothing before or after it."""
    return _ADDRESS.fullmatch(text) is not None


def queue(
    ctx: Context, address: str, kind: str, data: Mapping[str, Any], *, ref: str
) -> MailMessage:
    """Put an e-mail into the queue. `ref` is the record it tells of. Raises BadAddress."""
    address = address.strip()
    if not is_address(address):
        raise BadAddress("not an e-mail address")
    row = MailMessage(
        address=address,
        ref=ref,
        notice={"kind": kind, "data": dict(data)},
        message_id=str(uuid.uuid4()),
        status=MailStatus.QUEUED,
        attempts=0,
        created_at=ctx.now,
        due_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.session.flush()
    ctx.ring(QUEUE)
    return row


@dataclass(frozen=True)
class Due:
    """One e-mail to send now."""

    id: int
    address: str
    message_id: str
    kind: str
    data: Mapping[str, Any]


def any_due(session: Session, *, now: datetime) -> bool:
    """Is there anything to send? Asked without a write lock."""
    return session.scalar(_due(now)) is not None


def _due(now: datetime) -> Any:
    taken = select(Lease.key).where(
        Lease.queue == QUEUE, Lease.key == cast(MailMessage.id, String), Lease.until > now
    )
    return (
        select(MailMessage.id)
        .where(MailMessage.status == MailStatus.QUEUED, MailMessage.due_at <= now, ~taken.exists())
        .order_by(MailMessage.due_at, MailMessage.id)
        .limit(1)
    )


def claim(session: Session, *, holder: str, now: datetime) -> Due | None:
    """Take the oldest due e-mail that nobody sends; it is this holder's while the lease lasts.

    One at a time: a server may take its time, and a second one's lease would run out meanwhile.
    """
    leases.one_claimer(session, QUEUE)
    found = session.scalar(_due(now))
    if found is None or not leases.take(session, QUEUE, {str(found)}, holder=holder, now=now):
        return None
    # Only now is it surely ours: another process may have sent it since it was found.
    row = session.scalar(
        select(MailMessage)
        .where(MailMessage.id == found, MailMessage.status == MailStatus.QUEUED)
        .execution_options(populate_existing=True)
    )
    if row is None or row.due_at > now:
        leases.give_back(session, QUEUE, {str(found)}, holder=holder)
        return None
    row.attempts += 1
    return Due(row.id, row.address, row.message_id, row.notice["kind"], row.notice["data"])


class Answer(StrEnum):
    """What came of one try. UNKNOWN: the content was under way and no clear answer came."""

    TAKEN = "taken"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Tried:
    """One try and what came of it. `detail` is what the server said."""

    id: int
    answer: Answer
    detail: str = ""


_ENDS = {
    Answer.TAKEN: MailStatus.SENT,
    Answer.REFUSED: MailStatus.FAILED,
    Answer.UNKNOWN: MailStatus.UNKNOWN,
}


def settle(session: Session, tried: Tried, *, holder: str, now: datetime) -> MailStatus | None:
    """Write down what came of a try and free the row. Returns how it stands; None: it is gone."""
    row = session.get(MailMessage, tried.id, with_for_update=True, populate_existing=True)
    if row is not None and row.status is MailStatus.QUEUED:
        row.error = _without_addresses(tried.detail, row.address)
        wait = back_off(row.attempts)
        if tried.answer is not Answer.LATER:
            row.status, row.finished_at = _ENDS[tried.answer], now
        elif wait is None:
            row.status, row.finished_at = MailStatus.FAILED, now
        else:
            row.due_at = now + wait
    session.flush()
    leases.give_back(session, QUEUE, {str(tried.id)}, holder=holder)
    return row.status if row is not None else None


def back_off(attempts: int) -> timedelta | None:
    """How long to wait after so many tries; None when a day of waiting is used up."""
    tries = range(max(attempts, 1))
    waits = [min(FIRST_BACK_OFF * 2 ** min(n, 10), LONGEST_BACK_OFF) for n in tries]
    return None if sum(waits, timedelta()) > LONGEST_WAIT else waits[-1]


def _without_addresses(detail: str, address: str) -> str | None:
    # Servers like to repeat whom they refuse; the address goes after a while, this text does not.
    bare = _QUOTED.sub("…", detail)
    if name := address.partition("@")[0]:
        bare = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "…", bare, flags=re.IGNORECASE)
    return storable(bare, 300) or None


def troubled(ctx: Context) -> list[MailMessage]:
    """The newest e-mails that failed, or of which nobody knows whether they arrived."""
    return list(
        ctx.session.scalars(
            select(MailMessage)
            .where(MailMessage.status.in_(TROUBLED))
            .order_by(MailMessage.id.desc())
            .limit(200)
        )
    )


def retry(ctx: Context, message_id: int) -> None:
    """Staff let an e-mail that failed, or may not have arrived, be sent once more.

    Raises NotFound, or WrongState for any other and for one whose address is forgotten.
    """
    row = ctx.session.get(MailMessage, message_id, with_for_update=True)
    if row is None:
        raise NotFound("mail", message_id)
    if row.status not in TROUBLED:
        raise WrongState("mail", row.status.value)
    if not row.address:
        raise WrongState("mail", "forgotten")
    row.status, row.attempts, row.due_at, row.finished_at = MailStatus.QUEUED, 0, ctx.now, None
    ctx.ring(QUEUE)


def forget_addresses(ctx: Context) -> int:
    """Empty what tells of persons in e-mails that ended 90 days ago. Returns how many."""
    result = ctx.session.execute(
        update(MailMessage)
        .where(
            MailMessage.status != MailStatus.QUEUED,
            MailMessage.finished_at < ctx.now - KEPT,
            MailMessage.address != "",
        )
        .values(address="", notice={}, error=None)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def counts(session: Session) -> dict[str, int]:
    """How many e-mails stand where."""
    rows = session.execute(select(MailMessage.status, func.count()).group_by(MailMessage.status))
    return {status.value: count for status, count in rows}
