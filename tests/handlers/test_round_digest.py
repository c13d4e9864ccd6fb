"""Who keeps a round reads who is late, with telephones, for nothing; a chair of their schools."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from handlers.context import Context
from handlers.people import SYSTEM, as_me
from handlers.rounds import digest, evidence, opening, reminding, standing
from models.errors import NotAllowed
from models.groups import Audience, Reminder
from models.outbox import OutboxMessage, OutboxStatus
from models.people import Role
from models.rounds import Standing
from tests import people
from tests.handlers import round_office
from tests.handlers.round_office import UNASKED, A, B, C, D, noted, on, opened


def waiting(ctx: Context, line_user: str, kind: str = "round.digest") -> list[dict[str, Any]]:
    """The digests that wait for a free reply of this person, with their schools."""
    ctx.session.expire_all()
    rows = ctx.session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.chat_key == line_user, OutboxMessage.status == OutboxStatus.QUEUED
        )
    )
    found = [row for row in rows if row.notices[0]["kind"] == kind]
    assert all(row.only_free and row.price == 0 for row in found)
    return [row.notices[0]["data"]["rounds"][0] for row in found]


def codes(one: dict[str, Any]) -> list[str]:
    return [school["code"] for school in one["schools"]]


def clock(ctx: Context, text: str) -> int:
    """What the clock's job does; returns how many digests it offered."""
    now = on(ctx, text)
    reminding.remind(now)
    return digest.offer_due(now)


def test_on_each_rung_the_keepers_are_offered_the_late_and_it_stays_true(ctx: Context) -> None:
    round_office.staffed(ctx)
    round_ = opened(on(ctx, "2026-10-01T08:00"))
    noted(ctx, round_, D, Standing.CONFIRMED)
    assert clock(ctx, "2026-11-01T10:00") == 0  # a Sunday
    assert clock(ctx, "2026-11-03T09:00") == 2
    assert clock(ctx, "2026-11-03T09:01") == 0
    (one,) = waiting(ctx, "U-officer")
    assert codes(one) == [A, B, C]
    assert waiting(ctx, "U-director") == [one]
    contact = one["schools"][0]["contact"]
    assert (contact["name"], contact["phone"]) == ("ครูข้อมูล ตัวอย่าง", "0822222222")
    assert one["schools"][1]["contact"]["school_phone"] == "0-5300-0002"

    noted(ctx, round_, A, Standing.CONFIRMED)
    assert codes(waiting(ctx, "U-officer")[0]) == [B, C]
    assert clock(ctx, "2026-11-06T09:00") == 2  # the newer one takes its place
    assert [one["rung"] for one in waiting(ctx, "U-officer")] == [3]
    lines = evidence.evidence(ctx, SYSTEM, round_.id)["lines"]
    assert [one["way"] for one in lines if one["audience"] == "staff"].count("waiting") == 2
    schools = [one for one in lines if one["audience"] != "staff"]
    assert sum(evidence.totals(ctx, round_).values()) == len(schools), "a digest tells no school"
    # Moved: nobody of the office is told like a school, and the old digest is no news.
    opening.extend(on(ctx, "2026-11-06T10:00"), SYSTEM, round_.id,
                   round_office.bangkok("2026-11-20T16:30"), None)  # fmt: skip
    assert (waiting(ctx, "U-officer"), waiting(ctx, "U-officer", "round.extended")) == ([], [])
    for code in (B, C):
        noted(ctx, round_, code, Standing.CONFIRMED)
    assert clock(ctx, "2026-11-13T09:00") == 0


def test_a_chair_hears_of_the_late_of_the_own_network_with_telephones(ctx: Context) -> None:
    round_office.staffed(ctx)
    chair = people.person(ctx, "ประธาน", Role.NETWORK_CHAIR, school=B, line_user="U-chair")
    round_ = opened(on(ctx, "2026-10-01T08:00"))
    me, now = as_me(ctx, chair), on(ctx, "2026-11-10T12:00")
    assert digest.networks(ctx, me) == ["เครือข่ายดอยสูง"]
    early = digest.of_network(now, me, round_.id)
    assert (early["lines"], early["is_over"], early["expected"]) == ([], False, 2)
    after = on(ctx, "2026-11-11T09:00")
    found = digest.of_network(after, me, round_.id)
    assert [one["code"] for one in found["lines"]] == [A, B]
    assert found["lines"][0]["contact"]["phone"] == "0822222222"
    standing.give_longer(after, SYSTEM, round_.id, B, round_office.bangkok("2026-11-20T16:30"), "ก")
    assert [one["code"] for one in digest.of_network(after, me, round_.id)["lines"]] == [A]

    clock(ctx, "2026-11-11T09:05")
    row = ctx.session.scalars(select(Reminder).where(Reminder.audience == Audience.CHAIR)).one()
    assert (row.chat_key, row.schools) == ("U-chair", [A])
    letter = ctx.session.scalars(
        select(OutboxMessage).where(OutboxMessage.hold_key == row.hold_key)
    ).one()
    (said,) = letter.notices[0]["data"]["rounds"][0]["schools"]
    assert said["contact"]["phone"] == "0822222222"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.NETWORK_CHAIR])
def test_nobody_else_sees_a_network(ctx: Context, role: Role) -> None:
    round_office.staffed(ctx)
    round_ = opened(on(ctx, "2026-10-01T08:00"))
    who = people.person(ctx, "ใคร", role, school=A, group=people.GROUP, line_user="U-x")
    with pytest.raises(NotAllowed):
        digest.of_network(on(ctx, "2026-11-12T09:00"), as_me(ctx, who), round_.id)


def test_a_chair_of_no_network_sees_nobody(ctx: Context) -> None:
    """Its post names a school that is in no network: not every school that is in none."""
    round_office.staffed(ctx)
    chair = people.person(ctx, "ประธาน", Role.NETWORK_CHAIR, school=UNASKED, line_user="U-chair")
    round_ = opened(on(ctx, "2026-10-01T08:00"))
    with pytest.raises(NotAllowed):
        digest.of_network(on(ctx, "2026-11-12T09:00"), as_me(ctx, chair), round_.id)


def test_how_each_school_was_reached(ctx: Context) -> None:
    round_office.staffed(ctx)
    round_ = opened(on(ctx, "2026-10-01T08:00"))
    people.person(ctx, "ธุรการ ข", Role.SCHOOL_ADMIN, school=B, line_user="U-b")
    clock(ctx, "2026-11-03T09:00")
    for row in ctx.session.scalars(
        select(OutboxMessage).where(OutboxMessage.chat_key == "U-b")
    ):  # she wrote, and it rode on the answer
        row.finish(
            OutboxStatus.SUPERSEDED, at=on(ctx, "2026-11-04T10:00").now, error="rode on a reply"
        )
    ctx.session.flush()
    found = evidence.reached(on(ctx, "2026-11-05T09:00"), round_)
    assert {code: one["way"] for code, one in found.items()} == {A: "waiting", B: "free"}
    assert found[B]["to"] == "ธุรการ ข"
