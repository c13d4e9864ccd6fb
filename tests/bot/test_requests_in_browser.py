"""Four people and one request, in a real browser: form, check, permission, delivery, rating."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.emulator.identifiers import fixed_id
from tests.bot.phones import BROWSER, answers, be, last_answer, press, say

pytestmark = BROWSER
Open = Callable[[str], Page]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def phones(browser: Browser, demo: str) -> Iterator[Open]:
    """Each person's own phone."""
    opened: list[BrowserContext] = []

    def of(who: str) -> Page:
        context = browser.new_context(viewport={"width": 360, "height": 740}, accept_downloads=True)
        opened.append(context)
        page = context.new_page()
        be(page, demo, fixed_id("U", who))
        return page

    yield of
    for context in opened:
        context.close()


def test_from_the_form_to_the_rating(phones: Open, tmp_path: Path) -> None:
    teacher, officer = phones("teacher"), phones("officer")
    director, school = phones("group-director"), phones("school-director")

    # The teacher fills in the form: eight taps and messages.
    say(teacher, "ขอข้อมูล")
    expect(last_answer(teacher)).to_contain_text("ต้องการขอข้อมูลเกี่ยวกับอะไร", timeout=10_000)
    say(teacher, "จำนวนครูที่จะเกษียณรายโรงเรียน")
    expect(last_answer(teacher)).to_contain_text("จะนำข้อมูลไปใช้ทำอะไร", timeout=10_000)
    say(teacher, "ทำแผนอัตรากำลัง")
    for asked, label in (("วันที่เท่าใด", "ข้าม"), ("ไฟล์แบบใด", "Excel"), ("ทางใด", "LINE")):
        expect(last_answer(teacher)).to_contain_text(asked, timeout=10_000)
        press(teacher, label)
    expect(last_answer(teacher)).to_contain_text("ตรวจสอบก่อนยืนยัน", timeout=10_000)
    press(teacher, "ยืนยัน")
    expect(last_answer(teacher)).to_contain_text("รับคำขอแล้ว", timeout=10_000)
    found = re.search(r"คข\. \d+/\d{4}", last_answer(teacher).inner_text())
    assert found is not None
    number = found.group()

    # One tap of the officer, one of the director.
    expect(last_answer(officer)).to_contain_text(number, timeout=15_000)
    press(officer, "เสนออนุญาต")
    expect(last_answer(director)).to_contain_text("ทำแผนอัตรากำลัง", timeout=15_000)
    press(director, "อนุญาต")
    expect(last_answer(director)).to_contain_text("อนุญาตแล้ว", timeout=10_000)
    press(director, "อนุญาต")  # a second press of the same card
    expect(last_answer(director)).not_to_contain_text("อนุญาตแล้วค่ะ เมื่อ", timeout=10_000)

    # The officer sends the file and hands over: three more.
    expect(last_answer(officer)).to_contain_text("จัดทำข้อมูล", timeout=15_000)
    press(officer, "แนบไฟล์")
    expect(last_answer(officer)).to_contain_text("ส่งไฟล์", timeout=10_000)
    made = tmp_path / "ครูเกษียณ.pdf"
    made.write_bytes(PDF)
    officer.locator("input[type=file]").last.set_input_files(made)
    expect(last_answer(officer)).to_contain_text("ครูเกษียณ.pdf", timeout=10_000)
    press(officer, "ส่งมอบ")
    expect(last_answer(officer)).to_contain_text("ส่งมอบแล้ว", timeout=10_000)

    # The teacher opens the file behind the link and rates in one tap.
    expect(last_answer(teacher)).to_contain_text("ประเมินความพึงพอใจ", timeout=15_000)
    with teacher.context.expect_page() as opened:
        press(teacher, "เปิดไฟล์")
    page = opened.value
    expect(page.locator("body")).to_contain_text(number)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("ครูเกษียณ")).first.click()
    assert Path(download.value.path()).read_bytes() == PDF
    teacher.bring_to_front()
    press(teacher, "ดีมากทุกข้อ")
    expect(last_answer(teacher)).to_contain_text("บันทึกคะแนนแล้ว", timeout=10_000)
    press(teacher, "ข้าม")
    expect(last_answer(teacher)).to_contain_text("ขอบคุณ", timeout=10_000)

    # Nobody else learns of it.
    say(school, f"สถานะ {number}")
    expect(last_answer(school)).to_be_visible(timeout=10_000)
    assert "เกษียณ" not in " ".join(answers(school).all_inner_texts())
    for phone in (teacher, officer, director):
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360
