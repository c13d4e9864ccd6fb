"""Rating in chat: one tap for all, item by item, poor with a reason, pressed twice, too late."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.chat import rating
from bot.database import Database
from handlers import ratings
from handlers.context import Context
from handlers.people.access import Me, me
from handlers.telling import tell
from models.people import Role
from models.ratings import Level, Rating, RatingItem
from tests.conftest import NOON
from tests.handlers.served import person, request
from tests.office import ECHO, Office, buttons, open_office


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Iterator[Office]:
    flows = [ECHO, *rating.flows(ECHO.steps["ask"])]
    with open_office(database, tmp_path, flows=flows) as opened:
        with database.transaction() as session:
            ctx = Context(session, NOON)
            officer = person(ctx, "เจ้าหน้าที่", Role.OFFICER, line_user=opened.people["officer"])
            for who in ("teacher", "clerk"):
                person(ctx, who, line_user=opened.people[who])
            assert officer.id
        yield opened


@pytest.fixture
def teacher(office: Office) -> str:
    return office.people["teacher"]


def deliver(office: Office, who: str, subject: str = "จำนวนนักเรียน ป.1") -> int:
    """A request of this person is handed over: they are told, and asked to rate it."""
    with office.database.transaction() as session:
        ctx = Context(session, office.clock())
        requester, officer = person_of(ctx, who), person_of(ctx, office.people["officer"])
        asked = request(ctx, requester, officer, subject=subject)
        assert requester.id is not None
        invited = ratings.invite(
            ctx,
            subject=f"request:{asked.id}",
            service="request",
            form="data_request",
            person_id=requester.id,
        )
        assert invited is not None
        facts = ratings.facts_of(ctx, invited)
        tell(ctx, who, "rating.ask", facts, ref=invited.subject)
        rating_id = invited.id
    office.settle()
    return rating_id


def person_of(ctx: Context, line_user: str) -> Me:
    return me(ctx, line_user)


def action(office: Office, who: str, label: str) -> dict[str, Any]:
    """The newest button with this label."""
    for message in reversed(office.messages(who)):
        for one in buttons(message):
            if one["label"] == label:
                return one
    raise AssertionError(f"no button {label}")


def press(office: Office, who: str, label: str) -> str:
    office.heard(who)
    office.presses(who, action(office, who, label))
    return office.heard(who)


def say(office: Office, who: str, text: str) -> str:
    office.heard(who)
    office.says(who, text)
    return office.heard(who)


def kept(office: Office, rating_id: int) -> tuple[Rating, dict[str, Level]]:
    with office.database.reading() as session:
        row = session.get_one(Rating, rating_id)
        items = session.scalars(select(RatingItem).where(RatingItem.rating_id == rating_id))
        return row, {item.item: item.level for item in items}


def test_one_tap_and_one_skip(office: Office, teacher: str) -> None:
    other = deliver(office, office.people["clerk"])
    rating_id = deliver(office, teacher)
    asked = office.heard(teacher)
    assert "เจ้าหน้าที่มีมนุษยสัมพันธ์ที่ดี" in asked
    assert "จำนวนนักเรียน ป.1" in asked
    assert "มีข้อเสนอแนะไหม" in press(office, teacher, "ดีมากทุกข้อ")
    thanks = press(office, teacher, "ข้าม")
    assert "ขอบคุณที่ให้คะแนนค่ะ" in thanks
    assert "แก้ไขได้ถึง ศ. 20 พ.ย. 2569 14.30 น." in thanks
    row, levels = kept(office, rating_id)
    assert row.rated_at == NOON
    assert set(levels.values()) == {Level.GOOD}
    assert len(levels) == 5
    assert kept(office, other)[0].rated_at is None


def test_item_by_item_with_a_reason_and_a_suggestion(office: Office, teacher: str) -> None:
    rating_id = deliver(office, teacher)
    assert "ข้อ 1 จาก 5" in press(office, teacher, "ให้คะแนนรายข้อ")
    assert "ข้อ 2 จาก 5" in press(office, teacher, "ดีมาก")
    assert "ข้อ 3 จาก 5" in press(office, teacher, "ไม่เกี่ยวข้อง")
    assert "ข้อ 4 จาก 5" in press(office, teacher, "ควรปรับปรุง")
    assert "ข้อ 5 จาก 5" in press(office, teacher, "พอใช้")
    reason = press(office, teacher, "พอใช้")
    assert "ขอทราบเหตุผล" in reason
    assert "2.1 ความรวดเร็วในการสืบค้น" in reason
    assert kept(office, rating_id)[0].rated_at is None
    for nothing in ("ไม่ระบุ", "-", "ข้าม"):
        assert "ขอเหตุผลเป็นข้อความค่ะ" in say(office, teacher, nothing)
    assert "2,000 ตัวอักษร" in say(office, teacher, "ช้า" * 1500)
    assert "มีข้อเสนอแนะไหม" in say(office, teacher, "รอ 5 วัน")
    thanks = say(office, teacher, "ขอไฟล์ Excel ด้วย")
    assert "เหตุผล: รอ 5 วัน" in thanks
    assert "ข้อเสนอแนะ: ขอไฟล์ Excel ด้วย" in thanks
    row, levels = kept(office, rating_id)
    assert (row.reason, row.suggestion) == ("รอ 5 วัน", "ขอไฟล์ Excel ด้วย")
    assert [levels[i] for i in ("1.1", "1.2", "2.1", "2.2", "2.3")] == [
        Level.GOOD, Level.NOT_APPLICABLE, Level.POOR, Level.FAIR, Level.FAIR,
    ]  # fmt: skip


def test_everything_can_be_typed(office: Office, teacher: str) -> None:
    rating_id = deliver(office, teacher)
    assert "ให้คะแนน" in say(office, teacher, "ประเมินค่ะ")
    assert "ข้อ 1 จาก 5" in say(office, teacher, "3")
    for typed in ("1", "๒", "พอใช้ครับ", "ดีมาก"):
        assert "จาก 5" in say(office, teacher, typed)
    assert "กรุณาเลือกระดับ" in say(office, teacher, "ดีปานกลาง")
    assert "มีข้อเสนอแนะไหม" in say(office, teacher, "4")
    assert "ขอบคุณ" in say(office, teacher, "ไม่มีครับ")
    row, levels = kept(office, rating_id)
    assert row.suggestion is None
    assert list(levels.values()).count(Level.FAIR) == 2


def test_typed_for_all(office: Office, teacher: str) -> None:
    rating_id = deliver(office, teacher)
    say(office, teacher, "ให้คะแนน")
    assert "พอใช้ทุกข้อ" in say(office, teacher, "พอใช้ทุกข้อ")
    assert "ขอบคุณ" in say(office, teacher, "ข้าม")
    assert set(kept(office, rating_id)[1].values()) == {Level.FAIR}


def test_pressed_twice_it_says_so_kindly(office: Office, teacher: str) -> None:
    rating_id = deliver(office, teacher)
    all_good = action(office, teacher, "ดีมากทุกข้อ")
    press(office, teacher, "ดีมากทุกข้อ")
    office.presses(teacher, all_good)
    assert "บันทึกคะแนนไว้แล้ว" in office.heard(teacher)
    row, _ = kept(office, rating_id)
    assert (row.rated_at, row.changed_at) == (NOON, None)
    press(office, teacher, "ข้าม")
    skip = action(office, teacher, "ข้าม")
    office.presses(teacher, skip)
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in office.heard(teacher)


def test_changed_within_the_day_and_not_after(office: Office, teacher: str) -> None:
    rating_id = deliver(office, teacher)
    card = action(office, teacher, "พอใช้ทุกข้อ")
    press(office, teacher, "ดีมากทุกข้อ")
    press(office, teacher, "ข้าม")
    office.wait(hours=23)
    assert "แก้ไขได้ถึง" in say(office, teacher, "ประเมิน")
    assert "คะแนนตอนนี้: ดีมาก" in press(office, teacher, "แก้ไขคะแนน")
    assert "ขอทราบเหตุผล" in press(office, teacher, "ควรปรับปรุง")
    assert kept(office, rating_id)[1]["1.1"] is Level.GOOD
    assert "ข้อ 2 จาก 5" in say(office, teacher, "พูดเร็วไป")
    assert "ข้อ 3 จาก 5" in press(office, teacher, "พอใช้")
    for _ in range(2):
        press(office, teacher, "ดีมาก")
    assert "เหตุผล: พูดเร็วไป" in press(office, teacher, "ดีมาก")
    row, levels = kept(office, rating_id)
    assert (row.rated_at, row.changed_at) == (NOON, office.clock())
    assert (levels["1.1"], levels["1.2"]) == (Level.POOR, Level.FAIR)
    office.wait(hours=2)
    office.presses(teacher, card)
    assert "พ้นเวลาแล้ว" in office.heard(teacher)
    assert kept(office, rating_id)[1] == levels
    assert "ไม่มีบริการที่รอให้คะแนน" in say(office, teacher, "ประเมิน")


def test_left_in_the_middle_it_goes_on_where_it_was(office: Office, teacher: str) -> None:
    deliver(office, teacher)
    press(office, teacher, "ให้คะแนนรายข้อ")
    press(office, teacher, "ดีมาก")
    say(office, teacher, "เมนู")
    office.wait(hours=20)
    say(office, teacher, "ประเมิน")
    assert "ข้อ 2 จาก 5" in press(office, teacher, "ให้คะแนนรายข้อ")


def test_several_wait(office: Office, teacher: str) -> None:
    for subject in ("เรื่องแรก", "เรื่องหลัง"):
        rating_id = deliver(office, teacher, subject)
    listed = say(office, teacher, "ประเมิน")
    assert "เรื่องแรก" in listed
    assert "เรื่องหลัง" in say(office, teacher, "1")
    say(office, teacher, "1")
    assert kept(office, rating_id)[0].rated_at is not None
    assert "(แก้ไขคะแนนได้)" in say(office, teacher, "ประเมิน")


def test_a_question_instead_of_a_choice_is_heard_as_one(office: Office, teacher: str) -> None:
    deliver(office, teacher)
    say(office, teacher, "ประเมิน")
    assert "เลือกหัวข้อ" in say(office, teacher, "ทั้งเขตมีนักเรียนกี่คน")
    assert "เลือกหัวข้อ" in say(office, teacher, "1")


def test_a_forwarded_card_does_nothing(office: Office, teacher: str) -> None:
    rating_id = deliver(office, teacher)
    for who in ("clerk", "officer", "technician"):
        stranger = office.people[who]
        office.presses(stranger, action(office, teacher, "ดีมากทุกข้อ"))
        assert "ให้คะแนนแทนไม่ได้" in office.heard(stranger)
    assert kept(office, rating_id)[0].rated_at is None
    assert "ไม่มีบริการที่รอให้คะแนน" in say(office, office.people["technician"], "ประเมิน")


def test_nobody_rates_their_own_work(office: Office) -> None:
    officer = office.people["officer"]
    with office.database.transaction() as session:
        ctx = Context(session, NOON)
        own = person_of(ctx, officer)
        asked = request(ctx, own)
        invited = ratings.invite(
            ctx, subject=f"request:{asked.id}", service="request", form="data_request",
            person_id=own.id,
        )  # fmt: skip
        assert invited is not None
        tell(ctx, officer, "rating.ask", ratings.facts_of(ctx, invited), ref="x")
        asked.officer_id = own.id
    office.settle()
    assert "ดำเนินการเรื่องนี้เอง" in press(office, officer, "ดีมากทุกข้อ")


def test_after_30_days_the_card_says_that_it_is_closed(office: Office, teacher: str) -> None:
    rating_id = deliver(office, teacher)
    office.wait(days=30)
    assert "เกิน 30 วัน" in press(office, teacher, "ดีมากทุกข้อ")
    assert kept(office, rating_id)[1] == {}


def test_a_low_rating_offers_to_have_it_done_again(
    office: Office, teacher: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    again: list[tuple[int, str]] = []
    monkeypatch.setitem(ratings.REOPEN, "request", lambda c, m, id_, why: again.append((id_, why)))
    deliver(office, teacher)
    press(office, teacher, "ให้คะแนนรายข้อ")
    for _ in range(4):
        press(office, teacher, "ดีมาก")
    press(office, teacher, "ควรปรับปรุง")
    say(office, teacher, "ข้อมูลเก่า")
    press(office, teacher, "ข้าม")
    assert "ใหม่แล้ว" in press(office, teacher, "ขอให้ดำเนินการใหม่")
    assert [why for _, why in again] == ["ข้อมูลเก่า"]
