"""`announce …`: announcements written, priced, sent, called off; who has not taken note."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import click

from bot.cli.announcement_letter import letter
from bot.cli.door import open_context
from bot.cli.round_door import Moment
from bot.cli.tickets import print_out
from bot.texts import announcement_commands as words
from handlers import schools
from handlers.announcements import acknowledging, drafting, sending, view
from handlers.announcements.audiences import ROLES, Chosen
from handlers.announcements.evidence import evidence as evidence_of
from handlers.announcements.refused import AnnouncementRefused, PriceChanged
from handlers.context import Context
from handlers.people import SYSTEM
from models.announcements import Delivery
from models.errors import Refusal
from models.people import Role

Json = dict[str, Any]
T = TypeVar("T")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_ID = click.argument("announcement_id", type=click.IntRange(1, 2**31 - 1), metavar="ID")
_PRICE = click.option(
    "--price", type=click.IntRange(0), default=0, help="The paid messages that you agree to."
)


class _Rehearsed(Exception):
    """Nothing is kept."""

    def __init__(self, found: Any) -> None:
        super().__init__()
        self.found = found


@click.group("announce", help=words.HELP)
def announce() -> None:
    """Announcements."""


@announce.command()
@click.option("--title", required=True)
@click.option("--body", required=True, help="What people read.")
@click.option("--link", help="A button to this address.")
@click.option("--letter", help="Number and date of the letter that says it.")
@click.option("--role", "roles", multiple=True, type=click.Choice([r.value for r in ROLES]))
@click.option("--school", "codes", multiple=True, metavar="CODE", help="Any number.")
@click.option("--network", "networks", multiple=True, metavar="NAME", help="Any number.")
@click.option("--group", "groups", multiple=True, metavar="C…", help="A bound LINE group.")
@click.option("--late-in", type=click.IntRange(1), metavar="ROUND", help="The late of it alone.")
@click.option("--free", "free", is_flag=True, help="Rides on free replies; the usual.")
@click.option("--free-first", is_flag=True, help="Rides till --until; then the rest is pushed.")
@click.option("--push", is_flag=True, help="At once, at a price.")
@click.option("--until", type=Moment(), help="Till when it rides; a day alone is its 16:30.")
@click.option("--ask", is_flag=True, help="Ask people to take note.")
@click.option("--dry-run", is_flag=True, help="Show the price and who, keep nothing.")
@_JSON
def write(
    title: str, body: str, link: str | None, letter: str | None, roles: Sequence[str],
    codes: Sequence[str], networks: Sequence[str], groups: Sequence[str], late_in: int | None,
    free: bool, free_first: bool, push: bool, until: datetime | None, ask: bool, dry_run: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Write a draft and print its id. `announce send ID` sends it."""
    if free + free_first + push > 1:
        raise click.UsageError(words.ONE_WAY)
    way = Delivery.PUSH if push else Delivery.FREE_FIRST if free_first else Delivery.FREE

    def work(ctx: Context) -> Json:
        chosen = Chosen(
            tuple(Role(one) for one in roles), _codes(ctx, codes), tuple(networks), tuple(groups),
            late_in,
        )  # fmt: skip
        if not chosen.names_people and not chosen.groups:
            raise click.UsageError(words.NOBODY_CHOSEN)
        row = drafting.compose(
            ctx, SYSTEM, title, body, link=link, letter=letter, audience=chosen, until=until,
            delivery=way, asks_acknowledgement=ask,
        )  # fmt: skip
        return view.card(ctx, SYSTEM, row.id)

    card = _in_one(work, rehearse=dry_run)
    lines = words.card_lines(card)
    print_out(card, lines if dry_run else [str(card["id"])], as_json)
    for line in [] if as_json or dry_run else lines:
        click.echo(line, err=True)


