"""`person post`, `end-post`, `move`, `retire`, `act`, `end-act`: what people hold, and when."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import click

from bot.cli.people_door import day, in_one, seat
from bot.texts import people_commands as words
from handlers import people
from handlers.context import Context
from handlers.people import SYSTEM, personal_data
from handlers.people.access import today

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.command()
@click.argument("person_id", type=int, metavar="ID")
@click.option("--role", required=True)
@click.option("--school", metavar="CODE")
@click.option("--group")
@click.option("--position", help="The position as papers print it.")
@click.option("--from", "starts", metavar="DATE", help="The first day; default: today.")
@click.option("--until", "ends", metavar="DATE", help="The last day; default: open.")
@_JSON
def post(
    person_id: int,
    role: str,
    school: str | None,
    group: str | None,
    position: str | None,
    starts: str | None,
    ends: str | None,
    as_json: bool,
) -> None:
    """Give a person a further post."""

    def work(ctx: Context) -> Any:
        wanted = seat(ctx, role, school, group, position)
        return people.give_post(ctx, SYSTEM, person_id, wanted, starts=day(starts), ends=day(ends))

    _tell(work, as_json)


@click.command("end-post")
@click.argument("post_id", type=int, metavar="POST")
@click.option("--on", required=True, metavar="DATE", help="The last day.")
@_JSON
def end_post(post_id: int, on: str, as_json: bool) -> None:
    """Let a post (`person show` tells its number) end on a day."""
    _tell(lambda ctx: people.end_post(ctx, SYSTEM, post_id, _on(ctx, on)), as_json)


@click.command()
@click.argument("person_id", type=int, metavar="ID")
@click.option("--role", help="Default: the same as before.")
@click.option("--school", metavar="CODE")
@click.option("--group")
@click.option("--position", help="The position as papers print it.")
@click.option("--on", metavar="DATE", help="The first day of the new post; default: today.")
@click.option("--post", "post_id", type=int, help="Which post ends, where there are several.")
@_JSON
def move(
    person_id: int,
    role: str | None,
    school: str | None,
    group: str | None,
    position: str | None,
    on: str | None,
    post_id: int | None,
    as_json: bool,
) -> None:
    """A transfer: the old post ends the day before, the new one begins."""

    def work(ctx: Context) -> Any:
        first = _on(ctx, on)
        held = [
            p
            for p in people.posts.of_person(ctx, person_id, since=first)
            if post_id in (None, p.id)
        ]
        same = held[0].role.value if held else "teacher"
        wanted = seat(ctx, role or same, school, group, position)
        return people.move(ctx, SYSTEM, person_id, wanted, first, post_id=post_id)

    _tell(work, as_json)


@click.command()
@click.argument("person_id", type=int, metavar="ID")
@click.option("--fiscal-year", type=click.IntRange(2560, 2620), help="B.E.; default: this one.")
@_JSON
def retire(person_id: int, fiscal_year: int | None, as_json: bool) -> None:
    """All posts end on 30 September of the fiscal year."""

    def work(ctx: Context) -> Any:
        return people.retire(ctx, SYSTEM, person_id, fiscal_year)

    _tell(work, as_json)


@click.command()
@click.argument("person_id", type=int, metavar="ID")
@click.option("--for-role", required=True, help="The role of the post that is stood in for.")
@click.option("--school", metavar="CODE")
@click.option("--group")
@click.option("--title", help="The title of that post as papers print it.")
@click.option("--kind", required=True, help="acting_for, holding, delegated or duty.")
@click.option("--order", required=True, help="The number of the order.")
@click.option("--from", "starts", metavar="DATE", help="The first day; default: today.")
@click.option("--until", "ends", metavar="DATE", help="The last day; default: open.")
@_JSON
def act(
    person_id: int,
    for_role: str,
    school: str | None,
    group: str | None,
    title: str | None,
    kind: str,
    order: str,
    starts: str | None,
    ends: str | None,
    as_json: bool,
) -> None:
    """Write an order down by which a person stands in for a post."""

    def work(ctx: Context) -> Any:
        wanted = seat(ctx, for_role, school, group, title)
        return people.appoint_acting(
            ctx, SYSTEM, person_id, kind, wanted, order, starts=day(starts), ends=day(ends)
        )

    _tell(work, as_json, words.order_line)


@click.command("end-act")
@click.argument("order_id", type=int, metavar="ORDER")
@click.option("--on", required=True, metavar="DATE", help="The last day.")
@_JSON
def end_act(order_id: int, on: str, as_json: bool) -> None:
    """Let an order to act (`person show` tells its number) end on a day."""

    def work(ctx: Context) -> Any:
        return people.end_acting(ctx, SYSTEM, order_id, _on(ctx, on))

    _tell(work, as_json, words.order_line)


COMMANDS = (post, end_post, move, retire, act, end_act)


def _on(ctx: Context, text: str | None) -> date:
    return day(text) or today(ctx)


def _tell(
    work: Callable[[Context], Any],
    as_json: bool,
    line: Callable[[dict[str, Any]], str] = words.post_line,
) -> None:
    """Do it, and print the posts or orders that came of it."""

    def told(ctx: Context) -> list[dict[str, Any]]:
        made = work(ctx)
        rows = made if isinstance(made, list) else [made]
        return [personal_data.post_json(ctx, row) for row in rows]

    done = in_one(told)
    if as_json:
        click.echo(json.dumps(done, ensure_ascii=False))
        return
    for row in done:
        click.echo(line(row))
