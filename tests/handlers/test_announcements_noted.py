"""Taking note of announcements: who has, who has not, and a nudge to exactly those; `ประกาศ`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers import notices, retention
from handlers.announcements import acknowledging, evidence, going_on, view
from handlers.announcements.outstanding_list import Outstanding
from handlers.announcements.refused import AnnouncementRefused, PriceChanged, TooDear
from handlers.context import Context
from handlers.groups import binding
from handlers.office_rules import decide
from handlers.people import SYSTEM, Me, as_me, erase
from models.announcements import Announcement, Delivery
from models.errors import NotAllowed, Outdated, WrongState
from models.groups import GroupPurpose
from models.people import Role
from tests import people
from tests.handlers.announcement_office import CLERKS, A, B, C, D, Desk, bangkok

BOTH = {"roles": (Role.SCHOOL_DIRECTOR, Role.SCHOOL_ADMIN)}


@pytest.fixture
def desk(ctx: Context) -> Desk:
    return Desk(ctx)


def asking(desk: Desk, **how: Any) -> Announcement:
    return desk.sent("ขอให้รับทราบ", asks_acknowledgement=True, **how)


def left(desk: Desk, row: Announcement) -> Outstanding:
    return acknowledging.outstanding(desk.ctx(), desk.officer, row.id)


def lacking(found: Outstanding) -> tuple[list[str], list[str]]:
    return [one.code for one in found.schools], [one.name for one in found.people]


def nudged(desk: Desk, row: Announcement, shown: int = 0) -> acknowledging.Nudged:
    return acknowledging.nudge(desk.ctx(), desk.officer, row.id, row.version, shown)


def test_a_tap_counts_once_and_a_school_has_by_its_director_or_clerk(desk: Desk) -> None:
    row = asking(desk, **BOTH)
    first = desk.taps("U-clerk-0", row)
    assert (first.new, first.addressed, first.schools) == (True, True, (A,))
    desk.ctx("2026-11-19T11:00")
    again = desk.taps("U-clerk-0", row)
    assert (bool(again), again.at) == (False, bangkok("2026-11-19T10:00"))
    teacher = desk.taps("U-teacher", row)  # heard of it, and is not asked
    assert (teacher.new, teacher.addressed, teacher.schools) == (True, False, ())
    found = left(desk, row)
    assert lacking(found) == ([B, C, D], ["ผอ. 1", "ธุรการ 1", "ผอ. 2", "ธุรการ 2"])
    assert (found.schools_done, found.schools_asked, found.people_done, found.others) == (
        1,
        4,
        1,
        1,
    )
    assert view.card(desk.ctx(), desk.area, row.id)["noted"]["schools"] == 1
    assert desk.held("U-clerk-0") == []  # who taps has read it
    assert desk.ways(row)["U-clerk-0"] == "free"


def test_the_list_says_whom_to_call_and_how_each_was_reached(desk: Desk) -> None:
    row = asking(desk, **BOTH, delivery=Delivery.PUSH)
    desk.goes_out()
    facts = left(desk, row).to_json()
    school = next(one for one in facts["schools"] if one["code"] == A)
    assert (school["name"], school["way"], school["contact"]) == (
        "บ้านหนองบัว", "paid",
        {"name": "ผอ. 0", "position": "", "phone": "080", "school_phone": "0-5300-0001"},
    )  # fmt: skip
    nobody = next(one for one in facts["schools"] if one["code"] == D)
    assert (nobody["way"], nobody["contact"]["phone"]) == ("unreached", "083")
    person = next(one for one in facts["people"] if one["name"] == "ผอ. 1")
    assert (person["phone"], person["schools"], person["way"]) == ("081", [B], "paid")
    with pytest.raises(NotAllowed):
        acknowledging.outstanding(desk.ctx(), desk.stranger, row.id)
    assert acknowledging.outstanding(desk.ctx(), desk.area, row.id).schools_asked == 4


def test_a_nudge_goes_to_exactly_those_who_have_not_once_a_day(desk: Desk) -> None:
    row = asking(desk, **BOTH, delivery=Delivery.PUSH)
    desk.goes_out()
    desk.taps("U-head-0", row)  # its clerk need not: the school has
    desk.blocks("U-head-2")
    desk.ctx("2026-11-20T09:00")
    assert nudged(desk, row).offered == 3
    assert desk.held("U-clerk-1") == [("announcement.nudge", "ขอให้รับทราบ")]
    assert desk.held("U-clerk-0") == desk.held("U-head-0") == desk.held("U-head-2") == []
    with pytest.raises(AnnouncementRefused) as error:
        nudged(desk, row)
    assert error.value.why == "nudged"
    desk.ctx("2026-11-23T09:00")
    desk.taps("U-head-1", row)
    assert acknowledging.nudge_price(desk.ctx(), desk.officer, row.id).messages == 1
    with pytest.raises(PriceChanged):
        nudged(desk, row, shown=3)
    with pytest.raises(Outdated):
        acknowledging.nudge(desk.ctx(), desk.officer, row.id, 99, 1)
    assert nudged(desk, row, shown=1).pushed == 1
    assert desk.held("U-clerk-2") == [("announcement.nudge", "ขอให้รับทราบ")]
    assert desk.goes_out() == [("U-clerk-2", 1)]
    facts = {one["to"]: one for one in _evidence(desk, row)["lines"]}
    assert (facts["ธุรการ 2"]["price"], facts["ธุรการ 2"]["nudges"]) == (2, 2)
    desk.taps("U-clerk-2", row)
    with pytest.raises(AnnouncementRefused) as done:
        nudged(desk, row)
    assert done.value.why == "all_have"


def test_a_nudge_is_not_dearer_than_what_is_left(desk: Desk) -> None:
    row = asking(desk, **BOTH)
    decide(desk.ctx(), "budget.rounds", 5)
    assert acknowledging.nudge_price(desk.ctx(), desk.officer, row.id).why_not == "share"
    with pytest.raises(TooDear):
        nudged(desk, row, shown=6)
    assert nudged(desk, row).offered == 6  # it rode nowhere yet: one of the two is enough
    assert desk.held("U-head-0") == [("announcement.nudge", "ขอให้รับทราบ")]


def test_teachers_answer_for_themselves_and_for_their_school_where_nobody_else_is_asked(
    desk: Desk,
) -> None:
    people.person(desk.ctx(), "ครูสอง", Role.TEACHER, school=A, line_user="U-second")
    row = asking(desk, roles=(Role.TEACHER,), schools=(A, B))
    assert desk.taps("U-teacher", row).schools == (A,)
    found = left(desk, row)
    assert lacking(found) == ([B], ["ครูสอง"])
    assert nudged(desk, row).offered == 1


def test_in_a_group_whoever_is_known_counts_and_a_stranger_does_not(desk: Desk) -> None:
    desk.group(40, schools=[A, B])
    row = asking(desk, groups=(CLERKS,))
    desk.rides("2026-11-19T11:00")
    known = desk.taps("U-clerk-0", row, group=CLERKS)
    assert (known.addressed, known.schools) == (True, (A,))
    stranger = desk.taps("U-nobody", row, group=CLERKS)
    assert (stranger.new, stranger.addressed, stranger.schools) == (True, False, ())
    assert not desk.taps("U-nobody", row, group=CLERKS)
    elsewhere = desk.taps("U-clerk-2", row, group=CLERKS)  # of a school that the group is not for
    assert (elsewhere.addressed, elsewhere.schools) == (False, ())
    assert desk.taps("U-officer", row, group=CLERKS).addressed is False
    found = left(desk, row)
    assert lacking(found) == ([B], [])
    assert (found.schools[0].reach.way, found.others) == ("free", 3)
    assert nudged(desk, row).offered == 1  # the clerk of the school that was told in the group
    assert desk.held("U-clerk-1") == [("announcement.nudge", "ขอให้รับทราบ")]
    assert [one.name for one in left(desk, row).people] == ["ธุรการ 1"]
    old = Context(desk.session, desk.now + timedelta(days=91))
    assert retention.forget_strangers(old) == 1
    assert "U-nobody" not in desk.recipients(row)


def test_who_tapped_before_they_were_known_counts_from_then_on(desk: Desk) -> None:
    desk.group(40)
    row = asking(desk, groups=(CLERKS,))
    assert desk.taps("U-new", row, group=CLERKS).schools == ()
    people.person(desk.ctx(), "ธุรการใหม่", Role.SCHOOL_ADMIN, school=D, line_user="U-new")
    again = desk.taps("U-new", row, group=CLERKS)
    assert (again.new, again.schools) == (False, (D,))
    assert left(desk, row).schools_done == 1


def test_a_data_teacher_speaks_in_the_data_teachers_group(desk: Desk) -> None:
    binding.bind(desk.ctx(), SYSTEM, CLERKS, "ครูข้อมูล", GroupPurpose.DATA_TEACHERS)
    row = asking(desk, groups=(CLERKS,))
    assert desk.taps("U-teacher", row, group=CLERKS).schools == (A,)
    assert left(desk, row).schools_asked == 4


def test_typed_it_is_the_newest_that_asks(desk: Desk) -> None:
    first, second = asking(desk, **BOTH), asking(desk, schools=(A,))
    desk.sent("ไม่ถาม", **BOTH)
    clerk = desk.person("U-clerk-0")
    newest = acknowledging.newest_asking(desk.ctx(), "U-clerk-0", clerk)
    assert newest == second.id
    desk.taps("U-clerk-0", second)
    assert acknowledging.newest_asking(desk.ctx(), "U-clerk-0", clerk) == first.id
    desk.taps("U-clerk-0", first)
    assert acknowledging.newest_asking(desk.ctx(), "U-clerk-0", clerk) == second.id
    assert acknowledging.newest_asking(desk.ctx(), "U-guest", None) is None
    desk.group()
    grouped = asking(desk, groups=(CLERKS,))
    assert acknowledging.newest_asking(desk.ctx(), "U-guest", None, group=CLERKS) == grouped.id


def test_what_cannot_be_taken_note_of(desk: Desk) -> None:
    quiet = desk.sent(**BOTH)
    draft = desk.draft(**BOTH, asks_acknowledgement=True)
    with pytest.raises(AnnouncementRefused):
        desk.taps("U-clerk-0", quiet)
    with pytest.raises(WrongState):
        desk.taps("U-clerk-0", draft)
    with pytest.raises(AnnouncementRefused):
        left(desk, quiet)


def test_who_reads_it_among_the_notices_is_not_told_again(desk: Desk) -> None:
    row = asking(desk, **BOTH, delivery=Delivery.FREE_FIRST)
    clerk = as_me(desk.ctx(), desk.person("U-clerk-0"))
    (entry,) = going_on.entries(desk.ctx(), clerk)
    assert (entry.facts["title"], entry.facts["noted_at"], entry.mine) == ("ขอให้รับทราบ", None, True)
    notices.read(desk.ctx(), "U-clerk-0", [entry])
    assert desk.held("U-clerk-0") == []
    assert desk.recipients(row)["U-clerk-0"].seen_at == desk.now
    desk.clock("2026-11-23T10:00")
    assert "U-clerk-0" not in {who for who, _ in desk.goes_out()}
    assert desk.ways(row)["U-clerk-0"] == "free"
    assert list(going_on.entries(desk.ctx(), Me())) == []
    assert list(going_on.entries(desk.ctx(), desk.officer)) == []
    desk.ctx("2026-12-10T10:00")
    assert len(list(going_on.entries(desk.ctx(), clerk))) == 1  # it asks them still
    desk.taps("U-clerk-0", row)
    assert list(going_on.entries(desk.ctx(), clerk)) == []


def test_what_was_said_in_their_group_stands_among_the_notices_too(desk: Desk) -> None:
    desk.group(40, schools=[A])
    desk.sent("ในกลุ่ม", groups=(CLERKS,))
    for line, listed in (("U-clerk-0", 1), ("U-clerk-1", 0), ("U-head-0", 0)):
        me = as_me(desk.ctx(), desk.person(line))
        assert len(list(going_on.entries(desk.ctx(), me))) == listed, line


def test_who_erased_themselves_is_nudged_no_more_and_the_evidence_names_nobody(desk: Desk) -> None:
    row = asking(desk, **BOTH)
    desk.taps("U-head-0", row)
    erase(desk.ctx(), desk.person("U-head-0"))
    erase(desk.ctx(), desk.person("U-clerk-1"))
    assert not {"U-head-0", "U-clerk-1"} & set(desk.recipients(row))
    assert desk.held("U-clerk-1") == []
    assert left(desk, row).schools_done == 1
    assert "" in {one["to"] for one in _evidence(desk, row)["lines"]}
    assert nudged(desk, row).offered == 3


def _evidence(desk: Desk, row: Announcement) -> dict[str, Any]:
    return evidence.evidence(desk.ctx(), desk.officer, row.id)
