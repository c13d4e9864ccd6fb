"""Questions about a school's facts and about who answers for what. No figure is given here."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.database import Database
from handlers import demo, demo_places, duties, schools
from handlers.context import Actor, Context
from handlers.questions import Answer, answer
from handlers.tables import Source
from models.duties import Duty
from tests.conftest import NOON
from tests.handlers.offices import CHIANGRAI, DEMO

FACTS = """รหัสโรงเรียน,อำเภอ,ตำบล,เครือข่าย,โทรศัพท์,อีเมล,ละติจูด,ลองจิจูด
57030010,แม่จัน ,ป่าตึง,แม่จัน 2,053712345,kiew@example.go.th,20.1,99.7
"""
DIRECTORY = """เรื่อง,คำอื่น,กลุ่มงาน,ผู้รับผิดชอบ,โทรศัพท์,อีเมล,ห้อง
ข้อมูล DMC,"ดีเอ็มซี, นักเรียนรายบุคคล",กลุ่มนโยบายและแผน,,053-712345 ต่อ 21,plan@example.go.th,
ระบบ B-OBEC,สิ่งก่อสร้าง,กลุ่มนโยบายและแผน,,053-712345 ต่อ 22,,
งานพัสดุ,จัดซื้อ,กลุ่มบริหารงานการเงินและสินทรัพย์,,053-712346,,
เลื่อนเงินเดือน,วิทยฐานะ,กลุ่มบริหารงานบุคคล,,,,
จ่ายเงินเดือน,,กลุ่มบริหารงานการเงินและสินทรัพย์,,053-712346,,
"""
KIEW = "57030010"


@pytest.fixture(scope="module")
def real(real_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """The real office, one of its schools placed, and a directory."""
    with _office(real_file, tmp_path_factory.mktemp("real")) as found:
        schools.import_schools(found, "ours.csv", FACTS.encode(), CHIANGRAI.code)
        duties.import_duties(found, Source("duties.csv", DIRECTORY.encode()))
        yield found


@contextmanager
def _office(template: Path, folder: Path) -> Iterator[Context]:
    path = folder / "office.db"
    shutil.copy(template, path)
    database = Database(f"sqlite:///{path}")
    with database.transaction() as session:
        yield Context(session, NOON, Actor("test"))
    database.close()


def ask(ctx: Context, *texts: str) -> Answer:
    """The answer to the last of these, asked one after the other in one chat."""
    memory: dict[str, Any] = {}
    found = None
    for text in texts:
        found = answer(ctx, text, office=CHIANGRAI, memory=memory)
        memory = json.loads(json.dumps(found.memory))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "fact", "value"),
    [
        ("รหัสโรงเรียนบ้านกิ่วพร้าว", "smis", KIEW),
        ("ขอทราบรหัส รร.บ้านกิ่วพร้าว หน่อยค่ะ", "moe", "1057120357"),
        ("รหัส 10 หลักของบ้านกิ่วพร้าว", "moe", "1057120357"),
        ("เบอร์โรงเรียนบ้านกิ่วพร้าว", "phone", "0-5371-2345"),
        ("ขอเบอร์โทร กิ่วพร้าว ครับ", "phone", "0-5371-2345"),
        ("โรงเรียนบ้านกิ่วพร้าว ติดต่อใคร", "phone", "0-5371-2345"),
        ("ติดต่อโรงเรียนบ้านกิ่วพร้าวยังไง", "phone", "0-5371-2345"),
        ("บ้านกิ่วพร้าว อยู่อำเภออะไร", "amphoe", "แม่จัน"),
        ("โรงเรียนบ้านกิวพราวอยู่ตำบลไหน", "tambon", "ป่าตึง"),
        ("57030010 อยู่เครือข่ายไหน", "network", "แม่จัน 2"),
        ("พิกัดโรงเรียนบ้านกิ่วพร้าว", "map", "20.100000,99.700000"),
        ("แผนที่โรงเรียนบ้านกิ่วพร้าว", "map", "20.100000,99.700000"),
        ("อีเมลโรงเรียนบ้านกิ่วพร้าว", "email", "kiew@example.go.th"),
        ("๕๗๐๓๐๐๑๐ คือโรงเรียนอะไร", "smis", KIEW),
        ("1057120357 โรงเรียนอะไร", "smis", KIEW),
        ("บ้านกิ่วพร้าวอยู่จังหวัดอะไร", "province", "เชียงราย"),
    ],
)
def test_a_fact_of_one_school(real: Context, question: str, fact: str, value: str) -> None:
    found = ask(real, question)
    assert found.kind == "school_fact"
    assert found.facts["school"] == {"code": KIEW, "name": "บ้านกิ่วพร้าว"}
    assert found.facts["values"][fact] == value
    assert found.facts["missing"] == []
    assert (found.facts["source"], found.facts["date"]) == ("ours.csv", "2026-11-19")


def test_a_fact_that_is_not_held_is_said_to_be_missing(real: Context) -> None:
    found = ask(real, "เว็บไซต์โรงเรียนบ้านกิ่วพร้าว")
    assert (found.kind, found.facts["missing"]) == ("school_fact", ["website"])
    assert ask(real, "เบอร์โรงเรียน 57030001").facts["missing"] == ["phone"]


def test_several_facts_at_once(real: Context) -> None:
    found = ask(real, "ขอรหัสและเบอร์โทรโรงเรียนบ้านกิ่วพร้าว")
    assert found.facts["asked"] == ["codes", "phone"]


def test_several_schools_are_asked_back_with_the_whole_question(real: Context) -> None:
    found = ask(real, "รหัสโรงเรียนบ้านแม่คำ")
    assert found.kind == "clarify"
    assert {option["code"] for option in found.options} == {"57030033", "57030062", "57030066"}
    second = found.options[1]["code"]
    picked = ask(real, "รหัสโรงเรียนบ้านแม่คำ", "2")
    assert (picked.kind, picked.facts["school"]["code"]) == ("school_fact", second)
    # A part of a question about figures is none of the options.
    assert ask(real, "รหัสโรงเรียนบ้านแม่คำ", "ป.1 กี่คน").kind != "school_fact"


def test_what_was_spoken_of_is_kept(real: Context) -> None:
    assert ask(real, "บ้านกิ่วพร้าวมีเด็กกี่คน", "แล้วเบอร์โทรล่ะ").facts["values"]["smis"] == KIEW
    figure = ask(real, "เบอร์โรงเรียนบ้านกิ่วพร้าว", "ป.1 กี่คน")
    assert figure.kind == "figure"
    assert figure.facts["items"] == ask(real, "ป.1 โรงเรียนบ้านกิ่วพร้าวกี่คน").facts["items"]
    assert ask(real, "ทั้งเขตมีนักเรียนกี่คน", "แล้วเบอร์โทรล่ะ").kind != "school_fact"


def test_a_school_of_another_office_or_none(real: Context) -> None:
    other = ask(real, "10012004 คือโรงเรียนอะไร")
    assert (other.kind, other.facts["in_office"]) == ("school_fact", False)
    assert "query" not in other.memory
    lost = ask(real, "เบอร์โรงเรียนสวนกุหลาบวิทยาลัย")
    assert (lost.kind, len(lost.options)) == ("no_data", 3)
    unknown = ask(real, "99999999 คือโรงเรียนอะไร")
    assert (unknown.kind, unknown.missing) == ("no_data", {"what": "school", "value": "99999999"})


@pytest.mark.parametrize(
    ("question", "subjects"),
    [
        ("เรื่อง DMC ติดต่อใคร", ["ข้อมูล DMC"]),
        ("ดีเอ็มซีติดต่อใครคะ", ["ข้อมูล DMC"]),
        ("ใครดูแล B-OBEC", ["ระบบ B-OBEC"]),
        ("ใครดูแล bobec", ["ระบบ B-OBEC"]),
        ("ต้องการสอบถามเรื่องพัสดุ ติดต่อกลุ่มไหน", ["งานพัสดุ"]),
        ("เบอร์กลุ่มนโยบายและแผน", ["ข้อมูล DMC", "ระบบ B-OBEC"]),
        ("เบอร์งานพัสดุ", ["งานพัสดุ"]),
        ("วิทยฐานะ ถามใคร", ["เลื่อนเงินเดือน"]),
    ],
)
def test_who_answers_for_what(real: Context, question: str, subjects: list[str]) -> None:
    found = ask(real, question)
    assert found.kind == "duty"
    assert [entry["subject"] for entry in found.facts["entries"]] == subjects


def test_several_subjects_are_offered(real: Context) -> None:
    found = ask(real, "เรื่องเงินเดือนติดต่อใคร")
    assert (found.kind, found.facts["entries"]) == ("duty", [])
    assert [option["name"] for option in found.options] == ["เลื่อนเงินเดือน", "จ่ายเงินเดือน"]
    picked = ask(real, "เรื่องเงินเดือนติดต่อใคร", "2")
    assert picked.facts["entries"][0]["phone"] == "0-5371-2346"


def test_a_subject_that_nobody_has(real: Context) -> None:
    found = ask(real, "เรื่องยานอวกาศติดต่อใคร")
    assert (found.kind, found.facts["entries"], len(found.options)) == ("duty", [], 5)
    assert ask(real, "ติดต่อใคร").options == found.options


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("เบอร์ผู้ปกครองนักเรียนโรงเรียนบ้านกิ่วพร้าว", "privacy"),
        ("ระบบ DMC เข้าไม่ได้ ติดต่อใคร", "ticket"),
        ("เบอร์ ผอ. โรงเรียนบ้านกิ่วพร้าว", "no_data"),
        ("เบอร์โทรทุกโรงเรียน", "unknown"),
        ("รหัสผ่าน DMC ลืมรหัส", "ticket"),
        ("โรงเรียนรหัส 57030010 มีนักเรียนกี่คน", "figure"),
        ("โรงเรียนอะไรมีนักเรียนมากที่สุด", "list"),
        ("57030010 มีนักเรียนกี่คน", "figure"),
    ],
)
def test_what_is_another_kind_of_question(real: Context, question: str, kind: str) -> None:
    assert ask(real, question).kind == kind


def test_the_made_up_office_knows_its_schools_and_its_people(
    sqlite_template: Path, tmp_path: Path
) -> None:
    with _office(sqlite_template, tmp_path) as made_up:
        made = demo._schools(DEMO)
        schools.import_schools(made_up, "a.csv", demo._school_file(made, DEMO), DEMO.code)
        facts = demo_places.school_facts([school.code for school in made])
        done = schools.import_schools(made_up, "b.csv", facts, DEMO.code)
        assert (done.in_office, done.changed, done.mobiles) == (demo.SCHOOLS, demo.SCHOOLS, 0)
        duties.import_duties(made_up, Source("c.csv", demo_places.directory()))
        found = answer(made_up, f"เบอร์โรงเรียน {made[2].code}", office=DEMO, memory={})
        assert found.facts["values"]["phone"] == "0-0000-0003"
        assert answer(made_up, "เรื่อง DMC ติดต่อใคร", office=DEMO, memory={}).facts["entries"]
        # No number here can be anyone's.
        assert all("0-0000-" in (duty.phone or "") for duty in made_up.session.query(Duty))


def test_no_directory_yet(sqlite_template: Path, tmp_path: Path) -> None:
    with _office(sqlite_template, tmp_path) as empty:
        found = answer(empty, "เรื่อง DMC ติดต่อใคร", office=DEMO, memory={})
        assert (found.kind, found.facts["date"], found.options) == ("duty", None, ())
