"""People with posts and requests that were served, for tests of ratings and complaints."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count

from handlers.context import Context
from handlers.people.access import Me, as_me
from models.people import Person, Post, Role
from models.requests import (
    Channel,
    Classification,
    HandOver,
    RequestStatus,
    ServiceRequest,
)

GROUP = "กลุ่มนโยบายและแผน"
_numbers = count(1)


def person(
    ctx: Context, name: str, role: Role | None = None, *, line_user: str | None = None
) -> Me:
    """Somebody, with a post since long ago if they have a role."""
    row = Person(
        name=name, line_user=line_user, position="", affiliation="", created_at=ctx.now,
        created_by="test",
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    if role is not None:
        ctx.session.add(
            Post(
                person_id=row.id,
                role=role,
                group_name=GROUP,
                title=name,
                starts_on=date(2020, 1, 1),
                created_at=ctx.now,
                created_by="test",
            )
        )
        ctx.session.flush()
    return as_me(ctx, row)


def request(
    ctx: Context,
    requester: Me,
    officer: Me | None = None,
    *,
    subject: str = "จำนวนนักเรียน ป.1",
    channel: Channel = Channel.LINE,
    at: datetime | None = None,
) -> ServiceRequest:
    """A request that was delivered."""
    assert requester.id is not None
    moment = at or ctx.now
    row = ServiceRequest(
        form="data_request", form_version="1", prefix="คข.", fiscal_year=2570,
        number=next(_numbers), requester_id=requester.id, requester={}, channel=channel,
        answers={}, subject=subject, purpose="ทำแผน", hand_over=HandOver.LINE,
        classification=Classification.OFFICIAL, owner_group=GROUP,
        status=RequestStatus.DELIVERED, officer_id=officer.id if officer else None,
        submitted_at=moment, received_on=moment.date(), changed_at=moment,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    return row


def number_of(row: ServiceRequest) -> str:
    """«คข. 1/2570»."""
    return f"{row.prefix} {row.number}/{row.fiscal_year}"
