"""Whose a ticket becomes, who may see it and its photos, and who must not."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers import media
from handlers.requests import tasks
from handlers.requests.vocabulary import DEFAULT_GROUP
from handlers.tickets import (
    answering,
    keeping,
    opening,
    trail,
    view,
    working,
)
from handlers.tickets.access import access_ticket
from handlers.tickets.opening import NobodyKnown, Report
from models.errors import NotAllowed, NotFound, Outdated, WrongState
from models.media import Media, MediaStatus
from models.outbox import OutboxMessage, OutboxStatus
from models.people import Person, Role
from models.requests import Channel
from models.rights import Act
from models.tickets import (
    Category,
    Ending,
    TicketFile,
    TicketParty,
    TicketStatus,
    Urgency,
)
from tests import people
from tests.handlers import ticket_office
from tests.handlers.ticket_office import (
    THURSDAY,
    At,
    Told,
    acting,
    do,
    kept,
    kinds,
    me,
    photo,
    prices,
    report,
    said,
)

S = TicketStatus
HOUR = timedelta(hours=1)


def test_whoever_reports_the_same_joins_and_may_make_it_urgent(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        ticket = report(ctx, urgency=Urgency.ONE)
        found = opening.same_open(ctx, people.SCHOOL, Category.PRINTER)
        assert [t.id for t in found] == [ticket.id]
        assert opening.same_open(ctx, people.OTHER_SCHOOL, Category.NETWORK) == []
    told = Told(opened)
    with opened(THURSDAY + HOUR) as ctx:
        again = Report("กำลังสอบอยู่ค่ะ", Category.PRINTER, Urgency.EXAM, people.SCHOOL,
                       files=[photo(ctx)])  # fmt: skip
        for _ in range(2):
            opening.join(acting(ctx, "U-second"), me(ctx, "U-second"), ticket.id, again)
        row = kept(ctx, ticket)
        assert (row.urgency, view.joined(ctx, row.id)) == (Urgency.EXAM, 1)
        assert said(ctx, row) == ["report", "joined", "joined"]
        for stranger in ("U-far", "U-other"):
            with pytest.raises((NotFound, NobodyKnown, NotAllowed)):
                opening.join(acting(ctx, stranger), me(ctx, stranger), ticket.id, again)
        assert len(ctx.session.scalars(select(TicketParty)).all()) == 1
    assert kinds(told) == [("a", "ticket.task", 1)]
    with opened(THURSDAY + 2 * HOUR) as ctx:
        do(ctx, "U-a", working.tell, ticket, "กำลังไปค่ะ")
        do(ctx, "U-second", answering.withdraw, ticket)  # they may end it as well
        with pytest.raises(WrongState):
            opening.join(acting(ctx, "U-second"), me(ctx, "U-second"), ticket.id, again)
    assert kinds(told) == [
        ("teacher", "ticket.told", 1), ("second", "ticket.told", 1),
        ("teacher", "ticket.withdrawn", 0),
    ]  # fmt: skip


def test_it_works_again_by_itself(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        ticket = report(ctx)
        do(ctx, "U-a", working.take, ticket)
    told = Told(opened)
    with opened(THURSDAY + HOUR) as ctx:
        do(ctx, "U-teacher", answering.withdraw, ticket)
        row = kept(ctx, ticket)
        assert (row.status, row.ending) == (S.CLOSED, Ending.WITHDRAWN)
        assert (row.first_due_at, row.update_due_at, row.solve_due_at) == (None, None, None)
        for act, words in ((answering.withdraw, ()), (answering.add, ("อีก",))):
            with pytest.raises(WrongState):
                do(ctx, "U-teacher", act, ticket, *words)
        with pytest.raises(WrongState):
            do(ctx, "U-a", working.solve, ticket, "เสร็จ")
        do(ctx, "U-a", working.note, ticket, "โทรแล้ว")  # colleagues may still write
        assert tasks.waiting_for(ctx, me(ctx, "U-a")) == []
    assert kinds(told) == []
    with opened(THURSDAY + 2 * HOUR) as ctx:
        do(ctx, "U-teacher", answering.reopen, ticket, "เสียอีกแล้ว")
        assert kept(ctx, ticket).status is S.REOPENED
    assert kinds(told) == [("a", "ticket.task", 1)]


def test_whoever_telephoned_has_it_opened_for_them(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        caller = ctx.session.scalars(select(Person).where(Person.line_user == "U-teacher")).one()
        said_so = Report("เน็ตล่ม", Category.NETWORK, Urgency.STOPPED, people.SCHOOL,
                         channel=Channel.PHONE)  # fmt: skip
        ticket = opening.open_on_behalf(acting(ctx, "U-a"), me(ctx, "U-a"), said_so, caller)
        assert (ticket.status, ticket.technician_id) == (S.ASSIGNED, me(ctx, "U-a").id)
        assert ticket.first_due_at is None  # they were spoken to
        assert (ticket.channel, ticket.filed_by_id) == (Channel.PHONE, me(ctx, "U-a").id)
        # An officer of another group writes it down: somebody who mends it is told.
        other = opening.open_on_behalf(acting(ctx, "U-other"), me(ctx, "U-other"), said_so, caller)
        assert (other.status, other.technician_id) == (S.REPORTED, None)
        with pytest.raises(NotAllowed):
            opening.open_on_behalf(acting(ctx, "U-far"), me(ctx, "U-far"), said_so, caller)
        assert prices(ctx) == {"U-a": 1}


def test_the_one_with_the_least_in_hand_is_told_and_a_burst_is_gathered(opened: At) -> None:
    told = Told(opened)
    with opened(THURSDAY) as ctx:
        busy = report(ctx, words="หนึ่ง")
        for ticket in (busy, report(ctx, words="สอง")):
            do(ctx, "U-a", working.take, ticket)
    told.rows()
    with opened(THURSDAY + HOUR) as ctx:
        for n in range(5):
            report(ctx, words=f"เรื่อง {n}")
    rows = told.rows()
    assert {r.chat_key for r in rows} == {"U-b"}  # who has one, and not two
    alive = [r for r in rows if r.status is OutboxStatus.QUEUED]
    assert [(ticket_office.kind(r), r.due_at - r.created_at) for r in alive] == [
        ("ticket.task", timedelta(0)), ("tasks.digest", timedelta(minutes=30)),
    ]  # fmt: skip
    with opened(THURSDAY + HOUR) as ctx:
        do(ctx, "U-a", working.pass_on, busy, me(ctx, "U-b").id, "ช่วยดูที")
        with pytest.raises(NotFound):
            do(ctx, "U-a", working.pass_on, busy, me(ctx, "U-teacher").id, "ช่วยดูที")
        assert kept(ctx, busy).technician_id == me(ctx, "U-b").id


def test_what_belongs_to_the_central_systems_goes_to_the_group_of_the_data(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        people.person(ctx, "เจ้าหน้าที่ ข้อมูล", Role.OFFICER, group=DEFAULT_GROUP, line_user="U-data")
        ticket = report(ctx, words="เข้าระบบไม่ได้", category=Category.APPLICATION)
    told = Told(opened)
    with opened(THURSDAY + HOUR) as ctx:
        do(ctx, "U-a", working.take, ticket)
        row = kept(ctx, ticket)
        working.sort(acting(ctx, "U-a"), me(ctx, "U-a"), row.id, row.version, category=Category.DMC)
        assert row.owner_group == DEFAULT_GROUP
        assert row.technician_id == me(ctx, "U-data").id
        (task,) = tasks.waiting_for(ctx, me(ctx, "U-data"))
        assert (task.ref, task.mine) == (f"ticket:{row.id}", True)
        assert tasks.waiting_for(ctx, me(ctx, "U-other")) == []
    assert kinds(told) == [("teacher", "ticket.taken", 0), ("data", "ticket.task", 1)]
    with opened(THURSDAY + 2 * HOUR) as ctx:
        do(ctx, "U-a", working.take, ticket)  # a technician may all the same
        do(ctx, "U-teacher", answering.add, ticket, "รบกวนด้วยค่ะ")
        do(ctx, "U-teacher", answering.add, ticket, "ด่วนค่ะ")
    said_to = [(who, what) for who, what, price in kinds(told) if price]
    assert said_to[0] == ("a", "ticket.task")  # whoever has it hears what is said
    assert {who for who, _ in said_to} == {"a"}


# -------------------------------------------------------------------------- who sees what


def test_an_internal_note_and_its_photo_never_reach_the_reporter(opened: At) -> None:
    secret = "ครูคนนี้ทำพังเอง"
    with opened(THURSDAY) as ctx:
        ticket = report(ctx, files=[photo(ctx)])
        do(ctx, "U-a", working.note, ticket, secret, [photo(ctx, "x")])
        do(ctx, "U-a", working.pass_on, ticket, me(ctx, "U-b").id, secret)
        do(ctx, "U-b", working.tell, ticket, "กำลังไป")
        do(ctx, "U-b", working.solve, ticket, "เสร็จ")
        row = kept(ctx, ticket)
        shown = view.progress(ctx, row)
        assert secret not in json.dumps(shown, ensure_ascii=False)
        assert shown["files"] == 1
        heard = [r.notices for r in ctx.session.scalars(select(OutboxMessage))
                 if r.chat_key in ("U-teacher", "U-second", "U-far")]  # fmt: skip
        assert secret not in json.dumps(heard, ensure_ascii=False)
        assert secret in json.dumps(view.work(ctx, me(ctx, "U-a"), row), ensure_ascii=False)
        for line in ("U-teacher", "U-second", "U-far"):
            with pytest.raises((NotFound, NotAllowed)):
                working.open_card(acting(ctx, line), me(ctx, line), ticket.id)


def test_nobody_sees_the_ticket_of_another_school(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        people.person(ctx, "ผอ.โรงเรียน", Role.SCHOOL_DIRECTOR, school=people.SCHOOL,
                      line_user="U-head")  # fmt: skip
        people.person(ctx, "ผอ.อื่น", Role.SCHOOL_DIRECTOR, school=people.OTHER_SCHOOL,
                      line_user="U-far-head")  # fmt: skip
        ticket = report(ctx)
        for line in ("U-teacher", "U-head", "U-a", "U-boss", "U-area"):
            assert access_ticket(ctx, me(ctx, line), ticket.id, Act.SEE_TICKET) is ticket
        for line in ("U-far", "U-far-head", "U-second", "U-other", "U-other-boss"):
            with pytest.raises(NotFound):
                access_ticket(ctx, me(ctx, line), ticket.id, Act.SEE_TICKET)
        assert [t.id for t in answering.own(ctx, ticket.reporter_id)] == [ticket.id]
        assert answering.own(ctx, me(ctx, "U-second").id or 0) == []


def test_two_who_have_it_open_see_each_other(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        ticket = report(ctx)
        working.open_card(ctx, me(ctx, "U-a"), ticket.id)
        working.open_card(ctx, me(ctx, "U-b"), ticket.id)
        assert view.work(ctx, me(ctx, "U-b"), ticket)["looking"] == ["ช่างเอ ทดลอง"]
        assert view.work(ctx, me(ctx, "U-a"), ticket)["looking"] == ["ช่างบี ทดลอง"]
        seen = ticket.version
        do(ctx, "U-a", working.take, ticket)
        with pytest.raises(Outdated):
            working.tell(acting(ctx, "U-b"), me(ctx, "U-b"), ticket.id, seen, "ไปแล้วค่ะ")
    with opened(THURSDAY + HOUR) as ctx:
        assert view.work(ctx, me(ctx, "U-b"), kept(ctx, ticket))["looking"] == []


# ------------------------------------------------------------------------------- photos


def test_a_photo_that_must_not_be_kept_goes_and_old_ones_go_by_themselves(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        ticket, other = (
            report(ctx, files=[photo(ctx), photo(ctx, "x")]),
            report(ctx, words="ค้าง", files=[photo(ctx, "o")]),
        )
        shows_a_child = trail.files(ctx, ticket.id, internal=True)[1]
        working.erase_file(acting(ctx, "U-a"), me(ctx, "U-a"), ticket.id, shows_a_child.id)
        assert [f.name for f in trail.files(ctx, ticket.id, internal=True)] == ["p.jpg"]
        with pytest.raises(NotFound):
            working.erase_file(acting(ctx, "U-a"), me(ctx, "U-a"), ticket.id, shows_a_child.id)
        do(ctx, "U-a", working.solve, ticket, "เสร็จ")
        do(ctx, "U-teacher", answering.confirm, ticket)
    with opened(THURSDAY + timedelta(days=2)) as ctx:
        assert media.erase_unattached(ctx) == ["x" * 64]
    with opened(THURSDAY + timedelta(days=364)) as ctx:
        assert keeping.forget_photos(ctx) == 0
    with opened(THURSDAY + timedelta(days=366)) as ctx:
        assert keeping.forget_photos(ctx) == 1
        assert keeping.forget_photos(ctx) == 0
        assert media.erase_unattached(ctx) == ["p" * 64]
        gone = ctx.session.scalars(select(Media).where(Media.status == MediaStatus.ERASED)).all()
        assert len(gone) == 2
        (left,) = trail.files(ctx, other.id, internal=True)  # not closed: it stays
        assert left.name == "o.jpg"
        assert len(ctx.session.scalars(select(TicketFile)).all()) == 3
