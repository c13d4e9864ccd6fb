"""Where each school stands in a round: what it says of itself, what the office makes of it.

A school that has no row has not started: that is version 1 of it. After the system has closed
nothing is said any more, but by a school that was given longer, and by the office.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from handlers import audit
from handlers.context import Context
from handlers.leases import is_sqlite
from handlers.people import Me, today, with_right
from handlers.people.responsibilities import in_force
from handlers.rounds.held import forget, moved, take_turns, withdraw
from handlers.rounds.opening import RoundRefused, get, thing
from models.errors import NotFound, Outdated, WrongState
from models.people import Person
from models.rights import Act, Thing
from models.rounds import (
    COMPLETE,
    UNFINISHED,
    CollectionRound,
    Dataset,
    RoundSchool,
    Source,
    Standing,
)
from models.schools import School


def expected(ctx: Context, round_: CollectionRound) -> list[School]:
    """The schools that the round expects, without those that are excused, by code."""
    query = select(School).where(School.in_office).order_by(School.smis)
    if round_.schools is not None:
        query = query.where(School.smis.in_(round_.schools))
    excused = set(
        ctx.session.scalars(
            select(RoundSchool.school_code).where(
                RoundSchool.round_id == round_.id, RoundSchool.exempt_reason.is_not(None)
            )
        )
    )
    return [school for school in ctx.session.scalars(query) if school.smis not in excused]


def rows(ctx: Context, round_id: int) -> dict[str, RoundSchool]:
    """What is known of the schools in a round, by code."""
    found = ctx.session.scalars(select(RoundSchool).where(RoundSchool.round_id == round_id))
    return {row.school_code: row for row in found}


def standing_of(ctx: Context, round_id: int, school_code: str) -> Standing:
    """Where a school stands."""
    row = ctx.session.get(RoundSchool, (round_id, school_code))
    return row.standing if row else Standing.NOT_STARTED


def school_thing(ctx: Context, round_: CollectionRound, school_code: str) -> Thing:
    """The school in this round, as far as rights go: it belongs to whom the school named."""
    named: list[int] = []
    if round_.dataset is not Dataset.OTHER:
        named = [
            row.person_id
            for row in in_force(ctx, today(ctx), school=school_code, system=round_.dataset.value)
        ]
    return Thing(own=frozenset(named), school_code=school_code)


def speakers(ctx: Context, round_: CollectionRound, school_code: str) -> list[Person]:
    """Who is to hear of the round at the school: the one it named, else its clerks; then its
    director. Nobody twice."""
    of = school_thing(ctx, round_, school_code)
    named = [ctx.session.get_one(Person, one) for one in sorted(of.own)]
    named = [person for person in named if person.erased_at is None]
    found = with_right(ctx, Act.SAY_STANDING, Thing(school_code=school_code))
    directors = {p.id for p, _ in with_right(ctx, Act.CERTIFY_STANDING, of)}
    clerks = [person for person, _ in found if person.id not in directors]
    order = [*(named or clerks), *(person for person, _ in found if person.id in directors)]
    return list({person.id: person for person in order}.values())


def say(
    ctx: Context,
    me: Me,
    round_id: int,
    school_code: str,
    standing: Standing,
    *,
    version: int | None = None,
) -> RoundSchool:
    """The school says how far it is. Saying it twice is no change.

    `version` is that of what was seen, here and below. Raises NotFound, NotAllowed (certifying is
    its director's), Outdated, WrongState (a step back), RoundRefused (`not_open`, `closed`,
    `not_yet`: before confirming is possible).
    """
    round_ = get(ctx, round_id)
    act = Act.CERTIFY_STANDING if standing is Standing.CERTIFIED else Act.SAY_STANDING
    me.require(act, school_thing(ctx, round_, school_code))
    row = row_of(ctx, round_, school_code)
    if row.standing is standing:
        return row
    _as_seen(row, version)
    _require_open(ctx, round_, row)
    if standing in COMPLETE and not confirmable(ctx, round_):
        raise RoundRefused("not_yet")
    before = row.say(standing, at=ctx.now, source=Source.SCHOOL)
    return _said(ctx, row, before, me)


def confirmable(ctx: Context, round_: CollectionRound) -> bool:
    """Can schools confirm in the system by now?"""
    return round_.confirm_from is None or today(ctx) >= round_.confirm_from


def acknowledge(
    ctx: Context, me: Me, round_id: int, school_code: str, *, version: int | None = None
) -> RoundSchool:
    """The office accepts what the school confirmed, and the school hears of it for nothing. Twice
    is once."""
    round_, row = _for_office(ctx, me, round_id, school_code)
    if row.standing is Standing.ACKNOWLEDGED:
        return row
    _as_seen(row, version)
    _said(ctx, row, row.acknowledge(at=ctx.now), me)
    _tell(ctx, round_, row, "accepted")
    return row


def give_back(
    ctx: Context,
    me: Me,
    round_id: int,
    school_code: str,
    reason: str,
    *,
    version: int | None = None,
) -> RoundSchool:
    """The office returns it to be mended, with a reason that the school is told."""
    round_, row = _for_office(ctx, me, round_id, school_code)
    _as_seen(row, version)
    if not reason.strip():
        raise RoundRefused("reason")
    _said(ctx, row, row.give_back(reason.strip(), at=ctx.now), me)
    _tell(ctx, round_, row, "returned")
    return row


def note_for(
    ctx: Context,
    me: Me,
    round_id: int,
    school_code: str,
    standing: Standing,
    *,
    version: int | None = None,
) -> RoundSchool:
    """An officer writes down what the school said by telephone."""
    _, row = _for_office(ctx, me, round_id, school_code)
    if row.standing is standing:
        return row
    _as_seen(row, version)
    before = row.say(standing, at=ctx.now, source=Source.OFFICE)
    return _said(ctx, row, before, me)


def exempt(
    ctx: Context,
    me: Me,
    round_id: int,
    school_code: str,
    reason: str | None,
    *,
    version: int | None = None,
) -> RoundSchool:
    """The school is excused, with a reason; None takes it back."""
    round_, row = _for_office(ctx, me, round_id, school_code)
    _as_seen(row, version)
    if reason is not None and not reason.strip():
        raise RoundRefused("reason")
    before, row.exempt_reason = row.exempt_reason, reason.strip() if reason else None
    row.version += 1
    if reason is not None:
        forget(ctx, round_.id, school_code)
    audit.record(
        ctx, "round:school:exempted", f"round:{round_.id}:{school_code}",
        {"exempt": before is not None}, {"exempt": reason is not None},
    )  # fmt: skip
    ctx.session.flush()
    return row


def give_longer(
    ctx: Context,
    me: Me,
    round_id: int,
    school_code: str,
    until: datetime,
    reason: str,
    *,
    version: int | None = None,
) -> RoundSchool:
    """This school has longer than the others, with a reason and an end; it is told."""
    round_, row = _for_office(ctx, me, round_id, school_code)
    _as_seen(row, version)
    if not reason.strip():
        raise RoundRefused("reason")
    if until <= max(ctx.now, round_.due_at):
        raise RoundRefused("past")
    before = due_for(round_, row)
    row.late_until, row.late_reason = until, reason.strip()
    row.version += 1
    moved(ctx, round_.id, before, until, school_code)
    audit.record(
        ctx, "round:school:given_longer", f"round:{round_.id}:{school_code}", None,
        {"until": until.isoformat()},
    )  # fmt: skip
    ctx.session.flush()
    _tell(ctx, round_, row, "longer")
    return row


def own_schools(me: Me) -> list[str]:
    """The schools whose people this person is one of."""
    return sorted({h.school_code for h in me.holders if h.school_code})


def due_for(round_: CollectionRound, row: RoundSchool | None) -> datetime:
    """When the school has to be done: the round's time, or its own longer one."""
    if row is not None and row.late_until is not None:
        return max(round_.due_at, row.late_until)
    return round_.due_at


