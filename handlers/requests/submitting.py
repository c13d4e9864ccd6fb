"""A filled-in form becomes a request: numbered, acknowledged, in an officer's hands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select, update

from handlers import audit, office_calendar
from handlers.context import Context
from handlers.forms import Loaded
from handlers.forms.definition import Deciding, Form, Result
from handlers.office_rules import rule
from handlers.people import Me, as_me
from handlers.requests import delivering, notifying, steps
from handlers.requests.files import attach
from handlers.requests.numbering import next_number
from handlers.requests.turns import of_group
from handlers.requests.vocabulary import DEFAULT_GROUP, OWNERS
from models.errors import NotAllowed, NotFound
from models.people import AT_SCHOOL, Person, Role
from models.ratings import Rating
from models.requests import (
    Channel,
    Classification,
    HandOver,
    RequestStatus,
    ServiceRequest,
    StepKind,
)
from models.rights import Act

#: Fields of a form that have a place of their own in a request.
SUBJECT, PURPOSE, WANTED_BY, HAND_OVER, FILES = (
    "subject", "purpose", "wanted_by", "hand_over", "files",
)  # fmt: skip
PROFILE = ("name", "position", "affiliation", "phone", "email")


@dataclass(frozen=True)
class Filled:
    """A form as it was filled in. `query` is the data service's question that answers it;
    `personal`: what is asked for is of single persons, by its words.
    """

    form: Form
    answers: Mapping[str, Any]
    channel: Channel = Channel.LINE
    query: Mapping[str, Any] | None = None
    files: Sequence[Mapping[str, Any]] = field(default=())
    personal: bool = False


def submit(ctx: Context, forms: Loaded, me: Me, filled: Filled, line_user: str) -> ServiceRequest:
    """The person files it for themselves. One who was unknown becomes a guest of that name.

    Public figures that the data service answers are delivered at once. Raises NotAllowed when the
    form is not for this person.
    """
    if not filled.form.open_to({h.role for h in me.holders}):
        raise NotAllowed(Act.FILE_REQUEST)
    person = me.person or guest(ctx, filled.answers, line_user)
    request = _made(ctx, filled, person, as_me(ctx, person), filed_by=None)
    if filled.query is not None and _at_once(ctx, request):
        delivering.deliver_at_once(ctx, forms, request)
    else:
        notifying.to_check(ctx, request)
    return request


def submit_on_behalf(ctx: Context, me: Me, filled: Filled) -> ServiceRequest:
    """Staff file it for somebody who telephoned, came, wrote or was passed on.

    The requester is a new person without a LINE account; a code lets them claim it later.
    """
    me.require(Act.FILE_ON_BEHALF)
    person = guest(ctx, filled.answers, None)
    request = _made(ctx, filled, person, Me(person), filed_by=me)
    if me.may(Act.CHECK_REQUEST, of_group(request)):
        request.officer_id = me.id  # who takes the call looks after it
    else:
        notifying.to_check(ctx, request)
    return request


def claim(ctx: Context, line_user: str, me: Me, request_id: int) -> ServiceRequest:
    """The requester of a request filed on their behalf takes it over (their code was right)."""
    request = ctx.session.get(ServiceRequest, request_id, with_for_update=True)
    if request is None:
        raise NotFound("request", request_id)
    stand_in = ctx.session.get_one(Person, request.requester_id)
    if stand_in.line_user is not None:
        raise NotFound("request", request_id)
    if me.person is None:
        stand_in.bind(line_user, at=ctx.now)
    else:
        request.requester_id = me.person.id
        ctx.session.execute(
            update(Rating)
            .where(Rating.subject == f"request:{request.id}")
            .values(person_id=me.person.id)
        )
        ctx.session.flush()
        if not own(ctx, stand_in.id):  # known twice: what staff typed of them is not kept beside
            stand_in.erase(at=ctx.now)
    request.touch(at=ctx.now)
    ctx.session.flush()
    audit.record(ctx, "line:request:claimed", f"request:{request.id}")
    return request


def _at_once(ctx: Context, request: ServiceRequest) -> bool:
    public = request.classification is Classification.PUBLIC
    by_link = request.hand_over in (HandOver.LINE, HandOver.EMAIL)
    return public and by_link and bool(rule(ctx, "public_at_once", True))


def guest(ctx: Context, answers: Mapping[str, Any], line_user: str | None) -> Person:
    """Somebody unknown becomes known by what they wrote of themselves."""
    given = {key: str(answers.get(key) or "") for key in PROFILE}
    person = Person(
        line_user=line_user,
        name=given["name"][:200],
        position=given["position"][:200],
        affiliation=given["affiliation"][:200],
        phone=given["phone"][:60] or None,
        email=given["email"][:254] or None,
        created_at=ctx.now,
        created_by=ctx.actor.name,
        bound_at=ctx.now if line_user else None,
    )
    ctx.session.add(person)
    ctx.session.flush()
    return person


def _made(
    ctx: Context, filled: Filled, person: Person, who: Me, filed_by: Me | None
) -> ServiceRequest:
    form, answers = filled.form, dict(filled.answers)
    year, number = next_number(ctx, form.prefix)
    calendar = office_calendar.load(ctx)
    request = ServiceRequest(
        form=form.slug,
        form_version=str(form.version),
        prefix=form.prefix,
        fiscal_year=year,
        number=number,
        requester_id=person.id,
        requester=_snapshot(answers, person, who),
        channel=filled.channel,
        filed_by_id=filed_by.id if filed_by else None,
        answers=answers,
        subject=subject_of(form, answers),
        purpose=str(answers.get(PURPOSE) or ""),
        wanted_by=_day(answers.get(WANTED_BY)),
        hand_over=_hand_over(form, answers.get(HAND_OVER)),
        classification=_classified(form, filled),
        query=dict(filled.query) if filled.query else None,
        owner_group=str(rule(ctx, f"owner.{form.owner}", _usual_owner(form))),
        result=form.result.value,
        approver=_approver(form).value,
        deciding=_words_of(form).value,
        status=RequestStatus.SUBMITTED,
        version=1,
        submitted_at=ctx.now,
        received_on=calendar.received_on(ctx.now),
        changed_at=ctx.now,
    )
    ctx.session.add(request)
    ctx.session.flush()
    for file in filled.files:
        attach(ctx, request, int(file["media_id"]), str(file["name"]), by=person.id)
    steps.begin(ctx, request, form, StepKind.CHECK)
    audit.record(
        ctx, "request:request:submitted", f"request:{request.id}",
        after={"channel": filled.channel.value, "form": form.slug, "number": number, "year": year},
    )  # fmt: skip
    return request


def subject_of(form: Form, answers: Mapping[str, Any]) -> str:
    """What is asked for: typed, or the choice as papers write it; else the form's title."""
    given, field_ = answers.get(SUBJECT), form.named(SUBJECT)
    choice = field_.choice(given) if field_ and field_.choices else None
    if choice is not None:
        return choice.full or choice.label
    return str(given or form.title)


