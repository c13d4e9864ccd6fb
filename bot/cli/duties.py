"""`duties …`: the office's duty directory in, listed, and an empty one to fill in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from bot.cli.door import open_context
from bot.cli.refusals import in_one, named
from bot.texts.duties import NO_DIRECTORY, duty_line, imported_line
from handlers import duties as directory
from handlers.context import Context
from handlers.tables import Source
from models.duties import Duty


@click.group()
def duties() -> None:
    """Who in the office answers for what."""


@duties.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def import_duties(file: Path, as_json: bool) -> None:
    """Replace the whole directory by the one in FILE (CSV or a workbook)."""

    def work(ctx: Context) -> dict[str, Any]:
        return dict(vars(directory.import_duties(ctx, Source(named(file), path=file))))

    done = in_one(work)
    click.echo(json.dumps(done) if as_json else imported_line(done))


@duties.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_duties(as_json: bool) -> None:
    """List the directory."""
    with open_context() as ctx:
        found = [_plain(duty) for duty in directory.list_duties(ctx)]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for duty in found:
        click.echo(duty_line(duty))
    if not found:
        click.echo(NO_DIRECTORY)


def _plain(duty: Duty) -> dict[str, Any]:
    names = ("subject", "words", "group_name", "person", "phone", "email", "room", "source")
    plain = {name: getattr(duty, name) for name in names}
    return {**plain, "imported_at": duty.imported_at.isoformat()}
