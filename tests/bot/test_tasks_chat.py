"""«งานของฉัน»: what waits for me, by due time, in pages; the digest; who sees nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.database import Database
from handlers.context import Actor, Context
from handlers.people import seat, wish
from handlers.requests import tasks
from handlers.telling import tell
from models.people import Role
from models.requests import RequestStatus
from tests import people
from tests.bot.staff_chat import Staffed, open_staffed


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Staffed]:
    with open_staffed(database, tmp_path) as opened:
        yield opened


def test_who_has_no_post_here_sees_nothing(desk: Staffed) -> None:
    desk.files()
    said = desk.says("teacher", "งานของฉัน")
    assert "สำหรับเจ้าหน้าที่ของสำนักงานค่ะ" in said
    assert "คข." not in said
    unknown = desk.office.platform.acts.add_person("ใครก็ไม่รู้", "guest").user_id
    desk.office.platform.acts.follow(unknown)
    desk.office.says(unknown, "งานของฉัน")
    said = desk.office.heard(unknown)
    assert "สำหรับเจ้าหน้าที่ของสำนักงานค่ะ" in said
    assert "คข." not in said


def test_nothing_waits(desk: Staffed) -> None:
    assert "ตอนนี้ไม่มีงานค้างค่ะ" in desk.says("officer", "งานค้าง")
    assert "ตอนนี้ไม่มีเรื่องรอพิจารณาค่ะ" in desk.says("director", "งานของฉัน")


def test_the_oldest_due_first_and_the_late_marked(desk: Staffed) -> None:
    desk.files(answers={"subject": "เรื่องเก่า"})
    for _ in range(4):
        desk.next_day()
    desk.files(answers={"subject": "เรื่องใหม่"})
    said = desk.says("officer", "งานของฉัน")
    assert "งานที่รับผิดชอบ" in said
    assert "มี 2 เรื่อง" in said
    assert said.index("เรื่องเก่า") < said.index("เรื่องใหม่")
    assert said.split("· ")[0].count("เกินกำหนด") == 1
    assert "ของกลุ่มอื่น" not in said
    opened = desk.presses("officer", "ข้อ 1")
    assert "เรื่องเก่า" in opened
    assert "(เกินกำหนด)" in opened


def test_ten_rows_and_more_by_the_next_button(desk: Staffed) -> None:
    for n in range(13):
        desk.files(answers={"subject": f"เรื่องที่ {n:02}"})
    desk.office.wait(hours=1)  # what was held for them has come
    first = desk.says("officer", "งานที่รับผิดชอบ")
    assert "มี 13 เรื่อง" in first
    assert len(set(re.findall(r"เรื่องที่ \d\d", first))) == 10
    rows = [f"ข้อ {n}" for n in range(1, 11)]
    assert desk.labels("officer") == [*rows, "ถัดไป", "เขียนประกาศ"]
    second = desk.presses("officer", "ถัดไป")
    assert desk.labels("officer") == ["ข้อ 11", "ข้อ 12", "ข้อ 13", "เขียนประกาศ"]
    rest = re.findall(r"เรื่องที่ \d\d", second)
    assert len(set(rest)) == 3
    assert not set(rest) & set(re.findall(r"เรื่องที่ \d\d", first))
    assert rest[2] in desk.says("officer", "13")
    desk.says("officer", "งานของฉัน")
    desk.says("officer", "ถัดไป")
    # A row of the page before is still known by its number.
    assert re.findall(r"เรื่องที่ \d\d", first)[1] in desk.says("officer", "2")


def test_a_request_is_opened_by_its_number(desk: Staffed) -> None:
    request_id = desk.files(answers={"subject": "ตามเลขที่"})
    number = desk.request(request_id).number
    desk.says("officer", "งานของฉัน")
    assert "ตามเลขที่" in desk.says("officer", f"คข. {number}/2570")
    desk.says("officer", "งานของฉัน")
    other = desk.says("officer", "คข. 1/2570")
    assert "ของกลุ่มอื่น" not in other
    assert "เฉพาะผู้มีหน้าที่" in other


def test_a_request_of_my_own_is_not_mine_to_open_here(desk: Staffed) -> None:
    request_id = desk.files("officer")
    assert "ไม่มีงานค้าง" in desk.says("officer", "งานของฉัน")
    said = desk.says("officer", f"คข. {desk.request(request_id).number}/2570")
    assert "เป็นคำขอของท่านเอง" in said
    assert "1 เรื่อง" in desk.says("colleague", "งานของฉัน")


def test_the_digest_opens_each_and_decides_none(desk: Staffed) -> None:
    made = [desk.proposed(answers={"subject": f"ขอเรื่อง {n}"}) for n in range(3)]
    desk.heard("director")
    with desk.acting() as ctx:
        director = desk.me(ctx, "director").person
        assert director is not None
        tell(ctx, desk.lines["director"], "tasks.digest", tasks.digest(ctx, director), ref="tasks")
    desk.office.settle()
    digest = desk.heard("director")
    assert "เรื่องรอพิจารณา" in digest
    assert "มี 3 เรื่อง" in digest
    assert set(desk.labels("director")) == {"ข้อ 1", "ข้อ 2", "ข้อ 3"}
    assert "ขอเรื่อง 1" in desk.presses("director", "ข้อ 2")
    assert {desk.request(one).status for one in made} == {RequestStatus.AWAITING_PERMISSION}
    desk.presses("director", "อนุญาต")
    assert [desk.request(one).status for one in made] == [
        RequestStatus.AWAITING_PERMISSION,
        RequestStatus.PERMITTED,
        RequestStatus.AWAITING_PERMISSION,
    ]


def test_a_digest_that_was_forwarded_shows_nothing(desk: Staffed) -> None:
    for n in range(2):
        desk.proposed(answers={"subject": f"ขอเรื่อง {n}"})
    with desk.acting() as ctx:
        director = desk.me(ctx, "director").person
        assert director is not None
        tell(ctx, desk.lines["director"], "tasks.digest", tasks.digest(ctx, director), ref="tasks")
    desk.office.settle()
    said = desk.presses_what("teacher", desk.button("director", "ข้อ 1"))
    assert "ขอเรื่อง" not in said or "คำขอของท่านเอง" in said


def test_in_a_group_the_work_stays_private(desk: Staffed) -> None:
    desk.files()
    group = next(iter(desk.office.groups))
    line = desk.lines["officer"]
    desk.office.platform.directory.groups[group].members.append(line)
    desk.office.heard(group)
    desk.office.says(line, "ถามเขต งานของฉัน", chat=group)
    said = desk.office.heard(group)
    assert "จำนวนนักเรียน" not in said


def test_an_acting_director_has_the_directors_list(desk: Staffed) -> None:
    with desk.acting() as ctx:
        colleague = desk.me(ctx, "colleague").person
        assert colleague is not None
        people.acting(ctx, colleague, Role.GROUP_DIRECTOR, group=people.GROUP)
    desk.proposed(answers={"subject": "ขอเรื่องหนึ่ง"})
    said = desk.says("colleague", "เรื่องรอพิจารณา")
    assert "เรื่องรอพิจารณา" in said
    assert "พิจารณาอนุญาต" in said


def test_who_wants_to_be_known_stands_beside_the_requests(desk: Staffed) -> None:
    desk.files(answers={"subject": "เรื่องหนึ่ง"})
    stranger = desk.office.people["guest"]
    with desk.office.database.transaction() as session:
        ctx = Context(session, desk.office.clock(), Actor("test"))
        wish(ctx, stranger, "บุญมี จำลอง", seat(ctx, Role.SCHOOL_ADMIN, school="99010001"))
    said = desk.says("officer", "งานของฉัน")
    assert "บุญมี จำลอง" in said
    assert "เรื่องหนึ่ง" in said
    assert "บุญมี" not in desk.says("director", "งานของฉัน")
