"""Read the audit trail: who changed what, when, from where. Rows are only ever read here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from handlers import complaints
from handlers.budget import BANGKOK
from handlers.context import Context
from handlers.people import Me
from handlers.requests import view
from models.audit import AuditEntry
from models.people import Person
from models.requests import ServiceRequest
from models.rights import Act

MOST = 1000
_LINE, _REQUEST = "line:", "request:"


@dataclass(frozen=True)
class Entry:
    """One change. `who` is the person's name; without one `actor` says who it was: `clock`,
    `cli:<user>`, or `line:#…`, a mark that stays the same for one LINE account."""

    id: int
    at: datetime
    who: str | None
    actor: str
    action: str
    subject: str
    before: Any
    after: Any
    origin: str

    @property
    def verb(self) -> str:
        """What was done to what, whichever door it came by: `request:submitted`."""
        return self.action.partition(":")[2]


def entries(
    ctx: Context,
    me: Me,
    *,
    subject: str | None = None,
    actor: str | None = None,
    since: date | None = None,
    limit: int = 100,
) -> list[Entry]:
    """The newest entries that fit, oldest first. Raises NotAllowed.

    `subject` is a record (`request:12`), `actor` a person's name or part of it, a LINE account or
    the beginning of an actor (`cli`, `clock`), `since` a day in Bangkok.
    """
    me.require(Act.READ_AUDIT)
    query = _asked(ctx, subject, actor, since)
    if hidden := complaints.hidden_from(ctx, me):
        query = query.where(AuditEntry.subject.not_in(hidden))
    newest = query.order_by(AuditEntry.id.desc()).limit(min(max(limit, 1), MOST))
    rows = list(ctx.session.scalars(newest))[::-1]
    names = _names(ctx, rows)
    return [_entry(row, names) for row in rows]


def numbers(ctx: Context, found: Iterable[Entry]) -> dict[str, dict[str, Any]]:
    """What the requests among the subjects are called by: prefix, number, fiscal year."""
    refs = {entry.subject for entry in found if entry.subject.startswith(_REQUEST)}
    ids = [int(ref.removeprefix(_REQUEST)) for ref in refs if ref.removeprefix(_REQUEST).isdigit()]
    rows = ctx.session.scalars(select(ServiceRequest).where(ServiceRequest.id.in_(ids)))
    return {f"{_REQUEST}{row.id}": view.brief(row) for row in rows}


def _asked(
    ctx: Context, subject: str | None, actor: str | None, since: date | None
) -> Select[AuditEntry]:
    query = select(AuditEntry)
    if subject is not None:
        query = query.where(AuditEntry.subject == subject)
    if actor:
        query = query.where(_by(ctx, actor))
    if since is not None:
        query = query.where(AuditEntry.at >= datetime.combine(since, time.min, BANGKOK))
    return query


def _by(ctx: Context, actor: str) -> ColumnElement[bool]:
    named = ctx.session.scalars(
        select(Person.line_user).where(
            Person.name.contains(actor, autoescape=True), Person.line_user.is_not(None)
        )
    )
    accounts = [f"{_LINE}{account}" for account in (*named, actor)]
    return or_(AuditEntry.actor.in_(accounts), AuditEntry.actor.startswith(actor, autoescape=True))


def _names(ctx: Context, rows: list[AuditEntry]) -> dict[str, str]:
    accounts = {row.actor.removeprefix(_LINE) for row in rows if row.actor.startswith(_LINE)}
    found = ctx.session.execute(
        select(Person.line_user, Person.name).where(Person.line_user.in_(accounts))
    )
    return {f"{_LINE}{account}": name for account, name in found}


def _entry(row: AuditEntry, names: dict[str, str]) -> Entry:
    actor = row.actor
    if actor.startswith(_LINE):
        mark = hashlib.sha256(actor.encode()).hexdigest()[:8]
        actor = f"{_LINE}#{mark}"
    return Entry(
        id=row.id, at=row.at, who=names.get(row.actor) or None, actor=actor, action=row.action,
        subject=row.subject, before=row.before, after=row.after, origin=row.origin,
    )  # fmt: skip
