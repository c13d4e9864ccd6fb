"""The demo office: invented schools and plausible figures, taken in as a real office's would be.

Nobody real is in it. Everything follows from one seed and the date, so that each run is alike.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from random import Random

from sqlalchemy import select

from handlers import datasets, demo_places, demo_topics, demo_vocabulary, dmc
from handlers import dmc_vocabulary as words
from handlers.context import Context
from handlers.duties import import_duties
from handlers.questions.answers import Office
from handlers.questions.timing import academic_year
from handlers.schools import import_schools
from handlers.schools_vocabulary import COLUMNS
from handlers.tables import Source
from models.datasets import DatasetVersion
from models.schools import area_key

SCHOOLS = 120
YEARS = 3
_SEED = 2569
_ROOM = 40
#: Pupils in a grade, in most schools of a class; how many of the 120 schools are of it.
_CLASSES = ((5, 46), (11, 40), (22, 26), (48, 6), (88, 2))


@dataclass
class _Made:
    code: str
    moe: str
    name: str
    kind: int
    size: int
    entry: dict[int, tuple[int, int]]


def populate(ctx: Context, office: Office) -> None:
    """Fill an empty database with the demo office; one that has data is left as it is."""
    if ctx.session.scalar(select(DatasetVersion.id).limit(1)) is not None:
        return
    schools = _schools(office)
    import_schools(ctx, "demo-schools.csv", _school_file(schools, office), office.code)
    facts = demo_places.school_facts([school.code for school in schools])
    import_schools(ctx, "demo-schools-facts.csv", facts, office.code)
    import_duties(ctx, Source("demo-duties.csv", demo_places.directory()))
    rounds = _rounds(ctx)
    for year, round_ in rounds:
        name = f"demo-dmc-{year}-{round_}.csv"
        _take(ctx, Source(name, _summary_file(schools, office, year, round_)), year, round_, office)
    newest = rounds[-1]
    older = (newest[0] - 1, newest[1])
    for (year, round_), slugs in (
        (older, demo_topics.OLDER_SLUGS),
        (newest, demo_topics.TOPIC_SLUGS),
    ):
        counted = [(s.code, _grade_counts(s, year, round_)) for s in schools]
        for name, content in demo_topics.files(counted, office.code, year, round_, slugs):
            _take(ctx, Source(name, content), year, round_, office)


def _take(ctx: Context, source: Source, year: int, round_: int, office: Office) -> None:
    target = datasets.Target(dmc.DATASET, year, round_, datasets.usual_as_of(year, round_))
    for done in datasets.import_file(ctx, source, target, office.code):
        assert done.version is not None
        datasets.publish(ctx, done.version)


def _rounds(ctx: Context) -> list[tuple[int, int]]:
    """The rounds of three academic years whose day has come."""
    newest = academic_year(ctx.now)
    today: date = ctx.now.date()
    return [
        (year, round_)
        for year in range(newest - YEARS + 1, newest + 1)
        for round_ in (1, 2, 3)
        if datasets.usual_as_of(year, round_) <= today
    ]


def _schools(office: Office) -> list[_Made]:
    random = Random(_SEED)  # noqa: S311 - made-up figures, no secret
    sizes = [size for size, n in _CLASSES for _ in range(n)]
    random.shuffle(sizes)
    made = []
    for n, (name, size) in enumerate(zip(_names(random), sizes, strict=True), 1):
        kind = 2 if size >= 48 else 1 if random.random() < 0.3 else 0
        prefix = area_key(office.code)
        made.append(
            _Made(
                f"{prefix}{n:04d}", f"10{prefix}{n:04d}", name, kind, size, _entries(random, size)
            )
        )
    return made


def _names(random: Random) -> list[str]:
    v = demo_vocabulary
    plain = [place + thing for place in v.PLACES for thing in v.THINGS]
    random.shuffle(plain)
    found = list(v.OTHERS)
    for n, name in enumerate(plain[: SCHOOLS - len(found)]):
        lead = v.TEMPLE if n % 4 == 3 else v.VILLAGE
        patron = f"({random.choice(v.PATRONS)})" if n % 6 == 5 else ""
        found.append(f"{lead}{name}{patron}")
    random.shuffle(found)
    return found


def _entries(random: Random, size: int) -> dict[int, tuple[int, int]]:
    """Boys and girls of each cohort, by the year in which it was in ป.1."""
    cohorts = {}
    for year in range(2545, 2600):
        total = max(1, round(random.gauss(size, size * 0.22)))
        boys = sum(random.random() < 0.51 for _ in range(total))
        cohorts[year] = (boys, total - boys)
    return cohorts


def _grade_counts(school: _Made, year: int, round_: int) -> dict[str, tuple[int, int, int]]:
    """Male, female, rooms of each grade that the school teaches."""
    grades = list(words.PRE[1:] + words.PRIMARY)
    grades += words.LOWER if school.kind else ()
    grades += words.UPPER if school.kind == 2 else ()
    found = {}
    for grade in grades:
        step = words.GRADES.index(grade) - words.GRADES.index(words.PRIMARY[0])
        boys, girls = school.entry[year - step]
        if step >= 6:  # some go to other schools after primary school
            boys, girls = boys * 3 // 5, girls * 2 // 3
        left = (school.size * (round_ - 1)) // 40
        boys = max(0, boys - left)
        rooms = max(1, -(-(boys + girls) // _ROOM))
        found[grade] = (boys, girls, rooms)
    return found


def _school_file(schools: list[_Made], office: Office) -> bytes:
    v = demo_vocabulary
    fields = ("province", "area_code", "area_name", "smis", "moe", "name", "kind")
    rows = [[COLUMNS[field][0] for field in fields]]
    area = area_key(office.code)
    for s in schools:
        rows.append([v.PROVINCE, area, office.name, s.code, s.moe, s.name, v.KINDS[s.kind]])
    return _csv(rows)


def _summary_file(schools: list[_Made], office: Office, year: int, round_: int) -> bytes:
    """DMC's own 96 columns, with the row of totals that has no code."""
    groups = words.groups()
    head = [words.AREA_CODE, words.AREA_NAME, words.SCHOOL_CODE, words.SCHOOL_NAME]
    rows = [head + [column for group, _ in groups for column in words.header(group)]]
    totals = [0] * (4 * len(groups))
    for school in schools:
        counts = _grade_counts(school, year, round_)
        cells: list[int] = []
        for _, grades in groups:
            parts = [counts.get(grade, (0, 0, 0)) for grade in grades]
            boys, girls, rooms = (sum(part[n] for part in parts) for n in range(3))
            cells += [boys, girls, boys + girls, rooms]
        totals = [total + cell for total, cell in zip(totals, cells, strict=True)]
        rows.append([office.code, office.name, school.code, school.name, *map(str, cells)])
    return _csv([*rows, ["", "", "", "", *map(str, totals)]])


def _csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")
