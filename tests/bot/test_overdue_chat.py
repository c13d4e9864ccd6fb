"""What is overdue as people read it on their phones, and what it cost the office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.database import Database
from handlers.context import Context
from handlers.requests import checking, overdue
from models.outbox import OutboxMessage, OutboxStatus
from models.requests import RequestStatus, ServiceRequest
from tests.bot.staff_chat import Staffed, open_staffed


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Staffed]:
    with open_staffed(database, tmp_path) as opened:
        yield opened


def looks(desk: Staffed, moment: str) -> None:
    """The clock looks at this moment, and what it says is sent."""
    desk.office.clock.moment = datetime.fromisoformat(moment)
    with desk.office.database.transaction() as session:
        overdue.look(Context(session, desk.office.clock()))
    desk.office.settle()


def paid(desk: Staffed) -> int:
    with desk.office.database.reading() as session:
        return (
            session.scalar(
                select(func.sum(OutboxMessage.price)).where(
                    OutboxMessage.status == OutboxStatus.ACCEPTED
                )
            )
            or 0
        )


def test_a_silent_director_is_reminded_then_the_next_level_reads_of_it(desk: Staffed) -> None:
    desk.proposed()
    before = paid(desk)
    desk.heard("director")
    looks(desk, "2026-11-20T08:30+07:00")
    reminded = desk.heard("director")
    assert "มีเรื่องใกล้ครบกำหนด" in reminded
    assert "พิจารณาอนุญาต · ภายใน ศ. 20 พ.ย. 2569" in reminded
    looks(desk, "2026-11-23T08:30+07:00")
    for who in ("deputy", "officer"):
        said = desk.heard(who)
        assert "เรื่องเกินกำหนด" in said, who
        assert "อยู่ที่ ผู้อำนวยการกลุ่มนโยบายและแผน" in said
    assert desk.heard("area") == ""
    assert paid(desk) - before == 3
    # From the reminder it is one press to the card, and one to the permission.
    assert "จำนวนนักเรียนที่ย้ายระหว่างปี" in desk.presses("director", "ข้อ 1")
    desk.presses("director", "อนุญาต")
    with desk.office.database.reading() as session:
        status = session.scalars(select(ServiceRequest.status).order_by(ServiceRequest.id)).all()
    assert RequestStatus.PERMITTED in status


def test_a_requester_is_asked_again_and_can_answer_at_once(desk: Staffed) -> None:
    number = desk.files()
    with desk.acting("officer") as ctx:
        checking.ask_requester(ctx, desk.me(ctx, "officer"), number, None, "ปีการศึกษาใด")
    desk.office.settle()
    desk.heard("teacher")
    looks(desk, "2026-11-25T09:00+07:00")
    assert "ปีการศึกษาใด" in desk.heard("teacher")
    said = desk.says("officer", "งานของฉัน")
    assert "รอผู้ขอ 4 วันทำการ" in said
