"""`calendar …`: the year's holidays, those that the cabinet adds, and those it withdraws."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import click

from bot.cli import door
from bot.texts import calendar as words
from handlers import office_calendar
from handlers.context import Context
from handlers.office_calendar import Changed, Entry
from handlers.workdays import BANGKOK

T = TypeVar("T")
_BE = 543
_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def calendar() -> None:
    """Government holidays, and the office's own changes of them."""


@calendar.command("list")
@click.option("--year", type=click.IntRange(2540, 2650), help="Calendar year, B.E.; default: now.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_year(year: int | None, as_json: bool) -> None:
    """List a year's holidays and what the office changed."""

    def work(ctx: Context) -> tuple[int, list[dict[str, Any]]]:
        chosen = year or ctx.now.astimezone(BANGKOK).year + _BE
        return chosen, [_row(entry) for entry in office_calendar.listed(ctx, chosen - _BE)]

    chosen, found = _in_one(work)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for line in words.year_lines(chosen, found):
        click.echo(line)


@calendar.command("add-holiday")
@click.argument("day", type=_DAY, metavar="DATE")
@click.option("--name", required=True, help="The holiday's name, as announced.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def add_holiday(day: datetime, name: str, as_json: bool) -> None:
    """Make DATE (C.E., 2026-12-30) a holiday; says which due dates moved."""
    _tell(lambda ctx: office_calendar.add_holiday(ctx, day.date(), name), as_json)


@calendar.command("withdraw-holiday")
@click.argument("day", type=_DAY, metavar="DATE")
@click.option("--name", required=True, help="Why the office works on that day.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def withdraw_holiday(day: datetime, name: str, as_json: bool) -> None:
    """Make DATE, a day off, a working day; says which due dates moved."""
    _tell(lambda ctx: office_calendar.withdraw_holiday(ctx, day.date(), name), as_json)


@calendar.command()
@click.argument("day", type=_DAY, metavar="DATE")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def undo(day: datetime, as_json: bool) -> None:
    """Take the office's change of DATE back; says which due dates moved."""
    _tell(lambda ctx: office_calendar.undo(ctx, day.date()), as_json)


def _tell(change: Callable[[Context], Changed], as_json: bool) -> None:
    done = _plain(_in_one(change))
    if as_json:
        click.echo(json.dumps(done, ensure_ascii=False))
        return
    for line in words.changed_lines(done):
        click.echo(line)


def _in_one(work: Callable[[Context], T]) -> T:
    """Do it in one transaction; a refusal becomes a line on stderr and exit 1."""
    return door.in_one(work, words.refusal_line)


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "day": entry.day.isoformat(),
        "name": entry.name,
        "is_workday": entry.is_workday,
        "by": "office" if entry.by_office else "government",
        "changed_by": entry.changed_by,
    }


def _plain(done: Changed) -> dict[str, Any]:
    moved = [
        {"ref": move.ref, "before": _local(move.before), "after": _local(move.after)}
        for move in done.moved
    ]
    return {
        "day": done.day.isoformat(),
        "is_workday": done.is_workday,
        "name": done.name,
        "is_past": done.is_past,
        "moved": moved,
    }


def _local(moment: datetime) -> str:
    return moment.astimezone(BANGKOK).isoformat()
