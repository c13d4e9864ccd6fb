"""Who was told of an announcement, when, by which way, free or paid: for staff, to be printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from handlers.announcements import access, reach, view
from handlers.announcements.reach import WAYS, Reach
from handlers.context import Context
from handlers.people import Me
from models.announcements import Announcement, AnnouncementRecipient
from models.groups import BoundGroup
from models.people import Person
from models.schools import School

Json = dict[str, Any]


def evidence(ctx: Context, me: Me, announcement_id: int) -> Json:
    """Every chat it went to and how, then the taps of who was not addressed; the `unreached`
    schools; `paid_messages`, nudges included. Raises NotFound, NotAllowed."""
    row = access.seen(ctx, me, announcement_id)
    reached, names = reach.of(ctx, row), _schools(ctx)
    rows = reach.recipients_of(ctx, row)
    who = _who(ctx, row)
    lines = [
        _line(one, who.get(one.chat_key, ""), reached.get(one.chat_key), names) for one in rows
    ]
    told = {code for one in rows if one.addressed for code in one.schools}
    for_all = any(one.addressed and one.person_id is None and not one.schools for one in rows)
    missing = [] if for_all else [c for c in row.audience.get("scope", ()) if c not in told]
    found = Counter(one["way"] for one in lines if one["addressed"])
    return {
        **view.brief(ctx, row),
        "letter": row.letter,
        "audience": view.audience(ctx, row),
        "now": ctx.now.isoformat(),
        "lines": lines,
        "ways": {way: found[way] for way in WAYS if found[way]},
        "unreached": [{"code": code, "name": names.get(code, "")} for code in missing],
        "paid_messages": sum(one["price"] for one in lines),
    }


def _line(
    one: AnnouncementRecipient, who: str, how: Reach | None, names: Mapping[str, str]
) -> Json:
    return {
        "to": who,
        "kind": "person" if one.person_id is not None else "group" if one.addressed else "unknown",
        "addressed": one.addressed,
        "schools": [{"code": code, "name": names.get(code, "")} for code in one.schools],
        "way": how.way if how else None,
        "told_at": _iso(how.at) if how else None,
        "price": how.price if how else 0,
        "seen_at": _iso(one.seen_at),
        "acknowledged_at": _iso(one.acknowledged_at),
        "acknowledged_for": one.acknowledged_for or [],
        "nudges": how.nudges if how else 0,
        "nudged_at": _iso(one.nudged_at),
    }


def _who(ctx: Context, row: Announcement) -> dict[str, str]:
    """Names of people and groups by chat; an erased person has none."""
    rows = ctx.session.execute(
        select(AnnouncementRecipient.chat_key, Person.name, BoundGroup.name)
        .outerjoin(Person, Person.id == AnnouncementRecipient.person_id)
        .outerjoin(BoundGroup, BoundGroup.chat_key == AnnouncementRecipient.chat_key)
        .where(AnnouncementRecipient.announcement_id == row.id)
    )
    return {chat: person or group or "" for chat, person, group in rows}


def _schools(ctx: Context) -> Mapping[str, str]:
    rows = ctx.session.execute(select(School.smis, School.name).where(School.in_office))
    return {code: name for code, name in rows}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
