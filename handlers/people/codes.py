"""One-time codes: issued by those who may give the post, typed in chat, used once.

A code is shown once; only its hash is kept. Five wrong ones in an hour, and nothing more is heard
from that account for a while.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from handlers.context import Context
from handlers.people import binding, posts, profile, roster, seats
from handlers.people.access import Me, by_line, today
from handlers.people.recording import record
from handlers.people.refused import PersonRefused
from handlers.people.seats import Seat, require_giving
from models.people import ActingOrder, CodePurpose, CodeTry, OneTimeCode, Person, Post

#: Crockford's: no I, L, O, U. What looks like another letter is read as the one that is meant.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
LIFE = timedelta(days=7)
MOST_TRIES, PATIENCE = 5, timedelta(hours=1)
_KEPT = timedelta(days=1)
_MEANT = str.maketrans(
    "OILU๐๑๒๓๔๕๖๗๘๙", "011V0123456789", " -–_.\u200b\u200c\u200d\ufeff\u00a0\n\t"
)


@dataclass(frozen=True)
class Issued:
    """A new code, in clear for this once, and its row."""

    code: str
    row: OneTimeCode


@dataclass(frozen=True)
class Bound:
    """Who a code made known, the post that it gave, and whether another account was released."""

    person: Person
    post: Post | None = None
    released: bool = False


def normal(typed: str) -> str | None:
    """The code that was meant: spaces, small letters, 0 for O do no harm. None: it is no code."""
    code = typed.upper().translate(_MEANT)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def issue_code(
    ctx: Context, me: Me, *, seat: Seat | None = None, person_id: int | None = None
) -> Issued:
    """A code that gives a post to whoever uses it, or binds a person that is known.

    Codes for that person that were issued before are void. Raises NotAllowed, NotFound.
    """
    if seat is not None:
        require_giving(me, seat)
    if person_id is not None:
        person = posts.get(ctx, person_id)
        binding.require_over(ctx, me, person)
        revoke_of_person(ctx, person_id)
    elif seat is None:
        raise PersonRefused("code_for_whom")
    return make(ctx, CodePurpose.BIND, seat=seat, person_id=person_id)


def make(
    ctx: Context,
    purpose: CodePurpose,
    *,
    seat: Seat | None = None,
    person_id: int | None = None,
    request_id: int | None = None,
) -> Issued:
    """The code itself, once the right to issue it is known."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    row = OneTimeCode(
        code_hash=_hash(code), purpose=purpose, person_id=person_id, request_id=request_id,
        role=seat.role if seat else None, school_code=seat.school if seat else None,
        group_name=seat.group if seat else None, title=seat.title if seat else None,
        issued_at=ctx.now, issued_by=ctx.actor.name[:100], expires_at=ctx.now + LIFE,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    told = {"purpose": purpose.value, "person": person_id, "request": request_id}
    if seat:
        told |= {"role": seat.role.value, "school": seat.school, "group": seat.group}
    record(ctx, "code", row.id, "issued", after=told)
    return Issued(code, row)


