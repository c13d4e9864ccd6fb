"""Why a press did nothing: no right (any more), decided by another, changed since it was seen.

Whoever has no right to a request is told nothing of it, not even its number.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.chat.flow import Notice
from bot.chat.refusals import refused
from bot.texts import handling as words
from handlers.context import Context
from handlers.people import Me, today
from handlers.requests import deciding, steps, view
from handlers.requests.access import access_request, thing
from handlers.requests.files import FileNotReady, NothingPrepared
from handlers.requests.preparing import SamePerson
from handlers.requests.turns import act_of
from models.errors import NotAllowed, NotFound, Outdated, Refusal, WrongState
from models.people import ActingOrder, Post
from models.requests import Decision, RequestStep, ServiceRequest, StepKind
from models.rights import RIGHTS, Act

#: Decided by a director, who is named by the post.
_DIRECTORS = frozenset({StepKind.PERMIT, StepKind.CONFIRM, StepKind.SIGN})


def stopped(
    ctx: Context, who: Me, act: Act, request_id: int | None, version: int | None, error: Refusal
) -> tuple[Notice, bool]:
    """What is said, and whether the card as it is now may be shown below it."""
    if isinstance(error, NotAllowed) or (isinstance(error, NotFound) and error.what == "request"):
        return Notice("refused", {"why": _barred(ctx, who, act, request_id)}), False
    if isinstance(error, (Outdated, WrongState)) and request_id is not None:
        request = access_request(ctx, who, request_id, Act.SEE_REQUEST, for_update=False)
        now = act_of(request)
        if isinstance(error, Outdated) and now and who.may(now, thing(request, now)):
            return refused(error), True
        return _overtaken(ctx, who, request, version), True
    value = f"{request_id}:{version}"
    again = _AGAIN.get(type(error))
    return (refused(error, again=[words.FLOW, again, value]) if again else refused(error)), False


#: The button that may be pressed next.
_AGAIN = {FileNotReady: "deliver", NothingPrepared: "upload", SamePerson: "submit"}


def _barred(ctx: Context, who: Me, act: Act, request_id: int | None) -> str:
    if who.person is None:
        return "not_yours"
    request = ctx.session.get(ServiceRequest, request_id) if request_id else None
    if request is not None and request.requester_id == who.id:
        return "own"
    return "post_ended" if _was_in_post(ctx, who.person.id, act) else "not_yours"


def _was_in_post(ctx: Context, person_id: int, act: Act) -> bool:
    """Did a post or an order of theirs that gave this right end before today?"""
    roles = {role for grant in RIGHTS[act] for role in grant.roles or ()}
    day = today(ctx)
    return any(
        ctx.session.scalar(
            select(table.id)
            .where(table.person_id == person_id, table.role.in_(roles), table.ends_on < day)
            .limit(1)
        )
        for table in (Post, ActingOrder)
    )


def _overtaken(ctx: Context, who: Me, request: ServiceRequest, version: int | None) -> Notice:
    """Who was quicker, and what they did."""
    decision = _decided(ctx, request, version)
    if decision is not None:
        return Notice("deciding.decided", {**view.brief(request), **_facts(decision, who)})
    done = [step for step in steps.every(ctx, request.id) if step.done_at is not None]
    last = done[-1] if done else None
    more = _step_facts(last, who) if last else {}
    return Notice("request.moved", {**view.brief(request), **more})


def _decided(ctx: Context, request: ServiceRequest, version: int | None) -> Decision | None:
    """The decision on the version that was seen, or on a later one."""
    found = [
        d for d in deciding.decisions(ctx, request.id) if version is None or d.version >= version
    ]
    return found[-1] if found else None


def _facts(decision: Decision, who: Me) -> dict[str, Any]:
    acting = decision.acting or {}
    return {
        "verdict": decision.verdict.value,
        "by": acting.get("title") or decision.by_title,
        "at": decision.at.isoformat(),
        "mine": decision.by_id == who.id,
    }


def _step_facts(step: RequestStep, who: Me) -> dict[str, Any]:
    name, _, title = (step.done_as or "").partition(" · ")
    return {
        "verb": _VERBS.get(str(step.outcome), str(step.outcome)),
        "by": title if step.kind in _DIRECTORS and title else name,
        "at": step.done_at.isoformat() if step.done_at else None,
        "mine": step.done_by_id is not None and step.done_by_id == who.id,
    }


_VERBS = {"propose_permit": "proposed", "propose_refuse": "proposed"}
