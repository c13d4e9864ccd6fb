"""Taking note: a tap of a recipient, who has not, and a nudge to exactly those."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from handlers import leases, telling
from handlers.announcements import access, outstanding_list, pricing
from handlers.announcements.delivering import NUDGE, Target, push
from handlers.announcements.outstanding_list import Outstanding
from handlers.announcements.reach import READ, nudge_prefix
from handlers.announcements.refused import AnnouncementRefused, PriceChanged, TooDear
from handlers.budget import BANGKOK
from handlers.context import Context
from handlers.groups.binding import bound
from handlers.people import Me, as_me, today
from handlers.spending import Price
from models.announcements import Announcement, AnnouncementRecipient, AnnouncementStatus
from models.errors import NotFound
from models.outbox import OutboxMessage, OutboxStatus
from models.people import Person

#: So long a nudge waits for a free reply.
NUDGE_LASTS = timedelta(days=7)
#: Why an offer's row ended that nobody had read: a nudge says the same again.
REPLACED = "a nudge follows"
_SECTION = 500


@dataclass(frozen=True)
class Noted:
    """A tap. `new`: the first of this account, else it was `at` that moment; `addressed`: it was
    sent to them, or to the group of their school where they tapped; `schools`: codes that have
    taken note by it."""

    announcement: Announcement
    new: bool
    at: datetime
    addressed: bool
    schools: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Is it new?"""
        return self.new


@dataclass(frozen=True)
class Nudged:
    """How many people were nudged: for nothing, or at one paid message each."""

    announcement: Announcement
    offered: int = 0
    pushed: int = 0


def acknowledge(
    ctx: Context,
    line_user: str,
    person: Person | None,
    announcement_id: int,
    *,
    group: str | None = None,
) -> Noted:
    """This account takes note of it; `group`: the chat key of the group in which it tapped.

    Raises NotFound, WrongState unless it was sent, and AnnouncementRefused (`not_asked`) where
    nobody is asked to.
    """
    row = ctx.session.get(Announcement, announcement_id)
    if row is None:
        raise NotFound("announcement", announcement_id)
    row.must_be(AnnouncementStatus.SENT)
    if not row.asks_acknowledgement:
        raise AnnouncementRefused("not_asked")
    mine = _recipient(ctx, row, line_user)
    if mine is not None and mine.acknowledged_at is not None:
        return _again(ctx, row, mine, person)
    if mine is None:
        in_group = _is_of_group(ctx, row, person, group)
        mine = AnnouncementRecipient(
            announcement_id=row.id, chat_key=line_user, person_id=person.id if person else None,
            schools=[], addressed=in_group, hold_key=None,
        )  # fmt: skip
        ctx.session.add(mine)
    mine.acknowledged_at = ctx.now
    mine.acknowledged_for = _speaks_for(ctx, row, mine, person)
    if mine.person_id is not None:
        _drop_held(ctx, row, [line_user], READ)
    ctx.session.flush()
    access.audited(ctx, "acknowledged", row, schools=mine.acknowledged_for, by=mine.person_id)
    return _noted(row, mine, new=True)


def newest_asking(
    ctx: Context, line_user: str, person: Person | None, *, group: str | None = None
) -> int | None:
    """Which announcement somebody means who types that they take note: the newest that asks this
    account, or the group in which they type, and that they have not taken note of; else the
    newest that they have. None: nobody asks them anything."""
    chats = [line_user] if group is None else [line_user, group]
    rows = ctx.session.execute(
        select(Announcement.id, AnnouncementRecipient)
        .join(AnnouncementRecipient, AnnouncementRecipient.announcement_id == Announcement.id)
        .where(
            AnnouncementRecipient.chat_key.in_(chats),
            Announcement.status == AnnouncementStatus.SENT,
            Announcement.asks_acknowledgement,
        )
        .order_by(Announcement.sent_at.desc(), Announcement.id.desc())
    ).all()
    noted = {
        id_ for id_, one in rows if one.chat_key == line_user and one.acknowledged_at is not None
    }
    ids = [id_ for id_, _ in rows]
    return next((id_ for id_ in ids if id_ not in noted), ids[0] if ids else None)


def outstanding(ctx: Context, me: Me, announcement_id: int) -> Outstanding:
    """Which schools and people have not taken note, with telephones and how each was reached.

    Raises NotFound, NotAllowed, AnnouncementRefused (`not_asked`).
    """
    return outstanding_list.of(ctx, _asked(access.seen(ctx, me, announcement_id)))


def nudge_price(ctx: Context, me: Me, announcement_id: int) -> Price:
    """What it costs to push a nudge now: a message for each person it would go to."""
    row = _asked(access.seen(ctx, me, announcement_id))
    targets = _to_nudge(ctx, row)
    return pricing.of_messages(ctx, row, len(targets), pays_at=ctx.now)


def nudge(ctx: Context, me: Me, announcement_id: int, version: int | None, shown: int) -> Nudged:
    """Remind exactly those who have not taken note, each at most once a day: with `shown` 0 on
    their next free reply, else by one message each at the price that was shown.

    Where a school was told in a group alone, its clerk is nudged, else its director. Raises
    NotFound, NotAllowed, Outdated, AnnouncementRefused (`not_asked`, `all_have`, `nudged`),
    PriceChanged, TooDear.
    """
    leases.one_claimer(ctx.session, "announcements")
    row = _asked(access.kept(ctx, me, announcement_id, version))
    if not outstanding_list.to_nudge(ctx, row):
        raise AnnouncementRefused("all_have")
    targets = _to_nudge(ctx, row)
    if not targets:
        raise AnnouncementRefused("nudged")
    if shown:
        costs = pricing.of_messages(ctx, row, len(targets), pays_at=ctx.now)
        if costs.messages != shown:
            raise PriceChanged(shown, costs)
        if costs.why_not:
            raise TooDear(costs)
    _nudge(ctx, row, targets, pushed=bool(shown))
    access.audited(ctx, "nudged", row, people=len(targets), pushed=bool(shown))
    return Nudged(row, *((0, len(targets)) if shown else (len(targets), 0)))


