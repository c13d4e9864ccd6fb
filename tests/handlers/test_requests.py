"""A request from form to file, by the use cases: statuses, decisions, clock, who is told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.database import Database
from handlers import forms
from handlers.context import Actor, Context
from handlers.people import Me, as_me
from handlers.requests import (
    checking,
    deciding,
    delivering,
    ending,
    preparing,
    signing,
    steps,
    submitting,
    tasks,
)
from handlers.requests.files import FileNotReady, NothingPrepared
from handlers.requests.submitting import Filled
from models.audit import AuditEntry
from models.errors import NotAllowed, NotFound, Outdated, WrongState
from models.media import Media, MediaStatus
from models.outbox import OutboxMessage
from models.people import ActingKind, Person, Role
from models.ratings import Rating
from models.requests import RequestStatus, ServiceRequest, Verdict
from tests import people
from tests.conftest import NOON

FORMS = forms.load(None)
LINES = {"teacher": "U-teacher", "officer": "U-officer", "director": "U-director", "area": "U-area"}
At = Callable[[datetime], AbstractContextManager[Context]]
ANSWERS = {
    "name": "มะลิ ตัวอย่าง", "position": "ครู", "affiliation": "โรงเรียนบ้านตัวอย่าง",
    "subject": "จำนวนนักเรียนที่ย้ายระหว่างปี", "purpose": "ทำแผน", "format": "excel",
    "hand_over": "line",
}  # fmt: skip


@pytest.fixture
def staff(ctx: Context) -> dict[str, Person]:
    return people.staffed(ctx, LINES)


def filed(ctx: Context, staff: dict[str, Person], **more: Any) -> ServiceRequest:
    """The teacher's request, as the chat files it."""
    form = FORMS.forms["data_request"]
    filled = Filled(form, ANSWERS | more.pop("answers", {}), **more)
    return submitting.submit(ctx, FORMS, as_me(ctx, staff["teacher"]), filled, "U-teacher")


def me(ctx: Context, staff: dict[str, Person], who: str) -> Me:
    return as_me(ctx, staff[who])


