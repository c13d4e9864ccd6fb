"""Everything that can be typed, typed by whoever means harm or slips: numbers of others, words of
no sense, ID numbers, markup. Nothing is shown, nothing breaks, no ID number is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.database import Database
from handlers.people import issue_code
from models.people import OneTimeCode, Person
from models.ratings import Complaint
from models.requests import RequestStatus, ServiceRequest
from tests.bot.attacked import THOROUGH, Siege, id_numbers, open_siege, where
from tests.bot.test_attacked_buttons import SECRET, brought_to
from tests.conftest import BY_TURNS

pytestmark = BY_TURNS

#: One number as people write it; all with a right check digit.
ID_NUMBERS = (
    "1234567890121", "1-2345-67890-12-1", "1 2345 67890 12 1", "๑๒๓๔๕๖๗๘๙๐๑๒๑",
    "12345\u200b67890121", "1\u00ad2345\u00ad67890\u00ad12\u00ad1", "1  2345  67890  12  1",
    "1_2345_67890_12_1", "1–2345–67890–12–1", "1.2345.67890.12.1", "1/2345/67890/12/1",
    "1\u00a02345\u00a067890\u00a012\u00a01", "１２３４５６７８９０１２１", "1, 2345, 67890, 12, 1",
)  # fmt: skip
ODD = (
    "\0", "\0\0ก", "\ud800", "ก\udfffข", "\u202eกลับ", "\u200b\u200b", "{{}}", "{% raw %}",
    "#import \"@preview/x\"", "$ x $", "<script>alert(1)</script>", "=HYPERLINK(\"http://x\")",
    "%s%n%x", "'; DROP TABLE person;--", "👩‍👩‍👧‍👦" * 300, "ก" * 5000, "1" * 5000, " " * 5000,
    "\n" * 4999 + "ก", "๑" * 40, "-1", "0", "99999999999999999999", "1:1", "~~~~~", "ﷺ" * 800,
    "a" * 2500 + "://" + "b" * 2000, "\u0e33" * 2000, "\u0301" * 3000, "NaN", "null", "[]",
)  # fmt: skip
TURNS = 8
WORDS = (
    "สถานะ {}", "ถอนคำขอ {}", "รับเรื่อง {}", "ลงทะเบียน {}", "ขอข้อมูล: {}", "ขอข้อมูลเรื่อง {}",
    "อนุญาต {}", "ประเมิน {}", "{}",
)  # fmt: skip


def share(number: int) -> tuple[str, ...]:
    """The odd words that one test takes: every word has its turn somewhere, `make attack` takes
    all of them everywhere."""
    return ODD if THOROUGH else ODD[number % TURNS :: TURNS]


@pytest.fixture
def siege(database: Database, tmp_path: Path) -> Iterator[Siege]:
    with open_siege(database, tmp_path) as opened:
        yield opened


def says_many(siege: Siege, who: str, *texts: str) -> str:
    """All of these, one after the other; what is read in answer."""
    siege.heard(who)
    siege.office.clock.advance(seconds=10)
    for text in texts:
        siege.office.platform.acts.text(siege.lines[who], siege.lines[who], text)
    siege.office.settle()
    return siege.heard(who)


@pytest.mark.parametrize("who", ["other", "far", "retired", "guest", "area"])
def test_a_number_of_somebody_else_opens_nothing(siege: Siege, who: str) -> None:
    request_id = brought_to(siege, "proposed")
    siege.office.settle()
    number = f"คข. {siege.request(request_id).number}/2570"
    before = siege.kept()
    for word in ("สถานะ", "ถอนคำขอ", "อนุญาต", "ไม่อนุญาต", "งานของฉัน", "ประเมิน"):
        for typed in (f"{word} {number}", word, number, number.removeprefix("คข. "), "1", "ยืนยัน"):
            said = says_many(siege, who, typed)
            assert SECRET not in said or who == "area", (word, typed)
            assert "มะลิ" not in said or who == "area", (word, typed)
        says_many(siege, who, "ยกเลิก")
    assert siege.request(request_id).status is RequestStatus.AWAITING_PERMISSION
    after = siege.kept()
    assert {name for name in after if after[name] != before[name]} <= {"request_draft"}


@pytest.mark.parametrize("word", WORDS)
def test_odd_words_behind_every_word_break_nothing(siege: Siege, word: str) -> None:
    for n, who in enumerate(("guest", "teacher", "officer", "director")):
        for text in share(WORDS.index(word) + n):
            says_many(siege, who, word.format(text)[:5000])
        siege.says(who, "ยกเลิก")
        siege.unharmed()
    with siege.acting() as ctx:
        assert ctx.session.scalars(select(ServiceRequest.status)).all() == ["submitted"] * 2


#: How to come to every place where words of one's own are heard.
PLACES: dict[str, tuple[str, tuple[str, ...], str]] = {
    "subject": ("teacher", ("ขอข้อมูล",), ""),
    "purpose": ("teacher", ("ขอข้อมูล", "รายชื่อครูย้าย"), ""),
    "day": ("teacher", ("ขอข้อมูล", "รายชื่อครูย้าย", "ทำแผน"), ""),
    "choice": ("teacher", ("ขอข้อมูล", "รายชื่อครูย้าย", "ทำแผน", "ข้าม"), ""),
    "code": ("guest", ("ลงทะเบียน", "ยินยอม"), ""),
    "name": ("guest", ("ลงทะเบียน", "ยินยอม", "ไม่มีรหัส"), ""),
    "role": ("guest", ("ลงทะเบียน", "ยินยอม", "ไม่มีรหัส", "ใคร จริง"), ""),
    "agency": ("guest", ("ลงทะเบียน", "ยินยอม", "ไม่มีรหัส", "ใคร จริง", "5"), ""),
    "phone": ("teacher", ("ลงทะเบียน", "1", "1"), ""),
    "email": ("teacher", ("ลงทะเบียน", "1", "2"), ""),
    "claim": ("guest", ("รับเรื่อง",), ""),
    "erase": ("teacher", ("ข้อมูลของฉัน", "3"), ""),
    "complaint": ("guest", ("ร้องเรียน",), ""),
    "answer": ("teacher", ("สถานะ", "1"), "waiting"),
    "sure": ("teacher", ("ถอนคำขอ",), "submitted"),
    "opinion": ("officer", ("งานของฉัน", "1", "เพิ่มเติม", "แก้ความเห็น"), "submitted"),
    "question": ("officer", ("งานของฉัน", "1", "ถามผู้ขอ"), "submitted"),
    "refusal": ("director", ("ไม่อนุญาต",), "proposed"),
    "more": ("director", ("ให้ชี้แจงเพิ่ม",), "proposed"),
    "suggestion": ("teacher", ("ประเมิน", "ดีมากทุกข้อ"), "delivered"),
    "poor": ("teacher", ("ประเมิน", "ให้คะแนนทีละข้อ", "ควรปรับปรุง"), "delivered"),
}


@pytest.mark.parametrize("place", PLACES)
def test_odd_words_in_every_place_break_nothing(siege: Siege, place: str) -> None:
    who, way, stage = PLACES[place]
    if stage:
        brought_to(siege, stage)
        siege.office.settle()
    for text in share(list(PLACES).index(place)):
        says_many(siege, who, "ยกเลิก", *way, text)
    siege.unharmed()


@pytest.mark.parametrize("place", PLACES)
def test_an_id_number_typed_in_any_place_is_kept_nowhere(siege: Siege, place: str) -> None:
    who, way, stage = PLACES[place]
    if stage:
        brought_to(siege, stage)
        siege.office.settle()
    turn = list(PLACES).index(place) % TURNS
    for number in ID_NUMBERS if THOROUGH else ID_NUMBERS[turn % 4 :: 4]:
        says_many(siege, who, "ยกเลิก", *way, f"เลขของฉัน {number} ครับ", "ยืนยัน")
    assert id_numbers(siege.office.database) == []


def test_a_file_of_any_name_is_taken_or_refused_in_words(siege: Siege) -> None:
    request_id = brought_to(siege, "permitted")
    siege.office.settle()
    line = siege.lines["officer"]
    siege.throws("officer", "handling", "attach", f"{request_id}:1")
    names = [*(f"{odd}.pdf"[:400] for odd in ODD), "1234567890121.pdf", "../../etc/passwd", "", "."]
    for name in names:
        siege.office.platform.acts.media(
            line, line, "file", [(name, "application/pdf", b"%PDF-1.7 x")]
        )
        siege.office.settle()
    siege.unharmed()
    assert id_numbers(siege.office.database) == []
    assert "ก" in siege.says("officer", "งานของฉัน")


def test_codes_are_not_guessed_and_serve_once(siege: Siege) -> None:
    with siege.acting("officer") as ctx:
        teacher = ctx.session.scalars(select(Person).where(Person.name == "มะลิ ตัวอย่าง")).one()
        code = issue_code(ctx, siege.me(ctx, "officer"), person_id=teacher.id).code
    for n in range(8):
        said = siege.says("guest", f"รับเรื่อง ABCD234{n}")
    assert "มะลิ" not in said
    said = siege.says("guest", f"ลงทะเบียน {code}")
    said += siege.says("guest", "ยินยอม")
    assert "มะลิ" not in said  # too many wrong ones: the right one is not heard either
    with siege.acting() as ctx:
        row = ctx.session.scalars(select(OneTimeCode)).one()
        assert row.used_at is None
    assert where(siege.office.database, code).keys() <= {"inbox_event", "conversation"}


def test_a_complaint_is_no_way_to_name_somebody_at_will(siege: Siege) -> None:
    says_many(siege, "guest", "ร้องเรียน", "เจ้าหน้าที่พูดไม่ดี {{name}}", "ยืนยัน")
    with siege.acting() as ctx:
        row = ctx.session.scalars(select(Complaint)).one()
        assert row.about_id is None
    assert "พูดไม่ดี" not in says_many(siege, "officer", "ร้องเรียน", "1", "สถานะ")
