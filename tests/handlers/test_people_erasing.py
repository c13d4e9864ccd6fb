"""What is kept of a person: shown, copied whole, erased; what stays, and what it waits for."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from handlers import people, telling
from handlers.context import Context
from handlers.people import SYSTEM, PersonRefused
from models.audit import AuditEntry
from models.chats import Conversation
from models.errors import WrongState
from models.mail import MailMessage, MailStatus
from models.outbox import OutboxMessage, OutboxStatus
from models.people import BindingWish, Consent, Person
from models.ratings import Complaint, ComplaintKind, ComplaintStatus, Level, Rating, RatingItem
from models.requests import RequestDraft, RequestStatus
from tests.conftest import NOON
from tests.handlers.people_office import ONE, PLAN, TWO, acting_as, add, open_schools
from tests.handlers.people_papers import file_request

NAME, PHONE, MAIL = "สมปอง ตัวอย่าง", "081-234-5678", "sompong@example.th"


@pytest.fixture
def teacher(ctx: Context) -> Person:
    """A teacher with some of everything, beside another with the same."""
    open_schools(ctx)
    for name, line, where in (("คนอื่น สมมุติ", "U-other", TWO), (NAME, "U-1", ONE)):
        person = add(
            ctx, name, "teacher", line, school=where, phone=PHONE, email=f"{line}@example.th",
            responsible_for=["dmc"],
        )  # fmt: skip
        people.change_contact(ctx, person, email=MAIL if line == "U-1" else "other@example.th")
        people.give_consent(ctx, person, "2569-1", "ab" * 32)
        done = file_request(ctx, person, RequestStatus.DELIVERED)
        file_request(ctx, person, RequestStatus.WITHDRAWN)
        rating = Rating(subject=f"request:{done.id}", service="request", form="f",
                        person_id=person.id, invited_at=ctx.now, rated_at=ctx.now,
                        suggestion="ดีมาก")  # fmt: skip
        ctx.session.add(rating)
        ctx.session.flush()
        ctx.session.add(RatingItem(rating_id=rating.id, item="1.1", level=Level.GOOD))
        ctx.session.add(Complaint(kind=ComplaintKind.COMPLAINT, words="ช้ามาก", person_id=person.id,
                                  line_user=line, opened_at=ctx.now,
                                  status=ComplaintStatus.OPEN))  # fmt: skip
        ctx.session.add(RequestDraft(line_user=line, form="data_request", data={"what": "x"},
                                     updated_at=ctx.now))  # fmt: skip
        ctx.session.add(Conversation(chat_key=line, person=line, flow="form", step="what",
                                     data={"name": name}, memory={},
                                     updated_at=ctx.now))  # fmt: skip
        ctx.session.add(MailMessage(address=person.email, ref=f"request:{done.id}",
                                    notice={"name": name}, message_id=line, attempts=0,
                                    status=MailStatus.QUEUED, created_at=ctx.now,
                                    due_at=ctx.now))  # fmt: skip
        telling.tell(ctx, line, "people.approved", {"title": name, "place": ""}, ref="wish:1")
        people.wish(ctx, line, name, people.seat(ctx, "school_director", school=where))
    ctx.session.flush()
    return people.me(ctx, "U-1").person


OF_PERSON = (Person, BindingWish, RequestDraft, Complaint)


def everything(ctx: Context, *tables: type[Any]) -> str:
    """All rows of these tables, and of messages that are still to be sent."""
    ctx.session.flush()
    ctx.session.expire_all()
    rows = [row for table in tables for row in ctx.session.scalars(select(table))]
    waiting = select(OutboxMessage).where(OutboxMessage.status == OutboxStatus.QUEUED)
    rows += ctx.session.scalars(waiting).all()
    for row in rows:
        str(row.id)
    return " ".join(str(vars(row)) for row in rows)


def test_what_is_shown(ctx: Context, teacher: Person) -> None:
    said = people.show(ctx, teacher)
    assert (said["name"], said["phone"], said["email"]) == (NAME, PHONE, MAIL)
    assert [(p["title"], p["school"]) for p in said["posts"]] == [("ครู", ONE)]
    assert said["systems"] == ["dmc"]
    assert (said["requests"], said["running"], said["ratings"], said["complaints"]) == (2, 0, 1, 1)
    assert said["consent"]["version"] == "2569-1"
    json.dumps(said)


def test_the_copy_holds_everything_of_this_person_and_nothing_of_another(
    ctx: Context, teacher: Person
) -> None:
    code = people.issue_code(ctx, SYSTEM, seat=people.seat(ctx, "teacher", school=TWO)).code
    people.use_code(ctx, "U-1", code)
    copy = people.export(ctx, teacher)
    text = json.dumps(copy, ensure_ascii=False)
    for held in (NAME, PHONE, MAIL, "U-1", "ดีมาก", "ช้ามาก", "จำนวนนักเรียน", "2569-1"):
        assert held in text
    for foreign in ("คนอื่น", "U-other", "other@", code):
        assert foreign not in text
    assert [len(copy[k]) for k in ("posts", "requests", "ratings", "codes_used", "wishes")] == [
        2, 2, 1, 1, 1,
    ]  # fmt: skip
    assert copy["requests"][0]["answers"] == {"what": "จำนวนนักเรียน"}
    assert copy["ratings"][0]["items"] == {"1.1": "good"}
    assert "opinion" not in copy["requests"][0]


def test_everything_that_tells_who_it_was_is_gone(ctx: Context, teacher: Person) -> None:
    other = people.me(ctx, "U-other").person
    before = people.export(ctx, other)
    found = people.erase(ctx, teacher)
    assert found.stays == 1
    said = everything(ctx, *OF_PERSON, Conversation, MailMessage)
    assert not any(gone in said for gone in (NAME, MAIL))
    assert "คนอื่น" in said
    # That this account once wrote stays known, as for anybody who did; not who it was.
    assert "'U-1'" not in everything(ctx, *OF_PERSON)
    assert people.me(ctx, "U-1").person is None
    assert people.as_me(ctx, teacher).holdings == ()
    assert people.responsible(ctx, ONE, "dmc") is None
    assert people.export(ctx, other) == before
    kept = ctx.session.scalars(select(Consent).where(Consent.person_id == teacher.id)).one()
    assert kept.withdrawn_at == ctx.now
    with pytest.raises(WrongState):
        teacher.erase(at=ctx.now)


def test_decided_papers_keep_who_asked(ctx: Context, teacher: Person) -> None:
    old = file_request(ctx, teacher, RequestStatus.FILED, destroy_after=2568)
    kept = file_request(ctx, teacher, RequestStatus.FILED, destroy_after=2579)
    refused = file_request(ctx, teacher, RequestStatus.REFUSED)
    withdrawn = file_request(ctx, teacher, RequestStatus.WITHDRAWN)
    assert people.consequences(ctx, teacher).stays == 3
    people.erase(ctx, teacher)
    assert kept.requester["name"] == refused.requester["name"] == NAME
    assert old.requester["name"] == withdrawn.requester["name"] == ""
    assert old.requester["outsider"] is False
    assert {r.requester_id for r in (old, kept, refused, withdrawn)} == {teacher.id}


def test_a_running_request_comes_first(ctx: Context, teacher: Person) -> None:
    row = file_request(ctx, teacher, RequestStatus.CHECKING)
    assert people.consequences(ctx, teacher).running == (row.id,)
    with pytest.raises(PersonRefused, match="running_requests"):
        people.erase(ctx, teacher)
    assert (teacher.name, teacher.line_user) == (NAME, "U-1")
    row.withdraw(at=ctx.now)
    people.erase(ctx, teacher)
    assert teacher.name == ""


def test_the_audit_of_it_holds_ids_only(ctx: Context, teacher: Person) -> None:
    people.erase(ctx, teacher)
    ctx.session.flush()
    row = ctx.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert row.action.endswith(":person:erased")
    every = " ".join(f"{r.before} {r.after}" for r in ctx.session.scalars(select(AuditEntry)))
    assert not any(word in every for word in (NAME, PHONE, MAIL, "U-1"))


def test_the_last_one_who_can_do_it_is_warned(ctx: Context) -> None:
    open_schools(ctx)
    boss = add(ctx, "หัวหน้า สมมุติ", "group_director", "U-b", group=PLAN)
    officer = add(ctx, "สมชาย ทดลอง", "officer", "U-o", group=PLAN)
    assert people.consequences(ctx, boss).last_of == (f"ผู้อำนวยการ{PLAN}",)
    assert people.consequences(ctx, officer).is_staff
    add(ctx, "สมหญิง ทดลอง", "officer", group=PLAN)
    assert people.consequences(ctx, officer).last_of == ()
    teacher = add(ctx, "ครู ทดลอง", "teacher", school=ONE)
    assert people.consequences(ctx, teacher).last_of == ()


def test_who_was_erased_may_come_back_as_somebody_new(database, at) -> None:
    with at(NOON) as ctx:
        open_schools(ctx)
        old = add(ctx, NAME, "teacher", "U-1", school=ONE)
        people.erase(ctx, old)
        number = old.id
    with at(NOON + timedelta(days=1)) as ctx:
        new = people.introduce(ctx, "U-1", NAME)
        assert new.id != number
        assert acting_as(ctx, new).holdings == ()
        assert people.unbind(ctx, SYSTEM, new.id) is new
        with pytest.raises(PersonRefused, match="not_bound"):
            people.unbind(ctx, SYSTEM, new.id)
