"""`group …`: LINE groups and what they are for; `round plan`: reminders to come, and the price."""

from __future__ import annotations

import json
from typing import Any, NoReturn

import click

from bot.cli.door import open_context
from bot.texts import group_commands as words
from bot.texts.groups import ANOTHER
from handlers import groups
from handlers.people import SYSTEM
from handlers.rounds import opening, planning
from models.errors import Refusal
from models.groups import GroupPurpose

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_NAME = click.option("--name", required=True)
_PURPOSE = click.option(
    "--purpose", type=click.Choice([p.value for p in GroupPurpose]), required=True
)
_SCHOOL = click.option("--school", "schools", multiple=True, metavar="CODE", help="8-digit code.")


@click.group()
def group() -> None:
    """LINE groups of the office, bound to a purpose."""


@group.command()
@click.option("--line-group", required=True, metavar="C…")
@_NAME
@_PURPOSE
@_SCHOOL
def bind(line_group: str, name: str, purpose: str, schools: tuple[str, ...]) -> None:
    """Bind a group; without --school every school of the office is meant."""
    try:
        with open_context() as ctx:
            row = groups.bind(ctx, SYSTEM, line_group, name, GroupPurpose(purpose), schools)
            line = words.bound_line(row)
    except Refusal as error:
        _stop(error)
    click.echo(line)


@group.command()
@_NAME
@_PURPOSE
@_SCHOOL
def code(name: str, purpose: str, schools: tuple[str, ...]) -> None:
    """A code that binds the group in which it is typed."""
    try:
        with open_context() as ctx:
            issued = groups.issue_code(ctx, SYSTEM, name, GroupPurpose(purpose), schools)
    except Refusal as error:
        _stop(error)
    for line in words.code_lines(issued.code, issued.row.name):
        click.echo(line)


@group.command("list")
@_JSON
def list_groups(as_json: bool) -> None:
    """List the bound groups with their members, as LINE last counted them."""
    with open_context(reading=True) as ctx:
        found = groups.listed(ctx)
        plain = [words.group_json(row, there=there) for row, there in found]
        lines = [words.group_line(row, there=there) for row, there in found]
    if any(not there for _, there in found):
        lines += ["", ANOTHER]
    _print(plain, lines or [words.NO_GROUPS], as_json)


@group.command()
@click.option("--line-group", required=True, metavar="C…")
def end(line_group: str) -> None:
    """The group is not the office's any more."""
    try:
        with open_context() as ctx:
            name = groups.end(ctx, SYSTEM, line_group).name
    except Refusal as error:
        _stop(error)
    click.echo(words.ended_line(name))


@click.command("plan")
@click.argument("round_id", type=int, required=False, metavar="[ID]")
@_JSON
def plan(round_id: int | None, as_json: bool) -> None:
    """Every reminder to come: when, to whom, how many paid messages."""
    try:
        with open_context(reading=True) as ctx:
            rounds = [opening.get(ctx, round_id)] if round_id is not None else None
            found = planning.plan(ctx, rounds)
    except Refusal as error:
        _stop(error)
    _print(words.plan_json(found), words.plan_lines(found), as_json)


def _stop(error: Refusal) -> NoReturn:
    click.echo(words.refusal_line(error), err=True)
    raise SystemExit(1) from error


def _print(found: Any, lines: list[str], as_json: bool) -> None:
    for line in [json.dumps(found, ensure_ascii=False)] if as_json else lines:
        click.echo(line)