def find(ctx: Context, line_user: str, typed: str, purpose: CodePurpose) -> OneTimeCode:
    """The code that was typed, locked and still good.

    Raises PersonRefused: `wait` after too many wrong ones, `code_shape`, `code_wrong` (counted),
    `code_used`, `code_expired`, `code_other` where it is for something else.
    """
    _patience(ctx, line_user)
    code = normal(typed)
    if code is None:
        raise PersonRefused("code_shape")
    row = ctx.session.scalar(
        select(OneTimeCode)
        .where(OneTimeCode.code_hash == _hash(code))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        ctx.session.add(CodeTry(line_user=line_user, at=ctx.now))
        ctx.session.flush()
        raise PersonRefused("code_wrong", left=MOST_TRIES - len(_tries(ctx, line_user)))
    if row.purpose is not purpose:
        raise PersonRefused("code_other", purpose=row.purpose.value)
    if row.used_at is not None:
        raise PersonRefused("code_used")
    if row.revoked_at is not None:
        raise PersonRefused("code_revoked")
    if ctx.now >= row.expires_at:
        raise PersonRefused("code_expired")
    return row


def needs_name(ctx: Context, line_user: str, typed: str) -> bool:
    """Would this code make somebody known whose name nobody has said? Raises as `find` does."""
    row = find(ctx, line_user, typed, CodePurpose.BIND)
    known = by_line(ctx, line_user)
    return row.person_id is None and known is None


def use_code(ctx: Context, line_user: str, typed: str, name: str | None = None) -> Bound:
    """Use a code: the account is bound to its person, or whoever has the account gets its post.

    Raises PersonRefused as `find` does; `name_needed`, `account_taken`, `already_bound`,
    `same_post`: then the code is still good.
    """
    row = find(ctx, line_user, typed, CodePurpose.BIND)
    seat = _seat(ctx, row)
    person, released = _person(ctx, row, line_user, name)
    post = _given(ctx, person, seat) if seat else None
    row.use(at=ctx.now, by=f"person:{person.id}")
    ctx.session.flush()
    record(ctx, "code", row.id, "used", after={"person": person.id})
    return Bound(person, post, released)


def _seat(ctx: Context, row: OneTimeCode) -> Seat | None:
    if row.role is None:
        return None
    return seats.seat(ctx, row.role, school=row.school_code, group=row.group_name, title=row.title)


def _given(ctx: Context, person: Person, seat: Seat) -> Post:
    if binding.unproven(ctx, person):  # an invitation says more surely who they are
        person.position, person.affiliation = seat.title, seat.place_name
    return posts.held(ctx, person.id, seat, today(ctx)) or posts.begin(ctx, person, seat)


def revoke_of_person(ctx: Context, person_id: int) -> None:
    """Codes for this person that nobody has used are void from now on."""
    for row in ctx.session.scalars(
        select(OneTimeCode).where(
            OneTimeCode.person_id == person_id,
            OneTimeCode.used_at.is_(None),
            OneTimeCode.revoked_at.is_(None),
        )
    ).all():
        row.revoked_at = ctx.now


def _person(
    ctx: Context, row: OneTimeCode, line_user: str, name: str | None
) -> tuple[Person, bool]:
    known = by_line(ctx, line_user)
    if row.person_id is not None:
        person = posts.get(ctx, row.person_id)
        if known is person and row.role is None:
            raise PersonRefused("already_bound")
        if _rose_since(ctx, row):
            raise PersonRefused("code_revoked")
        return person, binding.bind(ctx, person, line_user) is not None
    if known is not None:
        _not_held(ctx, known, row)
        return known, False
    if not name:
        raise PersonRefused("name_needed")
    return roster.introduce(ctx, line_user, profile.name(name, own=True)), False


def _rose_since(ctx: Context, row: OneTimeCode) -> bool:
    """Was the person given a post or an order after the code? Whoever issued it had the right over
    what they held then, not over this."""
    return any(
        ctx.session.scalar(
            select(table.id)
            .where(table.person_id == row.person_id, table.created_at > row.issued_at)
            .limit(1)
        )
        for table in (Post, ActingOrder)
    )


def _not_held(ctx: Context, person: Person, row: OneTimeCode) -> None:
    assert row.role is not None
    seat = Seat(row.role, row.school_code, row.group_name)
    if posts.held(ctx, person.id, seat, today(ctx)) is not None:
        raise PersonRefused("same_post", title=row.title or "")


def _patience(ctx: Context, line_user: str) -> None:
    ctx.session.execute(
        delete(CodeTry)
        .where(CodeTry.at < ctx.now - _KEPT)
        .execution_options(synchronize_session=False)
    )
    tries = _tries(ctx, line_user)
    if len(tries) >= MOST_TRIES:
        raise PersonRefused("wait", until=(tries[0].at + PATIENCE).isoformat())


def _tries(ctx: Context, line_user: str) -> list[CodeTry]:
    recent = select(CodeTry).where(CodeTry.line_user == line_user, CodeTry.at > ctx.now - PATIENCE)
    return list(ctx.session.scalars(recent.order_by(CodeTry.at, CodeTry.id)))


def _hash(code: str) -> str:
    return hashlib.sha256(b"thamkhet:code:" + code.encode()).hexdigest()
