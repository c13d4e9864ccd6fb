"""Every use case of people, ratings, complaints × role × ownership: what the table says happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from handlers import auditing, complaints, ratings
from handlers import people as known
from handlers.context import Context
from handlers.people import Me, PersonRefused, Seat, as_me, wishes
from models.errors import NotAllowed, NotFound
from models.people import AT_SCHOOL, IN_GROUP, BindingWish, Person, Role, WishStatus
from models.ratings import Complaint, ComplaintKind, ComplaintStatus, Level, Rating
from tests import people

FORM = next(iter(ratings.forms.every().values()))
NEXT_YEAR = date(2027, 1, 1)
_DESK = {Role.OFFICER, Role.TECHNICIAN, Role.AV_OFFICER, Role.GROUP_DIRECTOR}
_HEADS = {Role.GROUP_DIRECTOR, Role.DEPUTY_DIRECTOR, Role.AREA_DIRECTOR}
_INVITE = {Role.OFFICER, Role.ADMIN}
#: Who may give a post, by hand: from everywhere, and from the same school or group alone.
GIVES: dict[Role, tuple[set[Role], set[Role]]] = {
    **dict.fromkeys((Role.TEACHER, Role.SCHOOL_ADMIN), (_INVITE, {Role.SCHOOL_DIRECTOR})),
    **dict.fromkeys((Role.SCHOOL_DIRECTOR, Role.NETWORK_CHAIR, Role.GUEST), (_INVITE, set())),
    **dict.fromkeys(
        (Role.OFFICER, Role.TECHNICIAN, Role.AV_OFFICER, Role.SUPPLIES),
        ({Role.ADMIN}, {Role.GROUP_DIRECTOR}),
    ),
    **dict.fromkeys(
        (Role.GROUP_DIRECTOR, Role.DEPUTY_DIRECTOR, Role.AREA_DIRECTOR, Role.AUDITOR, Role.ADMIN),
        ({Role.ADMIN}, set()),
    ),
}  # fmt: skip


def seat(role: Role) -> Seat:
    """A post of this role here."""
    school = people.SCHOOL if role in AT_SCHOOL else None
    group = people.GROUP if role in IN_GROUP else None
    return Seat(role, school, group, role.value, "")


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Rights know no database: one will do for so many tries. Locks are tried elsewhere."""
    return sqlite_url


@pytest.fixture
def everybody(ctx: Context) -> list[tuple[Me, Role | None, bool]]:
    """Somebody in each role, here and elsewhere; one without a post, one whose post ended, one
    who was erased, somebody unknown."""
    found = people.everybody(ctx, ended=Role.ADMIN)
    to_come = people.person(ctx, "ยังไม่ถึง", Role.ADMIN, starts_on=NEXT_YEAR)
    found.append((as_me(ctx, to_come), None, False))
    return found


def passes(ctx: Context, call: Callable[[], Any]) -> bool:
    """Does the use case let it happen? What it did is taken back."""
    with ctx.session.begin_nested() as savepoint:
        try:
            call()
        except (NotAllowed, NotFound):
            return False
        finally:
            savepoint.rollback()
    return True


GIVING: dict[str, Callable[[Context, Me, Role], Any]] = {
    "issue a code": lambda c, m, r: known.issue_code(c, m, seat=seat(r)),
    "give": lambda c, m, r: known.give_post(c, m, people.person(c, "ใคร").id, seat(r)),
    "enter": lambda c, m, r: known.add_person(c, m, "ใหม่ จริง", seat(r)),
    "end": lambda c, m, r: known.end_post(c, m, _holds(c, r)[1], NEXT_YEAR),
    "retire": lambda c, m, r: known.retire(c, m, _holds(c, r)[0]),
    "move": lambda c, m, r: known.move(
        c, m, _holds(c, r)[0],
        Seat(r, people.SCHOOL if r in AT_SCHOOL else None,
             people.GROUP if r in IN_GROUP else None, "ที่ใหม่", ""), NEXT_YEAR,
    ),
    "let act": lambda c, m, r: known.appoint_acting(
        c, m, people.person(c, "ใคร").id, "duty", seat(r), "1/2569"
    ),
    "end acting": lambda c, m, r: known.end_acting(c, m, _acts(c, r)[1], NEXT_YEAR),
    "code for a holder": lambda c, m, r: known.issue_code(c, m, person_id=_holds(c, r)[0]),
    "unbind a holder": lambda c, m, r: known.unbind(c, m, _holds(c, r)[0]),
    "code for one who acts": lambda c, m, r: known.issue_code(c, m, person_id=_acts(c, r)[0]),
    "unbind one who acts": lambda c, m, r: known.unbind(c, m, _acts(c, r)[0]),
}  # fmt: skip


