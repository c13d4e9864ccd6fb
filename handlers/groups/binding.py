"""A group is bound to its purpose: by a command, or by a code that is typed in the group itself.

A code is shown once to the officer and kept as a hash; wrong ones in groups are not heard for a
while, like those of people.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from handlers import audit
from handlers.context import Context
from handlers.people import Me
from handlers.people.codes import ALPHABET, normal
from models.chats import Chat
from models.errors import NotFound, Refusal, WrongState
from models.groups import BoundGroup, GroupCode, GroupPurpose
from models.rights import Act
from models.schools import School

LIFE = timedelta(days=2)
#: Unlike a person's code: nobody takes one for the other.
_PREFIX = "G"
_LENGTH = 8
LONGEST = 200
#: Groups in which schools are reminded. The office's own group sees `ประกาศ` when it asks.
OF_SCHOOLS = frozenset(set(GroupPurpose) - {GroupPurpose.OFFICE})


class GroupRefused(Refusal):
    """Nothing is bound. `why`: `name`, `school` (`code`), `not_a_group`, `code`."""

    def __init__(self, why: str, code: str = "") -> None:
        super().__init__(f"{why} {code}")
        self.why, self.code = why, code


@dataclass(frozen=True)
class Issued:
    """A new code, in clear for this once."""

    code: str
    row: GroupCode


def bind(
    ctx: Context,
    me: Me,
    chat_key: str,
    name: str,
    purpose: GroupPurpose,
    schools: Sequence[str] | None = None,
) -> BoundGroup:
    """Bind a group; binding it again changes it. Raises NotAllowed, GroupRefused."""
    me.require(Act.KEEP_GROUPS)
    return _bound(ctx, chat_key, _checked(name), purpose, _schools(ctx, schools))


def issue_code(
    ctx: Context, me: Me, name: str, purpose: GroupPurpose, schools: Sequence[str] | None = None
) -> Issued:
    """A code to be typed in the group by anybody there, within two days."""
    me.require(Act.KEEP_GROUPS)
    code = _PREFIX + "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH - 1))
    row = GroupCode(
        code_hash=_hash(code), name=_checked(name), purpose=purpose,
        schools=_schools(ctx, schools), issued_at=ctx.now, issued_by=ctx.actor.name[:100],
        expires_at=ctx.now + LIFE,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    audit.record(ctx, "group:code:issued", f"group_code:{row.code_hash[:8]}", None, purpose.value)
    return Issued(code, row)


def bind_by_code(ctx: Context, chat_key: str, typed: str) -> BoundGroup:
    """The code was typed in this group. Raises GroupRefused (`code`): wrong, used or too old."""
    code = normal(typed)
    row = ctx.session.get(GroupCode, _hash(code), with_for_update=True) if code else None
    if row is None:
        raise GroupRefused("code")
    try:
        row.use(at=ctx.now, by=chat_key)
    except WrongState as error:
        raise GroupRefused("code") from error
    return _bound(ctx, chat_key, row.name, row.purpose, row.schools)


def bound(ctx: Context, chat_key: str) -> BoundGroup | None:
    """What this group is bound to; None for one that is not, or is not any more."""
    row = ctx.session.get(BoundGroup, chat_key)
    return row if row is not None and row.ended_at is None else None


def listed(ctx: Context) -> list[tuple[BoundGroup, bool]]:
    """The bound groups, and whether the bot is still in each."""
    rows = ctx.session.execute(
        select(BoundGroup, Chat.left_at)
        .outerjoin(Chat, Chat.chat_key == BoundGroup.chat_key)
        .where(BoundGroup.ended_at.is_(None))
        .order_by(BoundGroup.purpose, BoundGroup.name)
    )
    return [(row, left is None) for row, left in rows]


def end(ctx: Context, me: Me, chat_key: str) -> BoundGroup:
    """The group is not the office's any more. Raises NotFound, WrongState, NotAllowed."""
    me.require(Act.KEEP_GROUPS)
    row = _get(ctx, chat_key)
    row.end(at=ctx.now)
    audit.record(ctx, "group:group:ended", f"group:{chat_key}", None, {"ended": True})
    return row


def set_rides(ctx: Context, chat_key: str, rides: bool) -> BoundGroup:
    """The group wants notices to ride on its messages, or not. Said in the group itself."""
    row = _get(ctx, chat_key)
    before, row.rides = row.rides, rides
    audit.record(ctx, "group:group:rides", f"group:{chat_key}", before, rides)
    return row


def take_count(ctx: Context, chat_key: str, members: int | None) -> None:
    """LINE's count of the group's members; None when it did not say."""
    row = ctx.session.get(BoundGroup, chat_key)
    if row is not None and members is not None:
        row.members, row.counted_at = members, ctx.now
        ctx.session.flush()


def to_count(ctx: Context, every: timedelta) -> list[str]:
    """The groups whose members were not counted for so long."""
    return [
        row.chat_key
        for row, there in listed(ctx)
        if there and (row.counted_at is None or row.counted_at <= ctx.now - every)
    ]


def _bound(
    ctx: Context, chat_key: str, name: str, purpose: GroupPurpose, schools: list[str] | None
) -> BoundGroup:
    if not chat_key.startswith(("C", "R")):
        raise GroupRefused("not_a_group")
    row = ctx.session.get(BoundGroup, chat_key)
    before = {"purpose": row.purpose.value, "schools": row.schools} if row else None
    if row is None:
        row = BoundGroup(chat_key=chat_key, rides=True, bound_at=ctx.now, bound_by="")
        ctx.session.add(row)
    row.name, row.purpose, row.schools, row.ended_at = name, purpose, schools, None
    row.bound_at, row.bound_by = ctx.now, ctx.actor.name[:100]
    ctx.session.flush()
    after = {"purpose": purpose.value, "schools": schools}
    audit.record(ctx, "group:group:bound", f"group:{chat_key}", before, after)
    return row


def _get(ctx: Context, chat_key: str) -> BoundGroup:
    row = ctx.session.get(BoundGroup, chat_key, with_for_update=True)
    if row is None or row.ended_at is not None:
        raise NotFound("group", chat_key)
    return row


def _checked(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > LONGEST:
        raise GroupRefused("name")
    return tidy


def _schools(ctx: Context, codes: Sequence[str] | None) -> list[str] | None:
    if not codes:
        return None
    for code in codes:
        school = ctx.session.get(School, code)
        if school is None or not school.in_office:
            raise GroupRefused("school", code)
    return sorted(set(codes))


def _hash(code: str) -> str:
    return hashlib.sha256(f"group:{code}".encode()).hexdigest()
