"""What is rated and complained of: each kind of service says here what is known of its records.

A record is named `request:12`. A domain registers itself: `WORKED_ON` and `REOPEN` by the name of
its service, `SERVICES` with how its records are called.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select

from handlers.context import Context
from handlers.people.access import Me
from models.people import Person
from models.requests import Decision, RequestStep, ServiceRequest

#: Records older than this are not offered to be complained of.
RECENT = timedelta(days=366)
MOST_RECENT = 5
_NUMBER = re.compile(r"(?P<prefix>\S+?)??\s*(?P<number>[0-9]{1,6})\s*/\s*(?P<year>[0-9]{4})")


@dataclass(frozen=True)
class Subject:
    """A record as people know it. `channel`: how it reached the office."""

    ref: str
    number: str
    title: str
    channel: str = ""
    requester_id: int | None = None


@dataclass(frozen=True)
class Service:
    """How to describe the records with these ids; which are a person's latest; which has this
    number as it is printed."""

    describe: Callable[[Context, Collection[int]], dict[int, Subject]]
    recent: Callable[[Context, int], list[int]]
    find: Callable[[Context, str], int | None]


def split(ref: str) -> tuple[str, int]:
    """`request:12` → its service and id."""
    service, _, number = ref.partition(":")
    return service, int(number)


def describe(ctx: Context, refs: Collection[str]) -> dict[str, Subject]:
    """These records as people know them. One whose service is not known keeps its name."""
    ids: dict[str, set[int]] = {}
    for ref in refs:
        service, id_ = split(ref)
        ids.setdefault(service, set()).add(id_)
    found = {ref: Subject(ref, ref, "") for ref in refs}
    for service, wanted in ids.items():
        if service in SERVICES:
            found |= {s.ref: s for s in SERVICES[service].describe(ctx, wanted).values()}
    return found


def recent(ctx: Context, person_id: int) -> list[Subject]:
    """A person's own latest records, of every service."""
    refs = [
        f"{name}:{id_}"
        for name, service in SERVICES.items()
        for id_ in service.recent(ctx, person_id)
    ]
    known = describe(ctx, refs)
    return [known[ref] for ref in refs]


def find(ctx: Context, text: str) -> str | None:
    """The record that is meant by `request:12`, or by its number as it is printed."""
    service, _, number = text.strip().partition(":")
    if service in SERVICES and number.isascii() and number.isdigit():
        id_ = int(number)
        return f"{service}:{id_}" if SERVICES[service].describe(ctx, [id_]) else None
    for name, known in SERVICES.items():
        if (found := known.find(ctx, text)) is not None:
            return f"{name}:{found}"
    return None


def worked_on(ctx: Context, ref: str) -> frozenset[int]:
    """Who worked on this record, by what its service says."""
    service, id_ = split(ref)
    return frozenset(WORKED_ON[service](ctx, id_)) if service in WORKED_ON else frozenset()


def people_of(ctx: Context, ref: str) -> list[Person]:
    """The people who worked on this record and are still known."""
    ids = worked_on(ctx, ref)
    query = select(Person).where(Person.id.in_(ids), Person.erased_at.is_(None))
    return list(ctx.session.scalars(query.order_by(Person.id))) if ids else []


def _describe_requests(ctx: Context, ids: Collection[int]) -> dict[int, Subject]:
    rows = ctx.session.scalars(select(ServiceRequest).where(ServiceRequest.id.in_(ids)))
    return {
        row.id: Subject(
            f"request:{row.id}",
            f"{row.prefix} {row.number}/{row.fiscal_year}",
            row.subject,
            row.channel.value,
            row.requester_id,
        )
        for row in rows
    }


def _recent_requests(ctx: Context, person_id: int) -> list[int]:
    query = (
        select(ServiceRequest.id)
        .where(
            ServiceRequest.requester_id == person_id,
            ServiceRequest.submitted_at > ctx.now - RECENT,
        )
        .order_by(ServiceRequest.id.desc())
        .limit(MOST_RECENT)
    )
    return list(ctx.session.scalars(query))


def _find_request(ctx: Context, text: str) -> int | None:
    """By prefix, number and year; a number alone does where it is the only one."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    query = select(ServiceRequest.id).where(
        ServiceRequest.number == int(found["number"]),
        ServiceRequest.fiscal_year == int(found["year"]),
    )
    if found["prefix"]:
        query = query.where(ServiceRequest.prefix == found["prefix"])
    ids = ctx.session.scalars(query).all()
    return ids[0] if len(ids) == 1 else None


#: Outcomes of steps that the requester ended.
_NO_WORK = ("withdrawn", "reopened")


def _worked_on_request(ctx: Context, request_id: int) -> set[int]:
    """Its officer, whoever did a step of it, and whoever decided on it.

    A requester's own withdrawing or reopening is a step of theirs, and no work.
    """
    session = ctx.session
    request = session.get(ServiceRequest, request_id)
    if request is None:
        return set()
    steps = select(RequestStep.done_by_id).where(
        RequestStep.request_id == request_id,
        or_(RequestStep.outcome.is_(None), RequestStep.outcome.not_in(_NO_WORK)),
    )
    decisions = select(Decision.by_id).where(Decision.request_id == request_id)
    found = {request.officer_id, *session.scalars(steps), *session.scalars(decisions)}
    return {one for one in found if one is not None}


SERVICES: dict[str, Service] = {
    "request": Service(_describe_requests, _recent_requests, _find_request)
}
#: By service: who worked on the record with this id. They rate it not, and may be complained of.
WORKED_ON: dict[str, Callable[[Context, int], set[int]]] = {"request": _worked_on_request}
#: By service: do the record with this id again, for this person, for this reason.
REOPEN: dict[str, Callable[[Context, Me, int, str], None]] = {}
