"""A list of who has confirmed in the central system is taken in: nobody who has is nagged.

What a list says is taken for schools that said less. What schools said more of themselves stays,
and so does a confirmation that a list does not know of: the office is told of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from handlers import audit
from handlers.context import Context
from handlers.people import Me, today
from handlers.rounds import held, lists_file, standing
from handlers.rounds.lists_file import ConfirmedList, Told
from handlers.rounds.opening import RoundRefused, get, thing
from handlers.tables import Fault, FileRefused, Source
from handlers.workdays import BANGKOK, CLOSING
from models.errors import WrongState
from models.rights import Act
from models.rounds import COMPLETE, CollectionRound, Dataset, RoundList, RoundSchool, Standing
from models.rounds import Source as Known
from models.schools import School


@dataclass(frozen=True)
class Named:
    """A school of a list: its code, its name, where it stands here."""

    code: str
    name: str
    standing: str | None = None
    source: str | None = None


@dataclass
class ListImport:
    """What a list said, and what came of it.

    `new` are confirmed by it; `kept` were so, or further, already. `differs`: known here as
    confirmed when the list was made, and not confirmed there. `unlisted`: the same, missing in a
    plain list. `returned`: sent back by the office after the list's day. `unknown` codes are of
    no school of the office, `outside` schools are not asked in this round.
    """

    file: str
    as_of: datetime
    is_plain: bool
    listed: int = 0
    confirmed: int = 0
    new: list[Named] = field(default_factory=list)
    kept: int = 0
    differs: list[Named] = field(default_factory=list)
    unlisted: list[Named] = field(default_factory=list)
    returned: list[Named] = field(default_factory=list)
    unknown: list[Named] = field(default_factory=list)
    outside: list[Named] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """As plain JSON."""
        return {**asdict(self), "as_of": self.as_of.isoformat()}

    def facts(self) -> dict[str, Any]:
        """What is kept of it: counts."""
        found = self.to_json()
        counts = {k: len(v) if isinstance(v, list) else v for k, v in found.items()}
        return {name: value for name, value in counts.items() if name != "file"}


def import_confirmed(
    ctx: Context, me: Me, round_id: int, source: Source, office: str, as_of: datetime | None = None
) -> ListImport:
    """Take in who has confirmed by a list that was made at `as_of`, else now.

    Raises NotFound, NotAllowed, WrongState (cancelled), RoundRefused (`ahead`), FileRefused:
    then nothing has changed.
    """
    round_ = get(ctx, round_id)
    me.require(Act.KEEP_ROUND, thing(ctx, round_))
    if round_.cancelled_at is not None:
        raise WrongState("round", "cancelled")
    made = ListImport(source.kept_name, as_of or ctx.now, False)
    if made.as_of > ctx.now:
        raise RoundRefused("ahead")
    read = lists_file.read(source, office, today(ctx))
    made.is_plain = read.is_plain
    _check(source, round_, read, made.as_of)
    schools = _schools(ctx, read.told)
    if not schools:
        raise FileRefused(source.name, [Fault("no_schools")])
    _take(ctx, me, round_, made, [(told, schools.get(told.code)) for told in read.told])
    if read.is_plain and any(told.confirmed for told in read.told):
        _unlisted(ctx, round_, made, {school.smis for school in schools.values()})
    ctx.session.add(
        RoundList(
            round_id=round_.id, file_name=made.file, imported_at=ctx.now,
            imported_by=ctx.actor.name[:100], facts=made.facts(),
        )
    )  # fmt: skip
    ctx.session.flush()
    told = {"file": made.file, "confirmed": made.confirmed, "new": [n.code for n in made.new]}
    audit.record(ctx, "round:list:imported", f"round:{round_.id}", None, told)
    return made


def _check(source: Source, round_: CollectionRound, read: ConfirmedList, as_of: datetime) -> None:
    """Refuse a list of another round: by its title, or by days that cannot be of this one."""
    faults = []
    if read.year not in (None, round_.year):
        facts = {"value": str(read.year), "expected": str(round_.year)}
        faults.append(Fault("other_round", facts=facts))
    elif round_.dataset is Dataset.DMC and round_.round and read.term not in (None, round_.round):
        facts = {"value": f"{round_.year}-{read.term}", "expected": f"{round_.year}-{round_.round}"}
        faults.append(Fault("other_round", facts=facts))
    last = as_of.astimezone(BANGKOK).date()
    for told in read.told:
        if told.day is None or round_.opens_on <= told.day <= last:
            continue
        facts = {"value": told.day.isoformat(), "first": round_.opens_on.isoformat(),
                 "last": last.isoformat()}  # fmt: skip
        faults.append(Fault("day_out_of_round", told.row, read.day_column, facts))
    if faults:
        raise FileRefused(source.name, faults)


def _schools(ctx: Context, told: Iterable[Told]) -> dict[str, School]:
    """The office's schools by the codes that a list gives, of 8 or 10 digits."""
    every = ctx.session.scalars(select(School).where(School.in_office)).all()
    known = {school.smis: school for school in every}
    known |= {school.moe: school for school in every if school.moe}
    return {one.code: known[one.code] for one in told if one.code in known}


