"""Whose turn it is, by where a request stands."""

from __future__ import annotations

from handlers.context import Context
from handlers.people import Holding, with_right
from handlers.requests.access import thing
from models.people import Person
from models.requests import TO_CHECK, TO_PREPARE, RequestStatus, ServiceRequest
from models.rights import Act, Thing

#: The right that the next thing to be done takes.
ACTS = {
    **dict.fromkeys(TO_CHECK, Act.CHECK_REQUEST),
    RequestStatus.AWAITING_PERMISSION: Act.DECIDE_REQUEST,
    RequestStatus.AWAITING_CONFIRMATION: Act.CONFIRM_REFUSAL,
    RequestStatus.AWAITING_SIGNATURE: Act.SIGN_LETTER,
    **dict.fromkeys(TO_PREPARE, Act.PREPARE_REQUEST),
}


def of_group(request: ServiceRequest) -> Thing:
    """The request as its group's business."""
    return Thing(group_name=request.owner_group)


def whose_turn(ctx: Context, request: ServiceRequest) -> list[tuple[Person, Holding]]:
    """Everybody who may do the next thing to it today, holders before substitutes."""
    act = ACTS.get(request.status)
    return with_right(ctx, act, thing(request, act)) if act else []
