"""Announcements as cards and commands show them: plain facts, for whoever looks."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from handlers.announcements import access, moments, outstanding_list, pricing, reach
from handlers.announcements.audiences import Chosen, Recipients, group_json, recipients
from handlers.announcements.reach import WAYS
from handlers.announcements.refused import AnnouncementRefused
from handlers.context import Context
from handlers.people import Me
from models.announcements import (
    Announcement,
    AnnouncementRecipient,
    AnnouncementStatus,
    Delivery,
)
from models.errors import NotAllowed
from models.groups import BoundGroup
from models.people import Person
from models.rights import Act
from models.rounds import CollectionRound
from models.schools import School
from models.spending import SpendingPermit

Json = dict[str, Any]
S = AnnouncementStatus
#: As many announcements as are listed, the newest first.
MOST = 30


def card(ctx: Context, me: Me, announcement_id: int, *, at: datetime | None = None) -> Json:
    """Everything of one announcement.

    Before it is sent: `to` (`people`, `groups`, `members`, `unreached` schools, `lost` groups),
    when it `goes` if it is sent now or for `at`, `lasts` until when, and `costs` as
    `Price.to_json()`; None with `costs_why` where that cannot be said. After it:
    `ways`, how many chats were reached by which way, and `noted` where it asks for that. `can`:
    what this person may do now, of `change`, `send`, `cancel`, `end`, `nudge`, `again`.
    Raises NotFound, NotAllowed.
    """
    row = access.seen(ctx, me, announcement_id)
    sent = row.status is S.SENT
    return {
        **brief(ctx, row),
        **access.told(row),
        "audience": audience(ctx, row),
        "permit": _permit(ctx, row),
        **(_told(ctx, row) if sent else _before(ctx, row, at)),
        "can": _can(me, row),
    }


def listed(ctx: Context, me: Me, *, past: bool = False) -> list[Json]:
    """The announcements this person may see, the newest first; `past`: also those that were
    called off or ended. Raises NotAllowed."""
    if not (me.may(Act.ANNOUNCE) or me.may_anywhere(Act.SEE_ANNOUNCEMENT)):
        raise NotAllowed(Act.SEE_ANNOUNCEMENT)
    query = select(Announcement).order_by(Announcement.id.desc())
    if not past:
        query = query.where(Announcement.ended_at.is_(None))
    found = (row for row in ctx.session.scalars(query) if access.may_see(me, row))
    return [brief(ctx, row) for row, _ in zip(found, range(MOST), strict=False)]


def brief(ctx: Context, row: Announcement) -> Json:
    """An announcement in a list. `by`: who wrote it; `asks`: it asks to take note, which so many
    people have (`acknowledged`)."""
    return {
        "id": row.id,
        "version": row.version,
        "title": row.title,
        "status": row.status.value,
        "delivery": row.delivery.value,
        "asks": row.asks_acknowledgement,
        "acknowledged": _taken_note(ctx, row) if row.asks_acknowledgement else 0,
        "price": row.price,
        "send_at": _iso(row.send_at),
        "until": _iso(row.until),
        "sent_at": _iso(row.sent_at),
        "ended_at": _iso(row.ended_at),
        "created_at": row.created_at.isoformat(),
        "group": row.group_name,
        "by": _writer(ctx, row),
    }


def audience(ctx: Context, row: Announcement) -> Json:
    """To whom it goes, with names."""
    chosen = Chosen.from_json(row.audience)
    schools = select(School.smis, School.name).where(School.smis.in_(chosen.schools))
    groups = select(BoundGroup).where(BoundGroup.chat_key.in_(chosen.groups))
    late = ctx.session.get(CollectionRound, chosen.late_in) if chosen.late_in is not None else None
    return {
        "roles": [role.value for role in chosen.roles],
        "schools": [
            {"code": code, "name": name}
            for code, name in ctx.session.execute(schools.order_by(School.smis))
        ],
        "networks": list(chosen.networks),
        "groups": [
            group_json(group) for group in ctx.session.scalars(groups.order_by(BoundGroup.name))
        ],
        "late_in": {"id": late.id, "name": late.name} if late else None,
    }


def to_json(to: Recipients) -> Json:
    """Who will be told, in numbers, and which schools and groups will not."""
    return {
        "people": len(to.people),
        "groups": len(to.groups),
        "members": sum(group.members or 0 for group in to.groups),
        "unreached": [{"code": one.smis, "name": one.name} for one in to.unreached],
        "lost": [group.name for group in to.lost],
    }


def _before(ctx: Context, row: Announcement, at: datetime | None) -> Json:
    to = recipients(ctx, Chosen.from_json(row.audience))
    goes, lasts, costs, why = row.send_at, row.until, None, None
    try:
        if row.status is S.DRAFT:
            goes = moments.goes_out(ctx, row, at)
            lasts = moments.lasts_until(ctx, row, goes)
        pays = lasts if row.delivery is Delivery.FREE_FIRST else goes
        costs = pricing.price(ctx, row, to=to, pays_at=pays).to_json()
    except AnnouncementRefused as error:
        why = {"why": error.why, **error.facts}
    when = {"goes": _iso(goes), "lasts": _iso(lasts)}
    return {"to": to_json(to), **when, "costs": costs, "costs_why": why}


def _told(ctx: Context, row: Announcement) -> Json:
    reached = reach.of(ctx, row)
    found = Counter(one.way for one in reached.values())
    return {
        "ways": {way: found[way] for way in WAYS if found[way]},
        "chats": len(reached),
        "paid_messages": sum(one.price for one in reached.values()),
        "noted": _noted(ctx, row) if row.asks_acknowledgement else None,
    }


def _noted(ctx: Context, row: Announcement) -> Json:
    found = outstanding_list.of(ctx, row)
    return {
        "people": found.people_done,
        "people_asked": found.people_asked,
        "schools": found.schools_done,
        "schools_asked": found.schools_asked,
        "others": found.others,
    }


def _can(me: Me, row: Announcement) -> list[str]:
    again = ["again"] if me.may(Act.ANNOUNCE) else []
    if not access.may_keep(me, row):
        return again
    if row.status is S.DRAFT:
        return ["change", "send", "cancel", *again]
    if row.status in (S.WAITING, S.SCHEDULED):
        return ["cancel", *again]
    if row.status is S.SENT and row.ended_at is None:
        return [*(["nudge"] if row.asks_acknowledgement else []), "end", *again]
    return again


def _permit(ctx: Context, row: Announcement) -> Json | None:
    permit = ctx.session.get(SpendingPermit, row.permit_id) if row.permit_id else None
    if permit is None:
        return None
    return {
        "id": permit.id,
        "messages": permit.messages,
        "granted": permit.granted,
        "words": permit.words,
        "asked_by": permit.asked_by,
    }


def _taken_note(ctx: Context, row: Announcement) -> int:
    """So many people; accounts that are nobody's are none."""
    query = select(func.count()).where(
        AnnouncementRecipient.announcement_id == row.id,
        AnnouncementRecipient.person_id.is_not(None),
        AnnouncementRecipient.acknowledged_at.is_not(None),
    )
    return ctx.session.scalar(query) or 0


def _writer(ctx: Context, row: Announcement) -> str:
    person = ctx.session.get(Person, row.created_by_id) if row.created_by_id else None
    return person.name if person else row.created_by


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
