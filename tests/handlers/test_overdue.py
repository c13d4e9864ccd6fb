"""Work that nobody does, over nights and weekends: who hears of it, how often, at what price."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.database import Database
from handlers import forms, office_calendar
from handlers.context import Context
from handlers.people import Me, as_me
from handlers.requests import checking, deciding, ending, overdue, steps, submitting, tasks
from handlers.requests.submitting import Filled
from handlers.workdays import BANGKOK
from models.chats import Chat, ChatKind
from models.outbox import OutboxMessage
from models.people import Person, Post, Role
from models.requests import RequestStatus, ServiceRequest, StepKind, Verdict
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
#: The usual story begins on a Thursday at 14.30.
THURSDAY = NOON


def bangkok(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


def me(ctx: Context, line: str) -> Me:
    return as_me(ctx, ctx.session.scalar(select(Person).where(Person.line_user == line)))


def file(ctx: Context, line: str = "U-teacher") -> ServiceRequest:
    filled = Filled(FORMS.forms["data_request"], ANSWERS)
    return submitting.submit(ctx, FORMS, me(ctx, line), filled, line)


def propose(ctx: Context, request: ServiceRequest) -> None:
    checking.propose(ctx, FORMS, me(ctx, "U-officer"), request.id, None, "permit")


@pytest.fixture
def opened(at: At) -> At:
    """An office with its people; another group has a request of its own, done in time."""
    with at(THURSDAY) as ctx:
        people.staffed(ctx, LINES)
        request = file(ctx)
        ending.withdraw(ctx, me(ctx, "U-teacher"), request.id)
    return at


class Told:
    """What the clock said since the last look."""

    def __init__(self, at: At) -> None:
        self._at, self._seen = at, 0
        self.rows(THURSDAY)

    def rows(self, moment: datetime) -> list[OutboxMessage]:
        with self._at(moment) as ctx:
            every = ctx.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        new, self._seen = every[self._seen :], len(every)
        return list(new)

    def by(self, moment: datetime) -> list[tuple[str, str, str]]:
        return [
            (f"{row.created_at.astimezone(BANGKOK):%a %H:%M}", row.chat_key[2:], kind(row))
            for row in self.rows(moment)
        ]


def kind(row: OutboxMessage) -> str:
    return str(row.notices[0]["kind"])


def passes(at: At, start: datetime, end: datetime, every: timedelta = timedelta(hours=1)) -> None:
    """The clock looks again and again between two moments, less often while nobody works."""
    moment = start
    while moment < end:
        look(at, moment)
        here = moment.astimezone(BANGKOK)
        there = here.weekday() < 5 and 7 <= here.hour < 18
        moment += every if there else max(every, timedelta(hours=2))


def look(at: At, moment: datetime) -> int:
    with at(moment) as ctx:
        return overdue.look(ctx)


def test_a_silent_director_is_reminded_once_and_then_it_goes_up(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        propose(ctx, file(ctx))
    told = Told(opened)
    passes(opened, THURSDAY, bangkok("2026-12-03T16:00"))
    assert told.by(THURSDAY) == [
        ("Fri 08:30", "director", "tasks.overdue"),
        ("Mon 08:30", "area", "tasks.overdue"),
        ("Mon 08:30", "officer", "tasks.overdue"),
    ]


def test_what_they_read_is_the_truth_of_the_moment(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        propose(ctx, file(ctx))
        propose(ctx, file(ctx))
    told = Told(opened)
    look(opened, bangkok("2026-11-20T08:30"))
    (reminder,) = told.rows(THURSDAY)
    said = reminder.notices[0]["data"]
    assert [t["facts"]["number"] for t in said["tasks"]] == [2, 3]
    assert (said["count"], said["late"], said["watch"]) == (2, 0, [])
    assert reminder.price == 1
    with opened(bangkok("2026-11-20T10:00")) as ctx:
        first = ctx.session.scalars(select(ServiceRequest).where(ServiceRequest.number == 2)).one()
        deciding.decide(ctx, FORMS, me(ctx, "U-director"), first.id, None, Verdict.PERMIT)
    told.rows(THURSDAY)
    look(opened, bangkok("2026-11-23T09:00"))
    rows = {row.chat_key: row.notices[0]["data"] for row in told.rows(THURSDAY)}
    assert {(w["number"], w["why"], w["step"]) for w in rows["U-area"]["watch"]} == {
        (3, "late", "permit")
    }
    assert rows["U-area"]["watch"][0]["has_it"] == ["ผู้อำนวยการกลุ่มนโยบายและแผน"]
    # The officer has the other one to prepare, and reads of both in one message.
    assert [t["facts"]["number"] for t in rows["U-officer"]["tasks"]] == [2]
    assert [w["number"] for w in rows["U-officer"]["watch"]] == [3]


def test_ten_requests_are_one_message_a_person(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        for _ in range(10):
            propose(ctx, file(ctx))
    told = Told(opened)
    passes(opened, bangkok("2026-11-20T08:00"), bangkok("2026-11-27T17:00"), timedelta(hours=2))
    rows = told.rows(THURSDAY)
    assert [row.chat_key for row in rows] == ["U-director", "U-area", "U-officer"]
    assert sum(row.price for row in rows) == 3


def test_a_silent_officer_goes_up_a_working_day_later(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        file(ctx)
    told = Told(opened)
    passes(opened, THURSDAY, bangkok("2026-12-03T16:00"))
    assert told.by(THURSDAY) == [
        ("Fri 08:30", "officer", "tasks.overdue"),  # due on Friday at 16.30
        ("Tue 08:30", "director", "tasks.overdue"),  # Monday was the day more
    ]


def test_nobody_is_disturbed_at_night_at_noon_or_on_a_holiday(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        propose(ctx, file(ctx))
        office_calendar.add_holiday(ctx, date(2026, 11, 23), "วันหยุดพิเศษ")
    closed = ("2026-11-20T08:29", "2026-11-20T12:00", "2026-11-20T16:30", "2026-11-21T10:00",
              "2026-11-23T10:00")  # fmt: skip
    assert [look(opened, bangkok(moment)) for moment in closed] == [0] * 5
    told = Told(opened)
    passes(opened, bangkok("2026-11-20T20:00"), bangkok("2026-11-25T17:00"), timedelta(minutes=90))
    # The clock stood still on Friday: what was missed is made up for, once.
    assert [(when[:3], who) for when, who, _ in told.by(THURSDAY)] == [
        ("Tue", "director"), ("Tue", "area"), ("Tue", "officer"),
    ]  # fmt: skip


def test_a_holiday_that_moves_the_due_day_moves_the_reminder(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        propose(ctx, file(ctx))
        office_calendar.add_holiday(ctx, date(2026, 11, 20), "วันหยุดพิเศษ")
    told = Told(opened)
    passes(opened, THURSDAY, bangkok("2026-11-24T16:00"))
    assert [when for when, _, _ in told.by(THURSDAY)] == ["Mon 08:30", "Tue 08:30", "Tue 08:30"]


def test_half_of_a_long_standard_is_when_a_director_is_reminded(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        steps.change_standard(ctx, FORMS.forms["data_request"], StepKind.PERMIT, 6)
        propose(ctx, file(ctx))
    told = Told(opened)
    passes(opened, THURSDAY, bangkok("2026-12-01T16:00"))
    # Three of six days: Friday, Monday, Tuesday. Due on Friday the 27th.
    assert [(when, who) for when, who, _ in told.by(THURSDAY)] == [
        ("Wed 08:30", "director"), ("Mon 08:30", "area"), ("Mon 08:30", "officer"),
    ]  # fmt: skip


def test_whoever_stands_in_from_today_gets_what_waits(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        steps.change_standard(ctx, FORMS.forms["data_request"], StepKind.PERMIT, 6)
        deputy = people.person(ctx, "รอง แทน", Role.DEPUTY_DIRECTOR, line_user="U-deputy")
        people.acting(ctx, deputy, Role.GROUP_DIRECTOR, group=people.GROUP,
                      starts_on=date(2026, 11, 20))  # fmt: skip
        propose(ctx, file(ctx))
    told = Told(opened)
    passes(opened, THURSDAY, bangkok("2026-11-24T16:00"))
    assert told.by(THURSDAY) == [("Fri 08:30", "deputy", "tasks.overdue")]


def test_a_director_who_left_hears_nothing_and_the_office_is_told(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        people.person(ctx, "ผู้ดูแล ระบบ", Role.ADMIN, line_user="U-admin")
        propose(ctx, file(ctx))
        propose(ctx, file(ctx))
        post = ctx.session.scalars(
            select(Post).where(Post.person_id == me(ctx, "U-director").id)
        ).one()
        post.end(date(2026, 11, 19))
    told = Told(opened)
    passes(opened, bangkok("2026-11-20T08:00"), bangkok("2026-11-20T16:30"))
    rows = told.rows(THURSDAY)
    assert [row.chat_key for row in rows] == ["U-admin", "U-area", "U-officer"]
    watch = {row.chat_key: row.notices[0]["data"]["watch"] for row in rows}
    assert [(w["why"], w["has_it"]) for w in watch["U-area"]] == [("nobody", [])] * 2
    assert [w["subject"] for w in watch["U-admin"]] == ["", ""]  # not theirs to read
    assert watch["U-area"][0]["subject"]
    # Somebody stands in from Monday: they get what waits, and nobody speaks of an empty post.
    with opened(bangkok("2026-11-20T16:00")) as ctx:
        stand_in = people.person(ctx, "แทน", line_user="U-stand-in")
        monday = date(2026, 11, 23)
        people.acting(ctx, stand_in, Role.GROUP_DIRECTOR, group=people.GROUP, starts_on=monday)
    passes(opened, bangkok("2026-11-23T08:30"), bangkok("2026-11-23T12:00"))
    kinds = {
        (row.chat_key, why["why"] if (why := watched(row)) else "task")
        for row in told.rows(THURSDAY)
    }
    assert kinds == {("U-stand-in", "task"), ("U-area", "late"), ("U-officer", "late")}


def watched(row: OutboxMessage) -> dict[str, Any] | None:
    found: list[dict[str, Any]] = row.notices[0]["data"]["watch"]
    return found[0] if found else None


def test_a_request_of_an_office_without_officers_waits_for_the_first(at: At) -> None:
    with at(THURSDAY) as ctx:
        people.person(ctx, "มะลิ", Role.TEACHER, school=people.SCHOOL, line_user="U-teacher")
        people.person(ctx, "นอกกลุ่ม", Role.OFFICER, group=people.OTHER_GROUP, line_user="U-far")
        request = file(ctx).id
    told = Told(at)
    assert look(at, bangkok("2026-11-20T09:00")) == 0
    with at(bangkok("2026-11-20T09:30")) as ctx:
        people.person(ctx, "ดาริกา", Role.OFFICER, group=people.GROUP, line_user="U-officer")
    passes(at, bangkok("2026-11-20T09:35"), bangkok("2026-11-20T11:00"), timedelta(minutes=5))
    with at(bangkok("2026-11-20T11:00")) as ctx:
        kept = ctx.session.get_one(ServiceRequest, request)
        assert kept.officer_id == me(ctx, "U-officer").id
    kinds = [(who, what) for _, who, what in told.by(THURSDAY)]
    assert kinds[0] == ("officer", "request.task")
    assert len(kinds) <= 2  # the card, and the reminder of the same due day


def test_an_officer_who_moved_away_hands_on(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        number = file(ctx).id
        people.person(ctx, "รับช่วง", Role.OFFICER, group=people.GROUP, line_user="U-next")
        (post,) = ctx.session.scalars(select(Post).where(Post.person_id == me(ctx, "U-officer").id))
        post.end(date(2026, 11, 19))
    told = Told(opened)
    passes(opened, bangkok("2026-11-20T08:30"), bangkok("2026-11-24T08:30"))
    assert "officer" not in {who for _, who, _ in told.by(THURSDAY)}
    with opened(bangkok("2026-11-24T08:30")) as ctx:
        assert ctx.session.get_one(ServiceRequest, number).officer_id == me(ctx, "U-next").id


def test_a_requester_is_asked_once_more_and_never_again(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        request = file(ctx)
        checking.ask_requester(ctx, me(ctx, "U-officer"), request.id, None, "ปีการศึกษาใด")
    told = Told(opened)
    passes(opened, THURSDAY, bangkok("2026-12-18T16:00"), timedelta(hours=2))
    # Three working days: Friday, Monday, Tuesday.
    assert told.by(THURSDAY) == [("Wed 08:30", "teacher", "request.asked")]
    with opened(bangkok("2026-11-27T10:00")) as ctx:
        (task,) = tasks.waiting_for(ctx, me(ctx, "U-officer"))
        assert (task.what, task.facts["waited"], task.due_at) == ("clarify_request", 6, None)
        assert list(tasks.waiting_for(ctx, me(ctx, "U-other-officer"))) == []


def test_whoever_blocked_the_account_costs_nothing(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        for who in ("U-teacher", "U-director"):
            ctx.session.add(Chat(chat_key=who, kind=ChatKind.USER, left_at=ctx.now, changed_ms=1))
        propose(ctx, file(ctx))
        other = file(ctx)
        checking.ask_requester(ctx, me(ctx, "U-officer"), other.id, None, "ปีใด")
    told = Told(opened)
    passes(opened, THURSDAY, bangkok("2026-11-27T16:00"))
    rows = told.rows(THURSDAY)
    assert not {"U-teacher", "U-director"} & {row.chat_key for row in rows}
    # Once in the week in which it began, and once in the next, when it is late as well.
    assert [(row.chat_key, len(row.notices[0]["data"]["watch"])) for row in rows] == [
        ("U-area", 1), ("U-officer", 1),
    ] * 2  # fmt: skip
    assert {entry["why"] for row in rows if (entry := watched(row))} == {"unbound"}


def test_what_is_answered_is_not_reminded_of(opened: At) -> None:
    with opened(THURSDAY) as ctx:
        for line in ("U-teacher", "U-far"):
            request = file(ctx, line)
            propose(ctx, request)
            deciding.decide(ctx, FORMS, me(ctx, "U-director"), request.id, None, Verdict.REFUSE,
                            reason="ไม่มีข้อมูล")  # fmt: skip
            assert request.status is RequestStatus.REFUSED
    told = Told(opened)
    passes(opened, THURSDAY, bangkok("2026-12-18T16:00"), timedelta(hours=3))
    assert told.by(THURSDAY) == []


def test_two_clocks_say_it_once(opened: At, database: Database) -> None:
    with opened(THURSDAY) as ctx:
        for _ in range(3):
            propose(ctx, file(ctx))
        file(ctx)
    told, moment = Told(opened), bangkok("2026-11-23T08:30")
    start, counts = threading.Barrier(2), []

    def clock() -> None:
        start.wait()
        with database.transaction() as session:
            counts.append(overdue.look(Context(session, moment)))

    threads = [threading.Thread(target=clock) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == [0, 3]
    assert sorted(row.chat_key for row in told.rows(THURSDAY)) == [
        "U-area", "U-director", "U-officer",
    ]  # fmt: skip
