"""Rounds as the command line lists them: the five figures by place, who is late, what was done.

The figures bear DHIS2's names: expected, actual, reporting rate, and the last two on time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from handlers.context import Context
from handlers.people import Me, today
from handlers.rounds import contacts, evidence, office_work, opening, rates, standing, view
from handlers.rounds.contacts import Contact
from handlers.rounds.rates import Rates, SchoolLine
from handlers.workdays import BANGKOK
from models.rights import Act
from models.rounds import COMPLETE, CollectionRound, RoundExtension, RoundSchool

Json = dict[str, Any]


def listed(ctx: Context, me: Me, *, every: bool = False) -> list[Json]:
    """The rounds that are not over, the first due first; `every`: all there ever were."""
    me.require(Act.SEE_ROUND)
    found = opening.under_way(ctx)
    if every:
        query = select(CollectionRound).order_by(CollectionRound.due_at, CollectionRound.id)
        found = list(ctx.session.scalars(query))
    return [_line(ctx, row) for row in found]


def status(ctx: Context, me: Me, round_id: int) -> Json:
    """Everything about one round. `pending` schools have not confirmed; `late` are those of them
    whose time is over. Raises NotFound, NotAllowed."""
    me.require(Act.SEE_ROUND)
    row = opening.get(ctx, round_id)
    found = rates.figures(ctx, row)
    known = standing.rows(ctx, row.id)
    whom = contacts.of(ctx, row, [line.school for line in found.schools])
    reached = evidence.reached(ctx, row)
    schools = [
        {
            **_school(row, line, known.get(line.school.smis), whom[line.school.smis]),
            "days_late": _days_late(ctx, row, known.get(line.school.smis)) if line.late else 0,
            "reached": reached.get(line.school.smis),
        }
        for line in found.schools
    ]
    pending = [one for one in schools if one["standing"] not in COMPLETE]
    return {
        **view.brief(ctx, row),
        "office": five(found.office),
        "by_network": [five(one) for one in found.by_network],
        "by_amphoe": [five(one) for one in found.by_amphoe],
        "by_standing": {one.value: count for one, count in found.by_standing.items()},
        "pending": pending,
        "late": [one for one in pending if one["late"]],
        "schools": schools,
        "excused": [
            {"code": school.smis, "name": school.name, "reason": reason}
            for school, reason in view.excused(ctx, row)
        ],
        "list": _list(ctx, row),
        "moved": _moved(ctx, row),
        "steps": steps(ctx, row.id),
    }


def five(one: Rates) -> Json:
    """The five figures of a place, by DHIS2's names; rates in percent, null of nothing."""
    return {
        "key": one.key,
        "expected": one.expected,
        "actual": one.actual,
        "reporting_rate": None if one.rate is None else float(one.rate),
        "actual_on_time": one.on_time,
        "reporting_rate_on_time": None if one.rate_on_time is None else float(one.rate_on_time),
    }


def steps(ctx: Context, round_id: int) -> list[Json]:
    """The office's own work: standard days, when each is due, when it was done."""
    return [office_work.facts_of(ctx, step) for step in opening.steps(ctx, round_id)]


def _line(ctx: Context, row: CollectionRound) -> Json:
    found = rates.figures(ctx, row)
    late = sum(line.late for line in found.schools)
    return {**view.brief(ctx, row), **five(found.office), "late": late}


def _school(
    round_: CollectionRound, line: SchoolLine, row: RoundSchool | None, contact: Contact
) -> Json:
    asked = contact.to_json()
    due = standing.due_for(round_, row)
    return {
        "code": line.school.smis,
        "name": line.school.name,
        "network": line.school.network,
        "amphoe": line.school.amphoe,
        "standing": line.standing.value,
        "source": row.source.value if row else None,
        "since": line.changed_at.isoformat() if line.changed_at else None,
        "completed_at": line.completed_at.isoformat() if line.completed_at else None,
        "due": due.isoformat(),
        "longer": row.late_reason if row is not None and row.late_until == due else None,
        "late": line.late,
        "person": asked["name"],
        "person_phone": asked["phone"],
        "phone": asked["school_phone"],
    }


def _days_late(ctx: Context, round_: CollectionRound, row: RoundSchool | None) -> int:
    """Calendar days since its closing day."""
    due = standing.due_for(round_, row).astimezone(BANGKOK).date()
    return (today(ctx) - due).days


def _list(ctx: Context, round_: CollectionRound) -> Json | None:
    """The last list of the central system that was taken in, with its age in hours."""
    row = view.last_list(ctx, round_.id)
    if row is None:
        return None
    made = datetime.fromisoformat(row.facts["as_of"])
    return {
        **row.facts,
        "file": row.file_name,
        "imported_at": row.imported_at.isoformat(),
        "age_hours": int((ctx.now - made) / timedelta(hours=1)),
    }


def _moved(ctx: Context, round_: CollectionRound) -> list[Json]:
    rows = ctx.session.scalars(
        select(RoundExtension)
        .where(RoundExtension.round_id == round_.id)
        .order_by(RoundExtension.id)
    )
    return [
        {
            "before": row.before.isoformat(),
            "after": row.after.isoformat(),
            "letter": row.letter,
            "at": row.at.isoformat(),
        }
        for row in rows
    ]
