"""The progress of a request as its card shows it, also when something is done anew."""

from __future__ import annotations

from handlers.context import Context
from handlers.people import as_me
from handlers.ratings.subjects import worked_on
from handlers.requests import checking, deciding, delivering, ending, preparing, view
from models.requests import Verdict
from tests import people
from tests.handlers.test_requests import FORMS, LINES, file, filed, me


def kinds(ctx: Context, request: object) -> list[tuple[str, bool]]:
    shown = view.progress(ctx, request)["steps"]  # type: ignore[arg-type]
    return [(step["kind"], step["done_at"] is not None) for step in shown]


def test_what_is_done_anew_takes_away_what_came_after_it(ctx: Context) -> None:
    staff = people.staffed(ctx, LINES)
    request = filed(ctx, staff)
    officer = me(ctx, staff, "officer")
    checking.propose(ctx, FORMS, officer, request.id, None, "permit")
    deciding.decide(ctx, FORMS, me(ctx, staff, "director"), request.id, None, Verdict.PERMIT)
    preparing.add_file(ctx, officer, request.id, file(ctx), "ก.pdf")
    delivering.deliver(ctx, FORMS, officer, request.id)
    assert kinds(ctx, request)[-2:] == [("deliver", True), ("file", False)]
    ending.reopen(ctx, FORMS, as_me(ctx, staff["teacher"]), request.id, "ไม่ตรง")
    assert kinds(ctx, request) == [("check", True), ("permit", True), ("prepare", False)]


def test_who_reopens_their_request_has_not_worked_on_it(ctx: Context) -> None:
    staff = people.staffed(ctx, LINES)
    request = filed(ctx, staff)
    officer, teacher = me(ctx, staff, "officer"), as_me(ctx, staff["teacher"])
    checking.propose(ctx, FORMS, officer, request.id, None, "permit")
    deciding.decide(ctx, FORMS, me(ctx, staff, "director"), request.id, None, Verdict.PERMIT)
    preparing.add_file(ctx, officer, request.id, file(ctx), "ก.pdf")
    delivering.deliver(ctx, FORMS, officer, request.id)
    ending.reopen(ctx, FORMS, teacher, request.id, "ไม่ตรง")
    worked = worked_on(ctx, f"request:{request.id}")
    assert worked == {staff["officer"].id, staff["director"].id}
