"""Collection rounds as cards and pages show them: plain facts, for whoever looks.

In totals there are no names. Names of schools are for the office; persons and telephones for those
who keep the round.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from handlers.context import Context
from handlers.people import Me, today
from handlers.people.responsibilities import in_force
from handlers.rounds import contacts, evidence, office_work, opening, rates, standing
from handlers.rounds.contacts import Contact
from handlers.rounds.rates import Rates, RoundFigures
from models.errors import NotFound
from models.rights import Act
from models.rounds import (
    COMPLETE,
    CollectionRound,
    Dataset,
    RoundList,
    RoundSchool,
    Standing,
    sayable,
)
from models.schools import School

#: So long before it opens a round is announced.
AHEAD = timedelta(days=14)
#: Schools to call first: those that have the most to do.
_ORDER = (Standing.RETURNED, Standing.NOT_STARTED, Standing.ENTERING, Standing.ENTERED)
#: What the office may accept, and what it may return.
WAITING = frozenset({Standing.CONFIRMED, Standing.CERTIFIED})
_RETURNABLE = COMPLETE | {Standing.ENTERED}


@dataclass(frozen=True)
class Line:
    """A school in a list: where it stands, and whom to ask there."""

    school: School
    standing: Standing
    since: str | None
    version: int
    late: bool
    contact: Contact
    due: str
    reach: dict[str, Any] | None

    def to_json(self, *, persons: bool) -> dict[str, Any]:
        """For a card. `persons`: also whom to ask, and how they were reached (`evidence`)."""
        return {
            "code": self.school.smis,
            "name": self.school.name,
            "network": self.school.network or "",
            "standing": self.standing.value,
            "since": self.since,
            "version": self.version,
            "late": self.late,
            "due": self.due,
            "contact": self.contact.to_json() if persons else None,
            "reach": self.reach if persons else None,
        }


def announced(ctx: Context) -> list[CollectionRound]:
    """The rounds that are open or open soon, the first due first."""
    until = today(ctx) + AHEAD
    return [one for one in opening.under_way(ctx) if one.opens_on <= until]


def brief(ctx: Context, round_: CollectionRound) -> dict[str, Any]:
    """A round's name and dates; `now` is the moment at which they are shown."""
    return {
        "id": round_.id,
        **opening.facts(round_),
        "phase": phase(ctx, round_, None),
        "now": ctx.now.isoformat(),
    }


def own_schools(ctx: Context, me: Me, round_: CollectionRound) -> list[School]:
    """The schools of this person that the round concerns, the excused ones too, by code."""
    codes = set(standing.own_schools(me))
    if me.id is not None and round_.dataset is not Dataset.OTHER:
        named = in_force(ctx, today(ctx), person_id=me.id, system=round_.dataset.value)
        codes |= {row.school_code for row in named}
    if round_.schools is not None:
        codes &= set(round_.schools)
    query = select(School).where(School.in_office, School.smis.in_(codes)).order_by(School.smis)
    return list(ctx.session.scalars(query)) if codes else []


def is_over_for(ctx: Context, round_: CollectionRound, schools: Sequence[School]) -> bool:
    """Has the system closed for all of these? It is open still for one that was given longer."""
    known = standing.rows(ctx, round_.id) if schools else {}
    rows = [known.get(school.smis) for school in schools] or [None]
    return all(phase(ctx, round_, row) == "closed" for row in rows)


def concerned(ctx: Context, round_: CollectionRound, school_code: str) -> School:
    """A school that the round expects or has excused. Raises NotFound."""
    school = ctx.session.get(School, school_code)
    listed = round_.schools is None or school_code in round_.schools
    if school is None or not school.in_office or not listed:
        raise NotFound("school", school_code)
    return school


