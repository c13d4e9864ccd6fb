"""An announcement gets its recipients: each a row, and what tells them a row of the outbox, in the
same transaction. Many are told in few statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from handlers import outbox, spending, telling
from handlers.announcements import access
from handlers.announcements.audiences import Chosen, recipients, scope
from handlers.announcements.pricing import POT
from handlers.context import Context
from handlers.outbox import MAX_NOTICES, RODE, Letter
from models.announcements import Announcement, AnnouncementRecipient, Delivery
from models.groups import BoundGroup
from models.outbox import OutboxMessage, OutboxStatus, Purpose

Json = dict[str, Any]
TOLD, NUDGE = "announcement.told", "announcement.nudge"
#: Free first: an offer outlives the moment at which the rest is pushed, so that a clock that
#: stands still, or a month without messages, leaves it riding.
GRACE = timedelta(days=7)
_SECTION = 500


@dataclass(frozen=True)
class Target:
    """A person to be told, for which schools."""

    person_id: int
    line_user: str
    schools: tuple[str, ...] = ()


@dataclass(frozen=True)
class Delivered:
    """How many people and groups it goes to; `pushed`: at how many paid messages; `short`: for
    how many messages there was no money, so that it only rides to them."""

    people: int = 0
    groups: int = 0
    pushed: int = 0
    short: int = 0


def deliver(ctx: Context, row: Announcement) -> Delivered:
    """Tell everybody whom it is for at this moment, within the price that was agreed to."""
    chosen = Chosen.from_json(row.audience)
    to = recipients(ctx, chosen)
    # Who is late changes: who was meant is kept.
    row.audience = {**row.audience, "scope": [school.smis for school in scope(ctx, chosen)]}
    people = [Target(one.person.id, one.person.line_user or "", one.schools) for one in to.people]
    _write(ctx, row, people, to.groups)
    if row.delivery is not Delivery.PUSH:
        offer(ctx, row, people)
        return Delivered(len(people), len(to.groups))
    pushed, groups, cost = within(people, to.groups, affordable(ctx, row))
    told = set(pushed)
    offer(ctx, row, [one for one in people if one not in told])
    push(ctx, row, pushed)
    push_groups(ctx, row, groups)
    wanted = len(people) + sum(group.members or 0 for group in to.groups)
    return Delivered(len(people), len(to.groups), cost, wanted - cost)


def affordable(ctx: Context, row: Announcement) -> int:
    """How many messages it may cost now: never more than was agreed to, nor than there are."""
    left = spending.left(ctx, POT, ref=access.ref(row))
    return row.price if left is None else min(row.price, left)


def within(
    people: Sequence[Target], groups: Sequence[BoundGroup], messages: int
) -> tuple[list[Target], list[BoundGroup], int]:
    """Those who can be told for so many messages, and what that costs: first one person of each
    school, then the others, then the groups that fit whole."""
    chosen = _one_of_each_school_first(people)[:messages]
    cost, fitting = len(chosen), list[BoundGroup]()
    for group in groups:
        if group.members and cost + group.members <= messages:
            fitting.append(group)
            cost += group.members
    return chosen, fitting, cost


def offer(
    ctx: Context, row: Announcement, people: Sequence[Target], *, until: datetime | None = None
) -> None:
    """Let it ride on these people's next free reply."""
    assert row.until is not None
    more = GRACE if row.delivery is Delivery.FREE_FIRST else timedelta(0)
    to = {one.line_user: access.hold_key(row, one.person_id) for one in people}
    telling.offer_all(
        ctx, to, TOLD, access.told(row), ref=access.ref(row), until=until or row.until + more
    )


def push(
    ctx: Context,
    row: Announcement,
    people: Sequence[Target],
    *,
    kind: str = TOLD,
    keys: Mapping[int, str] | None = None,
) -> None:
    """One paid message to each; what else of announcements waits for them goes along, so that
    nobody is sent two. `keys`: other hold keys than the announcement's own, by person."""
    said = {"kind": kind, "data": access.told(row)}
    for n in range(0, len(people), _SECTION):
        part = people[n : n + _SECTION]
        held = {
            one.line_user: (keys or {}).get(one.person_id, access.hold_key(row, one.person_id))
            for one in part
        }
        along = _take_along(ctx, row, held)
        letters = [
            Letter(
                chat_key=line_user,
                place={"is_group": False, "conversation_id": 0, "turn": 0, "ref": access.ref(row)},
                notices=(said, *along.get(line_user, ())),
                purpose=Purpose.NOTICE,
                hold_key=key,
                price=1,
                pot=POT,
            )
            for line_user, key in held.items()
        ]
        outbox.queue(ctx.session, letters, now=ctx.now)
    ctx.ring("outbox")


def push_groups(ctx: Context, row: Announcement, groups: Iterable[BoundGroup]) -> None:
    """One push into each group, at a message for each member."""
    for group in groups:
        key = group_key(row, group.chat_key)
        telling.tell_group(
            ctx, group.chat_key, TOLD, access.told(row), ref=access.ref(row),
            members=group.members or 0, hold_key=key, pot=POT,
        )  # fmt: skip
        ctx.session.execute(
            update(AnnouncementRecipient)
            .where(
                AnnouncementRecipient.announcement_id == row.id,
                AnnouncementRecipient.chat_key == group.chat_key,
            )
            .values(hold_key=key)
        )


def group_key(row: Announcement, chat_key: str) -> str:
    """Under which a push into a group is known."""
    return f"{access.ref(row)}:group:{chat_key}"


def _take_along(ctx: Context, row: Announcement, held: Mapping[str, str]) -> dict[str, list[Json]]:
    """The notices of other announcements that wait for these chats; from now on they are known by
    the hold keys of this push."""
    own = f"{access.ref(row)}:"
    query = select(OutboxMessage).where(
        OutboxMessage.chat_key.in_(held),
        OutboxMessage.hold_key.startswith("announcement:"),
        ~OutboxMessage.hold_key.startswith(own),
        OutboxMessage.status == OutboxStatus.QUEUED,
        OutboxMessage.attempts == 0,
        OutboxMessage.only_free,
    )
    found: dict[str, list[Json]] = {}
    for other in ctx.session.scalars(query.order_by(OutboxMessage.id).with_for_update()):
        along = found.setdefault(other.chat_key, [])
        if len(along) + len(other.notices) >= MAX_NOTICES:
            continue
        along.extend(other.notices)
        other.finish(OutboxStatus.SUPERSEDED, at=ctx.now, error=RODE)
    ctx.session.flush()
    return found


def _write(
    ctx: Context, row: Announcement, people: Sequence[Target], groups: Sequence[BoundGroup]
) -> None:
    """Their rows. A group has no hold key until it rides there, or is pushed."""
    shared = {"announcement_id": row.id, "addressed": True}
    rows = [
        {
            **shared,
            "chat_key": one.line_user,
            "person_id": one.person_id,
            "schools": list(one.schools),
            "hold_key": access.hold_key(row, one.person_id),
        }
        for one in people
    ] + [
        {
            **shared,
            "chat_key": group.chat_key,
            "person_id": None,
            "schools": list(group.schools or ()),
            "hold_key": None,
        }
        for group in groups
    ]
    for n in range(0, len(rows), _SECTION):
        ctx.session.execute(insert(AnnouncementRecipient), rows[n : n + _SECTION])


def _one_of_each_school_first(people: Sequence[Target]) -> list[Target]:
    met: set[str] = set()
    first, others = list[Target](), list[Target]()
    for one in people:
        new = not met.issuperset(one.schools)
        met.update(one.schools)
        (first if new else others).append(one)
    return [*first, *others]
