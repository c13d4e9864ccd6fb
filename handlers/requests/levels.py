"""Who else is to know of a request: one level up, its officer, those who can fill a post."""

from __future__ import annotations

from handlers.context import Context
from handlers.people import with_right
from handlers.requests.access import thing
from handlers.requests.turns import ACTS, of_group, whose_turn
from models.people import Person, Role
from models.requests import RequestStatus, ServiceRequest
from models.rights import Act, Thing


def above(ctx: Context, request: ServiceRequest) -> list[Person]:
    """The level above whoever is late; neither the requester nor those whose turn it is."""
    if ACTS[request.status] in (Act.CHECK_REQUEST, Act.PREPARE_REQUEST):
        found = group_directors(ctx, request) or _of_office(ctx, Role.DEPUTY_DIRECTOR)
    elif request.status is RequestStatus.AWAITING_PERMISSION:
        found = _of_office(ctx, Role.DEPUTY_DIRECTOR) or _of_office(ctx, Role.AREA_DIRECTOR)
    elif request.status is RequestStatus.AWAITING_CONFIRMATION:
        found = _of_office(ctx, Role.DEPUTY_DIRECTOR)
    else:
        found = []  # a letter: all that may sign it have it already
    late = {person.id for person, _ in whose_turn(ctx, request)}
    return [person for person in _others(found, request) if person.id not in late]


def officers(ctx: Context, request: ServiceRequest) -> list[Person]:
    """The officer who has the request in hand, if they still may."""
    act = Act.CHECK_REQUEST
    able = [person for person, _ in with_right(ctx, act, thing(request, act))]
    return [person for person in able if person.id == request.officer_id]


def menders(ctx: Context, request: ServiceRequest) -> list[Person]:
    """Who can see to it that somebody has the post, and the officer who waits for it."""
    found = admins(ctx)
    if ACTS[request.status] in (Act.CHECK_REQUEST, Act.PREPARE_REQUEST):
        found += group_directors(ctx, request)
    else:
        found += _of_office(ctx, Role.AREA_DIRECTOR) or _of_office(ctx, Role.DEPUTY_DIRECTOR)
        found += officers(ctx, request)
    return _others(found, request)


def group_directors(ctx: Context, request: ServiceRequest) -> list[Person]:
    """The director of the group that owns it, and whoever stands in."""
    return [person for person, _ in with_right(ctx, Act.DECIDE_REQUEST, of_group(request))]


def admins(ctx: Context) -> list[Person]:
    """Who keeps the system."""
    found = with_right(ctx, Act.INVITE_TO_OFFICE, Thing())
    return [person for person, holding in found if holding.holder.role is Role.ADMIN]


def _of_office(ctx: Context, role: Role) -> list[Person]:
    found = with_right(ctx, Act.SIGN_LETTER, Thing())
    return [person for person, holding in found if holding.holder.role is role]


def _others(people: list[Person], request: ServiceRequest) -> list[Person]:
    return [person for person in people if person.id != request.requester_id]
