"""Every use case of rounds × role × own school: what the table of rights says is what happens."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from handlers import office_rules
from handlers.context import Context
from handlers.groups import binding
from handlers.people import SYSTEM, Me, as_me, name_responsible
from handlers.rounds import changing, evidence, listing, lists, opening, standing, view
from handlers.tables import Source
from models.errors import NotAllowed
from models.groups import GroupPurpose
from models.people import Role
from models.rounds import CollectionRound, Dataset, Standing, StepKind
from models.schools import School
from tests import people
from tests.handlers import round_office
from tests.handlers.round_office import A, B, bangkok, noted, opened, spec

S = Standing
KEEPERS = {Role.OFFICER, Role.GROUP_DIRECTOR}
DESK = {*KEEPERS, Role.TECHNICIAN, Role.AV_OFFICER}
OVERSEERS = {Role.DEPUTY_DIRECTOR, Role.AREA_DIRECTOR, Role.AUDITOR}
SPEAKERS = {Role.SCHOOL_DIRECTOR, Role.SCHOOL_ADMIN}
UNTIL = bangkok("2026-12-30T16:30")
LIST = Source("list.csv", f"school_id,status\n{A},confirmed\n".encode())


@dataclass(frozen=True)
class Who:
    """By hand: roles that may from anywhere, and from here alone; `named`: the one whom school A
    named for the system. `here`: of the group that keeps the round, or of school A."""

    anywhere: frozenset[Role] = frozenset()
    here: frozenset[Role] = frozenset()
    named: bool = False


KEEP = Who(here=frozenset(KEEPERS))
LOOK = Who(anywhere=frozenset(DESK | OVERSEERS))
SAY = Who(here=frozenset(SPEAKERS), named=True)
BIND = Who(frozenset({*KEEPERS, Role.TECHNICIAN, Role.ADMIN}))
CERTIFY = Who(here=frozenset({Role.SCHOOL_DIRECTOR}))
Call = Callable[[Context, Me, CollectionRound], Any]


@dataclass(frozen=True)
class Case:
    """A use case: who may, where school A stands when it begins, how it is called."""

    who: Who
    call: Call
    stands: tuple[Standing, ...] = ()


CASES: dict[str, Case] = {
    "opening.open_round": Case(KEEP, lambda c, m, r: opening.open_round(c, m, spec(name="อีกรอบ"))),
    "opening.extend": Case(KEEP, lambda c, m, r: opening.extend(c, m, r.id, UNTIL, None)),
    "opening.cancel": Case(KEEP, lambda c, m, r: opening.cancel(c, m, r.id)),
    "opening.finish_step": Case(
        KEEP, lambda c, m, r: opening.finish_step(c, m, r.id, StepKind.PLAN)
    ),
    "changing.change": Case(KEEP, lambda c, m, r: changing.change(c, m, r.id, letter="ที่ ศธ 1")),
    "standing.say": Case(SAY, lambda c, m, r: standing.say(c, m, r.id, A, S.ENTERED)),
    "standing.say confirmed": Case(
        SAY, lambda c, m, r: standing.say(c, m, r.id, A, S.CONFIRMED), (S.ENTERED,)
    ),
    "standing.say certified": Case(
        CERTIFY, lambda c, m, r: standing.say(c, m, r.id, A, S.CERTIFIED), (S.CONFIRMED,)
    ),
    "standing.acknowledge": Case(
        KEEP, lambda c, m, r: standing.acknowledge(c, m, r.id, A), (S.CONFIRMED,)
    ),
    "standing.give_back": Case(
        KEEP, lambda c, m, r: standing.give_back(c, m, r.id, A, "ซ้ำ"), (S.CONFIRMED,)
    ),
    "standing.note_for": Case(KEEP, lambda c, m, r: standing.note_for(c, m, r.id, A, S.ENTERED)),
    "standing.exempt": Case(KEEP, lambda c, m, r: standing.exempt(c, m, r.id, A, "ไม่มีนักเรียน")),
    "standing.give_longer": Case(
        KEEP, lambda c, m, r: standing.give_longer(c, m, r.id, A, UNTIL, "น้ำท่วม")
    ),
    "lists.import_confirmed": Case(
        KEEP, lambda c, m, r: lists.import_confirmed(c, m, r.id, LIST, "99010000")
    ),
    "listing.listed": Case(LOOK, lambda c, m, r: listing.listed(c, m)),
    "listing.status": Case(LOOK, lambda c, m, r: listing.status(c, m, r.id)),
    "evidence.evidence": Case(LOOK, lambda c, m, r: evidence.evidence(c, m, r.id)),
    "binding.bind": Case(
        BIND, lambda c, m, r: binding.bind(c, m, "C1", "ธุรการ", GroupPurpose.CLERKS)
    ),
    "binding.issue_code": Case(
        BIND, lambda c, m, r: binding.issue_code(c, m, "ธุรการ", GroupPurpose.CLERKS)
    ),
    "binding.end": Case(BIND, lambda c, m, r: _end_group(c, m)),
    "view.work": Case(LOOK, lambda c, m, r: view.work(c, m, r)),
    "view.keeps": Case(KEEP, lambda c, m, r: _no(view.keeps(c, m, r))),
    "view.card": Case(SAY, lambda c, m, r: _no(view.card(c, m, r, _school(c))["can"])),
}
#: Use cases with a `me` that are not walked, each for a reason.
LEFT_OUT = {
    "standing.own_schools",  # one's own alone
    "view.own_schools",
}


def _no(may: object) -> None:
    """What says no by an empty answer."""
    if not may:
        raise NotAllowed("said")


def _end_group(ctx: Context, me: Me) -> None:
    binding.bind(ctx, SYSTEM, "C2", "ธุรการ", GroupPurpose.CLERKS)
    binding.end(ctx, me, "C2")


def _school(ctx: Context) -> School:
    return ctx.session.get_one(School, A)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Rights know no database: one will do for so many tries."""
    return sqlite_url


