"""How an announcement reached each chat, and what that cost, by the rows of the outbox."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_, select

from handlers.announcements import access
from handlers.context import Context
from handlers.outbox import RODE, UNSURE
from models.announcements import Announcement, AnnouncementRecipient
from models.outbox import OutboxMessage, OutboxStatus, Way

#: How it went, what reached somebody first. `unreached`: it was lost, or nobody wrote in time;
#: `gone`: the row that would tell is not kept any more.
WAYS = ("paid", "free", "unknown", "waiting", "unreached", "gone")
REACHED = ("paid", "free")
#: Why an offer's row ended: the person read it among the notices, or took note of it.
READ = "read among the notices"
_COLUMNS = (
    OutboxMessage.hold_key, OutboxMessage.chat_key, OutboxMessage.status, OutboxMessage.way,
    OutboxMessage.error, OutboxMessage.price, OutboxMessage.finished_at, OutboxMessage.due_at,
)  # fmt: skip


@dataclass(frozen=True)
class Reach:
    """One chat: by which way of WAYS, when, for how many messages; `nudges`: how many since."""

    way: str
    at: datetime | None = None
    price: int = 0
    nudges: int = 0


def recipients_of(ctx: Context, row: Announcement) -> list[AnnouncementRecipient]:
    """Its recipients: those it was addressed to, then who took note of it besides."""
    query = select(AnnouncementRecipient).where(AnnouncementRecipient.announcement_id == row.id)
    found = ctx.session.scalars(query.execution_options(populate_existing=True)).all()
    return sorted(found, key=lambda one: (not one.addressed, one.person_id or 0, one.chat_key))


def of(ctx: Context, row: Announcement) -> dict[str, Reach]:
    """How it reached everybody it was addressed to, by chat."""
    sent = _Sent(ctx, row)
    return {
        one.chat_key: _reach(ctx, row, one, sent)
        for one in recipients_of(ctx, row)
        if one.addressed
    }


def way_of(row: Row[Any]) -> str:
    """How one row of the outbox went."""
    if row.error in (RODE, READ):
        return "free"
    if row.status is OutboxStatus.ACCEPTED:
        return "paid" if row.way is Way.PUSH else "free"
    if row.status is OutboxStatus.UNKNOWN or row.error == UNSURE:
        return "unknown"
    return "waiting" if row.status in (OutboxStatus.QUEUED, OutboxStatus.PARKED) else "unreached"


class _Sent:
    """The rows of the outbox that tell of an announcement: by hold key, and nudges by person."""

    def __init__(self, ctx: Context, row: Announcement) -> None:
        self.by_key: dict[str, list[Row[Any]]] = {}
        self.nudges: dict[str, list[Row[Any]]] = {}
        nudge = f"{access.ref(row)}:nudge:"
        for one in ctx.session.execute(_rows(row)):
            if one.hold_key.startswith(nudge):
                person = one.hold_key.removeprefix(nudge).partition(":")[0]
                self.nudges.setdefault(person, []).append(one)
            else:
                self.by_key.setdefault(one.hold_key, []).append(one)


def _rows(row: Announcement) -> Any:
    keys = select(AnnouncementRecipient.hold_key).where(
        AnnouncementRecipient.announcement_id == row.id
    )
    own = OutboxMessage.hold_key.startswith(f"{access.ref(row)}:")
    query = select(*_COLUMNS).where(or_(OutboxMessage.hold_key.in_(keys), own))
    return query.order_by(OutboxMessage.id)


def _reach(ctx: Context, row: Announcement, recipient: AnnouncementRecipient, sent: _Sent) -> Reach:
    rows = sent.by_key.get(recipient.hold_key or "", [])
    nudges = sent.nudges.get(str(recipient.person_id), [])
    return _best(ctx, row, recipient, [*rows, *nudges], len(nudges))


def nudge_prefix(row: Announcement, person_id: int) -> str:
    """With what the hold keys of a person's nudges begin; the day follows."""
    return f"{access.ref(row)}:nudge:{person_id}:"


def _best(
    ctx: Context,
    row: Announcement,
    recipient: AnnouncementRecipient,
    rows: Iterable[Row[Any]],
    nudges: int,
) -> Reach:
    ways = sorted(((way_of(one), one) for one in rows), key=lambda pair: WAYS.index(pair[0]))
    paid = sum(one.price for way, one in ways if way == "paid")
    way, first = ways[0] if ways else ("", None)
    if way in REACHED and first is not None:
        return Reach(way, first.finished_at, paid, nudges)
    read = recipient.seen_at or recipient.acknowledged_at
    if read is not None:
        return Reach("free", read, paid, nudges)
    if first is not None:
        return Reach(way, None, paid, nudges)
    return Reach(_without_row(ctx, row, recipient), None, 0, nudges)


def _without_row(ctx: Context, row: Announcement, recipient: AnnouncementRecipient) -> str:
    """Into a group it rides without having waited in the outbox."""
    if recipient.hold_key is not None:
        return "gone"
    over = row.ended_at is not None or (row.until is not None and row.until <= ctx.now)
    return "unreached" if over else "waiting"
