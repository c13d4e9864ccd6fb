"""Whose turn it is, by where a request stands."""

from __future__ import annotations

from handlers.context import Context
from handlers.people import Holding, with_right
from handlers.requests.access import thing
from models.people import Person, Role
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


def deciding_act(request: ServiceRequest) -> Act:
    """The right that deciding on this request takes: plans and projects go to the office's head."""
    high = request.approver == Role.AREA_DIRECTOR
    return Act.APPROVE_PLAN if high else Act.DECIDE_REQUEST


def act_of(request: ServiceRequest) -> Act | None:
    """The right that the next thing to be done takes; None when nothing is."""
    if request.status is RequestStatus.AWAITING_PERMISSION:
        return deciding_act(request)
    return ACTS.get(request.status)


def of_group(request: ServiceRequest) -> Thing:
    """The request as its group's business."""
    return Thing(group_name=request.owner_group)


def whose_turn(ctx: Context, request: ServiceRequest) -> list[tuple[Person, Holding]]:
    """Everybody who may do the next thing to it today, holders before substitutes."""
    act = act_of(request)
    return with_right(ctx, act, thing(request, act)) if act else []
