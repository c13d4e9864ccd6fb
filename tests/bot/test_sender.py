"""The outbox reaches LINE once: free first, paid with a key, and honest when nobody can know."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from handlers import budget, outbox, outcomes
from handlers.outbox import Letter
from models.engine import LineGate
from models.outbox import OutboxMessage, OutboxStatus, Purpose, Way
from tests.office import Office


@pytest.fixture
def teacher(office: Office) -> str:
    return office.people["teacher"]


def rows(office: Office) -> list[OutboxMessage]:
    with office.database.reading() as session:
        return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def ask(office: Office, who: str, text: str = "เมนู", chat: str | None = None) -> None:
    """Write, and let the office handle it without sending yet."""
    office.platform.acts.text(chat or who, who, text)
    assert office.platform.webhooks.drain()
    while office.worker.work_once():
        pass


def notify(office: Office, to: str, *, group: bool = False) -> None:
    """Queue a notice that nobody asked for: it can only be pushed."""
    with office.database.transaction() as session:
        letter = Letter(
            to, {"is_group": group}, ({"kind": "menu", "data": {}},), purpose=Purpose.NOTICE
        )
        outbox.queue(session, [letter], now=office.clock())


def test_an_answer_is_the_free_reply(office: Office, teacher: str) -> None:
    office.says(teacher, "เมนู")
    (row,) = rows(office)
    assert (row.status, row.way, row.price) == (OutboxStatus.ACCEPTED, Way.REPLY, 0)
    assert row.sent_ids
    assert office.platform.quota.used(office.clock()) == 0


@pytest.mark.parametrize("kind", ["500_after_taking", "drop_after_taking"])
def test_a_reply_that_was_taken_without_an_answer_is_not_doubled(
    office: Office, teacher: str, kind: str
) -> None:
    office.platform.faults.add("reply", kind, count=1)
    office.says(teacher, "เมนู")
    office.wait(seconds=2)
    (row,) = rows(office)
    assert (row.status, row.error) == (OutboxStatus.ACCEPTED, "taken by an earlier try")
    assert len(office.messages(teacher)) == 1


@pytest.mark.parametrize("kind", ["500", "drop"])
def test_a_reply_that_was_not_taken_is_tried_again(office: Office, teacher: str, kind: str) -> None:
    office.platform.faults.add("reply", kind, count=2)
    office.says(teacher, "เมนู")
    for _ in range(3):
        office.wait(seconds=2)
    assert len(office.messages(teacher)) == 1
    assert rows(office)[0].attempts == 3


def test_a_reply_of_unknown_outcome_ends_unknown_and_is_never_pushed(
    office: Office, teacher: str
) -> None:
    office.platform.faults.add("reply", "500", probability=1.0)
    office.says(teacher, "เมนู")
    for _ in range(12):
        office.wait(seconds=8)
    (row,) = rows(office)
    assert row.status is OutboxStatus.UNKNOWN
    office.platform.faults.clear()
    office.wait(minutes=5)
    assert office.messages(teacher) == []
    assert office.platform.quota.used(office.clock()) == 0


def test_a_token_that_died_unused_is_followed_by_a_push_with_a_key(
    office: Office, teacher: str
) -> None:
    ask(office, teacher)
    office.clock.advance(minutes=2)
    office.sender.send_due()
    (row,) = rows(office)
    assert (row.status, row.way, row.price) == (OutboxStatus.ACCEPTED, Way.PUSH, 1)
    assert row.retry_key
    assert len(office.messages(teacher)) == 1


def test_in_a_group_a_late_answer_is_never_pushed(office: Office, teacher: str) -> None:
    group = next(
        g for g, group in office.platform.directory.groups.items() if teacher in group.members
    )
    ask(office, teacher, "ถามเขต เมนู", chat=group)
    office.clock.advance(minutes=2)
    office.sender.send_due()
    assert rows(office)[0].status is OutboxStatus.SKIPPED
    assert office.platform.quota.used(office.clock()) == 0


def test_of_several_late_answers_only_the_newest_is_pushed(office: Office, teacher: str) -> None:
    ask(office, teacher)
    ask(office, teacher, "ช่วยเหลือ")
    office.clock.advance(minutes=2)
    office.sender.send_due()
    assert [r.status for r in rows(office)] == [OutboxStatus.SUPERSEDED, OutboxStatus.ACCEPTED]
    assert "วิธีใช้" in office.heard(teacher)


def test_beyond_the_reserve_a_late_answer_waits_for_the_next_message(
    office: Office, teacher: str
) -> None:
    with office.database.transaction() as session:
        budget.note(session, limit=300, used=300, now=office.clock())
    ask(office, teacher)
    office.clock.advance(minutes=2)
    office.sender.send_due()
    assert rows(office)[0].status is OutboxStatus.WAITING
    office.says(teacher, "ช่วยเหลือ")
    assert office.heard(teacher).startswith("เมนู")
    assert office.platform.quota.used(office.clock()) == 0


@pytest.mark.parametrize("kind", ["500_after_taking", "500", "drop_after_taking", "drop"])
def test_a_push_is_repeated_with_its_key_and_arrives_once(
    office: Office, teacher: str, kind: str
) -> None:
    office.platform.faults.add("push", kind, count=2)
    notify(office, teacher)
    key = None
    for _ in range(4):
        office.wait(seconds=5)
        key = key or rows(office)[0].retry_key
    (row,) = rows(office)
    assert (row.status, row.retry_key) == (OutboxStatus.ACCEPTED, key)
    assert len(office.messages(teacher)) == 1


def test_a_push_without_a_clear_answer_for_a_day_is_given_up(office: Office, teacher: str) -> None:
    office.platform.faults.add("push", "500", probability=1.0)
    notify(office, teacher)
    for _ in range(40):
        office.wait(hours=1)
    assert rows(office)[0].status is OutboxStatus.UNKNOWN


def test_the_four_meanings_of_429(office: Office, teacher: str) -> None:
    office.platform.faults.add("push", "429_rate", count=1)
    notify(office, teacher)
    office.settle()
    with office.database.reading() as session:
        gate = session.get(LineGate, "push")
    assert gate is not None
    assert gate.reason == "rate_limit"
    office.wait(seconds=2)
    assert rows(office)[0].status is OutboxStatus.ACCEPTED

    office.platform.quota.limit = office.platform.quota.used(office.clock())
    notify(office, teacher)
    office.settle()
    assert rows(office)[1].status is OutboxStatus.QUEUED, "it may pass: asked once more"
    office.wait(minutes=11)
    assert rows(office)[1].status is OutboxStatus.PARKED

    office.clock.advance(days=31)
    office.platform.quota.limit = 300
    with office.database.transaction() as session:
        assert outcomes.unpark(session, now=office.clock()) == 1
    office.settle()
    assert rows(office)[1].status is OutboxStatus.ACCEPTED


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("The API rate limit has been exceeded. Try again later.", "rate_limit"),
        ("You have reached your monthly limit.", "monthly_limit"),
        ("Too many messages to the same user", "one_user_limit"),
        ("Too many concurrent audience operations", "concurrency"),
        ("", "rate_limit"),
    ],
)
def test_429_is_told_apart_by_its_sentence(said: str, verdict: str) -> None:
    from linebot.v3.messaging.exceptions import ApiException

    from bot.line.client import verdict_of

    error = ApiException(status=429)
    error.body = f'{{"message": "{said}"}}'
    assert verdict_of(error).verdict.value == verdict


def test_nothing_is_sent_to_who_blocked_us(office: Office, teacher: str) -> None:
    office.platform.acts.unfollow(teacher)
    office.settle()
    notify(office, teacher)
    office.settle()
    assert rows(office)[-1].status is OutboxStatus.SKIPPED
    assert not [c for c in office.platform.calls.after(0) if "push" in str(c)]


def test_a_revoked_token_holds_everything_back_and_loses_nothing(
    office: Office, teacher: str
) -> None:
    office.platform.access_token = "another"
    notify(office, teacher)
    office.wait(seconds=1)
    assert rows(office)[0].status is OutboxStatus.QUEUED
    from tests.office import TOKEN

    office.platform.access_token = TOKEN
    office.wait(seconds=31)
    assert rows(office)[0].status is OutboxStatus.ACCEPTED


def test_a_message_that_cannot_be_worded_fails_alone(office: Office, teacher: str) -> None:
    with office.database.transaction() as session:
        bad = Letter(teacher, {}, ({"kind": "no such kind", "data": {}},), purpose=Purpose.NOTICE)
        outbox.queue(session, [bad], now=office.clock())
    notify(office, office.people["clerk"])
    office.settle()
    assert [r.status for r in rows(office)] == [OutboxStatus.FAILED, OutboxStatus.ACCEPTED]


def test_a_sender_that_died_in_the_middle_of_a_reply_does_not_double_it(
    office: Office, teacher: str
) -> None:
    ask(office, teacher)
    with office.database.transaction() as session:
        (one,) = outbox.claim(
            session, office.sender._render, holder="dead", now=office.clock(), limit=9
        )
    office.line.reply(one.reply_token or "", __import__("json").loads(one.body))
    office.wait(seconds=31)
    assert rows(office)[0].status is OutboxStatus.ACCEPTED
    assert len(office.messages(teacher)) == 1


def test_a_message_line_refuses_is_shown_to_staff(office: Office, teacher: str) -> None:
    notify(office, "U" + "f" * 31 + "?")
    office.settle()
    (row,) = rows(office)
    assert row.status is OutboxStatus.FAILED
    assert row.error
    assert row.error.startswith("400")
    office.platform.rejections.clear()


def test_queued_messages_outlast_the_restart_of_a_month(office: Office, teacher: str) -> None:
    moment: Any = office.clock()
    assert budget.month_of(moment) == "2026-11"
    assert budget.next_month(moment) - moment < timedelta(days=31)
    assert budget.next_month(moment).isoformat() == "2026-12-01T00:00:00+07:00"
