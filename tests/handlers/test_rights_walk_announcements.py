"""Every use case of announcements × role × own group: what the table of rights says happens."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import select

from handlers.announcements import (
    acknowledging,
    audiences,
    drafting,
    evidence,
    letter,
    sending,
    view,
)
from handlers.announcements.audiences import Chosen
from handlers.context import Context
from handlers.office_rules import decide
from handlers.people import SYSTEM, Me, as_me
from models.announcements import Announcement, Delivery
from models.errors import NotAllowed
from models.people import Post, Role
from models.schools import School
from tests import people
from tests.handlers.announcement_office import A, bangkok

DESK = frozenset({Role.OFFICER, Role.TECHNICIAN, Role.AV_OFFICER, Role.GROUP_DIRECTOR})
OVERSEERS = frozenset({Role.DEPUTY_DIRECTOR, Role.AREA_DIRECTOR, Role.AUDITOR})


@dataclass(frozen=True)
class Who:
    """By hand: roles that may from anywhere, and from the writer's group alone."""

    anywhere: frozenset[Role] = frozenset()
    here: frozenset[Role] = frozenset()


WRITE, KEEP, SEE = Who(DESK), Who(here=DESK), Who(OVERSEERS, DESK)
Call = Callable[[Context, Me, Announcement], Any]


@dataclass(frozen=True)
class Case:
    """A use case: who may, whether it was sent when it begins, how it is called."""

    who: Who
    call: Call
    sent: bool = False


def _permit(ctx: Context, me: Me, row: Announcement) -> object:
    decide(ctx, "budget.rounds", 0)
    row.delivery = Delivery.PUSH
    return sending.ask_permit(ctx, me, row.id, None, 1)


CASES: dict[str, Case] = {
    "drafting.compose": Case(WRITE, lambda c, m, r: drafting.compose(c, m, "ก", "ข")),
    "drafting.change": Case(KEEP, lambda c, m, r: drafting.change(c, m, r.id, None, title="ค")),
    "drafting.get": Case(SEE, lambda c, m, r: drafting.get(c, m, r.id)),
    "drafting.again": Case(Who(here=DESK), lambda c, m, r: drafting.again(c, m, r.id)),
    "audiences.choices": Case(WRITE, lambda c, m, r: audiences.choices(c, m)),
    "sending.send": Case(KEEP, lambda c, m, r: sending.send(c, m, r.id, None, 0)),
    "sending.ask_permit": Case(KEEP, _permit),
    "sending.cancel": Case(KEEP, lambda c, m, r: sending.cancel(c, m, r.id, None)),
    "sending.end": Case(KEEP, lambda c, m, r: sending.end(c, m, r.id, None), True),
    "acknowledging.outstanding": Case(
        SEE, lambda c, m, r: acknowledging.outstanding(c, m, r.id), True
    ),
    "acknowledging.nudge_price": Case(
        SEE, lambda c, m, r: acknowledging.nudge_price(c, m, r.id), True
    ),
    "acknowledging.nudge": Case(
        KEEP, lambda c, m, r: acknowledging.nudge(c, m, r.id, None, 0), True
    ),
    "evidence.evidence": Case(SEE, lambda c, m, r: evidence.evidence(c, m, r.id), True),
    "letter.letter_facts": Case(KEEP, lambda c, m, r: letter.letter_facts(c, m, r.id)),
    "view.card": Case(SEE, lambda c, m, r: view.card(c, m, r.id)),
    "view.listed": Case(SEE, lambda c, m, r: _listed(c, m)),
}


def _listed(ctx: Context, me: Me) -> None:
    """What says no by an empty list."""
    if not view.listed(ctx, me):
        raise NotAllowed("listed")


@pytest.mark.parametrize("name", CASES)
def test_the_table_of_rights_is_what_happens(ctx: Context, name: str) -> None:
    case = CASES[name]
    ctx = Context(ctx.session, bangkok("2026-11-19T10:00"), ctx.actor)
    ctx.session.add(School(
        smis=A, moe_lost_digits=False, name="บ้านหนองบัว", province="", area_code="9901",
        area_name="", kind="", in_office=True, imported_at=ctx.now,
    ))  # fmt: skip
    people.person(ctx, "ผอ.", Role.SCHOOL_DIRECTOR, school=A, line_user="U-head")
    writer = as_me(ctx, people.person(ctx, "ผู้เขียน", Role.OFFICER, group=people.GROUP))
    row = drafting.compose(
        ctx, writer, "ประชุม", "พรุ่งนี้", audience=Chosen(roles=(Role.SCHOOL_DIRECTOR,)),
        asks_acknowledgement=True,
    )  # fmt: skip
    if case.sent:
        sending.send(ctx, writer, row.id, None, 0)
    for me, role, here in [*people.everybody(ctx, ended=Role.OFFICER), (SYSTEM, None, True)]:
        may = me is SYSTEM or role in case.who.anywhere or (here and role in case.who.here)
        with ctx.session.begin_nested() as attempt:
            try:
                case.call(ctx, me, row)
                done = True
            except NotAllowed:
                done = False
            attempt.rollback()
        ctx.session.expire_all()
        assert done is may, (name, role, here)


def test_a_writer_keeps_it_in_another_group_and_not_without_a_desk(ctx: Context) -> None:
    person = people.person(ctx, "ผู้เขียน", Role.OFFICER, group=people.GROUP)
    row = drafting.compose(ctx, as_me(ctx, person), "ก", "ข")
    (post,) = ctx.session.scalars(select(Post).where(Post.person_id == person.id))
    post.end(date(2026, 11, 18))
    ctx.session.flush()
    with pytest.raises(NotAllowed):
        drafting.get(ctx, as_me(ctx, person), row.id)
    people.post(ctx, person, Role.TECHNICIAN, group=people.OTHER_GROUP)
    drafting.change(ctx, as_me(ctx, person), row.id, None, title="ย้ายแล้ว")


@pytest.mark.parametrize(
    "module", [acknowledging, audiences, drafting, evidence, letter, sending, view]
)
def test_no_use_case_is_left_out(module: ModuleType) -> None:
    short = module.__name__.rpartition(".")[2]
    for name, made in vars(module).items():
        own = inspect.isfunction(made) and made.__module__ == module.__name__
        if own and not name.startswith("_") and "me" in inspect.signature(made).parameters:
            assert f"{short}.{name}" in CASES
