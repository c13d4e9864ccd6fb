"""An announcement is sent, now or later, at the price that was shown; or it is called off.

Whatever may be paid for is decided one after the other: two that are sent at once do not spend the
same messages.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select

from handlers import leases, office_calendar, spending, telling
from handlers.announcements import access, moments, moving, pricing, reach, settling, writer
from handlers.announcements.audiences import Chosen, recipients
from handlers.announcements.delivering import Delivered, deliver
from handlers.announcements.refused import AnnouncementRefused, PriceChanged, TooDear
from handlers.budget import month_of
from handlers.context import Context
from handlers.people import Me
from models.announcements import Announcement, AnnouncementStatus, Delivery
from models.spending import SpendingPermit

S = AnnouncementStatus
#: Why an offer's row ended that nobody had read: the announcement was taken back.
ENDED = "the announcement was ended"
#: One that is to go out so soon is told at once to those who may permit its price.
SOON = timedelta(days=1)


def send(
    ctx: Context,
    me: Me,
    announcement_id: int,
    version: int | None,
    shown: int,
    *,
    at: datetime | None = None,
) -> Announcement:
    """Send it for at most the `shown` messages: now (then it is SENT), or at a time (SCHEDULED;
    its `send_at` is later than `at` where that is no time to disturb people).

    Raises NotFound, NotAllowed, Outdated, WrongState, AnnouncementRefused; PriceChanged when it
    costs another number now; TooDear when that is more than may be spent.
    """
    row, goes, costs = _ready(ctx, me, announcement_id, version, shown, at)
    if costs.why_not:
        raise TooDear(costs)
    row.schedule(goes, costs.messages)
    access.audited(ctx, "scheduled", row, send_at=goes.isoformat(), price=row.price)
    if goes <= ctx.now:
        _send(ctx, row)
    ctx.session.flush()
    return row


def ask_permit(
    ctx: Context,
    me: Me,
    announcement_id: int,
    version: int | None,
    shown: int,
    *,
    at: datetime | None = None,
    reason: str = "",
) -> Announcement:
    """It costs more than the share has: a second person is asked, and it is WAITING until then.
    Where it is not too dear any more it is sent.

    Raises what `send` raises; TooDear when LINE's month has not so many, which nobody can permit.
    """
    row, goes, costs = _ready(ctx, me, announcement_id, version, shown, at)
    if costs.why_not == "month":
        raise TooDear(costs)
    if not costs.why_not:
        return send(ctx, me, announcement_id, version, shown, at=at)
    pays = row.until if row.delivery is Delivery.FREE_FIRST else goes
    if month_of(pays or goes) != month_of(ctx.now):
        raise AnnouncementRefused("other_month")
    permit = spending.ask(
        ctx, me, pricing.POT, costs.lacking, reason or row.title, ref=access.ref(row),
        urgent=goes - ctx.now < SOON,
    )  # fmt: skip
    row.wait(goes, costs.messages, permit.id)
    ctx.session.flush()
    access.audited(ctx, "waits", row, permit=permit.id, price=row.price)
    return row


def cancel(ctx: Context, me: Me, announcement_id: int, version: int | None) -> Announcement:
    """It does not go out. Raises NotFound, NotAllowed, Outdated, WrongState when it is sent."""
    row = access.kept(ctx, me, announcement_id, version)
    row.cancel(at=ctx.now)
    _need_not_be_decided(ctx, row)
    ctx.session.flush()
    access.audited(ctx, "cancelled", row, permit=row.permit_id)
    return row


def end(ctx: Context, me: Me, announcement_id: int, version: int | None) -> Announcement:
    """It was sent and is no news any more: it is told to nobody further. Raises NotFound,
    NotAllowed, Outdated, WrongState when it is not sent, or ended."""
    row = access.kept(ctx, me, announcement_id, version)
    row.end(at=ctx.now)
    telling.drop_offers(ctx, f"{access.ref(row)}:", error=ENDED)
    ctx.session.flush()
    access.audited(ctx, "ended", row, reached=_reached(ctx, row))
    return row


def send_due(ctx: Context) -> int:
    """What the clock does: send what is due, and push what free replies have not carried until
    the last useful moment. Returns how many announcements were seen to."""
    ids = due(ctx)
    return sum(see_to(ctx, one) for one in ids)


def due(ctx: Context) -> list[int]:
    """The announcements that want seeing to now, the first due first; without a lock."""
    scheduled = and_(Announcement.status == S.SCHEDULED, Announcement.send_at <= ctx.now)
    unsettled = and_(
        Announcement.status == S.SENT,
        Announcement.delivery == Delivery.FREE_FIRST,
        Announcement.settled_at.is_(None),
        Announcement.ended_at.is_(None),
        Announcement.until <= ctx.now,
    )
    query = select(Announcement.id, Announcement.status, Announcement.delivery)
    query = query.where(or_(scheduled, unsettled)).order_by(Announcement.send_at, Announcement.id)
    opened = moments.is_open(ctx, ctx.now)
    return [
        row.id
        for row in ctx.session.execute(query)
        if opened or (row.status is S.SCHEDULED and row.delivery is Delivery.FREE)
    ]


def see_to(ctx: Context, announcement_id: int) -> bool:
    """Send or settle one that was due a moment ago; False: another clock has."""
    _take_turns(ctx)
    row = ctx.session.get(
        Announcement, announcement_id, with_for_update=True, populate_existing=True
    )
    if row is None or announcement_id not in due(ctx):
        return False
    if row.status is S.SCHEDULED:
        done = _send(ctx, row)
        if done is not None:
            writer.sent(ctx, row, done)
    else:
        settling.settle(ctx, row)
    ctx.session.flush()
    return True


def _ready(
    ctx: Context,
    me: Me,
    announcement_id: int,
    version: int | None,
    shown: int,
    at: datetime | None,
) -> tuple[Announcement, datetime, spending.Price]:
    """The draft, when it goes out, and its price now: that which was shown."""
    _take_turns(ctx)
    row = access.kept(ctx, me, announcement_id, version)
    row.must_be(S.DRAFT)
    to = recipients(ctx, Chosen.from_json(row.audience))
    if not to.people and not to.groups:
        raise AnnouncementRefused("nobody")
    goes = moments.goes_out(ctx, row, at)
    until = moments.lasts_until(ctx, row, goes)
    pays = until if row.delivery is Delivery.FREE_FIRST else goes
    costs = pricing.price(ctx, row, to=to, pays_at=pays)
    if costs.messages != shown:
        raise PriceChanged(shown, costs)
    row.until = until
    return row, goes, costs


def _send(ctx: Context, row: Announcement) -> Delivered | None:
    """Put it into the outbox; None when it would come too late to be of use."""
    if row.until is not None and row.until <= ctx.now:
        row.cancel(at=ctx.now)
        access.audited(ctx, "missed", row)
        writer.missed(ctx, row)
        return None
    row.sent(at=ctx.now)
    ctx.session.flush()
    done = deliver(ctx, row)
    access.audited(
        ctx, "sent", row, people=done.people, groups=done.groups, pushed=done.pushed,
        short=done.short,
    )  # fmt: skip
    return done


def _decided(ctx: Context, permit: SpendingPermit) -> None:
    """A second person has decided: it goes on, or is a draft again; its writer hears of it."""
    kind, _, number = (permit.ref or "").partition(":")
    if kind != "announcement" or not number.isdigit():
        return
    row = ctx.session.get(Announcement, int(number), with_for_update=True, populate_existing=True)
    if row is None or row.status is not S.WAITING or row.permit_id != permit.id:
        return
    if permit.granted:
        row.schedule(moments.goes_out(ctx, row, max(row.send_at or ctx.now, ctx.now)), row.price)
    else:
        row.reopen()
    ctx.session.flush()
    access.audited(ctx, "permitted" if permit.granted else "refused", row, permit=permit.id)
    writer.decided(ctx, row, permit)


def _need_not_be_decided(ctx: Context, row: Announcement) -> None:
    """Nobody is asked any more for what does not go out."""
    if row.permit_id is None:
        return
    permit = ctx.session.get(
        SpendingPermit, row.permit_id, with_for_update=True, populate_existing=True
    )
    if permit is not None and permit.decided_at is None:
        permit.decide(False, None, at=ctx.now, by_id=None)


def _reached(ctx: Context, row: Announcement) -> int:
    return sum(one.way in reach.REACHED for one in reach.of(ctx, row).values())


def _take_turns(ctx: Context) -> None:
    leases.one_claimer(ctx.session, "announcements")


spending.DECIDED.append(_decided)
office_calendar.AFTER_CHANGE.append(moving.recompute)
