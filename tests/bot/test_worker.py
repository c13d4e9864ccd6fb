"""The inbox is worked off once, in order, whatever fails, dies or comes twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.chat.flow import END, Flow, Heard, Notice, Outcome, Talk
from bot.worker import LeaseLost
from handlers import inbox
from handlers.context import Context
from models.inbox import EventStatus, InboxEvent
from models.outbox import OutboxMessage
from tests.bot.test_webhook import text_event
from tests.office import Office, echo


@pytest.fixture
def heard_texts(office: Office) -> list[str]:
    """Every text a flow heard, in order."""
    heard_texts: list[str] = []

    def ask(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        outcome = echo(ctx, talk, heard)
        heard_texts.append(heard.text)
        return outcome

    office.flows[:] = [Flow("question", {"ask": ask}, "ask")]
    office.worker = office.new_worker("a")
    return heard_texts


def status_of(office: Office, text: str) -> EventStatus:
    with office.database.reading() as session:
        rows = session.scalars(select(InboxEvent).order_by(InboxEvent.id))
        return next(row.status for row in rows if f'"{_escaped(text)}"' in row.payload)


def _escaped(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode()


def test_the_order_within_a_chat_is_the_order_of_writing(
    office: Office, heard_texts: list[str]
) -> None:
    office.posts(
        [text_event(office, str(n), timestamp=1_700_000_000_000 + n) for n in (3, 1, 4, 2, 5)]
    )
    office.worker.work_once()
    assert heard_texts == ["1", "2", "3", "4", "5"]


def test_a_poison_event_is_retried_parked_and_blocks_nobody(
    office: Office, heard_texts: list[str]
) -> None:
    bad = "U" + "a" * 32
    office.posts(
        [
            text_event(office, "ล้ม", bad, timestamp=1),
            text_event(office, "หลังจากนั้น", bad, timestamp=2),
            text_event(office, "เพื่อนบ้าน", timestamp=3),
        ]
    )
    office.worker.work_once()
    assert "เพื่อนบ้าน" in heard_texts
    assert "หลังจากนั้น" not in heard_texts, "its chat rests, so that the order is kept"
    for _ in range(3):
        office.wait(seconds=3)
    assert status_of(office, "ล้ม") is EventStatus.PARKED
    assert "หลังจากนั้น" in heard_texts
    with office.database.transaction() as session:
        parked = session.scalars(
            select(InboxEvent).where(InboxEvent.status == EventStatus.PARKED)
        ).one()
        assert parked.error == "RuntimeError"
        assert inbox.retry(session, parked.id)
        assert not inbox.retry(session, parked.id)


def test_a_failed_event_leaves_nothing_behind(office: Office) -> None:
    def half_done(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        ctx.session.add(OutboxMessage(chat_key="half", place={}, notices=[]))
        raise RuntimeError

    office.flows[:] = [Flow("question", {"ask": half_done}, "ask")]
    office.worker = office.new_worker("a")
    office.posts([text_event(office, "x")])
    office.worker.work_once()
    with office.database.reading() as session:
        assert session.scalars(select(OutboxMessage)).all() == []


def test_a_dead_workers_chats_are_taken_over_when_its_lease_runs_out(
    office: Office, heard_texts: list[str]
) -> None:
    office.posts([text_event(office, "ค้าง")])
    with office.database.transaction() as session:
        assert len(inbox.claim(session, holder="dead", now=office.clock())) == 1
    living = office.new_worker("b")
    assert living.work_once() == 0
    office.clock.advance(seconds=31)
    assert living.work_once() == 1
    assert heard_texts == ["ค้าง"]


def test_a_worker_that_lost_its_lease_changes_nothing(
    office: Office, heard_texts: list[str]
) -> None:
    office.posts([text_event(office, "ช้า")])
    with office.database.transaction() as session:
        slow = inbox.claim(session, holder="a:worker", now=office.clock())
    office.clock.advance(seconds=31)
    assert office.new_worker("b").work_once() == 1
    with pytest.raises(LeaseLost):
        office.worker._handle(slow)
    assert heard_texts == ["ช้า"]


def test_two_workers_never_share_a_chat(office: Office) -> None:
    office.posts([text_event(office, f"{n}", timestamp=n) for n in range(10)])
    office.posts([text_event(office, f"{n}", "U" + "9" * 32) for n in range(10)])
    with office.database.transaction() as session:
        first = inbox.claim(session, holder="a", now=office.clock(), limit=10)
    with office.database.transaction() as session:
        second = inbox.claim(session, holder="b", now=office.clock(), limit=50)
    assert {e.chat_key for e in first}.isdisjoint({e.chat_key for e in second})
    assert len(first) + len(second) == 20


def test_an_event_that_kills_its_worker_is_taken_alone_and_parked_in_the_end(
    office: Office, heard_texts: list[str]
) -> None:
    office.posts([text_event(office, "ฆ่า", timestamp=1), text_event(office, "ตาม", timestamp=2)])
    for _ in range(12):
        with office.database.transaction() as session:
            inbox.claim(session, holder="dies", now=office.clock())
        office.clock.advance(seconds=31)
    office.worker.work_once()
    assert status_of(office, "ฆ่า") is EventStatus.PARKED
    office.settle()
    assert heard_texts == ["ตาม"]


def test_a_message_taken_back_is_deleted(office: Office, heard_texts: list[str]) -> None:
    who = office.people["teacher"]
    message_id = office.says(who, "ข้อความส่วนตัว")
    office.platform.acts.unsend(who, who, message_id)
    office.settle()
    with office.database.reading() as session:
        kept = "".join(session.scalars(select(InboxEvent.payload)))
    assert _escaped("ข้อความส่วนตัว") not in kept


def test_an_edited_question_in_a_group_is_answered_anew_by_its_newest_text(
    office: Office, heard_texts: list[str]
) -> None:
    who, group = office.people["teacher"], office.groups[0]
    if who not in office.platform.directory.groups[group].members:
        who = office.platform.directory.groups[group].members[0]
    message_id = office.says(who, "ถามเขต ก", chat=group)
    office.platform.acts.edit(group, who, message_id, "ถามเขต ข")
    office.settle()
    assert heard_texts == ["ก", "ข"]
    late = {
        **text_event(office, "ถามเขต เก่า"),
        "type": "messageEdited",
        "timestamp": 1,
        "source": {"type": "group", "groupId": group, "userId": who},
    }
    late["message"] = {"type": "text", "id": message_id, "text": "ถามเขต เก่า"}
    office.posts([late])
    office.settle()
    assert heard_texts == ["ก", "ข"]


def test_a_flow_that_runs_out_is_left(office: Office) -> None:
    def first(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        return Outcome((Notice("help"),), "second")

    def second(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        return Outcome((Notice("cancelled"),), END)

    office.flows[:] = [
        Flow("question", {"ask": first, "second": second}, "ask", timeout=timedelta(minutes=30))
    ]
    office.worker = office.new_worker("a")
    who = office.people["teacher"]
    office.says(who, "ก")
    office.heard(who)
    office.says(who, "ข")
    assert "ยกเลิกแล้ว" in office.heard(who)
    office.says(who, "ก")
    office.heard(who)
    office.clock.advance(minutes=31)
    office.says(who, "ข")
    assert "วิธีใช้" in office.heard(who)
