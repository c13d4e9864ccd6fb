"""A month's messages are split into shares, so that one kind of news never eats another's.

`rounds`: reminders of collection rounds, and announcements. `service`: requests, tickets, bookings,
accounts, late answers. `incidents`: outages, a reserve that nothing else may touch. What a second
person permits comes on top of a share.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text, func, select, type_coerce
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
    limit = FREE_PLAN if known is None else known.limit_value
    return None if limit is None else limit * USUAL[pot] // FREE_PLAN


def spent(ctx: Context, pot: Pot) -> int:
    """Paid messages of the pot this month: pushes that LINE took or may have taken, and those
    that wait to go."""
    return _of(quota.figures(ctx.session, now=ctx.now), pot)


def spent_on(ctx: Context, pot: Pot, ref: str, *, since: datetime) -> int:
    """The same, of what was written since then and told of this record (`announcement:12`)."""
    place = type_coerce(OutboxMessage.place, Text)
    of = (
        OutboxMessage.pot == pot,
        OutboxMessage.created_at >= since,
        place.contains(f'"ref":"{ref}"', autoescape=True),
    )
    taken = quota.total(ctx.session, quota.taken(ctx.now), *of)
    return taken + quota.total(ctx.session, quota.to_come(ctx.now), *of)


def permitted(ctx: Context, pot: Pot, *, ref: str | None = None) -> int:
    """What a second person has permitted on top of the share this month, for anything or for
    `ref`; what was permitted for other things counts as far as those have used it since."""
    rows = ctx.session.execute(
        select(
            SpendingPermit.ref,
            func.sum(SpendingPermit.messages),
            func.min(SpendingPermit.decided_at),
        )
        .where(
            SpendingPermit.month == quota.month_of(ctx.now),
            SpendingPermit.pot == pot,
            SpendingPermit.granted.is_(True),
        )
        .group_by(SpendingPermit.ref)
    )
    found = 0
    for of, messages, since in rows:
        if of is None or of == ref or since is None:
            found += messages
        else:
            found += min(messages, spent_on(ctx, pot, of, since=since))
    return int(found)


def left(ctx: Context, pot: Pot, *, ref: str | None = None) -> int | None:
    """How many messages the pot may still cost this month, `ref` included; None: no limit.

    Never more than LINE has left, less what is kept for incidents.
    """
    now, months = quota.figures(ctx.session, now=ctx.now), share(ctx, pot)
    spare = _spendable(ctx, pot, now)
    if months is None:
        return spare
    own = max(months + permitted(ctx, pot, ref=ref) - _of(now, pot), 0)
    return own if spare is None else min(own, spare)


def spendable(ctx: Context, pot: Pot) -> int | None:
    """What the month has left for this pot, whatever its share; None where there is no limit or
    LINE was not asked."""
    return _spendable(ctx, pot, quota.figures(ctx.session, now=ctx.now))


def reserve(ctx: Context) -> int:
    """Messages of this month that are kept for incidents."""
    return _reserve(ctx, quota.figures(ctx.session, now=ctx.now))


def may_push_answer(session: Session, *, now: datetime) -> bool:
    """May one more late answer cost a message? Within its own part of the service's share."""
    known = quota.quota(session, now=now)
    if known is None or known.limit_value is None:
        return True
    if (left(Context(session, now), Pot.SERVICE) or 0) <= 0:
        return False
    answers = OutboxMessage.purpose == Purpose.ANSWER
    pushed = quota.total(session, quota.taken(now), answers)
    pushed += quota.total(session, quota.to_come(now), answers)
    return pushed < known.limit_value * ANSWERS


def _spendable(ctx: Context, pot: Pot, now: quota.Figures) -> int | None:
    if now.spare is None or pot is Pot.INCIDENTS:
        return now.spare
    return max(now.spare - _reserve(ctx, now), 0)


def _reserve(ctx: Context, now: quota.Figures) -> int:
    pot = Pot.INCIDENTS
    return max((share(ctx, pot) or 0) + permitted(ctx, pot) - _of(now, pot), 0)


def _of(now: quota.Figures, pot: Pot) -> int:
    """What it has cost. Late answers have no share of their own: they are service."""
    return now.spent.get(pot, 0) + (now.spent.get("", 0) if pot is Pot.SERVICE else 0)
