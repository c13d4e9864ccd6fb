"""Greeting, menu, help, what is out of context, groups: as people meet them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.chats import Conversation
from tests.office import Office, buttons


@pytest.fixture
def teacher(office: Office) -> str:
    return office.people["teacher"]


def test_the_menu_is_a_card_whose_buttons_can_be_typed(office: Office, teacher: str) -> None:
    office.says(teacher, "เมนู")
    (card,) = office.new_messages(teacher)
    assert card["altText"].startswith("เมนู")
    labels = [action["label"] for action in buttons(card)]
    assert "วิธีใช้" in labels
    office.presses(teacher, next(a for a in buttons(card) if a["label"] == "วิธีใช้"))
    assert "พิมพ์คำถาม" in office.heard(teacher)


def test_a_word_with_a_polite_ending_is_the_same_word(office: Office, teacher: str) -> None:
    for said in ("เมนูค่ะ", " เมนู ครับ ", "MENU", "เมนูหน่อยครับ"):
        office.says(teacher, said)
        assert office.heard(teacher).startswith("เมนู"), said


def test_a_sticker_is_answered_kindly_and_starts_nothing(office: Office, teacher: str) -> None:
    office.platform.acts.sticker(teacher, teacher, "446", "1988")
    office.settle()
    assert "พิมพ์คำถามได้เลย" in office.heard(teacher)


def test_services_of_the_office_are_understood_but_open_no_flow(
    office: Office, teacher: str
) -> None:
    office.says(teacher, "คุยกับเจ้าหน้าที่")
    assert "ติดต่อเจ้าหน้าที่" in office.heard(teacher)
    office.says(teacher, "ยกเลิก")
    assert "ไม่มีขั้นตอน" in office.heard(teacher)


def test_following_greets_once_and_says_what_is_kept(office: Office, teacher: str) -> None:
    office.platform.acts.unfollow(teacher)
    office.platform.acts.follow(teacher)
    office.settle()
    assert "ยินดี" in office.heard(teacher)


def test_in_a_group_the_bot_is_silent_until_called(office: Office, teacher: str) -> None:
    group = next(g for g in office.groups if teacher in _members(office, g))
    for said in ("สวัสดีค่ะทุกคน", "ถามเขตให้หน่อย", "เมนู", "ฝากถามเขต เรื่องนี้"):
        office.says(teacher, said, chat=group)
        assert office.heard(group) == "", said
    for said in ("ถามเขต เมนู", "ถามเขต: เมนูค่ะ", "ถามเขต"):
        office.says(teacher, said, chat=group)
        assert office.heard(group) != "", said
    office.says(teacher, "เมนู", chat=group, mention_bot=True)
    (card,) = office.new_messages(group)
    said_by_buttons = [a["text"] for a in buttons(card) if a["type"] == "message"]
    assert said_by_buttons
    assert all(text.startswith("ถามเขต ") for text in said_by_buttons)


def test_where_line_hides_who_speaks_the_group_is_answered_and_nobody_remembered(
    office: Office, teacher: str
) -> None:
    group = next(g for g in office.groups if teacher in _members(office, g))
    office.platform.delivery.change({"anonymous": True})
    office.says(teacher, "ถามเขต เมนู", chat=group)
    assert office.heard(group).startswith("เมนู")
    with office.database.reading() as session:
        assert session.scalars(select(Conversation)).all() == []


def test_joining_a_group_says_who_i_am_and_how_to_call_me(office: Office) -> None:
    group = office.groups[0]
    office.platform.acts.remove(group)
    office.platform.acts.invite(group)
    office.settle()
    said = office.heard(group)
    assert "ถามเขต" in said
    assert "ไม่เก็บเนื้อหา" in said


def test_nobody_is_answered_while_another_channel_has_the_chat(
    office: Office, teacher: str
) -> None:
    office.platform.delivery.change({"standby": True})
    office.says(teacher, "เมนู")
    assert office.heard(teacher) == ""


def test_photos_of_one_set_are_answered_once(office: Office, teacher: str) -> None:
    photo = b"\x89PNG\r\n\x1a\n" + b"0" * 100
    office.platform.acts.media(
        teacher, teacher, "image", [(f"{n}.png", "image/png", photo) for n in range(3)]
    )
    office.settle()
    assert [m["text"].split("\n")[0] for m in office.new_messages(teacher)] == [
        "ได้รับภาพ 3 ภาพแล้ว แต่ยังไม่ได้อยู่ในเรื่องใด ระบบจะลบภายใน 1 วันค่ะ"
    ]


def test_a_button_of_another_time_is_answered_kindly(office: Office, teacher: str) -> None:
    office.platform.acts.postback(teacher, teacher, "something~old")
    office.settle()
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in office.heard(teacher)


def test_one_set_of_photos_that_never_completes_is_answered_after_a_while(
    office: Office, teacher: str
) -> None:
    office.posts([_photo(office, teacher, index=1, total=2)])
    office.settle()
    assert office.heard(teacher) == ""
    office.wait(seconds=10)
    assert "ได้รับภาพ 1 ภาพ" in office.heard(teacher)


def _members(office: Office, group: str) -> list[str]:
    return office.platform.directory.groups[group].members


def _photo(office: Office, who: str, *, index: int, total: int) -> dict[str, object]:
    token = office.platform.identifiers.token(32)
    office.platform.tokens.issue(token, who, office.clock())
    return {
        "type": "message",
        "mode": "active",
        "timestamp": 1,
        "replyToken": token,
        "webhookEventId": office.platform.identifiers.ulid(1),
        "source": {"type": "user", "userId": who},
        "message": {
            "type": "image",
            "id": "77",
            "contentProvider": {"type": "line"},
            "imageSet": {"id": "SET", "index": index, "total": total},
        },
    }
