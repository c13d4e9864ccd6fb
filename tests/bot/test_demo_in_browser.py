"""A newcomer: one command, a browser, a question in Thai, the exact answer. The real thing."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from bot.emulator.identifiers import fixed_id

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    f"--{flag}"
    for flag in (
        "headless",
        "no-sandbox",
        "disable-gpu",
        "disable-quic",
        "no-first-run",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
    )
]
TEACHER, CLERK_PC = fixed_id("U", "teacher"), fixed_id("U", "clerk-pc")
CLERKS = fixed_id("C", "clerks")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium: apt-get install chromium"),
]


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} did not come up")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Where the demo keeps its things."""
    with tempfile.TemporaryDirectory(prefix="thamkhet-demo-") as name:
        yield Path(name)


def _command(folder: Path, port: int) -> dict[str, Any]:
    return {
        "args": [sys.executable, "-m", "bot", "demo", "--port", str(port)],
        "cwd": folder,
        "env": os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    }


@pytest.fixture(scope="module")
def demo(folder: Path) -> Iterator[str]:
    """The address of a demo office, started by its command in a folder of its own."""
    port = _free_port()
    process = subprocess.Popen(
        **_command(folder, port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    _wait(f"{address}/readyz")
    yield address
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def be(page: Page, demo: str, who: str, chat: str | None = None) -> None:
    page.goto(f"{demo}/emulator/?as={who}&chat={chat or who}")
    expect(page.get_by_test_id("composer")).to_be_visible()


def say(page: Page, text: str) -> None:
    page.get_by_test_id("composer").fill(text)
    page.get_by_test_id("send").click()


def last_answer(page: Page) -> Locator:
    return page.locator('[data-testid="message"][data-from="bot"]').last


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
    phone.get_by_test_id("flex-button").filter(has_text="จำนวนโรงเรียน").click()
    expect(last_answer(phone)).to_contain_text("120 โรง")


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
        **_command(folder, _free_port()), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.strip().startswith("error: another process (pid ")
    assert "\n" not in done.stderr.strip()