def named_schools(ctx: Context, codes: Sequence[str]) -> list[School]:
    """Schools of the office by their codes, in that order. Raises RoundRefused (`school`)."""
    found = []
    for code in codes:
        school = ctx.session.get(School, code)
        if school is None or not school.in_office:
            raise RoundRefused("school", code=code)
        found.append(school)
    return found


def _for_office(
    ctx: Context, me: Me, round_id: int, school_code: str
) -> tuple[CollectionRound, RoundSchool]:
    round_ = get(ctx, round_id)
    me.require(Act.KEEP_ROUND, thing(ctx, round_))
    return round_, row_of(ctx, round_, school_code)


def row_of(ctx: Context, round_: CollectionRound, school_code: str) -> RoundSchool:
    """The school's row, locked; made when it has none. Raises NotFound for a school that is not
    expected at all."""
    take_turns(ctx)
    row = _locked(ctx, round_.id, school_code)
    if row is not None:
        return row
    known = ctx.session.get(School, school_code)
    listed = round_.schools is None or school_code in round_.schools
    if known is None or not known.in_office or not listed:
        raise NotFound("school", school_code)
    # Two who speak for it for the first time at once: one makes the row, the other waits for it.
    dialect = sqlite if is_sqlite(ctx.session) else postgresql
    statement = dialect.insert(RoundSchool).values(
        round_id=round_.id, school_code=school_code, standing=Standing.NOT_STARTED,
        source=Source.SCHOOL, changed_at=ctx.now, version=1,
    )  # fmt: skip
    ctx.session.execute(statement.on_conflict_do_nothing())
    made = _locked(ctx, round_.id, school_code)
    if made is None:
        raise NotFound("school", school_code)
    return made


