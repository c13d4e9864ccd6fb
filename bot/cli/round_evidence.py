"""`round evidence`: who was told of a round, when, by which way, free or paid."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.door import settings
from bot.cli.round_door import in_one, the_id
from bot.cli.tickets import print_out, write_book
from bot.documents import workbooks
from bot.texts import round_evidence as words
from bot.texts import satisfaction
from handlers.people import SYSTEM
from handlers.rounds.evidence import evidence as looked_up


@click.command("evidence")
@click.argument("round_id", type=click.IntRange(1, 2**31 - 1), required=False, metavar="[ID]")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="FILE.xlsx to write.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def evidence(round_id: int | None, out: Path | None, as_json: bool) -> None:
    """Who was told of a round, when, by which way, at what price."""
    found = in_one(lambda ctx: looked_up(ctx, SYSTEM, the_id(ctx, round_id)), reading=True)
    sheets = words.sheets(found, settings().office_name)
    if out is not None:
        write_book(out, workbooks.xlsx_of(sheets))
        lines = [satisfaction.kept_line(str(out))]
    else:
        lines = satisfaction.lines(sheets) if found["lines"] else [words.NOTHING]
    print_out(found, lines, as_json)
