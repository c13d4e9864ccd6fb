"""A request as it lies in the database, for tests of people that do not care how it got there."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, select

from handlers.context import Context
from models.people import Person
from models.requests import (
    Channel,
    Classification,
    HandOver,
    RequestStatus,
    ServiceRequest,
)


def file_request(
    ctx: Context, person: Person, status: RequestStatus = RequestStatus.SUBMITTED, **more: Any
) -> ServiceRequest:
    """One request of this person, in this status."""
    number = ctx.session.scalar(select(func.count(ServiceRequest.id))) or 0
    who = {
        "name": person.name, "position": person.position, "affiliation": person.affiliation,
        "phone": person.phone, "email": person.email, "school_code": None, "outsider": False,
    }  # fmt: skip
    row = ServiceRequest(
        form="data_request", form_version="1", prefix="คข.", fiscal_year=2570, number=number + 1,
        requester_id=person.id, requester=who, channel=Channel.LINE,
        answers={"what": "จำนวนนักเรียน"},
        subject="จำนวนนักเรียน", purpose="วางแผน", hand_over=HandOver.LINE,
        classification=Classification.OFFICIAL, owner_group="กลุ่มนโยบายและแผน", status=status,
        submitted_at=ctx.now, received_on=date(2026, 11, 19), changed_at=ctx.now, **more,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    return row
