"""`round …`: collection rounds opened, copied, mended, extended, called off; schools excused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import click

from bot.cli.groups import plan
from bot.cli.round_door import Moment, codes_of, dates, given, in_one, the_id, typed_id, with_usual
from bot.cli.round_evidence import evidence
from bot.cli.round_letter import letter
from bot.cli.round_status import import_confirmed, list_rounds, status
from bot.cli.tickets import print_out
from bot.texts import round_commands as words
from handlers import office_calendar
from handlers.context import Context
from handlers.people import SYSTEM
from handlers.questions.timing import academic_year
from handlers.rounds import changing, opening, standing, templates
from handlers.rounds.opening import Spec
from handlers.workdays import BANGKOK
from models.rounds import CollectionRound, Dataset, StepKind

Json = dict[str, Any]
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_YEAR = click.IntRange(2500, 2650)
_NUMBER = click.IntRange(1, 2**31 - 1)
_ID = click.argument("round_id", type=_NUMBER, required=False, metavar="[ID]")
_SCHOOL = click.option("--school", "codes", multiple=True, required=True, help="Code; any number.")


@click.group("round", help=words.HELP)
def round_() -> None:
    """Collection rounds."""


@round_.command("open")
@click.option("--dataset", required=True, type=click.Choice([d.value for d in Dataset]))
@click.option("--year", required=True, type=_YEAR, help="Academic year, B.E.")
@click.option("--round", "number", type=click.IntRange(1, 9), help="DMC 1-3, M-OBEC 1-2.")
@dates
@_JSON
def open_round(dataset: str, year: int, number: int | None, as_json: bool, **options: Any) -> None:
    """Open a round and print its id. What is left out is taken from the dataset's usual dates."""

    def work(ctx: Context) -> Json:
        kind = Dataset(dataset)
        whole, taken = with_usual(kind, year, number, given(ctx, options))
        made = opening.open_round(ctx, SYSTEM, Spec(dataset=kind, year=year, round=number, **whole))
        return _facts(ctx, made, taken)

    _tell_made(in_one(work), as_json)


@round_.command()
@click.argument("round_id", type=_NUMBER, metavar="ID")
@click.option("--year", required=True, type=_YEAR, help="Academic year of the new one, B.E.")
@dates
@_JSON
def copy(round_id: int, year: int, as_json: bool, **options: Any) -> None:
    """Open a round again for another year and print the new id: its dates are moved by years.

    Options win; the letter is left out. `round edit` mends the rest until it opens.
    """

    def work(ctx: Context) -> Json:
        spec = changing.for_year(opening.get(ctx, round_id), year)
        said = given(ctx, options)
        made = opening.open_round(ctx, SYSTEM, replace(spec, **said))
        moved = {name: getattr(spec, name) for name in ("name", "opens_on", "due_at")}
        return _facts(ctx, made, {n: value for n, value in moved.items() if n not in said})

    _tell_made(in_one(work), as_json)


@round_.command()
@_ID
@dates
@_JSON
def edit(round_id: int | None, as_json: bool, **options: Any) -> None:
    """Mend a round. Once it has opened its closing date is moved by `round extend` alone."""

    def work(ctx: Context) -> Json:
        changed = given(ctx, options)
        if not changed:
            raise click.UsageError(words.NOTHING_GIVEN)
        return _facts(ctx, changing.change(ctx, SYSTEM, the_id(ctx, round_id), **changed), {})

    _tell(in_one(work), as_json)


@round_.command()
@_ID
@click.option("--due", "due_at", required=True, type=Moment(), help="A day alone is its 16:30.")
@click.option("--letter", help=words.LETTER_HELP)
@_JSON
def extend(round_id: int | None, due_at: datetime, letter: str | None, as_json: bool) -> None:
    """Move the closing date for every school; the reminders to come are worked out anew."""

    def work(ctx: Context) -> Json:
        one = the_id(ctx, round_id)
        before = opening.facts(opening.get(ctx, one))
        made = opening.extend(ctx, SYSTEM, one, due_at, letter)
        return {**_facts(ctx, made, {}), "before": before["due"]}

    found = in_one(work)
    print_out(found, words.extended_lines(found), as_json)


