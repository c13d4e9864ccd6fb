"""Load an announcement and guard it, in one go."""

from __future__ import annotations

from typing import Any

from handlers import audit
from handlers.context import Context
from handlers.people import Me
from models.announcements import Announcement
from models.errors import NotAllowed, NotFound, Outdated
from models.rights import Act, Thing

Json = dict[str, Any]


def seen(ctx: Context, me: Me, announcement_id: int, version: int | None = None) -> Announcement:
    """An announcement, for whoever may look at it: its writer, others of the writer's group, those
    who oversee the office. Raises NotFound, NotAllowed, Outdated."""
    return _load(ctx, me, announcement_id, version, Act.SEE_ANNOUNCEMENT, lock=False)


def kept(ctx: Context, me: Me, announcement_id: int, version: int | None = None) -> Announcement:
    """An announcement, locked, for its writer or others of the writer's group.

    `version` is that of the card that was seen. Raises NotFound, NotAllowed, Outdated.
    """
    return _load(ctx, me, announcement_id, version, Act.KEEP_ANNOUNCEMENT, lock=True)


def may_keep(me: Me, row: Announcement) -> bool:
    """May they change it, send it, call it off?"""
    return me.may(Act.ANNOUNCE) and me.may(Act.KEEP_ANNOUNCEMENT, thing(row))


def may_see(me: Me, row: Announcement) -> bool:
    """May they look at it, and at who has taken note?"""
    return _looks(me) and me.may(Act.SEE_ANNOUNCEMENT, thing(row))


def thing(row: Announcement) -> Thing:
    """The announcement as its writer's and their group's business."""
    own = frozenset({row.created_by_id} if row.created_by_id is not None else ())
    return Thing(own=own, group_name=row.group_name)


def ref(row: Announcement) -> str:
    """How the outbox, the audit and a permit name it."""
    return f"announcement:{row.id}"


def hold_key(row: Announcement, person_id: int) -> str:
    """Under which it waits for a person."""
    return f"{ref(row)}:{person_id}"


def told(row: Announcement) -> Json:
    """What its recipients read: the same for everybody, so that one call can tell many."""
    return {
        "id": row.id,
        "title": row.title,
        "body": row.body,
        "link": row.link,
        "letter": row.letter,
        "asks": row.asks_acknowledgement,
        "at": row.sent_at.isoformat() if row.sent_at else None,
        "from_group": row.group_name,
    }


def audited(ctx: Context, verb: str, row: Announcement, **after: Any) -> None:
    """Write one entry of the audit's trail; whose doing it was is the context's actor."""
    source = (ctx.actor.origin or ctx.actor.name).partition(":")[0]
    now = {"status": row.status.value, "version": row.version, **after}
    audit.record(ctx, f"{source}:announcement:{verb}", ref(row), after=now)


def _looks(me: Me) -> bool:
    return me.may(Act.ANNOUNCE) or me.may_anywhere(Act.SEE_ANNOUNCEMENT)


def _load(
    ctx: Context, me: Me, announcement_id: int, version: int | None, act: Act, *, lock: bool
) -> Announcement:
    # Before it is said whether there is one. Who wrote it and has left the desk keeps nothing.
    if not (_looks(me) if act is Act.SEE_ANNOUNCEMENT else me.may(Act.ANNOUNCE)):
        raise NotAllowed(act)
    row = ctx.session.get(
        Announcement, announcement_id, with_for_update=lock, populate_existing=lock
    )
    if row is None:
        raise NotFound("announcement", announcement_id)
    me.require(act, thing(row))
    if version is not None and row.version != version:
        raise Outdated("announcement", announcement_id)
    return row
