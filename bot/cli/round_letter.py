"""`round letter`: the letter by which the schools are told of a round."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from bot.cli import circulars
from bot.cli.round_door import in_one, the_id
from handlers.people import SYSTEM
from handlers.rounds.letter import letter_facts


@click.command("letter")
@click.argument("round_id", type=click.IntRange(1, 2**31 - 1), required=False, metavar="[ID]")
@circulars.options
def letter(
    round_id: int | None, out: Path, reference: str | None, enclosures: Sequence[str]
) -> None:
    """Write the letter that tells the schools of a round; its number and date stay blank."""
    circulars.checked(out)
    facts = in_one(lambda ctx: letter_facts(ctx, SYSTEM, the_id(ctx, round_id)), reading=True)
    circulars.write(facts, out, reference, enclosures)
