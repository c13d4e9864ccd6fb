"""«ถามข้อมูล»: from the place to what is counted, by buttons or by typing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.chat.questions import flows
from bot.database import Database
from handlers.questions import Office as Where
from tests.conftest import sqlite_anew
from tests.office import Office, buttons, open_office

WHERE = Where("99010000", "สพป.ตัวอย่าง เขต 1")


@pytest.fixture
def database_url(demo_file: Path, sqlite_file: Path) -> str:
    """The demo office. (Figures on PostgreSQL: test_examples.)"""
    return sqlite_anew(demo_file, sqlite_file)


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Iterator[Office]:
    with open_office(database, tmp_path, flows=flows(WHERE)) as opened:
        yield opened


@pytest.fixture
def clerk(office: Office) -> str:
    return office.people["clerk"]


def press(office: Office, who: str, label: str) -> None:
    """Press the newest button whose label holds these words."""
    for message in reversed(office.messages(who)):
        for action in buttons(message):
            if label in action["label"]:
                office.presses(who, action)
                return
    raise AssertionError(f"no button {label}")


def test_the_office_step_by_step_with_buttons(office: Office, clerk: str) -> None:
    office.says(clerk, "ถามข้อมูล")
    press(office, clerk, "ทั้งเขต")
    press(office, clerk, "นักเรียนทั้งหมด")
    guided = office.heard(clerk).split("\n")[-2:]
    office.says(clerk, "ทั้งเขตมีนักเรียนกี่คน")
    assert office.heard(clerk).split("\n")[-2:] == guided


def test_every_choice_can_be_typed(office: Office, clerk: str) -> None:
    for typed in ("1", "๑", "ทั้งเขต"):
        office.says(clerk, "ถามข้อมูล")
        office.says(clerk, typed)
        office.heard(clerk)
        office.says(clerk, "1")
        assert "คน" in office.heard(clerk), typed


def test_a_question_typed_after_the_school_is_of_that_school(office: Office, clerk: str) -> None:
    office.says(clerk, "ถามข้อมูล")
    office.says(clerk, "ระบุโรงเรียน")
    office.says(clerk, "99010001")
    name = office.heard(clerk).split("\n")[-1]
    office.says(clerk, "ป.1 กี่คน")
    said = office.heard(clerk)
    assert "โรงเรียน" in said, name
    assert "สพป.ตัวอย่าง เขต 1 มี" not in said


def test_a_button_pressed_twice_answers_once_and_is_kind_after(office: Office, clerk: str) -> None:
    office.says(clerk, "ถามข้อมูล")
    (card,) = office.new_messages(clerk)
    action = next(a for a in buttons(card) if "ทั้งเขต" in a["label"])
    office.presses(clerk, action)
    assert "1. " in office.heard(clerk)
    office.presses(clerk, action)
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in office.heard(clerk)


def test_somebody_elses_button_does_nothing(office: Office, clerk: str) -> None:
    office.says(clerk, "ถามข้อมูล")
    (card,) = office.new_messages(clerk)
    action = next(a for a in buttons(card) if "ทั้งเขต" in a["label"])
    teacher = office.people["teacher"]
    office.says(teacher, "ถามข้อมูล")
    office.heard(teacher)
    office.presses(teacher, action)
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in office.heard(teacher)


def test_coming_back_tomorrow_the_old_buttons_are_kind(office: Office, clerk: str) -> None:
    office.says(clerk, "ถามข้อมูล")
    (card,) = office.new_messages(clerk)
    office.clock.advance(days=1)
    office.presses(clerk, buttons(card)[0])
    assert "ปุ่มนี้ใช้ไม่ได้แล้ว" in office.heard(clerk)


def test_cancel_leaves_the_guide_anywhere(office: Office, clerk: str) -> None:
    office.says(clerk, "ถามข้อมูล")
    office.says(clerk, "ระบุโรงเรียน")
    office.heard(clerk)
    office.says(clerk, "ยกเลิกค่ะ")
    assert "ยกเลิกแล้ว" in office.heard(clerk)
    office.says(clerk, "ยกเลิก")
    assert "ไม่มีขั้นตอน" in office.heard(clerk)


def test_a_sticker_in_the_middle_does_not_lose_the_place(office: Office, clerk: str) -> None:
    office.says(clerk, "ถามข้อมูล")
    office.platform.acts.sticker(clerk, clerk, "446", "1988")
    office.settle()
    assert "ขั้นตอนนี้" in office.heard(clerk)
    office.says(clerk, "1")
    assert "1. " in office.heard(clerk)


def test_in_a_group_the_guide_works_by_calling(office: Office, clerk: str) -> None:
    group = next(
        g for g, group in office.platform.directory.groups.items() if clerk in group.members
    )
    office.says(clerk, "ถามเขต ถามข้อมูล", chat=group)
    office.heard(group)
    office.says(clerk, "ถามเขต 1", chat=group)
    office.heard(group)
    office.says(clerk, "ถามเขต 1", chat=group)
    assert "คน" in office.heard(group)


def test_follow_ups_keep_the_scope_for_ten_minutes_and_one_person(
    office: Office, clerk: str
) -> None:
    office.says(clerk, "นักเรียน ป.1 ทั้งเขตกี่คน")
    office.heard(clerk)
    office.says(clerk, "แล้ว ป.2 ล่ะ")
    assert "ป.2" in office.heard(clerk)
    teacher = office.people["teacher"]
    office.says(teacher, "แล้ว ป.2 ล่ะ")
    assert "จำนวน" not in office.heard(teacher)
    office.clock.advance(minutes=11)
    office.says(clerk, "แล้ว ป.3 ล่ะ")
    assert "จำนวน" not in office.heard(clerk)
