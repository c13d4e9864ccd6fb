"""An officer sends prepared files from a PC: all of a sending is kept, or nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from bot.database import Database
from bot.pages import file_names, uploads
from handlers import media
from handlers.requests import preparing
from models.audit import AuditEntry
from models.media import Media
from models.people import Post
from models.requests import Attachment, AttachmentRole, RequestStatus
from tests.bot.served import PDF, Desk, open_desk
from tests.conftest import BY_TURNS

pytestmark = BY_TURNS

XLSX = b"PK\x03\x04 a workbook"


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Desk]:
    with open_desk(database, tmp_path) as opened:
        opened.delivered()
        yield opened


@pytest.fixture
def request_id(desk: Desk) -> int:
    request = desk.filed()
    desk.proposed(request)
    desk.decided(request)
    return request


def address(desk: Desk, request: int, who: str = "officer", **how: Any) -> str:
    return desk.link("uploads", r=request, p=desk.people[who], **how)


def send(desk: Desk, path: str, *files: tuple[bytes, str]) -> TestResponse:
    data = {"files": [(io.BytesIO(content), name) for content, name in files]}
    return desk.web.post(path, data=data, content_type="multipart/form-data")


def names(desk: Desk, request: int) -> list[str]:
    with desk.at_work() as ctx:
        rows = ctx.session.scalars(
            select(Attachment)
            .where(Attachment.request_id == request, Attachment.role == AttachmentRole.PREPARED)
            .order_by(Attachment.id)
        )
        return [row.name for row in rows]


def on_disk(desk: Desk) -> int:
    return sum(path.is_file() for path in (desk.settings.files_dir).rglob("*"))


def test_several_files_are_kept_and_can_be_handed_over(desk: Desk, request_id: int) -> None:
    path = address(desk, request_id)
    form = desk.web.get(path).get_data(as_text=True)
    assert 'enctype="multipart/form-data"' in form
    assert "<script" not in form
    assert "คข. 2/2570" in form
    sent = send(desk, path, (PDF, "ตาราง 1.pdf"), (XLSX, "งาน/ตาราง 2.XLSX"))
    assert (sent.status_code, sent.headers["Location"]) == (303, f"{path}?added=2")
    page = desk.web.get(sent.headers["Location"]).get_data(as_text=True)
    for words in ("เก็บไฟล์แล้ว 2 ไฟล์", "ตาราง 1.pdf", "ตาราง 2.XLSX", "«งานของฉัน»"):
        assert words in page
    assert names(desk, request_id) == ["ตาราง 1.pdf", "ตาราง 2.XLSX"]
    with desk.at_work() as ctx:
        assert desk.request(ctx, request_id).status is RequestStatus.PREPARING
        trail = ctx.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "request:file:added")
        ).all()
        assert [(e.actor, e.origin) for e in trail[-2:]] == [
            ("line:U-officer", "web:127.0.0.1")
        ] * 2
        kinds = ctx.session.scalars(select(Media.content_type).order_by(Media.id)).all()
        assert kinds[-2:] == ["application/pdf", uploads.KINDS["xlsx"][0]]
    delivery = desk.link("deliveries", d=desk.handed_over(request_id))
    assert "ตาราง 2.XLSX" in desk.web.get(delivery).get_data(as_text=True)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "ว่าง.pdf", "ว่างเปล่า"),
        (b"MZ\x90 a program", "ตาราง.xlsx", "ไม่ตรงกับชนิด"),
        (b"MZ\x90 a program", "ตาราง.csv", "ไม่ตรงกับชนิด"),
        (b"#!/bin/sh\n", "อ่าน.txt", "ไม่ตรงกับชนิด"),
        (b"\x7fELF", "ข้อมูล.zip", "ไม่ตรงกับชนิด"),
        (b"not a pdf", "ตาราง.pdf", "ไม่ตรงกับชนิด"),
        (PDF, "ตาราง.exe", "ไม่ใช่ชนิดที่รับได้"),
        (PDF, "หน้า.html", "ไม่ใช่ชนิดที่รับได้"),
        (PDF, "ตาราง.pdf.js", "ไม่ใช่ชนิดที่รับได้"),
        (PDF, "ไม่มีนามสกุล", "ไม่ใช่ชนิดที่รับได้"),
    ],
)
def test_one_bad_file_and_none_of_the_sending_is_kept(
    desk: Desk, request_id: int, content: bytes, name: str, said: str
) -> None:
    before = on_disk(desk)
    answer = send(desk, address(desk, request_id), (PDF + b"good", "ดี.pdf"), (content, name))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert said in page
    assert name in page
    assert "<form" in page, "it can be tried again at once"
    assert names(desk, request_id) == []
    assert on_disk(desk) == before


def test_nothing_chosen_is_said(desk: Desk, request_id: int) -> None:
    for data in ({}, {"files": (io.BytesIO(b""), "")}, {"other": "x"}):
        answer = desk.web.post(
            address(desk, request_id), data=data, content_type="multipart/form-data"
        )
        assert answer.status_code == 400
        assert "โปรดเลือกอย่างน้อย 1 ไฟล์" in answer.get_data(as_text=True)


def test_a_file_or_a_sending_that_is_too_large_is_refused(
    desk: Desk, request_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = on_disk(desk)
    monkeypatch.setattr(media, "LARGEST", 2048)
    monkeypatch.setattr(uploads, "LARGEST_SENDING", 8192)
    large = send(desk, address(desk, request_id), (PDF + b" " * 2048, "ใหญ่.pdf"))
    assert large.status_code == 413
    assert "ใหญ่เกิน 2 KB" in large.get_data(as_text=True)
    many = [(PDF + b" " * 1500 + bytes([n]), f"{n}.pdf") for n in range(9)]
    whole = send(desk, address(desk, request_id), *many)
    assert whole.status_code == 413
    assert "รวมกันใหญ่เกิน 8 KB" in whole.get_data(as_text=True)
    assert names(desk, request_id) == []
    assert on_disk(desk) == before


def test_more_files_than_a_request_holds_are_refused_together(
    desk: Desk, request_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "MOST_FILES", 2)
    assert send(desk, address(desk, request_id), (PDF, "1.pdf")).status_code == 303
    before = on_disk(desk)
    two = send(desk, address(desk, request_id), (PDF + b"2", "2.pdf"), (PDF + b"3", "3.pdf"))
    assert two.status_code == 409
    assert "ได้ไม่เกิน 2 ไฟล์" in two.get_data(as_text=True)
    assert names(desk, request_id) == ["1.pdf"]
    assert on_disk(desk) == before


def test_when_the_database_fails_the_files_go_again_but_not_those_of_others(
    desk: Desk, request_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = on_disk(desk)

    def fails(*_: Any, **__: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(preparing, "add_file", fails)
    # The first is known from another request, the second is new.
    path = address(desk, request_id)
    answer = send(desk, path, (PDF, "เดิม.pdf"), (PDF + b"new", "ใหม่.pdf"))
    assert answer.status_code == 500
    assert "โปรดลองอีกครั้ง" in answer.get_data(as_text=True)
    assert on_disk(desk) == before
    monkeypatch.undo()
    assert send(desk, address(desk, request_id), (PDF, "เดิม.pdf")).status_code == 303


def test_it_is_for_the_time_of_preparing_only(desk: Desk, request_id: int) -> None:
    waiting = desk.filed()
    for request, status in ((waiting, RequestStatus.SUBMITTED), (1, RequestStatus.DELIVERED)):
        path = address(desk, request)
        with desk.at_work() as ctx:
            assert desk.request(ctx, request).status is status
        page = desk.web.get(path)
        assert page.status_code == 200
        assert "<form" not in page.get_data(as_text=True)
        before = on_disk(desk)
        answer = send(desk, path, (PDF + b"late", "ช้า.pdf"))
        assert answer.status_code == 409
        assert "ไม่ได้อยู่ในขั้นจัดทำข้อมูล" in answer.get_data(as_text=True)
        assert "ช้า.pdf" not in names(desk, request)
        assert on_disk(desk) == before


@pytest.mark.parametrize("who", ["teacher", "director", "area"])
def test_only_officers_of_the_group_may(desk: Desk, request_id: int, who: str) -> None:
    path = address(desk, request_id, who)
    assert desk.web.get(path).status_code == 404
    assert send(desk, path, (PDF, "x.pdf")).status_code == 404
    assert names(desk, request_id) == []


def test_the_right_is_looked_up_at_every_sending(desk: Desk, request_id: int) -> None:
    path = address(desk, request_id)
    assert send(desk, path, (PDF, "1.pdf")).status_code == 303
    with desk.at_work() as ctx:
        post = ctx.session.scalars(
            select(Post).where(Post.person_id == desk.people["officer"])
        ).one()
        post.end(date(2026, 11, 18))
    assert send(desk, path, (PDF + b"2", "2.pdf")).status_code == 404
    assert names(desk, request_id) == ["1.pdf"]


def test_a_late_or_changed_link_takes_nothing(desk: Desk, request_id: int) -> None:
    path = address(desk, request_id, until=desk.now + timedelta(hours=1))
    assert send(desk, path[:-1], (PDF, "x.pdf")).status_code == 404
    desk.now += timedelta(hours=1)
    assert send(desk, path, (PDF, "x.pdf")).status_code == 410
    assert names(desk, request_id) == []


def test_names_are_bare_and_hold_no_id_numbers() -> None:
    plain = file_names.plain
    assert plain("C:\\Users\\x\\ตาราง.pdf") == "ตาราง.pdf"
    assert plain("../../etc/ตาราง.pdf") == "ตาราง.pdf"
    assert plain("ก\r\nX: y\x00.pdf") == "กX: y.pdf"
    assert plain("บัตร 1101700207366.pdf") == "บัตร xxxxxxxxxxxxx.pdf"
    long = plain("ก" * 400 + ".pdf")
    assert len(long) <= 255
    assert long.endswith(".pdf")
