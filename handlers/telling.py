"""Tell somebody something that they did not just ask for. Each costs one paid message, unless it
can ride on a free reply: a notice that is held for later goes with whatever is answered first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from handlers import budget, outbox
from handlers.context import Context
from handlers.outbox import Letter
from models.chats import Chat
from models.inbox import InboxEvent
from models.outbox import OutboxMessage, OutboxStatus, Purpose, Way
from models.spending import Pot

#: After a notice, further ones to the same person are gathered for so long into one.
GATHERED = timedelta(minutes=30)
#: So long what could not be paid for waits for a free reply.
SAVED = timedelta(days=14)
#: The shares that are looked after here; what rounds and announcements cost is asked before.
_GUARDED = (Pot.SERVICE, Pot.INCIDENTS)
_SECTION = 500
_ALIVE = (OutboxStatus.QUEUED, OutboxStatus.ACCEPTED, OutboxStatus.UNKNOWN)


def tell(
    ctx: Context,
    line_user: str,
    kind: str,
    data: Mapping[str, Any],
    *,
    ref: str,
    at: datetime | None = None,
    hold_key: str | None = None,
    pot: Pot = Pot.SERVICE,
    pressing: bool = False,
) -> bool:
    """Queue a notice to one person: one paid message, out of the month's `pot`.

    `ref` names the record that it tells of (`request:12`). With `at` it is held till then and
    may ride on a free reply before; one of the same `hold_key` that is still held is replaced.

    Where the share of `service` or `incidents` is used up it costs nothing and is not lost: it
    waits two weeks for a free reply, the newest of each record. `pressing` goes out all the same
    as long as the month has any left beside what is kept for incidents. Whoever spends for
    `rounds` asks what is left before. Returns whether it may cost a message.
    """
    if pot in _GUARDED and not _affordable(ctx, line_user, pot, ref, hold_key, pressing=pressing):
        offer(
            ctx, line_user, kind, data, ref=ref, until=max(at or ctx.now, ctx.now) + SAVED,
            hold_key=hold_key or f"saved:{line_user}:{ref}",
        )  # fmt: skip
        return False
    _push(ctx, line_user, kind, data, ref=ref, at=at, hold_key=hold_key, price=1, pot=pot)
    return True


def _affordable(
    ctx: Context, line_user: str, pot: Pot, ref: str, hold_key: str | None, *, pressing: bool
) -> bool:
    left = budget.spendable(ctx, pot) if pressing else budget.left(ctx, pot, ref=ref)
    if left is None or left > 0:
        return True
    # What it replaces was counted already.
    return hold_key is not None and _is_held(ctx, line_user, hold_key)


def _is_held(ctx: Context, line_user: str, hold_key: str) -> bool:
    """Is something held under this key that would be paid for?"""
    query = select(OutboxMessage.id).where(
        OutboxMessage.hold_key == hold_key,
        OutboxMessage.chat_key == line_user,
        OutboxMessage.status == OutboxStatus.QUEUED,
        OutboxMessage.attempts == 0,
        OutboxMessage.only_free.is_(False),
        OutboxMessage.price > 0,
    )
    return ctx.session.scalar(query.limit(1)) is not None


def tell_group(
    ctx: Context,
    chat_key: str,
    kind: str,
    data: Mapping[str, Any],
    *,
    ref: str,
    members: int,
    at: datetime | None = None,
    hold_key: str | None = None,
    pot: Pot,
) -> None:
    """Queue one push into a group: it costs a message for each of its `members`.

    Raises ValueError where nobody counted them: nothing is sent at an unknown price.
    """
    if members < 1:
        raise ValueError("a push into a group of unknown size")
    _push(ctx, chat_key, kind, data, ref=ref, at=at, hold_key=hold_key, price=members, pot=pot)


def _push(
    ctx: Context,
    chat_key: str,
    kind: str,
    data: Mapping[str, Any],
    *,
    ref: str,
    at: datetime | None,
    hold_key: str | None,
    price: int,
    pot: Pot,
) -> None:
    is_group = chat_key.startswith(("C", "R"))
    letter = Letter(
        chat_key=chat_key,
        place={"is_group": is_group, "conversation_id": 0, "turn": 0, "ref": ref},
        notices=({"kind": kind, "data": dict(data)},),
        purpose=Purpose.NOTICE,
        due_at=at,
        hold_key=hold_key,
        price=price,
        pot=pot,
    )
    outbox.queue(ctx.session, [letter], now=ctx.now)
    ctx.ring("outbox")


def offer(
    ctx: Context,
    line_user: str,
    kind: str,
    data: Mapping[str, Any],
    *,
    ref: str,
    until: datetime,
    hold_key: str,
) -> None:
    """A notice that is worth a free reply and no money: it rides on the person's next one.

    What was not carried `until` then is dropped. One of the same `hold_key` is replaced.
    """
    offer_all(ctx, {line_user: hold_key}, kind, data, ref=ref, until=until)


def offer_all(
    ctx: Context,
    to: Mapping[str, str],
    kind: str,
    data: Mapping[str, Any],
    *,
    ref: str,
    until: datetime,
) -> None:
    """The same offer to many, in a few statements. `to` are their hold keys by their accounts."""
    letters = [
        Letter(
            chat_key=line_user,
            place={"is_group": False, "conversation_id": 0, "turn": 0, "ref": ref},
            notices=({"kind": kind, "data": dict(data)},),
            purpose=Purpose.NOTICE,
            due_at=until,
            hold_key=hold_key,
            only_free=True,
        )
        for line_user, hold_key in to.items()
    ]
    for n in range(0, len(letters), _SECTION):
        outbox.queue(ctx.session, letters[n : n + _SECTION], now=ctx.now)


def drop_offers(ctx: Context, prefix: str, *, error: str) -> None:
    """Offers whose hold keys begin so are no news any more. `error` says why, in the row."""
    ctx.session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.hold_key.startswith(prefix, autoescape=True),
            OutboxMessage.status == OutboxStatus.QUEUED,
            OutboxMessage.attempts == 0,
            OutboxMessage.only_free,
        )
        .values(status=OutboxStatus.SUPERSEDED, finished_at=ctx.now, error=error)
        .execution_options(synchronize_session=False)
    )


def drop_held(ctx: Context, line_user: str, hold_key: str) -> None:
    """What was held under this key is being told at this moment: it need not be told again."""
    ctx.session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.chat_key == line_user,
            OutboxMessage.hold_key == hold_key,
            OutboxMessage.status == OutboxStatus.QUEUED,
            OutboxMessage.attempts == 0,
        )
        .values(status=OutboxStatus.SUPERSEDED, finished_at=ctx.now, price=0)
        .execution_options(synchronize_session=False)
    )


def reachable(ctx: Context, line_user: str | None) -> bool:
    """Would a notice be read? Not by somebody who has blocked the account, or has none."""
    if not line_user:
        return False
    chat = ctx.session.get(Chat, line_user)
    return chat is None or chat.left_at is None


def gone(ctx: Context) -> set[str]:
    """All chats where nobody would read us any more."""
    return set(ctx.session.scalars(select(Chat.chat_key).where(Chat.left_at.is_not(None))))


def gathers_until(ctx: Context, line_user: str) -> datetime | None:
    """Till when further notices to this person wait to be told together; None: told at once.

    Whoever has written or pressed something since the last one has seen it.
    """
    last = ctx.session.scalar(
        select(func.max(OutboxMessage.due_at)).where(
            OutboxMessage.chat_key == line_user,
            OutboxMessage.purpose == Purpose.NOTICE,
            OutboxMessage.only_free.is_(False),
            OutboxMessage.way.is_(None) | (OutboxMessage.way == Way.PUSH),
            OutboxMessage.status.in_(_ALIVE),
            OutboxMessage.created_at > ctx.now - GATHERED * 2,
        )
    )
    if last is None or last + GATHERED <= ctx.now or _wrote_since(ctx, line_user, last):
        return None
    return last if last > ctx.now else last + GATHERED


def told_lately(ctx: Context, line_user: str) -> int:
    """How many paid notices went to this person within the time that gathers, or wait to go."""
    query = select(func.count()).where(
        OutboxMessage.chat_key == line_user,
        OutboxMessage.purpose == Purpose.NOTICE,
        OutboxMessage.price > 0,
        OutboxMessage.status.in_(_ALIVE),
        OutboxMessage.created_at > ctx.now - GATHERED,
    )
    return ctx.session.scalar(query) or 0


def _wrote_since(ctx: Context, line_user: str, since: datetime) -> bool:
    return (
        ctx.session.scalar(
            select(InboxEvent.id)
            .where(InboxEvent.chat_key == line_user, InboxEvent.received_at > since)
            .limit(1)
        )
        is not None
    )
