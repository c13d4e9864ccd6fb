"""Small numbers in chat: an officer sees all, a school's people their own, in a group nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.chat.questions import flows
from bot.database import Database
from handlers.context import Actor, Context
from handlers.questions import Office as Where
from models.people import Role
from tests import people
from tests.bot import published
from tests.conftest import NOON
from tests.office import Office, open_office

WHERE = Where(published.OFFICE_CODE, published.OFFICE_NAME)
ASKED = "โรงเรียนวัดทุ่งทอง มีเด็กพิการทางการมองเห็นกี่คน"
OTHER = "โรงเรียนบ้านหนองบัว มีเด็กพิการทางการมองเห็นกี่คน"


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Iterator[Office]:
    with open_office(database, tmp_path, flows=flows(WHERE)) as opened:
        with database.transaction() as session:
            ctx = Context(session, NOON, Actor("test"))
            published.fill(ctx)
            line = opened.people
            people.person(ctx, "ดาริกา", Role.OFFICER, group=people.GROUP,
                          line_user=line["officer"])  # fmt: skip
            people.person(ctx, "กันยา", Role.SCHOOL_ADMIN, school="57030002",
                          line_user=line["clerk"])  # fmt: skip
            people.person(ctx, "มะลิ", Role.TEACHER, school="57030002", line_user=line["teacher"])
            people.person(ctx, "ทองดี", Role.OFFICER, group=people.GROUP,
                          line_user=line["technician"], ends_on=date(2026, 11, 18))  # fmt: skip
        yield opened


def asks(office: Office, who: str, text: str = ASKED, chat: str | None = None) -> str:
    office.says(office.people[who], text, chat=chat)
    return office.heard(chat or office.people[who])


def test_an_officer_sees_every_number(office: Office) -> None:
    assert "จำนวน 2 คน" in asks(office, "officer")
    assert "จำนวน 1 คน" in asks(office, "officer", OTHER)


def test_a_school_s_clerk_sees_the_own_school_s_alone(office: Office) -> None:
    assert "จำนวน 2 คน" in asks(office, "clerk")
    assert "น้อยกว่า 5" in asks(office, "clerk", OTHER)


@pytest.mark.parametrize("who", ["teacher", "clerk-pc", "technician"])
def test_everybody_else_is_the_public(office: Office, who: str) -> None:
    """A teacher, somebody unknown, and an officer whose post ended yesterday."""
    assert "น้อยกว่า 5" in asks(office, who)


def test_in_a_group_nobody_is_told_whoever_asks(office: Office) -> None:
    group = next(
        g for g in office.groups
        if office.people["officer"] in office.platform.directory.groups[g].members
    )  # fmt: skip
    assert "น้อยกว่า 5" in asks(office, "officer", f"ถามเขต {ASKED}", chat=group)
