"""Drafts of forms: one of each form for each person, offered newest first, forgotten in the end."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from handlers.context import Actor, Context
from handlers.requests import drafts
from models.media import Media, MediaStatus
from models.requests import RequestDraft


def later(ctx: Context, **how: float) -> Context:
    return Context(ctx.session, ctx.now + timedelta(**how), Actor("test"))


def count(ctx: Context) -> int:
    return ctx.session.scalar(select(func.count()).select_from(RequestDraft)) or 0


def test_a_draft_is_kept_once_for_each_form(ctx: Context) -> None:
    drafts.keep(ctx, "U1", "data_request", {"answers": {"subject": "หนึ่ง"}})
    drafts.keep(ctx, "U1", "access_request", {"answers": {}})
    drafts.keep(ctx, "U2", "data_request", {"answers": {"subject": "คนอื่น"}})
    drafts.keep(later(ctx, minutes=5), "U1", "data_request", {"answers": {"subject": "สอง"}})
    assert count(ctx) == 3
    newest = drafts.kept(later(ctx, hours=1), "U1")
    assert newest is not None
    assert newest.data == {"answers": {"subject": "สอง"}}
    other = drafts.kept(ctx, "U1", "access_request")
    assert other is not None
    assert other.form == "access_request"
    assert drafts.kept(ctx, "U3") is None


def test_dropping_one_leaves_the_others(ctx: Context) -> None:
    drafts.keep(ctx, "U1", "data_request", {})
    drafts.keep(ctx, "U2", "data_request", {})
    drafts.drop(ctx, "U1", "data_request")
    drafts.drop(ctx, "U1", "data_request")
    assert drafts.kept(ctx, "U1") is None
    assert drafts.kept(ctx, "U2") is not None


def test_an_old_draft_is_offered_no_more(ctx: Context) -> None:
    drafts.keep(ctx, "U1", "data_request", {})
    drafts.keep(later(ctx, days=29), "U2", "data_request", {})
    then = later(ctx, days=30)
    assert drafts.kept(then, "U1") is None
    assert drafts.kept(then, "U2") is not None


def test_files_that_are_gone_are_told_apart(ctx: Context) -> None:
    ids = {}
    for status in MediaStatus:
        row = Media(
            message_id=f"m-{status}", chat_key="U1", person="U1", kind="file", status=status,
            due_at=ctx.now, created_at=ctx.now,
        )  # fmt: skip
        ctx.session.add(row)
        ctx.session.flush()
        ids[status] = row.id
    there = {ids[MediaStatus.WANTED], ids[MediaStatus.STORED]}
    assert drafts.files_there(ctx, list(ids.values())) == there
    assert drafts.files_there(ctx, []) == set()
