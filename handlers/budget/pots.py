"""A month's messages are split into shares, so that one kind of news never eats another's.

`rounds`: reminders of collection rounds, and announcements. `service`: requests, tickets, bookings,
accounts, late answers. `incidents`: outages, a reserve that nothing else may touch. What a second
person permits comes on top of a share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Text, func, select, type_coerce
from sqlalchemy.orm import Session

from handlers.budget import quota
from handlers.context import Context
from handlers.office_rules import some
from models.outbox import OutboxMessage, Purpose
from models.spending import Pot, SpendingPermit

#: The shares of a month on LINE's free plan; more messages are split in the same proportion.
USUAL = {Pot.ROUNDS: 200, Pot.SERVICE: 70, Pot.INCIDENTS: 30}
#: The part of a month that late answers may use of the service's share; its notices keep the rest.
ANSWERS = 0.1
_Permit = tuple[Pot, str | None, int, datetime | None]


def key_of(pot: Pot) -> str:
    """The office's rule that decides this share."""
    return f"budget.{pot}"


def share(ctx: Context, pot: Pot) -> int | None:
    """Paid messages that this pot has in a month; None where LINE sets no limit and the office
    none of its own."""
    return _shares(ctx, quota.limit(ctx.session, now=ctx.now))[pot]


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
    return _permitted(ctx, _permits(ctx), pot, ref)


def left(ctx: Context, pot: Pot, *, ref: str | None = None) -> int | None:
    """How many messages the pot may still cost this month, `ref` included; None: no limit.

    Never more than LINE has left, less what is kept for incidents.
    """
    now, permits = quota.figures(ctx.session, now=ctx.now), _permits(ctx)
    shares = _shares(ctx, _limit(ctx, now))
    spare, months = now.spare, shares[pot]
    if spare is not None and pot is not Pot.INCIDENTS:
        spare = max(spare - _reserve(ctx, now, shares, permits), 0)
    if months is None:
        return spare
    own = max(months + _permitted(ctx, permits, pot, ref) - _of(now, pot), 0)
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
    now = quota.figures(ctx.session, now=ctx.now)
    shares = _shares(ctx, _limit(ctx, now))
    return _reserve(ctx, now, shares, _permits(ctx))


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


def _limit(ctx: Context, now: quota.Figures) -> int | None:
    return now.limit if now.known else quota.limit(ctx.session, now=ctx.now)


def _shares(ctx: Context, limit: int | None) -> dict[Pot, int | None]:
    decided = some(ctx, {key_of(pot): None for pot in Pot})
    usual = {pot: None if limit is None else limit * USUAL[pot] // quota.FREE_PLAN for pot in Pot}
    return {
        pot: usual[pot] if (own := decided[key_of(pot)]) is None else max(int(own), 0)
        for pot in Pot
    }


def _permits(ctx: Context) -> Sequence[_Permit]:
    """What was permitted this month: for which pot and what, how many, since when."""
    query = (
        select(
            SpendingPermit.pot,
            SpendingPermit.ref,
            func.sum(SpendingPermit.messages),
            func.min(SpendingPermit.decided_at),
        )
        .where(
            SpendingPermit.month == quota.month_of(ctx.now),
            SpendingPermit.granted.is_(True),
        )
        .group_by(SpendingPermit.pot, SpendingPermit.ref)
    )
    return [(pot, ref, n, since) for pot, ref, n, since in ctx.session.execute(query)]


def _permitted(ctx: Context, permits: Sequence[_Permit], pot: Pot, ref: str | None) -> int:
    found = 0
    for of_pot, of, messages, since in permits:
        if of_pot is not pot:
            continue
        if of is None or of == ref or since is None:
            found += messages
        else:
            found += min(messages, spent_on(ctx, pot, of, since=since))
    return int(found)


def _reserve(
    ctx: Context,
    now: quota.Figures,
    shares: Mapping[Pot, int | None],
    permits: Sequence[_Permit],
) -> int:
    pot = Pot.INCIDENTS
    return max((shares[pot] or 0) + _permitted(ctx, permits, pot, None) - _of(now, pot), 0)


def _of(now: quota.Figures, pot: Pot) -> int:
    """What it has cost. Late answers have no share of their own: they are service."""
    return now.spent.get(pot, 0) + (now.spent.get("", 0) if pot is Pot.SERVICE else 0)
