"""What a reminder costs: one message to a school that nothing has reached, when its last useful
moment has come, to whom it is worth one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from handlers import groups
from handlers.context import Context
from handlers.people import SYSTEM
from handlers.rounds import opening, standing
from handlers.workdays import BANGKOK
from models.groups import GroupPurpose
from models.outbox import OutboxStatus
from models.people import Role
from models.rounds import Standing
from tests import people
from tests.handlers.test_round_reminders import DUE, GROUP, A, B, C, Desk


@pytest.fixture
def desk(ctx: Context) -> Desk:
    return Desk(ctx)


def test_from_the_day_before_one_message_a_school_and_only_where_nothing_was_read(
    desk: Desk,
) -> None:
    desk.clock(6)  # three days before, moved off the weekend: offered
    desk.reads("U-clerk-0")
    standing.say(desk.ctx(), desk.clerks[C], desk.round.id, C, Standing.CONFIRMED)
    desk.clock(9)
    new = {who for who, rung, _ in desk.told() if rung == 1}
    assert new == {"U-clerk-0", "U-clerk-1", "U-head-0", "U-head-1"}  # C has finished: not nagged
    assert desk.pushed() == {(1, "U-clerk-1")}  # A's clerk read it three days ago; no director
    desk.sent()
    desk.clock(10)
    desk.clock(10, 16)
    assert desk.paid() == 1


def test_where_a_group_may_name_the_school_the_message_waits_for_the_afternoon(
    desk: Desk,
) -> None:
    groups.bind(desk.ctx(), SYSTEM, GROUP, "เครือข่าย", GroupPurpose.NETWORK, [A, B])
    silent = groups.bind(desk.ctx(), SYSTEM, "C" + "2" * 32, "ที่เงียบ", GroupPurpose.CLERKS)
    desk.clock(3)
    assert desk.rides(datetime(2026, 11, 3, 10, tzinfo=BANGKOK)) is not None
    desk.clock(9)
    assert desk.pushed() == {(1, "U-clerk-2")}  # nothing ever rode in the other group
    assert silent.rode_on is None
    assert desk.clock(9, 12, 59) == 0
    standing.note_for(desk.ctx(), SYSTEM, desk.round.id, B, Standing.CONFIRMED)
    assert desk.clock(9, 13) == 1
    assert desk.pushed() == {(1, "U-clerk-2"), (1, "U-clerk-0")}


def test_after_the_closing_day_the_director_is_worth_a_message_and_then_the_chair(
    desk: Desk,
) -> None:
    people.person(desk.ctx(), "ประธานเครือข่าย", Role.NETWORK_CHAIR, school=C, line_user="U-chair")
    for code in (B, C):
        standing.note_for(desk.ctx(), SYSTEM, desk.round.id, code, Standing.CONFIRMED)
    for day in (9, 10, 11, 17):
        desk.clock(day)
        desk.sent()
    assert desk.pushed() == {(1, "U-clerk-0"), (-1, "U-head-0"), (-7, "U-chair")}


def test_who_cannot_be_reached_is_followed_by_the_director_on_the_same_day(desk: Desk) -> None:
    for code in (B, C):
        standing.note_for(desk.ctx(), SYSTEM, desk.round.id, code, Standing.CONFIRMED)
    desk.clock(9)
    desk.sent(OutboxStatus.UNKNOWN)  # LINE never said that it took it
    assert desk.clock(9, 9, 5) == 1
    assert desk.pushed() == {(1, "U-clerk-0"), (1, "U-head-0")}
    assert desk.clock(9, 9, 6) == 0  # it is on its way


def test_what_rode_on_an_answer_that_was_lost_has_reached_nobody(desk: Desk) -> None:
    desk.clock(6)
    desk.reads("U-clerk-0", taken=False)
    desk.reads("U-clerk-1")
    desk.clock(9)
    assert desk.pushed() == {(1, "U-clerk-0"), (1, "U-clerk-2")}


def test_nobody_reads_of_one_round_twice_on_a_day(desk: Desk) -> None:
    """The rung of three days before, late, before the office opens; then that of the day before."""
    survey = desk.opens("แบบสำรวจอาคาร", DUE + timedelta(days=2))
    opening.cancel(desk.ctx(), SYSTEM, survey.id)
    desk.clock(9, 8, 45)
    desk.reads("U-clerk-0")
    later = desk.opens("แบบสำรวจครุภัณฑ์", DUE + timedelta(days=1))
    desk.clock(9)
    assert desk.waits("U-clerk-0") == []  # of the other round it hears tomorrow
    assert ("U-clerk-0", 1, False) in desk.told()
    assert desk.way("U-clerk-0", desk.round) == "free"
    desk.clock(10)
    names = [name for _, rounds in desk.waits("U-clerk-0") for name, _ in rounds]
    assert names == ["DMC รอบ 2", later.name]


def test_where_the_closing_moment_is_early_the_message_comes_in_the_morning(desk: Desk) -> None:
    opening.cancel(desk.ctx(), SYSTEM, desk.round.id)
    group = groups.bind(desk.ctx(), SYSTEM, GROUP, "ธุรการทั้งเขต", GroupPurpose.CLERKS)
    group.rode_on = "2026-11-06"
    desk.opens("ส่งก่อนบ่ายสอง", DUE.replace(hour=14, minute=0), rungs=[0])
    desk.clock(10)
    assert desk.clock(10, 10, 29) == 0
    assert desk.clock(10, 10, 30) == 3