@announce.command()
@_ID
@click.option("--at", type=Moment(), help="When; a day alone is its 16:30. Now when left out.")
@_PRICE
@click.option("--ask-permit", metavar="REASON", help="Above the share: ask a second person.")
@click.option("--dry-run", is_flag=True, help="Show the price and who, send nothing.")
@_JSON
def send(
    announcement_id: int,
    at: datetime | None,
    price: int,
    ask_permit: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Send it, now or at a time. What costs messages is sent at the --price that holds now."""

    def work(ctx: Context) -> Json:
        if not dry_run:
            if ask_permit:
                sending.ask_permit(
                    ctx, SYSTEM, announcement_id, None, price, at=at, reason=ask_permit
                )
            else:
                sending.send(ctx, SYSTEM, announcement_id, None, price, at=at)
        return view.card(ctx, SYSTEM, announcement_id, at=at)

    card = _in_one(work)
    print_out(card, words.card_lines(card) if dry_run else words.sent_lines(card, at), as_json)


@announce.command("list")
@click.option("--all", "past", is_flag=True, help="Also what was called off or ended.")
@_JSON
def list_announcements(past: bool, as_json: bool) -> None:
    """List announcements, the newest first."""
    found = _in_one(lambda ctx: view.listed(ctx, SYSTEM, past=past), reading=True)
    print_out(found, [words.announcement_line(one) for one in found] or [words.NONE], as_json)


@announce.command()
@_ID
@_JSON
def show(announcement_id: int, as_json: bool) -> None:
    """One announcement: who it goes to at what price, or how it reached whom."""
    card = _in_one(lambda ctx: view.card(ctx, SYSTEM, announcement_id), reading=True)
    print_out(card, [*words.card_lines(card), f"      {card['body']}"], as_json)


@announce.command()
@_ID
def cancel(announcement_id: int) -> None:
    """Call it off; what was sent is ended: it is told to nobody further."""

    def work(ctx: Context) -> tuple[bool, Json]:
        row = drafting.get(ctx, SYSTEM, announcement_id)
        ends = row.sent_at is not None
        done = (sending.end if ends else sending.cancel)(ctx, SYSTEM, announcement_id, None)
        return ends, view.brief(ctx, done)

    ends, row = _in_one(work)
    click.echo((words.ended_line if ends else words.cancelled_line)(row))


@announce.command()
@_ID
@_JSON
def outstanding(announcement_id: int, as_json: bool) -> None:
    """Which schools and people have not taken note, with telephones."""
    found = _in_one(
        lambda ctx: acknowledging.outstanding(ctx, SYSTEM, announcement_id).to_json(), reading=True
    )
    print_out(found, words.outstanding_lines(found), as_json)


@announce.command()
@_ID
@_PRICE
@click.option("--push", is_flag=True, help="At once, at the --price that holds now.")
@click.option("--dry-run", is_flag=True, help="Show what pushing costs, remind nobody.")
@_JSON
def nudge(announcement_id: int, price: int, push: bool, dry_run: bool, as_json: bool) -> None:
    """Remind exactly those who have not taken note: on their next free reply, or at once."""

    def work(ctx: Context) -> Json:
        costs = acknowledging.nudge_price(ctx, SYSTEM, announcement_id)
        if dry_run:
            return costs.to_json()
        if push and costs.messages and price != costs.messages:
            raise PriceChanged(price, costs)
        done = acknowledging.nudge(ctx, SYSTEM, announcement_id, None, price if push else 0)
        return {"offered": done.offered, "pushed": done.pushed}

    found = _in_one(work)
    line = words.nudge_price_line(found) if dry_run else words.nudged_line(**found)
    print_out(found, [line], as_json)


@announce.command()
@_ID
@_JSON
def evidence(announcement_id: int, as_json: bool) -> None:
    """Who was told, when, by which way, free or paid."""
    found = _in_one(lambda ctx: evidence_of(ctx, SYSTEM, announcement_id), reading=True)
    print_out(found, words.evidence_lines(found), as_json)


announce.add_command(letter)


def _codes(ctx: Context, codes: Sequence[str]) -> tuple[str, ...]:
    found = []
    for code in codes:
        school = schools.by_code(ctx, code.strip())
        if school is None or not school.in_office:
            raise AnnouncementRefused("school", ref=code)
        found.append(school.smis)
    return tuple(found)


def _in_one(work: Callable[[Context], T], *, reading: bool = False, rehearse: bool = False) -> T:
    """Do it in one transaction; a refusal becomes a line on stderr and exit 1."""
    try:
        with open_context(reading=reading) as ctx:
            found = work(ctx)
            if rehearse:
                raise _Rehearsed(found)
            return found
    except _Rehearsed as done:
        kept: T = done.found
        return kept
    except Refusal as error:
        click.echo(words.refusal_line(error), err=True)
        raise SystemExit(1) from error
