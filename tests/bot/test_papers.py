"""Papers: what a registrar checks before stamping, and what must never be printed."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.papers import (
    Decision,
    Opinion,
    Signer,
    font_family,
    index_page,
    letter,
    memo,
    press,
    request_form,
)
from bot.texts import papers as words
from tests.bot.paper_samples import (
    ACTING,
    AT,
    DEPUTY,
    GROUP,
    INDEX,
    LETTER,
    MEMO,
    OFFICER,
    PERMITTED,
    REQUEST,
    VERIFY,
)
from tests.bot.paper_text import links, page_texts, pages, squeeze, streams, text
from tests.conftest import BY_TURNS

pytestmark = BY_TURNS


def test_the_form_says_who_asks_what_and_who_permitted_it() -> None:
    said = text(request_form(REQUEST))
    assert squeeze("เลขที่ คข. ๑/๒๕๗๐ (ปีงบประมาณ)") in said
    assert squeeze("จำนวนนักเรียน ป.๑-ม.๓ ปีการศึกษา ๒๕๖๘") in said
    assert squeeze("วันที่ ๑๙ เดือน พฤศจิกายน พ.ศ. ๒๕๖๙") in said
    assert squeeze("ไม่มีข้อมูลส่วนบุคคล เห็นควรอนุญาต (นางสาวสมศรี ใจดี)") in said
    assert (
        squeeze(
            "อนุญาตทางอิเล็กทรอนิกส์โดย นายมานะ รักเรียน ตำแหน่ง นักวิเคราะห์นโยบายและแผน "
            f"(รักษาราชการแทน{GROUP} ตามคำสั่งที่ ๑๒/๒๕๖๙) "
            "เมื่อ ๑๙ พฤศจิกายน ๒๕๖๙ เวลา ๑๔.๓๐ น."
        )
        in said
    )


def test_a_code_leads_to_the_page_that_verifies_the_decision() -> None:
    pdf = request_form(REQUEST)
    assert links(pdf) == [VERIFY]
    assert pdf.count(b"/Subtype/Image") == 0  # the code is drawn; nothing is a picture of a hand


def test_digits_are_thai_but_in_addresses() -> None:
    said = text(request_form(REQUEST))
    assert "wichai2@example.com" in said
    assert not set("0123456789") & set(said.replace("wichai2@example.com", "").removesuffix("Ab12"))


def test_a_refusal_prints_its_reason_and_who_confirmed_it() -> None:
    refused = Decision(words.REFUSE, ACTING, AT, VERIFY, "เป็นข้อมูลส่วนบุคคลของนักเรียน")
    confirmed = Decision("ยืนยันคำสั่ง", DEPUTY, AT + timedelta(days=1), f"{VERIFY}b")
    pdf = request_form(replace(REQUEST, decisions=(refused, confirmed)))
    said = text(pdf)
    assert squeeze("เหตุผล เป็นข้อมูลส่วนบุคคลของนักเรียน") in said
    assert "ไม่อนุญาตทางอิเล็กทรอนิกส์โดยนายมานะ" in said
    assert "ยืนยันคำสั่งทางอิเล็กทรอนิกส์โดยนางวันดี" in said
    assert links(pdf) == [VERIFY, f"{VERIFY}b"]


def test_a_wet_copy_has_lines_to_sign_on_and_no_electronic_word() -> None:
    signed = Decision(words.SIGNED, OFFICER, AT, VERIFY)
    for pdf in (
        request_form(replace(REQUEST, wet=True)),
        memo(replace(MEMO, signed=signed, decisions=(PERMITTED,), wet=True)),
        letter(replace(LETTER, signed=replace(signed, by=DEPUTY), wet=True)),
    ):
        assert "อิเล็กทรอนิกส์" not in text(pdf)
        assert links(pdf) == []
    said = text(request_form(replace(REQUEST, wet=True)))
    assert squeeze("ลงชื่อ ผู้ขอข้อมูล (นายวิชัย แสงทอง)") in said
    assert squeeze(f"ลงชื่อ (นายมานะ รักเรียน) {ACTING.position} รักษาราชการแทน {GROUP}") in said
    assert squeeze("อนุญาต ไม่อนุญาต ให้ชี้แจงเพิ่ม เหตุผล") in said


def test_an_undecided_request_says_so() -> None:
    said = text(request_form(replace(REQUEST, decisions=(), opinion=None)))
    assert words.UNDECIDED in said
    assert words.OPINION not in said
    assert f"{words.PERMIT}ทางอิเล็กทรอนิกส์" not in said


def test_a_request_taken_by_telephone_says_who_wrote_it_down() -> None:
    caller = replace(REQUEST.requester, channel="โทรศัพท์", taken_by="นางสาวสมศรี ใจดี")
    said = text(request_form(replace(REQUEST, requester=caller)))
    assert squeeze("รับคำขอแทนผู้ขอทางโทรศัพท์ โดย นางสาวสมศรี ใจดี เมื่อ ๑๙") in said
    assert "ยื่นคำขอทางอิเล็กทรอนิกส์" not in said


INJECTED = '#import "x" $a*b$ *ดาว* _ขีด_ -- @ref <a> // \\ [b] #sys.inputs'


def test_what_people_type_is_never_markup() -> None:
    rows = (("เพื่อนำไปใช้", INJECTED), ("ชื่อ #panic()", "`x` = y"))
    pdf = request_form(replace(REQUEST, rows=rows))
    assert squeeze(INJECTED) in text(pdf)
    assert squeeze("ชื่อ #panic() `x` = y") in text(pdf)
    assert squeeze(INJECTED) in text(memo(replace(MEMO, subject=INJECTED, body=(INJECTED,))))
    assert squeeze(INJECTED) in text(letter(replace(LETTER, to=INJECTED, body=(INJECTED,))))


def test_a_long_purpose_flows_to_a_second_page_and_is_complete() -> None:
    purpose = "ใช้วางแผนการบริหารโรงเรียนขนาดเล็กในพื้นที่สูง " * 64
    assert 2900 < len(purpose) < 3100
    rows = (*REQUEST.rows, ("เพื่อนำไปใช้", purpose))
    pdf = request_form(replace(REQUEST, rows=rows))
    assert pages(pdf) == 2
    assert squeeze(purpose) in text(pdf).replace("-๒-", "")
    assert "- ๒ -" in page_texts(pdf)[1]


def test_a_usual_request_is_one_page() -> None:
    assert pages(request_form(REQUEST)) == 1


def test_an_endless_word_stays_on_the_paper() -> None:
    rows = (("เพื่อนำไปใช้", "x" * 400), ("หมายเหตุ", "ก" * 400))
    (shown,) = page_texts(request_form(replace(REQUEST, rows=rows)))
    # Each part is one move of the pen; the widest line of x has room for some 95.
    drawn = [part for part in shown.replace("\u200b", "").split() if set(part) in ({"x"}, {"ก"})]
    assert sum(len(part) for part in drawn) == 800
    assert max(len(part) for part in drawn) < 95


def test_spaces_and_empty_lines_of_people_are_kept_in_measure() -> None:
    assert words.printable(" a\tb\u00a0c\r\n\n\n\n\nd\x07 ") == "a b c \n\nd"


def test_the_index_says_until_when_the_bundle_is_kept() -> None:
    said = text(index_page(INDEX))
    assert squeeze("รหัสแฟ้ม ศธ ๐๔๐๐๙/คข/๑") in said
    assert squeeze("๑๐ ปี เก็บถึง ๓๑ ธันวาคม ๒๕๘๐") in said
    assert squeeze("๑ แบบคำขอ ๑๙ พฤศจิกายน ๒๕๖๙ ๑ ๒ หนังสือแจ้งผล (ยังไม่ลงเลข)") in said
    assert words.NO_PAPERS in text(index_page(replace(INDEX, entries=())))


def test_the_same_paper_gives_the_same_bytes_and_another_does_not() -> None:
    signed = Decision(words.SIGNED, DEPUTY, AT, VERIFY)
    electronic = replace(LETTER, signed=signed)
    assert request_form(REQUEST) == request_form(replace(REQUEST))
    assert memo(MEMO) == memo(replace(MEMO))
    assert letter(electronic) == letter(replace(electronic))
    assert index_page(INDEX) == index_page(replace(INDEX))
    assert memo(MEMO) != memo(replace(MEMO, number="1"))


def _picture(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def test_the_garuda_is_printed_where_the_office_has_given_it() -> None:
    garuda = _picture(30, 30)
    for plain, with_it in (
        (memo(MEMO), memo(replace(MEMO, garuda=garuda))),
        (letter(LETTER), letter(replace(LETTER, garuda=garuda))),
    ):
        assert plain.count(b"/Subtype/Image") == 0
        assert with_it.count(b"/Subtype/Image") == 1
        assert text(plain) == text(with_it)  # its room is there in any case


def test_the_governments_font_is_taken_where_it_is_installed() -> None:
    assert font_family(["DejaVu Sans"]) == "Sarabun"
    assert font_family(["TH SarabunPSK", "DejaVu Sans"]) == "TH SarabunPSK"
    assert font_family(["TH SarabunPSK", "TH Sarabun New"]) == "TH Sarabun New"


def test_text_is_16_points_of_the_governments_font(monkeypatch: pytest.MonkeyPatch) -> None:
    def sizes(pdf: bytes) -> set[bytes]:
        return {word for part in streams(pdf) for word in part.split()} & {b"11.52", b"16"}

    monkeypatch.setattr(press, "_installed", frozenset)
    assert sizes(memo(MEMO)) == {b"11.52"}
    monkeypatch.setattr(press, "_installed", lambda: frozenset({"TH Sarabun New"}))
    assert sizes(memo(MEMO)) == {b"16"}


@given(st.text(max_size=200))
@settings(max_examples=25, deadline=None)
def test_nothing_that_people_type_stops_the_press(typed: str) -> None:
    rows = ((typed, typed), ("ชื่อ", typed))
    opinion = Opinion(typed, Signer(typed, typed, typed, typed, typed), AT)
    pdf = request_form(replace(REQUEST, rows=rows, opinion=opinion))
    assert pdf.startswith(b"%PDF")


def test_thai_digits_leave_addresses_codes_and_file_names() -> None:
    assert words.thai_digits("ปี 2568 ไฟล์ a1.xlsx G640000000001 โทร. 02") == (
        "ปี ๒๕๖๘ ไฟล์ a1.xlsx G640000000001 โทร. ๐๒"
    )


def test_a_moment_is_dated_as_bangkok_has_it() -> None:
    late = datetime(2026, 12, 31, 17, 5, tzinfo=UTC)
    assert words.paper_time(late) == "๑ มกราคม ๒๕๗๐ เวลา ๐๐.๐๕ น."
    assert words.form_date(late) == "วันที่ ๑ เดือน มกราคม พ.ศ. ๒๕๗๐"