def file(ctx: Context, status: MediaStatus = MediaStatus.STORED) -> int:
    row = Media(
        message_id=f"m{id(object())}{ctx.now.timestamp()}{status}", chat_key="U-officer",
        person="U-officer", kind="file", status=status, due_at=ctx.now, created_at=ctx.now,
        sha256="a" * 64, content_type="application/pdf", size=10,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    return row.id


def told(ctx: Context) -> list[tuple[str, str]]:
    rows = ctx.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [(r.chat_key, r.notices[0]["kind"]) for r in rows]


def test_the_straight_path_costs_four_messages_and_leaves_its_trail(
    ctx: Context, staff: dict[str, Person]
) -> None:
    request = filed(ctx, staff)
    assert (request.prefix, request.number, request.fiscal_year) == ("คข.", 1, 2570)
    assert request.status is RequestStatus.SUBMITTED
    officer, director = me(ctx, staff, "officer"), me(ctx, staff, "director")
    checking.propose(ctx, FORMS, officer, request.id, request.version, "permit", "ควรอนุญาต")
    decision = deciding.decide(ctx, FORMS, director, request.id, request.version, Verdict.PERMIT)
    assert decision.by_title == "ผู้อำนวยการกลุ่มนโยบายและแผน"
    assert decision.acting is None
    with pytest.raises(NothingPrepared):
        delivering.deliver(ctx, FORMS, officer, request.id)
    preparing.add_file(ctx, officer, request.id, file(ctx), "ย้าย.pdf")
    delivering.deliver(ctx, FORMS, officer, request.id)
    assert request.status is RequestStatus.DELIVERED
    assert told(ctx) == [
        ("U-officer", "request.task"),
        ("U-director", "request.task"),
        ("U-officer", "request.task"),
        ("U-teacher", "request.delivered"),
    ]
    assert ctx.session.scalars(select(Rating.subject)).all() == [f"request:{request.id}"]
    done = [(s.kind.value, s.outcome) for s in steps.every(ctx, request.id) if s.done_at]
    assert done == [
        ("check", "propose_permit"), ("permit", "permit"), ("prepare", "prepared"),
        ("verify", "verified"), ("deliver", "delivered"),
    ]  # fmt: skip
    trail = ctx.session.scalars(
        select(AuditEntry.action).where(AuditEntry.subject == f"request:{request.id}")
    ).all()
    assert trail == [
        "request:request:submitted", "request:request:proposed", "request:request:permit",
        "request:file:added", "request:request:prepared", "request:request:delivered",
    ]  # fmt: skip
    ending.file_away(ctx, FORMS, request, officer, None)
    assert request.status is RequestStatus.FILED
    assert request.destroy_after == 2579
    assert [t.ref for t in tasks.waiting_for(ctx, officer)] == []


def test_a_card_works_once_and_only_for_whom_it_is(ctx: Context, staff: dict[str, Person]) -> None:
    request = filed(ctx, staff)
    officer, director = me(ctx, staff, "officer"), me(ctx, staff, "director")
    seen = request.version
    checking.propose(ctx, FORMS, officer, request.id, seen, "permit")
    with pytest.raises(WrongState):
        checking.propose(ctx, FORMS, officer, request.id, None, "permit")
    for who in ("teacher", "officer", "area"):
        with pytest.raises(NotAllowed):
            deciding.decide(
                ctx, FORMS, me(ctx, staff, who), request.id, request.version, Verdict.PERMIT
            )
    stranger = Me()
    with pytest.raises(NotFound):
        deciding.decide(ctx, FORMS, stranger, request.id, request.version, Verdict.PERMIT)
    with pytest.raises(Outdated):
        deciding.decide(ctx, FORMS, director, request.id, seen, Verdict.PERMIT)
    with pytest.raises(deciding.NeedsReason):
        deciding.decide(ctx, FORMS, director, request.id, request.version, Verdict.REFUSE)
    deciding.decide(ctx, FORMS, director, request.id, request.version, Verdict.PERMIT)
    with pytest.raises(WrongState):
        deciding.decide(ctx, FORMS, director, request.id, request.version, Verdict.PERMIT)


def test_a_retired_director_decides_nothing_and_the_acting_one_is_named_rightly(
    ctx: Context, staff: dict[str, Person]
) -> None:
    retired = ctx.session.scalar(select(Person).where(Person.line_user == "U-retired"))
    people.acting(ctx, staff["officer"], Role.GROUP_DIRECTOR, group=people.GROUP)
    request = filed(ctx, staff)
    other = people.person(ctx, "พนักงาน สอง", Role.OFFICER, group=people.GROUP)
    checking.propose(ctx, FORMS, as_me(ctx, other), request.id, None, "permit")
    with pytest.raises(NotFound):
        deciding.decide(ctx, FORMS, as_me(ctx, retired), request.id, None, Verdict.PERMIT)
    decision = deciding.decide(
        ctx, FORMS, me(ctx, staff, "officer"), request.id, None, Verdict.PERMIT
    )
    assert decision.by_title == "นักวิเคราะห์นโยบายและแผนชำนาญการ"
    assert decision.acting == {
        "kind": ActingKind.ACTING_FOR.value,
        "title": "ผู้อำนวยการกลุ่มนโยบายและแผน",
        "order_number": "คำสั่งที่ 12/2569",
    }
    assert ("U-director", "request.task") in told(ctx)
    assert [kind for who, kind in told(ctx) if who == "U-officer"]


def test_nobody_decides_on_their_own_request(ctx: Context, staff: dict[str, Person]) -> None:
    form = FORMS.forms["data_request"]
    director = me(ctx, staff, "director")
    request = submitting.submit(ctx, FORMS, director, Filled(form, ANSWERS), "U-director")
    checking.propose(ctx, FORMS, me(ctx, staff, "officer"), request.id, None, "permit")
    with pytest.raises(NotAllowed):
        deciding.decide(ctx, FORMS, director, request.id, None, Verdict.PERMIT)


def test_a_refusal_to_an_outsider_is_confirmed_by_the_area_director(
    ctx: Context, staff: dict[str, Person]
) -> None:
    form = FORMS.forms["data_request"]
    request = submitting.submit(ctx, FORMS, Me(), Filled(form, ANSWERS), "U-guest")
    assert request.requester["outsider"] is True
    checking.propose(ctx, FORMS, me(ctx, staff, "officer"), request.id, None, "refuse", "ลับ")
    deciding.decide(
        ctx, FORMS, me(ctx, staff, "director"), request.id, None, Verdict.REFUSE,
        reason="เป็นข้อมูลส่วนบุคคล", law="pdpa",
    )  # fmt: skip
    assert request.status is RequestStatus.AWAITING_CONFIRMATION
    assert "U-guest" not in [who for who, _ in told(ctx)]
    with pytest.raises(NotAllowed):
        deciding.confirm_refusal(
            ctx, FORMS, me(ctx, staff, "director"), request.id, None, confirmed=True
        )
    deciding.confirm_refusal(ctx, FORMS, me(ctx, staff, "area"), request.id, None, confirmed=True)
    assert request.status is RequestStatus.REFUSED
    assert ("U-guest", "request.refused") in told(ctx)


def test_the_clock_stands_still_while_the_requester_is_asked(database: Database, at: At) -> None:
    with at(NOON) as ctx:
        staff = people.staffed(ctx, LINES)
        request = filed(ctx, staff)
        due = request.due_at
        checking.ask_requester(ctx, me(ctx, staff, "officer"), request.id, None, "ปีใด")
        assert request.due_at is None
        number = request.id
    with at(NOON + timedelta(days=1)) as ctx:
        request = ctx.session.get_one(ServiceRequest, number)
        with pytest.raises(NotAllowed):
            checking.clarify(ctx, me(ctx, staff, "director"), number, "2568")
        checking.clarify(ctx, me(ctx, staff, "teacher"), number, "2568")
        assert request.status is RequestStatus.CHECKING
        # Seven hours of office stood still: 14.30 on Thursday to 14.30 on Friday.
        assert request.due_at is not None
        assert due is not None
        assert request.due_at == datetime.fromisoformat("2026-11-23T16:30+07:00")
        assert due == datetime.fromisoformat("2026-11-20T16:30+07:00")


def test_a_director_who_asks_more_sends_it_back_through_the_officer(
    ctx: Context, staff: dict[str, Person]
) -> None:
    request = filed(ctx, staff)
    officer, director = me(ctx, staff, "officer"), me(ctx, staff, "director")
    checking.propose(ctx, FORMS, officer, request.id, None, "permit")
    deciding.decide(ctx, FORMS, director, request.id, None, Verdict.ASK_MORE, reason="ใช้ทำอะไร")
    assert request.status is RequestStatus.WAITING_REQUESTER
    checking.clarify(ctx, me(ctx, staff, "teacher"), request.id, "ทำแผน")
    assert request.status is RequestStatus.CHECKING
    assert [t.what for t in tasks.waiting_for(ctx, officer)] == ["check_request"]
    checking.propose(ctx, FORMS, officer, request.id, None, "permit")
    deciding.decide(ctx, FORMS, director, request.id, None, Verdict.PERMIT)
    assert request.status is RequestStatus.PERMITTED


def test_public_figures_are_delivered_at_once(ctx: Context, staff: dict[str, Person]) -> None:
    request = filed(ctx, staff, query={"measure": "students"})
    assert request.status is RequestStatus.DELIVERED
    assert told(ctx) == []  # the reply to the confirmation says it all
    assert delivering.latest(ctx, request.id) is not None


def test_a_letter_of_reply_is_signed_by_the_area_director_alone(
    ctx: Context, staff: dict[str, Person]
) -> None:
    request = filed(ctx, staff, answers={"hand_over": "letter"})
    officer = me(ctx, staff, "officer")
    checking.propose(ctx, FORMS, officer, request.id, None, "permit")
    deciding.decide(ctx, FORMS, me(ctx, staff, "director"), request.id, None, Verdict.PERMIT)
    delivering.deliver(ctx, FORMS, officer, request.id)
    assert request.status is RequestStatus.AWAITING_SIGNATURE
    with pytest.raises(NotAllowed):
        signing.sign(ctx, FORMS, me(ctx, staff, "director"), request.id, None, signed=True)
    signing.sign(ctx, FORMS, me(ctx, staff, "area"), request.id, None, signed=True)
    assert request.status is RequestStatus.DELIVERED


def test_withdrawing_ends_it_and_whoever_has_it_is_told(
    ctx: Context, staff: dict[str, Person]
) -> None:
    request = filed(ctx, staff)
    officer = me(ctx, staff, "officer")
    checking.propose(ctx, FORMS, officer, request.id, None, "permit")
    with pytest.raises(NotAllowed):
        ending.withdraw(ctx, officer, request.id)
    ending.withdraw(ctx, me(ctx, staff, "teacher"), request.id)
    with pytest.raises(WrongState):
        deciding.decide(ctx, FORMS, me(ctx, staff, "director"), request.id, None, Verdict.PERMIT)
    with pytest.raises(WrongState):
        ending.withdraw(ctx, me(ctx, staff, "teacher"), request.id)
    assert ("U-officer", "request.withdrawn") in told(ctx)


def test_a_file_that_is_still_coming_or_refused_is_not_handed_over(
    ctx: Context, staff: dict[str, Person]
) -> None:
    request = filed(ctx, staff)
    officer = me(ctx, staff, "officer")
    checking.propose(ctx, FORMS, officer, request.id, None, "permit")
    deciding.decide(ctx, FORMS, me(ctx, staff, "director"), request.id, None, Verdict.PERMIT)
    media = file(ctx, MediaStatus.WANTED)
    added = preparing.add_file(ctx, officer, request.id, media, "ใหญ่.zip")
    assert added is not None
    with pytest.raises(FileNotReady) as waiting:
        delivering.deliver(ctx, FORMS, officer, request.id)
    assert not waiting.value.refused
    ctx.session.get_one(Media, media).status = MediaStatus.REFUSED
    ctx.session.flush()
    with pytest.raises(FileNotReady) as refused:
        delivering.deliver(ctx, FORMS, officer, request.id)
    assert refused.value.refused
    preparing.remove_file(ctx, officer, request.id, added.id)
    with pytest.raises(NothingPrepared):
        delivering.deliver(ctx, FORMS, officer, request.id)


def test_a_holiday_added_late_moves_open_steps_and_says_which(database: Database, at: At) -> None:
    from datetime import date

    from handlers import office_calendar

    with at(NOON) as ctx:
        staff = people.staffed(ctx, LINES)
        request = filed(ctx, staff)
        done = office_calendar.add_holiday(ctx, date(2026, 11, 20), "วันหยุดพิเศษ")
        assert [m.ref for m in done.moved] == ["คข. 1/2570"]
        assert request.due_at == datetime.fromisoformat("2026-11-23T16:30+07:00")


def test_numbers_begin_anew_with_the_fiscal_year(at: At) -> None:
    end = datetime.fromisoformat("2026-09-30T23:59+07:00")
    with at(end) as ctx:
        staff = people.staffed(ctx, LINES)
        assert [filed(ctx, staff).number for _ in range(2)] == [1, 2]
    with at(end + timedelta(minutes=1)) as ctx:
        request = filed(ctx, staff)
        assert (request.number, request.fiscal_year) == (1, 2570)


def test_the_trail_cannot_be_changed(ctx: Context, staff: dict[str, Person]) -> None:
    filed(ctx, staff)
    ctx.session.flush()
    from sqlalchemy import delete, update
    from sqlalchemy.exc import DBAPIError

    for statement in (update(AuditEntry).values(actor="x"), delete(AuditEntry)):
        with pytest.raises(DBAPIError, match="append-only"), ctx.session.begin_nested():
            ctx.session.execute(statement)


def test_filed_on_behalf_counts_by_channel_and_is_claimed_later(
    ctx: Context, staff: dict[str, Person]
) -> None:
    form = FORMS.forms["data_request"]
    officer = me(ctx, staff, "officer")
    with pytest.raises(NotAllowed):
        submitting.submit_on_behalf(ctx, me(ctx, staff, "teacher"), Filled(form, ANSWERS))
    request = submitting.submit_on_behalf(
        ctx, officer, Filled(form, ANSWERS, channel=submitting.Channel.PHONE)
    )
    assert request.officer_id == officer.id
    assert request.filed_by_id == officer.id
    assert told(ctx) == []
    submitting.claim(ctx, "U-caller", Me(), request.id)
    with pytest.raises(NotFound):
        submitting.claim(ctx, "U-thief", Me(), request.id)
    assert Actor("x").origin == ""
