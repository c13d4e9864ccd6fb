"""The office's letter to its schools: on paper with blanks for the registry, and for AMSS++."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.papers.circular import circular_parts, circular_pdf, circular_text
from bot.papers.drafts import Letterhead
from bot.texts.circulars import addressee, referred
from bot.texts.formal import formal, full_dates
from handlers.announcements import drafting, sending
from handlers.announcements import letter as letters
from handlers.announcements.audiences import Chosen
from handlers.context import Context
from handlers.people import SYSTEM
from handlers.rounds import opening, standing
from handlers.rounds.letter import letter_facts
from models.errors import NotAllowed, NotFound, WrongState
from models.people import Role
from models.rounds import Dataset
from tests import people
from tests.bot.paper_text import page_texts, pages, squeeze, streams, text
from tests.handlers.round_office import UNASKED, A, B, C, D, bangkok, me, on, opened, staffed

HEAD = Letterhead(
    "สพป.ตัวอย่าง เขต 1", "https://example.go.th", ("99 ถนนตัวอย่าง อำเภอเมือง 57000",), "0 5300 0000"
)
FULL = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต ๑"
ALL: dict[str, Any] = {"schools": [], "networks": [], "concerned": False, "late": False}
BASE: dict[str, Any] = {
    "id": 7, "at": "2026-11-19T07:30:00+00:00", "group": "กลุ่มนโยบายและแผน", "signer": None,
    "to": ALL, "reference": None, "enclosures": [],
}  # fmt: skip
#: How a page says «dotted».
DOTTED = b"[0.7 2]0 d"


def announced(body: str, **more: Any) -> dict[str, Any]:
    """An announcement as its letter is told of it."""
    own = {
        "kind": "announcement",
        "title": "แจ้งอบรม DMC",
        "body": body,
        "link": None,
        "asks": False,
    }
    return {**BASE, **own, **more}


# ---------------------------------------------------------------- a round


def test_a_new_round_tells_what_is_to_be_done_by_when(ctx: Context) -> None:
    made = staffed(ctx)
    opened(ctx, name="แบบสำรวจอื่น", dataset=Dataset.OTHER, round=None, letter=None)
    row = opened(
        ctx, letter=None, schools=None, confirm_from=bangkok("2026-11-01T00:00").date(),
        certify_by=bangkok("2026-11-11T12:00"), link="https://dmc.example.go.th/2569",
    )  # fmt: skip
    facts = letter_facts(ctx, me(ctx, made["officer"]), row.id)
    pdf = circular_pdf(facts, HEAD)
    said = text(pdf)
    for words in (
        f"ที่ ศธ /ว {FULL} ๙๙ ถนนตัวอย่าง อำเภอเมือง ๕๗๐๐๐",
        "เรื่อง การจัดเก็บข้อมูลนักเรียน DMC ภาคเรียนที่ ๒ ปีการศึกษา ๒๕๖๙",
        "เรียน ผู้อำนวยการโรงเรียนในสังกัดทุกโรงเรียน",
        f"ด้วย{FULL} กำหนดให้มีการจัดเก็บข้อมูลนักเรียน DMC",
        "(Data Management Center: DMC) โดยใช้ข้อมูล ณ วันที่ ๑๐ พฤศจิกายน ๒๕๖๙",
        "๑. บันทึกข้อมูลให้ถูกต้อง ครบถ้วน ตั้งแต่วันที่ ๑ ตุลาคม ๒๕๖๙",
        "๒. ยืนยันข้อมูลในระบบตั้งแต่วันที่ ๑ พฤศจิกายน ๒๕๖๙ ให้แล้วเสร็จภายในวันที่ ๑๐ พฤศจิกายน ๒๕๖๙ เวลา ๑๖.๓๐ น.",
        "๓. ผู้อำนวยการโรงเรียนรับรองข้อมูลภายในวันที่ ๑๑ พฤศจิกายน ๒๕๖๙ เวลา ๑๒.๐๐ น.",
        "๔. เข้าใช้งานระบบได้ที่ https://dmc.example.go.th/2569",
        "ขอแสดงความนับถือ (สมาน สมมุติวงศ์) ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา",
        "กลุ่มนโยบายและแผน โทร. ๐ ๕๓๐๐ ๐๐๐๐",
    ):  # fmt: skip
        assert squeeze(words) in said, words
    assert "อ้างถึง" not in said
    assert "แบบสำรวจอื่น" not in said
    assert pages(pdf) == 1


def test_number_and_date_are_the_registry_s_to_write() -> None:
    pdf = circular_pdf(announced("ประชุม"), HEAD)
    # Two in the number, one for the date, one for the name of a director whom nobody entered.
    assert sum(stream.count(DOTTED) for stream in streams(pdf)) == 4
    assert squeeze(f"ขอแสดงความนับถือ ( ) ผู้อำนวยการ{FULL}") in text(pdf)
    said = circular_text(announced("ประชุม"), HEAD)
    assert "ที่ ศธ" not in said, "AMSS++ has fields of its own for both"
    chief = {"name": "มานะ ตัวอย่าง", "title": "ผู้อำนวยการ สพป.ตัวอย่าง เขต 1", "acting": None}
    named = circular_pdf(announced("ประชุม", signer=chief), HEAD)
    assert squeeze(f"(มานะ ตัวอย่าง) ผู้อำนวยการ{FULL}") in text(named)


def test_what_has_a_letter_is_followed_by_one_that_refers_to_it(ctx: Context) -> None:
    staffed(ctx)
    row = opened(ctx)
    _, body = circular_parts(letter_facts(ctx, SYSTEM, row.id), HEAD)
    assert "อ้างถึง หนังสือ ที่ ศธ ๐๔๙๙๙/ว ๑๒๓ ลงวันที่ ๑ ตุลาคม ๒๕๖๙\n" in body
    assert "ตามหนังสือที่อ้างถึง แจ้งกำหนดการจัดเก็บข้อมูลนักเรียน" in body


def test_a_closing_day_that_was_moved_is_told_by_a_letter_of_its_own(ctx: Context) -> None:
    staffed(ctx)
    row = opened(ctx)
    early = on(ctx, "2026-11-05T09:00")
    opening.extend(early, SYSTEM, row.id, bangkok("2026-11-20T16:30"), None)
    subject, body = circular_parts(letter_facts(early, SYSTEM, row.id), HEAD)
    assert subject.startswith("ขยายเวลาการจัดเก็บข้อมูลนักเรียน")
    moved = (
        "จากเดิมภายในวันที่ ๑๐ พฤศจิกายน ๒๕๖๙ เวลา ๑๖.๓๐ น. เป็นภายในวันที่ ๒๐ พฤศจิกายน ๒๕๖๙ เวลา ๑๖.๓๐ น."
    )
    assert moved in body
    # Once its letter has a number, there is nothing more to tell of it.
    opening.extend(
        early, SYSTEM, row.id, bangkok("2026-11-25T16:30"), "ที่ ศธ 04999/ว 200 ลว. 5 พ.ย. 2569"
    )
    subject, body = circular_parts(letter_facts(early, SYSTEM, row.id), HEAD)
    assert not subject.startswith("ขยายเวลา")
    assert "/ว ๒๐๐ ลงวันที่ ๕ พฤศจิกายน ๒๕๖๙" in body


def test_another_collection_and_a_day_on_which_alone_one_can_confirm(ctx: Context) -> None:
    staffed(ctx)
    other = opened(ctx, dataset=Dataset.OTHER, name="แบบสำรวจอาหารกลางวัน", round=None, as_of=None,
                   letter=None, schools=[A, B])  # fmt: skip
    subject, body = circular_parts(letter_facts(ctx, SYSTEM, other.id), HEAD)
    assert subject == "การจัดเก็บแบบสำรวจอาหารกลางวัน ปีการศึกษา ๒๕๖๙"
    assert "เรียน ผู้อำนวยการโรงเรียนบ้านหนองบัว และโรงเรียนวัดทุ่งทอง" in body
    assert "ดังนี้\nดำเนินการตั้งแต่วันที่ ๑ ตุลาคม ๒๕๖๙ และส่งให้แล้วเสร็จภายในวันที่ ๑๐ พฤศจิกายน" in body
    last = opened(ctx, confirm_from=bangkok("2026-11-10T00:00").date(), letter=None)
    _, body = circular_parts(letter_facts(ctx, SYSTEM, last.id), HEAD)
    assert "ยืนยันข้อมูลในระบบ ซึ่งทำได้เฉพาะวันที่ ๑๐ พฤศจิกายน ๒๕๖๙ ภายในเวลา ๑๖.๓๐ น." in body


def test_several_schools_stand_on_a_page_of_their_own_without_the_excused(ctx: Context) -> None:
    staffed(ctx)
    row = opened(ctx, schools=[A, B, C, D, UNASKED], letter=None)
    standing.exempt(ctx, SYSTEM, row.id, D, "ไม่มีนักเรียน")
    facts = letter_facts(ctx, SYSTEM, row.id)
    first, annex = page_texts(circular_pdf(facts, HEAD))
    assert squeeze("ผู้อำนวยการโรงเรียน (ตามบัญชีรายชื่อแนบท้าย)") in squeeze(first)
    assert squeeze("สิ่งที่ส่งมาด้วย บัญชีรายชื่อโรงเรียน จำนวน ๔ โรงเรียน") in squeeze(first)
    assert squeeze("๔. โรงเรียนบ้านไกล") in squeeze(annex)
    assert "ต้นไทร" not in annex
    assert "๔. โรงเรียนบ้านไกล" in circular_text(facts, HEAD)
    # Where it goes to all but somebody is excused, it is not to «every» school.
    every = opened(ctx, schools=None, letter=None, name="อีกรอบ")
    standing.exempt(ctx, SYSTEM, every.id, D, "ไม่มีนักเรียน")
    assert addressee(letter_facts(ctx, SYSTEM, every.id)["to"]).endswith("ที่เกี่ยวข้อง")


def test_only_who_keeps_a_round_that_takes_place(ctx: Context) -> None:
    made = staffed(ctx)
    row = opened(ctx)
    for who in ("clerk", "head", "named"):
        with pytest.raises(NotAllowed):
            letter_facts(ctx, me(ctx, made[who]), row.id)
    with pytest.raises(NotFound):
        letter_facts(ctx, SYSTEM, 999)
    opening.cancel(ctx, SYSTEM, row.id)
    with pytest.raises(WrongState):
        letter_facts(ctx, me(ctx, made["officer"]), row.id)


# ---------------------------------------------------------------- an announcement

CHATTY = """เรียน ผอ.โรงเรียนทุกท่าน

