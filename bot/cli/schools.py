"""`schools …`: the list of schools in, and an empty list to fill in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from bot.cli.door import settings
from bot.cli.refusals import content, in_one, named
from bot.texts import data as words
from handlers import schools as school_list
from handlers.context import Context


@click.group()
def schools() -> None:
    """The list of schools."""


@schools.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def import_schools(file: Path, as_json: bool) -> None:
    """Import the national list of schools, or an office's own, from FILE."""
    code = settings().office_code

    def work(ctx: Context) -> dict[str, Any]:
        return dict(vars(school_list.import_schools(ctx, named(file), content(file), code)))

    done = in_one(work)
    if as_json:
        click.echo(json.dumps(done))
        return
    click.echo(words.schools_line(done))
    if not done["in_office"]:
        click.echo(words.NOT_IN_OFFICE.format(code=code), err=True)
