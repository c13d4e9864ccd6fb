"""Load a request and guard it, in one go: whoever may not see it is told that there is none."""

from __future__ import annotations

import re

from sqlalchemy import select

from handlers.context import Context
from handlers.people import Me
from models.errors import NotFound, Outdated
from models.requests import ServiceRequest
from models.rights import Act, Thing

#: Acts that nobody does to a request of their own, whatever their post.
_NOT_ONES_OWN = frozenset(
    {
        Act.CHECK_REQUEST,
        Act.DECIDE_REQUEST,
        Act.APPROVE_PLAN,
        Act.CONFIRM_REFUSAL,
        Act.PREPARE_REQUEST,
        Act.DELIVER_REQUEST,
        Act.SIGN_LETTER,
    }
)
# Read by everybody's messages, so it must not try again at every letter; the prefix is looked at
# when a number was found.
_NUMBER = re.compile(r"(?<!\d)(?P<number>\d{1,6})\s{0,5}/\s{0,5}(?P<year>\d{4})(?!\d)")


def thing(request: ServiceRequest, act: Act) -> Thing:
    """The request, as far as rights go."""
    own = frozenset({request.requester_id})
    barred = own if act in _NOT_ONES_OWN else frozenset()
    return Thing(own=own, group_name=request.owner_group, barred=barred)


def access_request(
    ctx: Context,
    me: Me,
    request_id: int,
    act: Act,
    *,
    version: int | None = None,
    for_update: bool = True,
) -> ServiceRequest:
    """The request, locked unless told otherwise, for this act of this person.

    `version` is that of the card the person saw. Raises NotFound when there is none that they may
    see, NotAllowed, and Outdated when it has changed since the card.
    """
    request = ctx.session.get(
        ServiceRequest, request_id, with_for_update=for_update, populate_existing=for_update
    )
    if request is None or not any(me.may(a, thing(request, a)) for a in (Act.SEE_REQUEST, act)):
        raise NotFound("request", request_id)
    me.require(act, thing(request, act))
    if version is not None and request.version != version:
        raise Outdated("request", request_id)
    return request


def says_number(text: str) -> bool:
    """Does the text hold something like «1/2570»?"""
    return _NUMBER.search(text) is not None


def by_number(ctx: Context, text: str) -> ServiceRequest | None:
    """The request that a typed number names: «คข. 1/2570», «1/2570»; None for none or several."""
    found = _NUMBER.search(text)
    if not found:
        return None
    rows = ctx.session.scalars(
        select(ServiceRequest).where(
            ServiceRequest.number == int(found["number"]),
            ServiceRequest.fiscal_year == int(found["year"]),
        )
    ).all()
    before = text[: found.start()].split()
    if before and len(rows) > 1:
        rows = [r for r in rows if r.prefix.rstrip(".") == before[-1].rstrip(".")]
    return rows[0] if len(rows) == 1 else None
