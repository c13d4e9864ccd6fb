"""`report satisfaction` and `complaint …` at the command line: what is printed and written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import click
import pytest
import time_machine
from click.testing import CliRunner, Result
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from bot.cli import door
from bot.cli.complaints import complaint
from bot.cli.report import report
from bot.database import Database
from handlers import ratings
from handlers.context import Context
from models.outbox import OutboxMessage
from models.people import Role
from models.ratings import Complaint, Level
from models.requests import Channel
from tests.conftest import BY_TURNS, NOON
from tests.handlers.served import number_of, person, request

pytestmark = BY_TURNS

ITEMS = ("1.1", "1.2", "2.1", "2.2", "2.3")
LINE = "U" + "1" * 32
Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    """`run(report, "satisfaction")` as an officer types it."""
    values = {
        "DATABASE_URL": database_url,
        "SECRET_KEY": "x" * 40,
        "OFFICE_NAME": "สพป.ตัวอย่าง เขต 1",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    door.settings.cache_clear()

    def invoke(group: click.Group, *words: str) -> Result:
        return CliRunner().invoke(group, words)

    with time_machine.travel(NOON + timedelta(days=3), tick=True):
        yield invoke
    door.settings.cache_clear()


@pytest.fixture
def year(database: Database) -> str:
    """Two requests of a teacher, one rated with something poor, and a complaint of it."""
    with database.transaction() as session:
        ctx = Context(session, NOON)
        teacher = person(ctx, "ครูสมหญิง ดวงดี", Role.TEACHER, line_user=LINE)
        officer = person(ctx, "เจ้าหน้าที่ ใจงาม", Role.OFFICER)
        assert teacher.id is not None
        for channel in (Channel.LINE, Channel.PHONE):
            asked = request(ctx, teacher, officer, channel=channel)
            rating = ratings.invite(
                ctx, subject=f"request:{asked.id}", service="request", form="data_request",
                person_id=teacher.id,
            )  # fmt: skip
            assert rating is not None
        levels = {**dict.fromkeys(ITEMS, Level.GOOD), "2.1": Level.POOR}
        ratings.rate(ctx, teacher, rating.id, levels, reason="รอนาน", suggestion="=ขอไฟล์ด้วย")
        return number_of(asked)


def test_the_report_as_people_read_it(run: Run, year: str) -> None:
    done = run(report, "satisfaction", "--fiscal-year", "2570")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "สพป.ตัวอย่าง เขต 1 ปีงบประมาณ 2570 (1 ต.ค. 2569 - 30 ก.ย. 2570)"
    [item] = [line for line in lines if "ความรวดเร็วในการสืบค้น" in line]
    assert item.split()[2:] == ["0", "0", "1", "0", "1", "0.00", "0.00", "100.00", "1.00"]
    [whole] = [line for line in lines if "รวมทุกข้อ" in line]
    assert whole.split()[1:] == ["4", "0", "1", "0", "5", "80.00", "0.00", "20.00", "2.60"]
    [phone] = [line for line in lines if "โทรศัพท์" in line]
    assert phone.split()[1:4] == ["1", "1", "100.00"]
    [line] = [line for line in lines if line.split()[:1] == ["LINE"]]
    assert line.split()[1:4] == ["1", "0", "0.00"]
    assert any("พ.ย. 2569" in line and "รอนาน" in line for line in lines)
    assert any("มีผู้ตอบ 1 ครั้ง ซึ่งน้อยกว่า 30" in line for line in lines)
    assert "สมหญิง" not in done.stdout


def test_the_year_is_the_present_one_unless_it_is_said(run: Run, year: str) -> None:
    now = json.loads(run(report, "satisfaction", "--json").stdout)
    assert (now["fiscal_year"], now["invited"], now["rated"]) == (2570, 2, 1)
    assert (now["response_percent"], now["mean"]) == ("50.00", "2.60")
    before = json.loads(run(report, "satisfaction", "--fiscal-year", "2569", "--json").stdout)
    assert (before["invited"], before["mean"], before["forms"]) == (0, None, [])
    assert "ไม่มี" in run(report, "satisfaction", "--fiscal-year", "2569").stdout
    assert run(report, "satisfaction", "--fiscal-year", "2026").exit_code == 2


def test_a_workbook_of_several_pages(run: Run, year: str, tmp_path: Path) -> None:
    run(complaint, "record", "ระบบล่มบ่อย " * 20)
    out = tmp_path / "year.xlsx"
    done = run(report, "satisfaction", "--out", str(out))
    assert done.stdout == f"บันทึกรายงานไว้ที่ {out}\n"
    book = CalamineWorkbook.from_path(out)
    assert book.sheet_names == [
        "สรุป", "รายข้อ บริการข้อมูล", "ตามบริการ", "ตามช่องทาง", "รายเดือน", "ข้อเสนอแนะ",
        "ข้อร้องเรียนและปัญหา",
    ]  # fmt: skip
    items = {row[0]: row[2:] for row in book.get_sheet_by_name("รายข้อ บริการข้อมูล").to_python()}
    assert items["2.1"] == [0, 0, 1, 0, 1, 0, 0, 100, 1]
    summary = {row[0]: row[1] for row in book.get_sheet_by_name("สรุป").to_python()}
    assert (summary["ตอบ (ครั้ง)"], summary["ค่าเฉลี่ย (เต็ม 3)"]) == (1, 2.6)
    said = book.get_sheet_by_name("ข้อเสนอแนะ").to_python()
    assert any("=ขอไฟล์ด้วย" in str(row[-1]) for row in said)
    with ZipFile(out) as parts:
        pages = [parts.read(name).decode() for name in parts.namelist() if "/sheet" in name]
    assert len(pages) == 7
    for page in pages:
        assert 'paperSize="9"' in page
        assert "<f>" not in page


def test_what_cannot_be_written_is_said(run: Run, year: str, tmp_path: Path) -> None:
    assert run(report, "satisfaction", "--out", "year.pdf").exit_code == 2
    done = run(report, "satisfaction", "--out", str(tmp_path / "no" / "year.xlsx"))
    assert done.exit_code == 1
    assert "year.xlsx" in done.output


def test_complaints_at_the_offices_machine(run: Run, year: str, database: Database) -> None:
    assert run(complaint, "list").stdout == "ไม่มีเรื่องที่ยังไม่ปิด\n"
    done = run(complaint, "record", "โทรมาแล้วไม่มีคนรับ", "--kind", "complaint", "--of", year)
    assert done.stdout == "บันทึก เรื่องที่ 1 แล้ว\n"
    run(complaint, "record", "ระบบล่มบ่อย")
    assert run(complaint, "note", "1", "โทรกลับแล้ว").exit_code == 0
    listed = run(complaint, "list").stdout
    assert year in listed
    assert "กำลังดำเนินการ" in listed
    assert "- 22 พ.ย. 2569 โทรกลับแล้ว" in listed
    with database.transaction() as session:
        session.get_one(Complaint, 1).line_user = LINE
    assert run(complaint, "close", "1", "--outcome", "จัดเวรรับสายแล้ว").exit_code == 0
    [other] = json.loads(run(complaint, "list", "--json").stdout)
    assert (other["number"], other["kind"], other["status"]) == (2, "problem", "open")
    assert len(json.loads(run(complaint, "list", "--all", "--json").stdout)) == 2
    with database.reading() as session:
        [told] = session.scalars(select(OutboxMessage)).all()
    assert told.chat_key == LINE
    assert told.notices[0]["data"]["outcome"] == "จัดเวรรับสายแล้ว"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("note", "77", "โทรแล้ว"), "ไม่พบเรื่องที่ 77"),
        (("record", "!!"), "ขอเป็นข้อความ"),
        (("record", "ก" * 3000), "2,000 ตัวอักษร"),
        (("record", "ช้า", "--of", "คข. 99/2599"), "ไม่พบคำขอ คข. 99/2599"),
        (("record", "ช้า", "--about", "999"), "ไม่พบบุคคล 999"),
    ],
)
def test_nonsense_is_refused_in_one_line(run: Run, words: tuple[str, ...], said: str) -> None:
    done = run(complaint, *words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_closed_twice(run: Run) -> None:
    run(complaint, "record", "ระบบล่มบ่อย")
    assert run(complaint, "close", "1", "--outcome", "แก้แล้ว").exit_code == 0
    again = run(complaint, "close", "1", "--outcome", "แก้แล้ว")
    assert (again.exit_code, again.stderr) == (1, "เรื่องนี้ปิดแล้ว จึงเปลี่ยนแปลงไม่ได้\n")
