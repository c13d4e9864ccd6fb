"""A small office with published figures, made by hand: what the Big Data pages show in tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from flask.testing import FlaskClient

from bot import config
from bot.app import create_app
from bot.database import Database
from bot.intake import Intake
from handlers import datastate
from handlers.context import Actor, Context
from handlers.dmc_vocabulary import GRADES
from models.datasets import (
    Coverage,
    DatasetVersion,
    Enrollment,
    Tally,
    VersionSchool,
    VersionStatus,
)
from models.schools import School
from tests.conftest import NOON

PUBLIC = "https://data.office.example"
NEWEST, LAST_YEAR = "/data/students-by-grade/2569-1", "/data/students-by-grade/2568-1"
OFFICE_CODE, OFFICE_NAME = "57030000", "สพป.ทดสอบ เขต 3"
#: Code, name, amphoe; boys and girls of each grade taught.
SCHOOLS = (
    ("57030001", "บ้านหนองบัว", "เมือง", {"อ.2": (7, 5), "ป.1": (13, 11), "ป.2": (60, 40)}),
    ("57030002", "วัดทุ่งทอง", "เมือง", {"ป.1": (2, 3), "ม.1": (20, 25)}),
    ("57030003", "=บ้านดอย(ประชา)", "ดอยสูง", {"ป.1": (1, 0)}),
)
LEARNING, SEEING = "ความพิการทางการเรียนรู้", "ความพิการทางการมองเห็น"


def version(ctx: Context, report: str, year: int, round_: int, **more: Any) -> DatasetVersion:
    """A version in force, as of 10 June, with no figures yet."""
    made = DatasetVersion(
        **{
            "dataset": "dmc", "report": report, "year": year, "round": round_,
            "as_of": date(year - 543, 6, 10), "status": VersionStatus.PUBLISHED,
            "file_name": "f.csv", "sha256": f"{report}{year}{round_}{more.get('sha256', '')}"[:64],
            "totals": {}, "imported_at": ctx.now, "imported_by": "t", "published_at": ctx.now,
            "published_by": "t", **more,
        }
    )  # fmt: skip
    ctx.session.add(made)
    ctx.session.flush()
    return made


def pupils(ctx: Context, year: int, round_: int, more: int = 0, **how: Any) -> DatasetVersion:
    """Pupils by grade of the three schools; `more` boys in the first grade of each."""
    made = version(ctx, "students_by_grade", year, round_, **how)
    for code, name, _, grades in SCHOOLS:
        _name(ctx, made, code, name)
        for n, (grade, (boys, girls)) in enumerate(grades.items()):
            ctx.session.add(Enrollment(
                version_id=made.id, school_code=code, school_name=name, grade=grade,
                male=boys + (more if n == 0 else 0), female=girls, rooms=1,
            ))  # fmt: skip
    return made


def disability(ctx: Context, year: int, round_: int) -> DatasetVersion:
    """Few pupils in many cells, so that much must be hidden."""
    made = version(ctx, "disability", year, round_)
    counts = (
        ("57030001", LEARNING, "ป.1", 9, 6), ("57030001", LEARNING, "ป.2", 12, 8),
        ("57030001", SEEING, "ป.2", 1, 0), ("57030002", LEARNING, "ม.1", 3, 2),
        ("57030002", SEEING, "ป.1", 0, 2),
    )  # fmt: skip
    for code, name, _, _ in SCHOOLS:
        _name(ctx, made, code, name)
    for code, category, part, boys, girls in counts:
        ctx.session.add(Tally(
            version_id=made.id, school_code=code, category=category, part=part, male=boys,
            female=girls, number=0,
        ))  # fmt: skip
    return made


def fill(ctx: Context) -> None:
    """Two rounds of pupils, one of disability, one withdrawn, one never in force; noise around."""
    for code, name, amphoe, _ in SCHOOLS:
        ctx.session.add(_school(ctx, code, name, amphoe=amphoe, in_office=True))
    ctx.session.add(_school(ctx, "10010001", "โรงเรียนต่างเขต", amphoe="เมือง", in_office=False))
    pupils(ctx, 2569, 1)
    pupils(ctx, 2568, 1, more=4)
    gone = {"status": VersionStatus.WITHDRAWN, "withdrawn_at": ctx.now}
    pupils(ctx, 2567, 1, more=90, **gone)
    unseen = {"status": VersionStatus.VERIFIED, "published_at": None}
    pupils(ctx, 2569, 2, more=70, **unseen)
    disability(ctx, 2569, 1)
    datastate.bump(ctx)
    ctx.session.flush()


def country(ctx: Context, schools: int) -> None:
    """Many schools, as a ministry's office would have."""
    made = version(ctx, "students_by_grade", 2569, 1)
    for n in range(schools):
        code, name = f"5703{n:04}", f"บ้านที่ {n}"
        _name(ctx, made, code, name)
        ctx.session.add(Enrollment(
            version_id=made.id, school_code=code, school_name=name, grade=GRADES[3], male=n,
            female=1, rooms=1,
        ))  # fmt: skip
    datastate.bump(ctx)
    ctx.session.flush()


def only_one_school(ctx: Context) -> None:
    """A newer edition of disability that holds one school only."""
    made = version(ctx, "disability", 2569, 2, coverage=Coverage.PART)
    code, name, _, _ = SCHOOLS[0]
    _name(ctx, made, code, name)
    ctx.session.add(Tally(
        version_id=made.id, school_code=code, category=LEARNING, part="ป.1", male=30, female=20,
        number=0,
    ))  # fmt: skip
    datastate.bump(ctx)
    ctx.session.flush()


def _name(ctx: Context, made: DatasetVersion, code: str, name: str) -> None:
    ctx.session.add(VersionSchool(version_id=made.id, school_code=code, school_name=name))


def _school(ctx: Context, code: str, name: str, *, amphoe: str, in_office: bool) -> School:
    return School(
        smis=code, moe=f"10{code}", name=name, province="เชียงราย", area_code="5703",
        area_name=OFFICE_NAME, kind="", moe_lost_digits=False, in_office=in_office, amphoe=amphoe,
        phone="0-5300-0000", latitude=20.1, longitude=99.8, source="schools.csv",
        imported_at=ctx.now,
    )  # fmt: skip


@contextmanager
def visiting(database: Database) -> Iterator[FlaskClient]:
    """A visitor's client on a database."""
    settings = config.load({"SECRET_KEY": "k" * 32, "DATABASE_URL": "sqlite:///:memory:"})
    settings = replace(
        settings, public_url=PUBLIC, office_name=OFFICE_NAME,
        office_code=OFFICE_CODE, data_licence="ใช้ได้โดยอ้างอิงที่มา",
    )  # fmt: skip
    intake = Intake(database, lambda: NOON)
    yield create_app(settings, database, intake).test_client()
    intake.close()


@contextmanager
def changing(database: Database) -> Iterator[Context]:
    with database.transaction() as session:
        yield Context(session, NOON, Actor("test"))


def words(page: str) -> str:
    """A page as it is read, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
