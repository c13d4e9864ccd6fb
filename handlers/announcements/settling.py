"""Free first: at the last useful moment whoever was not reached for nothing is sent one message."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handlers import groups as line_groups
from handlers import telling
from handlers.announcements import access, reach, writer
from handlers.announcements.delivering import Target, affordable, push, push_groups, within
from handlers.context import Context
from models.announcements import Announcement, AnnouncementRecipient
from models.groups import BoundGroup
from models.people import Person

#: A clock that comes so late finds nothing worth a message any more; it goes on riding.
STALE = timedelta(days=7)


def settle(ctx: Context, row: Announcement) -> None:
    """Push it to those who were not reached, within the agreed price; the rest goes on riding."""
    row.settle(at=ctx.now)
    assert row.until is not None
    people, groups = unreached(ctx, row)
    wanted = len(people) + sum(group.members or 0 for group in groups)
    may = affordable(ctx, row) if ctx.now < row.until + STALE else 0
    chosen, fitting, cost = within(people, groups, may)
    push(ctx, row, chosen)
    push_groups(ctx, row, fitting)
    access.audited(ctx, "settled", row, pushed=cost, short=wanted - cost)
    if wanted > cost:
        writer.short(ctx, row, cost, wanted - cost)


def unreached(ctx: Context, row: Announcement) -> tuple[list[Target], list[BoundGroup]]:
    """Whom nothing has reached yet of those who can be told, and the groups whose size is known."""
    reached = reach.of(ctx, row)
    waiting = {chat for chat, how in reached.items() if how.way in ("waiting", "unreached", "gone")}
    gone = telling.gone(ctx)
    rows = ctx.session.execute(
        select(Person.id, Person.line_user, AnnouncementRecipient.schools)
        .join(AnnouncementRecipient, AnnouncementRecipient.person_id == Person.id)
        .where(
            AnnouncementRecipient.announcement_id == row.id,
            AnnouncementRecipient.addressed,
            AnnouncementRecipient.chat_key == Person.line_user,
        )
        .order_by(Person.id)
    )
    people = [
        Target(id_, line_user or "", tuple(schools))
        for id_, line_user, schools in rows
        if line_user in waiting and line_user not in gone
    ]
    groups = [
        group
        for group, there in line_groups.listed(ctx)
        if there and group.members and group.chat_key in waiting
    ]
    return people, groups
