"""Faults that a review of the engine found, each with the day it would have had."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot import sender as sending
from handlers import budget, heartbeats, outbox
from handlers.outbox import Letter
from handlers.outcomes import Answer, Verdict
from models.chats import Conversation
from models.inbox import EventStatus, InboxEvent
from models.media import Media, MediaStatus
from models.outbox import OutboxMessage, OutboxStatus, Purpose
from tests.office import Office

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def event(office: Office, who: str, message: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A raw message event in the person's 1:1 chat."""
    return {
        "type": "message",
        "mode": "active",
        "timestamp": int(office.clock().timestamp() * 1000),
        "source": {"type": "user", "userId": who},
        "replyToken": "a" * 32,
        "message": message,
        **more,
    }


def every(office: Office, table: Any) -> list[Any]:
    with office.database.reading() as session:
        return list(session.scalars(select(table).order_by(table.id)))


@pytest.fixture
def teacher(office: Office) -> str:
    return office.people["teacher"]


def test_photos_of_one_set_in_one_batch_are_answered_once(office: Office, teacher: str) -> None:
    photos = [(f"{n}.png", "image/png", PNG) for n in "abc"]
    office.platform.acts.media(teacher, teacher, "image", photos)
    office.settle()
    office.wait(seconds=20)
    assert len(office.new_messages(teacher)) == 1
    assert [row.status for row in every(office, OutboxMessage)] == [OutboxStatus.ACCEPTED]


def test_what_waited_rides_on_when_a_held_answer_is_replaced(office: Office) -> None:
    held = {"hold_key": "set:1", "reply_token": "t", "due_at": office.clock()}
    menu, hint = {"kind": "menu", "data": {}}, {"kind": "help", "data": {}}
    for letter in (
        Letter("U1", {}, (menu,)),
        Letter("U1", {}, (hint,), **held),  # type: ignore[arg-type]
        Letter("U1", {}, (hint,), **held),  # type: ignore[arg-type]
    ):
        with office.database.transaction() as session:
            outbox.queue(session, [letter], now=office.clock())
            first = session.get_one(OutboxMessage, 1)
            if first.status is OutboxStatus.QUEUED:
                first.status = OutboxStatus.WAITING
    assert every(office, OutboxMessage)[-1].notices == [menu, hint]


def test_late_answers_claimed_together_keep_to_their_share(office: Office) -> None:
    with office.database.transaction() as session:
        budget.note(session, limit=20, used=0, now=office.clock())
        letters = [Letter(f"U{n}", {}, ({"kind": "menu", "data": {}},)) for n in range(6)]
        outbox.queue(session, letters, now=office.clock())
        tries = outbox.claim(session, lambda _: "[]", holder="a", now=office.clock(), limit=9)
    assert len(tries) == 2


