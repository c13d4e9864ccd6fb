"""`outage …`: faults of many schools and planned work, announced and ended at the office's own
machine. What is told costs nothing but the reporters' message at the end."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import click

from bot.cli import door
from bot.texts import outage_commands as words
from handlers import schools
from handlers.budget import BANGKOK
from handlers.context import Context
from handlers.incidents import announcing, ending, notifying, opening, view
from handlers.incidents.opening import Fault
from models.errors import NotFound
from models.tickets import Category

T = TypeVar("T")


@click.group()
def outage() -> None:
    """Faults of many schools, and planned work: announce them, list them, end them."""


@outage.command()
@click.option("--category", required=True, type=click.Choice([one.value for one in Category]))
@click.option("--words", "text", required=True, help="What people are told.")
@click.option("--school", "codes", multiple=True, help="Code; any number. None: all schools.")
@click.option("--starts", help="ISO 8601, Asia/Bangkok without an offset; now when left out")
@click.option("--until", help="When it should be over.")
def announce(
    category: str, text: str, codes: Sequence[str], starts: str | None, until: str | None
) -> None:
    """Tell the schools: at once whoever asks, all others with their next free reply."""

    def work(ctx: Context) -> dict[str, Any]:
        found = [_school(ctx, code) for code in codes] or None
        fault = Fault(Category(category), text, found, _moment(starts), _moment(until))
        made = opening.open_incident(ctx, None, fault)
        told = announcing.announce(ctx, None, made.id)
        return {**view.brief(ctx, made), "offered": told.offered, "pushed": told.pushed}

    click.echo(words.announced_line(_in_one(work)))


@outage.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_outages(as_json: bool) -> None:
    """List what has not ended, the newest first."""

    def work(ctx: Context) -> list[dict[str, Any]]:
        return [
            {
                **view.whole(ctx, one),
                "heard": len(notifying.heard(ctx, one)),
                "waiting": notifying.waiting(ctx, one),
                "paid": notifying.pushed(ctx, one.id),
            }
            for one in view.running(ctx)
        ]

    found = _in_one(work)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for row in found:
        click.echo("\n".join(words.outage_lines(row)))
    if not found:
        click.echo(words.NONE)


@outage.command()
@click.argument("number", metavar="ID", type=click.IntRange(1, 2**31 - 1))
@click.option("--words", "text", required=True, help="What was wrong; the reporters read it.")
def end(number: int, text: str) -> None:
    """It is over: every ticket on it is solved, and whoever knew of it hears so."""

    def work(ctx: Context) -> dict[str, Any]:
        done = ending.end(ctx, None, number, None, text)
        told = {"solved": done.solved, "told": done.told, "offered": done.offered}
        return {**view.brief(ctx, done.incident), **told}

    click.echo(words.ended_line(_in_one(work)))


@outage.command("share")
@click.argument("messages", required=False, type=click.IntRange(0, 100_000))
def set_share(messages: int | None) -> None:
    """How many paid messages a month may be spent on telling at once; MESSAGES changes it."""

    def work(ctx: Context) -> tuple[int | None, int | None]:
        before = announcing.share(ctx) if messages is None else announcing.set_share(ctx, messages)
        return before, announcing.share(ctx)

    click.echo(words.share_line(*_in_one(work)))


def _school(ctx: Context, code: str) -> str:
    found = schools.by_code(ctx, code)
    if found is None or not found.in_office:
        raise NotFound("school", code)
    return found.smis


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError(words.not_a_moment(text)) from error
    return found if found.tzinfo else found.replace(tzinfo=BANGKOK)


def _in_one(work: Callable[[Context], T]) -> T:
    """Do it in one transaction; a refusal becomes a line on stderr and exit 1."""
    return door.in_one(work, words.refusal_line)
