"""What waits for one of the staff, oldest due first: requests now, other services beside them.

Another domain adds its own by putting a function into `SOURCES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from handlers.context import Context
from handlers.people import Me, as_me
from handlers.requests import view
from handlers.requests.access import thing
from handlers.requests.turns import ACTS, act_of
from models.people import Person
from models.requests import TO_CHECK, TO_PREPARE, HandOver, RequestStatus, ServiceRequest
from models.rights import Act


@dataclass(frozen=True)
class Task:
    """One thing to do. `ref` names the record, `what` what is to be done; `mine`: in my hands."""

    ref: str
    what: str
    facts: dict[str, Any]
    due_at: str | None
    mine: bool

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, for a notice."""
        return asdict(self)


Source = Callable[[Context, Me], Iterable[Task]]
SOURCES: list[Source] = []
#: What is to be done with a signed letter.
NUMBER_LETTER = "number_letter"


def waiting_for(ctx: Context, me: Me) -> list[Task]:
    """Everything that waits for this person: what is due first comes first."""
    found = [task for source in SOURCES for task in source(ctx, me)]
    return sorted(found, key=lambda t: (t.due_at or "9", not t.mine, len(t.ref), t.ref))


def digest(ctx: Context, person: Person) -> dict[str, Any]:
    """All that waits for one of the staff, in one message."""
    every = waiting_for(ctx, as_me(ctx, person))
    # What waits for its requester is no news to anybody.
    found = [task for task in every if task.what != Act.CLARIFY_REQUEST]
    return {"tasks": [row.to_json() for row in found[:10]], "count": len(found)}


def requests(ctx: Context, me: Me) -> Iterable[Task]:
    """The requests whose next step is this person's to do."""
    if not me.is_staff:
        return
    rows = ctx.session.scalars(
        select(ServiceRequest)
        .where(ServiceRequest.status.in_(ACTS))
        .order_by(ServiceRequest.due_at, ServiceRequest.id)
    )
    for request in rows:
        act = act_of(request)
        if act and me.may(act, thing(request, act)):
            facts = view.brief(request)
            of_officers = request.status in TO_CHECK | TO_PREPARE
            mine = not of_officers or request.officer_id in (None, me.id)
            yield Task(f"request:{request.id}", act.value, facts, facts["due_at"], mine)


def letters(ctx: Context, me: Me) -> Iterable[Task]:
    """Signed letters that the registry has not numbered yet: an officer types the number in."""
    rows = ctx.session.scalars(
        select(ServiceRequest)
        .where(
            ServiceRequest.status == RequestStatus.DELIVERED,
            ServiceRequest.hand_over == HandOver.LETTER,
            ServiceRequest.letter_number.is_(None),
        )
        .order_by(ServiceRequest.id)
    )
    for request in rows if me.is_staff else ():
        if me.may(Act.FILE_AWAY, thing(request, Act.FILE_AWAY)):
            facts, mine = view.brief(request), request.officer_id in (None, me.id)
            yield Task(f"request:{request.id}", NUMBER_LETTER, facts, facts["due_at"], mine)


SOURCES += [requests, letters]
