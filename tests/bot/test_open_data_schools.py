"""A school's page, and the search that leads to it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.bot.published import words


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