@pytest.fixture
def now() -> datetime:
    return bangkok("2026-11-05T09:00")


@pytest.fixture
def everybody(ctx: Context) -> list[tuple[Me, Role | None, bool, bool]]:
    """Somebody in each role, here and elsewhere; the one whom each school named; no post, an ended
    post, somebody unknown. Each with role, whether here, whether named by school A."""
    round_office.staffed(ctx)
    office_rules.decide(ctx, "owner.dmc", people.GROUP)
    every = people.everybody(ctx, ended=Role.SCHOOL_DIRECTOR)
    found = [(one, role, here, False) for one, role, here in every]
    for name, school, system, counts in (
        ("ครูข้อมูล", A, "dmc", True),
        ("ครูของระบบอื่น", A, "emis", False),
        ("ครูของที่อื่น", B, "dmc", False),
    ):
        teacher = people.person(ctx, name, Role.TEACHER, school=school)
        name_responsible(ctx, SYSTEM, teacher.id, school, [system])
        found.append((as_me(ctx, teacher), Role.TEACHER, school == A, counts))
    return found


def passes(ctx: Context, me: Me, round_: CollectionRound, call: Call) -> bool:
    """Does the use case let it happen? What it did is taken back."""
    with ctx.session.begin_nested() as savepoint:
        try:
            call(ctx, me, round_)
            return True
        except NotAllowed:
            return False
        finally:
            savepoint.rollback()


@pytest.mark.parametrize("name", sorted(CASES))
def test_each_use_case_lets_through_whom_it_should_and_nobody_else(
    name: str, ctx: Context, everybody: list[tuple[Me, Role | None, bool, bool]]
) -> None:
    case, round_ = CASES[name], opened(ctx)
    if case.stands:
        noted(ctx, round_, A, *case.stands)
    wrong = []
    for me, role, here, named in everybody:
        wanted = (named and case.who.named) or (
            role is not None and (role in case.who.anywhere or (here and role in case.who.here))
        )
        passed = passes(ctx, me, round_, case.call)
        if passed != wanted:
            wrong.append((me.person.name if me.person else "?", passed))
    assert wrong == []


def test_a_round_of_another_system_or_group_is_others_business(
    ctx: Context, everybody: list[tuple[Me, Role | None, bool, bool]]
) -> None:
    """The one named for DMC does not speak for EMIS; another owner, other keepers."""
    office_rules.decide(ctx, "owner.emis", people.OTHER_GROUP)
    emis = opened(ctx, dataset=Dataset.EMIS, round=None, name="EMIS")
    may = {
        kind: {
            me.person.name
            for me, *_ in everybody
            if me.person and passes(ctx, me, emis, CASES[kind].call)
        }
        for kind in ("standing.say", "opening.cancel")
    }
    assert may["standing.say"] == {"ครูของระบบอื่น", "school_director True", "school_admin True"}
    assert may["opening.cancel"] == {"officer False", "group_director False"}


def test_no_use_case_is_forgotten() -> None:
    found = {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in (binding, changing, evidence, listing, lists, opening, standing, view)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and "me" in inspect.signature(function).parameters
    }
    assert found - {name.partition(" ")[0] for name in CASES} - LEFT_OUT == set()