def _holds(ctx: Context, role: Role) -> tuple[int, int]:
    where = seat(role)
    person = people.person(ctx, "ผู้ดำรง ตำแหน่ง", line_user="U-holder")
    post = people.post(ctx, person, role, group=where.group, school=where.school)
    return person.id, post.id


def _acts(ctx: Context, role: Role) -> tuple[int, int]:
    """Somebody whose only power is to stand in for the post."""
    person = people.person(ctx, "ผู้รักษา ราชการ", line_user="U-acting")
    order = people.acting(ctx, person, role, group=seat(role).group)
    order.school_code = seat(role).school
    ctx.session.flush()
    return person.id, order.id


@pytest.mark.parametrize("case", GIVING)
def test_a_post_is_given_taken_and_its_account_changed_by_whom_the_table_names(
    case: str, ctx: Context, everybody: list[tuple[Me, Role | None, bool]]
) -> None:
    wrong = []
    for wanted in Role:
        anywhere, same = GIVES[wanted]
        for me, role, here in everybody:
            may = role in anywhere or (here and role in same)
            # Whoever holds nothing is in the hands of those who let anybody in at schools.
            if passes(ctx, partial(GIVING[case], ctx, me, wanted)) != may:
                wrong.append((wanted.value, role and role.value, here))
    assert wrong == []


def test_a_post_with_an_order_is_above_who_gives_only_the_post(ctx: Context) -> None:
    """A director of a group gives an officer's post, not the account of one who also acts for
    ผอ.สพป.: with a code for it they could decide as him."""
    director = as_me(ctx, people.person(ctx, "ผอ.", Role.GROUP_DIRECTOR, group=people.GROUP))
    officer = people.person(ctx, "รักษาการ", Role.OFFICER, group=people.GROUP, line_user="U-officer")
    known.issue_code(ctx, director, person_id=officer.id)
    later = replace(ctx, now=ctx.now + timedelta(minutes=1))
    code = known.issue_code(ctx, director, person_id=officer.id).code
    people.acting(later, officer, Role.AREA_DIRECTOR)
    with pytest.raises(PersonRefused) as refused:  # one of before gives no more than it did
        known.use_code(later, "U-second-telephone", code)
    assert refused.value.why == "code_revoked"
    for call in (
        lambda: known.issue_code(ctx, director, person_id=officer.id),
        lambda: known.unbind(ctx, director, officer.id),
    ):
        with pytest.raises(NotAllowed):
            call()


@pytest.mark.parametrize("approve", [True, False])
def test_a_wish_is_decided_by_whom_the_table_names_and_never_by_oneself(
    ctx: Context, everybody: list[tuple[Me, Role | None, bool]], approve: bool
) -> None:
    wrong = []
    for wanted in (Role.TEACHER, Role.SCHOOL_ADMIN, Role.SCHOOL_DIRECTOR, Role.OFFICER, Role.GUEST):
        office = wanted is Role.OFFICER
        anywhere = {Role.ADMIN} if office else _INVITE
        same = {Role.GROUP_DIRECTOR} if office else set()
        for me, role, here in everybody:
            for own in (False, True):
                if own and me.person is None:
                    continue
                may = not own and (role in anywhere or (here and role in same))
                call = _deciding(ctx, me, wanted, approve, own)
                if passes(ctx, call) != may:
                    wrong.append((wanted.value, role and role.value, here, own))
    assert wrong == []


