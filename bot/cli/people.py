"""`person …`: who people are and what they may do. The command line acts with all rights."""

from __future__ import annotations

import json
from typing import Any

import click

from bot.cli import people_codes, people_posts
from bot.cli.people_door import as_json, day, in_one, seat, somebody
from bot.texts import people_commands as words
from handlers import people as use_cases
from handlers.context import Context
from handlers.people import SYSTEM, responsibilities


@click.group("person")
def people() -> None:
    """People of schools and of the office: posts, codes, wishes, personal data."""


@people.command()
@click.option("--line-user", help="The person's LINE user ID, when it is known.")
@click.option("--name", required=True, help="First name and family name.")
@click.option("--role", required=True, help="teacher, school_director, officer, admin, guest …")
@click.option("--school", metavar="CODE", help="The school's code, for posts at a school.")
@click.option("--group", help="The group's name, for posts in a group of the office.")
@click.option("--responsible-for", default="", help="Central systems: dmc,emis,bobec,mobec,gcode.")
@click.option("--position", help="The position as papers print it.")
@click.option("--affiliation", help="School, group or other agency, where it is none of these.")
@click.option("--phone")
@click.option("--email")
@click.option("--from", "starts", metavar="DATE", help="The first day; default: today.")
@click.option("--until", "ends", metavar="DATE", help="The last day; default: open.")
@click.option("--json", "as_json_", is_flag=True, help="Print JSON.")
def add(
    line_user: str | None,
    name: str,
    role: str,
    school: str | None,
    group: str | None,
    responsible_for: str,
    position: str | None,
    affiliation: str | None,
    phone: str | None,
    email: str | None,
    starts: str | None,
    ends: str | None,
    as_json_: bool,
) -> None:
    """Enter a person with a post; a LINE account that is known by that name gets the post too."""

    def work(ctx: Context) -> dict[str, Any]:
        wanted = seat(ctx, role, school, group, position)
        person = use_cases.add_person(
            ctx, SYSTEM, name, wanted, line_user=line_user, position=position,
            affiliation=affiliation, phone=phone, email=email, starts=day(starts), ends=day(ends),
            responsible_for=responsibilities.read_systems(responsible_for),
        )  # fmt: skip
        return as_json(ctx, person)

    done = in_one(work)
    click.echo(json.dumps(done, ensure_ascii=False) if as_json_ else words.added_line(done))


@people.command("list")
@click.option("--role")
@click.option("--school", metavar="CODE")
@click.option("--group")
@click.option("--json", "as_json_", is_flag=True, help="Print JSON.")
def list_people(role: str | None, school: str | None, group: str | None, as_json_: bool) -> None:
    """List people with their posts of today and to come."""

    def work(ctx: Context) -> list[dict[str, Any]]:
        known = use_cases.seats.known_role(role) if role else None
        found = use_cases.listed(ctx, role=known, school=school, group=group)
        return [as_json(ctx, person) for person, _ in found]

    found = in_one(work, reading=True)
    if as_json_:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for person in found:
        click.echo(words.person_line(person))
    if not found:
        click.echo(words.NOBODY)


@people.command()
@click.argument("person_id", type=int, metavar="ID")
@click.option("--json", "as_json_", is_flag=True, help="Print JSON.")
def show(person_id: int, as_json_: bool) -> None:
    """Who a person is, and the posts and orders that they hold."""

    def work(ctx: Context) -> dict[str, Any]:
        return as_json(ctx, somebody(ctx, person_id))

    found = in_one(work, reading=True)
    if as_json_:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    click.echo(words.person_line(found))
    for post in found["posts"]:
        click.echo(f"  {words.order_line(post) if post.get('kind') else words.post_line(post)}")


@people.command()
@click.argument("person_id", type=int, metavar="ID")
def unbind(person_id: int) -> None:
    """Take a person's LINE account away; posts and papers stay."""
    in_one(lambda ctx: use_cases.unbind(ctx, SYSTEM, person_id))
    click.echo(words.unbound_line(person_id))


@people.command()
@click.argument("person_id", type=int, metavar="ID")
@click.option("--json", "as_json_", is_flag=True, help="Print JSON.")
def export(person_id: int, as_json_: bool) -> None:
    """All that is kept of a person, for whoever asked for a copy at the office."""
    found = in_one(lambda ctx: use_cases.export(ctx, somebody(ctx, person_id)), reading=True)
    if as_json_:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for line in words.person_lines(found):
        click.echo(line)


@people.command()
@click.argument("person_id", type=int, metavar="ID")
@click.option("--yes", is_flag=True, help="It cannot be undone.")
def erase(person_id: int, yes: bool) -> None:
    """Erase a person's data; decided papers keep the name as long as the law keeps papers."""

    def work(ctx: Context) -> dict[str, Any]:
        person = somebody(ctx, person_id)
        found = use_cases.erase(ctx, person) if yes else use_cases.consequences(ctx, person)
        return {"person": person_id, **vars(found)}

    done = in_one(work, reading=not yes)
    if done["last_of"]:
        click.echo(words.last_line(list(done["last_of"])), err=True)
    if not yes:
        click.echo(words.CONFIRM_ERASE, err=True)
        raise SystemExit(1)
    for line in words.erased_lines(done):
        click.echo(line)


for command in (*people_posts.COMMANDS, *people_codes.COMMANDS):
    people.add_command(command)
