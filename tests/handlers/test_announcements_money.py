"""What announcements cost: within the share, within what was agreed to, or by a second person."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, func, insert, select

from handlers import budget, spending
from handlers.announcements import pricing, sending, view
from handlers.announcements.refused import AnnouncementRefused, TooDear
from handlers.context import Context
from handlers.office_rules import decide
from handlers.people import SYSTEM
from handlers.rounds import opening
from handlers.rounds.opening import Spec
from models.announcements import AnnouncementStatus, Delivery
from models.outbox import OutboxMessage
from models.people import Person, Post, Role
from models.rounds import Dataset
from tests.handlers.announcement_office import CLERKS, A, Desk, bangkok

HEADS = {"roles": (Role.SCHOOL_DIRECTOR,)}
S = AnnouncementStatus


@pytest.fixture
def desk(ctx: Context) -> Desk:
    return Desk(ctx)


def test_nobody_knows_what_a_push_into_an_uncounted_group_costs(desk: Desk) -> None:
    desk.group(members=None)
    row = desk.draft(groups=(CLERKS,), delivery=Delivery.PUSH)
    card = view.card(desk.ctx(), desk.officer, row.id)
    assert (card["costs"], card["costs_why"]["why"]) == (None, "uncounted")
    with pytest.raises(AnnouncementRefused) as error:
        sending.send(desk.ctx(), desk.officer, row.id, row.version, 0)
    assert error.value.facts == {"groups": ["ธุรการทั้งเขต"]}
    first = desk.draft(groups=(CLERKS,), **HEADS, delivery=Delivery.FREE_FIRST)
    assert pricing.price(desk.ctx(), first).messages == 3  # there it only rides


def test_two_that_wait_for_a_person_are_one_message(desk: Desk) -> None:
    first = desk.sent("หนึ่ง", **HEADS, delivery=Delivery.FREE_FIRST,
                      until=bangkok("2026-11-24T09:00"))  # fmt: skip
    second = desk.sent("สอง", schools=(A,), delivery=Delivery.FREE_FIRST,
                       until=bangkok("2026-11-24T11:00"))  # fmt: skip
    desk.clock("2026-11-24T09:00")
    assert desk.held("U-head-0") == [("announcement.told", "หนึ่ง"), ("announcement.told", "สอง")]
    assert desk.goes_out() == [("U-head-0", 1), ("U-head-1", 1), ("U-head-2", 1)]
    desk.clock("2026-11-24T11:00")
    assert desk.goes_out() == [("U-clerk-0", 1)]
    assert set(desk.ways(first).values()) == {"paid"}
    assert desk.ways(second) == {"U-head-0": "free", "U-clerk-0": "paid"}


def test_more_than_the_share_is_for_a_second_person(desk: Desk) -> None:
    decide(desk.ctx(), "budget.rounds", 2)
    row = desk.draft(**HEADS, delivery=Delivery.PUSH)
    with pytest.raises(TooDear) as dear:
        desk.send(row)
    assert (dear.value.price.why_not, dear.value.price.lacking) == ("share", 1)
    sending.ask_permit(desk.ctx(), desk.officer, row.id, row.version, 3, reason="ด่วนมาก")
    assert (row.status, row.price) == (S.WAITING, 3)
    (permit,) = spending.waiting(desk.ctx(), desk.colleague)
    assert (permit.messages, permit.ref, permit.reason) == (1, f"announcement:{row.id}", "ด่วนมาก")
    assert desk.clock("2026-11-19T11:00") == 0
    spending.decide(desk.ctx(), desk.colleague, permit.id, True)
    assert row.status is S.SCHEDULED
    assert desk.held("U-officer") == [("announcement.permitted", "ประชุมด่วน")]
    assert desk.clock("2026-11-19T11:01") == 1
    assert len(desk.goes_out()) == 3  # and nobody is asked any more to permit it


def test_what_was_refused_is_a_draft_again_and_what_the_month_has_not_nobody_permits(
    desk: Desk,
) -> None:
    decide(desk.ctx(), "budget.rounds", 2)
    row = desk.draft(**HEADS, delivery=Delivery.PUSH)
    sending.ask_permit(desk.ctx(), desk.officer, row.id, row.version, 3)
    (permit,) = spending.waiting(desk.ctx(), desk.colleague)
    spending.decide(desk.ctx(), desk.colleague, permit.id, False, "แจ้งฟรีก็พอ")
    assert (row.status, row.permit_id) == (S.DRAFT, None)
    (told,) = desk.waiting("U-officer")
    assert told.notices[0]["data"]["words"] == "แจ้งฟรีก็พอ"
    budget.note(desk.session, limit=300, used=269, now=desk.now)  # and 30 are kept for outages
    with pytest.raises(TooDear) as dear:
        sending.ask_permit(desk.ctx(), desk.officer, row.id, row.version, 3)
    assert dear.value.price.why_not == "month"
    with pytest.raises(AnnouncementRefused) as other:
        sending.ask_permit(desk.ctx(), desk.officer, row.id, row.version, 3,
                           at=bangkok("2026-12-08T09:00"))  # fmt: skip
    assert other.value.why == "other_month"


def test_what_rounds_need_and_what_was_agreed_to_is_not_spent_twice(desk: Desk) -> None:
    decide(desk.ctx(), "budget.rounds", 4)
    spec = Spec(Dataset.DMC, "DMC", 2569, bangkok("2026-11-01T00:00").date(),
                bangkok("2026-11-30T16:30"), 2, schools=(A,))  # fmt: skip
    opening.open_round(desk.ctx(), SYSTEM, spec)
    row = desk.draft(**HEADS, delivery=Delivery.FREE_FIRST)
    found = pricing.price(desk.ctx(), row)
    assert (found.planned, found.share_left, found.why_not) == (1, 3, "")
    desk.send(row)
    with pytest.raises(TooDear):
        desk.sent("สอง", schools=(A,), delivery=Delivery.PUSH)
    december = desk.send(desk.draft("ธันวา", **HEADS, delivery=Delivery.PUSH), at="2026-12-08T09:00")
    assert december.status is S.SCHEDULED  # another month has its own messages
    desk.reads("U-head-0")
    desk.clock("2026-11-23T10:00")
    assert len(desk.goes_out()) == 2
    assert desk.sent("สาม", schools=(A,)).status is S.SENT


def test_when_money_ran_out_meanwhile_the_rest_rides_and_the_writer_hears_of_it(
    desk: Desk,
) -> None:
    row = desk.sent(**HEADS, delivery=Delivery.FREE_FIRST)
    decide(desk.ctx(), "budget.rounds", 1)
    assert row.until == bangkok("2026-11-23T10:00")  # two working days
    desk.clock("2026-11-23T10:00")
    assert desk.goes_out() == [("U-head-0", 1)]
    assert desk.ways(row) == {"U-head-0": "paid", "U-head-1": "waiting", "U-head-2": "waiting"}
    (told,) = desk.waiting("U-officer")
    assert told.notices[0]["data"] == {
        "id": row.id, "title": "ประชุมด่วน", "pushed": 1, "short": 2,
    }  # fmt: skip
    desk.ctx("2026-11-24T09:00")
    desk.reads("U-head-1")
    assert desk.ways(row)["U-head-1"] == "free"


def test_two_thousand_people_are_told_in_few_statements(desk: Desk) -> None:
    ids = range(10_000, 12_000)
    desk.session.execute(insert(Person), [
        {"id": n, "name": f"ครู {n}", "line_user": f"U{n}", "created_at": desk.now,
         "created_by": "test", "position": "", "affiliation": ""} for n in ids
    ])  # fmt: skip
    desk.session.execute(insert(Post), [
        {"person_id": n, "role": Role.TEACHER, "school_code": A, "title": "ครู",
         "starts_on": bangkok("2020-01-01T00:00").date(), "created_at": desk.now,
         "created_by": "test"} for n in ids
    ])  # fmt: skip
    decide(desk.ctx(), "budget.rounds", 5000)
    row = desk.draft(roles=(Role.TEACHER,), delivery=Delivery.PUSH)
    said: list[str] = []

    def listen(*args: Any) -> None:
        said.append(args[2])

    event.listen(desk.session.get_bind(), "before_cursor_execute", listen)
    desk.send(row)
    event.remove(desk.session.get_bind(), "before_cursor_execute", listen)
    assert len(said) < 120
    count = select(func.count()).where(OutboxMessage.price == 1)
    assert desk.session.scalar(count) == 2001


def test_nobody_is_asked_any_more_for_what_was_called_off(desk: Desk) -> None:
    decide(desk.ctx(), "budget.rounds", 2)
    row = desk.draft(**HEADS, delivery=Delivery.PUSH)
    sending.ask_permit(desk.ctx(), desk.officer, row.id, row.version, 3)
    sending.cancel(desk.ctx(), desk.officer, row.id, row.version)
    assert spending.waiting(desk.ctx(), desk.colleague) == []
