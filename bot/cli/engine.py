"""What staff can see and do of the engine: parked events, troubled messages, what is due."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.cli.door import open_context
from bot.service import Service
from handlers import audit, outcomes
from handlers import inbox as inbox_rows
from handlers import outbox as outbox_rows
from models.inbox import EventStatus, InboxEvent
from models.outbox import TROUBLED, OutboxMessage, OutboxStatus


@click.group()
def inbox() -> None:
    """Events from LINE that could not be handled."""


@inbox.command("parked")
@click.option("--json", "as_json", is_flag=True)
def parked(as_json: bool) -> None:
    """List the parked events."""
    with open_context() as ctx:
        rows = ctx.session.scalars(
            select(InboxEvent)
            .where(InboxEvent.status == EventStatus.PARKED)
            .order_by(InboxEvent.id)
        ).all()
        found = [
            {"id": r.id, "kind": r.kind, "received": r.received_at.isoformat(), "error": r.error}
            for r in rows
        ]
    _print(found, as_json, "no parked events")


@inbox.command("retry")
@click.argument("event_id", type=int)
def retry_event(event_id: int) -> None:
    """Handle a parked event once more."""
    with open_context() as ctx:
        if not inbox_rows.retry(ctx.session, event_id):
            raise click.ClickException(f"event {event_id} is not parked")
        audit.record(ctx, "cli:event:retried", f"inbox_event:{event_id}")
    click.echo(f"event {event_id}: will be handled again")


@click.group()
def outbox() -> None:
    """Messages to LINE."""


@outbox.command("troubled")
@click.option("--json", "as_json", is_flag=True)
def troubled(as_json: bool) -> None:
    """List messages that failed, are parked, or of which LINE never said what became of them."""
    with open_context() as ctx:
        rows = ctx.session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.status.in_(TROUBLED))
            .order_by(OutboxMessage.id.desc())
            .limit(200)
        ).all()
        found = [_shown(row) | {"created": row.created_at.isoformat()} for row in rows]
    _print(found, as_json, "no troubled messages")


@outbox.command("retry")
@click.argument("message_id", type=int)
def retry_message(message_id: int) -> None:
    """Send a failed or parked message once more. One of unknown outcome is never sent again."""
    with open_context() as ctx:
        if not outcomes.retry(ctx.session, message_id, now=ctx.now):
            raise click.ClickException(f"message {message_id} is not failed or parked")
        audit.record(ctx, "cli:message:retried", f"outbox_message:{message_id}")
    click.echo(f"message {message_id}: queued")


def newest(session: Session) -> int:
    """The last message that there is: what the clock makes now comes after it."""
    return session.scalar(select(func.max(OutboxMessage.id))) or 0


def send_due(service: Service, now: datetime, since: int) -> list[dict[str, Any]]:
    """Send what is due at `now`. Returns it, and what was made after `since` and is held: what, to
    whom, how, at what price."""
    with service.database.reading() as session:
        ids = outbox_rows.due_ids(session, now=now)
    if ids:
        service.sender(now=lambda: now).send_due()
    with service.database.reading() as session:
        return _told(session, ids, since)


def due(session: Session, now: datetime, since: int) -> list[dict[str, Any]]:
    """What would be sent at `now`, or held from now on: what, to whom, how, at what price."""
    session.flush()
    return _told(session, outbox_rows.due_ids(session, now=now), since)


def _told(session: Session, ids: Sequence[int], since: int) -> list[dict[str, Any]]:
    """An offer is `free`: it goes with the answer to whatever the person writes next."""
    held = (OutboxMessage.id > since) & (OutboxMessage.status == OutboxStatus.QUEUED)
    rows = session.scalars(
        select(OutboxMessage).where(or_(OutboxMessage.id.in_(ids), held)).order_by(OutboxMessage.id)
    )
    return [
        {**_shown(row), "ref": row.place.get("ref"), "until": row.due_at.isoformat(),
         "rounds": [told for notice in row.notices for told in _rounds(notice)]}
        for row in rows
    ]  # fmt: skip


def _rounds(notice: dict[str, Any]) -> list[dict[str, Any]]:
    """Of a reminder: which rungs of which rounds, of which schools."""
    return [
        {"id": one["id"], "rung": one["rung"], "schools": [s["code"] for s in one["schools"]]}
        for one in notice["data"].get("rounds", ())
        if "rung" in one
    ]


def _shown(row: OutboxMessage) -> dict[str, Any]:
    return {
        "id": row.id,
        "to": row.chat_key,
        "notices": [notice["kind"] for notice in row.notices],
        "way": row.way.value if row.way else _way_to_come(row),
        "price": row.price,
        "status": OutboxStatus(row.status).value,
        "error": row.error,
    }


def _way_to_come(row: OutboxMessage) -> str:
    if row.only_free:
        return "free"
    return "reply" if row.reply_token else "push"


def _print(rows: list[dict[str, Any]], as_json: bool, nothing: str) -> None:
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo("  ".join(f"{key}={value}" for key, value in row.items()))
    if not rows:
        click.echo(nothing)
