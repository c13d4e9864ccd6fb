"""Tickets, by people who mean harm, press in the wrong order or do two things at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from handlers import bookings, ratings
from handlers import people as known
from handlers.bookings import demo
from handlers.incidents import ending
from handlers.incidents import opening as incidents
from handlers.tickets import answering, mending, opening, view, working
from handlers.tickets.mending import NotMergeable
from handlers.tickets.opening import Report
from models.bookings import Room
from models.errors import NotAllowed, NotFound, WrongState
from models.outbox import OutboxMessage, OutboxStatus
from models.tickets import Category, Ticket, TicketEntry, TicketParty, Urgency
from tests import people
from tests.handlers import ticket_office
from tests.handlers.ticket_office import (
    THURSDAY,
    At,
    acting,
    bangkok,
    do,
    kept,
    kind,
    me,
    prices,
    report,
)

HOUR = timedelta(hours=1)


def held(ctx: Any, line: str) -> list[str]:
    """What waits for a free reply to this person."""
    rows = select(OutboxMessage).where(
        OutboxMessage.chat_key == line, OutboxMessage.status == OutboxStatus.QUEUED,
        OutboxMessage.only_free,
    )  # fmt: skip
    return [kind(row) for row in ctx.session.scalars(rows)]


def test_two_offices_without_a_school_are_never_put_together(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        people.person(ctx, "คนนอก หนึ่ง", line_user="U-out", affiliation="เทศบาลตัวอย่าง")
        outside = report(ctx, "U-out", words="เรื่องของเทศบาล", school=None, place="เทศบาลตัวอย่าง")
        inside = report(ctx, "U-other", words="เรื่องภายใน", school=None, place=people.OTHER_GROUP)
        with pytest.raises(NotMergeable):
            do(ctx, "U-a", mending.merge, outside, inside.id)
        same = report(ctx, "U-out", words="อีกครั้ง", school=None, place="เทศบาลตัวอย่าง")
        do(ctx, "U-a", mending.merge, same, outside.id)
        assert kept(ctx, same).merged_into_id == outside.id


def test_what_was_said_of_a_merge_is_not_told_after_it_was_undone(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        first, second = report(ctx), report(ctx, "U-second", words="เครื่องเดียวกันค่ะ")
        do(ctx, "U-a", mending.merge, second, first.id)
        assert held(ctx, "U-second") == ["ticket.merged"]
    with opened(THURSDAY + HOUR) as ctx:
        do(ctx, "U-a", mending.undo, second)
        assert held(ctx, "U-second") == []
        do(ctx, "U-a", working.take, second)
        assert held(ctx, "U-second") == ["ticket.taken"]
        do(ctx, "U-a", mending.undo, second)
        assert held(ctx, "U-second") == []


def test_whoever_joined_by_themselves_stays_when_a_merge_is_undone(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        first, second = report(ctx), report(ctx, "U-second", words="เครื่องเดียวกันค่ะ")
        do(ctx, "U-a", mending.merge, second, first.id)
        mine = Report("ของหนูก็ด้วยค่ะ", Category.PRINTER, Urgency.ONE, people.SCHOOL)
        opening.join(acting(ctx, "U-second"), me(ctx, "U-second"), first.id, mine)
        do(ctx, "U-a", mending.undo, second)
        assert ctx.session.get(TicketParty, (first.id, me(ctx, "U-second").id)) is not None


def test_what_holds_a_room_is_not_lost_in_another_ticket(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        demo.seed(ctx)
        plain, booked = report(ctx), report(ctx, words="ขอใช้ห้อง", form="room", prefix="หป.")
        starts = bangkok("2026-11-25T09:00")
        bookings.book(
            ctx, subject=f"ticket:{booked.id}", resource=room(ctx), starts=starts,
            ends=starts + HOUR, by_id=me(ctx, "U-a").id or 0,
        )  # fmt: skip
        with pytest.raises(NotMergeable):
            do(ctx, "U-a", mending.merge, booked, plain.id)
        assert mending.alike(ctx, kept(ctx, booked)) == []
        answering.withdraw(acting(ctx, "U-teacher"), me(ctx, "U-teacher"), booked.id)
        assert bookings.of_record(ctx, f"ticket:{booked.id}") == []
        # The room is given back and may be another's by now: it is asked for anew.
        with pytest.raises(WrongState):
            do(ctx, "U-teacher", answering.reopen, booked, "ขอใช้เหมือนเดิม")


def room(ctx: Any) -> str:
    return f"room:{ctx.session.scalars(select(Room.slug).order_by(Room.slug)).first()}"


def test_one_person_cannot_make_the_office_pay_for_message_after_message(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        for n in range(30):
            report(ctx, words=f"สอบอยู่ {n}", urgency=Urgency.EXAM, category=Category.NETWORK)
        again = report(ctx, words="ครั้งที่หนึ่ง", urgency=Urgency.STOPPED)
        for _ in range(30):
            do(ctx, "U-teacher", answering.withdraw, again)
            do(ctx, "U-teacher", answering.reopen, again, "ยังไม่ได้")
        assert 0 < sum(prices(ctx).values()) <= 12


def test_a_ticket_that_broke_again_may_belong_to_the_next_fault(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        mine = report(ctx, category=Category.NETWORK)
        mended = incidents.from_ticket(
            acting(ctx, "U-a"), me(ctx, "U-a"), mine.id, None, "เน็ตล่มทั้งอำเภอ"
        )
        ending.end(acting(ctx, "U-a"), me(ctx, "U-a"), mended.id, None, "เปลี่ยนอุปกรณ์แล้ว")
    with opened(THURSDAY + HOUR) as ctx:
        do(ctx, "U-teacher", answering.reopen, mine, "ล่มอีกแล้ว")
        other = report(ctx, "U-far", category=Category.NETWORK, school=people.OTHER_SCHOOL)
        assert mine.id in [t.id for t in incidents.alike(ctx, kept(ctx, other))]
        anew = incidents.from_ticket(
            acting(ctx, "U-a"), me(ctx, "U-a"), other.id, None, "ล่มอีกครั้ง", [mine.id]
        )
        done = ending.end(acting(ctx, "U-a"), me(ctx, "U-a"), anew.id, None, "เรียบร้อย")
        assert done.solved == 2


def test_nothing_of_who_is_gone_stays_in_copies_and_free_answers(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        first = report(ctx, "U-second")
        copied = report(ctx, words="จอดับ โทรหามะลิ ตัวอย่าง 081-234-5678", answers={
            "details": "ติดต่อ มะลิ ตัวอย่าง โทร 0812345678 หน้าห้องพักครู",
        })  # fmt: skip
        do(ctx, "U-a", mending.merge, copied, first.id)
        teacher = me(ctx, "U-teacher").person
        assert teacher is not None
        known.erase(ctx, teacher)
        ctx.session.flush()
        ctx.session.expire_all()
        every = [str(t.answers) + t.subject for t in ctx.session.scalars(select(Ticket))]
        every += [f"{e.words} {e.facts}" for e in ctx.session.scalars(select(TicketEntry))]
        for gone in ("มะลิ ตัวอย่าง", "0812345678", "081-234-5678"):
            assert gone not in " ".join(every), gone
        assert "หน้าห้องพักครู" in " ".join(every)
        assert "จอดับ" in str(view.said(ctx, kept(ctx, first), internal=True, most=9))


def test_nobody_closes_a_colleagues_ticket_in_silence(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        mine = report(ctx)
        same = Report("เหมือนกันค่ะ", Category.PRINTER, Urgency.ONE, people.SCHOOL)
        opening.join(acting(ctx, "U-second"), me(ctx, "U-second"), mine.id, same)
        do(ctx, "U-second", answering.withdraw, mine)
        assert held(ctx, "U-teacher") == ["ticket.withdrawn"]
        assert held(ctx, "U-second") == []
        do(ctx, "U-teacher", answering.reopen, mine, "ของหนูยังไม่ได้ค่ะ")


def test_a_stranger_who_names_a_school_is_not_joined_by_its_teachers(opened: At) -> None:
    """Whoever reports what others join reads their words from then on."""
    with opened(THURSDAY) as ctx:
        people.person(ctx, "คนนอก หนึ่ง", line_user="U-out", affiliation="โรงเรียนบ้านตัวอย่าง")
        strange = report(ctx, "U-out", words="เน็ตล่ม", category=Category.NETWORK)
        same = Report("รหัสเน็ตห้องพักครูก็เข้าไม่ได้", Category.NETWORK, Urgency.ONE, people.SCHOOL)
        assert opening.same_open(ctx, people.SCHOOL, Category.NETWORK) == []
        with pytest.raises((NotFound, NotAllowed)):
            opening.join(acting(ctx, "U-teacher"), me(ctx, "U-teacher"), strange.id, same)
        mine = report(ctx, words="เน็ตล่ม", category=Category.NETWORK)
        assert [t.id for t in opening.same_open(ctx, people.SCHOOL, Category.NETWORK)] == [mine.id]
        every = opening.same_open(ctx, people.SCHOOL, Category.NETWORK, every=True)
        assert [t.id for t in every] == [mine.id, strange.id]  # staff put them together


def test_what_is_mended_again_much_later_can_be_rated(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        mine = report(ctx)
        do(ctx, "U-a", working.solve, mine, "เปลี่ยนสาย")
        do(ctx, "U-teacher", answering.confirm, mine)
    with opened(THURSDAY + timedelta(days=40)) as ctx:
        do(ctx, "U-teacher", answering.reopen, mine, "เสียอีกแล้วค่ะ")
        do(ctx, "U-a", working.solve, mine, "เปลี่ยนเครื่อง")
        (rating,) = ratings.open_for(ctx, me(ctx, "U-teacher").id or 0)
        assert rating.subject == f"ticket:{mine.id}"


def test_a_report_in_the_last_minute_of_the_fiscal_year_is_of_that_year(at: At) -> None:
    with at(bangkok("2026-09-30T23:59")) as ctx:
        ticket_office.staffed(ctx, noise=False)
        last = report(ctx)
        assert (last.fiscal_year, last.number) == (2569, 1)
    with at(bangkok("2026-10-01T00:00")) as ctx:
        first = report(ctx)
        assert (first.fiscal_year, first.number) == (2570, 1)
        due = (kept(ctx, last).first_due_at, first.first_due_at)
        assert due[0] == due[1] == bangkok("2026-10-01T13:00").replace(hour=12)
