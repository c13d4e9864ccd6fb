"""`form …`: the forms in force, one of them, and a file looked at before it is put there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from bot.cli.door import settings
from bot.cli.request_door import loaded
from bot.texts import form_commands as words
from bot.texts.forms import definition_fault_text, form_line
from bot.texts.request_commands import refusal_line
from handlers.forms.definition import Form
from handlers.forms.entries import FormFault
from handlers.forms.reading import LARGEST, DefinitionRefused, read_form
from models.errors import NotFound

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def form() -> None:
    """Forms, as they are defined (docs/forms.md)."""


@form.command("list")
@_JSON
def list_forms(as_json: bool) -> None:
    """List the forms in force. Files that are no form are named on stderr, exit 1."""
    found = loaded()
    if as_json:
        click.echo(json.dumps([_plain(each) for each in found.forms.values()], ensure_ascii=False))
    for each in [] if as_json else found.forms.values():
        click.echo(f"{form_line(each)}{words.whence(each, _is_own(each))}")
    _complain(found.faults)


@form.command()
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Say what is wrong with a definition in FILE, or that nothing is."""
    try:
        with file.open("rb") as opened:
            found = read_form(opened.read(LARGEST + 1), file.name)
    except DefinitionRefused as refused:
        _complain(refused.faults)
    except OSError:
        _complain([FormFault(file.name, "", "unreadable")])
    else:
        click.echo(words.good_line(found))


@form.command()
@click.argument("slug")
@_JSON
def show(slug: str, as_json: bool) -> None:
    """Show a form: its questions, and the steps that follow."""
    found = loaded().forms.get(slug)
    if found is None:
        click.echo(refusal_line(NotFound("form", slug)), err=True)
        raise SystemExit(1)
    if as_json:
        click.echo(json.dumps({**found.source, "file": found.file}, ensure_ascii=False))
        return
    for line in words.shown_lines(found):
        click.echo(line)


def _complain(faults: Sequence[FormFault]) -> None:
    for fault in faults:
        click.echo(definition_fault_text(fault), err=True)
    if faults:
        raise SystemExit(1)


def _is_own(found: Form) -> bool:
    return (settings().forms_dir / found.file).is_file()


def _plain(found: Form) -> dict[str, Any]:
    return {
        "slug": found.slug,
        "version": found.version,
        "title": found.title,
        "prefix": found.prefix,
        "owner": found.owner,
        "file": found.file,
        "own": _is_own(found),
        "fields": len(found.fields),
        "steps": [step.kind.value for step in found.steps],
    }
