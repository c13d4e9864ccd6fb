"""The pages behind links in a real browser: on a phone and a PC, without script, for everybody."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from waitress.server import create_server

from bot.database import Database
from handlers.people import SYSTEM
from handlers.requests import drafts
from handlers.rounds import standing
from handlers.rounds.opening import Spec, open_round
from models.people import Person
from models.rounds import Dataset, Standing
from models.schools import School
from tests.bot.phones import BROWSER
from tests.bot.served import PDF, Desk, open_desk

AXE = (Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text("utf-8")
LONG = "รายงานผลการดำเนินงานตามแผนพัฒนาการศึกษาขั้นพื้นฐานระดับเขตพื้นที่ปีการศึกษา2568ฉบับสมบูรณ์.xlsx"

pytestmark = BROWSER


@dataclass(frozen=True)
class Site:
    """A served office: its address, and the paths of one page of each kind."""

    desk: Desk
    address: str
    pages: dict[str, str]
    upload: str


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("service")
    shutil.copy(sqlite_template, folder / "office.db")
    database = Database(f"sqlite:///{folder / 'office.db'}")
    with open_desk(database, folder, office_phone="0 5300 0000") as desk:
        server = create_server(desk.web.application, host="127.0.0.1", port=0, threads=4)
        threading.Thread(target=server.run, daemon=True).start()
        yield _site(desk, f"http://127.0.0.1:{server.effective_port}")
        server.close()
    database.close()


def _site(desk: Desk, address: str) -> Site:
    request = desk.filed()
    desk.proposed(request)
    code = desk.decided(request)
    desk.prepared(request)
    desk.prepared(request, LONG, PDF * 60_000)
    upload = desk.link("uploads", r=request, p=desk.people["officer"])
    waiting = desk.filed()
    desk.proposed(waiting)
    desk.decided(waiting)
    closed = desk.link("uploads", r=request, p=desk.people["officer"])
    pages = {
        "delivery": desk.link("deliveries", d=desk.handed_over(request)),
        "bad link": "/deliveries/nonsense",
        "upload": desk.link("uploads", r=waiting, p=desk.people["officer"]),
        "upload closed": closed,
        "upload done": f"{upload}?added=2",
        "verified": f"/verify/{code}",
        "verify": "/verify/",
        "no such code": "/verify/ABCD",
        "my data": _own_data(desk, request),
        "no paper": desk.link("papers", r=waiting, k="bundle", p=desk.people["officer"]),
        **_round(desk),
    }
    return Site(desk, address, pages, pages["upload"])


def _own_data(desk: Desk, request: int) -> str:
    """The copy of the requester's data; they have a LINE account and a draft."""
    with desk.at_work() as ctx:
        person = ctx.session.get_one(Person, desk.request(ctx, request).requester_id)
        if person.line_user is None:
            person.bind("U" + "3c49f2f430dded69" * 2, at=ctx.now)
        assert person.line_user
        assert person.bound_at
        answers = {"subject": "แผนที่เขตบริการ", "wanted_by": "2026-12-20", "hand_over": "line"}
        drafts.keep(ctx, person.line_user, "data_request", {"answers": answers, "editing": True})
        bound = int(person.bound_at.timestamp())
        return desk.link("my-data", p=person.id, b=bound)


def _round(desk: Desk) -> dict[str, str]:
    """A collection round: its totals, and the schools' names and telephones."""
    with desk.at_work() as ctx:
        for n in range(1, 4):
            ctx.session.add(School(
                smis=f"9901{n:04}", name=f"อนุบาลราษฎร์บำรุงวิทยาคาร(ประชานุเคราะห์) {n}", province="",
                moe_lost_digits=False, area_code="9901", area_name="", kind="", in_office=True,
                network=f"เครือข่ายพัฒนาการศึกษาดอยสูง {n % 2}", phone="0-5300-0000",
                imported_at=ctx.now,
            ))  # fmt: skip
        due = desk.now + timedelta(days=9)
        spec = Spec(Dataset.DMC, "ข้อมูลนักเรียน", 2569, desk.now.date(), due, letter="ที่ ศธ 1/2569")
        round_id = open_round(ctx, SYSTEM, spec).id
        standing.exempt(ctx, SYSTEM, round_id, "99010002", "เลิกสถานศึกษา")
        standing.note_for(ctx, SYSTEM, round_id, "99010003", Standing.CONFIRMED)
    names = desk.link("rounds", r=round_id, p=desk.people["officer"])
    return {"round": f"/rounds/{round_id}", "round by name": names}


