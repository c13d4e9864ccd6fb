"""The year to come, the alarms, and what was parked when a new month's messages come."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from handlers import budget, outcomes, spending
from handlers.context import Context
from handlers.office_rules import decide as rules
from handlers.rounds import reminding
from handlers.spending import alarms, parked
from models.announcements import Announcement, AnnouncementStatus, Delivery
from models.mail import MailMessage
from models.outbox import OutboxMessage, OutboxStatus, Purpose, Way
from models.people import Role
from models.rounds import CollectionRound, Standing
from models.spending import Pot
from tests import people
from tests.handlers.round_office import A, B, bangkok, noted, on, opened, staffed

Rows = list[OutboxMessage]


@pytest.fixture
def office(ctx: Context) -> Context:
    """Five schools on 20 November 2569; two schools' people can be told; LINE allows 300."""
    now = on(ctx, "2026-11-20T10:00")
    who = staffed(now)
    for name, line in (("named", "U-named"), ("head", "U-head")):
        who[name].line_user = line
    people.person(now, "ธุรการ ข", Role.SCHOOL_ADMIN, school=B, line_user="U-b")
    who["officer"].email = "officer@example.org"
    budget.note(now.session, limit=300, used=0, now=now.now)
    now.session.flush()
    return now


def pushed(ctx: Context, pot: Pot, messages: int, at: datetime) -> None:
    """So many messages were paid for at that moment."""
    ctx.session.add(OutboxMessage(
        chat_key="U-x", purpose=Purpose.NOTICE, place={}, notices=[], way=Way.PUSH, pot=pot,
        status=OutboxStatus.ACCEPTED, created_at=at, due_at=at, finished_at=at, price=messages,
    ))  # fmt: skip
    ctx.session.flush()


def month(ctx: Context, name: str) -> spending.Month:
    return next(one for one in spending.forecast(ctx).months if one.month == name)


def test_rounds_that_nobody_has_opened_yet_are_forecast_by_the_manuals(office: Context) -> None:
    found = spending.forecast(office)
    assert len(found.months) == 12
    assert (found.months[0].month, found.months[-1].month) == ("2026-11", "2027-10")
    june, april = month(office, "2027-06"), month(office, "2027-04")
    assert june.names == ("dmc 1/2570", "emis/2570", "mobec 1/2570")
    assert april.names == ("dmc 3/2569",)
    # One message to each of two schools: on the eve, on the day after, and a week after.
    assert (april.rounds_most, april.rounds) == (6, 2)
    assert (found.learned, found.part) == (False, 0.25)
    assert found.failing == []
    rules(office, "budget.rounds", 1)
    assert "2027-04" in [one.month for one in spending.forecast(office).failing]
    assert (month(office, "2027-04").verdict, month(office, "2027-04").lacking) == ("fails", 1)
    # Opened by the office it counts by its own dates, once.
    opened(office, round=3, year=2569, name="DMC สิ้นปี", opens_on=date(2027, 2, 1),
           due_at=bangkok("2027-05-06T16:30"))  # fmt: skip
    assert month(office, "2027-04").rounds_most == 0
    assert month(office, "2027-05").names == ("DMC สิ้นปี",)


def test_what_past_rounds_really_cost_is_learned(office: Context) -> None:
    then = on(office, "2026-10-01T09:00")
    row = opened(then, round=2, due_at=bangkok("2026-11-10T16:30"))
    row.closes_on = date(2026, 11, 17)
    eve = on(office, "2026-11-09T09:00")
    for code in (A, "99010003", "99010004"):
        noted(eve, row, code, Standing.ENTERED, Standing.CONFIRMED, Standing.CERTIFIED)
    assert reminding.remind(eve) == 2  # only school B is late; one clerk reads it for nothing
    for message in office.session.scalars(select(OutboxMessage)):
        message.way = Way.PUSH if message.chat_key == "U-b" else Way.REPLY
        message.finish(OutboxStatus.ACCEPTED, at=eve.now)
    found = spending.forecast(office)
    assert found.learned
    assert found.part == pytest.approx(1 / 6)


def test_service_costs_what_it_did_in_the_last_months(office: Context) -> None:
    for at, messages in (("2026-08-05", 30), ("2026-09-05", 40), ("2026-10-05", 50)):
        pushed(office, Pot.SERVICE, messages, bangkok(f"{at}T10:00"))
    pushed(office, Pot.ROUNDS, 90, bangkok("2026-10-06T10:00"))
    pushed(office, Pot.SERVICE, 45, office.now - timedelta(hours=1))
    assert month(office, "2026-12").service == 40
    assert month(office, "2026-11").service == 45  # it has cost more already
    announce(office, Delivery.PUSH, "2026-12-01T09:00", 170)
    announce(office, Delivery.FREE, "2026-12-01T09:00", 170)
    december = month(office, "2026-12")
    assert (december.announcements, december.expected, december.verdict) == (170, 240, "holds")
    announce(office, Delivery.PUSH, "2026-12-02T09:00", 40)
    assert month(office, "2026-12").verdict == "fails"


