"""Understanding and answering: on an office's data, with the whole country as one office, and the
first question after a start.
"""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bot.database import Database
from handlers import datastate
from handlers.context import Actor, Context
from handlers.dmc_vocabulary import GRADES
from handlers.questions import Office, answer
from models.datasets import DatasetVersion, Enrollment, VersionSchool, VersionStatus
from models.schools import School
from tests.bench.report import figure, percentile, title
from tests.conftest import NOON, shared

OFFICE = Office("57030000", "สพป.เชียงราย เขต 3")
LIST = "emis_2565-09_schools_all.csv"
DAYS = {1: (6, 10), 2: (11, 10), 3: (3, 31)}
#: Years of three rounds each; the country has 29,579 schools in every one of them.
YEARS = range(2564, 2569)
CODE, MOE, NAME = "รหัสโรงเรียน 8 หลัก (SMIS)", "รหัสโรงเรียน 10 หลัก (MOE)", "โรงเรียน"
SHAPES = (
    "{school}มีนักเรียนกี่คน", "{school} ป.1 กี่คน", "เด็กผู้หญิง{school}มีกี่คน", "{school}มีกี่ห้อง",
    "ทั้งเขตมีนักเรียนกี่คน", "นักเรียน ป.1 ถึง ป.6 ทั้งเขตกี่คน", "โรงเรียนไหนมีนักเรียนมากที่สุด",
    "10 โรงเรียนที่มีนักเรียนน้อยที่สุด", "โรงเรียนขนาดเล็กมีกี่โรง", "โรงเรียนขยายโอกาสมีกี่โรง",
    "นักเรียนหญิงคิดเป็นร้อยละเท่าไร", "เฉลี่ยนักเรียนต่อห้องเท่าไร", "นักเรียนแยกตามชั้น",
    "{school} กับ {school2} มีนักเรียนกี่คน", "ปี 2567 {school}มีนักเรียนกี่คน", "จำนวนนักเรียนย้อนหลัง 5 ปี",
    "โรงเรียนที่มีนักเรียนไม่เกิน 20 คน มีกี่โรง", "นักเรียนม.ต้นชายกี่คน", "สวัสดีครับ", "คอมพิวเตอร์เสีย",
)  # fmt: skip


def measure(folder: Path) -> None:
    """The figures of understanding and answering."""
    title("questions: from text to answer")
    if not (shared() / "data" / LIST).is_file():
        print(f"  no list of schools at {shared() / 'data'}: set SHARED")
        return
    p95 = {}
    for name, whole in (("an office", False), ("whole country", True)):
        path = folder / f"{'country' if whole else 'office'}.db"
        schools, began = _schools(whole), time.perf_counter()
        _make(path, schools)
        figure(f"database of {len(schools):,} schools made in", time.perf_counter() - began, "s")
        p95[whole] = _ask(path, schools)
        limit = None if whole else 30
        figure(f"question p95, {name}" if whole else "question p95", p95[whole], "ms", most=limit)
        first = subprocess.run(
            [sys.executable, "-m", "tests.bench.questions", str(path), schools[0][2]],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        goal = None if whole else 1
        figure(f"first question after a start, {name}", float(first.stdout), "s", most=goal)
    figure("whole country to an office", p95[True] / p95[False], "x", most=1.5)


def _schools(whole: bool) -> list[tuple[str, str | None, str]]:
    with (shared() / "data" / LIST).open(encoding="utf-8-sig", newline="") as file:
        rows = [(r[CODE], r[MOE] or None, r[NAME]) for r in csv.DictReader(file)]
    return [row for row in rows if whole or row[0].startswith("5703")]


def _make(path: Path, schools: list[tuple[str, str | None, str]]) -> None:
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    with database.transaction() as session:
        ctx = Context(session, NOON, Actor("bench"))
        listed = {
            "moe_lost_digits": False, "province": "", "area_code": "5703", "area_name": OFFICE.name,
            "kind": "", "in_office": True, "imported_at": NOON,
        }  # fmt: skip
        rows = [{"smis": c, "moe": m, "name": n, **listed} for c, m, n in schools]
        session.execute(insert(School), rows)
        for year in YEARS:
            for round_ in DAYS:
                _version(ctx, year, round_, schools)
        datastate.bump(ctx)
    database.close()


def _version(ctx: Context, year: int, round_: int, schools: list[Any]) -> None:
    month, day = DAYS[round_]
    version = DatasetVersion(
        dataset="dmc", report="students_by_grade", year=year, round=round_,
        as_of=date(year - 543 + (round_ == 3), month, day), status=VersionStatus.PUBLISHED,
        file_name="bench", sha256=f"{year}{round_}", totals={}, imported_at=NOON,
        imported_by="bench", published_at=NOON, published_by="bench",
    )  # fmt: skip
    ctx.session.add(version)
    ctx.session.flush()
    connection = ctx.session.connection()
    named = [(version.id, code, name) for code, _, name in schools]
    columns = "(version_id, school_code, school_name) VALUES (?, ?, ?)"
    connection.exec_driver_sql(f"INSERT INTO {VersionSchool.__tablename__} {columns}", named)
    chance = random.Random(year * 10 + round_)
    rows = []
    for code, _, name in schools:
        most = 12 if chance.random() < 0.8 else 15
        for grade in GRADES[1:most]:
            size = chance.randrange(1, 40)
            rows.append(
                (version.id, code, name, grade, size // 2, size - size // 2, 1 + size // 30)
            )
    columns = "(version_id, school_code, school_name, grade, male, female, rooms)"
    statement = f"INSERT INTO {Enrollment.__tablename__} {columns} VALUES (?, ?, ?, ?, ?, ?, ?)"
    connection.exec_driver_sql(statement, rows)


def _ask(path: Path, schools: list[tuple[str, str | None, str]]) -> float:
    """p95 in ms of many questions, some names misspelt, after one to warm up."""
    database = Database(f"sqlite:///{path}")
    chance, taken = random.Random(1), []
    _one(database, "สวัสดี")
    _one(database, "จำนวนนักเรียนย้อนหลัง 5 ปี")
    for _ in range(30):
        for shape in SHAPES:
            names = [_typed(chance, chance.choice(schools)[2]) for _ in range(2)]
            taken.append(_one(database, shape.format(school=names[0], school2=names[1])))
    database.close()
    return percentile(taken, 0.95) * 1000


def _typed(chance: random.Random, name: str) -> str:
    """As people type it: in one of three with a letter left out or doubled, without brackets."""
    if chance.random() < 0.3:
        name = name.split("(")[0]
    if chance.random() < 0.35:
        at = chance.randrange(1, len(name))
        name = name[:at] + name[at + 1 :] if chance.random() < 0.5 else name[:at] + name[at - 1 :]
    return f"โรงเรียน{name}"


def _one(database: Database, text: str) -> float:
    began = time.perf_counter()
    with database.reading() as session:
        found = answer(Context(session, NOON, Actor("bench")), text, office=OFFICE, memory={})
    json.dumps(found.to_json())
    return time.perf_counter() - began


def first(path: str, name: str) -> None:
    """In a process of its own: seconds from ready to the first answer."""
    print(_one(Database(f"sqlite:///{path}"), f"โรงเรียน{name}มีนักเรียนกี่คน"))


if __name__ == "__main__":
    first(*sys.argv[1:3])
