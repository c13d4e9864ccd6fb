"""The files of the Big Data pages: their promise, and what they never tell."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import unquote

from flask.testing import FlaskClient

from bot.database import Database
from bot.documents import qr
from tests.bot import published
from tests.bot.published import NEWEST, PUBLIC, changing, visiting, words
from tests.conftest import BY_TURNS
from tests.rules.source import ROOT

pytestmark = BY_TURNS

# ---------------------------------------------------------------- what is hidden


def test_small_numbers_are_in_no_table_of_any_view(web: FlaskClient) -> None:
    page = web.get("/data/disability/?view=categories").text
    assert "น้อยกว่า 5" in words(page)
    asked = [""] + [f"&category={c}" for c in (published.LEARNING, published.SEEING)]
    asked += [f"&part={p}" for p in ("ป.1", "ป.2", "ม.1", "ประถม")]
    seen = 0
    for view in ("schools", "categories", "parts"):
        for more in asked:
            answer = web.get(f"/data/disability/2569-1.json?view={view}{more}")
            if answer.status_code == 400:  # this view does not know this filter
                continue
            found = answer.json
            for row in [*found["rows"], *filter(None, [found["total"]])]:
                counts = [row[c["name"]] for c in found["columns"][-3:]]
                assert not {1, 2, 3, 4} & set(counts), (view, more, row)
                hidden = [c for c in counts if c is None]
                assert len(hidden) != 1, "one hidden alone is worked out from the others"
                assert len(row.get("hidden", {})) == len(hidden)
                seen += len(hidden)
    assert seen > 10


def test_files_say_in_words_what_is_hidden(web: FlaskClient) -> None:
    rows = _csv(web.get("/data/disability/2569-1.csv").data)
    assert rows[0][:5] == ["รหัสโรงเรียน", "โรงเรียน", "ชาย", "หญิง", "รวม"]
    assert any("น้อยกว่า 5" in row for row in rows)
    assert not {"1", "2", "3", "4"} & {cell for row in rows[1:] for cell in row[2:5]}


def test_schools_are_never_added_up_where_numbers_are_private(web: FlaskClient) -> None:
    read = words(web.get("/data/disability/?amphoe=เมือง").text)
    assert "รวมทั้งสำนักงาน" in read
    assert "รวมที่แสดง" not in read


def test_an_edition_of_some_schools_is_not_the_offices(database: Database) -> None:
    with changing(database) as ctx:
        published.fill(ctx)
        published.only_one_school(ctx)
    with visiting(database) as web:
        assert web.get("/data/disability.json").json["round"] == 1
        read = words(web.get("/data/disability/2569-2/").text)
        assert "มีข้อมูลเพียง 1 โรงเรียน" in read
        assert "รวมทั้งสำนักงาน" not in read


# ---------------------------------------------------------------- for other agencies


def test_the_json_keeps_its_promise(web: FlaskClient) -> None:
    answer = web.get(f"{NEWEST}.json")
    found = answer.json
    assert set(found) >= {
        "title", "dataset", "topic", "office", "year", "round", "as_of", "source",
        "published_at", "licence", "rule", "notes", "columns", "rows",
    }  # fmt: skip
    assert (found["as_of"], found["source"]) == ("2026-06-10", "DMC")
    assert [column["name"] for column in found["columns"]] == [
        "code", "school", "male", "female", "total", "rooms",
    ]  # fmt: skip
    assert found["rows"][0] == {
        "code": "57030001", "school": "บ้านหนองบัว", "male": 80, "female": 56, "total": 136,
        "rooms": 3,
    }  # fmt: skip
    assert found["total"] == {"male": 103, "female": 84, "total": 187, "rooms": 6}
    assert found["address"] == f"{PUBLIC}{NEWEST}.json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "หนองบัว" in answer.text  # not \u0e2b...


def test_the_promise_is_the_one_that_is_written_down(web: FlaskClient) -> None:
    page = (ROOT / "docs" / "open-data.md").read_text(encoding="utf-8")
    written = json.loads(page.split("```json\n")[1].split("```")[0])
    found = web.get("/data/disability/2569-1.json?part=ประถม").json
    assert list(written) == list(found)
    assert [column["name"] for column in written["columns"]] == [
        column["name"] for column in found["columns"]
    ]
    named = {name for row in written["rows"] for name in row}
    assert named == {name for row in found["rows"] for name in row}


def test_csv_opens_in_excel_with_its_thai_and_runs_no_formula(web: FlaskClient) -> None:
    answer = web.get(f"{NEWEST}.csv")
    assert answer.data.startswith("\ufeffรหัสโรงเรียน".encode())
    assert b"\r\n" in answer.data
    rows = _csv(answer.data)
    assert rows[1] == [
        "57030001",
        "บ้านหนองบัว",
        "80",
        "56",
        "136",
        "3",
        "2569",
        "1",
        "2026-06-10",
        "DMC",
    ]
    assert rows[3][1] == "'=บ้านดอย(ประชา)"
    assert answer.headers["Content-Disposition"].endswith('"students-by-grade-2569-1.csv"')


def test_the_workbook_holds_the_figures_and_their_rules(web: FlaskClient) -> None:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(web.get(f"{NEWEST}.xlsx").data))
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert {136.0, 187.0, "57030001"} <= set(cells)
    assert any("ใช้ได้โดยอ้างอิงที่มา" in str(cell) for cell in cells)


def test_chart_and_codes_are_pictures(web: FlaskClient) -> None:
    assert web.get(f"{NEWEST}/chart.png").data.startswith(b"\x89PNG")
    assert web.get(f"{NEWEST}/qr.png").data.startswith(b"\x89PNG")
    assert web.get(f"{NEWEST}/qr.svg").data == qr.svg(f"{PUBLIC}{NEWEST}/")
    assert web.get("/data/schools/57030001/qr.svg").status_code == 200
    assert web.get("/data/qr.png").data.startswith(b"\x89PNG")
    assert web.get("/data/qr.svg").data == qr.svg(f"{PUBLIC}/data/")


def test_the_page_can_be_sent_in_line(web: FlaskClient) -> None:
    page = web.get(f"{NEWEST}/?amphoe=เมือง").text
    [link] = re.findall(r'href="(https://line\.me/R/share\?text=[^"]+)"', page)
    said = unquote(link.split("text=")[1])
    assert said.startswith("จำนวนนักเรียน")
    assert f"{PUBLIC}{NEWEST}/?amphoe=" in said


def _csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
