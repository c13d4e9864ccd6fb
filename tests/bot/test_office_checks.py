"""What `doctor` says of the office itself: its posts, its forms, requests that nobody can do."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.cli import office_checks
from bot.cli.findings import Finding, Level
from bot.database import Database
from bot.texts import doctor as texts
from handlers import forms
from handlers.context import Context
from handlers.office_rules import decide
from handlers.people import as_me
from handlers.requests import checking, submitting
from handlers.requests.submitting import Filled
from models.people import Person, Role
from tests import people


def looked(database: Database, moment: datetime) -> dict[str, Finding]:
    with database.reading() as session:
        return {f.code: f for f in office_checks.office(session, forms.load(None), moment)}


def test_an_office_with_its_people_is_well_and_one_without_is_told(
    database: Database, now: datetime
) -> None:
    empty = looked(database, now)
    assert {"people.no_officer", "people.no_director", "forms.good"} <= set(empty)
    with database.transaction() as session:
        ctx = Context(session, now)
        decide(ctx, "owner.ticket", people.GROUP)  # one group does it all here
        people.staffed(ctx, {"director": "U-director"})
    unbound = looked(database, now)
    assert {"people.officer_unbound", "requests.good"} <= set(unbound)
    assert "people.no_officer" not in unbound
    assert "people.director_unbound" not in unbound
    with database.transaction() as session:
        people.person(
            Context(session, now), "ดาริกา", Role.OFFICER, group=people.GROUP, line_user="U-2"
        )
    assert looked(database, now)["people.good"].level is Level.OK


def test_posts_that_end_soon_are_named_early(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        ctx = Context(session, now)
        people.person(ctx, "ครู", Role.TEACHER, school=people.SCHOOL, ends_on=date(2026, 11, 30))
        people.person(ctx, "ไกล", Role.OFFICER, group=people.GROUP, ends_on=date(2027, 9, 30))
        who = people.person(ctx, "ใกล้", Role.OFFICER, group=people.GROUP,
                            title="นักวิเคราะห์", ends_on=date(2026, 12, 5))  # fmt: skip
        people.acting(ctx, who, Role.GROUP_DIRECTOR, group=people.GROUP, ends_on=date(2026, 12, 1))
    found = looked(database, now)["posts.ending"]
    assert (found.level, found.facts["count"]) == (Level.NOTE, 2)
    assert "เริ่ม 1 ธ.ค. 2569" in texts.sentence(found.code, found.facts)
    assert "posts.ending" not in looked(database, now - timedelta(days=30))


def test_a_request_that_nobody_can_decide_is_wrong(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        ctx = Context(session, now)
        staff = people.staffed(ctx, {"director": "U-director", "officer": "U-officer"})
        answers = {"name": "มะลิ", "subject": "สถิติ", "purpose": "แผน", "hand_over": "line"}
        filled = Filled(forms.load(None).forms["data_request"], answers)
        asked = [submitting.submit(ctx, forms.load(None), as_me(ctx, staff["teacher"]), filled, "")
                 for _ in range(2)]  # fmt: skip
        checking.propose(
            ctx, forms.load(None), as_me(ctx, staff["officer"]), asked[0].id, None, "permit"
        )
    assert looked(database, now)["requests.good"].facts == {"count": 2}
    with database.transaction() as session:
        session.get_one(Person, staff["director"].id).unbind()
    found = looked(database, now)["requests.nobody"]
    assert (found.level, found.facts) == (Level.BAD, {"count": 1, "numbers": "คข. 1/2570"})
