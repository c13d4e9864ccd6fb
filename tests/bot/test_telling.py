"""Telling somebody what they did not ask for: what it costs, and when it costs nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from handlers import telling
from handlers.context import Context
from models.outbox import OutboxMessage, OutboxStatus
from tests.conftest import NOON
from tests.office import Office


@pytest.fixture
def officer(office: Office) -> str:
    return office.people["officer"]


def tell(office: Office, who: str, kind: str = "help", at: datetime | None = None) -> None:
    with office.database.transaction() as session:
        ctx = Context(session, office.clock())
        telling.tell(ctx, who, kind, {}, ref="request:1", at=at, hold_key=f"tasks:{who}")
    office.settle()


def prices(office: Office) -> list[tuple[str, int]]:
    with office.database.reading() as session:
        rows = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        return [(r.status.value, r.price) for r in rows]


def test_a_notice_costs_one_message(office: Office, officer: str) -> None:
    tell(office, officer)
    assert office.heard(officer).startswith("วิธีใช้")
    assert prices(office) == [("accepted", 1)]


def test_one_that_is_held_rides_on_the_next_free_reply(office: Office, officer: str) -> None:
    tell(office, officer, at=NOON + timedelta(hours=2))
    assert office.heard(officer) == ""
    office.says(officer, "เมนู")
    said = office.heard(officer)
    assert "เมนู" in said
    assert "วิธีใช้: พิมพ์คำถามได้เลย" in said
    office.wait(hours=3)
    assert office.heard(officer) == ""
    assert [p for s, p in prices(office) if s == "accepted"] == [0]


def test_nobody_wrote_so_it_is_pushed_when_its_time_comes(office: Office, officer: str) -> None:
    tell(office, officer, at=NOON + timedelta(hours=2))
    office.wait(hours=2, minutes=1)
    assert office.heard(officer).startswith("วิธีใช้")
    assert prices(office) == [("accepted", 1)]


def test_another_s_words_in_a_group_carry_nothing_of_mine(office: Office, officer: str) -> None:
    tell(office, officer, at=NOON + timedelta(hours=2))
    group = next(g for g in office.groups if officer in office.platform.directory.groups[g].members)
    office.says(officer, "ถามเขต เมนู", chat=group)
    assert "วิธีใช้: " not in office.heard(group)


def test_a_held_one_is_replaced_by_the_newer_of_its_key(office: Office, officer: str) -> None:
    later = NOON + timedelta(hours=1)
    tell(office, officer, at=later)
    tell(office, officer, "menu", at=later)
    office.wait(hours=1)
    assert office.heard(officer).startswith("เมนู")
    assert [s for s, _ in prices(office)] == ["superseded", "accepted"]


def test_what_follows_soon_is_gathered_unless_the_person_has_looked(
    office: Office, officer: str
) -> None:
    with office.database.transaction() as session:
        assert telling.gathers_until(Context(session, office.clock()), officer) is None
    tell(office, officer)
    office.clock.advance(minutes=5)
    with office.database.transaction() as session:
        until = telling.gathers_until(Context(session, office.clock()), officer)
    assert until == NOON + telling.GATHERED
    office.says(officer, "เมนู")
    with office.database.transaction() as session:
        assert telling.gathers_until(Context(session, office.clock()), officer) is None


def test_a_ride_whose_token_died_is_pushed_after_all(office: Office, officer: str) -> None:
    tell(office, officer, at=NOON + timedelta(hours=2))
    office.platform.acts.text(officer, officer, "เมนู")
    assert office.platform.webhooks.drain()
    while office.worker.work_once():
        pass
    office.clock.advance(minutes=5)  # the sender slept through the token's minute
    office.settle()
    assert "วิธีใช้: " in office.heard(officer)
    assert [p for s, p in prices(office) if s == "accepted"] == [1]


def test_somebody_who_blocked_is_not_told_and_nothing_is_paid(office: Office, officer: str) -> None:
    office.platform.acts.unfollow(officer)
    office.settle()
    with office.database.transaction() as session:
        assert not telling.reachable(Context(session, office.clock()), officer)
    tell(office, officer)
    assert prices(office)[-1][0] == OutboxStatus.SKIPPED.value


def test_one_that_cannot_be_worded_does_not_cost_the_answer_it_rode_on(
    office: Office, officer: str
) -> None:
    tell(office, officer, "no such kind", at=NOON + timedelta(hours=2))
    office.says(officer, "เมนู")
    assert "เมนู" in office.heard(officer)


def offer(office: Office, who: str, hours: int = 2) -> None:
    with office.database.transaction() as session:
        ctx = Context(session, office.clock())
        until = office.clock() + timedelta(hours=hours)
        telling.offer(ctx, who, "help", {}, ref="incident:1", until=until, hold_key=f"i:1:{who}")
    office.settle()


def test_what_is_only_offered_rides_on_a_free_reply(office: Office, officer: str) -> None:
    offer(office, officer)
    assert office.heard(officer) == ""
    office.says(officer, "เมนู")
    assert "วิธีใช้: พิมพ์คำถามได้เลย" in office.heard(officer)
    assert [p for s, p in prices(office) if s == "accepted"] == [0]


def test_what_is_only_offered_is_never_paid_for(office: Office, officer: str) -> None:
    offer(office, officer)
    office.wait(hours=3)
    assert office.heard(officer) == ""
    assert prices(office) == [("skipped", 0)]


def test_an_offer_keeps_no_notice_waiting(office: Office, officer: str) -> None:
    offer(office, officer, hours=72)
    with office.database.reading() as session:
        assert telling.gathers_until(Context(session, office.clock()), officer) is None


def asks(office: Office, who: str, text: str) -> None:
    """Write, and let the office answer without sending yet."""
    office.platform.acts.text(who, who, text)
    assert office.platform.webhooks.drain()
    while office.worker.work_once():
        pass


def test_an_offer_on_an_answer_that_gave_way_waits_for_the_next_reply(
    office: Office, officer: str
) -> None:
    """LINE is away for a while; of two answers only the newer is sent in the end."""
    offer(office, officer, hours=9)
    asks(office, officer, "เมนู")
    asks(office, officer, "เมนู")
    office.clock.advance(minutes=2)
    office.sender.send_due()
    assert "วิธีใช้: พิมพ์คำถามได้เลย" not in office.heard(officer)
    office.says(officer, "เมนู")
    assert "วิธีใช้: พิมพ์คำถามได้เลย" in office.heard(officer)
    office.says(officer, "เมนู")
    assert "วิธีใช้: พิมพ์คำถามได้เลย" not in office.heard(officer)


def test_an_offer_on_an_answer_that_is_lost_does_not_say_that_it_was_read(
    office: Office, officer: str
) -> None:
    offer(office, officer, hours=9)
    office.platform.faults.add("reply", "500", probability=1.0)
    office.says(officer, "เมนู")
    for _ in range(12):
        office.wait(seconds=8)
    with office.database.reading() as session:
        rows = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert rows[0].error == "rode on a reply of unknown outcome"
    assert rows[1].status is OutboxStatus.UNKNOWN
