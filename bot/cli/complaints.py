"""`complaint …`: complaints and problems of the services, at the office's own machine."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeVar

import click

from bot.cli import door
from bot.texts import complaints as words
from handlers import complaints
from handlers.context import Context
from handlers.ratings import subjects
from models.errors import NotFound
from models.ratings import ComplaintKind

T = TypeVar("T")
_NUMBER = click.IntRange(1, 2**31 - 1)


@click.group()
def complaint() -> None:
    """Complaints and problems: list them, follow them, close them, write one down."""


@complaint.command("list")
@click.option("--all", "every", is_flag=True, help="Also those that are closed.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_complaints(every: bool, as_json: bool) -> None:
    """List what is open, oldest first."""

    def work(ctx: Context) -> list[dict[str, object]]:
        rows = complaints.listed(ctx, None, every=every)
        return [complaints.facts_of(complaints.case_of(ctx, row)) for row in rows]

    found = _in_one(work)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for case in found:
        click.echo("\n".join(words.case_lines(case)))
    if not found:
        click.echo(words.NONE)


@complaint.command()
@click.argument("number", type=_NUMBER)
@click.argument("text")
def note(number: int, text: str) -> None:
    """Write down what was done about it."""
    _in_one(lambda ctx: complaints.note(ctx, None, number, text))
    click.echo(words.done_line("note", number))


@complaint.command()
@click.argument("number", type=_NUMBER)
@click.option("--outcome", required=True, help="What the complainant is told.")
def close(number: int, outcome: str) -> None:
    """Close it; the complainant is told the outcome in LINE."""
    _in_one(lambda ctx: complaints.close(ctx, None, number, outcome))
    click.echo(words.done_line("close", number))


@complaint.command()
@click.argument("text")
@click.option("--kind", type=click.Choice([kind.value for kind in ComplaintKind]),
              default=ComplaintKind.PROBLEM.value, show_default=True)  # fmt: skip
@click.option(
    "--of", "record", help="The record it is about: its number as printed, or request:12."
)
@click.option("--about", type=_NUMBER, help="Id of the person it is about; hidden from them.")
def record(text: str, kind: str, record: str | None, about: int | None) -> None:
    """Write down a problem, or a complaint that came by telephone, letter or in person."""

    def work(ctx: Context) -> int:
        subject = subjects.find(ctx, record) if record else None
        if record and subject is None:
            raise NotFound("subject", record)
        made = complaints.record(
            ctx, None, ComplaintKind(kind), text, subject=subject, about_id=about
        )
        return made.id

    click.echo(words.done_line("record", _in_one(work)))


def _in_one(work: Callable[[Context], T]) -> T:
    """Do it in one transaction; a refusal becomes a line on stderr and exit 1."""
    return door.in_one(work, words.refusal_line)
