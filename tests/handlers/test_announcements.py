"""Announcements: written once, priced, sent now or later, within what was agreed to."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from handlers import office_calendar, spending
from handlers.announcements import drafting, evidence, pricing, sending, view
from handlers.announcements.audiences import Chosen, choices, recipients
from handlers.announcements.refused import AnnouncementRefused, PriceChanged
from handlers.context import Context
from handlers.people import SYSTEM, Me
from handlers.rounds import opening
from handlers.rounds.opening import Spec
from models.announcements import Announcement, AnnouncementStatus, Delivery
from models.errors import NotAllowed, NotFound, Outdated, WrongState
from models.outbox import OutboxMessage
from models.people import Post, Role
from models.rounds import Dataset
from models.spending import Pot
from tests import people
from tests.handlers.announcement_office import CLERKS, NORTH, A, B, C, D, Desk, bangkok

HEADS = {"roles": (Role.SCHOOL_DIRECTOR,)}
S = AnnouncementStatus


@pytest.fixture
def desk(ctx: Context) -> Desk:
    return Desk(ctx)


def names(desk: Desk, **chosen: Any) -> tuple[set[str], set[str]]:
    """Accounts that would be told, and the schools of which nobody would."""
    to = recipients(desk.ctx(), Chosen(**chosen))
    return {one.person.line_user or "" for one in to.people}, {one.smis for one in to.unreached}


def test_it_rides_on_free_replies_and_costs_nothing(desk: Desk) -> None:
    row = desk.sent(**HEADS)
    assert (row.status, row.price, row.until) == (S.SENT, 0, desk.now + timedelta(days=7))
    assert desk.held("U-head-0") == [("announcement.told", "ประชุมด่วน")]
    assert desk.held("U-clerk-0") == []
    desk.reads("U-head-0")
    assert desk.ways(row) == {"U-head-0": "free", "U-head-1": "waiting", "U-head-2": "waiting"}
    desk.ctx("2026-11-27T10:00")
    assert desk.clock("2026-11-27T10:00") == 0  # nothing of it is ever paid for
    assert desk.goes_out() != []  # the sender ends what nobody read


def test_a_push_costs_a_message_each_and_everybody_reads_the_same(desk: Desk) -> None:
    row = desk.pushed(**HEADS, schools=(A, B), letter="ที่ ศธ 04/1", link="https://example.org/x")
    queued = desk.waiting("U-head-0") + desk.waiting("U-head-1")
    assert queued[0].notices == queued[1].notices  # one call can tell them all
    assert queued[0].notices[0]["data"] == {
        "id": row.id, "title": "ประชุมด่วน", "body": "ประชุมทางไกล พรุ่งนี้", "asks": False,
        "link": "https://example.org/x", "letter": "ที่ ศธ 04/1", "from_group": row.group_name,
        "at": desk.now.isoformat(),
    }  # fmt: skip
    assert [one.pot for one in queued] == [Pot.ROUNDS] * 2
    assert desk.goes_out() == [("U-head-0", 1), ("U-head-1", 1)]
    assert desk.ways(row) == {"U-head-0": "paid", "U-head-1": "paid"}
    assert spending.spent(desk.ctx(), Pot.ROUNDS) == row.price == 2


def test_who_is_chosen(desk: Desk) -> None:
    heads, clerks = {"U-head-0", "U-head-1", "U-head-2"}, {"U-clerk-0", "U-clerk-1", "U-clerk-2"}
    assert names(desk, **HEADS) == (heads, {D})
    assert names(desk, roles=(Role.SCHOOL_DIRECTOR, Role.SCHOOL_ADMIN), networks=(NORTH,)) == (
        {"U-head-0", "U-head-1", "U-clerk-0", "U-clerk-1"}, set(),
    )  # fmt: skip
    assert names(desk, schools=(C,)) == ({"U-head-2", "U-clerk-2"}, set())
    assert names(desk, roles=(Role.NETWORK_CHAIR,), schools=(A,)) == ({"U-chair"}, set())
    assert names(desk, roles=(Role.TEACHER,), networks=(NORTH,)) == ({"U-teacher"}, {B})
    desk.blocks("U-head-0")
    people.acting(desk.ctx(), desk.person("U-teacher"), Role.SCHOOL_DIRECTOR)  # of no school
    people.post(desk.ctx(), desk.person("U-clerk-1"), Role.SCHOOL_DIRECTOR, school=C)
    to = recipients(desk.ctx(), Chosen(**HEADS))  # type: ignore[arg-type]
    assert [(one.person.line_user, one.schools) for one in to.people] == [
        ("U-head-1", (B,)), ("U-head-2", (C,)), ("U-clerk-1", (C,)),
    ]  # fmt: skip
    assert {one.smis for one in to.unreached} == {A, D}
    assert heads | clerks  # each chat once: whoever holds two posts
    assert len(recipients(desk.ctx(), Chosen(schools=(B, C))).people) == 4


def test_only_the_late_of_a_round_and_who_answers_for_it(desk: Desk) -> None:
    spec = Spec(Dataset.DMC, "DMC", 2569, bangkok("2026-11-01T00:00").date(),
                bangkok("2026-11-30T16:30"), 2, schools=(A, B, D))  # fmt: skip
    round_ = opening.open_round(desk.ctx(), SYSTEM, spec)
    assert names(desk, late_in=round_.id) == ({"U-clerk-0", "U-clerk-1"}, {D})
    assert names(desk, late_in=round_.id, **HEADS, schools=(B, C)) == ({"U-head-1"}, set())
    opening.cancel(desk.ctx(), SYSTEM, round_.id)
    with pytest.raises(AnnouncementRefused) as error:
        desk.draft(late_in=round_.id)
    assert error.value.why == "round"


def test_groups_are_told_by_their_members_or_ride(desk: Desk) -> None:
    desk.group(40)
    row = desk.draft(groups=(CLERKS,), **HEADS, delivery=Delivery.PUSH)
    assert pricing.price(desk.ctx(), row).messages == 43
    assert view.card(desk.ctx(), desk.officer, row.id)["to"] == {
        "people": 3, "groups": 1, "members": 40, "unreached": [], "lost": [],
    }  # fmt: skip
    desk.send(row)
    assert (CLERKS, 40) in desk.goes_out()
    assert desk.ways(row)[CLERKS] == "paid"
    free = desk.sent("ฟรี", groups=(CLERKS,))
    assert desk.ways(free) == {CLERKS: "waiting"}
    assert desk.rides("2026-11-19T20:00") == []  # at night
    assert desk.rides("2026-11-20T09:00", taken=False) == ["announcement.told"]
    assert desk.rides("2026-11-20T09:30") == ["announcement.told"]  # the first was lost
    assert desk.ways(free) == {CLERKS: "free"}
    desk.sent("อีกเรื่อง", groups=(CLERKS,))
    assert desk.rides("2026-11-20T11:00") == []  # once a day
    assert desk.rides("2026-11-23T11:00") == ["announcement.told"]


def test_free_first_is_pushed_at_the_last_moment_to_who_was_not_reached(desk: Desk) -> None:
    desk.group(40, schools=[A])
    until = bangkok("2026-11-24T14:00")
    row = desk.sent(**HEADS, groups=(CLERKS,), delivery=Delivery.FREE_FIRST, until=until)
    assert row.price == 43
    desk.reads("U-head-0")
    assert desk.rides("2026-11-20T09:00") == ["announcement.told"]
    assert desk.clock("2026-11-24T13:59") == 0
    assert desk.goes_out() == []
    assert desk.clock("2026-11-24T14:00") == 1
    assert desk.clock("2026-11-24T14:01") == 0
    assert desk.goes_out() == [("U-head-1", 1), ("U-head-2", 1)]
    assert desk.ways(row) == {
        "U-head-0": "free", "U-head-1": "paid", "U-head-2": "paid", CLERKS: "free",
    }  # fmt: skip


def test_never_at_night_or_on_a_day_off(desk: Desk) -> None:
    desk.ctx("2026-11-20T16:45")  # a Friday
    row = desk.pushed(**HEADS)
    assert (row.status, row.send_at) == (S.SCHEDULED, bangkok("2026-11-23T08:30"))
    assert desk.clock("2026-11-22T10:00") == desk.clock("2026-11-23T08:29") == 0
    later = desk.send(desk.draft("ปีใหม่", **HEADS), at="2026-12-31T10:00")
    assert later.send_at == bangkok("2027-01-04T08:30")
    assert desk.clock("2026-11-23T08:30") == 1
    assert desk.session.get_one(Announcement, row.id).status is S.SENT
    saturday = desk.draft("เสาร์", **HEADS, delivery=Delivery.FREE_FIRST,
                          until=bangkok("2026-11-28T10:00"))  # fmt: skip
    assert desk.send(saturday).until == bangkok("2026-11-27T16:00")
    noon = desk.ctx("2026-11-24T12:15")
    assert desk.pushed("เที่ยง", **HEADS).status is S.SENT, noon.now
    night = desk.ctx("2026-11-24T22:00")
    assert desk.sent("ฟรี", **HEADS).status is S.SENT, night.now


@pytest.mark.parametrize(("at", "why"), [("2026-11-18T09:00", "past"), ("2027-11-25T09:00", "far")])
def test_a_time_that_cannot_be(desk: Desk, at: str, why: str) -> None:
    row = desk.draft(**HEADS)
    with pytest.raises(AnnouncementRefused) as error:
        desk.send(row, at=at)
    assert error.value.why == why
    assert row.status is S.DRAFT


def test_it_is_sent_at_its_time_to_who_is_there_then_and_not_above_the_price(desk: Desk) -> None:
    row = desk.send(desk.draft(**HEADS, delivery=Delivery.PUSH), at="2026-11-25T09:00")
    assert (row.status, row.price) == (S.SCHEDULED, 3)
    assert desk.waiting("U-head-0") == []
    assert pricing.reserved(desk.ctx(), "2026-11") == 3
    newcomer = people.person(desk.ctx(), "ใหม่", Role.SCHOOL_DIRECTOR, school=A, line_user="U-new")
    assert newcomer.line_user == "U-new"
    assert desk.clock("2026-11-25T09:00") == 1
    assert desk.clock("2026-11-25T09:01") == 0
    assert desk.goes_out() == [("U-head-0", 1), ("U-head-1", 1), ("U-head-2", 1)]
    assert desk.ways(row)["U-new"] == "waiting"  # one person of each school came first
    assert desk.held("U-officer") == [("announcement.sent", "ประชุมด่วน")]
    assert desk.waiting("U-officer")[0].notices[0]["data"] == {
        "id": row.id, "title": "ประชุมด่วน", "people": 4, "groups": 0, "pushed": 3, "short": 1,
        "late": False,
    }  # fmt: skip


def test_a_clock_that_stood_still_sends_once_late_or_not_at_all(desk: Desk) -> None:
    row = desk.send(desk.draft(**HEADS, delivery=Delivery.PUSH), at="2026-11-24T09:00")
    useless = desk.send(
        desk.draft("ประชุมเช้า", **HEADS, until=bangkok("2026-11-24T12:00")), at="2026-11-24T09:00"
    )
    assert desk.clock("2026-11-26T02:00") == 1  # at night nothing is pushed
    assert desk.clock("2026-11-26T08:45") == 1
    assert useless.status is S.CANCELLED
    assert len(desk.goes_out()) == 3
    assert row.sent_at == desk.now
    told = {one.notices[0]["kind"]: one.notices[0]["data"] for one in desk.waiting("U-officer")}
    assert told["announcement.sent"]["late"] is True
    assert told["announcement.missed"]["title"] == "ประชุมเช้า"


def test_what_was_seen_holds_or_nothing_is_sent(desk: Desk) -> None:
    row = desk.draft(**HEADS, delivery=Delivery.PUSH)
    people.person(desk.ctx(), "ใหม่", Role.SCHOOL_DIRECTOR, school=A, line_user="U-new")
    with pytest.raises(PriceChanged) as changed:
        sending.send(desk.ctx(), desk.officer, row.id, row.version, 3)
    assert changed.value.price.messages == 4
    drafting.change(desk.ctx(), desk.officer, row.id, row.version, title="แก้แล้ว")
    with pytest.raises(Outdated):
        sending.send(desk.ctx(), desk.officer, row.id, 1, 4)
    sending.send(desk.ctx(), desk.officer, row.id, row.version, 4)
    with pytest.raises(WrongState):
        sending.send(desk.ctx(), desk.officer, row.id, None, 4)
    with pytest.raises(WrongState):
        sending.cancel(desk.ctx(), desk.officer, row.id, None)
    with pytest.raises(WrongState):
        drafting.change(desk.ctx(), desk.officer, row.id, None, title="สายไป")
    with pytest.raises(AnnouncementRefused) as nobody:
        desk.sent(roles=(Role.TEACHER,), schools=(B,))
    assert nobody.value.why == "nobody"


def test_it_belongs_to_the_writer_s_group(desk: Desk) -> None:
    row = desk.draft(**HEADS)
    drafting.change(desk.ctx(), desk.colleague, row.id, 1, body="แก้โดยหัวหน้า")
    for outsider in (desk.stranger, Me()):
        with pytest.raises(NotAllowed):
            drafting.get(desk.ctx(), outsider, row.id)
    assert view.card(desk.ctx(), desk.area, row.id)["can"] == []
    with pytest.raises(NotAllowed):
        sending.cancel(desk.ctx(), desk.area, row.id, row.version)
    with pytest.raises(NotFound):
        drafting.get(desk.ctx(), desk.officer, 999)
    listed = [one["title"] for one in view.listed(desk.ctx(), desk.colleague)]
    assert listed == ["ประชุมด่วน", "ประกาศอื่น"]
    assert view.listed(desk.ctx(), desk.stranger) == []
    assert choices(desk.ctx(), desk.stranger)["roles"][0] == {
        "role": "school_director", "people": 3,
    }  # fmt: skip
    cancelled = sending.cancel(desk.ctx(), desk.colleague, row.id, row.version)
    assert cancelled.status is S.CANCELLED
    assert drafting.again(desk.ctx(), desk.officer, row.id).audience == row.audience


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"title": "  "}, "title"), ({"title": "ก" * 201}, "title"), ({"body": "ก" * 2001}, "body"),
        ({"link": "javascript:alert(1)"}, "link"), ({"letter": "ก" * 201}, "letter"),
        ({"audience": Chosen(schools=("88010001",))}, "school"),
        ({"audience": Chosen(networks=("ไม่มี",))}, "network"),
        ({"audience": Chosen(groups=("C9",))}, "group"),
        ({"audience": Chosen(roles=(Role.GUEST,))}, "role"),
        ({"audience": Chosen(late_in=77)}, "round"),
    ],
)  # fmt: skip
def test_what_cannot_be_written(desk: Desk, fields: dict[str, Any], why: str) -> None:
    row = desk.draft(**HEADS)
    with pytest.raises(AnnouncementRefused) as error:
        drafting.change(desk.ctx(), desk.officer, row.id, None, **fields)
    assert error.value.why == why


def test_what_was_ended_is_told_to_nobody_further(desk: Desk) -> None:
    row = desk.sent(**HEADS, delivery=Delivery.FREE_FIRST)
    desk.reads("U-head-0")
    sending.end(desk.ctx(), desk.officer, row.id, row.version)
    assert desk.held("U-head-1") == []
    assert desk.clock("2026-11-23T10:00") == 0
    assert desk.ways(row) == {"U-head-0": "free", "U-head-1": "unreached", "U-head-2": "unreached"}
    assert view.card(desk.ctx(), desk.officer, row.id)["can"] == ["again"]


def test_the_evidence_says_who_was_told_when_by_which_way(desk: Desk) -> None:
    row = desk.sent(schools=(A, D), delivery=Delivery.FREE_FIRST)
    desk.reads("U-head-0")
    desk.clock("2026-11-23T10:00")
    desk.goes_out()
    found = evidence.evidence(desk.ctx(), desk.area, row.id)
    assert [(one["to"], one["way"], one["price"]) for one in found["lines"]] == [
        ("ผอ. 0", "free", 0), ("ธุรการ 0", "paid", 1),
    ]  # fmt: skip
    assert datetime.fromisoformat(found["lines"][1]["told_at"]) == desk.now
    assert (found["ways"], found["paid_messages"]) == ({"paid": 1, "free": 1}, 1)
    assert found["unreached"] == [{"code": D, "name": "บ้านไกล"}]
    desk.session.execute(OutboxMessage.__table__.delete())
    gone = evidence.evidence(desk.ctx(), desk.officer, row.id)
    assert gone["ways"] == {"gone": 2}


def test_a_holiday_that_comes_later_moves_it(desk: Desk) -> None:
    row = desk.send(desk.draft(**HEADS, delivery=Delivery.PUSH), at="2026-11-24T09:00")
    first = desk.sent("ฟรีก่อน", **HEADS, delivery=Delivery.FREE_FIRST,
                      until=bangkok("2026-11-24T14:00"))  # fmt: skip
    day = bangkok("2026-11-24T00:00").date()
    done = office_calendar.add_holiday(desk.ctx(), day, "วันหยุดพิเศษ")
    assert [(one.ref, one.after) for one in done.moved] == [
        (f"announcement:{row.id}", bangkok("2026-11-25T08:30")),
        (f"announcement:{first.id}", bangkok("2026-11-23T16:00")),
    ]
    assert desk.clock("2026-11-23T16:00") == 1
    assert desk.clock("2026-11-24T09:00") == 0
    assert desk.clock("2026-11-25T08:30") == 1


def test_posts_written_down_later_hold_for_a_clock_that_was_turned_back(desk: Desk) -> None:
    """The same people as for reminders: an office has one answer to who is at a school."""
    for post in desk.session.scalars(select(Post)):
        post.starts_on, post.created_at = date(2027, 3, 1), bangkok("2027-03-01T09:00")
    desk.session.flush()
    assert names(desk, **HEADS)[0] == {"U-head-0", "U-head-1", "U-head-2"}
