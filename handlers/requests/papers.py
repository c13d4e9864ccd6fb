"""What the papers of a request are made of: who did what by which right, when, with which result.

Plain values of the records, without words: the doors print them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from handlers.budget import BANGKOK
from handlers.context import Context
from handlers.forms import Loaded
from handlers.forms.definition import Form
from handlers.people import Holding, Me, with_right
from handlers.ratings import forms as rating_forms
from handlers.requests import deciding, delivering, steps
from handlers.requests.access import thing
from handlers.requests.checking import form_of
from handlers.requests.files import files
from models.people import ActingKind, Person, Post, Role
from models.ratings import Rating, RatingItem
from models.requests import (
    Attachment,
    AttachmentRole,
    Decision,
    Delivery,
    RequestPause,
    RequestStatus,
    RequestStep,
    ServiceRequest,
    StepKind,
    Verdict,
)
from models.rights import Act, Thing

#: Those who gave permission, or did what follows it.
_PERMITTED = frozenset(
    {
        RequestStatus.PERMITTED,
        RequestStatus.PREPARING,
        RequestStatus.VERIFYING,
        RequestStatus.AWAITING_SIGNATURE,
        RequestStatus.DELIVERED,
    }
)
#: What `RequestStep.done_as` is joined by.
_JOINED = " · "


@dataclass(frozen=True)
class Hand:
    """Somebody as papers name them. `acting` is kind, title and order_number of the post that
    they stood in for."""

    name: str
    title: str = ""
    acting: Mapping[str, Any] | None = None

    @property
    def post(self) -> str:
        """The title of the post that was acted by."""
        return str(self.acting["title"]) if self.acting else self.title


@dataclass(frozen=True)
class Satisfied:
    """A rating that counts: (number, name, level) of every item, and words."""

    items: tuple[tuple[str, str, str], ...]
    reason: str
    suggestion: str


@dataclass(frozen=True)
class PaperFacts:
    """A request with all that its papers say. `verdict` is the one in force, if any.

    `proposed_at`: when the officer put it to the director, None until then. `director` permits,
    `signer` signs the letter; None where nobody holds the post.
    """

    request: ServiceRequest
    form: Form
    verdict: Verdict | None
    decisions: tuple[Decision, ...]
    steps: tuple[RequestStep, ...]
    pauses: tuple[RequestPause, ...]
    officer: Hand
    proposed_at: datetime | None
    taken_by: Hand | None
    director: Hand | None
    signer: Hand | None
    delivery: Delivery | None
    given: tuple[Attachment, ...]
    attached: tuple[Attachment, ...]
    satisfied: Satisfied | None
    keep_until: date

    def decided(self, *verdicts: Verdict) -> Decision | None:
        """The newest decision of these kinds."""
        return next((d for d in reversed(self.decisions) if d.verdict in verdicts), None)

    def decision_of(self, step: RequestStep) -> Decision | None:
        """The decision by which a step was done."""
        return next(
            (d for d in self.decisions if d.at == step.done_at and d.by_id == step.done_by_id), None
        )


def facts(ctx: Context, forms: Loaded, request: ServiceRequest) -> PaperFacts:
    """Everything that the papers of this request say. Raises NotFound: the form was removed."""
    form, decided = form_of(forms, request), deciding.decisions(ctx, request.id)
    done = steps.every(ctx, request.id)
    proposal = _proposal(done) if request.proposal else None
    ended = (request.closed_at or ctx.now).astimezone(BANGKOK)
    last = (request.destroy_after or ended.year + 543 + form.keep_years) - 543
    return PaperFacts(
        request=request,
        form=form,
        verdict=_verdict(request, decided, done),
        decisions=tuple(decided),
        steps=tuple(done),
        pauses=tuple(steps.pauses(ctx, request.id)),
        officer=_officer(ctx, request, proposal),
        proposed_at=proposal.done_at if proposal else None,
        taken_by=_person(ctx, request.filed_by_id),
        director=_director(ctx, request, decided),
        signer=_signer(ctx, request, decided),
        delivery=delivering.latest(ctx, request.id),
        given=tuple(files(ctx, request.id, AttachmentRole.PREPARED)),
        attached=tuple(files(ctx, request.id, AttachmentRole.FROM_REQUESTER)),
        satisfied=_satisfied(ctx, request),
        keep_until=date(last, 12, 31),
    )


def by(decision: Decision) -> Hand:
    """Who decided, as they were then."""
    return Hand(decision.by_name, decision.by_title, decision.acting)


def sees_all(me: Me, request: ServiceRequest) -> bool:
    """Does a post let them see every paper? The requester sees form and letter alone."""
    mine = me.id is not None and me.id == request.requester_id
    return not mine and me.by(Act.SEE_REQUEST, thing(request, Act.SEE_REQUEST)) is not None


def _verdict(
    request: ServiceRequest, decided: list[Decision], done: list[RequestStep]
) -> Verdict | None:
    stands = request.resume or request.status
    if stands in _PERMITTED:
        return Verdict.PERMIT
    if stands is RequestStatus.REFUSED:
        return Verdict.REFUSE
    withdrawn = any(step.outcome == "withdrawn" for step in done)
    if stands is not RequestStatus.FILED or withdrawn:
        return None
    said = [d.verdict for d in decided if d.verdict in (Verdict.PERMIT, Verdict.REFUSE)]
    return said[-1] if said else Verdict.PERMIT  # by the office's rule, without a decision


def _proposal(done: list[RequestStep]) -> RequestStep | None:
    found = [s for s in done if s.kind is StepKind.CHECK and (s.outcome or "").startswith("prop")]
    return found[-1] if found else None


def _officer(ctx: Context, request: ServiceRequest, proposal: RequestStep | None) -> Hand:
    """Who proposed it, as they were then; else who has it in hand."""
    if proposal is not None and proposal.done_as:
        name, _, title = proposal.done_as.partition(_JOINED)
        return Hand(name, title)
    return _person(ctx, request.officer_id) or Hand("")


def _person(ctx: Context, person_id: int | None) -> Hand | None:
    person = ctx.session.get(Person, person_id) if person_id else None
    return Hand(person.name, person.position) if person else None


def _director(ctx: Context, request: ServiceRequest, decided: list[Decision]) -> Hand | None:
    asked = (Verdict.PERMIT, Verdict.REFUSE, Verdict.ASK_MORE)
    found = [d for d in decided if d.verdict in asked]
    if found:
        return by(found[-1])
    return _holder(with_right(ctx, Act.DECIDE_REQUEST, thing(request, Act.DECIDE_REQUEST)))


def _signer(ctx: Context, request: ServiceRequest, decided: list[Decision]) -> Hand | None:
    """Who signed the letter, or confirmed the refusal that it tells; else who is to sign it."""
    able = with_right(ctx, Act.SIGN_LETTER, thing(request, Act.SIGN_LETTER))
    chief = _chief(able)
    found = [d for d in decided if d.verdict in (Verdict.SIGN, Verdict.CONFIRM_REFUSAL)]
    if not found:
        return chief or _holder(able)
    hand = by(found[-1])
    if hand.acting is None and _is_deputy(ctx, found[-1]):
        # What a deputy signs by their own post, they sign for the director.
        delegated = {"kind": ActingKind.DELEGATED.value, "title": chief.post if chief else ""}
        return Hand(hand.name, hand.title, {**delegated, "order_number": ""})
    return hand


def chief(ctx: Context) -> Hand | None:
    """The head of the office, or whoever stands in: in whose name its letters leave it."""
    return _chief(with_right(ctx, Act.SIGN_LETTER, Thing()))


def _chief(able: list[tuple[Person, Holding]]) -> Hand | None:
    return _holder([row for row in able if row[1].holder.role is Role.AREA_DIRECTOR])


def _is_deputy(ctx: Context, decision: Decision) -> bool:
    day = decision.at.astimezone(BANGKOK).date()
    posts = ctx.session.scalars(
        select(Post).where(
            Post.person_id == decision.by_id,
            Post.role == Role.DEPUTY_DIRECTOR,
            Post.title == decision.by_title,
        )
    )
    return any(post.in_force(day) for post in posts)


def _holder(rows: list[tuple[Person, Holding]]) -> Hand | None:
    """The first of those who may: holders stand before substitutes."""
    if not rows:
        return None
    person, holding = rows[0]
    acting = holding.acting()
    return Hand(person.name, person.position if acting else holding.title, acting)


def _satisfied(ctx: Context, request: ServiceRequest) -> Satisfied | None:
    rating = ctx.session.scalar(select(Rating).where(Rating.subject == f"request:{request.id}"))
    if rating is None or rating.rated_at is None:
        return None
    rows = ctx.session.scalars(select(RatingItem).where(RatingItem.rating_id == rating.id))
    levels = {row.item: row.level.value for row in rows}
    items = [
        (item.item, item.name, levels[item.item])
        for item in rating_forms.get(rating.form).items
        if item.item in levels
    ]
    return Satisfied(tuple(items), rating.reason or "", rating.suggestion or "")
