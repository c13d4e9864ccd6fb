"""What the commands about rounds share: days and moments, an id or none, schools, refusals."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

import click

from bot.cli.door import open_context
from bot.cli.refusals import complain
from bot.texts import round_commands as words
from bot.texts import round_refusals
from handlers import schools
from handlers.budget import BANGKOK
from handlers.context import Context
from handlers.rounds import opening
from handlers.rounds.opening import RoundRefused
from handlers.rounds.templates import usual
from handlers.tables import FileRefused
from handlers.workdays import CLOSING
from models.errors import Refusal
from models.rounds import Dataset

T = TypeVar("T")
_FIRST, _LAST = 2000, 2100


class Day(click.ParamType[date]):
    """A day in C.E.: 2026-06-10."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """The day, or a usage error."""
        if isinstance(value, date):
            return value
        try:
            found = date.fromisoformat(value)
        except ValueError:
            self.fail(words.not_a_day(value), param, ctx)
        if not _FIRST <= found.year <= _LAST:
            self.fail(words.not_common_era(value), param, ctx)
        return found


class Moment(click.ParamType[datetime]):
    """A date and time in ISO 8601, Bangkok's without an offset; a day alone is its 16:30."""

    name = "datetime"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        """The moment, or a usage error."""
        if isinstance(value, datetime):
            return value
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            self.fail(words.not_a_moment(value), param, ctx)
        if not _FIRST <= found.year <= _LAST:
            self.fail(words.not_common_era(value), param, ctx)
        if len(value) <= len("2026-06-10"):
            found = datetime.combine(found.date(), CLOSING)
        return found if found.tzinfo else found.replace(tzinfo=BANGKOK)


def dates(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a round's particulars, for `open`, `copy` and `edit`."""
    for option in reversed(
        [
            click.option("--name", help="What it is called; the usual name when left out."),
            click.option("--as-of", type=Day(), help="The day that the data are true for."),
            click.option("--opens", "opens_on", type=Day(), help="Entering begins."),
            click.option("--due", "due_at", type=Moment(), help="The closing date and time."),
            click.option("--confirm-from", type=Day(), help="Nobody can confirm before it."),
            click.option("--certify-by", type=Moment(), help="The directors' last moment."),
            click.option("--acknowledge-by", type=Day(), help="The office's last day."),
            click.option("--system-closes", type=Moment(), help="The last day of the system."),
            click.option("--letter", help=words.LETTER_HELP),
            click.option("--link", help="Where to enter it."),
            click.option("--school", "codes", multiple=True, help="Code; any number. None: all."),
        ]
    ):
        command = option(command)
    return command


def given(ctx: Context, options: dict[str, Any]) -> dict[str, Any]:
    """Those of the options that were given, by the names of `Spec`. Raises RoundRefused."""
    found = {name: value for name, value in options.items() if value not in (None, ())}
    if "system_closes" in found:
        found["closes_on"] = found.pop("system_closes").astimezone(BANGKOK).date()
    if "codes" in found:
        found["schools"] = codes_of(ctx, found.pop("codes"))
    return found


def with_usual(
    dataset: Dataset, year: int, round_: int | None, options: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The options with what the dataset's template gives, and those taken from it.

    Raises a usage error where something is left out that has no usual value.
    """
    template = usual(dataset, year, round_)
    missing = [name for name in ("name", "opens_on", "due_at") if name not in options]
    if template is None and dataset is Dataset.OTHER and missing:
        raise click.UsageError(words.missing(missing))
    if template is None and {"opens_on", "due_at"} & set(missing):
        raise click.UsageError(words.no_template(dataset.value, round_, missing))
    taken: dict[str, Any] = {}
    if "name" in missing:
        taken["name"] = words.usual_name(dataset.value, year, round_)
    if template is not None:
        dates_of = {"as_of": template.as_of, "opens_on": template.opens, "due_at": template.due}
        taken |= {name: value for name, value in dates_of.items() if name not in options}
    return {**taken, **options}, taken


def codes_of(ctx: Context, codes: Sequence[str]) -> list[str]:
    """The 8-digit codes of schools of the office, named by 8 digits or 10. Raises RoundRefused."""
    found = []
    for code in codes:
        school = schools.by_code(ctx, code.strip())
        if school is None or not school.in_office:
            raise RoundRefused("school", code=code)
        found.append(school.smis)
    return found


def the_id(ctx: Context, typed: int | None) -> int:
    """The id that was typed, or that of the only open round. Raises NotFound, RoundRefused."""
    return opening.the_one(ctx, typed).id


def typed_id(text: str) -> int:
    """An id among other words. Raises a usage error."""
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise click.UsageError(words.not_an_id(text))
    return int(text)


def in_one(work: Callable[[Context], T], *, reading: bool = False) -> T:
    """Do it in one transaction; a refusal becomes a line on stderr and exit 1 (a file's: as many
    as it has faults)."""
    try:
        with open_context(reading=reading) as ctx:
            return work(ctx)
    except FileRefused as error:
        complain(error)
        raise SystemExit(1) from error
    except Refusal as error:
        click.echo(round_refusals.said(error), err=True)
        raise SystemExit(1) from error
