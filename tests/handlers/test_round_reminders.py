"""The late are reminded: free as long as that does, once a rung, never who has finished."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from handlers import groups, outbox, telling
from handlers.context import Context
from handlers.groups import riding
from handlers.office_rules import decide
from handlers.outbox import Letter
from handlers.people import SYSTEM, Me, as_me, erase
from handlers.rounds import evidence, opening, planning, reminding, standing
from handlers.rounds.ladder import EXTENDED
from handlers.rounds.opening import Spec
from handlers.workdays import BANGKOK
from models.chats import Chat, ChatKind
from models.groups import Audience, GroupPurpose, Reminder
from models.outbox import OutboxMessage, OutboxStatus, Way
from models.people import Person, Post, Responsibility, Role
from models.rounds import CollectionRound, Dataset, Standing
from models.schools import School
from tests import people

DUE = datetime(2026, 11, 10, 16, 30, tzinfo=BANGKOK)
A, B, C = "99010001", "99010002", "99010003"
GROUP = "C" + "1" * 32


class Desk:
    """Three schools with their people, and a clock that is moved by hand."""

    def __init__(self, ctx: Context) -> None:
        self.session, self.now = ctx.session, datetime(2026, 10, 1, 9, tzinfo=BANGKOK)
        one = self.ctx()
        for code, name in ((A, "บ้านหนองบัว"), (B, "วัดทุ่งทอง"), (C, "บ้านปลายน้ำ")):
            one.session.add(School(
                smis=code, moe_lost_digits=False, name=name, province="เชียงราย", area_code="9901",
                area_name="เขตตัวอย่าง", kind="", in_office=True, network="เครือข่ายดอยสูง",
                imported_at=one.now,
            ))  # fmt: skip
        one.session.flush()
        self.clerks: dict[str, Me] = {}
        for n, code in enumerate((A, B, C)):
            clerk = people.person(
                one, f"ธุรการ {n}", Role.SCHOOL_ADMIN, school=code, line_user=f"U-clerk-{n}"
            )
            people.person(
                one, f"ผอ. {n}", Role.SCHOOL_DIRECTOR, school=code, line_user=f"U-head-{n}"
            )
            self.clerks[code] = as_me(one, clerk)
        people.person(one, "คนอื่น", Role.TEACHER, school=A, line_user="U-noise")
        self.round = self.opens("DMC รอบ 2")

    def ctx(self, at: datetime | None = None) -> Context:
        self.now = at or self.now
        return Context(self.session, self.now)

    def opens(self, name: str, due: datetime = DUE, **more: object) -> CollectionRound:
        spec = Spec(Dataset.DMC, name, 2569, date(2026, 10, 1), due, 2, **more)  # type: ignore[arg-type]
        return opening.open_round(self.ctx(), SYSTEM, spec)

    def clock(self, day: int, hour: int = 9, minute: int = 0, month: int = 11) -> int:
        """What the clock says at that moment of 2569."""
        moment = datetime(2026, month, day, hour, minute, tzinfo=BANGKOK)
        return reminding.remind(self.ctx(moment))

    def told(self) -> list[tuple[str, int, bool]]:
        rows = self.session.scalars(select(Reminder).order_by(Reminder.id))
        return [(row.chat_key, row.rung, row.pushed) for row in rows]

    def person(self, line_user: str) -> Person:
        return self.session.scalars(select(Person).where(Person.line_user == line_user)).one()

    def way(self, line_user: str, round_: CollectionRound) -> str:
        """How what was told last of a round went."""
        row = self.session.scalars(
            select(Reminder)
            .where(Reminder.round_id == round_.id, Reminder.chat_key == line_user)
            .order_by(Reminder.id.desc())
        ).first()
        assert row is not None
        last = select(OutboxMessage).where(OutboxMessage.hold_key == row.hold_key)
        found = self.session.scalars(last.order_by(OutboxMessage.id.desc())).first()
        return reminding.way_of(found)

    def paid(self) -> int:
        rows = select(func.sum(OutboxMessage.price)).where(OutboxMessage.only_free.is_(False))
        return int(self.session.scalar(rows) or 0)

    def reads(self, line_user: str, *, taken: bool = True) -> None:
        """The person wrote something: what was offered rode on the answer, which LINE took."""
        letter = Letter(line_user, {"is_group": False}, ({"kind": "menu", "data": {}},),
                        reply_token="t", received_at=self.now)  # fmt: skip
        outbox.queue(self.session, [letter], now=self.now)
        last = select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(1)
        answer = self.session.scalars(last).one()
        answer.finish(OutboxStatus.ACCEPTED if taken else OutboxStatus.UNKNOWN, at=self.now)
        self.session.flush()

    def rides(self, at: datetime, *, taken: bool = True) -> dict[str, Any] | None:
        """Somebody wrote in the group: what rode on the free reply, which LINE took."""
        found = riding.ride(self.ctx(at), GROUP, at)
        if found is None:
            return None
        ((kind, data),) = found.notices
        letter = Letter(GROUP, {"is_group": True}, ({"kind": kind, "data": data},),
                        reply_token="t", received_at=at, hold_key=found.hold_key)  # fmt: skip
        outbox.queue(self.session, [letter], now=at)
        row = self.session.scalars(
            select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(1)
        ).one()
        row.finish(OutboxStatus.ACCEPTED if taken else OutboxStatus.SKIPPED, at=at)
        self.session.flush()
        return data

    def waits(self, line_user: str) -> list[tuple[str, list[tuple[str, list[str]]]]]:
        """What is held for a person: the kind, and of each round the schools that it names."""
        self.session.expire_all()
        rows = self.session.scalars(
            select(OutboxMessage).where(
                OutboxMessage.chat_key == line_user, OutboxMessage.status == OutboxStatus.QUEUED
            )
        )
        return [
            (
                row.notices[0]["kind"],
                [
                    (one["name"], [school["code"] for school in one["schools"]])
                    for one in row.notices[0]["data"]["rounds"]
                ],
            )
            for row in rows
        ]

    def pushed(self) -> set[tuple[int, str]]:
        """Rungs that were to be paid for, and to whom."""
        return {(rung, who) for who, rung, pushed in self.told() if pushed}

    def sent(self, end: OutboxStatus = OutboxStatus.ACCEPTED) -> None:
        """Everything that is due was accepted, or ended otherwise."""
        for row in self.session.scalars(
            select(OutboxMessage).where(
                OutboxMessage.status == OutboxStatus.QUEUED, OutboxMessage.only_free.is_(False)
            )
        ):
            row.way = Way.PUSH
            row.finish(end, at=self.now)
        self.session.flush()


@pytest.fixture
def desk(ctx: Context) -> Desk:
    return Desk(ctx)


def test_before_the_last_days_it_is_only_offered_and_costs_nothing(desk: Desk) -> None:
    assert desk.clock(27, month=10) == 3
    assert desk.clock(27, 9, 1, month=10) == 0  # a second clock finds it done
    assert desk.told() == [(f"U-clerk-{n}", 14, False) for n in range(3)]
    assert desk.paid() == 0


def test_a_card_in_a_group_that_names_the_school_reaches_it_for_nothing(desk: Desk) -> None:
    groups.bind(desk.ctx(), SYSTEM, GROUP, "ธุรการทั้งเขต", GroupPurpose.CLERKS)
    desk.clock(6)
    at = datetime(2026, 11, 6, 10, tzinfo=BANGKOK)
    assert desk.rides(at, taken=False) is not None  # it was lost: the next message carries it
    found = desk.rides(at + timedelta(minutes=5))
    assert found is not None
    assert found["rounds"][0]["late"] == ["บ้านหนองบัว", "วัดทุ่งทอง", "บ้านปลายน้ำ"]
    assert desk.rides(at + timedelta(hours=2)) is None  # once a day
    desk.clock(9)
    desk.clock(9, 13)
    assert desk.pushed() == set()
    night = datetime(2026, 11, 9, 20, tzinfo=BANGKOK)
    assert desk.rides(night) is None
    groups.set_rides(desk.ctx(), GROUP, False)
    assert desk.rides(night.replace(hour=11)) is None


def test_what_is_held_for_people_stays_true_until_they_read_it(desk: Desk) -> None:
    """Who has finished reads no old reminder; two rounds' offers become one; the month moves on."""
    people.post(desk.ctx(), desk.person("U-clerk-0"), Role.SCHOOL_ADMIN, school=B)
    survey = desk.opens("แบบสำรวจอาคาร", DUE + timedelta(days=2))
    desk.clock(27, month=10)  # two weeks before the first
    assert desk.waits("U-clerk-0") == [("round.reminder", [("DMC รอบ 2", [A, B])])]
    standing.note_for(desk.ctx(), SYSTEM, desk.round.id, A, Standing.CONFIRMED)
    assert desk.waits("U-clerk-0") == [("round.reminder", [("DMC รอบ 2", [B])])]
    desk.clock(29, month=10)  # two weeks before the other: what waits goes along
    assert desk.waits("U-clerk-0") == [
        ("round.reminder", [("DMC รอบ 2", [B]), ("แบบสำรวจอาคาร", [A, B])])
    ]
    desk.reads("U-clerk-0")
    assert all(desk.way("U-clerk-0", round_) == "free" for round_ in (desk.round, survey))

    later = datetime(2026, 11, 20, 16, 30, tzinfo=BANGKOK)
    opening.extend(desk.ctx(), SYSTEM, desk.round.id, later, "ที่ ศธ 04/2")
    assert desk.waits("U-clerk-0") == [("round.extended", [("DMC รอบ 2", [B])])]
    assert desk.waits("U-clerk-2") == [
        ("round.reminder", [("แบบสำรวจอาคาร", [C])]), ("round.extended", [("DMC รอบ 2", [C])]),
    ]  # fmt: skip
    assert desk.waits("U-noise") == []
    standing.exempt(desk.ctx(), SYSTEM, desk.round.id, C, "ปิดโรงเรียน")
    assert desk.waits("U-clerk-2") == [("round.reminder", [("แบบสำรวจอาคาร", [C])])]
    assert desk.way("U-clerk-2", desk.round) == "done"
    opening.cancel(desk.ctx(), SYSTEM, survey.id)
    assert desk.waits("U-clerk-2") == []
    opening.extend(desk.ctx(), SYSTEM, desk.round.id, DUE, "ที่ ศธ 04/3")
    opening.extend(desk.ctx(), SYSTEM, desk.round.id, later, "ที่ ศธ 04/4")
    assert desk.waits("U-clerk-0") == [("round.extended", [("DMC รอบ 2", [B])])]
    assert desk.paid() == 0


