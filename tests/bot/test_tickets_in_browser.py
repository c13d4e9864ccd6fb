"""A teacher and a technician in a real browser: trouble, photos, proof, the rating."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.emulator.identifiers import fixed_id
from tests.bot.phones import BROWSER, be, last_answer, press, say

pytestmark = BROWSER
Open = Callable[[str], Page]
#: One grey pixel.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mOcMWPGfwAGuAMBz0mBkQAAAABJRU5ErkJggg=="
)


@pytest.fixture
def phones(browser: Browser, demo: str) -> Iterator[Open]:
    """Each person's own phone."""
    opened: list[BrowserContext] = []

    def of(who: str) -> Page:
        context = browser.new_context(viewport={"width": 360, "height": 740})
        opened.append(context)
        page = context.new_page()
        be(page, demo, fixed_id("U", who))
        return page

    yield of
    for context in opened:
        context.close()


def photos(page: Page, *names: str) -> None:
    """Send photos at once, as one set."""
    files = [{"name": n, "mimeType": "image/png", "buffer": PNG} for n in names]
    page.get_by_test_id("image-input").set_input_files(files)


def test_from_the_trouble_to_the_rating_with_photos(phones: Open) -> None:
    teacher, technician = phones("teacher"), phones("technician")

    # Three: what is wrong, that the advice did not help, how urgent it is.
    say(teacher, "ปริ้นไม่ออกเลยค่ะ")
    expect(last_answer(teacher)).to_contain_text("เครื่องพิมพ์", timeout=10_000)
    press(teacher, "ยังใช้ไม่ได้")
    expect(last_answer(teacher)).to_contain_text("เร่งด่วนแค่ไหน", timeout=10_000)
    press(teacher, "สอน/ทำงานต่อไม่ได้")
    expect(last_answer(teacher)).to_contain_text("รับแจ้งแล้ว", timeout=10_000)
    found = re.search(r"จป\. \d+/\d{4}", last_answer(teacher).inner_text())
    assert found is not None
    number = found.group()
    expect(last_answer(teacher)).to_contain_text("กรุณาปิดชื่อและเลขประจำตัวนักเรียนในภาพ")
    photos(teacher, "1.png", "2.png")
    expect(last_answer(teacher)).to_contain_text("2", timeout=15_000)

    # The technician was told, opens it, sees both photos on a page of their own.
    expect(last_answer(technician)).to_contain_text(number, timeout=15_000)
    say(technician, number)
    expect(last_answer(technician)).to_contain_text("ปริ้นไม่ออกเลยค่ะ", timeout=10_000)
    press(technician, "รับงาน")
    expect(last_answer(technician)).to_contain_text("มอบหมายแล้ว", timeout=10_000)
    with technician.context.expect_page() as opened:
        technician.get_by_test_id("flex-button").filter(has_text="ดูรูป").last.click()
    page = opened.value
    expect(page.locator("main img")).to_have_count(2)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360
    page.close()

    # Nothing is closed without proof; then the teacher confirms and rates.
    press(technician, "แก้ไขแล้ว")
    expect(last_answer(technician)).to_contain_text("ต้องมีอย่างใดอย่างหนึ่ง", timeout=10_000)
    photos(technician, "after.png")
    expect(last_answer(technician)).to_contain_text("1", timeout=15_000)
    say(technician, "เปลี่ยนตลับหมึกแล้ว ตามรูป")
    expect(last_answer(technician)).to_contain_text("บันทึกว่าแก้ไขแล้ว", timeout=15_000)
    expect(last_answer(teacher)).to_contain_text("ประเมินความพึงพอใจ", timeout=15_000)
    press(teacher, "ใช้ได้แล้ว")
    expect(last_answer(teacher)).to_contain_text("ประเมินความพึงพอใจ", timeout=10_000)
    press(teacher, "ดีมากทุกข้อ")
    expect(last_answer(teacher)).to_contain_text("ขอบคุณ", timeout=10_000)
