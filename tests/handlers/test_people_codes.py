"""One-time codes: who issues them, how they may be typed, what makes one no good."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from handlers import people
from handlers.context import Context
from handlers.people import SYSTEM, PersonRefused, codes
from handlers.people.codes import ALPHABET, normal
from models.errors import NotAllowed
from models.people import CodePurpose, CodeTry, OneTimeCode, Person, Role
from models.requests import ServiceRequest
from tests.conftest import NOON
from tests.handlers.people_office import ONE, PLAN, TWO, acting_as, add, audited, open_schools
from tests.handlers.people_papers import file_request

NAME = "สมปอง ตัวอย่าง"


@pytest.fixture
def schools(ctx: Context) -> None:
    open_schools(ctx)
    add(ctx, "คนอื่น สมมุติ", "teacher", "U-other", school=TWO)


def refused(ctx: Context, line: str, typed: str, name: str | None = NAME) -> PersonRefused:
    with pytest.raises(PersonRefused) as caught:
        people.use_code(ctx, line, typed, name)
    return caught.value


def code_for(ctx: Context, role: str = "teacher", school: str = ONE) -> str:
    seat = people.seat(ctx, role, school=school)
    return people.issue_code(ctx, SYSTEM, seat=seat).code


@pytest.mark.usefixtures("schools")
def test_a_director_invites_a_teacher(ctx: Context) -> None:
    head = acting_as(ctx, add(ctx, "ผอ. โรงเรียน", "school_director", school=ONE))
    issued = people.issue_code(ctx, head, seat=people.seat(ctx, "teacher", school=ONE))
    assert issued.row.expires_at == ctx.now + timedelta(days=7)
    assert issued.code not in str(vars(issued.row))
    assert codes.needs_name(ctx, "U-new", issued.code)
    done = people.use_code(ctx, "U-new", issued.code, NAME)
    assert (done.person.name, done.person.line_user) == (NAME, "U-new")
    assert (done.person.position, done.person.affiliation) == ("ครู", "โรงเรียนบ้านหนองสมมุติ")
    assert [h.role for h in people.me(ctx, "U-new").holders] == [Role.TEACHER]
    assert refused(ctx, "U-late", issued.code).why == "code_used"
    assert people.me(ctx, "U-late").person is None
    for role, where in (("school_director", ONE), ("teacher", TWO)):
        with pytest.raises(NotAllowed):
            people.issue_code(ctx, head, seat=people.seat(ctx, role, school=where))


@pytest.mark.usefixtures("schools")
def test_a_second_school_by_code(ctx: Context) -> None:
    teacher = add(ctx, NAME, "teacher", "U-1", school=ONE)
    code = code_for(ctx, school=TWO)
    assert not codes.needs_name(ctx, "U-1", code)
    done = people.use_code(ctx, "U-1", code)
    assert (done.person, done.post.school_code) == (teacher, TWO)
    assert len(people.me(ctx, "U-1").holders) == 2
    again = code_for(ctx, school=TWO)
    assert refused(ctx, "U-1", again).why == "same_post"
    # It is still good for somebody else.
    assert people.use_code(ctx, "U-2", again, "สมหมาย ใหม่").post is not None


@pytest.mark.usefixtures("schools")
def test_a_new_telephone_takes_the_account_of_the_old(ctx: Context) -> None:
    teacher = add(ctx, NAME, "teacher", "U-old", school=ONE)
    first = people.issue_code(ctx, SYSTEM, person_id=teacher.id).code
    code = people.issue_code(ctx, SYSTEM, person_id=teacher.id).code
    assert refused(ctx, "U-new", first).why == "code_revoked"
    assert refused(ctx, "U-old", code).why == "already_bound"
    assert refused(ctx, "U-other", code).why == "account_taken"
    done = people.use_code(ctx, "U-new", code)
    assert done.released
    assert people.me(ctx, "U-new").person is teacher
    assert people.me(ctx, "U-old").person is None
    assert {"person:bound", "code:used"} <= set(audited(ctx))


@pytest.mark.usefixtures("schools")
def test_what_was_asked_for_before_goes_with_the_account(ctx: Context) -> None:
    known = add(ctx, "ตัวจริง สมมุติ", "officer", group=PLAN)
    guest = people.introduce(ctx, "U-1", "ชื่อเล่น ที่บอก", phone="0812345678")
    request = file_request(ctx, guest)
    people.give_consent(ctx, guest, "1", "h")
    code = people.issue_code(ctx, SYSTEM, person_id=known.id).code
    assert people.use_code(ctx, "U-1", code).person is known
    assert request.requester_id == known.id
    assert (known.phone, guest.name) == ("081-234-5678", "")
    assert people.consents.given(ctx, known.id, "1") is not None


def test_five_wrong_codes_and_it_waits(database, at) -> None:
    with at(NOON) as ctx:
        open_schools(ctx)
        code = code_for(ctx)
        ctx.session.add(CodeTry(line_user="U-1", at=ctx.now - timedelta(hours=2)))
        lefts = [refused(ctx, "U-1", "AAAAAAA" + c).facts.get("left") for c in "12345"]
        assert lefts == [4, 3, 2, 1, 0]
        waits = refused(ctx, "U-1", code)
        assert waits.why == "wait"
        assert waits.facts["until"] == (NOON + timedelta(hours=1)).isoformat()
        assert people.use_code(ctx, "U-2", code, NAME).post is not None
        other = code_for(ctx)
    with at(NOON + timedelta(minutes=61)) as ctx:
        assert people.use_code(ctx, "U-1", other, "สมหมาย ใหม่").post is not None


def test_a_code_lives_seven_days(database, at) -> None:
    with at(NOON) as ctx:
        open_schools(ctx)
        one, two = code_for(ctx), code_for(ctx)
    with at(NOON + timedelta(days=7, seconds=-1)) as ctx:
        assert people.use_code(ctx, "U-1", one, NAME).post is not None
    with at(NOON + timedelta(days=7)) as ctx:
        assert refused(ctx, "U-2", two).why == "code_expired"


def test_what_is_no_code_is_not_counted(ctx: Context) -> None:
    for typed in ("", "ลืมรหัส", "1234567", "123456789", "ABCD!234"):
        assert refused(ctx, "U-1", typed).why == "code_shape"
    assert ctx.session.scalars(select(CodeTry)).all() == []


def test_a_code_for_a_request_makes_nobody_known(ctx: Context) -> None:
    other = people.introduce(ctx, "U-9", "ผู้ขอ ตัวอย่าง")
    request = file_request(ctx, other)
    issued = codes.make(ctx, CodePurpose.CLAIM, request_id=request.id)
    assert refused(ctx, "U-1", issued.code).why == "code_other"
    assert codes.find(ctx, "U-1", issued.code, CodePurpose.CLAIM).request_id == request.id


def test_a_name_is_needed_and_must_be_one(ctx: Context) -> None:
    open_schools(ctx)
    code = code_for(ctx)
    assert refused(ctx, "U-1", code, None).why == "name_needed"
    assert refused(ctx, "U-1", code, "สมปอง").why == "family_name"
    assert refused(ctx, "U-1", code, "1234").why == "name"
    assert ctx.session.scalars(select(Person)).all() == []
    assert people.use_code(ctx, "U-1", code, NAME).person.name == NAME


def test_a_school_that_left_the_list_meanwhile(ctx: Context) -> None:
    open_schools(ctx)
    code = code_for(ctx)
    ctx.session.scalars(select(OneTimeCode)).one().school_code = "88010001"
    assert refused(ctx, "U-1", code).why == "no_school"
    assert ctx.session.scalars(select(Person)).all() == []


@given(st.text(ALPHABET, min_size=8, max_size=8), st.randoms())
def test_a_code_is_read_however_it_is_typed(code: str, random) -> None:
    swap = {"0": "Oo0๐", "1": "iIlL1๑", "V": "uUvV"}
    typed = "".join(random.choice(swap.get(c, c + c.lower())) for c in code)
    cut = random.randint(0, 8)
    assert normal(f" {typed[:cut]}{random.choice(['', ' ', '-', ' - '])}{typed[cut:]}\n") == code


@given(st.text(max_size=30))
def test_anything_else_is_no_code_or_a_whole_one(text: str) -> None:
    code = normal(text)
    assert code is None or (len(code) == 8 and set(code) <= set(ALPHABET))


def test_no_code_is_kept_in_clear(ctx: Context) -> None:
    open_schools(ctx)
    every = {code_for(ctx) for _ in range(20)}
    assert len(every) == 20
    kept = {row.code_hash for row in ctx.session.scalars(select(OneTimeCode))}
    assert not every & kept
    assert all(len(mark) == 64 for mark in kept)
    assert ctx.session.scalars(select(ServiceRequest)).all() == []
