"""Collection rounds of a large office: every reminder to come, its price, and the clock's looks."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.database import Database
from handlers.context import Actor, Context
from handlers.people import SYSTEM
from handlers.rounds import opening, planning, reminding
from handlers.rounds.opening import Spec
from handlers.workdays import BANGKOK
from models.groups import Reminder
from models.people import Responsibility, Role
from models.rounds import Dataset
from models.schools import School
from scheduler import jobs
from tests import people
from tests.bench.databases import new_database
from tests.bench.report import figure, percentile, title

SCHOOLS, NETWORKS = 250, 12
#: The five systems, M-OBEC twice.
DATASETS = (Dataset.DMC, Dataset.EMIS, Dataset.BOBEC, Dataset.MOBEC, Dataset.MOBEC, Dataset.OTHER)
OPENS = datetime(2026, 10, 1, 9, tzinfo=BANGKOK)
#: All rounds are open and every school is late: as much as there can be to plan.
NOW = datetime(2026, 10, 5, 9, 30, tzinfo=BANGKOK)
DUE = datetime(2026, 11, 3, 16, 30, tzinfo=BANGKOK)


def measure(folder: Path) -> None:
    """The plan, what the clock says on the day before a closing day, and its looks for nothing."""
    title(f"Rounds: {SCHOOLS} schools, {len(DATASETS)} rounds, nobody has confirmed")
    for kind in ("sqlite", "postgresql"):
        with new_database(kind, folder) as url:
            database = Database(url)
            furnish(database)
            plans = [seconds(database, NOW, planning.plan) for _ in range(6)]
            figure(f"{kind}: every reminder to come, the first time", plans[0], "s", most=1)
            figure(f"{kind}: every reminder to come, median", percentile(plans, 0.5), "s", most=1)
            eve = datetime(2026, 11, 2, 9, tzinfo=BANGKOK)
            turns = reminded(database, eve)
            figure(f"{kind}: the clock reminds {_people(database)} people", sum(turns), "s")
            figure(f"{kind}: its longest transaction of these", max(turns), "s")
            looks = [seconds(database, eve + timedelta(minutes=n), _none) for n in range(1, 6)]
            figure(f"{kind}: its look each minute after, median", percentile(looks, 0.5), "s")
            database.close()


def furnish(database: Database) -> None:
    """Schools with a clerk, a director and two named teachers each; chairs; the open rounds."""
    with database.transaction() as session:
        ctx = Context(session, OPENS, Actor("bench"))
        codes = [f"9901{n:04}" for n in range(SCHOOLS)]
        session.add_all(_school(code, n % NETWORKS) for n, code in enumerate(codes))
        session.flush()
        for n, code in enumerate(codes):
            _staff(ctx, code, chair=n < NETWORKS)
        for n, dataset in enumerate(DATASETS):
            opening.open_round(ctx, SYSTEM, _spec(n, dataset))


def _school(code: str, network: int) -> School:
    return School(
        smis=code, moe_lost_digits=False, name=f"บ้านทดสอบ {code}", province="เชียงราย",
        area_code="9901", area_name="เขตตัวอย่าง", kind="", in_office=True,
        network=f"เครือข่าย {network}", imported_at=OPENS,
    )  # fmt: skip


def _staff(ctx: Context, code: str, *, chair: bool) -> None:
    people.person(ctx, "ธุรการ", Role.SCHOOL_ADMIN, school=code, line_user=f"U-clerk-{code}")
    people.person(ctx, "ผอ.", Role.SCHOOL_DIRECTOR, school=code, line_user=f"U-head-{code}")
    if chair:
        people.person(ctx, "ประธาน", Role.NETWORK_CHAIR, school=code, line_user=f"U-chair-{code}")
    for system in ("dmc", "emis"):
        named = people.person(ctx, "ครู", Role.TEACHER, school=code, line_user=f"U-{system}-{code}")
        ctx.session.add(Responsibility(
            person_id=named.id, school_code=code, system=system, starts_on=date(2026, 1, 1)
        ))  # fmt: skip


def _spec(n: int, dataset: Dataset) -> Spec:
    due = DUE + timedelta(days=n // 3)
    return Spec(dataset, f"รอบทดสอบ {n}", 2569, OPENS.date(), due, n + 1)


def seconds(database: Database, now: datetime, work: Callable[[Context], object]) -> float:
    """How long this takes in a transaction of its own."""
    with database.transaction() as session:
        began = time.perf_counter()
        work(Context(session, now, Actor("bench")))
        session.flush()
        return time.perf_counter() - began


def reminded(database: Database, now: datetime) -> list[float]:
    """How long each transaction of the clock took until everybody was told."""
    made, turns = jobs.MOST_TOLD, list[float]()

    def some(ctx: Context) -> None:
        nonlocal made
        made = reminding.remind(ctx, jobs.MOST_TOLD)

    while made == jobs.MOST_TOLD:
        turns.append(seconds(database, now, some))
    return turns


def _people(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count(Reminder.chat_key.distinct()))) or 0


def _none(ctx: Context) -> None:
    assert reminding.remind(ctx) == 0
