"""`round list`, `round status`, `round import-confirmed`: how far the schools are."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from bot.cli.door import settings
from bot.cli.refusals import named
from bot.cli.round_door import Moment, in_one, the_id, typed_id
from bot.cli.tickets import print_out, write_book
from bot.documents import workbooks
from bot.texts import round_commands as words
from bot.texts import round_sheets, satisfaction
from handlers.context import Context
from handlers.people import SYSTEM
from handlers.rounds import listing, lists
from handlers.tables import Source

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_NUMBER = click.IntRange(1, 2**31 - 1)


@click.command("list")
@click.option("--all", "every", is_flag=True, help="Those that are over or called off as well.")
@_JSON
def list_rounds(every: bool, as_json: bool) -> None:
    """List the rounds that are open or to come, the first due first."""
    found = in_one(lambda ctx: listing.listed(ctx, SYSTEM, every=every), reading=True)
    lines = [line for row in found for line in words.list_lines(row)]
    print_out(found, lines or [words.NO_ROUNDS], as_json)


@click.command("status")
@click.argument("round_id", type=_NUMBER, required=False, metavar="[ID]")
@click.option("--late", is_flag=True, help="Only the schools whose time is over.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="FILE.xlsx to write.")
@_JSON
def status(round_id: int | None, late: bool, out: Path | None, as_json: bool) -> None:
    """How far a round is: expected, actual, reporting rate, and on time, by network and amphoe."""
    found = in_one(lambda ctx: listing.status(ctx, SYSTEM, the_id(ctx, round_id)), reading=True)
    office = settings().office_name
    sheets = [round_sheets.schools_sheet(found, office, late=True)] if late else []
    if out is not None:
        write_book(out, workbooks.xlsx_of(sheets or round_sheets.sheets(found, office)))
        lines = [satisfaction.kept_line(str(out))]
    else:
        lines = satisfaction.lines(sheets) if late else words.status_lines(found, office)
    print_out(found["late"] if late else found, lines, as_json)


@click.command("import-confirmed")
@click.argument("typed", nargs=-1, required=True, metavar="[ID] FILE...")
@click.option("--as-of", type=Moment(), help="When the list was made; now when left out.")
@click.option("--check", is_flag=True, help="Only report; change nothing.")
@_JSON
def import_confirmed(
    typed: tuple[str, ...], as_of: datetime | None, check: bool, as_json: bool
) -> None:
    """Take in who has confirmed by lists of the central system (CSV, XLSX, XLS).

    Each FILE is taken or refused for itself. Nobody on it who has confirmed is reminded any more.
    """
    number, files = _split(typed)
    taken: list[dict[str, Any]] = []
    refused = 0
    for file in files:
        source = Source(named(file), path=file)
        try:
            taken.append(_take(number, source, as_of, check=check))
        except SystemExit:  # said why already; the other files are taken all the same
            refused += 1
            continue
        for line in [] if as_json else words.imported_lines(taken[-1]):
            click.echo(line)
    if as_json:
        print_out(taken, [], as_json)
    if refused:
        raise SystemExit(1)


def _split(typed: tuple[str, ...]) -> tuple[int | None, list[Path]]:
    """The id, if the first word is one and no file is called so; the files."""
    first, *rest = typed
    if rest and first.isascii() and first.isdigit() and not Path(first).exists():
        return typed_id(first), [Path(name) for name in rest]
    return None, [Path(name) for name in typed]


def _take(
    number: int | None, source: Source, as_of: datetime | None, *, check: bool
) -> dict[str, Any]:
    """One file in a transaction of its own; what only looks is rolled back."""

    def work(ctx: Context) -> dict[str, Any]:
        one = the_id(ctx, number)
        office = settings().office_code
        with ctx.session.begin_nested() as savepoint:
            made = lists.import_confirmed(ctx, SYSTEM, one, source, office, as_of)
            if check:
                savepoint.rollback()
        return {"round": one, "checked_only": check, **made.to_json()}

    return in_one(work)
