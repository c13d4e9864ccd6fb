"""`request …`: what is under way, one request, its letter and its file, a year in figures."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bot.cli.door import actor, open_context, open_database, settings
from bot.cli.request_door import in_one, loaded, numbered
from bot.files import Files
from bot.texts import request_commands as words
from handlers.context import Context
from handlers.people import SYSTEM
from handlers.people import today as day_of
from handlers.requests import listing, signing, view, yearly
from handlers.requests.numbering import fiscal_year as fiscal_year_of
from models.errors import Refusal, WrongState
from models.requests import ANSWERED, RequestStatus

_NUMBER = click.argument("number", nargs=-1, required=True, metavar="NUMBER")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_YEAR = click.option(
    "--fiscal-year", type=click.IntRange(2540, 2650), help="B.E.; default: this one."
)


@click.group(help=words.HELP)
def request() -> None:
    """Requests for information."""


@request.command("list")
@click.option("--status", type=click.Choice([s.value for s in RequestStatus]))
@click.option("--late", is_flag=True, help="Only those whose step is past its time.")
@click.option("--all", "every", is_flag=True, help="Those that have ended as well.")
@_JSON
def list_requests(status: str | None, late: bool, every: bool, as_json: bool) -> None:
    """List open requests, the first due first."""
    wanted = RequestStatus(status) if status else None
    with open_context(reading=True) as ctx:
        found = listing.listed(ctx, status=wanted, late=late, every=every)
    _print(found, [words.list_line(row) for row in found] or [words.NONE], as_json)


@request.command()
@_NUMBER
@_JSON
def show(number: tuple[str, ...], as_json: bool) -> None:
    """Show one request: its steps, decisions, letter."""
    found = in_one(lambda ctx: listing.whole(ctx, numbered(ctx, number)), reading=True)
    _print(found, [] if as_json else words.whole_lines(found), as_json)


@request.command("number")
@_NUMBER
@click.option("--letter", required=True, help=words.LETTER_HELP)
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, metavar="DATE")
def number_letter(number: tuple[str, ...], letter: str, day: datetime) -> None:
    """Write down number and date of the letter of reply."""
    if not letter.strip():
        raise click.BadParameter("the number is empty", param_hint="--letter")

    def work(ctx: Context) -> dict[str, Any]:
        found = numbered(ctx, number)
        done = signing.number_letter(ctx, SYSTEM, found.id, letter, day.date())
        return {**view.brief(done), "letter": done.letter_number}

    told = in_one(work)
    click.echo(words.numbered_line(told, told["letter"], day.date().isoformat()))


@request.command("file")
@_NUMBER
def file_away(number: tuple[str, ...]) -> None:
    """File an answered request away now: all its papers in one PDF."""
    from bot.filing import file_one  # late: it draws

    facts = in_one(lambda ctx: _answered(ctx, number), reading=True)
    files, now = Files(settings().files_dir), datetime.now(UTC)
    try:
        with open_database() as database:
            done = file_one(
                database, files, loaded(), settings(), facts["id"], now, SYSTEM, actor()
            )
    except Refusal as error:
        click.echo(words.refusal_line(error), err=True)
        raise SystemExit(1) from error
    click.echo(words.filed_line(facts, done), err=not done)
    if not done:
        raise SystemExit(1)


@request.command()
@_YEAR
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="FILE.csv to write.")
def export(fiscal_year: int | None, out: Path | None) -> None:
    """A year's requests as CSV: times and channels, nothing that tells of a person."""
    with open_context(reading=True) as ctx:
        found = yearly.lines(ctx, fiscal_year or _this_year(ctx))
    table = _csv([words.columns(), *(words.cells(line) for line in found)])
    if out is None:
        click.echo(table, nl=False)
        return
    try:
        out.write_text(table, encoding="utf-8-sig", newline="")
    except OSError as error:
        raise click.ClickException(f"{out}: {error.strerror or error}") from error
    click.echo(words.kept_line(str(out), len(found)))


@request.command()
@_YEAR
@_JSON
def summary(fiscal_year: int | None, as_json: bool) -> None:
    """A year in figures: by channel, form, outcome, and how the steps kept their time."""
    with open_context(reading=True) as ctx:
        found = yearly.summary(ctx, fiscal_year or _this_year(ctx))
    _print(found, words.summary_lines(found), as_json)


def _answered(ctx: Context, number: tuple[str, ...]) -> dict[str, Any]:
    """A request that can be filed away. Raises WrongState, before anything is drawn."""
    found = numbered(ctx, number)
    if found.status not in ANSWERED | {RequestStatus.WITHDRAWN}:
        raise WrongState("request", found.status.value)
    return view.brief(found)


def _this_year(ctx: Context) -> int:
    return fiscal_year_of(day_of(ctx))


def _csv(rows: list[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()


def _print(found: Any, lines: list[str], as_json: bool) -> None:
    for line in [json.dumps(found, ensure_ascii=False)] if as_json else lines:
        click.echo(line)
