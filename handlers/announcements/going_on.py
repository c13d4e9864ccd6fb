"""Announcements among the notices: what an officer says to whoever asks. Who reads it there is not
told again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import or_, select, update

from handlers import notices
from handlers.announcements import access, moments
from handlers.announcements.reach import READ as READ_THERE
from handlers.context import Context
from handlers.notices import Entry, Section
from handlers.people import Me
from models.announcements import Announcement, AnnouncementRecipient, AnnouncementStatus
from models.groups import BoundGroup, GroupPurpose
from models.outbox import OutboxMessage, OutboxStatus
from models.people import Role

KIND = "announcement"
#: What asks to take note is listed so long for who has not.
LONGEST = timedelta(days=30)
#: Who meets in a group: an announcement to the group is theirs as well.
_IN = {
    GroupPurpose.EXECUTIVES: frozenset({Role.SCHOOL_DIRECTOR}),
    GroupPurpose.CLERKS: frozenset({Role.SCHOOL_ADMIN}),
    GroupPurpose.DATA_TEACHERS: frozenset({Role.TEACHER, Role.SCHOOL_ADMIN}),
    GroupPurpose.NETWORK: frozenset({Role.SCHOOL_DIRECTOR, Role.NETWORK_CHAIR}),
    GroupPurpose.OFFICE: frozenset[Role](),
}


def entries(ctx: Context, me: Me) -> Iterator[Entry]:
    """What was announced to the asker, or to a group of theirs, and is news still; what asks them
    to take note stays until they have. Facts are those of the notice, with `noted_at`."""
    if me.id is None:
        return
    mine = {
        one.announcement_id: one
        for one in ctx.session.scalars(
            select(AnnouncementRecipient).where(AnnouncementRecipient.person_id == me.id)
        )
    }
    query = select(Announcement).where(
        Announcement.status == AnnouncementStatus.SENT,
        Announcement.ended_at.is_(None),
        or_(Announcement.until > ctx.now, Announcement.sent_at > ctx.now - LONGEST),
    )
    for row in ctx.session.scalars(query.order_by(Announcement.sent_at.desc())):
        own = mine.get(row.id)
        if not (own is not None and own.addressed) and not _is_for_group_of(ctx, me, row):
            continue
        noted = own.acknowledged_at if own else None
        if row.sent_at is not None and _is_news(ctx, row, noted is not None):
            facts = {**access.told(row), "noted_at": noted.isoformat() if noted else None}
            yield Entry(KIND, access.ref(row), Section.ANNOUNCEMENTS, facts, row.sent_at, mine=True)


def read(ctx: Context, line_user: str, refs: Sequence[str]) -> None:
    """They read these at this moment: what waits for them of these is done with."""
    ids = [int(ref.partition(":")[2]) for ref in refs if ref.startswith(f"{KIND}:")]
    for id_ in ids:
        ctx.session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.chat_key == line_user,
                OutboxMessage.hold_key.startswith(f"{KIND}:{id_}:"),
                ~OutboxMessage.hold_key.endswith(":writer"),
                OutboxMessage.status == OutboxStatus.QUEUED,
                OutboxMessage.attempts == 0,
            )
            .values(status=OutboxStatus.SUPERSEDED, finished_at=ctx.now, error=READ_THERE, price=0)
            .execution_options(synchronize_session=False)
        )
    if ids:
        ctx.session.execute(
            update(AnnouncementRecipient)
            .where(
                AnnouncementRecipient.announcement_id.in_(ids),
                AnnouncementRecipient.chat_key == line_user,
                AnnouncementRecipient.seen_at.is_(None),
            )
            .values(seen_at=ctx.now)
            .execution_options(synchronize_session=False)
        )


def _is_news(ctx: Context, row: Announcement, noted: bool) -> bool:
    """Till the moment that was said; where people are asked to take note, till they have."""
    if row.asks_acknowledgement and not noted:
        return row.sent_at is not None and ctx.now < row.sent_at + LONGEST
    if row.until is None or row.sent_at is None:
        return False
    return ctx.now < max(row.until, row.sent_at + moments.USUAL)


def _is_for_group_of(ctx: Context, me: Me, row: Announcement) -> bool:
    keys = row.audience.get("groups") or ()
    if not keys:
        return False
    told = select(AnnouncementRecipient.chat_key).where(
        AnnouncementRecipient.announcement_id == row.id, AnnouncementRecipient.addressed
    )
    groups = ctx.session.scalars(
        select(BoundGroup).where(BoundGroup.chat_key.in_(keys), BoundGroup.chat_key.in_(told))
    )
    return any(
        one.role in _IN[group.purpose] and group.concerns(one.school_code)
        for group in groups
        for one in me.holders
        if one.school_code
    )


notices.SOURCES.append(entries)
notices.READ.append(read)