def of_school(
    ctx: Context, round_: CollectionRound, school: School, row: RoundSchool | None = None
) -> dict[str, Any]:
    """Where a school stands, and until when it has to be done."""
    row = row or ctx.session.get(RoundSchool, (round_.id, school.smis))
    now = row.standing if row else Standing.NOT_STARTED
    due = standing.due_for(round_, row)
    return {
        "code": school.smis,
        "name": school.name,
        "standing": now.value,
        "since": row.changed_at.isoformat() if row and now is not Standing.NOT_STARTED else None,
        "source": row.source.value if row else None,
        "version": row.version if row else 1,
        "reason": row.returned_reason if row and now is Standing.RETURNED else None,
        "exempt": row.exempt_reason if row else None,
        "due": due.isoformat(),
        "longer": row.late_reason if row and row.late_until == due else None,
        "late": now not in COMPLETE and due < ctx.now,
        "phase": phase(ctx, round_, row),
    }


def phase(ctx: Context, round_: CollectionRound, row: RoundSchool | None) -> str:
    """Can a school say something of itself now: `before`, `open`, `closed`, `cancelled`."""
    longer = row is not None and row.late_until is not None and ctx.now <= row.late_until
    if round_.cancelled_at is not None:
        return "cancelled"
    if today(ctx) < round_.opens_on:
        return "before"
    return "closed" if today(ctx) > round_.closes_on and not longer else "open"


def card(ctx: Context, me: Me, round_: CollectionRound, school: School) -> dict[str, Any]:
    """The round for one school's people: with `can`, what they may say next, and `speakers`,
    who may, for those who may not."""
    of = of_school(ctx, round_, school)
    thing = standing.school_thing(ctx, round_, school.smis)
    ready = of["phase"] == "open" and of["exempt"] is None
    can = [
        to.value
        for to in sayable(Standing(of["standing"]))
        if ready
        and me.may(Act.CERTIFY_STANDING if to is Standing.CERTIFIED else Act.SAY_STANDING, thing)
        and (to not in COMPLETE or standing.confirmable(ctx, round_))
    ]
    says = me.may(Act.SAY_STANDING, thing)
    return {
        **brief(ctx, round_),
        "school": of,
        "can": can,
        "says": says,
        "confirmable": standing.confirmable(ctx, round_),
        "speakers": [] if says else contacts.of(ctx, round_, [school])[school.smis].names,
    }


def office_card(ctx: Context, round_: CollectionRound, school: School) -> dict[str, Any]:
    """The round of one school for those who keep it: with `can`, what they may do."""
    of = of_school(ctx, round_, school)
    now = Standing(of["standing"])
    can = {
        "acknowledge": now in WAITING,
        "give_back": now in _RETURNABLE,
        "note": bool(sayable(now)),
        "longer": now not in COMPLETE,
    }
    excused = of["exempt"] is not None
    return {
        **brief(ctx, round_),
        "school": of,
        "confirmable": standing.confirmable(ctx, round_),
        "notable": [to.value for to in sayable(now)],
        "can": ["unexempt"] if excused else [*(a for a, may in can.items() if may), "exempt"],
        "contact": contacts.of(ctx, round_, [school])[school.smis].to_json(),
        "told": evidence.answers(ctx, round_, school.smis),
    }


def totals(ctx: Context, round_: CollectionRound) -> dict[str, Any]:
    """A round in figures only, with the age of what they rest on."""
    found = rates.figures(ctx, round_)
    return {**brief(ctx, round_), **_totals(ctx, round_, found)}


def work(ctx: Context, me: Me, round_: CollectionRound) -> dict[str, Any]:
    """A round for the office. `keeps`: they may change where a school stands; for the rest of the
    office the late ones by name. Raises NotAllowed."""
    me.require(Act.SEE_ROUND)
    found = rates.figures(ctx, round_)
    late = [line.school.name for line in found.schools if line.late]
    its_keeper = keeps(ctx, me, round_)
    return {
        **brief(ctx, round_),
        **_totals(ctx, round_, found),
        "keeps": its_keeper,
        "steps": office_work.due_steps(ctx, round_) if its_keeper else [],
        "late": len(late),
        "late_names": late,
    }


