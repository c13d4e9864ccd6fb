"""The Big Data pages: what anyone reads, takes along, and never gets to see."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from bot import config
from bot.app import create_app
from bot.database import Database
from bot.documents import qr
from bot.intake import Intake
from bot.pages import open_data as pages
from bot.texts.open_data import GROUPS
from handlers import datasets
from handlers.context import Actor, Context
from handlers.topics import TOPICS
from models.datasets import VersionStatus
from tests.bot import published
from tests.conftest import NOON

PUBLIC = "https://data.office.example"
NEWEST, LAST_YEAR = "/data/students-by-grade/2569-1", "/data/students-by-grade/2568-1"


@contextmanager
def visiting(database: Database) -> Iterator[FlaskClient]:
    """A visitor's client on a database."""
    settings = config.load({"SECRET_KEY": "k" * 32, "DATABASE_URL": "sqlite:///:memory:"})
    settings = replace(
        settings, public_url=PUBLIC, office_name=published.OFFICE_NAME,
        office_code=published.OFFICE_CODE, data_licence="ใช้ได้โดยอ้างอิงที่มา",
    )  # fmt: skip
    intake = Intake(database, lambda: NOON)
    yield create_app(settings, database, intake).test_client()
    intake.close()


@contextmanager
def changing(database: Database) -> Iterator[Context]:
    with database.transaction() as session:
        yield Context(session, NOON, Actor("test"))


