"""Write an empty table to fill in: `data template`, `schools template`, `duties template`."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import click

from bot.cli.duties import duties
from bot.cli.schools import schools
from bot.texts import faults as words
from handlers import templates

_FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
_FORCE = click.option("--force", is_flag=True, help="Write over a file that is there.")


@click.command("template")
@click.argument("dataset", type=click.Choice(templates.DATASETS))
@_FILE
@_FORCE
def of_dataset(dataset: str, file: Path, force: bool) -> None:
    """Write the empty table of DATASET to FILE (.csv or .xlsx)."""
    _write(dataset, file, force=force)


@schools.command("template")
@_FILE
@_FORCE
def of_schools(file: Path, force: bool) -> None:
    """Write the empty list of an office's own schools to FILE (.csv or .xlsx)."""
    _write(templates.SCHOOLS, file, force=force)


@duties.command("template")
@_FILE
@_FORCE
def of_duties(file: Path, force: bool) -> None:
    """Write an empty duty directory to FILE (.csv or .xlsx)."""
    _write(templates.DUTIES, file, force=force)


def _write(name: str, file: Path, *, force: bool) -> None:
    if file.suffix.lower() not in (".csv", ".xlsx"):
        raise click.UsageError("FILE must end in .csv or .xlsx")
    if file.exists() and not force:
        raise click.ClickException(f"{file}: is there already (--force writes over it)")
    rows = templates.template(name)
    content = _workbook(rows) if file.suffix.lower() == ".xlsx" else _text(rows)
    try:
        file.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from error
    click.echo(words.TEMPLATE_WRITTEN.format(file=file))


def _text(rows: templates.Table) -> bytes:
    """CSV as Excel opens it in Thai: UTF-8 with a mark, lines ended as Windows does."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _workbook(rows: templates.Table) -> bytes:
    from bot.documents.templates import workbook

    return workbook(rows)