def _usual_owner(form: Form) -> str:
    return OWNERS.get(form.owner, DEFAULT_GROUP)


def _approver(form: Form) -> Role:
    """Who decides: the owner's director, or that of the office where the form says so."""
    step = form.step(StepKind.PERMIT)
    high = step is not None and step.by in (Role.AREA_DIRECTOR, Role.DEPUTY_DIRECTOR)
    return Role.AREA_DIRECTOR if high else Role.GROUP_DIRECTOR


def _words_of(form: Form) -> Deciding:
    step = form.step(StepKind.PERMIT)
    return step.deciding if step else Deciding.PERMIT


def _snapshot(answers: Mapping[str, Any], person: Person, who: Me) -> dict[str, Any]:
    """Who asks, as they are now. Outsiders hold no post at a school or in the office."""
    told = {key: answers.get(key) or getattr(person, key) or "" for key in PROFILE}
    schools = [h.school_code for h in who.holders if h.school_code]
    inside = who.is_staff or any(h.role in AT_SCHOOL for h in who.holders)
    return {**told, "school_code": schools[0] if schools else None, "outsider": not inside}


def _classified(form: Form, filled: Filled) -> Classification:
    """A first guess that the officer corrects: figures of the data service are public."""
    if filled.query is not None:
        return Classification.PUBLIC
    if filled.personal or filled.answers.get("right") == "pdpa":
        return Classification.PERSONAL
    return Classification.OFFICIAL


def _hand_over(form: Form, value: Any) -> HandOver:
    if form.result is Result.WORK:
        return HandOver.PAPER  # nothing goes by a link
    try:
        return HandOver(str(value))
    except ValueError:
        return HandOver.LINE


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def own(ctx: Context, person_id: int, *, open_only: bool = False) -> list[ServiceRequest]:
    """A person's requests, newest first."""
    rows = ctx.session.scalars(
        select(ServiceRequest)
        .where(ServiceRequest.requester_id == person_id)
        .order_by(ServiceRequest.id.desc())
    )
    return [r for r in rows if not open_only or r.closed_at is None]
