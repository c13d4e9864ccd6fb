"""Who hears of a permit: those who may give it, and whoever asked for it; nearly always for
nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from handlers import budget, telling
from handlers.context import Context
from handlers.people import holdings, today, with_right
from handlers.requests.notifying import told_from
from models.outbox import OutboxMessage, OutboxStatus
from models.people import Person
from models.rights import Act, Thing
from models.spending import Pot, SpendingPermit

ASKED, DECIDED = "spending.asked", "spending.decided"
#: So long the answer is worth a free reply.
NEWS = timedelta(days=14)
#: So many of those who may permit what is urgent are sent a message.
MOST_PUSHED = 2
_SENT = (OutboxStatus.QUEUED, OutboxStatus.ACCEPTED, OutboxStatus.UNKNOWN)


def asked(ctx: Context, permit: SpendingPermit, *, urgent: bool) -> None:
    """Everybody who may permit it is offered it. What is urgent is pushed to two of them, those of
    the asker's own group first, and to nobody twice a day."""
    pushes = MOST_PUSHED if urgent else 0
    for person in _able(ctx, permit):
        assert person.line_user is not None
        if pushes and not _pushed_today(ctx, person):
            pushes -= 1
            at = told_from(ctx, ctx.now)
            telling.tell(
                ctx, person.line_user, ASKED, facts(permit), ref=_ref(permit),
                at=at if at > ctx.now else None, hold_key=_daily(ctx, person), pot=Pot.SERVICE,
            )  # fmt: skip
        else:
            telling.offer(
                ctx, person.line_user, ASKED, facts(permit), ref=_ref(permit),
                until=budget.next_month(ctx.now), hold_key=f"{_prefix(permit)}{person.id}",
            )  # fmt: skip


def decided(ctx: Context, permit: SpendingPermit) -> None:
    """Nobody need hear of it any more but whoever asked. Of an announcement its writer is told
    where it goes on."""
    telling.drop_offers(ctx, _prefix(permit), error="decided")
    _call_back(ctx, permit)
    asker = ctx.session.get(Person, permit.asked_by_id) if permit.asked_by_id else None
    of_announcement = (permit.ref or "").startswith("announcement:")
    if asker is None or of_announcement or not telling.reachable(ctx, asker.line_user):
        return
    assert asker.line_user is not None
    telling.offer(
        ctx, asker.line_user, DECIDED, facts(permit), ref=_ref(permit), until=ctx.now + NEWS,
        hold_key=f"spending:decided:{permit.id}",
    )  # fmt: skip


def _call_back(ctx: Context, permit: SpendingPermit) -> None:
    """What was to be pushed and waits for the office to open need not be."""
    rows = ctx.session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.hold_key.startswith("spending:asked:"),
            OutboxMessage.status == OutboxStatus.QUEUED,
            OutboxMessage.attempts == 0,
        )
    )
    for row in rows:
        if row.place.get("ref") == _ref(permit):
            row.finish(OutboxStatus.SUPERSEDED, at=ctx.now, error="decided")
            row.price = 0


def facts(permit: SpendingPermit) -> dict[str, Any]:
    """What is asked, and what became of it."""
    return {
        "id": permit.id,
        "month": permit.month,
        "pot": permit.pot.value,
        "messages": permit.messages,
        "reason": permit.reason,
        "ref": permit.ref,
        "asked_by": permit.asked_by,
        "asked_at": permit.asked_at.isoformat(),
        "granted": permit.granted,
        "words": permit.words,
        "lapsed": lapsed(permit),
        "decided_at": permit.decided_at.isoformat() if permit.decided_at else None,
    }


def lapsed(permit: SpendingPermit) -> bool:
    """Did nobody decide it in its month?"""
    at = permit.decided_at
    return at is not None and permit.month != budget.month_of(at)


def _able(ctx: Context, permit: SpendingPermit) -> list[Person]:
    """Who may permit it and would read of it: those of the asker's own group first."""
    asker = permit.asked_by_id
    own = {one.holder.group_name for one in holdings(ctx, asker)} if asker else set()
    barred = frozenset({asker} if asker else ())
    found = with_right(ctx, Act.PERMIT_SPENDING, Thing(barred=barred))
    near = sorted(found, key=lambda one: (one[1].holder.group_name or "") not in own)
    return [person for person, _ in near if telling.reachable(ctx, person.line_user)]


def _pushed_today(ctx: Context, person: Person) -> bool:
    query = select(OutboxMessage.id).where(
        OutboxMessage.hold_key == _daily(ctx, person),
        OutboxMessage.only_free.is_(False),
        OutboxMessage.status.in_(_SENT),
    )
    return ctx.session.scalar(query.limit(1)) is not None


def _daily(ctx: Context, person: Person) -> str:
    return f"spending:asked:{person.id}:{today(ctx).isoformat()}"


def _prefix(permit: SpendingPermit) -> str:
    return f"spending:permit:{permit.id}:"


def _ref(permit: SpendingPermit) -> str:
    return f"permit:{permit.id}"
