"""`report …`: the figures of a fiscal year, on the terminal, as JSON or as a workbook."""

from __future__ import annotations

import json
from pathlib import Path

import click

from bot.cli import tickets as ticket_figures
from bot.cli.door import open_context, settings
from bot.documents import workbooks
from bot.texts import satisfaction as words
from handlers import satisfaction as figures
from handlers.satisfaction.plain import to_json


@click.group()
def report() -> None:
    """Reports of a fiscal year (1 October to 30 September, B.E.)."""


@report.command()
@click.option("--fiscal-year", type=click.IntRange(2540, 2650), help="B.E.; default: this one.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="FILE.xlsx to write.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def satisfaction(fiscal_year: int | None, out: Path | None, as_json: bool) -> None:
    """How satisfied people were: response, levels, means, suggestions, complaints."""
    if out is not None and out.suffix.lower() != ".xlsx":
        raise click.BadParameter("the file must end in .xlsx", param_hint="--out")
    with open_context(reading=True) as ctx:
        year = fiscal_year or figures.fiscal_year_of(ctx.now)
        found = figures.report(ctx, year)
    tables = words.sheets(found, settings().office_name)
    if out is not None:
        _write(out, workbooks.xlsx_of(tables))
    if as_json:
        click.echo(json.dumps(to_json(found), ensure_ascii=False))
    elif out is not None:
        click.echo(words.kept_line(str(out)))
    else:
        click.echo("\n".join(words.lines(tables)))


@report.command()
@click.option("--fiscal-year", type=click.IntRange(2540, 2650), help="B.E.; default: this one.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="FILE.xlsx to write.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def tickets(fiscal_year: int | None, out: Path | None, as_json: bool) -> None:
    """Tickets by category, school, month: how soon, how many reopened or repaired, how rated."""
    ticket_figures.report(fiscal_year, out, as_json)


def _write(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{out}: {error.strerror or error}") from error