def _deciding(
    ctx: Context, me: Me, wanted: Role, approve: bool, own: bool
) -> Callable[[], BindingWish]:
    def call() -> BindingWish:
        if own:
            assert me.person is not None
            person, me.person.line_user = me.person, "U-wisher"
        else:
            person = people.person(ctx, "ผู้ขอ", line_user="U-wisher")
        ctx.session.flush()
        where = seat(wanted)
        row = BindingWish(
            line_user="U-wisher", name="ผู้ ขอ", position="", role=wanted,
            school_code=where.school, group_name=where.group, asked_at=ctx.now,
            status=WishStatus.WAITING, person_id=person.id,
        )  # fmt: skip
        ctx.session.add(row)
        ctx.session.flush()
        seen = [w.id for w in wishes.waiting(ctx, me)]
        done = (
            known.approve_wish(ctx, me, row.id) if approve
            else known.refuse_wish(ctx, me, row.id, "ไม่ใช่")
        )  # fmt: skip
        assert row.id in seen  # who may decide finds it in the list
        return done

    return call


@dataclass(frozen=True)
class Case:
    """A use case of a complaint, and who may."""

    may: set[Role]
    call: Callable[[Context, Me, int], Any]


OF_COMPLAINT = {
    "see": Case(_HEADS | {Role.AUDITOR}, lambda c, m, i: complaints.see(c, m, i)),
    "note": Case(_HEADS, lambda c, m, i: complaints.note(c, m, i, "ดูแล้ว")),
    "close": Case(_HEADS, lambda c, m, i: complaints.close(c, m, i, "เสร็จแล้ว")),
    "list": Case(_HEADS | {Role.AUDITOR}, lambda c, m, i: _listed(c, m, i)),
}


def _listed(ctx: Context, me: Me, id_: int) -> None:
    if id_ not in [row.id for row in complaints.listed(ctx, me)]:
        raise NotFound("complaint", id_)


@pytest.mark.parametrize("name", OF_COMPLAINT)
def test_a_complaint_is_for_its_followers_and_never_for_whom_it_is_about(
    name: str, ctx: Context, everybody: list[tuple[Me, Role | None, bool]]
) -> None:
    case, wrong = OF_COMPLAINT[name], []
    for me, role, _here in everybody:
        for about in (False, True):
            row = Complaint(
                kind=ComplaintKind.COMPLAINT, words="ช้า", opened_at=ctx.now,
                status=ComplaintStatus.OPEN, about_id=me.id if about else None,
            )  # fmt: skip
            ctx.session.add(row)
            ctx.session.flush()
            may = role in case.may and not about
            if passes(ctx, partial(case.call, ctx, me, row.id)) != may:
                wrong.append((role and role.value, about))
            if about:
                assert me.id is None or f"complaint:{row.id}" in complaints.hidden_from(ctx, me)
    assert wrong == []


def test_who_may_complain_record_and_read_the_trail(
    ctx: Context, everybody: list[tuple[Me, Role | None, bool]]
) -> None:
    kind = ComplaintKind.PROBLEM
    for me, role, _here in everybody:
        assert passes(ctx, partial(complaints.complain, ctx, me, "U-x", "ช้ามาก"))
        recorded = passes(ctx, partial(complaints.record, ctx, me, kind, "เครื่องเสีย"))
        assert recorded == (role in _DESK), role
        read = passes(ctx, partial(auditing.entries, ctx, me))
        assert read == (role in _HEADS | {Role.AUDITOR, Role.ADMIN}), role


def test_a_rating_is_its_own_persons_whatever_post_another_holds(
    ctx: Context, everybody: list[tuple[Me, Role | None, bool]]
) -> None:
    stranger = people.person(ctx, "ผู้ขอ")
    for n, (me, role, _here) in enumerate(everybody):
        for own in (False, True):
            if own and me.person is None:
                continue
            row = Rating(
                subject=f"ticket:{n * 2 + own}", service="ticket", form=FORM.slug,
                person_id=me.id if own else stranger.id, invited_at=ctx.now,
            )  # fmt: skip
            ctx.session.add(row)
            ctx.session.flush()
            for call in (
                partial(ratings.see, ctx, me, row.id),
                partial(ratings.rate, ctx, me, row.id, {FORM.order[0]: Level.GOOD}),
            ):
                assert passes(ctx, call) == own, (role, own)


def test_whoever_was_erased_has_no_right_left(ctx: Context) -> None:
    person = people.person(ctx, "เคยเป็น", Role.ADMIN, line_user="U-gone")
    me = as_me(ctx, person)
    known.erase(ctx, person)
    again = as_me(ctx, ctx.session.get(Person, person.id))
    assert again.holdings == ()
    assert not passes(ctx, lambda: known.issue_code(ctx, again, seat=seat(Role.TEACHER)))
    assert me.person is person
