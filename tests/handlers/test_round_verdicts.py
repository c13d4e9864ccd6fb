"""A school is told what the office made of its standing: for nothing, unless time is short."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from handlers.context import Context
from handlers.office_rules import decide
from handlers.people import SYSTEM
from handlers.rounds import evidence, opening, standing
from handlers.workdays import BANGKOK
from models.outbox import OutboxMessage, OutboxStatus
from models.people import Role
from models.rounds import Standing
from models.spending import Pot
from tests import people
from tests.handlers.test_round_reminders import A, B, C, Desk

NOV = 11


@pytest.fixture
def desk(ctx: Context) -> Desk:
    """Three schools; all have confirmed long before the closing day."""
    desk = Desk(ctx)
    for code in (A, B, C):
        standing.note_for(at(desk, 2), SYSTEM, desk.round.id, code, Standing.CONFIRMED)
    return desk


def at(desk: Desk, day: int, hour: int = 10, minute: int = 0) -> Context:
    return desk.ctx(datetime(2026, NOV, day, hour, minute, tzinfo=BANGKOK))


def letters(desk: Desk, line_user: str) -> list[OutboxMessage]:
    desk.session.expire_all()
    rows = select(OutboxMessage).where(
        OutboxMessage.chat_key == line_user, OutboxMessage.status == OutboxStatus.QUEUED
    )
    return list(desk.session.scalars(rows.order_by(OutboxMessage.id)))


def test_returned_early_it_is_offered_and_late_it_costs_one_message(desk: Desk) -> None:
    standing.give_back(at(desk, 3), SYSTEM, desk.round.id, A, "จำนวน ป.1 ไม่ตรง")
    assert desk.waits("U-clerk-0") == [("round.returned", [("DMC รอบ 2", [A])])]
    assert desk.waits("U-head-0") == [("round.returned", [("DMC รอบ 2", [A])])]
    assert (desk.waits("U-noise"), desk.waits("U-clerk-1"), desk.paid()) == ([], [], 0)
    told = letters(desk, "U-clerk-0")[0].notices[0]["data"]["rounds"][0]
    assert told["schools"][0]["reason"] == "จำนวน ป.1 ไม่ตรง"

    standing.give_back(at(desk, 8, 20), SYSTEM, desk.round.id, B, "ขาดข้อมูลครู")  # a Sunday evening
    (urgent,) = letters(desk, "U-clerk-1")
    assert (urgent.price, urgent.pot, urgent.only_free) == (1, Pot.ROUNDS, False)
    assert urgent.due_at == datetime(2026, NOV, 9, 8, 30, tzinfo=BANGKOK)
    assert [row.only_free for row in letters(desk, "U-head-1")] == [True]
    assert desk.paid() == 1
    standing.give_back(at(desk, 10, 16, 10), SYSTEM, desk.round.id, C, "ขาดห้องเรียน")
    (last,) = letters(desk, "U-clerk-2")
    assert last.due_at == desk.now, "half an hour later would be too late"


def test_what_changes_again_before_it_was_read_is_not_told(desk: Desk) -> None:
    standing.give_back(at(desk, 9), SYSTEM, desk.round.id, A, "ผิด")
    standing.note_for(at(desk, 9, 10, 5), SYSTEM, desk.round.id, A, Standing.ENTERING)
    assert (desk.waits("U-clerk-0"), desk.waits("U-head-0"), desk.paid()) == ([], [], 0)

    standing.acknowledge(at(desk, 9), SYSTEM, desk.round.id, B)
    standing.acknowledge(at(desk, 9), SYSTEM, desk.round.id, B)
    assert desk.waits("U-clerk-1") == [("round.accepted", [("DMC รอบ 2", [B])])]
    standing.give_back(at(desk, 9), SYSTEM, desk.round.id, B, "ตรวจพบภายหลัง")
    assert [kind for kind, _ in desk.waits("U-clerk-1")] == ["round.returned"]
    opening.cancel(at(desk, 9), SYSTEM, desk.round.id)
    assert desk.waits("U-clerk-1") == []


def test_somebody_of_two_schools_reads_both_in_one(desk: Desk) -> None:
    clerk = desk.person("U-clerk-0")
    people.post(desk.ctx(), clerk, Role.SCHOOL_ADMIN, school=B)
    for code, why in ((A, "หนึ่ง"), (B, "สอง"), (A, "สาม")):
        if standing.standing_of(desk.ctx(), desk.round.id, code) is Standing.RETURNED:
            standing.note_for(desk.ctx(), SYSTEM, desk.round.id, code, Standing.CONFIRMED)
        standing.give_back(desk.ctx(), SYSTEM, desk.round.id, code, why)
    (one,) = letters(desk, "U-clerk-0")
    rounds = one.notices[0]["data"]["rounds"]
    said = [(s["code"], s["reason"]) for r in rounds for s in r["schools"]]
    assert said == [(B, "สอง"), (A, "สาม")]


def test_given_longer_is_told_and_moves_what_was_not_read(desk: Desk) -> None:
    standing.give_back(at(desk, 3), SYSTEM, desk.round.id, A, "ผิด")
    until = datetime(2026, NOV, 25, 16, 30, tzinfo=BANGKOK)
    standing.give_longer(at(desk, 4), SYSTEM, desk.round.id, A, until, "น้ำท่วม")
    returned, longer = (row.notices[0] for row in letters(desk, "U-clerk-0"))
    assert [one["kind"] for one in (returned, longer)] == ["round.returned", "round.longer"]
    for one in (returned, longer):
        assert datetime.fromisoformat(one["data"]["rounds"][0]["due"]) == until
    # The round is extended beyond that: the news names the newer day, and nothing is lost.
    later = until + timedelta(days=7)
    opening.extend(at(desk, 5), SYSTEM, desk.round.id, later, None)
    assert desk.paid() == 0


def test_no_message_is_left_and_nobody_is_there(desk: Desk) -> None:
    decide(desk.ctx(), "budget.rounds", 0)
    standing.give_back(at(desk, 9), SYSTEM, desk.round.id, A, "ผิด")
    assert [row.only_free for row in letters(desk, "U-clerk-0")] == [True]
    for who in ("U-clerk-1", "U-head-1"):
        desk.person(who).line_user = None
    standing.give_back(at(desk, 9), SYSTEM, desk.round.id, B, "ผิด")
    lines = evidence.evidence(desk.ctx(), SYSTEM, desk.round.id)["lines"]
    assert [(one["to"], one["way"]) for one in lines if one["schools"][0]["code"] == A] == [
        ("ธุรการ 0", "waiting"), ("ผอ. 0", "waiting"),
    ]  # fmt: skip
    assert not any(one["schools"][0]["code"] == B for one in lines)


def test_whoever_read_only_that_all_is_well_was_not_reminded(desk: Desk) -> None:
    """Accepted, read, and returned afterwards: the day before still costs its message."""
    standing.acknowledge(at(desk, 6), SYSTEM, desk.round.id, A)
    desk.reads("U-clerk-0")
    standing.give_back(at(desk, 6), SYSTEM, desk.round.id, A, "ตรวจพบภายหลัง")
    desk.clock(9)
    assert ("U-clerk-0", 1, True) in desk.told()


def test_a_school_that_was_given_longer_has_a_ladder_of_its_own(ctx: Context) -> None:
    """It is not called late while it has time; its own closing day has its own rungs, also when
    the system has closed for the others."""
    desk = Desk(ctx)
    desk.clock(6)
    desk.sent()
    desk.clock(9)
    until = datetime(2026, 12, 18, 16, 30, tzinfo=BANGKOK)
    standing.give_longer(desk.ctx(), SYSTEM, desk.round.id, C, until, "น้ำท่วม")
    for code in (A, B):
        standing.note_for(desk.ctx(), SYSTEM, desk.round.id, code, Standing.CONFIRMED)
    before = len(desk.told())
    assert desk.clock(10) + desk.clock(11) + desk.clock(17) == 0
    desk.clock(4, month=12)
    desk.clock(17, month=12)  # the system has closed for the others on the 10th
    rows = [(who, rung) for who, rung, _ in desk.told()[before:]]
    assert ("U-clerk-2", 14) in rows
    assert {who for who, rung in rows if rung == 1} == {"U-clerk-2", "U-head-2"}
    longer, held = desk.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.chat_key == "U-clerk-2", OutboxMessage.status == OutboxStatus.QUEUED)
        .order_by(OutboxMessage.id)
    )
    assert longer.notices[0]["kind"] == "round.longer"
    told = held.notices[0]["data"]["rounds"][0]
    assert datetime.fromisoformat(told["due"]) == until
    # The next working day is after its own last day: nobody can enter any more.
    assert desk.clock(21, month=12) == 0


def test_whoever_stands_in_for_the_director_hears_of_it(ctx: Context) -> None:
    desk = Desk(ctx)
    one = desk.ctx()
    acting = people.person(one, "รักษาการ", Role.TEACHER, school=B, line_user="U-acting")
    people.acting(one, acting, Role.SCHOOL_DIRECTOR, school=B)
    desk.clock(9)
    assert ("U-acting", 1, False) in desk.told()
