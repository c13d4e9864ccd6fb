"""The letter by which the office tells its schools what it announces in LINE, as plain facts."""

from __future__ import annotations

from typing import Any

from handlers import circulars
from handlers.announcements import access, audiences, drafting
from handlers.announcements.audiences import Chosen
from handlers.context import Context
from handlers.people import Me
from models.announcements import Announcement, AnnouncementStatus
from models.errors import NotAllowed, WrongState
from models.rights import Act


def letter_facts(ctx: Context, me: Me, announcement_id: int) -> dict[str, Any]:
    """What the letter says, for its writer and the writer's group; a draft has one too: the letter
    comes first. `reference`: the letter that the announcement names.

    Raises NotFound, NotAllowed, WrongState (it is cancelled).
    """
    row = drafting.get(ctx, me, announcement_id)
    if not access.may_keep(me, row):
        raise NotAllowed(Act.KEEP_ANNOUNCEMENT)
    if row.status is AnnouncementStatus.CANCELLED:
        raise WrongState("announcement", row.status.value)
    return {
        "kind": "announcement",
        "id": row.id,
        **circulars.head(ctx, row.group_name),
        "to": _to(ctx, row),
        "reference": row.letter,
        "title": row.title,
        "body": row.body,
        "link": row.link,
        "asks": row.asks_acknowledgement,
    }


def _to(ctx: Context, row: Announcement) -> dict[str, Any]:
    """A letter goes to schools, whoever reads the announcement there; the late are not named."""
    chosen = Chosen.from_json(row.audience)
    if chosen.late_in is not None:
        return circulars.recipients(ctx, late=True)
    if chosen.networks and not chosen.schools:
        return circulars.recipients(ctx, networks=chosen.networks)
    if chosen.schools:
        return circulars.recipients(ctx, [one.smis for one in audiences.scope(ctx, chosen)])
    return circulars.recipients(ctx)
