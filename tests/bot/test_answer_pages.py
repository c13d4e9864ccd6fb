"""An answer behind its link: the same figures as in the chat, on a page and in files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from bot import config
from bot.answer_links import FORMAT, AnswerLinks
from bot.app import create_app
from bot.chat.questions import flows
from bot.database import Database
from bot.emulator.pictures import picture_size
from bot.intake import Intake
from handlers import datasets
from handlers.context import Context
from handlers.questions import answer
from tests.conftest import NOON, sqlite_copy
from tests.handlers.offices import DEMO
from tests.office import Office, buttons, open_office

KEY = "k" * 32
LINKS = AnswerLinks(KEY)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, demo_file: Path) -> Iterator[Database]:
    opened = Database(sqlite_copy(demo_file, tmp_path_factory.mktemp("answers")))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def web(database: Database) -> Iterator[FlaskClient]:
    settings = config.load({"SECRET_KEY": KEY, "DATABASE_URL": database.url})
    intake = Intake(database, lambda: NOON)
    yield create_app(settings, database, intake).test_client()
    intake.close()


def facts(database: Database, question: str) -> dict[str, Any]:
    with database.reading() as session:
        found = answer(Context(session, NOON), question, office=DEMO, memory={})
    return dict(found.to_json()["facts"])


def link(database: Database, question: str, form: str = "") -> str:
    found = facts(database, question)
    edition = found["edition"]
    query = {**found["query"], "year": edition["year"], "round": edition["round"]}
    return f"/data/answers/{LINKS.sign(query)}{form}"


def test_a_link_says_the_query_and_nobody_else_can_make_one() -> None:
    query = {"schools": ["99010001"], "grades": ["ป.1"], "year": 2568, "round": 1}
    token = LINKS.sign(query)
    assert LINKS.read(token) == query
    assert re.fullmatch(r"[A-Za-z0-9_-]{40,200}", token)
    assert AnswerLinks("another key, as long").read(token) is None
    for forged in (
        "",
        "x",
        token[:-1],
        token[1:],
        token + "A",
        "ก" * 40,
        "A" * 9000,
        token.swapcase(),
    ):
        assert LINKS.read(forged) is None


def test_a_link_of_another_format_is_told_to_be_old(
    web: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.answer_links.FORMAT", FORMAT + 1)
    newer = LINKS.sign({"year": 2568})
    monkeypatch.undo()
    assert LINKS.read(newer) is None
    unknown = LINKS.sign({"a_key_of_tomorrow": 1})
    for token in (newer, unknown, "forged"):
        for ending in ("", ".png", ".xlsx", ".csv"):
            response = web.get(f"/data/answers/{token}{ending}")
            assert response.status_code == 404
            assert "ถามใหม่ในแชต" in response.get_data(as_text=True)


def test_every_name_of_a_long_list_is_on_the_page_and_in_the_files(
    web: FlaskClient, database: Database
) -> None:
    question = "โรงเรียนที่มีนักเรียนมากกว่า 10 คน มีโรงเรียนใดบ้าง"
    names = [item["label"]["name"] for item in facts(database, question)["items"]]
    assert len(names) > 30
    page = web.get(link(database, question)).get_data(as_text=True)
    table = web.get(link(database, question, ".csv")).get_data().decode("utf-8-sig")
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(web.get(link(database, question, ".xlsx")).data)
    )
    cells = {str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row}
    for name in names:
        assert f">{name}<" in page
        assert f",{name}\r\n" in table
        assert name in cells


def test_the_page_has_the_figures_the_source_and_the_way_to_the_files(
    web: FlaskClient, database: Database
) -> None:
    question = "สมมุติวิทยาคมแยกรายชั้น"
    found = facts(database, question)
    response = web.get(link(database, question))
    page = response.get_data(as_text=True)
    assert response.status_code == 200
    for item in found["items"]:
        assert f"<td>{item['value']:,}</td>" in page
    assert f"<td>{found['total']['value']:,}</td>" in page
    assert "ข้อมูล ณ 10 พ.ย. 2569 จาก DMC" in page
    for ending in (".png", ".xlsx", ".csv"):
        assert link(database, question, ending) in page
    assert "<script" not in page
    assert "script-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_chart_is_a_picture_that_caches_know_again(
    web: FlaskClient, database: Database
) -> None:
    address = link(database, "ทั้งเขตแยกตามระดับมีนักเรียนกี่คน", ".png")
    response = web.get(address)
    assert response.mimetype == "image/png"
    assert picture_size(response.data) is not None
    again = web.get(address, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "max-age" in response.headers["Cache-Control"]


def test_one_number_has_no_chart(web: FlaskClient, database: Database) -> None:
    response = web.get(link(database, "โรงเรียนขนาดเล็กมีกี่โรง", ".png"))
    assert response.status_code == 404
    assert "ไม่มีกราฟ" in response.get_data(as_text=True)


def test_files_have_thai_names(web: FlaskClient, database: Database) -> None:
    response = web.get(link(database, "5 อันดับโรงเรียนที่มีนักเรียนมากที่สุด", ".csv"))
    named = unquote(response.headers["Content-Disposition"])
    assert "filename*=UTF-8''" in named
    assert "โรงเรียนที่มีนักเรียนมากที่สุด 2569-2.csv" in named
    rows = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["ที่", "รหัสโรงเรียน", "โรงเรียน", "จำนวน (คน)"]
    assert len(rows[5]) == 4


@pytest.mark.parametrize("form", ["", ".csv"])
def test_a_withdrawn_version_is_told_apart(tmp_path: Path, demo_file: Path, form: str) -> None:
    database = Database(sqlite_copy(demo_file, tmp_path))
    intake = Intake(database, lambda: NOON)
    try:
        settings = config.load({"SECRET_KEY": KEY, "DATABASE_URL": database.url})
        web = create_app(settings, database, intake).test_client()
        address = link(database, "ทั้งเขตมีนักเรียนกี่คน", form)
        version = facts(database, "ทั้งเขตมีนักเรียนกี่คน")["edition"]["version"]
        before = web.get(address)
        with database.transaction() as session:
            datasets.withdraw(Context(session, NOON + timedelta(days=1)), version)
        after = web.get(address)
        assert (before.status_code, after.status_code) == (200, 410)
        assert "ถูกถอน" in after.get_data(as_text=True)
        assert not re.search(r"\d คน", after.get_data(as_text=True))
    finally:
        intake.close()
        database.close()


def test_the_buttons_in_the_chat_lead_there(database: Database, tmp_path: Path) -> None:
    """From the question to the file, as a person presses."""
    with open_office(database, tmp_path, flows=flows(DEMO)) as office:
        opened = pressed(office, "โรงเรียนที่มีนักเรียนมากกว่า 10 คน มีโรงเรียนใดบ้าง")
        assert opened[f"ดูทั้งหมด {len(facts(database, LONG)['items'])} รายการ"].status_code == 200
        assert opened["Excel"].mimetype.endswith("spreadsheetml.sheet")
        opened = pressed(office, "สมมุติวิทยาคมมีนักเรียนกี่คน แยกรายชั้น")
        assert opened["picture"].mimetype == "image/png"


LONG = "โรงเรียนที่มีนักเรียนมากกว่า 10 คน มีโรงเรียนใดบ้าง"


def pressed(office: Office, question: str) -> dict[str, Any]:
    """What every link under an answer opens, by its label; the chart on top as `picture`."""
    teacher = office.people["teacher"]
    office.says(teacher, question)
    message = office.new_messages(teacher)[-1]
    links = [a for a in buttons(message) if a["type"] == "uri" and "label" in a]
    addresses = {a["label"]: a["uri"] for a in links}
    if hero := message["contents"].get("hero"):
        addresses["picture"] = hero["url"]
    base = "https://office.example"
    assert all(address.startswith(base) for address in addresses.values())
    return {label: office.web.get(a.removeprefix(base)) for label, a in addresses.items()}
