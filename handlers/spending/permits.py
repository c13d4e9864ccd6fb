"""More than a share is for a second person to permit, once, for this month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select

from handlers import audit, budget
from handlers.context import Context
from handlers.people import Me
from handlers.spending import notifying
from models.errors import NotAllowed, NotFound, Refusal, WrongState
from models.rights import Act, Thing
from models.spending import Pot, SpendingPermit

#: Other parts that go on once it is decided (an announcement is sent, or is a draft again).
DECIDED: list[Callable[[Context, SpendingPermit], None]] = []
#: A permit's row as an error names it.
PERMIT = "spending_permit"
#: So long may what is said be.
LONGEST = 500


class NothingAsked(Refusal):
    """No number of messages, or no reason: nobody can permit that. `what`: messages, reason."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def ask(
    ctx: Context,
    me: Me,
    pot: Pot,
    messages: int,
    reason: str,
    *,
    ref: str | None = None,
    urgent: bool = False,
) -> SpendingPermit:
    """Ask that the pot may cost so many messages more this month; `ref` names for what alone.
    `urgent`: those who may permit it are told at once, not with their next free reply.

    Raises NotAllowed, NothingAsked, WrongState when the same is asked for already.
    """
    me.require(Act.ANNOUNCE)
    reason = " ".join(reason.split())[:LONGEST]
    if messages <= 0 or not reason:
        raise NothingAsked("messages" if messages <= 0 else "reason")
    month = budget.month_of(ctx.now)
    if any(one.pot is pot and one.ref == ref for one in _undecided(ctx)):
        raise WrongState(PERMIT, "asked")
    permit = SpendingPermit(
        month=month, pot=pot, messages=messages, reason=reason, ref=ref, asked_at=ctx.now,
        asked_by_id=me.id, asked_by=me.person.name if me.person else ctx.actor.name,
    )  # fmt: skip
    ctx.session.add(permit)
    ctx.session.flush()
    audit.record(ctx, "spending:permit:asked", _subject(permit), None, _facts(permit))
    notifying.asked(ctx, permit, urgent=urgent)
    return permit


def decide(ctx: Context, me: Me, permit_id: int, granted: bool, words: str = "") -> SpendingPermit:
    """Permit or refuse it, with `words` on why not.

    Raises NotFound, NotAllowed, WrongState (`decided`, `own` for whoever asked, `past` in another
    month), NothingAsked when a refusal says nothing.
    """
    permit = get(ctx, me, permit_id, for_update=True)
    must_wait(ctx, me, permit)
    words = " ".join(words.split())[:LONGEST]
    if not granted and not words:
        raise NothingAsked("reason")
    permit.decide(granted, words or None, at=ctx.now, by_id=me.id)
    ctx.session.flush()
    verb = "permitted" if granted else "refused"
    audit.record(ctx, f"spending:permit:{verb}", _subject(permit), None, _facts(permit))
    _told(ctx, permit)
    return permit


def lapse(ctx: Context) -> int:
    """What nobody decided in its month is not permitted any more: it ends, and what waited for it
    goes back to whoever asked. Returns how many."""
    rows = ctx.session.scalars(
        select(SpendingPermit)
        .where(SpendingPermit.month < budget.month_of(ctx.now), SpendingPermit.decided_at.is_(None))
        .order_by(SpendingPermit.id)
        .with_for_update(skip_locked=True)
    ).all()
    for permit in rows:
        permit.decide(False, None, at=ctx.now, by_id=None)
        ctx.session.flush()
        audit.record(ctx, "spending:permit:lapsed", _subject(permit), None, _facts(permit))
        _told(ctx, permit)
    return len(rows)


def must_wait(ctx: Context, me: Me, permit: SpendingPermit) -> None:
    """Raise unless this person may decide it now: WrongState (`decided`, `own`, `past`),
    NotAllowed."""
    me.require(Act.PERMIT_SPENDING)
    if permit.decided_at is not None:
        raise WrongState(PERMIT, "decided")
    asked_here = permit.asked_by_id is None and permit.asked_by == ctx.actor.name
    if not may_decide(me, permit) or (me.id is None and asked_here):
        raise WrongState(PERMIT, "own")
    if permit.month != budget.month_of(ctx.now):
        raise WrongState(PERMIT, "past")


def get(ctx: Context, me: Me, permit_id: int, *, for_update: bool = False) -> SpendingPermit:
    """The permit, for whoever may ask for one or give one. Raises NotFound, NotAllowed."""
    if not (me.may(Act.PERMIT_SPENDING) or me.may(Act.ANNOUNCE)):
        raise NotAllowed(Act.PERMIT_SPENDING)
    query = select(SpendingPermit).where(SpendingPermit.id == permit_id)
    if for_update:
        query = query.with_for_update().execution_options(populate_existing=True)
    permit = ctx.session.scalar(query)
    if permit is None:
        raise NotFound(PERMIT, permit_id)
    return permit


def waiting(ctx: Context, me: Me) -> list[SpendingPermit]:
    """What this person may decide now, oldest first."""
    return [one for one in _undecided(ctx) if may_decide(me, one)]


def may_decide(me: Me, permit: SpendingPermit) -> bool:
    """Has this person the right, and did not ask for it?"""
    return me.may(Act.PERMIT_SPENDING, _thing(permit))


def listed(ctx: Context, me: Me) -> list[SpendingPermit]:
    """All of this month, for whoever may ask or decide. Raises NotAllowed."""
    if not (me.may(Act.PERMIT_SPENDING) or me.may(Act.ANNOUNCE)):
        raise NotAllowed(Act.PERMIT_SPENDING)
    month = budget.month_of(ctx.now)
    query = select(SpendingPermit).where(SpendingPermit.month == month)
    return list(ctx.session.scalars(query.order_by(SpendingPermit.id)))


def _told(ctx: Context, permit: SpendingPermit) -> None:
    notifying.decided(ctx, permit)
    for hook in DECIDED:
        hook(ctx, permit)


def _undecided(ctx: Context) -> Sequence[SpendingPermit]:
    query = select(SpendingPermit).where(
        SpendingPermit.month == budget.month_of(ctx.now), SpendingPermit.decided_at.is_(None)
    )
    return ctx.session.scalars(query.order_by(SpendingPermit.id)).all()


def _thing(permit: SpendingPermit) -> Thing:
    """Never by the one who asked."""
    asked = permit.asked_by_id
    return Thing(barred=frozenset() if asked is None else frozenset({asked}))


def _subject(permit: SpendingPermit) -> str:
    return f"{PERMIT}:{permit.id}"


def _facts(permit: SpendingPermit) -> dict[str, Any]:
    return {
        "month": permit.month, "pot": permit.pot.value, "messages": permit.messages,
        "reason": permit.reason, "ref": permit.ref, "granted": permit.granted,
        "words": permit.words,
    }  # fmt: skip
