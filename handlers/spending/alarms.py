"""Messages run low, are gone, wait parked, or will not last: staff hear of it once, for nothing.

An alarm about messages is never pushed: it would cost what is lacking. It goes with the next free
reply, by e-mail where the office has a mail server, and to whoever looks (`doctor`, `/readyz`, the
log).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from handlers import budget, leases, mail, telling
from handlers.context import Context
from handlers.people import with_right
from handlers.spending import forecasting
from models.rights import Act, Thing
from models.spending import Pot, QuotaAlarm

ALARM = "quota.alarm"
#: From so much of a month's messages on they run low.
LOW = 0.8
#: So long the news is worth a free reply.
NEWS = timedelta(days=14)


@dataclass(frozen=True)
class Alarm:
    """What is wrong: `low`, `gone`, `parked`, `used:rounds` (a share), `forecast`. `month` is the
    month that it is about."""

    kind: str
    month: str
    facts: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """For a notice or an e-mail."""
        return {"kind": self.kind, "month": self.month, **self.facts}


def standing(ctx: Context) -> list[Alarm]:
    """What is wrong at this moment, whether it was told or not."""
    return [*_of_now(ctx), *_to_come(ctx)]


def watch(ctx: Context, *, by_mail: bool) -> list[Alarm]:
    """Tell staff what is new of this month, each once. Returns what was told."""
    return _told(ctx, list(_of_now(ctx)), by_mail=by_mail)


def look_ahead(ctx: Context, *, by_mail: bool) -> list[Alarm]:
    """Tell staff which months will not last, each once. It takes a second in a large office."""
    return _told(ctx, list(_to_come(ctx)), by_mail=by_mail)


def _told(ctx: Context, found: Sequence[Alarm], *, by_mail: bool) -> list[Alarm]:
    leases.one_claimer(ctx.session, "quota_alarm")
    new = [one for one in found if not ctx.session.get(QuotaAlarm, (one.month, one.kind))]
    for one in new:
        ctx.session.add(QuotaAlarm(month=one.month, kind=one.kind, at=ctx.now))
        _tell(ctx, one, by_mail=by_mail)
    ctx.session.flush()
    return new


def _of_now(ctx: Context) -> Iterator[Alarm]:
    now, month = budget.figures(ctx.session, now=ctx.now), budget.month_of(ctx.now)
    waiting = budget.parked(ctx.session)
    facts = {"limit": now.limit, "used": now.used, "left": now.remaining, "parked": waiting}
    if now.remaining == 0 or waiting:
        yield Alarm("gone", month, facts)
    elif now.limit and now.used >= now.limit * LOW:
        yield Alarm("low", month, facts)
    if waiting:
        yield Alarm("parked", month, facts)
    for pot in Pot:
        share, spent = budget.share(ctx, pot), budget.spent(ctx, pot)
        above = budget.permitted(ctx, pot)
        if share is not None and spent > 0 and spent >= share + above:
            used = {"pot": pot.value, "share": share + above, "spent": spent}
            yield Alarm(f"used:{pot}", month, {**facts, **used})


def _to_come(ctx: Context) -> Iterator[Alarm]:
    for one in forecasting.forecast(ctx).failing:
        yield Alarm("forecast", one.month, {"needs": one.to_json()})


def _tell(ctx: Context, alarm: Alarm, *, by_mail: bool) -> None:
    keepers = [person for person, _ in with_right(ctx, Act.KEEP_GROUPS, Thing())]
    ref = f"quota:{alarm.month}"
    telling.offer_all(
        ctx,
        {
            person.line_user: f"{ref}:{alarm.kind}:{person.id}"
            for person in keepers
            if person.line_user and telling.reachable(ctx, person.line_user)
        },
        ALARM, alarm.to_json(), ref=ref, until=ctx.now + NEWS,
    )  # fmt: skip
    if not by_mail:
        return
    for address in sorted({person.email for person in keepers if person.email}):
        if mail.is_address(address):
            mail.queue(ctx, address, ALARM, alarm.to_json(), ref=ref)
