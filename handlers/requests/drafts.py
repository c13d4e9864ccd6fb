"""Forms half filled in: kept while they are filled in, offered the next time, dropped in the end.

What a draft holds is the chat's own business; here it is one JSON of each form for each person.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select

from handlers.context import Context
from handlers.retention import DRAFTS
from models.media import Media, MediaStatus
from models.requests import RequestDraft


def keep(ctx: Context, line_user: str, form: str, data: Mapping[str, Any]) -> RequestDraft:
    """Keep it as it is now, in place of what was kept of this form before."""
    draft = _find(ctx, line_user, form)
    if draft is None:
        draft = RequestDraft(line_user=line_user, form=form, data={}, updated_at=ctx.now)
        ctx.session.add(draft)
    draft.data, draft.updated_at = dict(data), ctx.now
    ctx.session.flush()
    return draft


def kept(ctx: Context, line_user: str, form: str | None = None) -> RequestDraft | None:
    """The newest draft of this person, or that of one form; None when it is too old."""
    query = select(RequestDraft).where(
        RequestDraft.line_user == line_user, RequestDraft.updated_at > ctx.now - DRAFTS
    )
    if form is not None:
        query = query.where(RequestDraft.form == form)
    newest = query.order_by(RequestDraft.updated_at.desc(), RequestDraft.id.desc())
    return ctx.session.scalars(newest.limit(1)).first()


def drop(ctx: Context, line_user: str, form: str) -> None:
    """It was submitted, or is not wanted any more."""
    draft = _find(ctx, line_user, form)
    if draft is not None:
        ctx.session.delete(draft)
        ctx.session.flush()


def files_there(ctx: Context, ids: Collection[int]) -> set[int]:
    """Which of these files are still there: one that belongs to no record is erased after a day."""
    there = (MediaStatus.WANTED, MediaStatus.STORED)
    query = select(Media.id).where(Media.id.in_(ids), Media.status.in_(there))
    return set(ctx.session.scalars(query))


def _find(ctx: Context, line_user: str, form: str) -> RequestDraft | None:
    return ctx.session.scalar(
        select(RequestDraft).where(RequestDraft.line_user == line_user, RequestDraft.form == form)
    )
