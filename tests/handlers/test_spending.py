"""A month's messages in shares: what one kind of news costs, no other pays; a second person may
permit more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from handlers import budget, outbox, spending, telling
from handlers.context import Context
from handlers.office_rules import decide as rules
from handlers.outbox import Letter
from handlers.people import SYSTEM, Me, as_me
from handlers.spending import NothingAsked
from models.audit import AuditEntry
from models.errors import NotAllowed, NotFound, WrongState
from models.outbox import OutboxMessage, OutboxStatus, Purpose, Way
from models.people import Role
from models.spending import Pot, SpendingPermit
from tests import people
from tests.conftest import NOON

Office = dict[str, Me]


@pytest.fixture
def office(ctx: Context) -> Office:
    """An officer who asks, two directors who may permit, and others who may not."""
    who = {
        "officer": people.person(ctx, "ออ", Role.OFFICER, group=people.GROUP,
                                 line_user="U-officer"),
        "director": people.person(ctx, "ผอ. กลุ่ม", Role.GROUP_DIRECTOR, group=people.GROUP,
                                  line_user="U-director"),
        "deputy": people.person(ctx, "รอง ผอ.", Role.DEPUTY_DIRECTOR, line_user="U-deputy"),
        "clerk": people.person(ctx, "ธุรการ", Role.SCHOOL_ADMIN, school=people.SCHOOL,
                               line_user="U-clerk"),
    }  # fmt: skip
    return {name: as_me(ctx, person) for name, person in who.items()}


def says(ctx: Context, limit: int | None, used: int = 0) -> None:
    """LINE tells what the month allows, and what is used of it by now."""
    budget.note(ctx.session, limit=limit, used=used, now=ctx.now)
    ctx.session.flush()


def paid(
    ctx: Context,
    pot: Pot | None,
    messages: int,
    *,
    status: OutboxStatus = OutboxStatus.ACCEPTED,
    ref: str = "rounds",
    at: datetime | None = None,
) -> OutboxMessage:
    """A push of so many messages out of a pot, at that moment."""
    at = at or ctx.now
    row = OutboxMessage(
        chat_key="U-somebody", purpose=Purpose.NOTICE if pot else Purpose.ANSWER,
        place={"is_group": False, "conversation_id": 0, "turn": 0, "ref": ref}, notices=[],
        status=status, way=Way.PUSH, created_at=at, due_at=at, price=messages, pot=pot,
        finished_at=None if status is OutboxStatus.QUEUED else at,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    return row


def held(ctx: Context, pot: Pot, until: datetime) -> None:
    """A notice that waits for a free reply, and is pushed when none comes until then."""
    letter = Letter("U-held", {"is_group": False}, ({"kind": "x", "data": {}},),
                    purpose=Purpose.NOTICE, due_at=until, price=1, pot=pot)  # fmt: skip
    outbox.queue(ctx.session, [letter], now=ctx.now)


def shares(ctx: Context) -> list[int | None]:
    return [spending.share(ctx, pot) for pot in (Pot.ROUNDS, Pot.SERVICE, Pot.INCIDENTS)]


def test_the_free_plan_is_split_into_three_and_a_larger_one_in_proportion(ctx: Context) -> None:
    assert shares(ctx) == [200, 70, 30]  # nobody has asked LINE yet
    says(ctx, 300)
    assert shares(ctx) == [200, 70, 30]
    says(ctx, 15_000)
    assert shares(ctx) == [10_000, 3_500, 1_500]
    rules(ctx, "budget.service", 900)
    assert shares(ctx) == [10_000, 900, 1_500]
    next_month = Context(ctx.session, ctx.now + timedelta(days=12))
    assert shares(next_month) == [10_000, 900, 1_500]  # LINE was not asked yet: the plan goes on
    says(ctx, None)  # LINE sets no limit: the office's own one holds
    assert shares(ctx) == [None, 900, None]
    assert spending.left(ctx, Pot.ROUNDS) is None


def test_what_counts_is_what_was_pushed_this_month_or_waits_to_be(ctx: Context) -> None:
    says(ctx, 300)
    paid(ctx, Pot.ROUNDS, 5)
    paid(ctx, Pot.ROUNDS, 3, status=OutboxStatus.UNKNOWN)
    paid(ctx, Pot.ROUNDS, 2, status=OutboxStatus.QUEUED)
    held(ctx, Pot.ROUNDS, ctx.now + timedelta(hours=2))
    # noise: it failed, it was last month's, it is due next month, it rode for nothing
    paid(ctx, Pot.ROUNDS, 50, status=OutboxStatus.FAILED)
    paid(ctx, Pot.ROUNDS, 50, at=ctx.now - timedelta(days=30))
    held(ctx, Pot.ROUNDS, ctx.now + timedelta(days=30))
    paid(ctx, Pot.ROUNDS, 50).way = Way.REPLY
    ctx.session.flush()
    assert spending.spent(ctx, Pot.ROUNDS) == 11
    assert spending.left(ctx, Pot.ROUNDS) == 189
    paid(ctx, None, 4)  # a late answer is service
    paid(ctx, Pot.SERVICE, 1)
    assert [spending.spent(ctx, pot) for pot in Pot] == [11, 5, 0]


def test_nothing_but_incidents_touches_what_is_kept_for_them(ctx: Context) -> None:
    says(ctx, 300, used=260)
    assert [spending.left(ctx, pot) for pot in Pot] == [10, 10, 30]
    paid(ctx, Pot.ROUNDS, 10, at=ctx.now + timedelta(seconds=1))
    assert [spending.left(ctx, pot) for pot in Pot] == [0, 0, 30]
    price = spending.price(ctx, Pot.SERVICE, 1)
    assert (price.left, price.share_left, price.why_not) == (0, 70, "month")
    paid(ctx, Pot.INCIDENTS, 25, at=ctx.now + timedelta(seconds=1))
    assert [spending.left(ctx, pot) for pot in Pot] == [0, 0, 5]
    # Who else sends with this account (LINE counts that too) may leave less than the reserve.
    later = Context(ctx.session, ctx.now + timedelta(minutes=1))
    says(later, 300, used=298)
    assert [spending.left(later, pot) for pot in Pot] == [0, 0, 2]


def test_a_price_says_what_it_means_for_the_month(ctx: Context) -> None:
    says(ctx, 15_000, used=14_900)
    rules(ctx, "budget.incidents", 0)
    costs = spending.price(ctx, Pot.ROUNDS, 150)
    assert (costs.messages, costs.left, costs.share, costs.why_not) == (150, 100, 10_000, "month")
    assert costs.baht == 5.0  # 50 beyond the included ones, 0.10 baht each
    assert spending.price(ctx, Pot.ROUNDS, 90).baht is None
    assert costs.to_json()["lacking"] == 0


def test_more_than_the_share_takes_two_people(ctx: Context, office: Office) -> None:
    says(ctx, 300)
    paid(ctx, Pot.ROUNDS, 180)
    costs = spending.price(ctx, Pot.ROUNDS, 45)
    assert (costs.share_left, costs.why_not, costs.lacking) == (20, "share", 25)
    asked = spending.ask(ctx, office["officer"], Pot.ROUNDS, 25, " ปิดรอบ  DMC ")
    assert (asked.reason, asked.asked_by, asked.month) == ("ปิดรอบ DMC", "ออ", "2026-11")
    assert spending.waiting(ctx, office["officer"]) == spending.waiting(ctx, office["clerk"]) == []
    assert spending.waiting(ctx, office["director"]) == [asked]
    heard: list[SpendingPermit] = []
    spending.DECIDED.append(lambda _ctx, permit: heard.append(permit))
    try:
        spending.decide(ctx, office["director"], asked.id, True)
    finally:
        spending.DECIDED.pop()
    assert heard == [asked]
    assert spending.waiting(ctx, office["director"]) == []
    costs = spending.price(ctx, Pot.ROUNDS, 45)
    assert (costs.share, costs.share_left, costs.why_not) == (200, 45, "")
    trail = ctx.session.scalars(select(AuditEntry.action).where(
        AuditEntry.subject == f"spending_permit:{asked.id}").order_by(AuditEntry.id))  # fmt: skip
    assert list(trail) == ["spending:permit:asked", "spending:permit:permitted"]


def test_a_permit_for_one_thing_serves_that_alone(ctx: Context, office: Office) -> None:
    says(ctx, 300)
    paid(ctx, Pot.ROUNDS, 160)
    asked = spending.ask(ctx, office["officer"], Pot.ROUNDS, 20, "นัดประชุม", ref="announcement:1")
    spending.decide(ctx, office["director"], asked.id, True)
    assert spending.left(ctx, Pot.ROUNDS) == 40
    assert spending.left(ctx, Pot.ROUNDS, ref="announcement:1") == 60
    assert spending.left(ctx, Pot.ROUNDS, ref="announcement:12") == 40
    paid(ctx, Pot.ROUNDS, 60, ref="announcement:1")
    assert spending.left(ctx, Pot.ROUNDS) == 0
    paid(ctx, Pot.ROUNDS, 7, ref="announcement:12")
    assert spending.left(ctx, Pot.ROUNDS, ref="announcement:1") == 0


def test_nobody_permits_what_they_asked_for_and_nothing_twice(ctx: Context, office: Office) -> None:
    says(ctx, 300)
    ask = lambda me, n=5, why="ด่วน": spending.ask(ctx, me, Pot.SERVICE, n, why)  # noqa: E731
    with pytest.raises(NotAllowed):
        ask(office["clerk"])
    for n, why in ((0, "ด่วน"), (5, "  ")):
        with pytest.raises(NothingAsked):
            ask(office["officer"], n, why)
    own = ask(office["director"])
    with pytest.raises(WrongState):
        ask(office["officer"])  # the same is asked for already
    for who in ("officer", "clerk"):
        with pytest.raises(NotAllowed):
            spending.decide(ctx, office[who], own.id, True)
    with pytest.raises(WrongState, match="own"):
        spending.decide(ctx, office["director"], own.id, True)
    with pytest.raises(NotFound):
        spending.decide(ctx, office["deputy"], own.id + 9, True)
    with pytest.raises(NothingAsked):
        spending.decide(ctx, office["deputy"], own.id, False)
    spending.decide(ctx, office["deputy"], own.id, False, "รอเดือนหน้า")
    assert (own.granted, own.words) == (False, "รอเดือนหน้า")
    for granted in (True, False):
        with pytest.raises(WrongState):
            spending.decide(ctx, office["deputy"], own.id, granted, "อีกครั้ง")
    assert spending.left(ctx, Pot.SERVICE) == 70
    assert ask(office["officer"]).id != own.id  # after a refusal it may be asked anew


def test_a_permit_is_for_its_own_month(ctx: Context, office: Office) -> None:
    asked = spending.ask(ctx, office["officer"], Pot.ROUNDS, 10, "เดือนนี้")
    later = Context(ctx.session, NOON + timedelta(days=12))
    assert spending.waiting(later, office["director"]) == []
    with pytest.raises(WrongState):
        spending.decide(later, SYSTEM, asked.id, True)
    spending.decide(ctx, SYSTEM, asked.id, True)  # somebody at the office's machine
    assert spending.left(later, Pot.ROUNDS) == 200
    assert spending.left(ctx, Pot.ROUNDS) == 210
    nobodys = spending.ask(ctx, office["officer"], Pot.SERVICE, 5, "ไม่มีใครดู")
    assert spending.lapse(ctx) == 0
    assert spending.lapse(later) == 1
    assert (nobodys.granted, spending.card(later, office["officer"], nobodys)["state"]) == (
        False, "past",
    )  # fmt: skip
    assert spending.lapse(later) == 0


def told(ctx: Context, who: str, ref: str = "request:1", **how: Any) -> bool:
    """Somebody is told of a record."""
    return telling.tell(ctx, who, "request.told", {"ref": ref}, ref=ref, **how)


def queued(ctx: Context, who: str) -> list[tuple[str, bool, datetime]]:
    """What waits for somebody: of which record, whether for a free reply alone, until when."""
    rows = ctx.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.chat_key == who, OutboxMessage.status == OutboxStatus.QUEUED)
        .order_by(OutboxMessage.id)
    )
    return [(row.notices[0]["data"]["ref"], row.only_free, row.due_at) for row in rows]


def test_when_service_has_used_its_share_its_notices_wait_for_a_free_reply(ctx: Context) -> None:
    says(ctx, 300)
    paid(ctx, Pot.SERVICE, 68)
    assert told(ctx, "U-1")
    assert told(ctx, "U-2", hold_key="tasks:U-2", at=ctx.now)
    assert not told(ctx, "U-3")
    waits = ctx.now + telling.SAVED
    assert queued(ctx, "U-3") == [("request:1", True, waits)]
    told(ctx, "U-3", "request:2")
    told(ctx, "U-3")  # the newest of each record
    assert sorted(queued(ctx, "U-3")) == [("request:1", True, waits), ("request:2", True, waits)]
    # What is held and paid for may be replaced: it costs nothing more.
    assert told(ctx, "U-2", "request:3", hold_key="tasks:U-2")
    assert queued(ctx, "U-2") == [("request:3", False, ctx.now)]
    # What is pressing takes what the month has left beside the incidents' messages.
    assert told(ctx, "U-4", pressing=True)
    later = Context(ctx.session, ctx.now + timedelta(minutes=1))
    says(later, 300, used=267)  # three beside what is kept for incidents, and three wait
    assert not told(later, "U-5", pressing=True)
    assert spending.left(later, Pot.INCIDENTS) == 30


def test_incidents_are_told_out_of_their_share_alone(ctx: Context, office: Office) -> None:
    says(ctx, 300)
    paid(ctx, Pot.INCIDENTS, 29)
    assert told(ctx, "U-1", "incident:7", pot=Pot.INCIDENTS)
    assert not told(ctx, "U-2", "incident:7", pot=Pot.INCIDENTS)
    asked = spending.ask(ctx, office["officer"], Pot.INCIDENTS, 1, "ไฟดับ", ref="incident:7")
    later = Context(ctx.session, ctx.now + timedelta(minutes=1))
    spending.decide(later, office["director"], asked.id, True)
    assert not told(later, "U-2", "incident:8", pot=Pot.INCIDENTS)
    assert told(later, "U-2", "incident:7", pot=Pot.INCIDENTS)
    assert not told(later, "U-3", "incident:8", pot=Pot.INCIDENTS)


def test_what_rode_on_a_reply_that_died_is_paid_out_of_its_own_share(ctx: Context) -> None:
    later = ctx.now + timedelta(hours=2)
    telling.tell(ctx, "U-1", "round.reminder", {}, ref="rounds", at=later, pot=Pot.ROUNDS)
    answer = Letter("U-1", {"is_group": False}, ({"kind": "menu", "data": {}},), reply_token="t",
                    received_at=ctx.now)  # fmt: skip
    outbox.queue(ctx.session, [answer], now=ctx.now)
    last = ctx.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert last is not None
    assert [notice["kind"] for notice in last.notices] == ["menu", "round.reminder"]
    assert last.pot == Pot.ROUNDS