@pytest.fixture(scope="module")
def shown(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The small office's database, for tests that change nothing."""
    path = tmp_path_factory.mktemp("published") / "office.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    with changing(database) as ctx:
        published.fill(ctx)
    yield database
    database.close()


@pytest.fixture(scope="module")
def web(shown: Database) -> Iterator[FlaskClient]:
    with visiting(shown) as client:
        yield client


def words(page: str) -> str:
    """A page as it is read, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


# ---------------------------------------------------------------- what is there


def test_the_index_shows_what_is_published_and_nothing_else(web: FlaskClient) -> None:
    page = web.get("/data/").text
    read = words(page)
    assert published.OFFICE_NAME in read
    # Of the newest round in force, not of the one that waits to be published.
    assert "โรงเรียน 3 นักเรียน 187 ห้องเรียน 6" in read
    assert 'href="/data/students-by-grade/"' in page
    assert 'href="/data/disability/"' in page
    assert "religion" not in page
    assert "10 มิ.ย. 2569" in read


def test_the_catalogue_leads_to_every_edition(web: FlaskClient) -> None:
    found = web.get("/data/index.json").json
    assert found is not None
    assert [one["topic"] for one in found["datasets"]] == ["students_by_grade", "disability"]
    for one in found["datasets"]:
        for edition in one["editions"]:
            answer = web.get(edition["address"].removeprefix(PUBLIC))
            assert (answer.status_code, answer.json["year"]) == (200, edition["year"])


def test_every_topic_has_its_place_in_the_index() -> None:
    assert sorted(slug for _, slugs in GROUPS for slug in slugs) == sorted(TOPICS)


def test_a_row_a_school_and_the_office_on_top(web: FlaskClient) -> None:
    page = web.get("/data/students-by-grade/").text
    rows = [words(row) for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)]
    assert rows[1].split() == ["รวมทั้งสำนักงาน", "103", "84", "187", "6"]
    assert rows[2].split() == ["บ้านหนองบัว", "57030001", "80", "56", "136", "3"]
    assert len(rows) == 5
    assert page == web.get(f"{NEWEST}/").text
    for must in ("10 มิ.ย. 2569", "DMC", "ใช้ได้โดยอ้างอิงที่มา", "วิธีนับ"):
        assert must in words(page)


def test_an_older_edition_has_an_address_of_its_own(web: FlaskClient) -> None:
    page = web.get(f"{LAST_YEAR}/").text
    assert "199" in words(page)
    assert f'href="{NEWEST}/"' in page


def test_filters_leave_schools_out_and_say_what_remains(web: FlaskClient) -> None:
    read = words(web.get(f"{NEWEST}/?amphoe=เมือง&part=ป.1").text)
    assert "รวมทั้งสำนักงาน 16 14 30 3" in read
    assert "รวมที่แสดง 2 โรง 15 14 29 2" in read
    assert "ประชา" not in read.split("แยกชั้น", 1)[1].split("แผนภูมิ")[0]
    small = web.get(f"{NEWEST}.json?size=medium").json
    assert [row["code"] for row in small["rows"]] == ["57030001"]
    named = web.get(f"{NEWEST}.json?q=ทุ่ง").json
    assert [row["code"] for row in named["rows"]] == ["57030002"]


def test_columns_sort_both_ways_by_links(web: FlaskClient) -> None:
    page = web.get(f"{NEWEST}/?sort=total").text
    assert 'aria-sort="descending"' in page
    assert [r["total"] for r in web.get(f"{NEWEST}.json?sort=total").json["rows"]] == [136, 50, 1]
    again = web.get(f"{NEWEST}.json?sort=total&order=asc").json
    assert [row["total"] for row in again["rows"]] == [1, 50, 136]


def test_by_grade_of_the_office_and_of_one_school(web: FlaskClient) -> None:
    office = web.get(f"{NEWEST}.json?view=parts").json
    assert [(r["part"], r["total"]) for r in office["rows"]] == [
        ("อ.2", 12), ("ป.1", 30), ("ป.2", 100), ("ม.1", 45),
    ]  # fmt: skip
    one = web.get(f"{NEWEST}.json?school=57030002").json
    assert (one["view"], one["total"]["total"]) == ("parts", 50)


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


def test_the_page_can_be_sent_in_line(web: FlaskClient) -> None:
    page = web.get(f"{NEWEST}/?amphoe=เมือง").text
    [link] = re.findall(r'href="(https://line\.me/R/share\?text=[^"]+)"', page)
    said = unquote(link.split("text=")[1])
    assert said.startswith("จำนวนนักเรียน")
    assert f"{PUBLIC}{NEWEST}/?amphoe=" in said


# ---------------------------------------------------------------- a school


def test_a_school_with_all_that_is_known(web: FlaskClient) -> None:
    page = web.get("/data/schools/57030001/").text
    read = words(page)
    for must in ("โรงเรียนบ้านหนองบัว", "1057030001", "เมือง", "0-5300-0000", "schools.csv"):
        assert must in read
    assert "ป.2 60 40 100 1" in read
    assert "2569 10 มิ.ย. 2569 136 -4" in read  # four fewer than the year before
    assert "/data/disability/2569-1/?school=57030001" in page


@pytest.mark.parametrize("typed", ["57030002", "1057030002", "วัดทุ่งทอง", "ทุ่งทอง", "โรงเรียนวัดทุ่งทอง"])
def test_one_school_meant_is_shown_at_once(web: FlaskClient, typed: str) -> None:
    answer = web.get("/data/schools/", query_string={"q": typed})
    assert (answer.status_code, answer.location) == (302, "/data/schools/57030002/")


def test_a_piece_of_a_name_lists_all_that_have_it(web: FlaskClient) -> None:
    page = web.get("/data/schools/?q=บ้าน").text
    assert "57030001" in page
    assert "57030003" in page
    assert "57030002" not in page.split('class="schools"')[1]


def test_a_name_unknown_gets_the_nearest(web: FlaskClient) -> None:
    read = words(web.get("/data/schools/?q=กขคงจฉช").text)
    assert "ชื่อที่ใกล้เคียงที่สุด" in read
    assert "บ้านหนองบัว" in read


@pytest.mark.parametrize("code", ["10010001", "99999999", "abc", "๕๗๐๓๐๐๐๑"])
def test_a_school_of_another_office_has_no_page(web: FlaskClient, code: str) -> None:
    answer = web.get(f"/data/schools/{code}/")
    assert answer.status_code == 404
    assert "ไม่พบหน้านี้" in answer.text
    assert "ต่างเขต" not in answer.text


# ---------------------------------------------------------------- what cannot be had


def test_a_withdrawn_edition_says_so_and_leads_on(web: FlaskClient) -> None:
    answer = web.get("/data/students-by-grade/2567-1/")
    assert answer.status_code == 410
    assert "ถูกถอนแล้ว" in answer.text
    assert f'href="{NEWEST}/"' in answer.text
    error = web.get("/data/students-by-grade/2567-1.json")
    assert (error.status_code, error.json["see"]) == (410, f"{PUBLIC}{NEWEST}/")


@pytest.mark.parametrize(
    "path",
    ["/data/students-by-grade/2569-2/", "/data/students-by-grade/2569-2.json", "/data/religion/",
     "/data/students_by_grade/", "/data/students-by-grade/69-1/", "/data/a/b/c", "/data/answers/"],
)  # fmt: skip
def test_what_is_not_in_force_is_not_there(web: FlaskClient, path: str) -> None:
    assert web.get(path).status_code == 404


def test_pages_only_read(web: FlaskClient) -> None:
    refused = web.post("/data/")
    assert refused.status_code == 405
    assert "ใช้ดูข้อมูลเท่านั้น" in refused.text
    assert web.head(f"{NEWEST}/").status_code == 200
    assert web.get("/nowhere").text.startswith("<!doctype html>\n<html lang=en>")


def test_a_wrong_filter_is_told_and_never_gives_a_wrong_file(web: FlaskClient) -> None:
    page = web.get(f"{NEWEST}/?amphoe=ไม่มี&utm_source=line&category=x")
    assert page.status_code == 200
    assert "ไม่ได้ใช้ตัวกรองนี้ เพราะไม่มีในข้อมูลชุดนี้: amphoe, category" in words(page.text)
    refused = web.get(f"{NEWEST}.json?amphoe=ไม่มี")
    assert refused.status_code == 400
    assert "amphoe" in refused.json["error"]
    assert web.get(f"{NEWEST}.json?utm_source=line&fbclid=1").status_code == 200


def test_what_is_typed_comes_back_harmless(web: FlaskClient) -> None:
    for path in (f"{NEWEST}/?q=", "/data/schools/?q=", f"{NEWEST}/?"):
        page = web.get(path + "<script>alert(1)</script>=1").text
        assert "<script" not in page


def test_a_database_that_fails_is_said_kindly(
    web: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr(pages, "snapshot", broken)
    answer = web.get("/data/")
    assert (answer.status_code, "ลองใหม่" in answer.text) == (503, True)


# ---------------------------------------------------------------- how it is sent


def test_nobody_is_followed_and_no_script_runs(web: FlaskClient) -> None:
    for path in ("/data/", f"{NEWEST}/", f"{NEWEST}.json", "/data/none/", "/data/a/b/c"):
        headers = web.get(path).headers
        assert "Set-Cookie" not in headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "script-src 'none'" in headers["Content-Security-Policy"]
    page = web.get(f"{NEWEST}/").text
    assert "<script" not in page
    assert " style=" not in page


def test_an_unchanged_table_is_not_sent_twice_and_a_new_one_is(database: Database) -> None:
    with changing(database) as ctx:
        published.fill(ctx)
    with visiting(database) as web:
        first = web.get(f"{NEWEST}.json")
        seen = {"If-None-Match": first.headers["ETag"]}
        assert web.get(f"{NEWEST}.json", headers=seen).status_code == 304
        assert web.get(f"{NEWEST}.json?sort=total", headers=seen).status_code == 200
        with changing(database) as ctx:
            waiting = published.pupils(ctx, 2569, 1, 1, status=VersionStatus.VERIFIED, sha256="b")
            datasets.publish(ctx, waiting.id)
        again = web.get(f"{NEWEST}.json", headers=seen)
        assert (again.status_code, again.json["total"]["total"]) == (200, 190)


def test_a_country_is_cut_on_the_page_and_whole_in_the_file(database: Database) -> None:
    with changing(database) as ctx:
        published.country(ctx, 620)
    with visiting(database) as web:
        page = web.get(f"{NEWEST}/").text
        assert "แสดง 500 แถวแรก จาก 620 แถว" in words(page)
        assert page.count('<th scope="row"><a') == 500
        assert len(page) < 150_000
        assert len(json.loads(web.get(f"{NEWEST}.json").data)["rows"]) == 620


def _csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
