"""`data …`: files in, versions published and withdrawn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from bot.cli import school_faults
from bot.cli.door import open_context, settings
from bot.cli.refusals import complain, in_one, named
from bot.texts import data as words
from bot.texts import data_checks as check_words
from bot.texts import pupils as pupil_words
from bot.texts.data import fault_line
from handlers import datasets
from handlers.context import Context
from handlers.tables import Fault, FileRefused, Source
from handlers.topics import TOPICS
from models.datasets import YEARLY, DatasetVersion
from models.errors import Refusal

#: The datasets that are collected three times a year.
_BY_ROUND = ("dmc",)
#: What is taken from a folder.
_TABLES = (".csv", ".xlsx", ".xls", ".json")


@click.group()
def data() -> None:
    """Datasets of the central systems and their versions."""


@data.command("import")
@click.argument("dataset", type=click.Choice(datasets.DATASETS))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--year", type=click.IntRange(2500, 2650), required=True, help="Academic year, B.E.")
@click.option("--round", "round_", type=click.IntRange(1, 3), help="1-3; needed for dmc.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="C.E.; default: the usual date.")
@click.option("--check", is_flag=True, help="Only report; change nothing.")
@click.option("--publish", is_flag=True, help="Publish what was taken in.")
@click.option("--faults-to", type=click.Path(path_type=Path), help="Folder: a CSV for each school.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def import_data(
    dataset: str,
    files: tuple[Path, ...],
    year: int,
    round_: int | None,
    as_of: datetime | None,
    check: bool,
    publish: bool,
    faults_to: Path | None,
    as_json: bool,
) -> None:
    """Import FILES (or every table of a folder) of DATASET; each is taken or refused for itself."""
    if round_ is None and dataset in _BY_ROUND:
        raise click.UsageError("--round is needed for this dataset")
    day: date = as_of.date() if as_of else datasets.usual_as_of(year, round_ or YEARLY)
    target = datasets.Target(dataset, year, round_ or YEARLY, day)
    taken: list[dict[str, Any]] = []
    refused: list[dict[str, Any]] = []
    sources = datasets.in_order(_listed(files, refused))
    run = datasets.Run.of(sources)
    good = 0
    for source in sources:
        try:
            found = _take(source, target, run, check=check, publish=publish)
        except Refusal as error:
            refused.append(_refusal(source, error))
            complain(error)
            continue
        taken += found
        good += 1
        for line in _lines(found) if not as_json else []:
            click.echo(line)
    if as_json:
        click.echo(json.dumps(taken + refused, ensure_ascii=False))
    elif good + len(refused) > 1:
        click.echo(words.run_line(good, len(refused)))
    if faults_to is not None:
        written = school_faults.write(faults_to, taken)
        click.echo(pupil_words.written_line(written, str(faults_to)), err=as_json)
    if refused:
        raise SystemExit(1)


@data.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_data(as_json: bool) -> None:
    """List every version."""
    with open_context(reading=True) as ctx:
        versions = [_row(version) for version in datasets.list_versions(ctx)]
    if as_json:
        click.echo(json.dumps(versions, ensure_ascii=False))
        return
    for version in versions:
        click.echo(words.version_line(version))
    if not versions:
        click.echo(words.NO_VERSIONS)


@data.command("publish")
@click.argument("version", type=int)
def publish_data(version: int) -> None:
    """Put VERSION in force; the one it replaces is withdrawn."""

    def work(ctx: Context) -> int | None:
        replaced = datasets.publish(ctx, version)
        return replaced.id if replaced else None

    click.echo(words.published_line(version, in_one(work)))


@data.command("withdraw")
@click.argument("version", type=int)
def withdraw_data(version: int) -> None:
    """Take VERSION out of use for good."""
    in_one(lambda ctx: datasets.withdraw(ctx, version).id)
    click.echo(words.withdrawn_line(version))


def _take(
    source: Source, target: datasets.Target, run: datasets.Run, *, check: bool, publish: bool
) -> list[dict[str, Any]]:
    """Import one file in a transaction of its own: a report for each thing in it."""
    office = settings().office_code
    with open_context(reading=check) as ctx:
        act = datasets.check if check else datasets.import_file
        reports = [one.to_json() for one in act(ctx, source, target, office, run)]
        for report in reports if publish and not check else []:
            replaced = datasets.publish(ctx, report["version"])
            report["status"] = "published"
            report["replaced"] = replaced.id if replaced else None
    run.took(source)
    return [{**report, "notes": check_words.notes(report)} for report in reports]


def _lines(reports: list[dict[str, Any]]) -> list[str]:
    found = [line for report in reports for line in check_words.check_lines(report)]
    return found + school_faults.lines(reports)


def _refusal(source: Source, error: Refusal) -> dict[str, Any]:
    """A refused file as JSON says it."""
    faults = error.faults if isinstance(error, FileRefused) else []
    listed = [
        {"row": fault.row, "column": fault.column, "code": fault.code, "text": fault_line(fault)}
        for fault in faults
    ]
    other = {"row": None, "column": None, "code": type(error).__name__}
    said = [{**other, "text": line} for line in words.refusal_lines(error)]
    return {"file": source.name, "refused": listed or said}


def _listed(files: Sequence[Path], refused: list[dict[str, Any]]) -> list[Source]:
    """The files to read, folders opened, each once. A folder without any is told and `refused`."""
    found: dict[Path, Source] = {}
    for file in files:
        inside = [file]
        if file.is_dir():
            try:
                inside = sorted(path for path in file.iterdir() if _is_table(path))
            except OSError:  # nobody may look into it
                inside = []
            if not inside:
                error = FileRefused(named(file), [Fault("no_files")])
                refused.append(_refusal(Source(named(file)), error))
                complain(error)
        for path in inside:
            found.setdefault(path.resolve(), Source(named(path), path=path))
    return list(found.values())


def _is_table(path: Path) -> bool:
    # "~$x.xlsx" is Excel's own note that x.xlsx is open.
    hidden = path.name.startswith((".", "~$"))
    return path.suffix.lower() in _TABLES and path.is_file() and not hidden


def _row(version: DatasetVersion) -> dict[str, Any]:
    return {
        "version": version.id,
        "dataset": version.dataset,
        "report": version.report,
        "title": TOPICS[version.report].title,
        "coverage": version.coverage.value,
        "year": version.year,
        "round": version.round or None,
        "as_of": version.as_of.isoformat(),
        "status": version.status.value,
        "file": version.file_name,
        "totals": version.totals,
        "imported_at": version.imported_at.isoformat(),
        "published_at": version.published_at.isoformat() if version.published_at else None,
        "withdrawn_at": version.withdrawn_at.isoformat() if version.withdrawn_at else None,
    }
