"""`request …`: what is under way, one request, its letter, its file, a year in figures."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.cli import request_door
from handlers.context import Context
from handlers.people import as_me
from handlers.requests import checking, deciding, delivering, ending, submitting, yearly
from handlers.requests.submitting import Filled
from models.audit import AuditEntry
from models.errors import WrongState
from models.people import Person
from models.requests import Channel, RequestStatus, ServiceRequest, Verdict
from tests import people
from tests.bot.commanding import ANSWERS, FORMS, Run, by, filed, told, typing_at
from tests.conftest import BY_TURNS, NOON

pytestmark = BY_TURNS

LINES = {"teacher": "U-teacher", "officer": "U-officer", "director": "U-director", "area": "U-area"}
At = Callable[[datetime], AbstractContextManager[Context]]
MONDAY = datetime.fromisoformat("2026-11-23T10:00+07:00")


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    with typing_at(MONDAY, database_url, monkeypatch, tmp_path) as typed:
        yield typed


@pytest.fixture
def staff(at: At) -> dict[str, Person]:
    """Four requests: delivered on the second day, refused, taken back, and one that lies there."""
    with at(NOON) as ctx:
        made = people.staffed(ctx, LINES)
        first, second = filed(ctx, made["teacher"], hand_over="paper"), filed(ctx, made["teacher"])
        third, _fourth = filed(ctx, made["teacher"]), filed(ctx, made["teacher"])
        officer = as_me(ctx, made["officer"])
        for request, proposal in ((first, "permit"), (second, "refuse")):
            checking.propose(ctx, FORMS, officer, request.id, None, proposal)
        director = as_me(ctx, made["director"])
        deciding.decide(ctx, FORMS, director, first.id, None, Verdict.PERMIT)
        deciding.decide(ctx, FORMS, director, second.id, None, Verdict.REFUSE, reason="ไม่มีข้อมูล")
        ending.withdraw(ctx, as_me(ctx, made["teacher"]), third.id)
    with at(NOON + timedelta(days=1)) as ctx:
        officer = as_me(ctx, made["officer"])
        delivering.deliver(ctx, FORMS, officer, first.id)
        phoned = Filled(FORMS.forms["access_request"], _access(), channel=Channel.PHONE)
        submitting.submit_on_behalf(ctx, officer, phoned)
    return made


def _access() -> dict[str, Any]:
    return {**ANSWERS, "right": "oia", "copy": "copy"}


def test_the_list_begins_with_what_is_due_first(run: Run, staff: dict[str, Person]) -> None:
    rows = told(run("request", "list", "--json"))
    assert [(row["prefix"], row["number"], row["late"]) for row in rows] == [
        ("คข.", 4, True), ("คร.", 1, False),
    ]  # fmt: skip
    assert [row["number"] for row in told(run("request", "list", "--late", "--json"))] == [4]
    assert len(told(run("request", "list", "--all", "--json"))) == 5
    (line,) = run("request", "list", "--status", "withdrawn").stdout.splitlines()
    assert line.startswith("คข. 3/2570  ถอนคำขอ")
    late = run("request", "list", "--late").stdout
    assert "คข. 4/2570  ยื่นแล้ว  ภายใน ศ. 20 พ.ย. 2569 (เกินกำหนด)  ดาริกา แบบฝึก" in late
    assert run("request", "list", "--status", "unheard").exit_code == 2


def test_one_request_is_shown_whole(run: Run, staff: dict[str, Person]) -> None:
    done = run("request", "show", "คข.", "1/2570")
    assert done.exit_code == 0
    for said in ("คข. 1/2570 (ปีงบประมาณ)  ส่งมอบแล้ว", "ผู้ขอ: มะลิ ตัวอย่าง ครู",
                 "✓ ผอ.กลุ่มพิจารณา (1 วันทำการ)  พฤ. 19 พ.ย. 2569 14.30 น.",
                 "อนุญาตโดย อารี สาธิต ผู้อำนวยการกลุ่มนโยบายและแผน"):  # fmt: skip
        assert said in done.stdout
    assert "อยู่ที่: ดาริกา แบบฝึก" in run("request", "show", "คข. 4/2570").stdout
    shown = told(run("request", "show", "2/2570", "--json"))
    assert shown["decisions"][0]["reason"] == "ไม่มีข้อมูล"
    assert [step["kind"] for step in shown["steps"]] == ["check", "permit", "file"]


@pytest.mark.parametrize("number", ["คข. 99/2570", "1/2570", "เรื่องเมื่อวาน", "คข. 1/2569"])
def test_a_number_that_names_none_or_two_is_refused(
    run: Run, staff: dict[str, Person], number: str
) -> None:
    """«1/2570» is a request of each of two forms."""
    done = run("request", "show", number)
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"ไม่พบคำขอเลขที่ «{number}»" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_registrys_number_is_typed_in_and_audited(
    run: Run, staff: dict[str, Person], at: At
) -> None:
    done = run(
        "request", "number", "คข. 1/2570", "--letter", "ที่ ศธ 04001/123", "--date", "2026-11-20"
    )
    assert done.stdout.strip() == "คข. 1/2570: หนังสือ ที่ ศธ 04001/123 ลงวันที่ 20 พ.ย. 2569"
    with at(MONDAY) as ctx:
        row = ctx.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "request:letter:numbered")
        ).one()
        assert row.actor.startswith("cli:")
        assert row.after == ["ที่ ศธ 04001/123", "2026-11-20"]
    empty = run("request", "number", "คข. 1/2570", "--letter", " ", "--date", "2026-11-20")
    assert empty.exit_code == 2
    assert run("request", "number", "คข. 1/2570", "--letter", "x").exit_code == 2


def test_an_answered_request_is_filed_away_with_its_papers(
    run: Run, staff: dict[str, Person], at: At, tmp_path: Path
) -> None:
    done = run("request", "file", "คข. 1/2570")
    assert done.exception is None, repr(done.exception)
    assert (done.exit_code, done.stdout.strip()) == (0, "คข. 1/2570: จัดเก็บแล้ว"), done.output
    kept = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert [path.read_bytes()[:5] for path in kept] == [b"%PDF-"]
    shown = run("request", "show", "คข. 1/2570").stdout
    assert "จัดเก็บ: รหัสแฟ้ม ยังไม่ได้กำหนด เก็บถึงสิ้นปี พ.ศ. 2579" in shown
    again = run("request", "file", "คข. 1/2570")
    assert again.exit_code == 1
    assert "คำขออยู่ในสถานะ จัดเก็บแล้ว" in again.stderr
    assert "คำขออยู่ในสถานะ ยื่นแล้ว" in run("request", "file", "คข. 4/2570").stderr


def test_a_year_in_figures(run: Run, staff: dict[str, Person]) -> None:
    found = told(run("request", "summary", "--fiscal-year", "2570", "--json"))
    assert found["requests"] == 5
    assert found["by_channel"] == {"line": 4, "phone": 1}
    assert found["by_outcome"] == {"open": 2, "delivered": 1, "refused": 1, "withdrawn": 1}
    steps = {step["kind"]: (step["n"], step["on_time"]) for step in found["steps"]}
    # Two were checked at once; the fourth lies there and is late already.
    assert steps["check"] == (3, 2)
    assert steps["permit"] == (2, 2)
    assert steps["prepare"] == (1, 1)
    assert "file" not in steps
    lines = run("request", "summary").stdout
    assert "ช่องทาง: LINE 4 · โทรศัพท์ 1" in lines
    assert "เจ้าหน้าที่ตรวจสอบ: 2 จาก 3 เรื่อง (ร้อยละ 66.7)" in lines
    none = run("request", "summary", "--fiscal-year", "2569").stdout
    assert none.strip() == "ปีงบประมาณ 2569: 0 คำขอ"


def test_the_table_tells_of_no_person(run: Run, staff: dict[str, Person], tmp_path: Path) -> None:
    done = run("request", "export", "--fiscal-year", "2570", "--out", "ปี.csv")
    assert "บันทึก 5 คำขอลงใน ปี.csv" in done.stdout
    with (tmp_path / "ปี.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["เลขที่"] for row in rows][:2] == ["คข. 1/2570", "คข. 2/2570"]
    assert rows[0]["จัดทำข้อมูล (วันทำการ)"] == "1"  # Thursday to Friday, 14.30 both
    assert rows[0]["ทันกำหนด"] == "ใช่"
    assert rows[3]["ทันกำหนด"] == "ไม่ใช่"
    written = (tmp_path / "ปี.csv").read_text(encoding="utf-8")
    for secret in ("มะลิ", "ดาริกา", "อารี", "0812345678", "ย้ายระหว่างปี", "ทำแผน", "U-"):
        assert secret not in written
    assert run("request", "export", "--out", "nowhere/x.csv").exit_code == 1
    assert run("request", "export").stdout.splitlines()[0].startswith("เลขที่,แบบ,ช่องทาง")


def test_waiting_for_the_requester_is_not_the_offices_time(at: At) -> None:
    with at(NOON) as ctx:
        made = people.staffed(ctx, LINES)
        request = filed(ctx, made["teacher"])
        there, officer = by(ctx, made["officer"])
        checking.ask_requester(there, officer, request.id, None, "ปีใด")
    with at(NOON + timedelta(days=4)) as ctx:  # Monday: two working days later
        checking.clarify(ctx, as_me(ctx, made["teacher"]), request.id, "2568")
    with at(NOON + timedelta(days=5)) as ctx:
        checking.propose(ctx, FORMS, as_me(ctx, made["officer"]), request.id, None, "permit")
        (line,) = yearly.lines(ctx, 2570)
        check = line.step(yearly.KINDS[0])
        assert check is not None
        assert (check.days, check.on_time) == (1.0, True)


def test_a_change_while_the_papers_were_drawn_is_said(
    run: Run, staff: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.filing.file_one", lambda *_: False)
    done = run("request", "file", "คข. 1/2570")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "โปรดสั่งอีกครั้ง" in done.stderr

    def gone(*_: object) -> bool:
        raise WrongState("request", RequestStatus.WITHDRAWN)

    monkeypatch.setattr("bot.filing.file_one", gone)
    assert "ถอนคำขอ" in run("request", "file", "คข. 1/2570").stderr


def test_numbers_are_found_as_they_are_typed(at: At, staff: dict[str, Person]) -> None:
    with at(MONDAY) as ctx:
        wanted = ctx.session.scalars(
            select(ServiceRequest.id).where(ServiceRequest.number == 2)
        ).one()
        for typed in (("คข.", "2/2570"), ("คข.2/2570",), ("2/2570",), ("คข 2/2570",)):
            assert request_door.numbered(ctx, typed).id == wanted
