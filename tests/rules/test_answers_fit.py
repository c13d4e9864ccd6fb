"""Answers at their widest still fit what LINE takes: long names, many schools, big figures."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.cards import Place, Voice
from bot.database import Database
from bot.emulator.rules import body_problems
from bot.line.render import Renderer
from bot.texts import word
from handlers import datastate
from handlers.context import Actor, Context
from handlers.dmc_vocabulary import GRADES
from handlers.questions import Office, answer
from models.datasets import DatasetVersion, Enrollment, VersionSchool, VersionStatus
from models.schools import School
from tests.conftest import NOON
from tests.rules.samples import LONG
from tests.rules.test_notices import LONG_NAME, PLACES

OFFICE = Office("57030000", LONG_NAME)
SCHOOLS = 65
KNOWN = {"figure", "multi", "list", "clarify", "no_data"}
QUESTIONS = (
    "ทั้งเขตมีนักเรียนกี่คน",
    "ทั้งเขตแยกรายชั้นมีนักเรียนกี่คน",
    "ทั้งเขตแยกตามระดับมีนักเรียนกี่คน",
    "ทั้งเขตแยกชายหญิง",
    "ทั้งเขตมีห้องเรียนกี่ห้อง",
    "นักเรียนเฉลี่ยต่อห้องทั้งเขต",
    "โรงเรียนไหนมีนักเรียนมากที่สุด",
    "10 อันดับโรงเรียนที่มีนักเรียนมากที่สุด",
    "โรงเรียนที่มีนักเรียนไม่เกิน 120 คน มีโรงเรียนใดบ้าง",
    "โรงเรียนที่มีนักเรียนมากกว่า 10 คน มีโรงเรียนใดบ้าง",
    "โรงเรียนขนาดเล็กมีกี่โรง",
    "จำนวนโรงเรียนแยกตามขนาด",
    f"{LONG.format(1)} มีนักเรียนกี่คน",
    f"{LONG.format(1)} แยกรายชั้น",
    "อนุบาลราษฎร์บำรุงวิทยาคาร มีนักเรียนกี่คน",
    "โรงเรียนบ้านที่ไม่มีอยู่จริงมีนักเรียนกี่คน",
    "ทั้งเขตมีนักเรียนกี่คน ปี 2550",
    "ทั้งเขตมีครูกี่คน",
    "รายชื่อโรงเรียนทั้งหมด",
)


@pytest.fixture(scope="module")
def ctx(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    path = tmp_path_factory.mktemp("wide") / "office.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    with database.transaction() as session:
        ctx = Context(session, NOON, Actor("test"))
        _fill(ctx)
        yield ctx
    database.close()


def _fill(ctx: Context) -> None:
    version = DatasetVersion(
        dataset="dmc", report="students_by_grade", year=2569, round=1, as_of=date(2026, 6, 10),
        status=VersionStatus.PUBLISHED, file_name="f", sha256="0", totals={}, imported_at=NOON,
        imported_by="t", published_at=NOON,
    )  # fmt: skip
    ctx.session.add(version)
    ctx.session.flush()
    for n in range(SCHOOLS):
        code, name = f"5703{n:04}", LONG.format(n)
        ctx.session.add(School(
            smis=code, name=name, province="", area_code="5703", area_name="", kind="",
            moe_lost_digits=False, in_office=True, imported_at=NOON,
        ))  # fmt: skip
        ctx.session.add(VersionSchool(version_id=version.id, school_code=code, school_name=name))
        for grade in GRADES:
            ctx.session.add(Enrollment(
                version_id=version.id, school_code=code, school_name=name, grade=grade,
                male=99_999 + n, female=99_998, rooms=999,
            ))  # fmt: skip
    datastate.bump(ctx)
    ctx.session.flush()


@pytest.mark.parametrize("place", PLACES, ids=["person", "group"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_answer_fits(ctx: Context, question: str, place: Place) -> None:
    key = "k" * 32
    renderer = Renderer(key, "https://office.example")
    found = answer(ctx, question, office=OFFICE, memory={})
    data = json.loads(json.dumps(found.to_json()))
    messages = renderer.draw(word("answer", data, place, Voice(LONG_NAME)), place)
    assert body_problems("ReplyMessageRequest", {"replyToken": "t", "messages": messages}) == []


def test_the_questions_reach_every_kind_with_figures(ctx: Context) -> None:
    kinds = {answer(ctx, question, office=OFFICE, memory={}).kind for question in QUESTIONS}
    assert kinds >= KNOWN
