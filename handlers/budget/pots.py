"""A month's messages are split into shares, so that one kind of news never eats another's.

`rounds`: reminders of collection rounds, and announcements. `service`: requests, tickets, bookings,
accounts, late answers. `incidents`: outages, a reserve that nothing else may touch. What a second
person permits comes on top of a share.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Text, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from handlers.budget import quota
from handlers.context import Context
from handlers.office_rules import rule
from models.outbox import OutboxMessage, Purpose
from models.spending import Pot, SpendingPermit

#: The shares of a month on LINE's free plan; more messages are split in the same proportion.
USUAL = {Pot.ROUNDS: 200, Pot.SERVICE: 70, Pot.INCIDENTS: 30}
FREE_PLAN = 300
#: The part of a month that late answers may use of the service's share; its notices keep the rest.
ANSWERS = 0.1


def key_of(pot: Pot) -> str:
    """The office's rule that decides this share."""
    return f"budget.{pot}"


def share(ctx: Context, pot: Pot) -> int | None:
    """Paid messages that this pot has in a month; None where LINE sets no limit and the office
    none of its own. As long as LINE was not asked, it is taken to be the free plan."""
    decided = rule(ctx, key_of(pot))
    if decided is not None:
        return max(int(decided), 0)
    known = quota.quota(ctx.session, now=ctx.now)
    if known is not None and known.limit_value is None:
        return None
    limit = FREE_PLAN if known is None or known.limit_value is None else known.limit_value
    return limit * USUAL[pot] // FREE_PLAN


def spent(ctx: Context, pot: Pot, *, ref: str | None = None) -> int:
    """Paid messages of the pot this month: pushes that LINE took or may have taken, and those
    that wait to go. With `ref` only what told of that record."""
    of = [_of(pot)]
    if ref is not None:
        place = type_coerce(OutboxMessage.place, Text)
        of.append(place.contains(f'"ref":"{ref}"', autoescape=True))
    taken = quota.total(ctx.session, quota.under_way(quota.month_start(ctx.now)), *of)
    return taken + quota.total(ctx.session, quota.waiting(ctx.now), *of)


def permitted(ctx: Context, pot: Pot, *, ref: str | None = None) -> int:
    """What a second person has permitted on top of the share this month, for anything or for
    `ref`; what was permitted for other things counts as far as those have used it."""
    rows = ctx.session.execute(
        select(SpendingPermit.ref, func.sum(SpendingPermit.messages))
        .where(
            SpendingPermit.month == quota.month_of(ctx.now),
            SpendingPermit.pot == pot,
            SpendingPermit.granted.is_(True),
        )
        .group_by(SpendingPermit.ref)
    )
    return sum(
        int(messages) if of in (None, ref) else min(int(messages), spent(ctx, pot, ref=of))
        for of, messages in rows
    )


def left(ctx: Context, pot: Pot, *, ref: str | None = None) -> int | None:
    """How many messages the pot may still cost this month, `ref` included; None: no limit.

    Never more than LINE has left, less what is kept for incidents.
    """
    spare, months = spendable(ctx, pot), share(ctx, pot)
    if months is None:
        return spare
    own = max(months + permitted(ctx, pot, ref=ref) - spent(ctx, pot), 0)
    return own if spare is None else min(own, spare)


def spendable(ctx: Context, pot: Pot) -> int | None:
    """What the month has left for this pot, whatever its share; None where there is no limit or
    LINE was not asked."""
    spare = quota.spare(ctx.session, now=ctx.now)
    if spare is None or pot is Pot.INCIDENTS:
        return spare
    return max(spare - reserve(ctx), 0)


def reserve(ctx: Context) -> int:
    """Messages of this month that are kept for incidents."""
    pot = Pot.INCIDENTS
    kept = (share(ctx, pot) or 0) + permitted(ctx, pot) - spent(ctx, pot)
    return max(kept, 0)


def may_push_answer(session: Session, *, now: datetime) -> bool:
    """May one more late answer cost a message? Within its own part of the service's share."""
    ctx = Context(session, now)
    if (left(ctx, Pot.SERVICE) or 0) <= 0 and share(ctx, Pot.SERVICE) is not None:
        return False
    known = quota.quota(session, now=now)
    if known is None or known.limit_value is None:
        return True
    answers = quota.under_way(quota.month_start(now)), OutboxMessage.purpose == Purpose.ANSWER
    return quota.total(session, *answers) < known.limit_value * ANSWERS


def _of(pot: Pot) -> ColumnElement[bool]:
    """Late answers have no pot of their own: they are service."""
    if pot is Pot.SERVICE:
        return or_(OutboxMessage.pot == pot, OutboxMessage.pot.is_(None))
    return OutboxMessage.pot == pot
