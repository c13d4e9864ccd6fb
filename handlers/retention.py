"""What is kept how long: finished events shrink to ids, old messages lose their words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete, or_, select, update

from handlers.context import Context
from models.announcements import AnnouncementRecipient
from models.chats import Conversation
from models.engine import Heartbeat, Lease
from models.inbox import EventStatus, InboxEvent
from models.outbox import OutboxMessage, OutboxStatus
from models.people import BindingWish, CodeTry, WishStatus
from models.questions import UnansweredQuestion
from models.requests import DeliveryDownload, RequestDraft

CHUNK = 500
#: A question without an answer that nobody asked for so long is removed.
QUESTIONS = timedelta(days=90)
#: What somebody said of themselves who was not let in is not kept for longer.
WISHES = timedelta(days=90)
#: A form that was left half filled in.
DRAFTS = timedelta(days=30)
#: From where a delivery was opened: the Computer Crime Act (s.26) wants 90 days at least.
ADDRESSES = timedelta(days=90)
#: Wrong codes: only the last hour's count.
TRIES = timedelta(days=1)
#: Somebody unknown who took note of an announcement in a group counts for no school.
STRANGERS = timedelta(days=90)
OPEN = (OutboxStatus.QUEUED, OutboxStatus.WAITING, OutboxStatus.PARKED)


def reduce_events(ctx: Context, reduce: Callable[[str], str], *, days: int) -> int:
    """Reduce events finished more than `days` ago to their ids, a chunk at a time.

    Returns how many; call again while it is not 0. Parked events keep their content for staff.
    """
    rows = ctx.session.scalars(
        select(InboxEvent)
        .where(
            InboxEvent.status == EventStatus.DONE,
            InboxEvent.reduced_at.is_(None),
            InboxEvent.done_at < ctx.now - timedelta(days=days),
        )
        .limit(CHUNK)
    ).all()
    for row in rows:
        row.payload, row.reduced_at = reduce(row.payload), ctx.now
    return len(rows)


def blank_messages(ctx: Context, *, days: int) -> int:
    """Remove the words of messages that ended more than `days` ago; the counts stay."""
    result = ctx.session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.status.not_in(OPEN),
            OutboxMessage.finished_at < ctx.now - timedelta(days=days),
            or_(
                OutboxMessage.body.is_not(None),
                OutboxMessage.reply_token.is_not(None),
                OutboxMessage.notices != [],  # never drawn: it rode on another, or was not sent
            ),
        )
        .values(body=None, notices=[], reply_token=None)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def forget_talks(ctx: Context) -> int:
    """Empty conversations that ran out a day ago: what was asked and half-filled is not kept."""
    old = ctx.now - timedelta(days=1)
    result = ctx.session.execute(
        update(Conversation)
        .where(
            Conversation.updated_at < old,
            or_(Conversation.expires_at.is_(None), Conversation.expires_at < old),
            or_(Conversation.memory_until.is_not(None), Conversation.flow != ""),
        )
        .values(flow="", step="", data={}, memory={}, memory_until=None, expires_at=None)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def forget_questions(ctx: Context) -> int:
    """Remove questions without an answer that nobody asked for 90 days, open or closed."""
    old, closed_at = ctx.now - QUESTIONS, UnansweredQuestion.closed_at
    result = ctx.session.execute(
        delete(UnansweredQuestion)
        .where(UnansweredQuestion.last_asked_at < old, or_(closed_at.is_(None), closed_at < old))
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def forget_drafts(ctx: Context) -> int:
    """Remove forms that were left half filled in 30 days ago."""
    result = ctx.session.execute(
        delete(RequestDraft)
        .where(RequestDraft.updated_at < ctx.now - DRAFTS)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def forget_wishes(ctx: Context) -> int:
    """Empty wishes that were refused or taken back 90 days ago; that they were, stays."""
    result = ctx.session.execute(
        update(BindingWish)
        .where(
            BindingWish.status.in_((WishStatus.REFUSED, WishStatus.WITHDRAWN)),
            BindingWish.closed_at < ctx.now - WISHES,
            BindingWish.name != "",
        )
        .values(name="", position="", phone=None, reason=None, line_user="")
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def forget_addresses(ctx: Context) -> int:
    """Empty the addresses from which deliveries were opened 90 days ago; that it was, stays."""
    result = ctx.session.execute(
        update(DeliveryDownload)
        .where(DeliveryDownload.at < ctx.now - ADDRESSES, DeliveryDownload.address.is_not(None))
        .values(address=None)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def forget_tries(ctx: Context) -> int:
    """Remove the wrong codes that people typed a day ago."""
    result = ctx.session.execute(
        delete(CodeTry)
        .where(CodeTry.at < ctx.now - TRIES)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def forget_strangers(ctx: Context) -> int:
    """Remove the taps under announcements of accounts that were nobody's, 90 days ago."""
    result = ctx.session.execute(
        delete(AnnouncementRecipient)
        .where(
            AnnouncementRecipient.person_id.is_(None),
            AnnouncementRecipient.addressed.is_(False),
            AnnouncementRecipient.acknowledged_at < ctx.now - STRANGERS,
        )
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def drop_dead_rows(ctx: Context) -> None:
    """Remove leases and heartbeats of nodes that are long gone."""
    old = ctx.now - timedelta(days=1)
    for lease in ctx.session.scalars(select(Lease).where(Lease.until < old)):
        ctx.session.delete(lease)
    for beat in ctx.session.scalars(select(Heartbeat).where(Heartbeat.at < old)):
        ctx.session.delete(beat)