def test_a_clock_that_stood_still_catches_up_once_with_the_truth_of_now(desk: Desk) -> None:
    standing.say(desk.ctx(), desk.clerks[B], desk.round.id, B, Standing.CONFIRMED)
    assert desk.clock(8, 10) == 0  # a Sunday
    assert desk.clock(9, 7) == 0  # too early
    assert desk.clock(9, 8, 45) == 2  # the rung of three days before, late
    assert desk.clock(9, 9) == 4
    assert [rung for _, rung, _ in desk.told()] == [3, 3, 1, 1, 1, 1]


def test_what_nobody_has_sent_yet_goes_along_with_the_next_of_the_day(desk: Desk) -> None:
    """The clock goes again before the worker does: what is to be paid for must not be lost."""
    desk.opens("แบบสำรวจอาคาร", DUE + timedelta(days=2))
    desk.clock(12, 8, 45)  # no clock went on the eleventh: of both rounds
    desk.clock(12, 9)  # the last day of the second
    both = [("round.reminder", [("DMC รอบ 2", [A]), ("แบบสำรวจอาคาร", [A])])]
    assert desk.waits("U-clerk-0") == both
    standing.note_for(desk.ctx(), SYSTEM, desk.round.id, B, Standing.CONFIRMED)
    assert desk.waits("U-clerk-1") == [("round.reminder", [("แบบสำรวจอาคาร", [B])])]
    desk.clock(13)  # still no worker: the day after the second's
    assert desk.waits("U-clerk-0") == both
    desk.sent()
    assert desk.way("U-clerk-0", desk.round) == "paid"


