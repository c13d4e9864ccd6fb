"""Tickets that nobody works on, over nights and weekends: who hears of it, how often, what for."""

from __future__ import annotations

import threading
from datetime import UTC, date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.database import Database
from handlers import office_calendar, office_rules
from handlers.context import Context
from handlers.requests import tasks
from handlers.requests.vocabulary import ICT_GROUP
from handlers.tickets import answering, view, watch, working
from models.chats import Chat, ChatKind
from models.outbox import OutboxMessage, OutboxStatus
from models.people import Post, Role
from models.tickets import Category, Ending, Ticket, TicketStatus, Urgency
from tests import people
from tests.handlers import ticket_office
from tests.handlers.ticket_office import (
    THURSDAY,
    At,
    Told,
    acting,
    bangkok,
    look,
    looks,
    me,
    report,
    said,
)

MINUTES = timedelta(minutes=1)


@pytest.fixture
def opened(at: At) -> At:
    """An office with its people; another school's ticket waits for its reporter."""
    with at(THURSDAY) as ctx:
        ticket_office.staffed(ctx)
    return at


def taken(ctx: Context, ticket: Ticket, line: str = "U-a") -> Ticket:
    return working.take(acting(ctx, line), me(ctx, line), ticket.id)


def told_of(row: OutboxMessage) -> dict[str, Any]:
    data: dict[str, Any] = row.notices[0]["data"]
    return data


def watching(rows: list[OutboxMessage]) -> list[tuple[str, OutboxMessage]]:
    return [(r.chat_key[2:], r) for r in rows if r.notices[0]["kind"] == "ticket.watch"]


