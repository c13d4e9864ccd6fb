"""Those who get announcements: what waits for their tap, and one to read whole."""

from __future__ import annotations

from sqlalchemy import select

from handlers.announcements import access, going_on
from handlers.context import Context
from handlers.people import me
from models.announcements import Announcement, AnnouncementRecipient, AnnouncementStatus
from models.errors import NotFound
from models.rights import Act

R = AnnouncementRecipient


def waiting_for(ctx: Context, line_user: str, *, group: str | None = None) -> list[Announcement]:
    """The announcements that ask this account, or the `group` in which it types, and that it has
    not taken note of: the newest first."""
    if group is None:
        found = going_on.entries(ctx, me(ctx, line_user))
        waiting = [one for one in found if one.facts["asks"] and not one.facts["noted_at"]]
        return [ctx.session.get_one(Announcement, one.facts["id"]) for one in waiting]
    noted = select(R.announcement_id).where(R.chat_key == line_user, R.acknowledged_at.is_not(None))
    query = (
        select(Announcement)
        .join(R, R.announcement_id == Announcement.id)
        .where(
            R.chat_key == group,
            R.addressed,
            Announcement.id.not_in(noted),
            Announcement.status == AnnouncementStatus.SENT,
            Announcement.ended_at.is_(None),
            Announcement.asks_acknowledgement,
            Announcement.sent_at > ctx.now - going_on.LONGEST,
        )
        .order_by(Announcement.sent_at.desc(), Announcement.id.desc())
    )
    return list(ctx.session.scalars(query))


def for_reader(ctx: Context, line_user: str, announcement_id: int) -> Announcement:
    """One that was sent to this account or a group of theirs, or that they may see anyway; and for
    whoever may permit its price one that waits for that. Raises NotFound."""
    row, who = ctx.session.get(Announcement, announcement_id), me(ctx, line_user)
    if row is None:
        raise NotFound("announcement", announcement_id)
    if row.status is AnnouncementStatus.WAITING and who.may(Act.PERMIT_SPENDING):
        return row
    if row.status is not AnnouncementStatus.SENT:
        raise NotFound("announcement", announcement_id)
    mine = ctx.session.get(R, (announcement_id, line_user))
    if (mine is not None and mine.addressed) or access.may_see(who, row):
        return row
    if any(one.facts["id"] == announcement_id for one in going_on.entries(ctx, who)):
        return row
    raise NotFound("announcement", announcement_id)