def keeps(ctx: Context, me: Me, round_: CollectionRound) -> bool:
    """Do they keep this round?"""
    return me.may(Act.KEEP_ROUND, opening.thing(ctx, round_))


def unfinished(ctx: Context, round_: CollectionRound) -> list[Line]:
    """The schools that have not confirmed: those with most to do first, then by network."""
    found = [line for line in lines(ctx, round_) if line.standing in _ORDER]
    return sorted(
        found,
        key=lambda one: (_ORDER.index(one.standing), one.school.network or "", one.school.smis),
    )


def waiting(ctx: Context, round_: CollectionRound) -> list[Line]:
    """The schools that the office has yet to accept, the longest waiting first."""
    found = [line for line in lines(ctx, round_) if line.standing in WAITING]
    return sorted(found, key=lambda one: (one.since or "", one.school.smis))


def lines(ctx: Context, round_: CollectionRound) -> list[Line]:
    """Every expected school, by code."""
    found = rates.figures(ctx, round_).schools
    known = standing.rows(ctx, round_.id)
    whom = contacts.of(ctx, round_, [line.school for line in found])
    reached = evidence.reached(ctx, round_)
    return [
        Line(
            line.school,
            line.standing,
            line.changed_at.isoformat() if line.changed_at else None,
            known[line.school.smis].version if line.school.smis in known else 1,
            line.late,
            whom[line.school.smis],
            standing.due_for(round_, known.get(line.school.smis)).isoformat(),
            reached.get(line.school.smis),
        )
        for line in found
    ]


def excused(ctx: Context, round_: CollectionRound) -> list[tuple[School, str]]:
    """The schools that need not report, and why."""
    query = (
        select(School, RoundSchool.exempt_reason)
        .join(RoundSchool, RoundSchool.school_code == School.smis)
        .where(RoundSchool.round_id == round_.id, RoundSchool.exempt_reason.is_not(None))
    )
    return [(school, reason or "") for school, reason in ctx.session.execute(query)]


def rate(one: Rates) -> dict[str, Any]:
    """The five figures, as plain JSON: rates are texts with two decimals."""
    return {
        "key": one.key,
        "expected": one.expected,
        "actual": one.actual,
        "on_time": one.on_time,
        "rate": _percent(one.rate),
        "rate_on_time": _percent(one.rate_on_time),
    }


def by_place(found: Iterable[Rates]) -> list[dict[str, Any]]:
    """The figures of each network or amphoe."""
    return [rate(one) for one in found]


def last_list(ctx: Context, round_id: int) -> RoundList | None:
    """The last list of the central system that was read in."""
    query = select(RoundList).where(RoundList.round_id == round_id)
    newest = query.order_by(RoundList.imported_at.desc(), RoundList.id.desc()).limit(1)
    return ctx.session.scalars(newest).first()


def _totals(ctx: Context, round_: CollectionRound, found: RoundFigures) -> dict[str, Any]:
    listed = last_list(ctx, round_.id)
    by: Mapping[Standing, int] = found.by_standing
    return {
        "office": rate(found.office),
        "by_standing": {one.value: by[one] for one in Standing},
        "excused": found.excused,
        "waiting": sum(by[one] for one in WAITING),
        "unfinished": sum(by[one] for one in _ORDER),
        "list_at": listed.imported_at.isoformat() if listed else None,
    }


def _percent(value: object) -> str | None:
    return None if value is None else str(value)


def page_of(found: Sequence[Line], page: int, size: int) -> tuple[list[Line], int]:
    """The lines of a page, from 0; the last one where there are fewer. Returns its number too."""
    last = max(0, (len(found) - 1) // size)
    n = min(max(page, 0), last)
    return list(found[n * size : (n + 1) * size]), n