@round_.command()
@click.argument("round_id", type=_NUMBER, metavar="ID")
def cancel(round_id: int) -> None:
    """Call a round off: nobody is reminded of it any more."""
    name = in_one(lambda ctx: opening.cancel(ctx, SYSTEM, round_id).name)
    click.echo(words.cancelled_line(round_id, name))


@round_.command()
@click.option("--year", type=_YEAR, help="Academic year, B.E.; the present one when left out.")
@_JSON
def template(year: int | None, as_json: bool) -> None:
    """List the usual dates of the five systems, of which `open` takes what is left out."""
    year = year or academic_year(datetime.now(UTC))
    found = [_usual(dataset, year, number) for dataset, number in templates.USUAL]
    print_out(found, words.template_lines(year, found), as_json)


@round_.command()
@_ID
@_SCHOOL
@click.option("--reason", help="Why it need not report.")
@click.option("--undo", is_flag=True, help="It is to report after all.")
def exempt(round_id: int | None, codes: Sequence[str], reason: str | None, undo: bool) -> None:
    """Excuse schools from a round: they are not expected and not reminded."""
    if undo == bool(reason):
        raise click.UsageError(words.REASON_OR_UNDO)

    def work(ctx: Context) -> list[str]:
        one, found = the_id(ctx, round_id), codes_of(ctx, codes)
        for code in found:
            standing.exempt(ctx, SYSTEM, one, code, reason)
        return [school.name for school in standing.named_schools(ctx, found)]

    names = in_one(work)
    click.echo(words.expected_line(names) if undo else words.exempted_line(names, reason or ""))


@round_.command()
@_ID
@_SCHOOL
@click.option("--until", required=True, type=Moment(), help="A day alone is its 16:30.")
@click.option("--reason", required=True, help="Why these schools have longer.")
def longer(round_id: int | None, codes: Sequence[str], until: datetime, reason: str) -> None:
    """Give schools longer than the others."""

    def work(ctx: Context) -> list[str]:
        one, found = the_id(ctx, round_id), codes_of(ctx, codes)
        for code in found:
            standing.give_longer(ctx, SYSTEM, one, code, until, reason)
        return [school.name for school in standing.named_schools(ctx, found)]

    click.echo(words.longer_line(in_one(work), until.isoformat()))


@round_.command()
@click.argument("typed", nargs=-1, required=True, metavar="[ID] STEP")
def step(typed: tuple[str, ...]) -> None:
    """One of the office's own steps is done: plan, memo, notify, follow, check, summary, file."""
    *ids, kind = typed
    if len(ids) > 1 or kind not in [one.value for one in StepKind]:
        raise click.UsageError(words.which_step([one.value for one in StepKind]))
    number = typed_id(ids[0]) if ids else None

    def work(ctx: Context) -> tuple[str, str]:
        row = opening.the_one(ctx, number)
        opening.finish_step(ctx, SYSTEM, row.id, StepKind(kind))
        return row.name, kind

    click.echo(words.step_line(*in_one(work)))


for _command in (list_rounds, status, import_confirmed, plan, evidence, letter):
    round_.add_command(_command)


def _facts(ctx: Context, row: CollectionRound, taken: Json) -> Json:
    """A round as `--json` prints it: `taken` was not given, `day_off`: it closes on a day off."""
    day = row.due_at.astimezone(BANGKOK).date()
    return {
        "id": row.id,
        **opening.facts(row),
        "schools": row.schools,
        "taken": {name: _plain(value) for name, value in taken.items()},
        "day_off": not office_calendar.load(ctx).is_workday(day),
    }


def _usual(dataset: Dataset, year: int, number: int | None) -> Json:
    found = templates.usual(dataset, year, number)
    known = {} if found is None else vars(found)
    return {
        "dataset": dataset.value, "round": number, "year": year,
        **{name: _plain(value) for name, value in known.items()},
    }  # fmt: skip


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _tell_made(found: Json, as_json: bool) -> None:
    """The id alone on stdout, for scripts; what people should know beside it on stderr."""
    print_out(found, [str(found["id"])], as_json)
    for line in [] if as_json else words.made_lines(found):
        click.echo(line, err=True)


def _tell(found: Json, as_json: bool) -> None:
    print_out(found, words.round_lines(found), as_json)
