"""`budget …`: how the month's paid messages stand, the year to come, shares, permits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from bot.cli import door
from bot.cli.tickets import print_out
from bot.texts import budget_commands as words
from handlers import office_rules, spending
from handlers.budget import key_of
from handlers.context import Context
from handlers.people import SYSTEM
from models.spending import Pot, SpendingPermit

Json = dict[str, Any]
T = TypeVar("T")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_ID = click.argument("permit_id", type=click.IntRange(1, 2**31 - 1), metavar="ID")
_POT = click.argument("pot", type=click.Choice([pot.value for pot in Pot]))


@click.group(help=words.HELP)
def budget() -> None:
    """The month's messages."""


@budget.command()
@_JSON
def show(as_json: bool) -> None:
    """This month: what LINE allows, what each share has left, permits that are asked for."""

    def work(ctx: Context) -> Json:
        asked = [spending.card(ctx, SYSTEM, one) for one in spending.listed(ctx, SYSTEM)]
        return {**spending.month(ctx), "permits": asked}

    found = _in_one(work, reading=True)
    print_out(found, words.month_lines(found), as_json)


@budget.command()
@_JSON
def forecast(as_json: bool) -> None:
    """Twelve months: what rounds, announcements and service need, and which months fail."""
    found = _in_one(lambda ctx: spending.forecast(ctx).to_json(), reading=True)
    print_out(found, words.forecast_lines(found), as_json)


@budget.command()
@_POT
@click.argument("messages", type=click.IntRange(1, 1_000_000))
@click.option("--reason", required=True, help="What they are for; who permits it reads this.")
@click.option("--urgent", is_flag=True, help="Tell those who may permit it at once, for a message.")
def ask(pot: str, messages: int, reason: str, urgent: bool) -> None:
    """Ask that a share may cost more this month; a second person permits it."""

    def work(ctx: Context) -> Json:
        permit = spending.ask(ctx, SYSTEM, Pot(pot), messages, reason, urgent=urgent)
        return spending.card(ctx, SYSTEM, permit)

    click.echo(words.permit_line(_in_one(work)))


@budget.command()
@_ID
def permit(permit_id: int) -> None:
    """Permit it, as somebody who did not ask."""
    _decide(lambda ctx: spending.decide(ctx, SYSTEM, permit_id, granted=True))


@budget.command()
@_ID
@click.option("--reason", required=True, help="Why not; who asked reads this.")
def refuse(permit_id: int, reason: str) -> None:
    """Do not permit it."""
    _decide(lambda ctx: spending.decide(ctx, SYSTEM, permit_id, granted=False, words=reason))


@budget.command()
@_POT
@click.argument("messages", required=False, type=click.IntRange(0, 1_000_000))
@click.option("--usual", is_flag=True, help="Take the office's own number back.")
def share(pot: str, messages: int | None, usual: bool) -> None:
    """How many messages of a month a share has; MESSAGES changes it."""

    def work(ctx: Context) -> Json:
        before = spending.share(ctx, Pot(pot))
        if usual or messages is not None:
            office_rules.decide(ctx, key_of(Pot(pot)), None if usual else messages)
        return {"pot": pot, "before": before, "share": spending.share(ctx, Pot(pot))}

    click.echo(words.share_line(_in_one(work)))


def _decide(work: Callable[[Context], SpendingPermit]) -> None:
    click.echo(words.permit_line(_in_one(lambda ctx: spending.card(ctx, SYSTEM, work(ctx)))))


def _in_one(work: Callable[[Context], T], *, reading: bool = False) -> T:
    """Do it in one transaction; a refusal becomes a line on stderr and exit 1."""
    return door.in_one(work, words.refusal_line, reading=reading)