ขอแจ้งกำหนดการอบรมค่ะ 🎉🎉
✅ วันที่ 5 ธ.ค. 69 เวลา 09.00 น.
1️⃣ เมนู ➡️ รายงาน
โปรดส่งรายชื่อ โรงเรียนละ 1 คนนะคะ!!"""


def test_what_was_written_for_a_chat_is_said_as_a_letter_says_it() -> None:
    subject, body = circular_parts(announced(CHATTY, title="📢 แจ้งอบรม DMC รุ่นที่ 2"), HEAD)
    assert subject == "แจ้งอบรม DMC รุ่นที่ ๒"
    assert body.split("\n") == [
        "เรียน ผู้อำนวยการโรงเรียนในสังกัดทุกโรงเรียน",
        "",
        f"ด้วย{FULL} ขอแจ้งเรื่อง อบรม DMC รุ่นที่ ๒ โดยมีรายละเอียดดังนี้",
        "",
        "ขอแจ้งกำหนดการอบรม",
        "- วันที่ ๕ ธันวาคม ๒๕๖๙ เวลา ๐๙.๐๐ น.",
        "๑. เมนู → รายงาน",
        "โปรดส่งรายชื่อ โรงเรียนละ ๑ คน",
        "",
        "จึงเรียนมาเพื่อโปรดทราบ",
        "",
        "กลุ่มนโยบายและแผน",
        "โทร. ๐ ๕๓๐๐ ๐๐๐๐",
        FULL,
    ]


def test_who_wrote_a_letter_already_gets_no_second_reason_and_no_second_end() -> None:
    body = "ด้วยสำนักงานจะจัดอบรม\n\nจึงเรียนมาเพื่อทราบและแจ้งผู้เกี่ยวข้อง"
    _, said = circular_parts(announced(body, link="https://forms.example.go.th/1", asks=True), HEAD)
    assert "ขอแจ้งเรื่อง" not in said
    assert said.count("จึงเรียนมา") == 1
    assert said.index("https://forms.example.go.th/1") < said.index("จึงเรียนมา")
    _, asked = circular_parts(announced("ประชุมวันจันทร์", asks=True), HEAD)
    assert "จึงเรียนมาเพื่อโปรดทราบและดำเนินการ" in asked


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ({"networks": ["เครือข่ายดอยสูง", "ริมน้ำ"]}, "ผู้อำนวยการโรงเรียนในเครือข่ายดอยสูง และเครือข่ายริมน้ำ"),
        ({"schools": ["บ้านหนองบัว"]}, "ผู้อำนวยการโรงเรียนบ้านหนองบัว"),
        ({"late": True}, "ผู้อำนวยการโรงเรียนที่ยังดำเนินการไม่แล้วเสร็จ"),
    ],
)
def test_to_whom_it_goes(to: dict[str, Any], said: str) -> None:
    assert addressee({**ALL, **to}) == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ที่ ศธ 04999/ว 123 ลว. 1 ต.ค. 69", "หนังสือ ที่ ศธ 04999/ว 123 ลงวันที่ 1 ตุลาคม 2569"),
        ("หนังสือ สพฐ. ลงวันที่ 2 มกราคม 2569", "หนังสือ สพฐ. ลงวันที่ 2 มกราคม 2569"),
        ("  ", ""),
        (None, ""),
    ],
)  # fmt: skip
def test_how_the_letter_before_is_named(typed: str | None, said: str) -> None:
    assert referred(typed) == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("พระเจ้าอยู่หัว สำหรับ ครับ", "พระเจ้าอยู่หัว สำหรับ"),
        ("ยินดีค่ะ! ขอบคุณค่ะ", "ยินดี ขอบคุณ"),
        ("ไปที่ เมนู\u200b👉ตั้งค่า", "ไปที่ เมนู →ตั้งค่า"),
        ("② ตรวจ", "2. ตรวจ"),
        ("อุณหภูมิ 30 ° ราคา 10 ฿ “ดี” A–B", "อุณหภูมิ 30 ° ราคา 10 ฿ “ดี” A-B"),
        ("👩🏽‍🏫 ครู\ufe0f", "ครู"),
    ],
)
def test_chat_s_own_signs_and_endings_stay_in_the_chat(typed: str, said: str) -> None:
    assert formal(typed) == said
    assert max(map(ord, formal(typed))) < 0x10000, "AMSS++ may cut a text at such a sign"


def test_short_dates_are_written_out() -> None:
    assert full_dates("1 ต.ค. 69 ถึง ๕ ธ.ค. ๒๕๖๙") == "1 ตุลาคม 2569 ถึง ๕ ธันวาคม 2569"


def test_an_announcement_s_letter_is_its_group_s_and_goes_to_schools(ctx: Context) -> None:
    made = staffed(ctx)
    officer = me(ctx, made["officer"])
    other = people.person(ctx, "กลุ่มอื่น", Role.OFFICER, group=people.OTHER_GROUP)
    auditor = people.person(ctx, "ตสน.", Role.AUDITOR)
    drafting.compose(ctx, officer, "เรื่องอื่น", "ไม่เกี่ยว")
    row = drafting.compose(ctx, officer, "แจ้งอบรม", "พบกันค่ะ", link="https://a.example.go.th",
                           letter="ที่ ศธ 1/ว 2 ลว. 1 ต.ค. 69")  # fmt: skip
    said = circular_text(letters.letter_facts(ctx, officer, row.id), HEAD)
    assert "เรียน ผู้อำนวยการโรงเรียนในสังกัดทุกโรงเรียน\nอ้างถึง หนังสือ ที่ ศธ ๑/ว ๒" in said
    assert f"{people.GROUP}\n" in said
    assert "ไม่เกี่ยว" not in said
    for who in (made["clerk"], made["head"], other, auditor):
        with pytest.raises(NotAllowed):
            letters.letter_facts(ctx, me(ctx, who), row.id)

    to = {"schools": (A, B, C, D)}, {"networks": ("เครือข่ายดอยสูง",)}, {"roles": (Role.TEACHER,)}
    for chosen, wanted in zip(to, ("(ตามบัญชี", "ในเครือข่ายดอยสูง", "ทุกโรงเรียน"), strict=True):
        row = drafting.change(ctx, officer, row.id, row.version, audience=Chosen(**chosen))
        assert wanted in addressee(letters.letter_facts(ctx, officer, row.id)["to"])
    late = opened(ctx)
    row = drafting.change(ctx, officer, row.id, row.version, audience=Chosen(late_in=late.id))
    said = circular_text(letters.letter_facts(ctx, officer, row.id), HEAD)
    assert "ผู้อำนวยการโรงเรียนที่ยังดำเนินการไม่แล้วเสร็จ" in said
    assert "หนองบัว" not in said, "the late are never named"
    sending.cancel(ctx, officer, row.id, row.version)
    with pytest.raises(WrongState):
        letters.letter_facts(ctx, officer, row.id)


# ---------------------------------------------------------------- on paper


def test_a_long_letter_with_an_endless_word_fits_and_is_complete() -> None:
    long = (
        ("ด้วยข้อมูลพื้นฐานของโรงเรียนบางแห่งยังไม่ครบถ้วน " * 5 + "\n\n") * 7 + "x" * 300 + "\n" + "ก" * 300
    )
    title = "ขอความร่วมมือตรวจสอบข้อมูลพื้นฐานของโรงเรียนก่อนการจัดสรรงบประมาณเงินอุดหนุน" * 2
    pdf = circular_pdf(announced(long, title=title), HEAD)
    assert pages(pdf) == 2
    said = text(pdf).replace("-๒-", "")
    assert squeeze(long) in said
    assert squeeze(title) in said


@pytest.mark.parametrize("lines", [*range(12, 18)])
def test_neither_the_signature_nor_the_foot_is_alone_on_a_page(lines: int) -> None:
    pdf = circular_pdf(announced("\n\n".join(["ข้อความย่อหน้าหนึ่ง"] * lines)), HEAD)
    last = page_texts(pdf)[-1]
    assert squeeze("จึงเรียนมาเพื่อโปรดทราบ ขอแสดงความนับถือ") in squeeze(last)
    assert squeeze("กลุ่มนโยบายและแผน โทร.") in squeeze(last)


def test_what_people_type_is_never_markup_and_the_same_words_give_the_same_paper() -> None:
    typed = "#import $a*b$ *ดาว* _ขีด_ @ref <a> // \\ [b] `x`"
    facts = announced(typed, title=typed)
    assert squeeze(typed) in text(circular_pdf(facts, HEAD))
    assert circular_pdf(facts, HEAD) == circular_pdf(facts, HEAD)


def test_the_garuda_stands_on_it_where_the_office_has_its_picture(tmp_path: Path) -> None:
    picture = tmp_path / "garuda.svg"
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'
    picture.write_text(drawn, encoding="utf-8")
    plain = circular_pdf(announced("ประชุม"), HEAD)
    assert len(circular_pdf(announced("ประชุม"), replace(HEAD, garuda=picture))) > len(plain)


def test_no_line_ends_within_the_word_for_school() -> None:
    body = "\n".join(f"{'ก' * n} " + "ขอให้โรงเรียนและโรงเรียนสาขา" * 9 for n in range(1, 9))
    shown = "\n".join(page_texts(circular_pdf(announced(body), HEAD)))
    assert shown.count("โรงเรียน") > 100
    assert not re.search(r"โรง\s+เรียน", shown)
