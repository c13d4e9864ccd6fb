"""`announce letter`: the letter by which the schools are told what is announced."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from bot.cli import circulars
from bot.cli.door import open_context
from bot.texts import circulars as words
from handlers.announcements.letter import letter_facts
from handlers.people import SYSTEM
from models.errors import Refusal


@click.command("letter")
@click.argument("announcement_id", type=click.IntRange(1, 2**31 - 1), metavar="ID")
@circulars.options
def letter(
    announcement_id: int, out: Path, reference: str | None, enclosures: Sequence[str]
) -> None:
    """Write the letter that says the same to the schools; its number and date stay blank."""
    circulars.checked(out)
    try:
        with open_context(reading=True) as ctx:
            facts = letter_facts(ctx, SYSTEM, announcement_id)
    except Refusal as error:
        click.echo(words.refusal_line(error), err=True)
        raise SystemExit(1) from error
    circulars.write(facts, out, reference, enclosures)