def test_the_copy_of_ones_data_is_read_on_a_phone(browser: Browser, site: Site) -> None:
    page = _opened(browser, 360)
    page.goto(site.address + site.pages["my data"])
    for value in page.locator("dd").all():
        box = value.bounding_box()
        assert box
        assert box["x"] + box["width"] <= 360
    said = page.locator("main").inner_text()
    assert "เรื่อง: แผนที่เขตบริการ\nต้องการภายใน: 20 ธ.ค. 2569\nวิธีรับ: ทาง LINE" in said
    assert "{" not in said
    page.context.close()


def _opened(browser: Browser, width: int, **how: Any) -> Page:
    return browser.new_context(viewport={"width": width, "height": 800}, **how).new_page()


@pytest.mark.parametrize(("width", "colors"), [(390, "light"), (320, "dark"), (1280, "light")])
def test_everyone_can_use_every_page(browser: Browser, site: Site, width: int, colors: Any) -> None:
    page = _opened(browser, width, color_scheme=colors, bypass_csp=True)
    found = {}
    for name, path in site.pages.items():
        page.goto(site.address + path)
        page.evaluate(AXE)
        faults = page.evaluate("axe.run().then(r => r.violations)")
        if faults:
            found[name] = [(f["id"], f["nodes"][0]["html"][:120]) for f in faults]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    page.context.close()
    assert found == {}


def test_the_requester_downloads_what_was_prepared(browser: Browser, site: Site) -> None:
    page = _opened(browser, 390, java_script_enabled=False)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(site.address + site.pages["delivery"])
    expect(page.get_by_role("heading", level=1)).to_have_text("ข้อมูลที่ท่านขอ")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="ย้าย 2568.pdf").click()
    assert waiting.value.suggested_filename == "ย้าย 2568.pdf"
    assert Path(waiting.value.path()).read_bytes() == PDF
    page.context.close()
    assert said == [], "nothing was refused by the page's own security policy"


def test_the_officer_sends_two_files_and_is_told_what_is_next(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    first, second, bad = tmp_path / "หนึ่ง.pdf", tmp_path / "สอง.csv", tmp_path / "สาม.exe"
    first.write_bytes(PDF + b"1")
    second.write_text("ชั้น,จำนวน\n", "utf-8")
    bad.write_bytes(b"MZ")
    page = _opened(browser, 1280, java_script_enabled=False)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(site.address + site.upload)
    page.get_by_label("เลือกไฟล์").set_input_files([first, bad])
    page.get_by_role("button", name="ส่งไฟล์").click()
    expect(page.get_by_role("alert")).to_contain_text("ไม่รับไฟล์ «สาม.exe»")
    expect(page.get_by_role("listitem")).to_have_count(0)
    page.get_by_label("เลือกไฟล์").set_input_files([first, second])
    page.get_by_role("button", name="ส่งไฟล์").click()
    expect(page.get_by_role("status")).to_have_text("เก็บไฟล์แล้ว 2 ไฟล์")
    expect(page.get_by_role("listitem")).to_have_text(
        ["หนึ่ง.pdf PDF · 29 ไบต์", "สอง.csv CSV · 29 ไบต์"]
    )
    page.reload()
    expect(page.get_by_role("listitem")).to_have_count(2)
    page.context.close()
    assert [line for line in said if "400" not in line] == []


def test_a_code_is_typed_from_paper(browser: Browser, site: Site) -> None:
    code = site.pages["verified"].rpartition("/")[2]
    page = _opened(browser, 390, java_script_enabled=False)
    page.goto(f"{site.address}/verify/")
    page.get_by_label("รหัส").fill("abcd efgh jkmn")
    page.get_by_role("button", name="ตรวจสอบ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ไม่พบรหัสนี้")
    page.get_by_label("รหัส").fill(f"{code[:4].lower()} {code[4:8]}-{code[8:]}")
    page.get_by_role("button", name="ตรวจสอบ").click()
    expect(page.get_by_role("definition").filter(has_text="อารี สาธิต")).to_be_visible()
    page.context.close()