def test_answers_of_line_outlast_a_database_that_is_away(
    office: Office, teacher: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.platform.acts.text(teacher, teacher, "เมนู")
    assert office.platform.webhooks.drain()
    office.worker.work_once()
    settle = sending.outcomes.settle

    def away(*given: Any, **how: Any) -> Any:
        monkeypatch.setattr(sending.outcomes, "settle", settle)
        raise RuntimeError("away")

    monkeypatch.setattr(sending.outcomes, "settle", away)
    with pytest.raises(RuntimeError, match="away"):
        office.sender.send_due()
    office.sender.send_due()
    assert [row.status for row in every(office, OutboxMessage)] == [OutboxStatus.ACCEPTED]


@pytest.mark.parametrize("verdict", [Verdict.REFUSED, Verdict.UNCERTAIN, Verdict.MONTHLY_LIMIT])
def test_odd_words_of_a_proxy_do_not_stop_the_sender(
    office: Office, teacher: str, monkeypatch: pytest.MonkeyPatch, verdict: Verdict
) -> None:
    odd = Answer(verdict, "400 \x00\ud800" + "x" * 400, "r\x00" * 200, ["1"])
    monkeypatch.setattr(office.line, "reply", lambda *_: odd)
    office.says(teacher, "เมนู")
    (row,) = every(office, OutboxMessage)
    assert row.error
    assert "\x00" not in row.error


def test_a_call_is_not_made_after_its_lease_could_have_run_out(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, slow = [], threading.Event()

    def reply(token: str, _messages: object) -> Answer:
        made.append(token)
        slow.wait(0.3)
        return Answer(Verdict.TAKEN)

    monkeypatch.setattr(office.line, "reply", reply)
    monkeypatch.setattr(sending, "TURN_SECONDS", 0.1)
    with office.database.transaction() as session:
        letters = [
            Letter(f"U{n}", {}, ({"kind": "menu", "data": {}},), reply_token=f"t{n}")
            for n in range(3)
        ]
        outbox.queue(session, letters, now=office.clock())
    with ThreadPoolExecutor(1) as pool:
        office.sender._round(pool)
    assert len(made) == 1


def test_a_file_of_two_people_stays_when_one_takes_it_back_on_its_way(
    office: Office, teacher: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = office.people["clerk"]
    office.platform.acts.media(clerk, clerk, "image", [("a.png", "image/png", PNG)])
    office.settle()
    (kept,) = every(office, Media)
    (late,) = office.platform.acts.media(teacher, teacher, "image", [("b.png", "image/png", PNG)])
    assert office.platform.webhooks.drain()
    office.worker.work_once()
    content = office.line.content

    def meanwhile(message_id: str, most: int) -> tuple[str, bytes]:
        found = content(message_id, most)
        office.platform.acts.unsend(teacher, teacher, late)
        assert office.platform.webhooks.drain()
        office.worker.work_once()
        return found

    monkeypatch.setattr(office.line, "content", meanwhile)
    office.downloader.work_once()
    assert [row.status for row in every(office, Media)] == [MediaStatus.STORED, MediaStatus.ERASED]
    assert office.files.path(kept.sha256).exists()


def test_a_file_that_cannot_be_fetched_stops_no_other(
    office: Office, teacher: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, _good = (
        office.platform.acts.media(teacher, teacher, "image", [(n, "image/png", PNG)])[0]
        for n in ("a.png", "b.png")
    )
    content = office.line.content

    def odd(message_id: str, most: int) -> tuple[str, bytes]:
        if message_id == bad:
            raise OSError("the disk is full")
        return content(message_id, most)

    monkeypatch.setattr(office.line, "content", odd)
    office.settle()
    ends = {row.message_id == bad: row.status for row in every(office, Media)}
    assert ends == {True: MediaStatus.WANTED, False: MediaStatus.STORED}


def test_in_standby_no_form_begins_and_no_photo_is_fetched(office: Office, teacher: str) -> None:
    said = event(office, teacher, {"type": "text", "id": "1", "text": "เมนู"}, mode="standby")
    photo = event(office, teacher, {"type": "image", "id": "2"}, mode="standby")
    office.posts([said, photo])
    office.settle()
    assert every(office, Media) == every(office, OutboxMessage) == every(office, Conversation) == []


def test_a_message_that_comes_after_it_was_taken_back_is_not_kept(
    office: Office, teacher: str
) -> None:
    now = int(office.clock().timestamp() * 1000)
    message = event(office, teacher, {"type": "text", "id": "77", "text": "ความลับ"})
    unsend = {k: v for k, v in message.items() if k not in ("message", "replyToken")}
    office.posts([unsend | {"type": "unsend", "timestamp": now + 9, "unsend": {"messageId": "77"}}])
    office.settle()
    office.posts([message])
    office.settle()
    assert every(office, OutboxMessage) == []
    late = every(office, InboxEvent)[-1]
    assert late.status is EventStatus.DONE
    assert "text" not in late.payload.replace('"type": "text"', "")


@pytest.mark.parametrize(
    "given",
    [
        {"type": "postback", "postback": {"data": "\ud800~\x00"}},
        {"replyToken": "\x00" * 10},
        {"replyToken": "\ud800"},
        {"replyToken": "t" * 500},
        {"message": {"type": "text", "id": "1", "text": "\x00 \ud800 ป.1"}},
        {"message": {"type": "image", "id": "2", "imageSet": {"id": "\x00\ud800", "total": 2}}},
        {"message": {"type": "file", "id": "3", "fileName": "\x00" * 300, "imageSet": 7}},
    ],
)
def test_odd_text_from_line_parks_no_event(
    office: Office, teacher: str, given: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office.line, "reply", lambda *_: Answer(Verdict.TAKEN))
    message = {"type": "text", "id": "1", "text": "เมนู"}
    assert office.posts([event(office, teacher, message) | given]) == 200
    office.settle()
    assert [row.status for row in every(office, InboxEvent)] == [EventStatus.DONE]


def test_a_beat_of_a_look_ahead_hides_no_dead_part(office: Office) -> None:
    now = office.clock()
    with office.database.transaction() as session:
        heartbeats.beat(session, "clock", "look-ahead", now=now + timedelta(days=200))
        heartbeats.beat(session, "clock", "node", now=now - timedelta(hours=1))
        seen = heartbeats.last_seen(session, now=now)
    assert not heartbeats.is_alive(seen["clock"], now=now)


def test_a_notice_costs_no_share_of_the_answers(office: Office) -> None:
    with office.database.transaction() as session:
        budget.note(session, limit=20, used=0, now=office.clock())
        menu = ({"kind": "menu", "data": {}},)
        notices = [Letter(f"C{n}", {}, menu, purpose=Purpose.NOTICE) for n in range(3)]
        outbox.queue(session, [*notices, Letter("U1", {}, menu)], now=office.clock())
        tries = outbox.claim(session, lambda _: "[]", holder="a", now=office.clock(), limit=9)
    assert len(tries) == 4
