"""`outage …` at the office's own machine: announced, listed, ended, with the price of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from handlers.context import Context
from handlers.incidents.announcing import share
from handlers.incidents.joining import join_incident
from handlers.tickets.opening import Report
from models.outbox import OutboxMessage, OutboxStatus
from models.people import Person, Role
from models.schools import School
from models.tickets import Category, Ticket, TicketStatus, Urgency
from tests import people
from tests.bot.commanding import Run, by, told, typing_at
from tests.conftest import NOON

At = Callable[[datetime], AbstractContextManager[Context]]


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    with typing_at(NOON, database_url, monkeypatch, tmp_path) as typed:
        yield typed


@pytest.fixture
def staff(at: At) -> dict[str, Person]:
    with at(NOON) as ctx:
        for code, name in ((people.SCHOOL, "บ้านหนองบัว"), (people.OTHER_SCHOOL, "วัดทุ่งทอง")):
            ctx.session.add(School(
                smis=code, name=name, moe_lost_digits=False, province="", area_code="9901",
                area_name="", kind="", in_office=True, imported_at=ctx.now,
            ))  # fmt: skip
        return people.staffed(ctx, {"teacher": "U-teacher", "officer": "U-officer"})


def test_from_announcing_to_the_end(run: Run, staff: dict[str, Person], at: At) -> None:
    done = run("outage", "announce", "--category", "network", "--words", "เน็ตล่มฝั่งหนองบัว",
               "--school", people.SCHOOL)  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "[1] ขข. 1/2570 1 โรงเรียน ประกาศแล้ว รอแจ้ง 1 คน" in done.stdout
    assert "ไม่เสียข้อความ" in done.stdout
    whole = run("outage", "announce", "--category", "dmc", "--words", "ปิดปรับปรุง",
                "--starts", "2026-11-20T18:00", "--until", "2026-11-20T20:00")  # fmt: skip
    assert "[2] ขข. 2/2570 ทุกโรงเรียน" in whole.stdout
    assert "รอแจ้ง 2 คน" in whole.stdout

    with at(NOON) as ctx:
        acting, me = by(ctx, staff["teacher"])
        report = Report("เน็ตล่มค่ะ", Category.NETWORK, Urgency.STOPPED, people.SCHOOL)
        ticket = join_incident(acting, me, 1, report).id
    first, second = sorted(told(run("outage", "list", "--json")), key=lambda row: row["id"])
    assert (first["heard"], first["waiting"], first["paid"]) == (1, 0, 0)
    assert (first["tickets"], first["planned"]) == (1, False)
    assert (second["schools"], second["planned"], second["waiting"]) == (None, True, 2)
    assert "เริ่ม ศ. 20 พ.ย. 2569 18.00 น." in run("outage", "list").stdout

    ended = run("outage", "end", "1", "--words", "ต่อสายใหม่แล้ว")
    assert "ปิดเรื่องที่รวมไว้ 1 เรื่อง แจ้งผู้แจ้ง 1 คน ใช้ 1 ข้อความ" in ended.stdout
    with at(NOON) as ctx:
        assert ctx.session.get_one(Ticket, ticket).status is TicketStatus.SOLVED
        rows = ctx.session.scalars(
            select(OutboxMessage).where(OutboxMessage.status == OutboxStatus.QUEUED)
        ).all()
        paid = [row.chat_key for row in rows if row.price and not row.only_free]
        assert paid == ["U-teacher"]


def test_what_cannot_be_is_said_in_one_line(run: Run, staff: dict[str, Person]) -> None:
    say = ("outage", "announce", "--category", "network", "--words")
    refused = {
        "ไม่พบโรงเรียนรหัส 99999999": run(*say, "ล่ม", "--school", "99999999"),
        "เวลาสิ้นสุดต้องอยู่หลังเวลาเริ่ม": run(*say, "ล่ม", "--until", "2026-11-18T09:00"),
        "ต้องมีข้อความ": run(*say, "  "),
        "ไม่พบเหตุหมายเลข 7": run("outage", "end", "7", "--words", "เสร็จ"),
    }
    for words, result in refused.items():
        assert result.exit_code == 1
        assert words in result.stderr
        assert result.stderr.count("\n") == 1
    assert run(*say, "ล่ม", "--starts", "พรุ่งนี้").exit_code == 2
    assert told(run("outage", "list", "--json")) == []
    assert "ไม่มีเหตุขัดข้องที่ยังไม่สิ้นสุด" in run("outage", "list").stdout


def test_the_office_decides_what_telling_at_once_may_cost(run: Run, at: At) -> None:
    assert "ไม่เกิน 30 ข้อความ" in run("outage", "share").stdout
    assert "ไม่เกิน 50 ข้อความ (เดิม 30)" in run("outage", "share", "50").stdout
    assert run("outage", "share", "-1").exit_code == 2
    with at(NOON) as ctx:
        assert share(ctx) == 50


def test_it_is_ended_once(run: Run, staff: dict[str, Person], at: At) -> None:
    with at(NOON) as ctx:
        people.person(ctx, "ช่าง", Role.TECHNICIAN, group=people.OTHER_GROUP)
    run("outage", "announce", "--category", "phone", "--words", "โทรศัพท์ใช้ไม่ได้")
    assert run("outage", "end", "1", "--words", "ซ่อมแล้ว").exit_code == 0
    again = run("outage", "end", "1", "--words", "ซ่อมแล้ว")
    assert (again.exit_code, again.stdout) == (1, "")
    assert "สิ้นสุดหรือประกาศไปแล้ว" in again.stderr
