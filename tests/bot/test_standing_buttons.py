"""Buttons of records, flows that are private, files in a form: what the engine promises them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.cards import Card, Do, Message, PickDay, Place, Press, Voice
from bot.chat.flow import END, Flow, Heard, Kind, Notice, Outcome, Talk
from bot.database import Database
from bot.texts import _WORDS
from handlers.context import Context
from tests.office import Office, buttons, open_office

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


def _card(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    return [Card(alt=data["said"], title=data["said"], buttons=(
        Do("ทำ", "record", "do", "7:3"), Press("ต่อ", "record", "ask", "x"),
        PickDay("เลือกวัน", "record", "ask", earliest="2026-11-20"),
    ))]  # fmt: skip


def _say(text: str) -> Notice:
    return Notice("test.card", {"said": text})


def _start(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
    return Outcome((_say("เริ่ม"),), next="ask")


def _ask(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
    if heard.kind in (Kind.PHOTO, Kind.FILE):
        names = f"{heard.details['name']} {heard.details['size']} {heard.details['media_id']}"
        return Outcome((_say(f"ได้ไฟล์ {names}"),), next="ask")
    day = (heard.details.get("params") or {}).get("date")
    return Outcome((_say(f"ได้ยิน {heard.text or heard.value} {day or ''}"),), next="ask")


def _do(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
    if heard.person != ctx.actor.line_user:
        raise AssertionError("the actor is the presser")
    return Outcome((_say(f"ทำ {heard.value}"),), END)


FLOW = Flow(
    "record", {"start": _start, "ask": _ask, "do": _do}, "start", private=True,
    takes_files=frozenset({"ask"}),
)  # fmt: skip


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Iterator[Office]:
    _WORDS["test.card"] = _card
    opening = Flow("question", {"ask": lambda c, t, h: Outcome((_say("เปิด"),), END)}, "ask")
    with open_office(database, tmp_path, flows=[opening, FLOW]) as opened:
        yield opened
    del _WORDS["test.card"]


def the(office: Office, who: str, label: str) -> dict[str, Any]:
    found = [b for m in office.messages(who) for b in buttons(m) if b.get("label") == label]
    return found[-1]


def test_a_standing_button_works_at_any_time_and_disturbs_nothing(office: Office) -> None:
    who = office.people["officer"]
    office.says(who, "อะไรก็ได้")
    old = the(office, who, "ทำ")
    _begin(office, who)
    office.presses(who, old)
    assert "ทำ 7:3" in office.heard(who)
    office.says(who, "ข้อความ")
    assert "ได้ยิน ข้อความ" in office.heard(who)  # the flow was left as it stood
    office.wait(hours=30)
    office.presses(who, old)
    assert "ทำ 7:3" in office.heard(who)


def test_a_button_edited_by_hand_is_no_button(office: Office) -> None:
    who = office.people["officer"]
    office.says(who, "อะไรก็ได้")
    data = the(office, who, "ทำ")["data"]
    office.heard(who)
    for changed in (
        data.replace("7:3", "8:3"),
        data[:-1],
        "x" + data,
        data.replace("~do~", "~ask~"),
    ):
        office.platform.acts.postback(who, who, changed)
        office.settle()
        assert "ใช้ไม่ได้แล้ว" in office.heard(who), changed


def test_a_private_flow_leads_out_of_the_group(office: Office) -> None:
    who = office.people["officer"]
    office.says(who, "อะไรก็ได้")
    forwarded = the(office, who, "ทำ")
    group = next(g for g in office.groups if who in office.platform.directory.groups[g].members)
    office.presses(who, forwarded, chat=group)
    said = office.heard(group)
    assert "แชตส่วนตัว" in said
    assert "7:3" not in said


def test_a_form_hears_files_and_dates(office: Office) -> None:
    who = office.people["officer"]
    _begin(office, who)
    office.platform.acts.media(who, who, "file", [("ก.pdf", "application/pdf", b"%PDF-1.4 x")])
    office.settle()
    assert "ได้ไฟล์ ก.pdf 10 " in office.heard(who)
    office.platform.acts.media(
        who, who, "image", [(f"{n}.png", "image/png", PNG) for n in range(3)]
    )
    office.settle()
    assert office.heard(who).count("ได้ไฟล์ None None") <= 2  # one card, its title and altText
    picker = the(office, who, "เลือกวัน")
    assert (picker["type"], picker["mode"], picker["min"]) == (
        "datetimepicker",
        "date",
        "2026-11-20",
    )
    office.platform.acts.postback(who, who, picker["data"], params={"date": "2026-12-01"})
    office.settle()
    assert "ได้ยิน day 2026-12-01" in office.heard(who)


def _begin(office: Office, who: str) -> None:
    """Into the flow's step `ask`, by its own first step."""
    from bot.chat import routes

    routes.WORDS["เริ่มทดสอบ"] = routes.Start("record")
    try:
        office.says(who, "เริ่มทดสอบ")
        assert "เริ่ม" in office.heard(who)
    finally:
        del routes.WORDS["เริ่มทดสอบ"]
