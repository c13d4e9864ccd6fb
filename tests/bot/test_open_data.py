"""The Big Data pages: what anyone reads, and never gets to see."""

from __future__ import annotations

import json
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from bot.database import Database
from bot.pages import open_data as pages
from bot.texts.open_data import GROUPS
from handlers import datasets
from handlers.topics import TOPICS
from models.datasets import VersionStatus
from tests.bot import published
from tests.bot.published import LAST_YEAR, NEWEST, PUBLIC, changing, visiting, words
from tests.conftest import BY_TURNS

pytestmark = BY_TURNS

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


def test_no_mixture_of_filters_breaks_a_page(web: FlaskClient) -> None:
    values = ("total", "male", "state-1", "name", "code", "ป.1", "small", "57030001", "categories")
    for slug in ("students-by-grade", "disability"):
        for view in ("schools", "categories", "parts"):
            for name in ("sort", "sex", "part", "school", "size", "category", "order", "view"):
                for value in values:
                    path = f"/data/{slug}/?view={view}&sort=total&sex=male&{name}={value}"
                    assert web.get(path).status_code == 200, path


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
