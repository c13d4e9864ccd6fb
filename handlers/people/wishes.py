"""Somebody without a code says who they are; whoever may give the post approves of it or not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from handlers import telling
from handlers.context import Context
from handlers.people import binding, posts, profile, roster, seats
from handlers.people.access import Me, as_me, by_line, today, with_right
from handlers.people.recording import record
from handlers.people.refused import PersonRefused
from handlers.people.seats import Seat, may_give, require_giving
from models.errors import NotAllowed, NotFound, WrongState
from models.people import BindingWish, Role, WishStatus

#: What people may say that they are. The other roles need a code or the command line.
WISHABLE = (
    Role.TEACHER, Role.SCHOOL_ADMIN, Role.SCHOOL_DIRECTOR, Role.OFFICER, Role.GUEST,
)  # fmt: skip
#: Whoever wishes anew within this time is not told of again: it costs a message.
_QUIET = timedelta(hours=24)
_LONGEST_REASON = 500
#: Wishes that are told of together at most.
TOLD = 5


def wish(
    ctx: Context,
    line_user: str,
    name: str,
    seat: Seat,
    *,
    affiliation: str = "",
    phone: str | None = None,
) -> BindingWish:
    """Wish to be known in this post. An older wish that still waits is taken back.

    One officer who may approve of it is told; the others find it in their list.
    """
    if seat.role not in WISHABLE:
        raise PersonRefused("role", role=seat.role.value, roles=[r.value for r in WISHABLE])
    place = seat.place_name or (profile.words(affiliation) if affiliation else "")
    person = roster.introduce(
        ctx, line_user, name, position=seat.title, affiliation=place, phone=phone
    )
    agency = place if seat.role is Role.GUEST else ""
    again = _take_back(ctx, line_user)
    row = BindingWish(
        line_user=line_user, name=person.name, position=seat.title, role=seat.role,
        school_code=seat.school, group_name=seat.group or (agency or None), phone=person.phone,
        asked_at=ctx.now, status=WishStatus.WAITING, person_id=person.id,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    told = {"person": person.id, "role": seat.role.value, "school": seat.school}
    record(ctx, "wish", row.id, "asked", after=told)
    if not again:
        _tell_officer(ctx, row)
    return row


def waiting(ctx: Context, me: Me) -> list[BindingWish]:
    """The wishes that this person may decide on, oldest first."""
    rows = ctx.session.scalars(
        select(BindingWish)
        .where(BindingWish.status == WishStatus.WAITING)
        .order_by(BindingWish.asked_at, BindingWish.id)
    )
    return [
        row for row in rows if row.person_id != me.id and may_give(me, _seat(row), approve=True)
    ]


def waiting_of(ctx: Context, line_user: str) -> BindingWish | None:
    """The wish of this account that still waits."""
    return ctx.session.scalar(
        select(BindingWish).where(
            BindingWish.line_user == line_user, BindingWish.status == WishStatus.WAITING
        )
    )


def approve_wish(ctx: Context, me: Me, wish_id: int) -> BindingWish:
    """Approve: the person holds the post from today on, and is told.

    Raises NotFound, NotAllowed, and WrongState when it was decided already.
    """
    row = _to_decide(ctx, me, wish_id)
    person = by_line(ctx, row.line_user)
    if person is None or person.id != row.person_id:
        raise NotFound("wish", wish_id)
    wanted = seats.seat(
        ctx, row.role, school=row.school_code, group=row.group_name, title=row.position
    )
    _close(ctx, row, WishStatus.APPROVED)
    if binding.unproven(ctx, person):
        person.name = row.name
    if posts.held(ctx, person.id, wanted, today(ctx)) is None:
        posts.begin(ctx, person, wanted)
    _tell(ctx, row, "people.approved", {"title": wanted.title, "place": wanted.place_name})
    return row


def refuse_wish(ctx: Context, me: Me, wish_id: int, reason: str) -> BindingWish:
    """Do not approve, for a reason that the person is told.

    Raises as `approve_wish`, and PersonRefused without a reason.
    """
    row = _to_decide(ctx, me, wish_id)
    said = check_reason(reason)
    _close(ctx, row, WishStatus.REFUSED)
    row.reason = said
    _tell(ctx, row, "people.not_approved", {"reason": said})
    return row


def decidable(ctx: Context, me: Me, wish_id: int) -> BindingWish:
    """The wish, if this person may decide on it now. Raises as `approve_wish`."""
    row = _to_decide(ctx, me, wish_id)
    if row.status is not WishStatus.WAITING:
        raise WrongState("binding_wish", row.status.value)
    return row


def check_reason(text: str) -> str:
    """A reason as it is kept. Raises PersonRefused for none, or one that is too long."""
    said = profile.tidy(text)
    if len(said) > _LONGEST_REASON:
        raise PersonRefused("long", most=_LONGEST_REASON)
    if not said:
        raise PersonRefused("reason")
    return said


def as_json(ctx: Context, row: BindingWish) -> dict[str, Any]:
    """A wish as a card needs it."""
    return {
        "id": row.id,
        "name": row.name,
        "position": row.position,
        "role": row.role.value,
        "school": row.school_code,
        "place": seats.place(ctx, row.school_code, row.group_name),
        "phone": row.phone,
        "asked_at": row.asked_at.isoformat(),
    }


def _seat(row: BindingWish) -> Seat:
    return Seat(row.role, row.school_code, row.group_name)


def _to_decide(ctx: Context, me: Me, wish_id: int) -> BindingWish:
    row = ctx.session.get(BindingWish, wish_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("wish", wish_id)
    require_giving(me, _seat(row), approve=True)
    if me.id is not None and me.id == row.person_id:
        raise NotAllowed(seats.act(row.role, approve=True))
    return row


def _close(ctx: Context, row: BindingWish, status: WishStatus) -> None:
    old = row.close(status, at=ctx.now, by=ctx.actor.name[:100])
    ctx.session.flush()
    record(ctx, "wish", row.id, status.value, old.value, status.value)


def _take_back(ctx: Context, line_user: str) -> bool:
    """Take a waiting wish back. True when somebody was told of one a short while ago."""
    row = waiting_of(ctx, line_user)
    if row is None:
        return False
    _close(ctx, row, WishStatus.WITHDRAWN)
    return row.asked_at > ctx.now - _QUIET


def _tell_officer(ctx: Context, row: BindingWish) -> None:
    """The first who may decide and can be reached; what came in meanwhile is told with it."""
    seat = _seat(row)
    for person, _ in with_right(ctx, seats.act(seat.role, approve=True), seat.thing):
        account = person.line_user
        if person.id == row.person_id or not account or not telling.reachable(ctx, account):
            continue
        at = telling.gathers_until(ctx, account)
        held = f"wishes:{account}"[:120] if at else None
        every = waiting(ctx, as_me(ctx, person))
        data = {"wishes": [as_json(ctx, w) for w in every[-TOLD:]], "count": len(every)}
        telling.tell(
            ctx, account, "people.wishes", data, ref=f"wish:{row.id}", at=at, hold_key=held
        )
        return


def _tell(ctx: Context, row: BindingWish, kind: str, data: dict[str, Any]) -> None:
    if telling.reachable(ctx, row.line_user):
        telling.tell(ctx, row.line_user, kind, data, ref=f"wish:{row.id}")