def test_a_ticket_nobody_takes_is_asked_for_and_then_goes_up_clock_by_clock(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        report(ctx, urgency=Urgency.SEVERAL)
    told = Told(opened)
    # First response within 60 minutes of working time: due at 10:30. Solution: two days, due on
    # Monday at 9:30, so the last half day of it begins on Friday.
    looks(opened, THURSDAY, bangkok("2026-11-19T11:00"), 5 * MINUTES)
    looks(opened, bangkok("2026-11-19T11:00"), bangkok("2026-11-24T16:30"))
    assert told.by() == [
        ("Thu 10:15", "a", "ticket.watch"),  # three quarters of an hour are over
        ("Thu 10:15", "b", "ticket.watch"),
        ("Thu 10:30", "boss", "ticket.watch"),
        ("Fri 08:30", "a", "ticket.watch"),
        ("Fri 08:30", "b", "ticket.watch"),
        ("Mon 09:30", "boss", "ticket.watch"),
    ]


def test_what_they_read_is_the_truth_of_the_moment(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        first = report(ctx, urgency=Urgency.SEVERAL)
        taken(ctx, first)
        second = report(ctx, words="เน็ตช้า", urgency=Urgency.SEVERAL)
        third = report(ctx, words="จอดับ", urgency=Urgency.SEVERAL)
        for one in (second, third):
            taken(ctx, one)
        taken(ctx, report(ctx, words="ไม่เร่ง", urgency=Urgency.ONE))
    with opened(bangkok("2026-11-19T10:05")) as ctx:
        report(ctx, words="มาใหม่")
    told = Told(opened)
    look(opened, bangkok("2026-11-19T10:15"))
    ((who, row),) = watching(told.rows())
    assert (who, row.price) == ("a", 1)
    data = told_of(row)
    assert [(m["subject"], m["clocks"], m["late"]) for m in data["mine"]] == [
        ("ปริ้นไม่ออกค่ะ", ["first"], False), ("เน็ตช้า", ["first"], False), ("จอดับ", ["first"], False),
    ]  # fmt: skip
    assert (data["count"], data["late"], data["others"]) == (3, 0, 0)
    # They were told of the new one ten minutes ago, so it waits for a free reply, till half of
    # what is left is over; what is done meanwhile goes.
    assert row.due_at == bangkok("2026-11-19T10:22:30")
    with opened(bangkok("2026-11-19T10:16")) as ctx:
        working.tell(acting(ctx, "U-a"), me(ctx, "U-a"), first.id, None, "กำลังไปค่ะ")
    look(opened, bangkok("2026-11-19T10:17"))
    with opened(bangkok("2026-11-19T10:17")) as ctx:
        held = ctx.session.get_one(OutboxMessage, row.id)
        assert [m["subject"] for m in told_of(held)["mine"]] == ["เน็ตช้า", "จอดับ"]
        for one in (second, third):
            working.tell(acting(ctx, "U-a"), me(ctx, "U-a"), one.id, None, "กำลังไปค่ะ")
    look(opened, bangkok("2026-11-19T10:18"))
    with opened(bangkok("2026-11-19T10:18")) as ctx:
        assert ctx.session.get_one(OutboxMessage, row.id).status is OutboxStatus.SUPERSEDED
    assert watching(told.rows()) == []


def test_late_ones_of_everybody_are_one_message_for_the_director(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        for n in range(12):
            ticket = report(ctx, words=f"เรื่องที่ {n}", urgency=Urgency.SEVERAL)
            taken(ctx, ticket, "U-a" if n % 2 else "U-b")
    told = Told(opened)
    looks(opened, bangkok("2026-11-19T10:20"), bangkok("2026-11-19T12:00"), 5 * MINUTES)
    rows = watching(told.rows())
    assert sorted(who for who, _ in rows) == ["a", "b", "boss"]
    boss = told_of(rows[-1][1])
    assert (boss["count"], boss["others"], len(boss["late_of_others"])) == (0, 12, 10)
    assert {o["has_it"] for o in boss["late_of_others"]} == {"ช่างเอ ทดลอง", "ช่างบี ทดลอง"}
    assert {o["why"] for o in boss["late_of_others"]} == {"late"}
    assert sum(row.price for _, row in rows) == 3


def test_an_exam_is_told_at_once_within_minutes(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        report(ctx, urgency=Urgency.EXAM)
    told = Told(opened)
    looks(opened, THURSDAY, THURSDAY + 20 * MINUTES, MINUTES)
    rows = told.rows()
    assert [(r.created_at - THURSDAY, r.chat_key) for r in rows] == [
        (12 * MINUTES, "U-a"), (12 * MINUTES, "U-b"), (15 * MINUTES, "U-boss"),
    ]  # fmt: skip
    assert all(r.due_at == r.created_at for r in rows)


def test_nobody_is_disturbed_at_night_and_a_clock_that_stood_still_catches_up(opened: At) -> None:
    with opened(bangkok("2026-11-19T16:20")) as ctx:
        taken(ctx, report(ctx, urgency=Urgency.EXAM))
        office_calendar.add_holiday(ctx, date(2026, 11, 20), "วันหยุดพิเศษ")
    closed = ("2026-11-19T18:00", "2026-11-20T10:00", "2026-11-22T09:00", "2026-11-23T08:29")
    assert [look(opened, bangkok(moment)) for moment in closed] == [0] * 4
    told = Told(opened)
    # It should have been told of at 08:31 on Monday. The clock comes back on Tuesday at noon.
    assert look(opened, bangkok("2026-11-24T12:30")) == 0
    assert look(opened, bangkok("2026-11-24T13:00")) == 2
    look(opened, bangkok("2026-11-24T13:01"))
    assert [(who, told_of(r)["late"]) for who, r in watching(told.rows())] == [
        ("a", 1),
        ("boss", 0),
    ]
    with opened(bangkok("2026-11-24T13:02")) as ctx:
        office_rules.decide(ctx, "tell_staff_always", True)
        report(ctx, urgency=Urgency.EXAM)
    told.rows()
    look(opened, bangkok("2026-11-24T20:00"))
    assert watching(told.rows()) != []


def test_a_pause_moves_the_reminder_and_a_word_begins_another_wait(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        ticket = report(ctx, urgency=Urgency.STOPPED)
        taken(ctx, ticket)
        working.tell(acting(ctx, "U-a"), me(ctx, "U-a"), ticket.id, None, "รับเรื่องแล้ว")
    told = Told(opened)
    # A word within two hours: reminded after ninety minutes, at 11:00. Asked at 10:30, answered
    # at 14:00: the word that was due at the next two hours counts from the question.
    with opened(bangkok("2026-11-19T10:30")) as ctx:
        working.ask(acting(ctx, "U-a"), me(ctx, "U-a"), ticket.id, None, "รุ่นอะไร")
    looks(opened, bangkok("2026-11-19T10:31"), bangkok("2026-11-19T14:00"), 10 * MINUTES)
    with opened(bangkok("2026-11-19T14:00")) as ctx:
        answering.add(acting(ctx, "U-teacher"), me(ctx, "U-teacher"), ticket.id, "รุ่น 100")
    looks(opened, bangkok("2026-11-19T14:01"), bangkok("2026-11-20T10:30"), 10 * MINUTES)
    assert [t for t in told.by() if t[2] == "ticket.watch"] == [
        ("Thu 15:31", "a", "ticket.watch"),  # ninety minutes after the answer
        ("Thu 16:01", "boss", "ticket.watch"),
        ("Fri 10:21", "a", "ticket.watch"),  # three quarters of a day: the solution
    ]


def test_whoever_left_hands_on_and_the_next_one_is_told(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        ticket = taken(ctx, report(ctx))
        other = taken(ctx, report(ctx, words="ของอีกคน"), "U-b")
        (post,) = ctx.session.scalars(select(Post).where(Post.person_id == me(ctx, "U-a").id))
        post.end(date(2026, 11, 18))
    told = Told(opened)
    look(opened, bangkok("2026-11-19T10:00"))
    look(opened, bangkok("2026-11-19T10:01"))
    assert told.by() == [("Thu 10:00", "b", "ticket.task")]
    with opened(bangkok("2026-11-19T10:02")) as ctx:
        kept = ctx.session.get_one(Ticket, ticket.id)
        assert kept.technician_id == me(ctx, "U-b").id == other.technician_id
        assert said(ctx, kept) == ["report", "taken", "passed"]
        assert view.said(ctx, kept, internal=False, most=9) == []


def test_nobody_can_do_it_is_said_to_whoever_can_mend_that_once_a_week(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        people.person(ctx, "ผู้ดูแล ระบบ", Role.ADMIN, line_user="U-admin")
        for post in ctx.session.scalars(select(Post).where(Post.group_name == ICT_GROUP)):
            post.end(date(2026, 11, 18))
        report(ctx, words="เสียทั้งห้อง")
        report(ctx, words="เสียอีกห้อง")
    told = Told(opened)
    looks(opened, THURSDAY, bangkok("2026-11-24T16:00"), timedelta(hours=1))
    rows = [(w, r) for w, r in watching(told.rows()) if told_of(r)["late_of_others"]]
    # Once in each of the two weeks, and the head of the office as whoever is one level up.
    assert [who for who, _ in rows].count("admin") == 2
    said_to = {who: told_of(r)["late_of_others"] for who, r in reversed(rows)}
    assert set(said_to) == {"admin", "area"}
    assert [(o["subject"], o["why"]) for o in said_to["admin"]] == [("", "nobody")] * 3
    assert {o["subject"] for o in said_to["area"]} == {"เสียทั้งห้อง", "เสียอีกห้อง", "เรื่องข้าง ๆ"}


def test_who_cannot_be_told_is_said_too_and_costs_nothing(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        for line in ("U-a", "U-b", "U-teacher"):
            ctx.session.add(Chat(chat_key=line, kind=ChatKind.USER, left_at=ctx.now, changed_ms=1))
        report(ctx, urgency=Urgency.SEVERAL)
    told = Told(opened)
    looks(opened, THURSDAY, bangkok("2026-11-20T16:00"))
    rows = watching(told.rows())
    assert {who for who, _ in rows} == {"boss"}
    assert told_of(rows[0][1])["late_of_others"][0]["why"] == "unbound"


def test_solved_and_silent_for_three_working_days_is_closed_without_a_word(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        quiet, merry = report(ctx), report(ctx, words="อีกเรื่อง")
        for one in (quiet, merry):
            working.solve(acting(ctx, "U-a"), me(ctx, "U-a"), one.id, None, "เปลี่ยนสายแล้ว")
    told = Told(opened)
    looks(opened, bangkok("2026-11-20T10:00"), bangkok("2026-11-24T16:30"), timedelta(hours=2))
    with opened(bangkok("2026-11-24T16:29")) as ctx:
        assert ctx.session.get_one(Ticket, quiet.id).status is TicketStatus.SOLVED
        answering.reopen(acting(ctx, "U-teacher"), me(ctx, "U-teacher"), merry.id, "ยังไม่ออก")
    told.rows()
    look(opened, bangkok("2026-11-24T16:30"))  # the close of the third working day
    look(opened, bangkok("2026-11-24T18:00"))
    with opened(bangkok("2026-11-24T18:00")) as ctx:
        kept = ctx.session.get_one(Ticket, quiet.id)
        assert (kept.status, kept.ending) == (TicketStatus.CLOSED, Ending.SILENT)
        assert said(ctx, kept) == ["report", "solution", "closed"]
        assert ctx.session.get_one(Ticket, merry.id).status is TicketStatus.REOPENED
    assert told.rows() == []
    with opened(bangkok("2026-11-26T09:00")) as ctx:  # closed, it can still be opened again
        answering.reopen(acting(ctx, "U-teacher"), me(ctx, "U-teacher"), quiet.id, "เป็นอีก")


def test_a_reporter_who_does_not_answer_is_asked_once_more_then_shown_to_staff(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        ticket = report(ctx, urgency=Urgency.STOPPED)
        working.ask(acting(ctx, "U-a"), me(ctx, "U-a"), ticket.id, None, "ห้องไหนคะ")
    told = Told(opened)
    looks(opened, THURSDAY, bangkok("2026-12-04T16:00"), timedelta(hours=2))
    rows = [r for r in told.rows() if r.chat_key not in ("U-far", "U-b")]  # the noise's
    assert [(f"{r.created_at:%d}", r.chat_key, ticket_office.kind(r)) for r in rows] == [
        ("25", "U-teacher", "ticket.told"),  # Friday, Monday, Tuesday were silent
        ("03", "U-a", "ticket.watch"),  # ten working days
    ]
    again = told_of(rows[0])
    assert (again["what"], again["words"], again["again"]) == ("question", "ห้องไหนคะ", True)
    item = told_of(rows[1])["mine"][0]
    assert (item["waited"], item["clocks"], item["late"]) == (10, [], False)
    with opened(bangkok("2026-12-04T16:00")) as ctx:
        task = next(t for t in tasks.waiting_for(ctx, me(ctx, "U-a")) if t.mine)
        assert (task.what, task.facts["waited"], task.facts["stale"]) == (
            "ticket_waiting",
            11,
            True,
        )


def test_a_visit_is_listed_on_its_morning_and_offered_the_day_before(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        visited = report(ctx)
        monday = bangkok("2026-11-23T10:00")
        working.plan_visit(acting(ctx, "U-a"), me(ctx, "U-a"), visited.id, None, monday)
        today = report(ctx, words="วันนี้เลย")
        soon = bangkok("2026-11-19T14:00")
        working.plan_visit(acting(ctx, "U-a"), me(ctx, "U-a"), today.id, None, soon)
    told = Told(opened)
    looks(opened, THURSDAY, bangkok("2026-11-23T10:30"))
    rows = told.rows()
    assert [(r.chat_key, ticket_office.kind(r), r.price, r.only_free) for r in rows] == [
        ("U-teacher", "ticket.coming", 0, True), ("U-a", "ticket.watch", 1, False),
    ]  # fmt: skip
    assert rows[0].created_at == bangkok("2026-11-20T08:30")
    assert rows[1].created_at == bangkok("2026-11-23T08:30")
    coming = [m for m in told_of(rows[1])["mine"] if m["visit_at"]]
    assert [(m["visit_at"], m["clocks"]) for m in coming] == [
        (monday.astimezone(UTC).isoformat(), [])
    ]
    assert rows[0].due_at == monday  # not carried till then, it is dropped


def test_a_visit_that_is_moved_or_not_needed_is_not_reminded_of(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        moved, done = report(ctx), report(ctx, words="หายเอง")
        for one in (moved, done):
            working.plan_visit(acting(ctx, "U-a"), me(ctx, "U-a"), one.id, None,
                               bangkok("2026-11-23T10:00"))  # fmt: skip
    look(opened, bangkok("2026-11-20T08:30"))
    with opened(bangkok("2026-11-20T09:00")) as ctx:
        working.plan_visit(acting(ctx, "U-a"), me(ctx, "U-a"), moved.id, None,
                           bangkok("2026-11-25T10:00"))  # fmt: skip
        answering.withdraw(acting(ctx, "U-teacher"), me(ctx, "U-teacher"), done.id)
        alive = ctx.session.scalars(
            select(OutboxMessage).where(
                OutboxMessage.only_free, OutboxMessage.status == OutboxStatus.QUEUED
            )
        ).all()
        assert [r for r in alive if r.chat_key == "U-teacher"] == []
    told = Told(opened)
    looks(opened, bangkok("2026-11-20T10:00"), bangkok("2026-11-25T10:30"))
    coming = [(t[0], t[1], t[2]) for t in told.by() if t[2] in ("ticket.coming", "ticket.watch")]
    assert coming == [
        ("Tue 08:30", "teacher", "ticket.coming"), ("Wed 08:30", "a", "ticket.watch"),
    ]  # fmt: skip


def test_opened_again_every_clock_is_spoken_of_anew(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        ticket = taken(ctx, report(ctx, urgency=Urgency.EXAM))
    looks(opened, THURSDAY, THURSDAY + 150 * MINUTES, 15 * MINUTES)  # all of it is late
    with opened(bangkok("2026-11-19T13:30")) as ctx:
        working.solve(acting(ctx, "U-a"), me(ctx, "U-a"), ticket.id, None, "เปลี่ยนเครื่อง")
    with opened(bangkok("2026-11-19T14:00")) as ctx:
        answering.reopen(acting(ctx, "U-teacher"), me(ctx, "U-teacher"), ticket.id, "ดับอีก")
    told = Told(opened)
    looks(opened, bangkok("2026-11-19T14:05"), bangkok("2026-11-19T16:29"), 5 * MINUTES)
    assert [t[:2] for t in told.by() if t[2] == "ticket.watch"] == [
        ("Thu 14:45", "a"),  # three quarters of the hour for the next word
        ("Thu 15:00", "boss"),
        ("Thu 15:30", "a"),  # of the two hours for the solution, which began anew
        ("Thu 16:00", "boss"),
    ]


def test_what_has_to_be_accepted_is_shown_once_more_and_not_closed(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        ticket = report(ctx, words="ป้ายไวนิลงานวันครู", category=Category.OTHER, accept=True)
        working.solve(acting(ctx, "U-a"), me(ctx, "U-a"), ticket.id, None, "ส่งแบบให้ดูแล้ว")
    told = Told(opened)
    looks(opened, THURSDAY, bangkok("2026-12-01T16:00"), timedelta(hours=2))
    rows = [r for r in told.rows() if r.chat_key == "U-teacher"]
    assert [(f"{r.created_at:%d}", ticket_office.kind(r), r.price) for r in rows] == [
        ("25", "ticket.solved", 1)
    ]
    assert (told_of(rows[0])["again"], told_of(rows[0])["words"]) == (True, "ส่งแบบให้ดูแล้ว")
    with opened(bangkok("2026-12-01T16:00")) as ctx:
        assert ctx.session.get_one(Ticket, ticket.id).status is TicketStatus.SOLVED


def test_whoever_mends_their_own_machine_keeps_it(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        own = report(ctx, "U-a", words="เครื่องของช่างเอง", school=None, place="กลุ่ม ICT")
        taken(ctx, own)
    look(opened, bangkok("2026-11-19T10:00"))
    with opened(bangkok("2026-11-19T10:00")) as ctx:
        assert said(ctx, ctx.session.get_one(Ticket, own.id)) == ["report", "taken"]


def test_two_clocks_say_it_once(opened: At, database: Database) -> None:
    with opened(THURSDAY) as ctx:
        for n in range(3):
            taken(ctx, report(ctx, words=str(n), urgency=Urgency.STOPPED))
        report(ctx, urgency=Urgency.STOPPED)
    told, moment = Told(opened), bangkok("2026-11-19T11:00")
    start, counts = threading.Barrier(2), []

    def clock() -> None:
        start.wait()
        with database.transaction() as session:
            counts.append(watch.look(Context(session, moment)))

    threads = [threading.Thread(target=clock) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == [0, 3]
    assert sorted(who for who, _ in watching(told.rows())) == ["a", "b", "boss"]


def test_the_work_of_the_others_is_not_touched(opened: At) -> None:
    """Noise: somebody else's ticket of another school waits, and is asked for only once."""
    told = Told(opened)
    looks(opened, THURSDAY, bangkok("2026-11-26T16:00"), timedelta(hours=2))
    assert [(who, what) for _, who, what in told.by()] == [("far", "ticket.told")]
