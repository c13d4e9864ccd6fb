"""`audit …`: who changed what, when, from what to what."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import click

from bot.cli.request_door import in_one, numbered
from bot.texts import audit as words
from handlers import auditing
from handlers.auditing import Entry
from handlers.context import Context
from handlers.people import SYSTEM
from handlers.workdays import BANGKOK


@click.group()
def audit() -> None:
    """The audit trail. It is only ever read and added to."""


@audit.command("list")
@click.option("--subject", help="A record, as the trail names it: request:12, person:7.")
@click.option("--number", help=words.NUMBER_HELP)
@click.option("--actor", help="A person's name or part of it, a LINE user ID, cli, clock.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="From this day.")
@click.option("--limit", type=click.IntRange(1, auditing.MOST), default=100, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_entries(
    subject: str | None,
    number: str | None,
    actor: str | None,
    since: datetime | None,
    limit: int,
    as_json: bool,
) -> None:
    """List the newest entries that fit, oldest first."""
    if subject and number:
        raise click.UsageError(words.ONE_OF)

    def work(ctx: Context) -> tuple[list[Entry], dict[str, dict[str, Any]]]:
        of = f"request:{numbered(ctx, [number]).id}" if number else subject
        found = auditing.entries(
            ctx, SYSTEM, subject=of, actor=actor, since=since.date() if since else None,
            limit=limit,
        )  # fmt: skip
        return found, auditing.numbers(ctx, found)

    found, numbers = in_one(work, reading=True)
    if as_json:
        click.echo(json.dumps([_plain(entry) for entry in found], ensure_ascii=False))
        return
    for entry in found:
        click.echo(words.line(entry, numbers))
    if not found:
        click.echo(words.NOTHING)


def _plain(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": entry.at.astimezone(BANGKOK).isoformat(),
        "who": entry.who,
        "actor": entry.actor,
        "action": entry.action,
        "text": words.action_text(entry),
        "subject": entry.subject,
        "before": entry.before,
        "after": entry.after,
        "origin": entry.origin,
    }
