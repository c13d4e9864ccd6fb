"""An announcement is written, and changed as long as it is a draft."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, TypedDict, Unpack

from handlers.announcements import access, audiences
from handlers.announcements.audiences import Chosen
from handlers.announcements.refused import AnnouncementRefused
from handlers.context import Context
from handlers.office_rules import rule
from handlers.people import Me
from handlers.requests.vocabulary import DEFAULT_GROUP
from models.announcements import Announcement, AnnouncementStatus, Delivery
from models.rights import Act

LONGEST_TITLE, LONGEST_BODY, LONGEST_LETTER, LONGEST_LINK = 200, 2000, 200, 500
#: What LINE takes as the address behind a button.
_LINK = re.compile(r"https?://[^\s<>\"]+")


class Way(TypedDict, total=False):
    """To whom a draft is to go, and how."""

    audience: Chosen
    delivery: Delivery
    until: datetime | None
    asks_acknowledgement: bool


class Fields(Way, total=False):
    """What of a draft can be changed."""

    title: str
    body: str
    link: str | None
    letter: str | None


def compose(
    ctx: Context,
    me: Me,
    title: str,
    body: str,
    *,
    link: str | None = None,
    letter: str | None = None,
    **more: Unpack[Way],
) -> Announcement:
    """Write a draft; it belongs to the writer and the group whose post they write by. For nothing
    and to nobody, until that is chosen. Raises NotAllowed, AnnouncementRefused."""
    me.require(Act.ANNOUNCE)
    row = Announcement(
        title="", body="", audience=Chosen().to_json(), delivery=Delivery.FREE,
        asks_acknowledgement=False, status=AnnouncementStatus.DRAFT, price=0, version=1,
        created_at=ctx.now, created_by_id=me.id, created_by=ctx.actor.name[:100],
        group_name=_group(ctx, me),
    )  # fmt: skip
    _write(ctx, row, {"title": title, "body": body, "link": link, "letter": letter, **more})
    ctx.session.add(row)
    ctx.session.flush()
    access.audited(ctx, "written", row, title=row.title)
    return row


def change(
    ctx: Context, me: Me, announcement_id: int, version: int | None, **fields: Unpack[Fields]
) -> Announcement:
    """Change a draft. Raises NotFound, NotAllowed, Outdated, WrongState, AnnouncementRefused."""
    row = access.kept(ctx, me, announcement_id, version)
    row.revise()
    _write(ctx, row, dict(fields))
    ctx.session.flush()
    access.audited(ctx, "changed", row, fields=sorted(fields))
    return row


def get(ctx: Context, me: Me, announcement_id: int, version: int | None = None) -> Announcement:
    """An announcement to look at. Raises NotFound, NotAllowed, Outdated."""
    return access.seen(ctx, me, announcement_id, version)


def again(ctx: Context, me: Me, announcement_id: int) -> Announcement:
    """A new draft with the same words, for the same recipients; its time is to be chosen anew."""
    old = access.seen(ctx, me, announcement_id)
    return compose(
        ctx, me, old.title, old.body, link=old.link, letter=old.letter,
        audience=Chosen.from_json(old.audience), delivery=old.delivery,
        asks_acknowledgement=old.asks_acknowledgement,
    )  # fmt: skip


def _write(ctx: Context, row: Announcement, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name == "audience":
            audiences.check(ctx, value)
            row.audience = value.to_json()
        elif name in _CHECKED:
            setattr(row, name, _CHECKED[name](value))
        elif name in ("delivery", "until", "asks_acknowledgement"):
            setattr(row, name, value)
        else:
            raise TypeError(f"an announcement has no {name} to change")


def _title(text: str) -> str:
    return _within("title", " ".join(text.split()), LONGEST_TITLE)


def _body(text: str) -> str:
    return _within("body", text.strip(), LONGEST_BODY)


def _letter(text: str | None) -> str | None:
    tidy = " ".join(text.split()) if text else ""
    return _within("letter", tidy, LONGEST_LETTER) if tidy else None


def _link(text: str | None) -> str | None:
    tidy = text.strip() if text else ""
    if tidy and (len(tidy) > LONGEST_LINK or not _LINK.fullmatch(tidy)):
        raise AnnouncementRefused("link", most=LONGEST_LINK)
    return tidy or None


_CHECKED: dict[str, Any] = {"title": _title, "body": _body, "letter": _letter, "link": _link}


def _within(what: str, text: str, most: int) -> str:
    if not text or len(text) > most:
        raise AnnouncementRefused(what, most=most)
    return text


def _group(ctx: Context, me: Me) -> str:
    """The group of the post by which they write; at the office's own machine that which owns the
    central systems."""
    holding = me.by(Act.ANNOUNCE)
    own = holding.holder.group_name if holding else None
    return own or str(rule(ctx, "owner.central", DEFAULT_GROUP))
