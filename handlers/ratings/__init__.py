"""Satisfaction with a service: asked once, answered in one tap or item by item.

An invitation is open for 30 days. What was rated can be changed for a day. Something that is poor
needs a reason before the rating counts, and lets the person ask to have it done again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from handlers import audit
from handlers.context import Context
from handlers.people.access import Me
from handlers.ratings import forms
from handlers.ratings.saying import NotSaid, said
from handlers.ratings.subjects import REOPEN, SERVICES, WORKED_ON, describe, split, worked_on
from models.errors import NotAllowed, NotFound, Refusal, WrongState
from models.ratings import Level, Rating, RatingItem
from models.rights import Act, Thing

__all__ = [
    "CHANGEABLE", "OPEN_FOR", "REOPEN", "SERVICES", "WORKED_ON", "NotSaid", "OwnWork", "Rated",
    "ReasonWanted", "facts_of", "invite", "may_reopen", "open_for", "rate", "reopen", "see",
]  # fmt: skip

#: An invitation can be answered for so long, and an answer changed.
OPEN_FOR = timedelta(days=30)
CHANGEABLE = timedelta(hours=24)


class ReasonWanted(Refusal):
    """A rating that counts already would become poor without a reason."""


class OwnWork(NotAllowed):
    """Nobody rates what they did themselves."""


@dataclass(frozen=True)
class Rated:
    """A rating as it stands. `missing` items have no level yet; `is_new`: it counts from now on;
    `changed`: something is otherwise than before."""

    rating: Rating
    levels: Mapping[str, Level]
    missing: tuple[str, ...]
    is_new: bool = False
    changed: bool = False

    @property
    def wants_reason(self) -> bool:
        """Is something poor, and nobody knows why?"""
        return Level.POOR in self.levels.values() and not self.rating.reason

    @property
    def until(self) -> datetime | None:
        """Till when it can be changed; None for one that does not count yet."""
        return self.rating.rated_at + CHANGEABLE if self.rating.rated_at else None


def invite(ctx: Context, *, subject: str, service: str, form: str, person_id: int) -> Rating | None:
    """Let a person rate a service, once: asked again it is the same invitation, open again where
    its time was over.

    None when they did the work themselves. Raises KeyError for a form that there is not (a bug).
    """
    forms.get(form)
    known = ctx.session.scalar(select(Rating).where(Rating.subject == subject))
    if known is not None and _closed(ctx, known) == "closed":
        known.invited_at = ctx.now  # nobody answered in its time, and it was done again
    if known is not None or person_id in worked_on(ctx, subject):
        return known
    rating = Rating(
        subject=subject, service=service, form=form, person_id=person_id, invited_at=ctx.now
    )
    ctx.session.add(rating)
    ctx.session.flush()
    return rating


def open_for(ctx: Context, person_id: int) -> list[Rating]:
    """What this person can rate now, newest first; then what they can still change."""
    query = (
        select(Rating)
        .where(Rating.person_id == person_id, Rating.invited_at > ctx.now - OPEN_FOR - CHANGEABLE)
        .order_by(Rating.rated_at.is_not(None), Rating.invited_at.desc(), Rating.id.desc())
    )
    return [
        rating
        for rating in ctx.session.scalars(query)
        if _closed(ctx, rating) is None and person_id not in worked_on(ctx, rating.subject)
    ]


def see(ctx: Context, me: Me, rating_id: int) -> Rated:
    """A rating that this person may give or change now, locked. Raises Refusal."""
    rating = _own(ctx, me, rating_id)
    if why := _closed(ctx, rating):
        raise WrongState("rating", why)
    return _stands(rating, _levels(ctx, rating))


def rate(
    ctx: Context,
    me: Me,
    rating_id: int,
    levels: Mapping[str, Level] | None = None,
    *,
    reason: str | None = None,
    suggestion: str | None = None,
) -> Rated:
    """Give levels to items (all, or some), a reason, a suggestion ("" takes it back).

    It counts from when every item has a level and what is poor a reason. Raises Refusal:
    OwnWork, NotAllowed, WrongState (`closed`, `final`), ReasonWanted, NotSaid.
    """
    before = see(ctx, me, rating_id)
    rating, form = before.rating, forms.get(before.rating.form)
    for item in levels or {}:
        if form.item(item) is None:
            raise NotFound("rating_item", item)
    wanted = {**before.levels, **(levels or {})}
    poor = Level.POOR in wanted.values()
    why = said(reason) if reason is not None and poor else rating.reason
    remark = (said(suggestion) if suggestion else None) if suggestion is not None else None
    if rating.rated_at is not None and poor and not why:
        raise ReasonWanted
    was = _plain(before)
    _keep(ctx, rating, before.levels, wanted)
    rating.reason = why if poor else None
    if suggestion is not None:
        rating.suggestion = remark
    return _settled(ctx, was, rating, wanted)


def reopen(ctx: Context, me: Me, rating_id: int) -> Rating:
    """The person asks to have done again what they found poor. Raises Refusal."""
    rating = _own(ctx, me, rating_id)
    if not may_reopen(ctx, rating):
        raise WrongState("rating", "stays")
    service, id_ = split(rating.subject)
    REOPEN[service](ctx, me, id_, rating.reason or "")
    audit.record(ctx, "line:rating:reopen", f"rating:{rating.id}", None, {"of": rating.subject})
    return rating


def may_reopen(ctx: Context, rating: Rating) -> bool:
    """Was something poor, not too long ago, of a service that can be done again?"""
    fresh = ctx.now < rating.invited_at + OPEN_FOR
    able = rating.service in REOPEN and rating.rated_at is not None and fresh
    return able and Level.POOR in _levels(ctx, rating).values()


def facts_of(ctx: Context, rating: Rating) -> dict[str, Any]:
    """What the notice `rating.ask` is told of an invitation."""
    subject = describe(ctx, [rating.subject])[rating.subject]
    return {
        "rating_id": rating.id,
        "number": subject.number,
        "subject": subject.title,
        "form": rating.form,
    }


def _own(ctx: Context, me: Me, rating_id: int) -> Rating:
    query = select(Rating).where(Rating.id == rating_id).with_for_update()
    rating = ctx.session.scalars(query.execution_options(populate_existing=True)).first()
    if rating is None:
        raise NotFound("rating", rating_id)
    workers = worked_on(ctx, rating.subject)
    if me.id is not None and me.id == rating.person_id and me.id in workers:
        raise OwnWork(Act.RATE_SERVICE)
    me.require(Act.RATE_SERVICE, Thing(own=frozenset({rating.person_id}), barred=workers))
    return rating


def _closed(ctx: Context, rating: Rating) -> str | None:
    """Why it cannot be rated or changed any more; None when it can."""
    if rating.rated_at is None:
        return None if ctx.now < rating.invited_at + OPEN_FOR else "closed"
    return None if ctx.now < rating.rated_at + CHANGEABLE else "final"


def _levels(ctx: Context, rating: Rating) -> dict[str, Level]:
    """The levels given, in the order of the form."""
    rows = ctx.session.scalars(select(RatingItem).where(RatingItem.rating_id == rating.id))
    given = {row.item: row.level for row in rows}
    return {item: given[item] for item in forms.get(rating.form).order if item in given}


def _stands(rating: Rating, levels: Mapping[str, Level]) -> Rated:
    missing = tuple(item for item in forms.get(rating.form).order if item not in levels)
    return Rated(rating, levels, missing)


def _keep(
    ctx: Context, rating: Rating, before: Mapping[str, Level], wanted: Mapping[str, Level]
) -> None:
    for item, level in wanted.items():
        if before.get(item) is not level:
            ctx.session.merge(RatingItem(rating_id=rating.id, item=item, level=level))


def _settled(
    ctx: Context, was: dict[str, Any], rating: Rating, wanted: Mapping[str, Level]
) -> Rated:
    """The rating after a change: does it count now, and what goes into the audit?"""
    order = forms.get(rating.form).order
    now = _stands(rating, {item: wanted[item] for item in order if item in wanted})
    changed = _plain(now) != was
    is_new = rating.rated_at is None and not now.missing and not now.wants_reason
    if is_new:
        rating.rated_at = ctx.now
    elif rating.rated_at is not None and changed:
        rating.changed_at = ctx.now
    if changed:
        verb = "rate" if is_new or rating.rated_at is None else "change"
        before, after = _without_words(was), _without_words(_plain(now))
        audit.record(ctx, f"line:rating:{verb}", f"rating:{rating.id}", before, after)
    ctx.session.flush()
    return Rated(rating, now.levels, now.missing, is_new, changed)


def _plain(rated: Rated) -> dict[str, Any]:
    return {
        "levels": {item: level.value for item, level in rated.levels.items()},
        "reason": rated.rating.reason,
        "suggestion": rated.rating.suggestion,
    }


def _without_words(plain: dict[str, Any]) -> dict[str, Any]:
    """For the audit, which is for ever and is read by those whose work was rated."""
    said = {key: bool(plain[key]) for key in ("reason", "suggestion")}
    return {"levels": plain["levels"], **said}
