"""Posts: given, ended, left, ended by retirement; orders to act; who answers for which system."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from handlers import people
from handlers.context import Context
from handlers.people import SYSTEM, PersonRefused, profile
from handlers.people.posts import of_person
from models.audit import AuditEntry
from models.errors import NotAllowed, NotFound, WrongState
from models.people import Role
from models.rights import Act, Thing
from tests.conftest import NOON
from tests.handlers.people_office import (
    ELSEWHERE,
    ONE,
    PLAN,
    TECH,
    TWO,
    acting_as,
    add,
    audited,
    open_schools,
)  # fmt: skip

TODAY = date(2026, 11, 19)
TOMORROW = TODAY + timedelta(days=1)


def later(at, days: int):
    return at(NOON + timedelta(days=days))


def test_after_the_last_day_nothing_is_allowed(database, at) -> None:
    with later(at, 0) as ctx:
        add(ctx, "สมหญิง สมมุติ", "officer", group=TECH)
        officer = add(ctx, "สมชาย ทดลอง", "officer", group=PLAN)
        (post,) = of_person(ctx, officer.id)
        people.end_post(ctx, SYSTEM, post.id, TODAY)
        thing = Thing(group_name=PLAN)
        assert acting_as(ctx, officer).may(Act.CHECK_REQUEST, thing)
        assert not acting_as(ctx, officer).may(Act.CHECK_REQUEST, Thing(group_name=TECH))
        found = officer.id
    with later(at, 1) as ctx:
        me = people.as_me(ctx, ctx.session.get(type(officer), found))
        assert not any(me.may(act, thing) for act in (Act.CHECK_REQUEST, Act.SEE_REQUEST))
        assert (me.holdings, me.is_staff) == ((), False)
        assert people.with_right(ctx, Act.CHECK_REQUEST, thing) == []


def test_one_person_two_schools(ctx: Context) -> None:
    open_schools(ctx)
    add(ctx, "คนอื่น สมมุติ", "teacher", "U-other", school=ONE)
    teacher = add(ctx, "สมศรี ตัวอย่าง", "teacher", "U-1", school=ONE, responsible_for=["dmc"])
    again = add(ctx, "สมศรี ตัวอย่าง", "teacher", "U-1", school=f"10{TWO}")
    assert again is teacher
    assert [p.school_code for p in of_person(ctx, teacher.id)] == [ONE, TWO]
    # The same once more changes nothing but what the school names them for.
    add(ctx, "สมศรี ตัวอย่าง", "teacher", "U-1", school=ONE, responsible_for=["emis"])
    assert len(of_person(ctx, teacher.id)) == 2
    assert people.responsible(ctx, ONE, "emis") is teacher
    with pytest.raises(PersonRefused, match="account_of_other"):
        add(ctx, "ใครก็ไม่รู้", "teacher", "U-1", school=ONE)


def test_what_a_post_needs(ctx: Context) -> None:
    open_schools(ctx)
    for why, role, more in (
        ("school_needed", "teacher", {}),
        ("no_school", "teacher", {"school": ELSEWHERE}),
        ("no_school", "teacher", {"school": "99019999"}),
        ("school_code", "teacher", {"school": "บ้านหนอง"}),
        ("group_needed", "officer", {}),
        ("role", "king", {}),
        ("long", "admin", {"title": "ก" * 201}),
    ):
        with pytest.raises(PersonRefused, match=rf"^{why}$"):
            people.seat(ctx, role, **more)
    assert people.seat(ctx, "school_director", school=ONE).title == "ผู้อำนวยการโรงเรียนบ้านหนองสมมุติ"
    assert people.seat(ctx, "group_director", group=f" {PLAN} ").title == f"ผู้อำนวยการ{PLAN}"
    assert people.seat(ctx, "admin", title="เลข 1-1111-11111-11-1").title == "เลข x-xxxx-xxxxx-xx-x"


def test_an_office_without_a_list_of_schools_takes_any_code(ctx: Context) -> None:
    assert people.seat(ctx, "teacher", school="57030001").school == "57030001"
    with pytest.raises(PersonRefused, match="no_school"):
        people.seat(ctx, "teacher", school="1057030001")


def test_a_transfer_ends_one_post_and_begins_the_other(ctx: Context) -> None:
    open_schools(ctx)
    teacher = add(ctx, "สมศรี ตัวอย่าง", "teacher", school=ONE, responsible_for=["dmc", "emis"])
    day = date(2026, 12, 1)
    people.move(ctx, SYSTEM, teacher.id, people.seat(ctx, "teacher", school=TWO), day)
    old, new = of_person(ctx, teacher.id)
    assert (old.school_code, old.ends_on) == (ONE, date(2026, 11, 30))
    assert (new.school_code, new.starts_on, new.ends_on) == (TWO, day, None)
    assert teacher.affiliation == "โรงเรียนวัดโคกทดลอง"
    assert people.responsible(ctx, ONE, "dmc") is teacher  # till the last day
    last = people.responsibilities.of_person(ctx, teacher.id)
    assert {row.ends_on for row in last} == {date(2026, 11, 30)}
    assert acting_as(ctx, teacher).holders[0].school_code == ONE
    add(ctx, "สมศรี สอง", "teacher", "U2", school=ONE)
    two = add(ctx, "สมศรี สอง", "teacher", "U2", school=TWO)
    with pytest.raises(PersonRefused, match="which_post"):
        people.move(ctx, SYSTEM, two.id, people.seat(ctx, "teacher", school=ONE), day)


def test_retirement_ends_every_post_on_30_september(ctx: Context) -> None:
    open_schools(ctx)
    other = add(ctx, "คนอื่น สมมุติ", "teacher", school=ONE)
    old = add(ctx, "สมศักดิ์ ตัวอย่าง", "school_director", "U-9", school=ONE)
    add(ctx, "สมศักดิ์ ตัวอย่าง", "network_chair", "U-9", school=ONE)
    people.retire(ctx, SYSTEM, old.id)
    assert {p.ends_on for p in of_person(ctx, old.id)} == {date(2027, 9, 30)}
    assert of_person(ctx, other.id)[0].ends_on is None
    with pytest.raises(PersonRefused, match="no_post"):
        people.retire(ctx, SYSTEM, old.id, 2571)
    people.retire(ctx, SYSTEM, other.id, 2571)
    assert of_person(ctx, other.id)[0].ends_on == date(2028, 9, 30)


def test_a_post_that_never_began_is_struck_out(ctx: Context) -> None:
    person = add(ctx, "สมชาย ทดลอง", "admin", starts=date(2026, 12, 1))
    assert acting_as(ctx, person).holdings == ()
    people.end_post(ctx, SYSTEM, of_person(ctx, person.id)[0].id, TODAY)
    ctx.session.flush()
    assert of_person(ctx, person.id) == []
    assert audited(ctx)[-1] == "post:struck"


def test_ends_are_held_to_order_and_to_one_time(ctx: Context) -> None:
    person = add(ctx, "สมชาย ทดลอง", "admin")
    (post,) = of_person(ctx, person.id)
    with pytest.raises(PersonRefused, match="days"):
        add(ctx, "สมหมาย ทดลอง", "admin", starts=TOMORROW, ends=TODAY)
    people.end_post(ctx, SYSTEM, post.id, TODAY)
    with pytest.raises(WrongState):
        people.end_post(ctx, SYSTEM, post.id, TOMORROW)
    with pytest.raises(NotFound):
        people.end_post(ctx, SYSTEM, 999, TODAY)


def test_a_school_names_one_for_each_system(ctx: Context) -> None:
    open_schools(ctx)
    elsewhere = add(ctx, "คนอื่น สมมุติ", "teacher", school=TWO, responsible_for=["dmc"])
    old = add(ctx, "สมศรี ตัวอย่าง", "teacher", school=ONE, responsible_for=["dmc", "emis"])
    new = add(ctx, "สมปอง ตัวอย่าง", "school_admin", school=ONE, responsible_for=["dmc"])
    assert people.responsible(ctx, ONE, "dmc") is new
    assert people.responsible(ctx, ONE, "emis") is old
    assert people.responsible(ctx, TWO, "dmc") is elsewhere
    assert people.responsible(ctx, TWO, "emis") is None
    with pytest.raises(PersonRefused, match=r"^system$"):
        people.responsibilities.read_systems("dmc,xyz")
    with pytest.raises(PersonRefused, match="system_needs_school"):
        add(ctx, "ใครคนหนึ่ง", "admin", responsible_for=["dmc"])


def test_acting_lasts_as_long_as_its_order(database, at) -> None:
    thing = Thing(group_name=PLAN)
    with later(at, 0) as ctx:
        boss = add(ctx, "หัวหน้า สมมุติ", "group_director", group=PLAN)
        officer = add(ctx, "สมชาย ทดลอง", "officer", group=PLAN)
        seat = people.seat(ctx, "group_director", group=PLAN)
        order = people.appoint_acting(
            ctx, SYSTEM, officer.id, "acting_for", seat, " คำสั่งที่  12/2569 ", ends=TOMORROW
        )
        assert order.order_number == "คำสั่งที่ 12/2569"
        me = acting_as(ctx, officer)
        assert me.by(Act.DECIDE_REQUEST, thing).acting()["kind"] == "acting_for"
        able = [p for p, _ in people.with_right(ctx, Act.DECIDE_REQUEST, thing)]
        assert able == [boss, officer]
        with pytest.raises(PersonRefused, match="order_number"):
            people.appoint_acting(ctx, SYSTEM, officer.id, "duty", seat, "  ")
        with pytest.raises(PersonRefused, match="acting_kind"):
            people.appoint_acting(ctx, SYSTEM, officer.id, "king", seat, "1/2569")
        number, kind = officer.id, type(officer)
    with later(at, 2) as ctx:
        me = people.as_me(ctx, ctx.session.get(kind, number))
        assert not me.may(Act.DECIDE_REQUEST, thing)
        assert me.may(Act.CHECK_REQUEST, thing)


def test_an_order_is_ended_early_or_struck_out(ctx: Context) -> None:
    officer = add(ctx, "สมชาย ทดลอง", "officer", group=PLAN)
    seat = people.seat(ctx, "area_director")
    order = people.appoint_acting(ctx, SYSTEM, officer.id, "duty", seat, "9/2569")
    people.end_acting(ctx, SYSTEM, order.id, TODAY - timedelta(days=1))
    assert [h.holder.role for h in acting_as(ctx, officer).holdings] == [Role.OFFICER]
    order = people.appoint_acting(ctx, SYSTEM, officer.id, "duty", seat, "10/2569")
    people.end_acting(ctx, SYSTEM, order.id, TODAY)
    with pytest.raises(WrongState):
        people.end_acting(ctx, SYSTEM, order.id, TOMORROW)
    assert len(acting_as(ctx, officer).holdings) == 2


def test_who_may_give_which_post(ctx: Context) -> None:
    open_schools(ctx)
    admin = acting_as(ctx, add(ctx, "ผู้ดูแล สมมุติ", "admin"))
    officer = acting_as(ctx, add(ctx, "สมชาย ทดลอง", "officer", group=PLAN))
    boss = acting_as(ctx, add(ctx, "หัวหน้า สมมุติ", "group_director", group=PLAN))
    head = acting_as(ctx, add(ctx, "ผอ. โรงเรียน", "school_director", school=ONE))
    teacher = acting_as(ctx, add(ctx, "สมศรี ตัวอย่าง", "teacher", school=ONE))
    nobody = people.me(ctx, "U-nobody")

    def able(role: str, **where: str) -> str:
        wanted = people.seat(ctx, role, **where)
        who = {"admin": admin, "officer": officer, "boss": boss, "head": head,
               "teacher": teacher, "nobody": nobody}  # fmt: skip
        return " ".join(n for n, me in who.items() if people.seats.may_give(me, wanted))

    assert able("teacher", school=ONE) == "admin officer head"
    assert able("school_admin", school=TWO) == "admin officer"
    assert able("school_director", school=ONE) == "admin officer"
    assert able("guest") == "admin officer"
    assert able("officer", group=PLAN) == "admin boss"
    assert able("officer", group=TECH) == "admin"
    assert able("group_director", group=PLAN) == "admin"
    assert able("admin") == able("area_director") == "admin"
    with pytest.raises(NotAllowed):
        people.give_post(ctx, head, teacher.id, people.seat(ctx, "school_director", school=ONE))


def test_the_audit_names_nobody(ctx: Context) -> None:
    open_schools(ctx)
    add(ctx, "สมศรี ตัวอย่าง", "teacher", "U-1", school=ONE, phone="0812345678", email="a@b.th")
    ctx.session.flush()
    for row in ctx.session.scalars(select(AuditEntry)):
        said = f"{row.before} {row.after} {row.subject}"
        assert not any(word in said for word in ("สมศรี", "081", "a@b.th", "U-1"))


@given(st.text(st.characters(codec=None), max_size=60))
def test_what_is_taken_as_a_name_can_be_kept_and_read(text: str) -> None:
    try:
        said = profile.name(text, own=True)
    except PersonRefused:
        return
    assert said == said.strip()
    assert " " in said
    assert "\0" not in said
    assert not any(c.isdigit() for c in said)
    said.encode()


def test_fiscal_years_end_in_september(at) -> None:
    with at(datetime(2026, 9, 15, tzinfo=UTC)) as ctx:
        person = add(ctx, "สมศักดิ์ ตัวอย่าง", "admin")
        people.retire(ctx, SYSTEM, person.id)
        assert of_person(ctx, person.id)[0].ends_on == date(2026, 9, 30)
