"""`office …`: what the office decides for itself about requests."""

from __future__ import annotations

import json
from typing import Any

import click

from bot.cli.request_door import in_one, loaded
from bot.texts import office_rules as words
from handlers.context import Context
from handlers.requests import rules
from handlers.workdays import BANGKOK
from models.requests import StepKind

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def office() -> None:
    """The office's own rules: who owns what, standard times, what needs no permission."""


@office.command()
@_JSON
def show(as_json: bool) -> None:
    """Show the rules in force."""
    forms = loaded()
    found = in_one(lambda ctx: rules.shown(ctx, forms), reading=True)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for line in words.shown_lines(found):
        click.echo(line)


@office.command()
@click.argument("key")
@click.argument("group")
def owner(key: str, group: str) -> None:
    """GROUP owns KEY (`data`, or what a form names): its director permits new requests."""
    forms = loaded()
    before = in_one(lambda ctx: rules.set_owner(ctx, forms, key, group))
    click.echo(words.owner_line(key, before, group))


@office.command()
@click.argument("form")
@click.argument("step", type=click.Choice([kind.value for kind in StepKind]))
@click.argument("days", type=int)
@_JSON
def days(form: str, step: str, days: int, as_json: bool) -> None:
    """STEP of FORM takes DAYS working days; says which due dates moved."""
    forms = loaded()

    def work(ctx: Context) -> list[dict[str, Any]]:
        moved = rules.set_days(ctx, forms, form, StepKind(step), days)
        return [
            {
                "ref": move.ref,
                "before": move.before.astimezone(BANGKOK).isoformat(),
                "after": move.after.astimezone(BANGKOK).isoformat(),
            }
            for move in moved
        ]

    moved = in_one(work)
    if as_json:
        told = {"form": form, "step": step, "days": days, "moved": moved}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for line in words.days_lines(form, step, days, moved):
        click.echo(line)


@office.command("public-at-once")
@click.argument("answer", type=click.Choice(["yes", "no"]))
def public_at_once(answer: str) -> None:
    """Are public figures of the data service handed over without a permission?"""
    at_once = answer == "yes"
    in_one(lambda ctx: rules.set_public_at_once(ctx, at_once))
    click.echo(words.at_once_line(at_once))


@office.command("tell-always")
@click.argument("answer", type=click.Choice(["yes", "no"]))
def tell_always(answer: str) -> None:
    """Are staff told of new work at night and on holidays too?"""
    always = answer == "yes"
    in_one(lambda ctx: rules.set_tell_always(ctx, always))
    click.echo(words.tell_line(always))