def test_two_rounds_are_one_message_and_extending_begins_anew(desk: Desk) -> None:
    other = desk.opens("เก็บแบบสำรวจ")
    desk.clock(9)
    rows = desk.session.scalars(
        select(OutboxMessage).where(OutboxMessage.chat_key == "U-clerk-0")
    ).all()
    assert [len(row.notices[0]["data"]["rounds"]) for row in rows] == [2]
    desk.sent()
    opening.cancel(desk.ctx(), SYSTEM, other.id)
    later = datetime(2026, 11, 20, 16, 30, tzinfo=BANGKOK)
    opening.extend(desk.ctx(), SYSTEM, desk.round.id, later, "ที่ ศธ 04/2")
    assert desk.clock(10) == 0  # ten days left: the next rung is a week before
    assert desk.clock(13) == 3
    assert {rung for who, rung, _ in desk.told() if who == "U-clerk-0"} == {1, EXTENDED, 7}


def test_before_confirming_is_possible_only_the_unfinished_hear_of_it(desk: Desk) -> None:
    opening.cancel(desk.ctx(), SYSTEM, desk.round.id)
    last_day = desk.opens("DMC ยืนยันวันสุดท้าย", confirm_from=date(2026, 11, 10))
    standing.say(desk.ctx(), desk.clerks[A], last_day.id, A, Standing.ENTERED)
    desk.clock(9)
    assert not any(who == "U-clerk-0" for who, *_ in desk.told())
    assert desk.pushed() == {(1, "U-clerk-1"), (1, "U-clerk-2")}
    desk.sent()
    desk.clock(10)
    # What was read before schools could confirm does not tell them that they can.
    assert {who for rung, who in desk.pushed() if rung == 0} == {f"U-clerk-{n}" for n in range(3)}


