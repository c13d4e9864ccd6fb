"""LINE's door: every delivery gets the right status, and nothing accepted is lost."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from bot.webhook import signed
from models.inbox import EventStatus, InboxEvent
from tests.conftest import shared
from tests.office import SECRET, Office


def post(office: Office, body: bytes, signature: str | None = "good") -> int:
    made = base64.b64encode(hmac.digest(SECRET.encode(), body, hashlib.sha256)).decode()
    headers = {"x-line-signature": made if signature == "good" else signature} if signature else {}
    return office.web.post("/callback", data=body, headers=headers).status_code


def stored(office: Office) -> int:
    with office.database.reading() as session:
        return session.scalar(select(func.count()).select_from(InboxEvent)) or 0


def text_event(office: Office, text: str, who: str = "U" + "1" * 32, **more: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "mode": "active",
        "timestamp": 1_700_000_000_000,
        "webhookEventId": office.platform.identifiers.ulid(1),
        "replyToken": office.platform.identifiers.token(32),
        "source": {"type": "user", "userId": who},
        "message": {"type": "text", "id": office.platform.identifiers.message(), "text": text},
        **more,
    }


def test_lines_own_example_of_a_signature_is_accepted() -> None:
    body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    secret = "8c570fa6dd201bb328f1c1eac23a96d8"
    assert signed(body, "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=", secret)
    assert not signed(body + b" ", "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=", secret)


@pytest.mark.parametrize(
    ("body", "signature", "status"),
    [
        (b'{"events":[]}', "good", 200),
        (b"{}", "good", 200),
        (b'{"events":[]}', "wrong", 401),
        (b'{"events":[]}', "\u0e01", 401),
        (b'{"events":[]}', None, 401),
        (b"not json", "good", 400),
        (b"[]", "good", 400),
        (b"", "good", 400),
        (b'{"events":' + b"[" * 100_000, "good", 400),
        (b'{"events":[],"pad":"' + b"x" * (2 * 1024 * 1024) + b'"}', "good", 413),
    ],
)
def test_each_kind_of_delivery_gets_its_status(
    office: Office, body: bytes, signature: str | None, status: int
) -> None:
    if signature and not signature.isascii():
        signature = signature.encode().decode("latin-1")
    assert post(office, body, signature) == status
    assert stored(office) == 0


def test_a_repeated_event_is_stored_and_answered_once(office: Office) -> None:
    event = text_event(office, "เมนู", office.people["teacher"])
    office.platform.tokens.issue(event["replyToken"], office.people["teacher"], office.clock())
    again = {**event, "deliveryContext": {"isRedelivery": True}}
    assert [office.posts([event, event]), office.posts([again])] == [200, 200]
    office.settle()
    office.posts([again])
    office.settle()
    assert len(office.messages(office.people["teacher"])) == 1


def test_events_of_several_people_in_one_call_go_to_each_of_them(office: Office) -> None:
    people = [office.people["teacher"], office.people["clerk"], office.people["officer"]]
    events = [text_event(office, "เมนู", who) for who in people]
    for event in events:
        office.platform.tokens.issue(event["replyToken"], event["source"]["userId"], office.clock())
    assert office.posts(events) == 200
    office.settle()
    assert [len(office.messages(who)) for who in people] == [1, 1, 1]


def test_a_thousand_events_in_one_call_are_all_stored(office: Office) -> None:
    assert office.posts([text_event(office, f"{n}") for n in range(1000)]) == 200
    assert stored(office) == 1000


def test_what_cannot_be_stored_is_refused_so_that_line_brings_it_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    event = text_event(office, "เมนู")
    with monkeypatch.context() as broken:
        broken.setattr("handlers.inbox.store", locked)
        assert office.posts([event]) == 503
    assert office.posts([event]) == 200
    assert stored(office) == 1


def test_id_numbers_are_masked_and_group_talk_is_dropped_before_storing(office: Office) -> None:
    group = {"type": "group", "groupId": "C" + "2" * 32, "userId": "U" + "3" * 32}
    office.posts(
        [
            text_event(office, "เลขบัตร 1101700230708 และ 1-1017-00230-70-8 ค่ะ ๑๑๐๑๗๐๐๒๓๐๗๐๘"),
            text_event(office, "เรื่องส่วนตัวของกลุ่ม", source=group),
            text_event(office, "ถามเขต เมนู", source=group),
        ]
    )
    with office.database.reading() as session:
        kept = "".join(session.scalars(select(InboxEvent.payload).order_by(InboxEvent.id)))
    said = json.loads(f'"{kept.replace(chr(34), chr(39))}"')
    assert "1101700230708" not in said
    assert "00230" not in said
    assert "๑๑๐๑" not in said
    assert "ส่วนตัว" not in said
    assert "ถามเขต เมนู" in said


@pytest.mark.parametrize(
    "text",
    ["ก" * 5000, "😀👩‍👩‍👧‍👦" * 200, "\u200b\u200d\ufeff", "\ud800 lone", "\x00 null", "", " "],
)
def test_odd_texts_are_stored_handled_and_answered(office: Office, text: str) -> None:
    who = office.people["teacher"]
    event = text_event(office, text, who)
    office.platform.tokens.issue(event["replyToken"], who, office.clock())
    assert office.posts([event]) == 200
    office.settle()
    assert len(office.messages(who)) == 1


def samples() -> list[dict[str, Any]]:
    """LINE's official sample events, each with an id of its own."""
    found = []
    for path in sorted((shared() / "webhook-samples").glob("*.json")):
        for number, event in enumerate(json.loads(path.read_text())["events"]):
            found.append({**event, "webhookEventId": f"{path.stem[:40]}-{number}"})
    return found


def test_every_official_sample_is_stored_and_worked_off(office: Office) -> None:
    events = samples()
    if not events:
        pytest.skip(f"no samples at {shared() / 'webhook-samples'}")
    assert office.posts(events) == 200
    while office.worker.work_once():
        pass
    with office.database.reading() as session:
        rows = session.execute(select(InboxEvent.kind, InboxEvent.status)).all()
    assert len(rows) == len(events)
    assert {status for _kind, status in rows} == {EventStatus.DONE}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """An official sample with one to three things replaced, removed or added, at any depth."""
    event = json.loads(json.dumps(draw(st.sampled_from(samples() or [{}]))))
    event["webhookEventId"] = draw(st.uuids()).hex
    for _ in range(draw(st.integers(1, 3))):
        node: Any = event
        while isinstance(node, dict) and node:
            key = draw(st.sampled_from(sorted(node)))
            if isinstance(node[key], dict) and node[key] and draw(st.booleans()):
                node = node[key]
                continue
            change = draw(st.sampled_from(["replace", "remove", "add"]))
            if change == "remove":
                del node[key]
            else:
                node[key if change == "replace" else draw(st.text(max_size=9))] = draw(json_values)
            break
    return (
        draw(st.sampled_from([event, [event], {"value": event}]))
        if draw(st.integers(0, 20)) == 0
        else event
    )


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(events=st.lists(mutated(), min_size=1, max_size=4))
def test_any_mutation_of_a_sample_is_kept_and_passed_over(
    office: Office, events: list[Any]
) -> None:
    before = stored(office)
    body = json.dumps({"destination": "U", "events": events}).encode()
    assert post(office, body) == 200
    while office.worker.work_once():
        pass
    with office.database.reading() as session:
        left = session.scalars(
            select(InboxEvent.error).where(InboxEvent.status != EventStatus.DONE)
        ).all()
    assert left == []
    assert stored(office) >= before