def _nudge(ctx: Context, row: Announcement, targets: Sequence[Target], *, pushed: bool) -> None:
    day = today(ctx).isoformat()
    keys = {one.person_id: f"{nudge_prefix(row, one.person_id)}{day}" for one in targets}
    known = {
        one.chat_key: one
        for one in ctx.session.scalars(
            select(AnnouncementRecipient).where(AnnouncementRecipient.announcement_id == row.id)
        )
    }
    for one in targets:
        mine = known.get(one.line_user)
        if mine is None:
            mine = AnnouncementRecipient(
                announcement_id=row.id, chat_key=one.line_user, person_id=one.person_id,
                schools=list(one.schools), addressed=True, hold_key=keys[one.person_id],
            )  # fmt: skip
            ctx.session.add(mine)
        mine.nudged_at = ctx.now
    ctx.session.flush()
    _drop_held(ctx, row, [one.line_user for one in targets], REPLACED)
    if pushed:
        push(ctx, row, targets, kind=NUDGE, keys=keys)
    else:
        telling.offer_all(
            ctx, {one.line_user: keys[one.person_id] for one in targets}, NUDGE, access.told(row),
            ref=access.ref(row), until=ctx.now + NUDGE_LASTS,
        )  # fmt: skip


def _to_nudge(ctx: Context, row: Announcement) -> list[Target]:
    """Those who have not taken note and were not nudged today."""
    day = today(ctx)
    nudged = {
        one.chat_key
        for one in ctx.session.scalars(
            select(AnnouncementRecipient).where(
                AnnouncementRecipient.announcement_id == row.id,
                AnnouncementRecipient.nudged_at.is_not(None),
            )
        )
        if one.nudged_at is not None and one.nudged_at.astimezone(BANGKOK).date() >= day
    }
    return [one for one in outstanding_list.to_nudge(ctx, row) if one.line_user not in nudged]


def _asked(row: Announcement) -> Announcement:
    if row.status is not AnnouncementStatus.SENT or not row.asks_acknowledgement:
        raise AnnouncementRefused("not_asked")
    return row


def _again(
    ctx: Context, row: Announcement, mine: AnnouncementRecipient, person: Person | None
) -> Noted:
    """The second tap: it counts as from the first, and for the schools of whoever was given a post
    since, or was not known then."""
    if person is not None and not mine.acknowledged_for:
        mine.person_id = person.id
        mine.acknowledged_for = _speaks_for(ctx, row, mine, person)
        ctx.session.flush()
    return _noted(row, mine, new=False)


def _recipient(ctx: Context, row: Announcement, line_user: str) -> AnnouncementRecipient | None:
    return ctx.session.get(
        AnnouncementRecipient, (row.id, line_user), with_for_update=True, populate_existing=True
    )


def _noted(row: Announcement, mine: AnnouncementRecipient, *, new: bool) -> Noted:
    assert mine.acknowledged_at is not None
    return Noted(row, new, mine.acknowledged_at, mine.addressed, tuple(mine.acknowledged_for or ()))


def _is_of_group(ctx: Context, row: Announcement, person: Person | None, group: str | None) -> bool:
    """Was it sent to this group, and is it the group of one of the person's schools?"""
    if person is None or group is None:
        return False
    told = ctx.session.get(AnnouncementRecipient, (row.id, group))
    known = bound(ctx, group)
    codes = _codes(as_me(ctx, person))
    return (
        told is not None
        and told.addressed
        and known is not None
        and any(known.concerns(code) for code in codes)
    )


def _codes(me: Me) -> set[str]:
    return {one.school_code for one in me.holders if one.school_code}


def _speaks_for(
    ctx: Context, row: Announcement, mine: AnnouncementRecipient, person: Person | None
) -> list[str]:
    """The schools of which it was asked that take note by this tap: those whose director or clerk
    this is; where neither was meant, those for which it was sent to this person."""
    if person is None:
        return []
    asked = outstanding_list.asked_schools(ctx, row)
    speakers = outstanding_list.speakers_of(ctx, row)
    posts = as_me(ctx, person).holders
    found = {one.school_code for one in posts if one.role in speakers and one.school_code}
    if mine.addressed and outstanding_list.anyone_speaks(row):
        found |= set(mine.schools)
    return sorted(found & asked)


def _drop_held(ctx: Context, row: Announcement, chats: Sequence[str], why: str) -> None:
    """What waits for these chats of it need not be told any more."""
    for n in range(0, len(chats), _SECTION):
        ctx.session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.chat_key.in_(chats[n : n + _SECTION]),
                OutboxMessage.hold_key.startswith(f"{access.ref(row)}:"),
                OutboxMessage.status == OutboxStatus.QUEUED,
                OutboxMessage.attempts == 0,
            )
            .values(status=OutboxStatus.SUPERSEDED, finished_at=ctx.now, error=why, price=0)
            .execution_options(synchronize_session=False)
        )
