"""Complaints: taken down, followed, closed, and never seen by whom they are about."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from handlers import complaints
from handlers.context import Context
from handlers.people.access import Me, as_me
from handlers.ratings.saying import NotSaid
from models.audit import AuditEntry
from models.errors import NotAllowed, NotFound, WrongState
from models.outbox import OutboxMessage
from models.people import ActingKind, ActingOrder, Person, Role
from models.ratings import ComplaintKind, ComplaintStatus
from models.requests import ServiceRequest
from tests.conftest import NOON
from tests.handlers.served import number_of, person, request

LINE = "U" + "1" * 32


@pytest.fixture
def teacher(ctx: Context) -> Me:
    return person(ctx, "ครูสมหญิง", Role.TEACHER, line_user=LINE)


@pytest.fixture
def officer(ctx: Context) -> Me:
    return person(ctx, "เจ้าหน้าที่", Role.OFFICER)


@pytest.fixture
def director(ctx: Context) -> Me:
    return person(ctx, "ผอ.กลุ่ม", Role.GROUP_DIRECTOR)


@pytest.fixture
def chief(ctx: Context) -> Me:
    return person(ctx, "ผอ.เขต", Role.AREA_DIRECTOR)


@pytest.fixture
def asked(ctx: Context, teacher: Me, officer: Me) -> ServiceRequest:
    request(ctx, person(ctx, "คนอื่น"), officer)
    return request(ctx, teacher, officer)


def told(ctx: Context) -> list[tuple[str, dict[str, object]]]:
    rows = ctx.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [(row.chat_key, notice) for row in rows for notice in row.notices]


def test_a_complaint_from_opening_to_its_end(
    ctx: Context, teacher: Me, director: Me, chief: Me, asked: ServiceRequest
) -> None:
    made = complaints.complain(ctx, teacher, LINE, " รอ  นานมาก ", subject=f"request:{asked.id}")
    assert (made.words, made.status, made.kind) == (
        "รอ นานมาก", ComplaintStatus.OPEN, ComplaintKind.COMPLAINT,
    )  # fmt: skip
    assert complaints.listed(ctx, director) == [made]
    noted = complaints.note(ctx, director, made.id, "โทรขออภัยแล้ว")
    assert noted.complaint.status is ComplaintStatus.FOLLOWED
    assert told(ctx) == []
    done = complaints.close(ctx, chief, made.id, "ปรับขั้นตอนแล้ว")
    assert (done.complaint.closed_at, done.outcome) == (NOON, "ปรับขั้นตอนแล้ว")
    assert done.subject is not None
    assert done.subject.number == number_of(asked)
    assert told(ctx) == [
        (LINE, {"kind": "complaint.closed",
                "data": {"number": made.id, "outcome": "ปรับขั้นตอนแล้ว"}})
    ]  # fmt: skip
    assert complaints.listed(ctx, director) == []
    assert complaints.listed(ctx, director, every=True) == [made]
    for again in (complaints.note, complaints.close):
        with pytest.raises(WrongState):
            again(ctx, chief, made.id, "อีกครั้ง")
    assert len(told(ctx)) == 1


def test_whom_it_is_about_never_sees_it(
    ctx: Context, teacher: Me, officer: Me, director: Me, chief: Me, asked: ServiceRequest
) -> None:
    asked.officer_id = director.id
    general = complaints.complain(ctx, teacher, LINE, "ห้องร้อน")
    about = complaints.complain(
        ctx, teacher, LINE, "พูดไม่สุภาพ", subject=f"request:{asked.id}", about_id=director.id
    )
    assert complaints.listed(ctx, director, every=True) == [general]
    assert complaints.listed(ctx, chief) == [general, about]
    for look in (
        lambda: complaints.see(ctx, director, about.id),
        lambda: complaints.note(ctx, director, about.id, "ไม่จริง"),
        lambda: complaints.close(ctx, director, about.id, "ไม่จริง"),
    ):
        with pytest.raises(NotFound):
            look()
    assert complaints.hidden_from(ctx, director) == {f"complaint:{about.id}"}
    assert complaints.hidden_from(ctx, chief) == set()
    assert about.status is ComplaintStatus.OPEN


def test_not_even_when_they_stand_in_for_the_director_of_the_area(
    ctx: Context, teacher: Me, officer: Me, chief: Me, asked: ServiceRequest
) -> None:
    assert officer.id is not None
    about = complaints.complain(
        ctx, teacher, LINE, "ไม่รับสาย", subject=f"request:{asked.id}", about_id=officer.id
    )
    ctx.session.add(
        ActingOrder(
            person_id=officer.id, kind=ActingKind.ACTING_FOR, role=Role.AREA_DIRECTOR,
            title="ผอ.เขต", order_number="1/2569", starts_on=NOON.date(), created_at=NOON,
            created_by="test",
        )
    )  # fmt: skip
    ctx.session.flush()
    acting = as_me(ctx, ctx.session.get_one(Person, officer.id))
    other = complaints.complain(ctx, Me(), "U" + "2" * 32, "ป้ายบอกทางไม่มี")
    assert complaints.listed(ctx, acting) == [other]
    with pytest.raises(NotFound):
        complaints.see(ctx, acting, about.id)


def test_the_audit_names_nobody_and_quotes_nothing(
    ctx: Context, teacher: Me, officer: Me, chief: Me, asked: ServiceRequest
) -> None:
    made = complaints.complain(
        ctx, teacher, LINE, "พูดไม่สุภาพ", subject=f"request:{asked.id}", about_id=officer.id
    )
    complaints.close(ctx, chief, made.id, "ตักเตือนแล้ว")
    entries = ctx.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(e.action, e.before, e.after) for e in entries] == [
        ("test:complaint:open", None, {"kind": "complaint", "status": "open"}),
        ("test:complaint:close", {"status": "open"}, {"kind": "complaint", "status": "closed"}),
    ]


def test_only_ones_own_service_and_those_who_worked_on_it(
    ctx: Context, teacher: Me, officer: Me, director: Me, asked: ServiceRequest
) -> None:
    stranger = person(ctx, "คนนอก")
    with pytest.raises(NotAllowed):
        complaints.complain(ctx, stranger, "U2", "ช้า", subject=f"request:{asked.id}")
    with pytest.raises(NotAllowed):
        complaints.complain(
            ctx, teacher, LINE, "ช้า", subject=f"request:{asked.id}", about_id=director.id
        )
    with pytest.raises(NotAllowed):
        complaints.complain(ctx, teacher, LINE, "ช้า", about_id=officer.id)
    people = complaints.people_of(ctx, teacher, f"request:{asked.id}")
    assert [p.name for p in people] == ["เจ้าหน้าที่"]
    assert [s.number for s in complaints.own_subjects(ctx, teacher)] == [number_of(asked)]
    assert complaints.own_subjects(ctx, Me()) == []
    assert complaints.listed(ctx, None, every=True) == []


def test_staff_who_may_not_see_complaints_see_none(ctx: Context, teacher: Me, officer: Me) -> None:
    made = complaints.complain(ctx, teacher, LINE, "ช้า")
    auditor = person(ctx, "ผู้ตรวจสอบ", Role.AUDITOR)
    for me in (officer, teacher, Me()):
        assert complaints.listed(ctx, me) == []
        with pytest.raises(NotFound):
            complaints.see(ctx, me, made.id)
    assert complaints.listed(ctx, auditor) == [made]
    with pytest.raises(NotAllowed):
        complaints.close(ctx, auditor, made.id, "จบแล้ว")
    assert [case.complaint for case in complaints.mine(ctx, teacher, LINE)] == [made]
    assert complaints.mine(ctx, Me(), "U" + "9" * 32) == []


def test_staff_write_problems_down(ctx: Context, officer: Me, teacher: Me) -> None:
    made = complaints.record(ctx, officer, ComplaintKind.PROBLEM, "เครื่องพิมพ์เสียบ่อย")
    assert (made.kind, made.person_id, made.line_user) == (ComplaintKind.PROBLEM, None, None)
    by_machine = complaints.record(ctx, None, ComplaintKind.COMPLAINT, "มีผู้โทรมาร้องเรียน")
    with pytest.raises(NotAllowed):
        complaints.record(ctx, teacher, ComplaintKind.PROBLEM, "ช้า")
    with pytest.raises(NotFound):
        complaints.record(ctx, None, ComplaintKind.PROBLEM, "ช้า", about_id=9999)
    complaints.close(ctx, None, made.id, "เปลี่ยนเครื่องแล้ว")
    assert told(ctx) == []
    assert complaints.listed(ctx, None) == [by_machine]


@pytest.mark.parametrize(("words", "why"), [("", "empty"), ("  - ", "empty"), ("ก" * 3000, "long")])
def test_words_that_cannot_be_kept(ctx: Context, teacher: Me, words: str, why: str) -> None:
    with pytest.raises(NotSaid, match=why):
        complaints.complain(ctx, teacher, LINE, words)
    assert complaints.listed(ctx, None) == []
