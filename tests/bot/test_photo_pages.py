"""The page of a ticket's photos: for the one whom the link was made for, with what they may see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.page_links import PageLinks
from handlers.tickets import answering, working
from models.media import Media, MediaStatus
from models.tickets import TicketFile
from tests.bot.ticket_room import PHOTO, Room, open_room
from tests.conftest import BY_TURNS
from tests.office import buttons

pytestmark = BY_TURNS


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Iterator[Room]:
    with open_room(database, tmp_path) as opened:
        yield opened


def told(room: Room) -> int:
    """A ticket with the reporter's two photos and a voice, and a photo of an internal note."""
    ticket = room.reports()
    room.says("technician", room.number(ticket))
    room.says("technician", "บันทึกภายใน")
    room.sends("technician")
    room.says("technician", "ความลับของช่าง")
    ids = [_received(room, kind, of) for kind, of in (("image", 2), ("audio", 1))]
    files = [{"media_id": one, "name": f"p{one}"} for found in ids for one in found]
    room.do("teacher", lambda ctx, me: answering.add(ctx, me, ticket, "ไฟ <b>แดง</b>", files))
    room.office.settle()
    return ticket


def _received(room: Room, kind: str, of: int) -> list[int]:
    """What the teacher sent to the chat, outside of any form."""
    room.sends("teacher", kind, of=of)
    with room.office.database.reading() as session:
        rows = select(Media.id).where(Media.chat_key == room.line("teacher"))
        return sorted(session.scalars(rows))[-of:]


def link(room: Room, ticket: int, who: str) -> str:
    claims = {"t": ticket, "p": room.ids[who]}
    return PageLinks(room.office.settings.secret_key).path("photos", claims)


def read(room: Room, path: str) -> str:
    answer = room.office.web.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:300]
    return answer.get_data(as_text=True)


def files(room: Room, ticket: int) -> list[TicketFile]:
    with room.office.database.reading() as session:
        of = select(TicketFile).where(TicketFile.ticket_id == ticket).order_by(TicketFile.id)
        return list(session.scalars(of))


def test_staff_see_all_and_the_reporter_no_internal_photo(room: Room) -> None:
    ticket = told(room)
    secret, photo, _, voice = files(room, ticket)
    theirs, own = link(room, ticket, "technician"), link(room, ticket, "teacher")
    page = read(room, theirs)
    for words in (room.number(ticket), "ความลับของช่าง", "บันทึกภายใน ผู้แจ้งไม่เห็น", "ยืนยันลบ"):
        assert words in page
    assert page.count("<img") == 3
    assert page.count("<audio") == 1
    assert "ไฟ &lt;b&gt;แดง&lt;/b&gt;" in page  # what people write is words, and no page
    page = read(room, own)
    assert page.count("<img") == 2
    for words in ("ความลับ", "บันทึกภายใน", "ยืนยันลบ", "กานดา"):
        assert words not in page
    got = room.office.web.get(f"{own}/files/{photo.id}")
    assert (got.data[:20], got.mimetype) == (PHOTO[:20], "image/jpeg")
    assert got.headers["Cache-Control"] == "no-store"
    assert "media-src 'self'" in room.office.web.get(own).headers["Content-Security-Policy"]
    part = room.office.web.get(f"{own}/files/{voice.id}", headers={"Range": "bytes=0-3"})
    assert (part.status_code, len(part.data)) == (206, 4)  # players ask for parts
    assert room.office.web.get(f"{theirs}/files/{secret.id}").status_code == 200
    assert room.office.web.get(f"{own}/files/{secret.id}").status_code == 404


def test_nobody_else_and_nothing_after_an_hour(room: Room) -> None:
    ticket = told(room)
    other = room.reports("far", "เรื่องของโรงเรียนอื่น")
    for who in ("far", "supplies", "officer"):
        answer = room.office.web.get(link(room, ticket, who))
        assert answer.status_code == 404
        assert "ไฟ" not in answer.get_data(as_text=True)
    assert room.office.web.get(link(room, ticket, "head")).status_code == 200  # of the school
    mine = link(room, other, "far")
    assert room.office.web.get(f"{mine}/files/{files(room, ticket)[1].id}").status_code == 404
    assert room.office.web.get(link(room, ticket, "technician")[:-2]).status_code == 404
    room.says("technician", room.number(ticket))
    button = next(
        a for a in buttons(room.messages("technician")[-1]) if "/photos/" in a.get("uri", "")
    )
    path = button["uri"].removeprefix("https://office.example").partition("?")[0]
    assert room.office.web.get(path).status_code == 200
    room.later(hours=1)
    assert room.office.web.get(path).status_code == 410


def test_staff_erase_there_and_it_is_shown_as_such(room: Room) -> None:
    ticket = told(room)
    _, photo, second, _ = files(room, ticket)
    theirs, own = link(room, ticket, "technician"), link(room, ticket, "teacher")
    assert room.office.web.post(f"{own}/files/{photo.id}").status_code == 404
    done = room.office.web.post(f"{theirs}/files/{photo.id}")
    assert (done.status_code, done.headers["Location"]) == (303, f"{theirs}?erased=1")
    assert "ลบแล้ว" in read(room, done.headers["Location"])
    assert "เจ้าหน้าที่ลบแล้ว" in read(room, own)
    assert room.office.web.get(f"{own}/files/{photo.id}").status_code == 404
    assert room.office.web.post(f"{theirs}/files/{photo.id}").status_code == 404  # twice
    history = room.presses_what("technician", room.signed("ticket_work", "history", f"{ticket}:1"))
    assert "กานดา ช่างดี บันทึกภายใน: ลบรูป" in history
    # Taken back by the sender, and on its way still.
    with room.at(None) as ctx:
        ctx.session.get_one(Media, second.media_id).status = MediaStatus.ERASED
    assert "ผู้ส่งยกเลิกการส่ง" in read(room, own)
    with room.at(None) as ctx:
        ctx.session.get_one(Media, second.media_id).status = MediaStatus.WANTED
    assert "กำลังรับไฟล์จาก LINE" in read(room, own)
    assert room.office.web.get(f"{own}/files/{second.id}").status_code == 404


def test_a_file_that_is_no_picture_is_taken_along(room: Room) -> None:
    ticket = room.reports()
    (found,) = _received(room, "file", 1)
    sent = [{"media_id": found, "name": "ใบเสนอราคา.pdf"}]
    room.do("technician", lambda ctx, me: working.tell(ctx, me, ticket, None, "", sent))
    room.office.settle()
    own = link(room, ticket, "teacher")
    page = read(room, own)
    assert "ดาวน์โหลด ใบเสนอราคา.pdf" in page
    assert "เจ้าหน้าที่ <small>" in page
    got = room.office.web.get(f"{own}/files/{files(room, ticket)[0].id}")
    assert "attachment" in got.headers["Content-Disposition"]
    assert got.mimetype == "application/octet-stream"
    empty = room.reports("far")
    assert "ยังไม่มีรูปหรือไฟล์" in read(room, link(room, empty, "far"))
