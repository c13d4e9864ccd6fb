"""A newcomer: one command, a browser, a question in Thai, the exact answer. The real thing."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.bot.phones import (
    BROWSER,
    CLERK_PC,
    CLERKS,
    TEACHER,
    be,
    command,
    free_port,
    last_answer,
    say,
)

pytestmark = BROWSER


def test_ask_and_get_the_exact_figure_then_a_card(demo: str, phone: Page) -> None:
    be(phone, demo, TEACHER)
    say(phone, "ทั้งเขตมีนักเรียนกี่คน")
    expect(last_answer(phone)).to_contain_text(re.compile(r"จำนวน \d\d,\d{3} คน"), timeout=10_000)
    expect(last_answer(phone)).to_contain_text("จาก DMC")
    phone.get_by_test_id("quick-reply").filter(has_text="แยกรายชั้น").click()
    expect(last_answer(phone)).to_contain_text("ป.6")
    expect(last_answer(phone)).to_contain_text("รวม")
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= 360, "the page must not scroll sideways on a phone"


def test_the_guide_by_buttons_and_an_old_button(demo: str, phone: Page) -> None:
    be(phone, demo, TEACHER)
    say(phone, "ถามข้อมูล")
    expect(last_answer(phone)).to_contain_text("ทั้งเขต", timeout=10_000)
    phone.get_by_test_id("flex-button").filter(has_text="ทั้งเขต").last.click()
    expect(last_answer(phone)).to_contain_text("ห้องเรียน")
    phone.get_by_test_id("flex-button").filter(has_text="ห้องเรียน").last.click()
    expect(last_answer(phone)).to_contain_text("ห้อง ข้อมูล ณ")
    phone.get_by_test_id("flex-button").filter(has_text="ทั้งเขต").last.click()
    expect(last_answer(phone)).to_contain_text("ปุ่มนี้ใช้ไม่ได้แล้ว")


def test_in_a_group_only_when_called(demo: str, phone: Page) -> None:
    be(phone, demo, TEACHER, CLERKS)
    say(phone, "สวัสดีทุกคน")
    say(phone, "ถามเขต ทั้งเขตมีโรงเรียนกี่โรง")
    answers = phone.locator('[data-testid="message"][data-from="bot"]')
    expect(answers).to_have_count(1, timeout=10_000)
    expect(answers).to_contain_text("120 โรง")


def test_on_a_pc_the_card_has_its_buttons(demo: str, phone: Page) -> None:
    be(phone, demo, CLERK_PC)
    say(phone, "เมนู")
    expect(last_answer(phone)).to_contain_text("เมนู", timeout=10_000)
    expect(phone.get_by_test_id("quick-reply")).to_have_count(0)
    phone.get_by_test_id("flex-button").filter(has_text="ยอดรวมทั้งเขต").click()
    expect(last_answer(phone)).to_contain_text(re.compile(r"จำนวน \d\d,\d{3} คน"))


def test_a_chart_in_the_chat_leads_to_its_page_and_file(demo: str, phone: Page) -> None:
    be(phone, demo, TEACHER)
    say(phone, "ทั้งเขตมีนักเรียนกี่คน แยกรายชั้น")
    picture = last_answer(phone).locator("img[src$='.png']")
    expect(picture).to_be_visible(timeout=15_000)
    phone.wait_for_function(
        "() => [...document.querySelectorAll('img[src*=answers]')].some(i => i.naturalWidth > 900)"
    )
    with phone.context.expect_page() as opened:
        phone.get_by_test_id("flex-button").filter(has_text="กราฟ/ตาราง").last.click()
    page = opened.value
    expect(page.locator("h1")).to_contain_text("แยกรายชั้น")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    assert download.value.suggested_filename.endswith("แยกรายชั้น 2569-2.xlsx")


def test_a_second_service_on_the_same_database_is_refused_in_one_line(
    demo: str, folder: Path
) -> None:
    done = subprocess.run(
        **command(folder, free_port()), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.strip().startswith("error: another process (pid ")
    assert "\n" not in done.stderr.strip()