def announce(ctx: Context, delivery: Delivery, at: str, price: int) -> Announcement:
    row = Announcement(
        title="ประชุม", body="เรียนเชิญ", audience={}, delivery=delivery, price=price,
        status=AnnouncementStatus.SCHEDULED, send_at=bangkok(at), created_at=ctx.now,
        created_by="test",
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    return row


def alarmed(ctx: Context) -> list[str]:
    ctx.session.flush()
    return [one.kind for one in alarms.watch(ctx, by_mail=True)]


def offered(ctx: Context) -> Rows:
    rows = ctx.session.scalars(select(OutboxMessage).where(OutboxMessage.only_free))
    return [row for row in rows if row.notices[0]["kind"] == alarms.ALARM]


def test_each_alarm_is_told_once_a_month_for_nothing_and_by_mail(office: Context) -> None:
    assert alarmed(office) == []
    pushed(office, Pot.SERVICE, 70, office.now)
    assert alarmed(office) == ["used:service"]
    budget.note(office.session, limit=300, used=240, now=office.now + timedelta(seconds=1))
    assert alarmed(office) == ["low"]
    assert alarmed(office) == []
    told = offered(office)
    keepers = {"U-officer", "U-director", "U-other-officer", "U-other-dir"}
    assert {row.chat_key for row in told} == keepers
    assert all(row.price == 0 for row in told)
    mails = office.session.scalars(select(MailMessage)).all()
    assert [(row.address, row.notice["data"]["kind"]) for row in mails] == [
        ("officer@example.org", "used:service"), ("officer@example.org", "low"),
    ]  # fmt: skip
    row = message(office, "round.reminder", {"rounds": []}, "rounds")
    assert alarmed(office) == ["gone", "parked"]
    row.status = OutboxStatus.ACCEPTED
    later = on(office, "2026-12-01T08:00")
    budget.note(later.session, limit=300, used=290, now=later.now)
    assert alarmed(later) == ["low"]  # another month, another alarm


def test_a_month_that_will_not_last_is_an_alarm_of_its_own(office: Context) -> None:
    rules(office, "budget.rounds", 1)
    told = alarms.look_ahead(office, by_mail=False)
    assert {one.kind for one in told} == {"forecast"}
    assert "2027-04" in {one.month for one in told}
    assert alarms.look_ahead(office, by_mail=False) == []
    assert office.session.scalars(select(MailMessage)).all() == []


def message(ctx: Context, kind: str, data: dict[str, Any], ref: str, **more: Any) -> OutboxMessage:
    """A notice that LINE would not take any more this month: it waits for the next."""
    row = OutboxMessage(
        chat_key="U-b", purpose=Purpose.NOTICE, place={"is_group": False, "ref": ref},
        notices=[{"kind": kind, "data": data}], way=Way.PUSH, retry_key="k", attempts=2,
        status=OutboxStatus.PARKED, created_at=more.pop("made", ctx.now), body="[]",
        due_at=budget.next_month(ctx.now), price=1, **more,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    return row


def reminder(ctx: Context, round_: CollectionRound, *codes: str) -> OutboxMessage:
    schools = [{"code": code, "name": ""} for code in codes]
    facts = {"id": round_.id, "due": round_.due_at.isoformat(), "rung": 1, "audience": "named",
             "name": round_.name, "schools": schools}  # fmt: skip
    return message(ctx, "round.reminder", {"rounds": [facts]}, "rounds", pot=Pot.ROUNDS)


def test_a_reminder_of_a_round_that_is_over_is_not_sent_on_the_first(office: Context) -> None:
    over = opened(office, due_at=bangkok("2026-11-27T16:30"), name="ปิดไปแล้ว")
    goes_on = opened(office, due_at=bangkok("2026-12-03T16:30"), name="ยังเปิด", round=3)
    old, new = reminder(office, over, A, B), reminder(office, goes_on, A, B)
    done = reminder(office, goes_on, A)
    noted(office, goes_on, A, Standing.ENTERED, Standing.CONFIRMED, Standing.CERTIFIED)
    before = on(office, "2026-11-30T23:00")
    assert parked.look(before) == 0  # their month has not come
    first = on(office, "2026-12-01T00:10")
    assert parked.look(first) == 2
    assert outcomes.unpark(first.session, now=first.now) == 1
    assert [row.status for row in (old, new, done)] == [
        OutboxStatus.SUPERSEDED, OutboxStatus.QUEUED, OutboxStatus.SUPERSEDED,
    ]  # fmt: skip
    assert old.error == parked.STALE
    (one,) = new.notices[0]["data"]["rounds"]
    assert [school["code"] for school in one["schools"]] == [B]
    assert new.body is None


def test_old_news_of_requests_is_offered_and_of_what_is_over_dropped(office: Context) -> None:
    week = office.now + timedelta(days=4)
    fresh = on(office, "2026-11-30T20:00").now
    old = message(office, "request.delivered", {}, "request:3", made=week)
    new = message(office, "request.delivered", {}, "request:4", made=fresh)
    gone = announce(office, Delivery.PUSH, "2026-11-21T09:00", 1)
    gone.status, gone.sent_at = AnnouncementStatus.SENT, office.now
    gone.until = bangkok("2026-11-30T12:00")
    told = message(office, "announcement.told", {}, f"announcement:{gone.id}")
    outage = message(office, "incident.started", {}, "incident:99")
    ends = bangkok("2026-11-29T12:00").isoformat()
    moved = message(office, "conference.moved", {"ends": ends}, "ticket:1", made=fresh)
    first = on(office, "2026-12-01T00:10")
    assert parked.look(first) == 4
    outcomes.unpark(first.session, now=first.now)
    assert (old.status, old.only_free, old.price) == (OutboxStatus.QUEUED, True, 0)
    assert old.due_at > first.now + timedelta(days=7)
    assert (new.status, new.only_free) == (OutboxStatus.QUEUED, False)
    assert {row.status for row in (told, outage, moved)} == {OutboxStatus.SUPERSEDED}