def test_the_named_person_comes_before_the_clerk_and_the_chair_only_after(desk: Desk) -> None:
    one = desk.ctx()
    named = people.person(one, "ครูข้อมูล", Role.TEACHER, school=A, line_user="U-named")
    people.person(one, "ประธานเครือข่าย", Role.NETWORK_CHAIR, school=C, line_user="U-chair")
    one.session.add(Responsibility(
        person_id=named.id, school_code=A, system="dmc", starts_on=date(2026, 1, 1)
    ))  # fmt: skip
    one.session.flush()
    desk.clock(3)
    assert {who for who, *_ in desk.told()} == {"U-named", "U-clerk-1", "U-clerk-2"}
    desk.clock(11)
    after = {row.chat_key: row for row in desk.session.scalars(
        select(Reminder).where(Reminder.rung == -1))}  # fmt: skip
    assert after["U-chair"].audience is Audience.CHAIR
    assert after["U-chair"].schools == [A, B, C]


def test_the_month_s_share_is_never_overrun_and_the_plan_says_the_price(desk: Desk) -> None:
    found = planning.plan(desk.ctx())
    assert [(one.rung, one.people, one.paid) for one in found.rungs][:4] == [
        (14, 3, 0), (7, 3, 0), (3, 3, 0), (1, 6, 3),
    ]  # fmt: skip
    assert [found.rungs[n].whom for n in (0, 3)] == [{"named": 3}, {"named": 3, "director": 3}]
    assert [one.paid for one in found.rungs][4:] == [0, 3, 3]
    decide(desk.ctx(), "budget.rounds", 2)
    assert planning.plan(desk.ctx()).over == ["2026-11"]
    desk.clock(9)
    assert desk.paid() == 2
    assert len(desk.told()) == 6  # the others are offered it


