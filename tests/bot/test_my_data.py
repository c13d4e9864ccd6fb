"""«ข้อมูลของฉัน» as people use it: what is kept, the copy behind a link, and erasing it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.chat import my_data
from bot.chat.questions import flows as questions
from bot.chat.registering import flows
from bot.database import Database
from bot.page_links import LinkExpired, PageLinks
from bot.texts import my_data_page
from handlers import people
from handlers.context import Actor, Context
from handlers.people import SYSTEM
from handlers.questions import Office as Where
from models.people import ActingOrder, Consent, OneTimeCode, Person
from models.ratings import Complaint, Rating
from models.requests import RequestDraft, RequestStatus
from tests.conftest import BY_TURNS
from tests.handlers.people_office import ONE, PLAN, TWO, add, open_schools
from tests.handlers.people_papers import file_request
from tests.office import NOON, Office, open_office

pytestmark = BY_TURNS

WHERE = Where("99010000", "สพป.ตัวอย่าง เขต 1")
NAME = "สมปอง ตัวอย่าง"
KEY = "k" * 32


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Iterator[Office]:
    every = [*questions(WHERE), *flows(WHERE), *my_data.flows()]
    with open_office(database, tmp_path, flows=every) as opened:
        with database.transaction() as session:
            ctx = Context(session, NOON, Actor("test"))
            open_schools(ctx)
            other = add(ctx, "คนอื่น สมมุติ", "teacher", opened.people["clerk"], school=TWO)
            file_request(ctx, other)
            known = add(
                ctx, NAME, "teacher", opened.people["teacher"], school=ONE, phone="0812345678"
            )
            people.give_consent(ctx, known, "2569-1", "ab" * 32)
        yield opened


@pytest.fixture
def teacher(office: Office) -> str:
    return office.people["teacher"]


def file(office: Office, who: str, status: RequestStatus) -> None:
    with office.database.transaction() as session:
        ctx = Context(session, office.clock(), Actor("test"))
        person = people.by_line(ctx, who)
        assert person is not None
        file_request(ctx, person, status)


def link(office: Office, who: str) -> str:
    """The address of the newest copy, as the phone opens it."""
    text = json.dumps(office.messages(who)[-1])
    return "/my-data/" + text.split("/my-data/")[1].split('"')[0]


def test_the_day_of_consent_is_a_day_in_bangkok(office: Office, teacher: str) -> None:
    night = datetime(2026, 11, 28, 17, 30, tzinfo=UTC)
    with office.database.transaction() as session:
        ctx = Context(session, night, Actor("test"))
        add(ctx, "บุญมี ตัวอย่าง", "teacher", office.people["guest"], school=ONE)
        known = people.by_line(ctx, office.people["guest"])
        assert known is not None
        people.give_consent(ctx, known, "2569-1", "ab" * 32)
    office.says(office.people["guest"], "ข้อมูลของฉัน")
    assert "29 พ.ย. 2569" in office.heard(office.people["guest"])


def test_what_is_kept_is_shown(office: Office, teacher: str) -> None:
    file(office, teacher, RequestStatus.DELIVERED)
    office.says(teacher, "ข้อมูลของฉัน")
    said = office.heard(teacher)
    for told in (NAME, "ครู โรงเรียนบ้านหนองสมมุติ", "081-234-5678", "ฉบับ 2569-1", "1 เรื่อง"):
        assert told in said, told
    assert "คนอื่น" not in said


def test_of_a_stranger_there_is_little(office: Office) -> None:
    stranger = office.people["technician"]
    for word in ("PDPA", "ข้อมูลส่วนบุคคลของฉัน"):
        office.says(stranger, word)
        assert "เลขประจำตัว LINE ของท่าน" in office.heard(stranger)


def test_the_copy_opens_for_an_hour_and_for_no_one_elses_data(office: Office, teacher: str) -> None:
    office.says(teacher, "ข้อมูลของฉัน")
    office.says(teacher, "ขอสำเนา")
    assert "ลิงก์ใช้ได้ถึง พฤ. 19 พ.ย. 2569 15.30 น." in office.heard(teacher)
    address = link(office, teacher)
    page = office.web.get(address)
    text = page.get_data(as_text=True)
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert NAME in text
    assert "คนอื่น" not in text
    file_ = office.web.get(f"{address}.json")
    assert file_.headers["Cache-Control"] == "no-store"
    assert "attachment" in file_.headers["Content-Disposition"]
    assert file_.get_json()["profile"]["name"] == NAME
    assert office.web.get(address[:-1]).status_code == 404
    assert office.web.get("/my-data/" + "A" * 54).status_code == 404
    office.clock.advance(minutes=60)
    assert office.web.get(address).status_code == 410
    assert office.web.get(f"{address}.json").status_code == 410


def test_the_link_dies_with_the_binding(office: Office, teacher: str) -> None:
    office.says(teacher, "ข้อมูลของฉัน")
    office.says(teacher, "1")
    address = link(office, teacher)
    with office.database.transaction() as session:
        ctx = Context(session, office.clock(), Actor("test"))
        known = people.by_line(ctx, teacher)
        assert known is not None
        people.unbind(ctx, SYSTEM, known.id)
    assert office.web.get(address).status_code == 404


def test_erasing_asks_first_and_says_what_stays(office: Office, teacher: str) -> None:
    file(office, teacher, RequestStatus.DELIVERED)
    office.says(teacher, "ข้อมูลของฉัน")
    office.says(teacher, "ลบข้อมูลของฉัน")
    said = office.heard(teacher)
    assert "เอกสารที่พิจารณาแล้ว 1 เรื่อง" in said
    assert "คนสุดท้าย" not in said
    office.says(teacher, "ไม่แน่ใจ")
    assert "ไม่ได้ลบ" in office.heard(teacher)
    office.says(teacher, "ข้อมูลของฉัน")
    office.says(teacher, "2")
    office.heard(teacher)
    office.says(teacher, "ยืนยันครับ")
    said = office.heard(teacher)
    assert "ลบข้อมูลของท่านแล้ว" in said
    assert "ระเบียบงานสารบรรณ" in said
    office.says(teacher, "ข้อมูลของฉัน")
    assert NAME not in office.heard(teacher)
    with office.database.transaction() as session:
        names = [p.name for p in session.scalars(select(Person).order_by(Person.id))]
        assert names == ["คนอื่น สมมุติ", ""]
    # They may come back; the consent is asked for anew.
    office.says(teacher, "ลงทะเบียน")
    assert "ยินยอมหรือไม่" in office.heard(teacher)


def test_a_running_request_is_withdrawn_first(office: Office, teacher: str) -> None:
    file(office, teacher, RequestStatus.CHECKING)
    office.says(teacher, "ข้อมูลของฉัน")
    office.says(teacher, "2")
    said = office.heard(teacher)
    assert "ยังลบไม่ได้" in said
    assert "คข. 2/2570" in said
    assert "ถอนคำขอ" in said
    office.says(teacher, "ยืนยัน")
    with office.database.transaction() as session:
        ctx = Context(session, office.clock(), Actor("test"))
        assert people.by_line(ctx, teacher) is not None


def test_the_last_officer_is_warned(office: Office) -> None:
    officer = office.people["officer"]
    with office.database.transaction() as session:
        ctx = Context(session, office.clock(), Actor("test"))
        add(ctx, "เจ้าหน้าที่ สมมุติ", "officer", officer, group=PLAN)
    office.says(officer, "ข้อมูลของฉัน")
    office.says(officer, "2")
    assert f"คนสุดท้ายในตำแหน่ง เจ้าหน้าที่{PLAN}" in office.heard(officer)


def test_from_the_data_to_the_contact(office: Office, teacher: str) -> None:
    office.says(teacher, "ข้อมูลของฉัน")
    office.says(teacher, "3")
    office.says(teacher, "1")
    assert "ต้องการแก้ไขข้อมูลใด" in office.heard(teacher)


def test_a_token_is_of_one_page_and_of_one_office() -> None:
    links, foreign = PageLinks(KEY), PageLinks("x" * 32)
    claims = {"p": 7, "b": 1}
    token = links.sign("my-data", claims, NOON + timedelta(hours=1))
    assert links.read("my-data", token, now=NOON) == claims
    assert foreign.read("my-data", token, now=NOON) is None
    assert links.read("papers", token, now=NOON) is None
    with pytest.raises(LinkExpired):
        links.read("my-data", token, now=NOON + timedelta(hours=1))
    for wrong in ("", "ก", token[:-2], token + "A", "A" * 500, "A" * 700):
        assert links.read("my-data", wrong, now=NOON) is None


def test_the_page_has_words_for_everything_that_is_kept(office: Office, teacher: str) -> None:
    file(office, teacher, RequestStatus.DELIVERED)
    with office.database.transaction() as session:
        ctx = Context(session, office.clock(), Actor("test"))
        person = people.by_line(ctx, teacher)
        assert person is not None
        people.name_responsible(ctx, SYSTEM, person.id, ONE, ["dmc"])
        people.wish(ctx, teacher, NAME, people.seat(ctx, "school_director", school=ONE))
        copy = people.export(ctx, person)
    assert set(my_data_page.SECTIONS) == set(copy) - {"made_at"}
    records = [r for held in copy.values() if isinstance(held, list) for r in held]
    names = {name for record in [copy["profile"], *records] for name in record}
    assert names - set(my_data_page.LABELS) == set()
    columns = {c.key for t in (Rating, Complaint, RequestDraft, ActingOrder, OneTimeCode, Consent)
               for c in t.__table__.columns}  # fmt: skip
    assert columns - set(my_data_page.LABELS) == {"about_id", "code_hash", "text_hash"}
