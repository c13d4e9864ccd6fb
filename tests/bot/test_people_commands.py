"""`person …` at the command line: what it prints, writes and refuses, in words."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result

from bot.cli import door
from bot.cli.people import people
from bot.database import Database
from bot.texts.people_refusals import known_reasons
from handlers import people as use_cases
from handlers.context import Actor, Context
from models.people import Person
from tests.conftest import BY_TURNS, NOON
from tests.handlers.people_office import ONE, PLAN, TECH, TWO, open_schools
from tests.handlers.people_papers import file_request
from tests.rules.source import dotted, files, tree

pytestmark = BY_TURNS

Run = Callable[..., Result]
NAME = "สมปอง ตัวอย่าง"
ADMIN = ("add", "--name", NAME, "--role", "admin")
TEACHER = ("add", "--name", NAME, "--role", "teacher")


@pytest.fixture
def run(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Run]:
    """`run("list", "--json")` as an officer types it, in an office with two schools."""
    for name, value in {"DATABASE_URL": database_url, "SECRET_KEY": "x" * 40}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    door.settings.cache_clear()
    with database.transaction() as session:
        open_schools(Context(session, NOON, Actor("test")))
    with time_machine.travel(NOON, tick=True):
        yield lambda *words: CliRunner().invoke(people, [str(word) for word in words])
    door.settings.cache_clear()


def add(run: Run, name: str, role: str, *more: str) -> int:
    done = run("add", "--name", name, "--role", role, *more, "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    return int(json.loads(done.stdout)["id"])


def listed(run: Run, *more: str) -> list[str]:
    return [row["name"] for row in json.loads(run("list", "--json", *more).stdout)]


def test_as_the_contract_has_it(run: Run) -> None:
    done = run(
        "add", "--line-user", "U1", "--name", NAME, "--role", "teacher", "--school", ONE,
        "--responsible-for", "dmc,emis",
    )  # fmt: skip
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (
        f"บันทึกแล้ว: 1 {NAME} · ครู โรงเรียนบ้านหนองสมมุติ · รับผิดชอบ DMC, EMIS · ผูก LINE แล้ว\n"
    )
    add(run, "เจ้าหน้าที่ สมมุติ", "officer", "--group", TECH)
    assert "กลุ่มนโยบายและแผน" in run("add", "--name", "ผอ. กลุ่ม", "--role", "group_director").stdout
    for role in ("technician", "av_officer", "supplies", "deputy_director", "area_director",
                 "auditor", "admin", "guest", "network_chair"):  # fmt: skip
        add(run, f"คนที่ {role}", role)
    assert listed(run, "--role", "guest") == ["คนที่ guest"]
    assert listed(run, "--school", ONE) == [NAME]
    assert listed(run, "--group", TECH) == ["เจ้าหน้าที่ สมมุติ"]
    assert len(listed(run)) == 12
    assert run("list", "--school", TWO).stdout == "ไม่มีบุคคลตามที่ระบุ\n"
    assert f"1 {NAME} · ครู" in run("list").stdout


def test_every_bad_argument_is_one_line(run: Run) -> None:
    person = add(run, NAME, "admin")
    for told, words in (
        ("ไม่มีตำแหน่ง «king» ที่เลือกได้", ["add", "--name", NAME, "--role", "king"]),
        ("ต้องระบุรหัสโรงเรียน", TEACHER),
        ("ไม่มีโรงเรียนรหัส 99019999", [*TEACHER, "--school", "99019999"]),
        ("8 หรือ 10 หลัก", [*TEACHER, "--school", "12"]),
        ("ไม่รู้จักระบบ «abc»", [*TEACHER, "--school", ONE,
                            "--responsible-for", "dmc,abc"]),
        ("ต้องมีตำแหน่งที่โรงเรียน", [*ADMIN, "--responsible-for", "dmc"]),
        ("เป็นตัวอักษร", ["add", "--name", "…", "--role", "admin"]),
        ("เลขประจำตัว LINE", [*ADMIN, "--line-user", "ก"]),
        ("หมายเลขโทรศัพท์", [*ADMIN, "--phone", "12"]),
        ("อีเมล", [*ADMIN, "--email", "a@b"]),
        ("ค.ศ. เช่น 2026-12-30", [*ADMIN, "--from", "30/12/2569"]),
        ("ค.ศ. เช่น 2026-12-30", [*ADMIN, "--until", "2569-12-30"]),
        ("ต้องไม่อยู่ก่อนวันเริ่ม", [*ADMIN, "--until", "2026-01-01"]),
        ("ไม่พบบุคคล 99", ["show", 99]),
        ("ไม่พบตำแหน่งของบุคคล 99", ["end-post", 99, "--on", "2026-12-01"]),
        ("ไม่พบคำขอยืนยันตัวตน 99", ["approve", 99]),
        ("ไม่รู้จัก «king»", ["act", person, "--for-role", "admin", "--kind", "king", "--order", "1"]),
        ("ไม่ได้ผูกบัญชี", ["unbind", person]),
        ("ขึ้นต้นด้วย @", ["code", "--role", "admin", "--bot-id", "abc"]),
        ("ของตำแหน่งใดหรือบุคคลใด", ["code"]),
        ("มีตำแหน่ง ผู้ดูแลระบบ นี้อยู่แล้ว", ["post", person, "--role", "admin"]),
    ):  # fmt: skip
        done = run(*words)
        assert done.exit_code == 1, words
        assert told in done.stderr, (words, done.stderr)
        assert len(done.stderr.splitlines()) == 1, done.stderr
        assert done.stdout == ""
    assert listed(run) == [NAME]


def test_a_code_with_its_link_and_qr(run: Run, tmp_path: Path) -> None:
    done = run("code", "--role", "teacher", "--school", ONE)
    lines = done.stdout.splitlines()
    code = lines[0].split()[1]
    assert lines[0] == f"รหัส {code} สำหรับ ครู โรงเรียนบ้านหนองสมมุติ"
    assert lines[1].startswith("ใช้ได้ครั้งเดียว ถึง 26 พ.ย. 2569")
    assert lines[2] == f"พิมพ์ในแชตว่า ลงทะเบียน {code}"
    person = add(run, NAME, "admin")
    done = run("code", "--person", person, "--bot-id", "@abc1234x", "--qr", "c.png", "--json")
    told = json.loads(done.stdout)
    assert told["link"].startswith("https://line.me/R/oaMessage/@abc1234x/?%E0%B8%A5")
    assert told["link"].endswith(told["code"])
    assert Path("c.png").read_bytes().startswith(b"\x89PNG")
    broken = run("code", "--role", "admin", "--qr", "no/such/folder/c.png")
    assert (broken.exit_code, broken.stdout) == (1, "")
    assert "เขียนไฟล์" in broken.stderr


def test_what_people_hold_over_the_years(run: Run) -> None:
    teacher = add(run, NAME, "teacher", "--school", ONE)
    assert "ตำแหน่งที่ 1: ครู โรงเรียนบ้านหนองสมมุติ ตั้งแต่ 19 พ.ย. 2569" in run("show", teacher).stdout
    assert run("post", teacher, "--role", "network_chair", "--from", "2026-12-01").exit_code == 0
    assert (
        "โปรดระบุว่าตำแหน่งใดสิ้นสุด"
        in run("move", teacher, "--role", "teacher", "--school", TWO, "--on", "2027-05-01").stderr
    )
    moved = run("move", teacher, "--post", 1, "--school", TWO, "--on", "2027-05-01")
    assert moved.stdout == "ตำแหน่งที่ 3: ครู โรงเรียนวัดโคกทดลอง ตั้งแต่ 1 พ.ค. 2570\n"
    ended = run("end-post", 2, "--on", "2027-01-31")
    assert "ตั้งแต่ 1 ธ.ค. 2569 ถึง 31 ม.ค. 2570" in ended.stdout
    assert "ถึง 30 ก.ย. 2570" in run("retire", teacher, "--fiscal-year", 2570).stdout
    posts = json.loads(run("show", teacher, "--json").stdout)["posts"]
    assert [p["until"] for p in posts] == ["2027-04-30", "2027-01-31", "2027-09-30"]


def test_acting_by_its_right_name(run: Run) -> None:
    officer = add(run, NAME, "officer", "--group", PLAN)
    done = run(
        "act", officer, "--for-role", "group_director", "--group", PLAN, "--kind", "acting_for",
        "--order", "คำสั่งที่ 12/2569", "--until", "2026-12-31",
    )  # fmt: skip
    assert done.stdout == (
        f"คำสั่งรักษาการที่ 1: รักษาราชการแทน ผู้อำนวยการ{PLAN} ตั้งแต่ 19 พ.ย. 2569 ถึง 31 ธ.ค. 2569\n"
    )
    assert "คำสั่งรักษาการที่ 1" in run("show", officer).stdout
    assert "ถึง 30 พ.ย. 2569" in run("end-act", 1, "--on", "2026-11-30").stdout


def test_wishes_are_listed_and_decided(run: Run, database: Database) -> None:
    assert run("wishes").stdout == "ไม่มีคำขอยืนยันตัวตนที่รออยู่\n"
    with database.transaction() as session:
        ctx = Context(session, NOON, Actor("test"))
        for line in ("U1", "U2"):
            seat = use_cases.seat(ctx, "teacher", school=ONE)
            use_cases.wish(ctx, line, f"{NAME}{line[1:]}".replace("1", "ก").replace("2", "ข"), seat)
    assert "ครู · โรงเรียนบ้านหนองสมมุติ · ส่ง 19 พ.ย. 2569" in run("wishes").stdout
    assert [w["id"] for w in json.loads(run("wishes", "--json").stdout)] == [1, 2]
    assert run("approve", 1).stdout == f"อนุมัติแล้ว: คำขอที่ 1 {NAME}ก\n"
    assert run("refuse", 2, "--reason", " ").exit_code == 1
    assert run("refuse", 2, "--reason", "ไม่รู้จัก").stdout == f"ไม่อนุมัติ: คำขอที่ 2 {NAME}ข\n"
    again = run("approve", 2)
    assert (again.exit_code, again.stderr) == (1, "ทำไม่ได้ เพราะคำขอยืนยันตัวตนนี้ไม่อนุมัติไปแล้ว\n")


def test_a_copy_and_erasing_at_the_office(run: Run, database: Database) -> None:
    other = add(run, "คนอื่น สมมุติ", "teacher", "--school", TWO)
    person = add(run, NAME, "officer", "--line-user", "U1", "--phone", "0812345678")
    copy = run("export", person).stdout
    assert all(word in copy for word in (NAME, "โทรศัพท์: 081-234-5678", "บทบาท: เจ้าหน้าที่"))
    assert "คนอื่น" not in copy
    assert json.loads(run("export", person, "--json").stdout)["profile"]["line_user"] == "U1"
    asked = run("erase", person)
    assert (asked.exit_code, asked.stdout) == (1, "")
    assert "--yes" in asked.stderr
    with database.transaction() as session:
        ctx = Context(session, NOON, Actor("test"))
        running = file_request(ctx, ctx.session.get_one(Person, person))
        number = running.id
    assert "คำขอที่ดำเนินการอยู่ 1 เรื่อง" in run("erase", person, "--yes").stderr
    with database.transaction() as session:
        session.get_one(type(running), number).withdraw(at=NOON)
    done = run("erase", person, "--yes")
    assert done.stdout == f"ลบข้อมูลของบุคคลที่ {person} แล้ว\n"
    assert "คนสุดท้ายในตำแหน่ง" in done.stderr
    assert listed(run) == ["คนอื่น สมมุติ"]
    assert run("show", person).exit_code == 1
    assert run("unbind", other).exit_code == 1


def test_every_reason_has_words() -> None:
    said = {
        argument.value
        for path in files("handlers", "bot")
        if "PersonRefused" in path.read_text("utf-8")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func).endswith("PersonRefused")
        for argument in node.args[:1]
        if isinstance(argument, ast.Constant)
    }
    assert said
    assert said - known_reasons() == set()
