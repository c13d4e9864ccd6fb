"""A person wants their data gone: what tickets keep of them; the copy that they get."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from handlers import people as known
from handlers.context import Context
from handlers.people import PersonRefused
from handlers.tickets import answering, opening, trail, view, watch, working
from handlers.tickets.opening import Report
from models.audit import AuditEntry
from models.media import Media
from models.outbox import OutboxMessage, OutboxStatus
from models.people import Person
from models.requests import Channel
from models.tickets import (
    Attendance,
    Category,
    Ticket,
    TicketEntry,
    TicketFile,
    TicketParty,
    TicketStatus,
    TicketView,
    Urgency,
)
from tests import people
from tests.handlers import ticket_office
from tests.handlers.ticket_office import THURSDAY, At, acting, look, me, photo, report

NAME, PHONE = "มะลิ ตัวอย่าง", "0812345678"
SECOND = "กุหลาบ ตัวอย่าง"


@pytest.fixture
def ctx_(at: At) -> Any:
    """A teacher with a closed ticket, an open one with a photo, and one that she joined."""
    with at(THURSDAY) as ctx:
        ticket_office.staffed(ctx)
        done = report(ctx, words=f"เน็ตช้า โทร 081-234-5678 หาครูมะลิ ({NAME})", answers={
            "name": NAME, "contact": PHONE, "what": "เน็ต",
        }, location={"title": "บ้านพักครู", "address": "99 หมู่ 1"})  # fmt: skip
        working.solve(acting(ctx, "U-a"), me(ctx, "U-a"), done.id, None, "เปลี่ยนสาย 7440-010-0001")
        answering.confirm(acting(ctx, "U-teacher"), me(ctx, "U-teacher"), done.id)
        open_ = report(ctx, words="ปริ้นไม่ออก", files=[photo(ctx)])
        working.note(acting(ctx, "U-a"), me(ctx, "U-a"), open_.id, "โทรกลับแล้ว", [photo(ctx, "n")])
        answering.add(acting(ctx, "U-teacher"), me(ctx, "U-teacher"), open_.id, f"ติดต่อ {PHONE}")
        joined = report(ctx, "U-second", words="จอดับ ของครูกุหลาบ", category=Category.COMPUTER)
        same = Report("จอดับเหมือนกันค่ะ", Category.COMPUTER, Urgency.ONE, people.SCHOOL)
        opening.join(acting(ctx, "U-teacher"), me(ctx, "U-teacher"), joined.id, same)
        ctx.session.add(Attendance(ticket_id=joined.id, person_id=me(ctx, "U-teacher").id,
                                   at=ctx.now))  # fmt: skip
        by_phone = Report(f"{NAME} โทรแจ้งว่าไฟดับ", Category.OTHER, Urgency.ONE, people.SCHOOL,
                          channel=Channel.PHONE)  # fmt: skip
        teacher = me(ctx, "U-teacher").person
        assert teacher is not None
        opening.open_on_behalf(acting(ctx, "U-a"), me(ctx, "U-a"), by_phone, teacher)
    return at


def everything(ctx: Context) -> str:
    """All that tickets hold, files by name, and what still waits to be sent."""
    ctx.session.flush()
    ctx.session.expire_all()
    rows: list[Any] = []
    for table in (Ticket, TicketEntry, TicketFile, TicketParty, TicketView, Attendance):
        rows += ctx.session.scalars(select(table)).all()
    waiting = select(OutboxMessage).where(OutboxMessage.status == OutboxStatus.QUEUED)
    rows += ctx.session.scalars(waiting).all()
    return " ".join(
        str([getattr(row, column.key) for column in row.__mapper__.column_attrs]) for row in rows
    )


def test_nobody_is_named_and_what_broke_is_still_known(ctx_: At) -> None:
    with ctx_(THURSDAY + timedelta(hours=1)) as ctx:
        teacher = me(ctx, "U-teacher").person
        assert teacher is not None
        before = everything(ctx)
        assert NAME in before
        known.erase(ctx, teacher)
        said = everything(ctx)
        for gone in (NAME, PHONE, "081-234-5678", "บ้านพักครู", "p.jpg"):
            assert gone not in said, gone
        for kept in ("เน็ตช้า", "ปริ้นไม่ออก", SECOND, "7440-010-0001", "n.jpg", "จอดับ ของครูกุหลาบ"):
            assert kept in said, kept
        rows = {t.subject: t for t in ctx.session.scalars(select(Ticket))}
        row = rows["ปริ้นไม่ออก"]
        assert (row.status, row.reporter["name"], row.school_code) == (
            TicketStatus.REPORTED, "", people.SCHOOL,
        )  # fmt: skip
        assert rows["เน็ตช้า โทร «…» หาครูมะลิ («…»)"].answers == {
            "name": "", "contact": "", "what": "เน็ต",
        }  # fmt: skip
        assert view.work(ctx, me(ctx, "U-a"), row)["reporter"]["name"] == ""
        assert len(ctx.session.scalars(select(TicketParty)).all()) == 0
        freed = [m.message_id for m in ctx.session.scalars(select(Media)) if m.kept_for is None]
        assert [name[0] for name in freed] == ["p"]
        every = " ".join(f"{r.before} {r.after}" for r in ctx.session.scalars(select(AuditEntry)))
        assert NAME not in every
        (audited,) = [r for r in ctx.session.scalars(select(AuditEntry)) if "erased" in r.action]
        assert audited.after["tickets"] == 3


def test_what_is_open_goes_on_without_a_name(ctx_: At) -> None:
    with ctx_(THURSDAY + timedelta(hours=1)) as ctx:
        teacher = me(ctx, "U-teacher").person
        assert teacher is not None
        known.erase(ctx, teacher)  # a broken printer keeps nobody from it
        row = ctx.session.scalars(select(Ticket).where(Ticket.subject == "ปริ้นไม่ออก")).one()
        working.tell(acting(ctx, "U-a"), me(ctx, "U-a"), row.id, None, "กำลังไป")
        working.solve(acting(ctx, "U-a"), me(ctx, "U-a"), row.id, None, "เสร็จ")
        told = [m.chat_key for m in ctx.session.scalars(select(OutboxMessage))
                if m.notices and m.created_at == ctx.now]  # fmt: skip
        assert "U-teacher" not in told
        number = row.id
    look(ctx_, THURSDAY + timedelta(days=9))
    with ctx_(THURSDAY + timedelta(days=9)) as ctx:
        assert ctx.session.get_one(Ticket, number).status is TicketStatus.CLOSED


def test_a_technician_who_goes_leaves_their_work_and_no_name_in_the_trail(ctx_: At) -> None:
    with ctx_(THURSDAY + timedelta(hours=1)) as ctx:
        row = ctx.session.scalars(select(Ticket).where(Ticket.subject == "ปริ้นไม่ออก")).one()
        working.pass_on(acting(ctx, "U-a"), me(ctx, "U-a"), row.id, None, me(ctx, "U-b").id or 0)
        working.open_card(ctx, me(ctx, "U-b"), row.id)
        b = me(ctx, "U-b").person
        assert b is not None
        known.erase(ctx, b)
        assert "ช่างบี" not in everything(ctx)
        assert "โทรกลับแล้ว" in everything(ctx)
    with ctx_(THURSDAY + timedelta(hours=1)) as ctx:
        watch.look(ctx)
        row = ctx.session.scalars(select(Ticket).where(Ticket.subject == "ปริ้นไม่ออก")).one()
        assert row.technician_id == me(ctx, "U-a").id  # handed on


def test_the_copy_holds_their_own_tickets_and_nothing_of_another(ctx_: At) -> None:
    with ctx_(THURSDAY + timedelta(hours=1)) as ctx:
        teacher = me(ctx, "U-teacher").person
        assert teacher is not None
        assert known.show(ctx, teacher)["tickets"] == 4
        copy = known.export(ctx, teacher)["tickets"]
        text = json.dumps(copy, ensure_ascii=False)
        assert [t["number"] for t in copy] == [
            "จป. 2/2570",
            "จป. 3/2570",
            "จป. 4/2570",
            "จป. 5/2570",
        ]
        for held in ("เน็ตช้า", "ปริ้นไม่ออก", "จอดับเหมือนกันค่ะ", "เปลี่ยนสาย", PHONE, "p.jpg", "บ้านพักครู"):
            assert held in text, held
        for foreign in (SECOND, "จอดับ ของครูกุหลาบ", "โทรกลับแล้ว", "n.jpg", "เรื่องข้าง ๆ"):
            assert foreign not in text, foreign
        second = me(ctx, "U-second").person
        assert second is not None
        assert NAME not in json.dumps(known.export(ctx, second)["tickets"], ensure_ascii=False)


def test_erasing_twice_is_refused_as_before(ctx_: At) -> None:
    with ctx_(THURSDAY + timedelta(hours=1)) as ctx:
        teacher = ctx.session.scalars(select(Person).where(Person.line_user == "U-teacher")).one()
        known.erase(ctx, teacher)
        assert trail.entries(ctx, 2, internal=True)
        with pytest.raises(Exception, match=r"person|erased|state") as refused:
            known.erase(ctx, teacher)
        assert not isinstance(refused.value, PersonRefused)
