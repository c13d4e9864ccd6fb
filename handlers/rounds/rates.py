"""The five figures of a round, by DHIS2's names and definitions: expected, actual, reporting rate,
actual on time, reporting rate on time; for the office, by network and by amphoe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from handlers.context import Context
from handlers.rounds import standing
from handlers.satisfaction.figures import quotient
from models.rounds import COMPLETE, CollectionRound, RoundSchool, Standing
from models.schools import School


@dataclass(frozen=True)
class Rates:
    """`expected` schools, `actual` that are complete, `on_time` among them by their closing time.
    Rates are in percent, two decimals; None where nothing is expected."""

    key: str
    expected: int
    actual: int
    on_time: int

    @property
    def rate(self) -> Decimal | None:
        """The reporting rate."""
        return quotient(100 * self.actual, self.expected)

    @property
    def rate_on_time(self) -> Decimal | None:
        """The reporting rate on time."""
        return quotient(100 * self.on_time, self.expected)


@dataclass(frozen=True)
class SchoolLine:
    """One expected school: where it stands, since when, and whether it is late now."""

    school: School
    standing: Standing
    changed_at: datetime | None
    completed_at: datetime | None
    late: bool


@dataclass(frozen=True)
class RoundFigures:
    """A round at this moment. Schools are in the order of their codes."""

    office: Rates
    by_network: tuple[Rates, ...]
    by_amphoe: tuple[Rates, ...]
    by_standing: Mapping[Standing, int]
    schools: tuple[SchoolLine, ...]
    excused: int


def figures(ctx: Context, round_: CollectionRound) -> RoundFigures:
    """How far the schools are."""
    known = standing.rows(ctx, round_.id)
    lines = tuple(_line(ctx, round_, s, known.get(s.smis)) for s in standing.expected(ctx, round_))
    counted = {s: sum(line.standing is s for line in lines) for s in Standing}
    return RoundFigures(
        office=_rates("office", lines, round_, known),
        by_network=_grouped(lines, round_, known, "network"),
        by_amphoe=_grouped(lines, round_, known, "amphoe"),
        by_standing=counted,
        schools=lines,
        excused=sum(row.exempt_reason is not None for row in known.values()),
    )


def _line(
    ctx: Context, round_: CollectionRound, school: School, row: RoundSchool | None
) -> SchoolLine:
    now = row.standing if row else Standing.NOT_STARTED
    return SchoolLine(
        school,
        now,
        row.changed_at if row else None,
        row.completed_at if row else None,
        now not in COMPLETE and standing.due_for(round_, row) < ctx.now,
    )


def _grouped(
    lines: Iterable[SchoolLine],
    round_: CollectionRound,
    known: Mapping[str, RoundSchool],
    by: str,
) -> tuple[Rates, ...]:
    found: dict[str, list[SchoolLine]] = defaultdict(list)
    for line in lines:
        found[getattr(line.school, by) or ""].append(line)
    return tuple(_rates(key, found[key], round_, known) for key in sorted(found))


def _rates(
    key: str,
    lines: Iterable[SchoolLine],
    round_: CollectionRound,
    known: Mapping[str, RoundSchool],
) -> Rates:
    every = list(lines)
    done = [line for line in every if line.standing in COMPLETE]
    on_time = [
        line
        for line in done
        if line.completed_at is not None
        and line.completed_at <= standing.due_for(round_, known.get(line.school.smis))
    ]
    return Rates(key, len(every), len(done), len(on_time))
