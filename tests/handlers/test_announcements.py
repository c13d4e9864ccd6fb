"""Announcements: written once, priced, sent now or later, within what was agreed to."""

from __future__ import annotations

import pytest

from handlers.context import Context
from models.announcements import AnnouncementStatus
from models.people import Role
from tests.handlers.announcement_office import A, B, Desk


@pytest.fixture
def desk(ctx: Context) -> Desk:
    return Desk(ctx)


def test_it_rides_on_free_replies_and_costs_nothing(desk: Desk) -> None:
    row = desk.sent(roles=(Role.SCHOOL_DIRECTOR,))
    assert (row.status, row.price) == (AnnouncementStatus.SENT, 0)
    assert desk.held("U-head-0") == [("announcement.told", "ประชุมด่วน")]
    desk.reads("U-head-0")
    assert desk.ways(row) == {"U-head-0": "free", "U-head-1": "waiting", "U-head-2": "waiting"}
    assert desk.held("U-clerk-0") == []


def test_a_push_costs_a_message_each_and_goes_out_at_once(desk: Desk) -> None:
    row = desk.pushed(roles=(Role.SCHOOL_DIRECTOR,), schools=(A, B))
    assert row.price == 2
    assert desk.goes_out() == [("U-head-0", 1), ("U-head-1", 1)]
    assert desk.ways(row) == {"U-head-0": "paid", "U-head-1": "paid"}
