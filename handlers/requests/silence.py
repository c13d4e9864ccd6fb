"""The requester who does not answer: asked once more, and shown to the officers as waited for."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from handlers import telling
from handlers.context import Context
from handlers.occasions import claim
from handlers.people import Me
from handlers.requests import moments, steps, tasks, view
from handlers.requests.access import thing
from handlers.requests.tasks import Task
from models.people import Person
from models.requests import RequestStatus, ServiceRequest
from models.rights import Act


def ask_again(ctx: Context, request: ServiceRequest) -> bool:
    """A requester who has been silent for days is asked once more, and never again."""
    pause = steps.open_pause(ctx, request.id)
    person = ctx.session.get_one(Person, request.requester_id)
    if pause is None or moments.silent_at(ctx, pause) > ctx.now:
        return False
    if not telling.reachable(ctx, person.line_user) or not claim(ctx, f"silent:pause:{pause.id}"):
        return False
    assert person.line_user is not None
    data = {**view.brief(request), "question": pause.question, "again": True}
    telling.tell(ctx, person.line_user, "request.asked", data, ref=f"request:{request.id}")
    return True


def waiting(ctx: Context, me: Me) -> Iterator[Task]:
    """In an officer's list: the requests that wait for their requester, and how long by now."""
    if not me.is_staff:
        return
    rows = ctx.session.scalars(
        select(ServiceRequest)
        .where(ServiceRequest.status == RequestStatus.WAITING_REQUESTER)
        .order_by(ServiceRequest.id)
    )
    for request in rows:
        act, pause = Act.CHECK_REQUEST, steps.open_pause(ctx, request.id)
        if pause is not None and me.may(act, thing(request, act)):
            facts = {**view.brief(request), "waited": moments.waited(ctx, pause)}
            mine = request.officer_id in (None, me.id)
            yield Task(f"request:{request.id}", Act.CLARIFY_REQUEST.value, facts, None, mine)


tasks.SOURCES.append(waiting)
