"""A round's page: totals for everybody, names and telephones behind a link that lasts an hour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.database import Database
from bot.page_links import PageLinks
from handlers.people import SYSTEM
from handlers.rounds import standing
from handlers.tables import Source, read_sheets
from models.people import Post
from tests.bot.round_room import QUIET, A, B, RoundRoom, S, open_room
from tests.office import buttons

NAMES = ("หนองบัว", "ทุ่งทอง", "ปลายน้ำ", "เงียบ", "จำปา", "0812345678", "0-5300-0000", "น้ำท่วม")


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Iterator[RoundRoom]:
    with open_room(database, tmp_path) as opened:
        yield opened


def seen(room: RoundRoom, path: str, status: int = 200) -> str:
    answer = room.office.web.get(path)
    assert answer.status_code == status, path
    assert answer.headers["Cache-Control"] == "no-store"
    return str(answer.get_data(as_text=True))


def test_totals_for_everybody_and_names_for_an_hour(room: RoundRoom) -> None:
    round_id = room.opened(confirm_from=None)
    room.noted(round_id, S.CONFIRMED, A, *QUIET[:3])
    with room.at(None) as ctx:
        standing.exempt(ctx, SYSTEM, round_id, QUIET[8], "น้ำท่วม <b>โรงเรียน</b>")
    room.on("2026-12-01T09:00")
    room.noted(round_id, S.CONFIRMED, B)
    page = seen(room, f"/rounds/{round_id}")
    for words in (
        "ยืนยันแล้ว 5 จาก 11 (45.45 %)", "36.36 %", "ข้อมูล ณ อ. 1 ธ.ค. 2569 09.00 น.",
        "ยังไม่ได้นำเข้ารายชื่อจากระบบ DMC", "เครือข่ายดอยสูง", "อำเภอริมธาร", "จ. 30 พ.ย. 2569 16.30 น.",
        "ที่ ศธ 04999/ว 123",
    ):  # fmt: skip
        assert words in page, words
    assert [name for name in NAMES if name in page] == []

    room.says("officer", "ติดตามรอบ")
    shown = room.messages("officer")[-1]
    path = next(a["uri"] for a in buttons(shown) if a.get("label") == "เปิดหน้ารายชื่อ")
    path = path.removeprefix("https://office.example")
    page = seen(room, path)
    for words in ("บ้านหนองบัว", "จำปา ตัวอย่าง", 'href="tel:0812345678"', "บ้านเงียบ 9",
                  "(เลยกำหนด 1 วัน)", "&lt;b&gt;", "โปรดอย่าส่งต่อ"):  # fmt: skip
        assert words in page, words
    assert page.index("บ้านปลายน้ำ") < page.index("บ้านหนองบัว"), "those with most to do first"
    assert "เลยกำหนด 1 วัน" in page
    assert "ยังไม่ได้แจ้งทาง LINE" in page
    answer = room.office.web.get(f"{path}/schools.xlsx")
    assert answer.headers["Cache-Control"] == "no-store"
    sheets = dict(read_sheets(Source("a.xlsx", answer.data)))
    assert {"ยังไม่ยืนยัน", "รายโรงเรียน", "รายการแจ้ง"} <= set(sheets)
    assert "0812345678" in str(sheets["รายโรงเรียน"])
    room.later(minutes=59)
    seen(room, path)
    room.later(minutes=1)
    assert room.office.web.get(f"{path}/schools.xlsx").status_code == 410
    assert "«ติดตามรอบ»" in seen(room, path, 410)


def test_whom_it_is_not_for(room: RoundRoom) -> None:
    round_id = room.opened()
    links = PageLinks(room.office.settings.secret_key)
    until = room.office.clock() + timedelta(hours=1)
    for who in ("technician", "clerk", "head", "boss"):
        path = links.path("rounds", {"r": round_id, "p": room.ids[who]}, until)
        assert "หนองบัว" not in seen(room, path, 404)
        assert room.office.web.get(f"{path}/schools.xlsx").status_code == 404
    good = links.path("rounds", {"r": round_id, "p": room.ids["officer"]}, until)
    assert "หนองบัว" in seen(room, good)
    with room.at(None) as ctx:
        of = Post.person_id == room.ids["officer"]
        ctx.session.execute(update(Post).where(of).values(ends_on=ctx.now.date() - timedelta(1)))
    seen(room, good, 404)
    foreign = links.path("papers", {"r": round_id}).replace("papers", "rounds")
    nobody = links.path("rounds", {"r": "x", "p": None})
    numbers = [f"/rounds/{n}" for n in (round_id + 1, 0, "9" * 30, "9" * 5000, "x")]
    for bad in (*numbers, foreign, nobody, good[:-1]):
        assert room.office.web.get(bad).status_code in (404, 410), bad
