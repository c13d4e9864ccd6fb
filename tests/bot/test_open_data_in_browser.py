"""The Big Data pages in a real browser: readable on a phone, by keyboard, by a screen reader."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from waitress.server import create_server

from bot.database import Database
from tests.bot.phones import BROWSER
from tests.bot.published import visiting

AXE = (Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text("utf-8")
#: One of each kind.
PAGES = {
    "index": "/data/",
    "by school": "/data/students-by-grade/2569-1/",
    "filtered": "/data/students-by-grade/2569-1/?amphoe=เมือง&sort=total&nonsense=1",
    "by category": "/data/disability/?view=categories",
    "by grade": "/data/disability/?view=parts",
    "school": "/data/schools/57030001/",
    "schools": "/data/schools/",
    "search": "/data/schools/?q=บ้าน",
    "nearest": "/data/schools/?q=กขคงจฉช",
    "withdrawn": "/data/students-by-grade/2567-1/",
    "not there": "/data/nothing/",
}

pytestmark = BROWSER


@pytest.fixture(scope="module")
def address(shown: Database) -> Iterator[str]:
    with visiting(shown) as client:
        server = create_server(client.application, host="127.0.0.1", port=0, threads=4)
        threading.Thread(target=server.run, daemon=True).start()
        yield f"http://127.0.0.1:{server.effective_port}"
        server.close()


def _opened(browser: Browser, width: int, **how: Any) -> Page:
    return browser.new_context(viewport={"width": width, "height": 800}, **how).new_page()


@pytest.mark.parametrize(("width", "colors"), [(390, "light"), (1280, "dark")])
def test_everyone_can_use_every_page(
    browser: Browser, address: str, width: int, colors: Any
) -> None:
    page = _opened(browser, width, color_scheme=colors)
    found = {}
    for name, path in PAGES.items():
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.evaluate(AXE)
        faults = page.evaluate("axe.run().then(r => r.violations)")
        if faults:
            found[name] = [(f["id"], f["nodes"][0]["html"][:120]) for f in faults]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    page.context.close()
    assert found == {}


def test_it_reads_and_filters_without_any_script(browser: Browser, address: str) -> None:
    page = _opened(browser, 390, java_script_enabled=False)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{address}/data/")
    page.get_by_label("ค้นหาโรงเรียน").fill("หนองบัว")
    page.get_by_role("button", name="ค้นหา").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("โรงเรียนบ้านหนองบัว")
    page.goto(f"{address}/data/students-by-grade/")
    page.get_by_text("เลือกและกรอง").click()
    page.get_by_label("อำเภอ").select_option("ดอยสูง")
    page.get_by_role("button", name="แสดง").click()
    expect(page.locator("tbody").last.get_by_role("row")).to_have_count(1)
    page.get_by_role("link", name="ล้างตัวกรอง").click()
    page.get_by_role("link", name="รวม", exact=True).click()
    expect(page.locator("tbody").last.get_by_role("rowheader").first).to_contain_text("หนองบัว")
    page.context.close()
    assert said == [], "nothing was refused by the page's own security policy"


def test_by_keyboard_the_content_comes_first(browser: Browser, address: str) -> None:
    page = _opened(browser, 1280)
    page.goto(f"{address}/data/students-by-grade/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("ข้ามไปเนื้อหา")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.context.close()


def test_on_a_phone_a_table_scrolls_in_its_own_place(browser: Browser, address: str) -> None:
    page = _opened(browser, 320)
    page.goto(f"{address}/data/students-by-grade/2569-1/")
    region = page.get_by_role("region", name="รายโรงเรียน")
    region.focus()
    page.keyboard.press("End")
    expect(region).to_be_focused()
    expect(page.locator(".mark").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.context.close()
