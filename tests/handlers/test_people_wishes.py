"""Wishes to be known: asked, approved or not, told; two officers at once."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from bot.database import Database
from handlers import people
from handlers.context import Actor, Context
from handlers.people import SYSTEM, Me, PersonRefused, wishes
from models.audit import AuditEntry
from models.errors import NotAllowed, NotFound, WrongState
from models.outbox import OutboxMessage
from models.people import BindingWish, Person, Post, WishStatus
from tests.conftest import NOON
from tests.handlers.people_office import ONE, PLAN, TECH, TWO, acting_as, add, open_schools

NAME = "สมปอง ตัวอย่าง"


@pytest.fixture
def officer(ctx: Context) -> Me:
    open_schools(ctx)
    add(ctx, "คนอื่น สมมุติ", "teacher", "U-other", school=TWO)
    return acting_as(ctx, add(ctx, "เจ้าหน้าที่ สมมุติ", "officer", "U-officer", group=PLAN))


def told(ctx: Context) -> list[tuple[str, str]]:
    """Whom a notice is queued for, and of which kind."""
    ctx.session.flush()
    rows = ctx.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [(row.chat_key, row.notices[0]["kind"]) for row in rows]


def wish(ctx: Context, line: str = "U-1", role: str = "teacher", **where: str) -> BindingWish:
    agency = where.pop("agency", "")
    place = {"school": ONE} if not where and role not in ("guest", "officer") else where
    return people.wish(ctx, line, NAME, people.seat(ctx, role, **place), affiliation=agency)


def test_a_teacher_is_approved_and_told(ctx: Context, officer: Me) -> None:
    row = wish(ctx)
    assert people.me(ctx, "U-1").holders == []
    assert told(ctx) == [("U-officer", "people.wishes")]
    assert wishes.waiting(ctx, officer) == [row]
    people.approve_wish(ctx, officer, row.id)
    me = people.me(ctx, "U-1")
    assert (me.person.name, me.holdings[0].title) == (NAME, "ครู")
    assert told(ctx)[1:] == [("U-1", "people.approved")]
    assert wishes.waiting(ctx, officer) == []
    for decide in (people.approve_wish, lambda *a: people.refuse_wish(*a, "ซ้ำ")):
        with pytest.raises(WrongState):
            decide(ctx, officer, row.id)


def test_one_is_not_approved_for_a_reason(ctx: Context, officer: Me) -> None:
    row = wish(ctx)
    for reason in ("", " \n", "ย" * 501):
        with pytest.raises(PersonRefused):
            people.refuse_wish(ctx, officer, row.id, reason)
    assert row.status is WishStatus.WAITING
    people.refuse_wish(ctx, officer, row.id, "ไม่พบชื่อ เลข 1111111111111")
    assert row.reason == "ไม่พบชื่อ เลข xxxxxxxxxxxxx"
    assert people.me(ctx, "U-1").holdings == ()
    assert told(ctx)[-1] == ("U-1", "people.not_approved")
    assert wish(ctx).id != row.id  # they may ask again


def test_somebody_from_outside(ctx: Context, officer: Me) -> None:
    row = wish(ctx, role="guest", agency="มูลนิธิตัวอย่าง")
    assert wishes.as_json(ctx, row)["place"] == "มูลนิธิตัวอย่าง"
    people.approve_wish(ctx, officer, row.id)
    me = people.me(ctx, "U-1")
    assert (me.person.affiliation, me.holders[0].role.value) == ("มูลนิธิตัวอย่าง", "guest")
    assert not me.is_staff


def test_who_may_approve_whom(ctx: Context, officer: Me) -> None:
    boss = acting_as(ctx, add(ctx, "หัวหน้า สมมุติ", "group_director", group=PLAN))
    head = acting_as(ctx, add(ctx, "ผอ. โรงเรียน", "school_director", school=ONE))
    teacher, clerk = wish(ctx), wish(ctx, "U-2", "officer", group=PLAN)
    other = wish(ctx, "U-3", "officer", group=TECH)
    seen = {n: [w.line_user for w in wishes.waiting(ctx, me)] for n, me in
            {"officer": officer, "boss": boss, "head": head, "system": SYSTEM}.items()}  # fmt: skip
    assert seen == {
        "officer": ["U-1"], "boss": ["U-2"], "head": [], "system": ["U-1", "U-2", "U-3"],
    }  # fmt: skip
    for me, row in ((head, teacher), (officer, clerk), (boss, other), (Me(), teacher)):
        with pytest.raises(NotAllowed):
            people.approve_wish(ctx, me, row.id)
    with pytest.raises(NotFound):
        people.approve_wish(ctx, officer, 999)
    with pytest.raises(PersonRefused, match="role"):
        wish(ctx, "U-4", "admin")


def test_nobody_approves_their_own(ctx: Context, officer: Me) -> None:
    row = wish(ctx, "U-officer", "school_director")
    assert wishes.waiting(ctx, officer) == []
    with pytest.raises(NotAllowed):
        people.approve_wish(ctx, officer, row.id)
    # Their name is known from their post and is not changed by what they typed.
    assert people.me(ctx, "U-officer").person.name == "เจ้าหน้าที่ สมมุติ"


def test_asking_again_tells_nobody_again(ctx: Context, officer: Me) -> None:
    first = wish(ctx)
    second = wish(ctx, school=TWO)
    assert (first.status, second.status) == (WishStatus.WITHDRAWN, WishStatus.WAITING)
    assert told(ctx) == [("U-officer", "people.wishes")]
    with pytest.raises(WrongState):
        people.approve_wish(ctx, officer, first.id)
    # Another's shortly after is gathered, and costs no second message.
    wish(ctx, "U-2")
    wish(ctx, "U-3")
    waiting = [m for m in ctx.session.scalars(select(OutboxMessage)) if m.status.value == "queued"]
    assert [len(m.notices[0]["data"]["wishes"]) for m in waiting] == [1, 3]


def test_without_anybody_to_approve_it_waits(ctx: Context) -> None:
    open_schools(ctx)
    row = wish(ctx)
    assert told(ctx) == []
    assert wishes.waiting_of(ctx, "U-1") is row


def test_a_post_got_by_code_meanwhile_is_not_doubled(ctx: Context, officer: Me) -> None:
    row = wish(ctx)
    code = people.issue_code(ctx, SYSTEM, seat=people.seat(ctx, "teacher", school=ONE)).code
    people.use_code(ctx, "U-1", code)
    people.approve_wish(ctx, officer, row.id)
    assert len(people.me(ctx, "U-1").holdings) == 1


def test_two_officers_press_at_once(database: Database) -> None:
    def opened(name: str):
        return Actor(f"line:{name}", name, "line")

    with database.transaction() as session:
        ctx = Context(session, NOON, Actor("test"))
        open_schools(ctx)
        for name in ("U-a", "U-b"):
            add(ctx, f"เจ้าหน้าที่ {name}", "officer", name, group=PLAN)
        number = wish(ctx).id
    both, ends = threading.Barrier(2), []

    def press(name: str) -> None:
        both.wait()
        try:
            with database.transaction() as session:
                ctx = Context(session, NOON, opened(name))
                people.approve_wish(ctx, people.me(ctx, name), number)
            ends.append("won")
        except WrongState:
            ends.append("told")

    threads = [threading.Thread(target=press, args=(name,)) for name in ("U-a", "U-b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["told", "won"]
    with database.transaction() as session:
        lines = session.scalars(select(AuditEntry.action)).all()
        assert lines.count("line:wish:approved") == 1
        person = session.scalars(select(Person).where(Person.line_user == "U-1")).one()
        assert len(session.scalars(select(Post).where(Post.person_id == person.id)).all()) == 1
