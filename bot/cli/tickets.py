"""`ticket …`: what is open, one ticket with its trail, how old things are, the standards."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from bot.cli import door
from bot.cli.door import open_context, settings
from bot.documents import workbooks
from bot.texts import satisfaction
from bot.texts import ticket_commands as words
from bot.texts import ticket_report as tables
from handlers.context import Context
from handlers.people import today
from handlers.tickets import figures, listing
from handlers.tickets.access import by_number
from handlers.tickets.vocabulary import PREFIX
from models.errors import NotFound
from models.tickets import Category, Ticket, TicketStatus, Urgency

T = TypeVar("T")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_OUT = click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="FILE.xlsx to write."
)


@click.group(help=words.HELP)
def ticket() -> None:
    """Tickets."""


@ticket.command("list")
@click.option("--status", type=click.Choice([s.value for s in TicketStatus]))
@click.option("--category", type=click.Choice([c.value for c in Category]))
@click.option("--late", is_flag=True, help="Only those whose time has run out.")
@click.option("--all", "every", is_flag=True, help="Those that have ended as well.")
@_JSON
def list_tickets(
    status: str | None, category: str | None, late: bool, every: bool, as_json: bool
) -> None:
    """List open tickets, the first due first."""
    with open_context(reading=True) as ctx:
        found = listing.listed(
            ctx,
            status=TicketStatus(status) if status else None,
            category=Category(category) if category else None,
            late=late,
            every=every,
        )
    print_out(found, [words.list_line(row) for row in found] or [words.NONE], as_json)


@ticket.command()
@click.argument("number", nargs=-1, required=True, metavar="NUMBER")
@_JSON
def show(number: tuple[str, ...], as_json: bool) -> None:
    """Show one ticket: who, what, where it stands, everything that was said and done."""
    found = _in_one(lambda ctx: listing.whole(ctx, _numbered(ctx, number)), reading=True)
    print_out(found, [] if as_json else words.whole_lines(found), as_json)


@ticket.command()
@_OUT
@_JSON
def ageing(out: Path | None, as_json: bool) -> None:
    """What is open by its age in working days, the oldest first."""
    with open_context(reading=True) as ctx:
        found, day = figures.ageing(ctx), today(ctx)
        sheet = tables.ageing_sheet(found, settings().office_name, day)
        plain = [tables.aged_json(one) for one in found]
    if out is not None:
        write_book(out, workbooks.xlsx_of([sheet]))
    lines = satisfaction.lines([sheet]) if found else [tables.NOTHING_OPEN]
    kept = [satisfaction.kept_line(str(out))]
    print_out(plain, kept if out is not None else lines, as_json)


@ticket.command()
@click.argument("urgency", type=click.Choice([u.value for u in Urgency]), required=False)
@click.option("--first", type=int, help="Minutes of working time to the first response.")
@click.option("--update", type=int, help="Minutes to the next word.")
@click.option("--solve", type=int, help="Minutes to the solution.")
@_JSON
def standard(
    urgency: str | None, first: int | None, update: int | None, solve: int | None, as_json: bool
) -> None:
    """Show the standards, or give one urgency another (a working day has 420 minutes)."""
    given = {"first": first, "update": update, "solve": solve}
    if urgency is None and any(given.values()):
        raise click.UsageError("name the urgency")
    changed = {name: minutes for name, minutes in given.items() if minutes is not None}

    def work(ctx: Context) -> dict[str, dict[str, int]]:
        if urgency is not None and changed:
            times = {**listing.standards(ctx)[urgency], **changed}
            listing.set_standard(ctx, Urgency(urgency), **times)
        return listing.standards(ctx)

    found = _in_one(work, reading=not changed)
    shown = {urgency: found[urgency]} if urgency else found
    print_out(shown, [words.standard_line(u, times) for u, times in shown.items()], as_json)


def report(fiscal_year: int | None, out: Path | None, as_json: bool) -> None:
    """`report tickets`: a fiscal year of tickets in figures."""
    with open_context(reading=True) as ctx:
        year = fiscal_year or figures.fiscal_year_of(ctx.now)
        found = figures.report(ctx, year)
    sheets = tables.sheets(found, settings().office_name)
    if out is not None:
        write_book(out, workbooks.xlsx_of(sheets))
    kept = [satisfaction.kept_line(str(out))]
    lines = kept if out is not None else satisfaction.lines(sheets)
    print_out(tables.to_json(found), lines, as_json)


def write_book(out: Path, content: bytes) -> None:
    """A workbook onto the disk; what cannot be written is one line."""
    if out.suffix.lower() != ".xlsx":
        raise click.BadParameter("the file must end in .xlsx", param_hint="--out")
    try:
        out.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{out}: {error.strerror or error}") from error


def print_out(found: Any, lines: Sequence[str], as_json: bool) -> None:
    """JSON, or lines for people."""
    for line in [json.dumps(found, ensure_ascii=False)] if as_json else lines:
        click.echo(line)


def _numbered(ctx: Context, typed: Sequence[str]) -> Ticket:
    said = " ".join(typed)
    found = by_number(ctx, said, PREFIX)
    if found is None:
        raise NotFound("ticket", said)
    return found


def _in_one(work: Callable[[Context], T], *, reading: bool = False) -> T:
    return door.in_one(work, words.refusal_line, reading=reading)
