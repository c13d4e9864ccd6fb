"""`announce …` at the office's own machine: priced before anything is sent, sent, followed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.texts import announcement_commands as words
from handlers.announcements import acknowledging
from handlers.context import Context
from handlers.office_rules import decide
from models.announcements import Announcement
from models.people import Person
from tests.bot.commanding import Run, told, typing_at
from tests.conftest import BY_TURNS, NOON
from tests.handlers.announcement_office import CLERKS, NORTH, A, B, Desk

At = Callable[[datetime], AbstractContextManager[Context]]
pytestmark = BY_TURNS
WRITE = ("announce", "write", "--title", "ประชุมด่วน", "--body", "ประชุมทางไกล พรุ่งนี้ 09.00 น.")
HEADS = ("--role", "school_director")


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    with typing_at(NOON, database_url, monkeypatch, tmp_path, OFFICE_CODE="99010000") as typed:
        yield typed


@pytest.fixture(autouse=True)
def office(at: At, run: Run) -> None:
    with at(NOON) as ctx:
        Desk(ctx).group(40, schools=[A])


def out(run: Run, *typed: str) -> str:
    done = run(*typed)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_from_the_price_to_who_has_not_taken_note(run: Run, at: At) -> None:
    shown = out(run, *WRITE, *HEADS, "--group", CLERKS, "--push", "--dry-run")
    assert "ถึง 3 คน 1 กลุ่ม (40 คน)" in shown
    assert "ไม่มีผู้รับ 1 โรงเรียน: บ้านไกล" in shown
    assert "ราคา: ไม่เกิน 43 ข้อความ (งบประกาศเหลือ 200)" in shown
    with at(NOON) as ctx:
        assert ctx.session.scalar(select(func.count()).select_from(Announcement)) == 1  # the noise

    done = run(*WRITE, *HEADS, "--network", NORTH, "--push", "--ask", "--letter", "ที่ ศธ 04/1")
    assert (done.exit_code, done.stdout) == (0, "2\n")  # its id, for scripts
    assert "ผอ.โรงเรียน · เครือข่ายดอยสูง" in done.stderr
    refused = run("announce", "send", "2")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "ยืนยันด้วย --price 2" in refused.stderr
    sent = out(run, "announce", "send", "2", "--price", "2")
    assert "ส่งแล้ว ประกาศที่ 2 ถึง 2 แชต" in sent
    assert "ทำไม่ได้ เพราะประกาศนี้ส่งแล้ว" in run("announce", "send", "2", "--price", "2").stderr

    with at(NOON) as ctx:
        head = ctx.session.scalars(select(Person).where(Person.line_user == "U-head-0")).one()
        acknowledging.acknowledge(ctx, "U-head-0", head, 2)
    found = told(run("announce", "outstanding", "2", "--json"))
    assert [one["code"] for one in found["schools"]] == [B]
    listed = out(run, "announce", "outstanding", "2")
    assert "รับทราบแล้ว 1 จาก 2 โรงเรียน · 1 จาก 2 คน" in listed
    assert re.search(f"{B} วัดทุ่งทอง  รอส่ง หรือรอผู้รับทัก  ผอ. 1 081", listed)
    assert "ส่งเตือน 1 คน เสีย 1 ข้อความ" in out(run, "announce", "nudge", "2", "--dry-run")
    assert "ยืนยันด้วย --price 1" in run("announce", "nudge", "2", "--push").stderr
    assert "จะเตือน 1 คนเมื่อทักเข้ามา" in out(run, "announce", "nudge", "2")
    again = run("announce", "nudge", "2", "--push", "--price", "1")
    assert "วันนี้เตือนทุกคนที่ยังไม่รับทราบไปแล้ว" in again.stderr
    (first, noise) = told(run("announce", "list", "--json"))
    assert (first["id"], first["status"], first["acknowledged"]) == (2, "sent", 1)
    assert noise["title"] == "ประกาศอื่น"
    assert "ผอ. 0" in out(run, "announce", "evidence", "2")
    assert told(run("announce", "evidence", "2", "--json"))["unreached"] == []
    assert "จบแล้ว จะไม่แจ้งใครอีก" in out(run, "announce", "cancel", "2")
    assert "(จบแล้ว)" in out(run, "announce", "list", "--all")


def test_at_a_time_called_off_and_shown(run: Run) -> None:
    out(run, *WRITE, "--school", A, "--free-first", "--until", "2027-01-08")
    sent = out(run, "announce", "send", "2", "--price", "2", "--at", "2026-12-31T09:00")
    assert "ตั้งเวลาส่งประกาศที่ 2 ไว้ จ. 4 ม.ค. 2570 08.30 น. (เลื่อนจากนอกเวลาหรือวันหยุด)" in sent
    card = told(run("announce", "show", "2", "--json"))
    assert (card["status"], card["price"], card["to"]["people"]) == ("scheduled", 2, 2)
    assert "ตั้งเวลาส่งไว้" in out(run, "announce", "list")
    assert "ยกเลิกประกาศที่ 2 «ประชุมด่วน» แล้ว" in out(run, "announce", "cancel", "2")
    assert "ประกาศอื่น" in out(run, "announce", "list")
    assert "ประชุมด่วน" not in out(run, "announce", "list")


def test_more_than_the_share_waits_for_a_second_person(run: Run, at: At) -> None:
    with at(NOON) as ctx:
        decide(ctx, "budget.rounds", 1)
    out(run, *WRITE, *HEADS, "--push")
    refused = run("announce", "send", "2", "--price", "3")
    assert "งบประกาศเหลือ 1 ข้อความ ขออนุญาตด้วย --ask-permit" in refused.stderr
    asked = out(run, "announce", "send", "2", "--price", "3", "--ask-permit", "ด่วน")
    assert "ประกาศที่ 2 รอผู้มีอำนาจอนุญาตอีก 2 ข้อความ" in asked


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ((*WRITE,), "โปรดระบุผู้รับ"),
        ((*WRITE, *HEADS, "--push", "--free"), "เลือกวิธีส่งได้วิธีเดียว"),
        ((*WRITE, "--school", "88010001"), "ไม่มีโรงเรียนรหัส 88010001"),
        ((*WRITE, "--network", "ไม่มี"), "ไม่มีเครือข่าย «ไม่มี»"),
        ((*WRITE, "--late-in", "9"), "รอบที่ 9 ไม่ได้เปิดอยู่"),
        ((*WRITE, *HEADS, "--link", "ftp://x"), "ลิงก์ต้องขึ้นต้นด้วย https://"),
        (("announce", "send", "99"), "ไม่พบประกาศ 99"),
        (("announce", "outstanding", "1"), "ไม่ได้ขอให้รับทราบ"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(run: Run, typed: tuple[str, ...], said: str) -> None:
    done = run(*typed)
    assert done.exit_code != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_every_reason_has_words() -> None:
    package = Path("handlers/announcements")
    source = "".join(one.read_text(encoding="utf-8") for one in _root(package).glob("*.py"))
    raised = set(re.findall(r'AnnouncementRefused\(\s*"(\w+)"', source))
    raised |= set(re.findall(r'_(?:known|within)\("(\w+)"', source))
    assert raised == words.known_reasons()


def _root(package: Path) -> Path:
    return Path(__file__).parents[2] / package
