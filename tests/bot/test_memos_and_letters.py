"""Memos and letters: the form of the regulation, who signs, what is left to the registry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.documents.papers import (
    Decision,
    Opinion,
    Table,
    letter,
    memo,
)
from bot.texts import paper_paragraphs as paragraphs
from bot.texts import papers as words
from tests.bot.paper_samples import (
    AT,
    DEPUTY,
    LETTER,
    MEMO,
    NUMBER,
    OFFICE,
    OFFICER,
    PERMITTED,
    VERIFY,
)
from tests.bot.paper_text import links, page_texts, squeeze, streams, text

#: How a page says «dotted».
DOTTED = b"[0.7 2]0 d"


def _dotted_lines(pdf: bytes) -> int:
    return sum(stream.count(DOTTED) for stream in streams(pdf))


@pytest.mark.parametrize("lines", range(14, 34))
def test_a_signature_is_never_alone_on_a_page(lines: int) -> None:
    body = (*("ข้อความย่อหน้าหนึ่ง" for _ in range(lines)), "จึงเรียนมาเพื่อโปรดพิจารณา")
    for shown in (
        page_texts(memo(replace(MEMO, body=body))),
        page_texts(letter(replace(LETTER, body=body))),
    ):
        (with_name,) = [page for page in shown if "(" in page and "ลงชื่อ" not in page]
        assert "จึงเรียนมาเพื่อโปรด" in with_name


def test_number_and_date_of_a_memo_stay_blank_until_the_registry_gives_them() -> None:
    blank = text(memo(MEMO))
    assert squeeze(f"โทร. ๐ ๒๐๐๐ ๑๑๑๑ ที่ วันที่ เรื่อง {MEMO.subject}") in blank
    given_ = text(memo(replace(MEMO, number="ศธ 04009/123", dated=date(2026, 11, 20))))
    assert squeeze("ที่ ศธ ๐๔๐๐๙/๑๒๓ วันที่ ๒๐ พฤศจิกายน ๒๕๖๙ เรื่อง") in given_
    assert _dotted_lines(memo(MEMO)) >= 4


def test_number_and_date_of_a_letter_stay_dotted_until_the_registry_gives_them() -> None:
    assert _dotted_lines(letter(LETTER)) == 2
    numbered = replace(LETTER, number="ศธ 04009/456", dated=date(2026, 11, 20))
    assert _dotted_lines(letter(numbered)) == 0
    assert squeeze("ที่ ศธ ๐๔๐๐๙/๔๕๖") in text(letter(numbered))
    assert squeeze("๒๐ พฤศจิกายน ๒๕๖๙ เรื่อง") in text(letter(numbered))
    assert "พฤศจิกายน" not in text(letter(LETTER))


@pytest.mark.parametrize(
    "acting", ["รักษาราชการแทน", "รักษาการในตำแหน่ง", "ปฏิบัติราชการแทน", "ปฏิบัติหน้าที่"]
)
def test_who_stands_in_signs_by_the_right_name_of_it(acting: str) -> None:
    signer = replace(DEPUTY, acting=acting)
    said = text(letter(replace(LETTER, signer=signer)))
    assert (
        squeeze(f"{words.CLOSING} ({signer.name}) {signer.position} {acting} ผู้อำนวยการสพป.ตัวอย่าง")
        in said
    )


def test_an_electronic_letter_says_when_it_was_signed_above_the_name() -> None:
    signed = Decision(words.SIGNED, DEPUTY, AT, VERIFY)
    pdf = letter(replace(LETTER, signed=signed))
    said = text(pdf)
    assert squeeze("ลงนามทางอิเล็กทรอนิกส์ เมื่อ ๑๙ พฤศจิกายน ๒๕๖๙ เวลา ๑๔.๓๐ น. (นางวันดี ศรีสุข)") in said
    assert links(pdf) == [VERIFY]
    pressed = letter(replace(LETTER, signed=replace(signed, by=OFFICER)))
    assert "ลงนามทางอิเล็กทรอนิกส์โดยนางสาวสมศรี" in text(pressed)


def test_several_enclosures_have_numbers_and_one_has_none() -> None:
    two = text(letter(replace(LETTER, enclosures=("สำเนาคำสั่ง", "ไฟล์ a2568.xlsx"))))
    assert squeeze("สิ่งที่ส่งมาด้วย ๑. สำเนาคำสั่ง ๒. ไฟล์ a2568.xlsx") in two
    one = text(letter(replace(LETTER, enclosures=("สำเนาคำสั่ง",))))
    assert squeeze("สิ่งที่ส่งมาด้วย สำเนาคำสั่ง") in one
    assert words.ENCLOSURES not in text(letter(LETTER))


def test_a_refusal_to_an_outsider_names_reason_law_and_appeal() -> None:
    body = paragraphs.refused_reply(
        NUMBER, AT, "รายชื่อนักเรียน", office=OFFICE, reason="เป็นข้อมูลส่วนบุคคล", section="15 (5)"
    )
    said = text(letter(replace(LETTER, body=body)))
    assert squeeze("ไม่อาจเปิดเผยข้อมูลข่าวสารดังกล่าวได้ เนื่องจากเป็นข้อมูลส่วนบุคคล") in said
    assert squeeze("ตามมาตรา ๑๕ (๕) แห่งพระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. ๒๕๔๐") in said
    assert squeeze("ภายใน ๑๕ วัน นับแต่วันที่ได้รับแจ้งคำสั่งนี้") in said
    assert squeeze("คณะกรรมการวินิจฉัยการเปิดเผยข้อมูลข่าวสาร") in said
    assert squeeze("(มาตรา ๑๘)") in said


def test_a_permission_tells_how_it_is_handed_over_and_nothing_of_appeals() -> None:
    body = paragraphs.permitted_reply(
        NUMBER, AT, "DMC 2568", office=OFFICE, how="ส่งไฟล์ทางอีเมล", conditions="ห้ามเผยแพร่ต่อ"
    )
    said = text(letter(replace(LETTER, body=body)))
    assert squeeze("อนุญาตให้ข้อมูลตามที่ท่านขอ โดยส่งไฟล์ทางอีเมล ทั้งนี้ ห้ามเผยแพร่ต่อ") in said
    assert "อุทธรณ์" not in said
    assert "ขอข้อมูลเกี่ยวกับ DMC ๒๕๖๘ นั้น" in body[0]


def test_the_memo_to_the_director_states_the_facts_and_the_opinion() -> None:
    body = paragraphs.permission_memo(
        paragraphs.person("นายวิชัย แสงทอง", "ครู", "โรงเรียนบ้านนา"),
        words.REQUEST_TITLE,
        NUMBER,
        AT,
        asked="จำนวนนักเรียน",
        purpose="วางแผน",
        opinion="เห็นควรอนุญาต",
        personal_data=True,
    )
    said = text(memo(replace(MEMO, body=body, decisions=(PERMITTED,))))
    assert squeeze("ด้วย นายวิชัย แสงทอง ตำแหน่ง ครู สังกัด โรงเรียนบ้านนา ได้ยื่นแบบคำขอ") in said
    assert squeeze("ข้อมูลที่ขอมีข้อมูลส่วนบุคคล มีความเห็นว่า เห็นควรอนุญาต") in said
    assert "อนุญาตทางอิเล็กทรอนิกส์โดยนายมานะ" in said


def test_the_summary_lists_each_step_with_who_and_when() -> None:
    steps = paragraphs.step_rows(
        [("ยื่นคำขอ", "นายวิชัย แสงทอง", AT), ("ส่งมอบ", "นางสาวสมศรี ใจดี", None)]
    )
    body: tuple[str | Table, ...] = (
        *paragraphs.summary_before(
            "นายวิชัย", NUMBER, AT, asked="จำนวนนักเรียน", purpose="วางแผน", decision="อนุญาต"
        ),
        Table(paragraphs.STEP_COLUMNS, steps),
        *paragraphs.summary_after("ทาง LINE", AT, rating="ดีมาก 5 รายการ"),
    )
    said = text(memo(replace(MEMO, body=body)))
    assert squeeze("๑ ยื่นคำขอ นายวิชัย แสงทอง ๑๙ พฤศจิกายน ๒๕๖๙ เวลา ๑๔.๓๐ น. ๒ ส่งมอบ") in said
    assert squeeze("ส่งมอบข้อมูลทาง LINE เมื่อ ๑๙ พฤศจิกายน ๒๕๖๙") in said
    assert squeeze("ผลการประเมินความพึงพอใจของผู้ขอข้อมูล ดีมาก ๕ รายการ") in said


def test_comments_of_superiors_come_in_order() -> None:
    comments = (Opinion("เห็นควรอนุญาต", OFFICER, AT), Opinion("เพื่อโปรดพิจารณา", DEPUTY, AT))
    said = text(memo(replace(MEMO, comments=comments)))
    assert said.index("เห็นควรอนุญาต") < said.index("เพื่อโปรดพิจารณา(นางวันดี")
    assert said.count(words.COMMENT) == 2
