"""All that one person is to hear of tickets at a time, in one message.

What comes soon after another notice is held, and rides free if it can. It says what is true at that
moment, not what is new: so a later one may take the place of one that is still held, and one that
is held follows what happens meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from handlers import telling
from handlers.context import Context
from handlers.requests.notifying import told_from
from models.outbox import OutboxMessage, OutboxStatus
from models.people import Person

KIND = "ticket.watch"
#: So many matters of their own, and so many of others, one message holds.
MOST = 10
Item = dict[str, Any]


def key(line_user: str) -> str:
    """Under which what a person is to hear is held."""
    return f"{KIND}:{line_user}"


@dataclass
class Digest:
    """What one person hears. `until`: when the soonest of what is new runs out; `urgent`: some of
    it may not wait; `is_new`: there is something to say that was not said."""

    person: Person
    mine: list[Item] = field(default_factory=list)
    others: dict[int, Item] = field(default_factory=dict)
    chores: list[Item] = field(default_factory=list)
    until: datetime | None = None
    urgent: bool = False
    is_new: bool = False

    def news(self, *, urgent: bool, until: datetime | None) -> None:
        """Something of it is to be said now."""
        self.is_new, self.urgent = True, self.urgent or urgent
        if until is not None:
            self.until = min(until, self.until) if self.until else until

    def to_json(self) -> dict[str, Any]:
        """The notice: own matters by what is due first, others' by what ran out last."""
        mine = sorted(self.mine, key=lambda one: (one["due_at"] or "9", one["id"]))
        others = sorted(
            self.others.values(), key=lambda one: (one["due_at"] or "", one["id"]), reverse=True
        )
        return {
            "mine": mine[:MOST],
            "count": len(mine),
            "late": sum(one["late"] for one in mine),
            "late_of_others": others[:MOST],
            "others": len(others),
            "chores": sorted(self.chores, key=lambda one: (one["due_at"], one["id"]))[:MOST],
            "chores_count": len(self.chores),
        }


def tell(ctx: Context, digest: Digest) -> None:
    """Queue it: at once, or held a while where they were told something just before."""
    line_user = digest.person.line_user
    assert line_user is not None
    at = _when(ctx, line_user, digest)
    held = next(iter(_held(ctx, [line_user])), None)
    if held is not None and at is not None:
        held.notices = [{"kind": KIND, "data": digest.to_json()}]
        held.due_at = held.due_at if held.only_free else min(held.due_at, at)
        return
    telling.tell(
        ctx, line_user, KIND, digest.to_json(), ref="tickets", at=at, hold_key=key(line_user),
        pressing=digest.urgent,
    )  # fmt: skip


def follow(ctx: Context, digests: Iterable[Digest]) -> None:
    """What is held says what is true by now; what has nothing left to say is not sent."""
    known = {digest.person.line_user: digest.to_json() for digest in digests}
    for row in _held(ctx, None):
        data = known.get(row.chat_key)
        if data is None or not (data["count"] or data["others"] or data["chores"]):
            row.finish(OutboxStatus.SUPERSEDED, at=ctx.now)
        elif row.notices != [{"kind": KIND, "data": data}]:
            row.notices = [{"kind": KIND, "data": data}]
    ctx.session.flush()


def _when(ctx: Context, line_user: str, digest: Digest) -> datetime | None:
    """Till when it waits, because something was told just before; None: it is told now.

    Never longer than half of the time that is left, and not past the office's closing.
    """
    at = None if digest.urgent else telling.gathers_until(ctx, line_user)
    if at is not None and digest.until is not None and digest.until > ctx.now:
        at = min(at, ctx.now + (digest.until - ctx.now) / 2)
    return at if at is not None and told_from(ctx, at) == at else None


def _held(ctx: Context, line_users: list[str] | None) -> list[OutboxMessage]:
    """The digests that are still held, locked; of these people, or of all."""
    query = select(OutboxMessage).where(
        OutboxMessage.status == OutboxStatus.QUEUED,
        OutboxMessage.attempts == 0,
        OutboxMessage.due_at > ctx.now,
    )
    if line_users is None:
        query = query.where(OutboxMessage.hold_key.like(f"{KIND}:%"))
    else:
        query = query.where(OutboxMessage.hold_key.in_([key(one) for one in line_users]))
    locked = query.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    return list(ctx.session.scalars(locked.order_by(OutboxMessage.id)))