def _locked(ctx: Context, round_id: int, school_code: str) -> RoundSchool | None:
    return ctx.session.get(
        RoundSchool, (round_id, school_code), with_for_update=True, populate_existing=True
    )


def _as_seen(row: RoundSchool, version: int | None) -> None:
    if version is not None and row.version != version:
        raise Outdated("round_school", row.school_code)


def _require_open(ctx: Context, round_: CollectionRound, row: RoundSchool) -> None:
    if round_.cancelled_at is not None:
        raise WrongState("round", "cancelled")
    day, longer = today(ctx), row.late_until is not None and ctx.now <= row.late_until
    if day < round_.opens_on:
        raise RoundRefused("not_open", opens=round_.opens_on.isoformat())
    if day > round_.closes_on and not longer:
        raise RoundRefused("closed", closed=round_.closes_on.isoformat())


def has_work(ctx: Context, round_: CollectionRound, standing: Standing) -> bool:
    """Has a school that stands there something to do now? Before confirming is possible only one
    that has not finished entering."""
    if confirmable(ctx, round_):
        return standing not in COMPLETE
    return standing in UNFINISHED


def _tell(ctx: Context, round_: CollectionRound, row: RoundSchool, verdict: str) -> None:
    from handlers.rounds import verdicts  # late: it asks who speaks for the school

    verdicts.tell(ctx, round_, row, verdicts.Verdict(verdict))


def _said(ctx: Context, row: RoundSchool, before: Standing, me: Me) -> RoundSchool:
    row.changed_by_id = me.id
    ctx.session.flush()
    withdraw(ctx, row.round_id, row.school_code)
    if not has_work(ctx, get(ctx, row.round_id), row.standing):
        forget(ctx, row.round_id, row.school_code)
    audit.record(
        ctx, f"round:school:{row.standing.value}", f"round:{row.round_id}:{row.school_code}",
        before.value, row.standing.value,
    )  # fmt: skip
    return row