def _take(
    ctx: Context,
    me: Me,
    round_: CollectionRound,
    made: ListImport,
    told: list[tuple[Told, School | None]],
) -> None:
    """Note what the list says of each school, in the order of their codes: two lists that are
    read at once wait for each other."""
    for one, school in sorted(told, key=lambda pair: pair[1].smis if pair[1] else ""):
        made.listed += 1
        if school is None:
            made.unknown.append(Named(one.code, one.name))
        elif round_.schools is not None and school.smis not in round_.schools:
            made.outside.append(Named(school.smis, school.name))
        elif one.confirmed:
            made.confirmed += 1
            _confirmed(ctx, me, round_, made, one, school)
        else:
            row = ctx.session.get(RoundSchool, (round_.id, school.smis))
            if _was_complete(row, made.as_of):
                made.differs.append(_named(school, row))


def _confirmed(
    ctx: Context, me: Me, round_: CollectionRound, made: ListImport, told: Told, school: School
) -> None:
    row = standing.row_of(ctx, round_, school.smis)
    at = _when(told, standing.due_for(round_, row), made.as_of)
    if row.standing in COMPLETE:
        made.kept += 1
        if told.day is not None and row.completed_at is not None:
            row.completed_at = min(row.completed_at, at)  # the system knows it to the day
    elif row.standing is Standing.RETURNED and at <= row.changed_at:
        made.returned.append(_named(school, row))
    else:
        row.say(Standing.CONFIRMED, at=at, source=Known.IMPORT)
        row.changed_by_id = me.id
        held.forget(ctx, round_.id, school.smis)
        made.new.append(_named(school, row))


def _when(told: Told, due: datetime, as_of: datetime) -> datetime:
    """When a school confirmed: a day alone is the end of its office hours, and in time on the
    closing day itself; no day at all is the list's."""
    if told.day is None:
        return as_of
    if told.clock is not None:
        return min(datetime.combine(told.day, told.clock, BANGKOK), as_of)
    end = datetime.combine(told.day, CLOSING, BANGKOK)
    is_last = due.astimezone(BANGKOK).date() == told.day
    return min(end, due, as_of) if is_last else min(end, as_of)


def _unlisted(ctx: Context, round_: CollectionRound, made: ListImport, listed: set[str]) -> None:
    known: Mapping[str, RoundSchool] = standing.rows(ctx, round_.id)
    for school in standing.expected(ctx, round_):
        row = known.get(school.smis)
        if school.smis not in listed and _was_complete(row, made.as_of):
            made.unlisted.append(_named(school, row))


def _was_complete(row: RoundSchool | None, at: datetime) -> bool:
    """Was it known as confirmed at that moment? What was said later, a list cannot know."""
    return (
        row is not None
        and row.standing in COMPLETE
        and row.completed_at is not None
        and row.completed_at <= at
    )


def _named(school: School, row: RoundSchool | None) -> Named:
    if row is None:
        return Named(school.smis, school.name)
    return Named(school.smis, school.name, row.standing.value, row.source.value)