def test_the_plan_counts_nobody_twice_in_a_few_days(desk: Desk) -> None:
    paid = lambda: {one.rung: one.paid for one in planning.plan(desk.ctx()).rungs}  # noqa: E731
    assert paid() == {14: 0, 7: 0, 3: 0, 1: 3, 0: 0, -1: 3, -7: 3}
    desk.opens("M-OBEC, closing on the same day")
    found = planning.plan(desk.ctx())
    assert dict(found.months) == {"2026-10": 0, "2026-11": 9}  # one message for both
    desk.clock(9)
    desk.sent()
    left = planning.plan(desk.ctx())
    assert dict(left.months) == {"2026-11": 6}
    assert (left.share, left.left) == (200, 197)


def test_who_erased_themselves_is_told_nothing_and_the_evidence_names_nobody(desk: Desk) -> None:
    desk.clock(3)
    erase(desk.ctx(), desk.person("U-clerk-0"))
    assert desk.waits("U-clerk-0") == []
    (row,) = [one for one in evidence.evidence(desk.ctx(), SYSTEM, desk.round.id)["lines"]
              if one["schools"][0]["code"] == A]  # fmt: skip
    assert (row["to"], row["way"], row["rung"]) == ("", "unsent", 7)
    assert "U-clerk-0" not in {who for who, *_ in desk.told()}
    desk.clock(6)  # its director stands in
    assert ("U-head-0", 3, False) in desk.told()


def test_whoever_blocked_the_account_is_not_counted_as_told(desk: Desk) -> None:
    desk.session.add(Chat(
        chat_key="U-clerk-0", kind=ChatKind.USER, changed_ms=1, left_at=datetime.now(UTC)
    ))  # fmt: skip
    desk.session.flush()
    assert not telling.reachable(desk.ctx(), "U-clerk-0")
    desk.clock(3)
    assert ("U-head-0", 7, False) in desk.told()  # nobody else is left there


def test_a_past_day_is_rehearsed_with_the_people_and_rounds_of_today(desk: Desk) -> None:
    """`clock run-due --now` of a day before anything was written down: it is the present."""
    for row in (
        *desk.session.scalars(select(Post)),
        *desk.session.scalars(select(CollectionRound)),
    ):
        if isinstance(row, Post):
            row.starts_on, row.created_at = date(2027, 3, 1), datetime(2027, 3, 1, tzinfo=UTC)
        else:
            row.opened_at = datetime(2027, 3, 1, tzinfo=UTC)
    people.person(desk.ctx(datetime(2026, 10, 20, 9, tzinfo=BANGKOK)), "มาใหม่เดือนหน้า",
                  Role.SCHOOL_DIRECTOR, school=A, line_user="U-next",
                  starts_on=date(2026, 12, 1))  # fmt: skip
    assert reminding.remind(desk.ctx(datetime(2026, 11, 9, 9, 0, tzinfo=BANGKOK))) > 0
    told = set(desk.session.scalars(select(Reminder.chat_key)))
    assert {"U-clerk-0", "U-clerk-1", "U-clerk-2"} <= told
    assert "U-next" not in told


def test_the_moment_of_a_message_decides_what_rides_on_it(desk: Desk) -> None:
    """A message that is worked on late, or long after, is answered as of when it was written."""
    groups.bind(desk.ctx(), SYSTEM, GROUP, "ธุรการทั้งเขต", GroupPurpose.CLERKS)
    written = datetime(2026, 11, 3, 10, tzinfo=BANGKOK)
    found = riding.ride(desk.ctx(datetime(2027, 3, 1, 23, tzinfo=BANGKOK)), GROUP, written)
    assert found is not None
    late = riding.ride(desk.ctx(datetime(2026, 11, 4, 9, tzinfo=BANGKOK)), GROUP, written)
    assert late is None
