"""`room …` and `equipment …`: what can be booked and lent, kept at the office's own machine."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

import click

from bot.cli import door
from bot.texts import room_commands as words
from bot.texts.conferences import channel_text
from handlers.bookings import fallbacks, resources
from handlers.bookings.resources import Kept, Resource
from handlers.context import Context
from handlers.people import SYSTEM
from models.bookings import Room

T = TypeVar("T")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_ALL = click.option("--all", "every", is_flag=True, help="Also what is retired.")
_GROUP = click.option("--group", help="Whose people look after it; default: those who mend.")


@click.group()
def room() -> None:
    """The office's rooms: what can be booked for a meeting or a conference."""


@room.command("add")
@click.argument("slug")
@click.option("--name", required=True, help="As people call it.")
@click.option("--capacity", required=True, type=int, help="For how many people.")
@click.option("--equipment", "things", default="", help="What stands in it, in words.")
@_GROUP
@_JSON
def add_room(
    slug: str, name: str, capacity: int, things: str, group: str | None, as_json: bool
) -> None:
    """Enter a room, or change the one called SLUG (a-z, 0-9, -); a retired one comes back."""
    _keep(
        lambda ctx: resources.add_room(
            ctx, SYSTEM, slug, name, capacity, equipment=things, group=group
        ),
        as_json,
    )


@room.command("list")
@_ALL
@_JSON
def list_rooms(every: bool, as_json: bool) -> None:
    """List the rooms."""
    found = _in_one(lambda ctx: [_plain(r) for r in resources.rooms(ctx, every=every)])
    _list(found, words.room_line, words.NO_ROOM, as_json)


@room.command("fallbacks")
@click.argument("channels", nargs=-1, metavar="[CHANNEL…]")
@_JSON
def fallback_channels(channels: tuple[str, ...], as_json: bool) -> None:
    """Where a conference goes on when its channel fails, in order; with CHANNELs: from now on."""

    def work(ctx: Context) -> list[str]:
        if channels:
            fallbacks.set_channels(ctx, SYSTEM, channels)
        return fallbacks.channels(ctx)

    found = _in_one(work)
    lines = [f"{n}. {channel_text(name)}" for n, name in enumerate(found, 1)]
    for line in [json.dumps(found, ensure_ascii=False)] if as_json else lines:
        click.echo(line)


@room.command("retire")
@click.argument("slug")
def retire_room(slug: str) -> None:
    """Let nobody book SLUG any more; what is booked stays."""
    _retire("room", slug)


@click.group()
def equipment() -> None:
    """Equipment for loan: projectors, microphones, how many of each."""


@equipment.command("add")
@click.argument("slug")
@click.option("--name", required=True, help="As people call it.")
@click.option("--count", required=True, type=int, help="How many the office has.")
@_GROUP
@_JSON
def add_equipment(slug: str, name: str, count: int, group: str | None, as_json: bool) -> None:
    """Enter equipment, or change what is called SLUG (a-z, 0-9, -); what was retired comes back."""
    _keep(lambda ctx: resources.add_equipment(ctx, SYSTEM, slug, name, count, group=group), as_json)


@equipment.command("list")
@_ALL
@_JSON
def list_equipment(every: bool, as_json: bool) -> None:
    """List the equipment for loan."""
    found = _in_one(lambda ctx: [_plain(r) for r in resources.equipment(ctx, every=every)])
    _list(found, words.equipment_line, words.NO_EQUIPMENT, as_json)


@equipment.command("retire")
@click.argument("slug")
def retire_equipment(slug: str) -> None:
    """Lend nothing of SLUG any more; what is booked stays."""
    _retire("equipment", slug)


def _keep(work: Callable[[Context], Kept], as_json: bool) -> None:
    kept = _in_one(work)
    row = _plain(kept.resource)
    if as_json:
        told = {**row, "is_new": kept.is_new, "over": kept.over}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for line in words.kept_lines(row, is_new=kept.is_new, over=kept.over):
        click.echo(line)


def _list(
    found: list[dict[str, Any]], line: Callable[[dict[str, Any]], str], none: str, as_json: bool
) -> None:
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for row in found:
        click.echo(line(row))
    if not found:
        click.echo(none)


def _retire(what: str, slug: str) -> None:
    done = _in_one(lambda ctx: resources.retire(ctx, SYSTEM, f"{what}:{slug}"))
    for line in words.retired_lines(what, _plain(done.resource), done.to_come):
        click.echo(line)


def _in_one(work: Callable[[Context], T]) -> T:
    """Do it in one transaction; a refusal becomes a line on stderr and exit 1."""
    return door.in_one(work, words.refusal_line)


def _plain(row: Resource) -> dict[str, Any]:
    facts = {
        "slug": row.slug, "name": row.name, "group": row.group_name,
        "retired": row.retired_at is not None,
    }  # fmt: skip
    if isinstance(row, Room):
        return {**facts, "capacity": row.capacity, "equipment": row.equipment}
    return {**facts, "count": row.count}
