"""What `doctor` looks at in the office itself: who has the posts, forms, requests nobody can do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.cli.findings import Finding, bad, note, ok
from bot.texts.forms import definition_fault_text
from bot.texts.request_words import day_text, number_text
from handlers.context import Context
from handlers.forms import Loaded
from handlers.groups import listed
from handlers.people import today, with_right
from handlers.requests import rules, turns, view
from handlers.telling import reachable
from models.people import STAFF, ActingOrder, Post
from models.requests import TO_DECIDE, RequestStatus, ServiceRequest
from models.rights import Act, Thing

#: A post that ends within so long should have somebody after it.
SOON = timedelta(days=30)
_SHOWN = 5
_POSTS = {"officer": Act.CHECK_REQUEST, "director": Act.DECIDE_REQUEST}


def office(session: Session, forms: Loaded, now: datetime) -> Iterator[Finding]:
    """Everything about people, forms and requests."""
    ctx = Context(session, now)
    yield from _definitions(forms)
    yield from _holders(ctx, forms)
    yield from _ending(ctx)
    yield from _waiting(ctx, forms)
    yield from _groups(ctx)


def _definitions(forms: Loaded) -> Iterator[Finding]:
    for fault in forms.faults:
        yield bad("forms.fault", said=definition_fault_text(fault))
    if not forms.faults:
        yield ok("forms.good", count=len(forms.forms))


def _holders(ctx: Context, forms: Loaded) -> Iterator[Finding]:
    """Every group that owns something has an officer and a director who can be told."""
    groups = sorted(set(rules.owners(ctx, forms).values()))
    lacking = [lack for group in groups for lack in _lacking(ctx, group)]
    yield from lacking
    if not lacking:
        yield ok("people.good", groups=", ".join(groups))


def _lacking(ctx: Context, group: str) -> Iterator[Finding]:
    for post, act in _POSTS.items():
        able = [person for person, _ in with_right(ctx, act, Thing(group_name=group))]
        if not able:
            yield note(f"people.no_{post}", group=group)
        elif not any(reachable(ctx, person.line_user) for person in able):
            yield note(f"people.{post}_unbound", group=group)


def _ending(ctx: Context) -> Iterator[Finding]:
    """Posts of the office, and orders to act, that end soon."""
    found = sorted([*_soon(ctx, Post), *_soon(ctx, ActingOrder)])
    if found:
        titles = list(dict.fromkeys(title for _, title in found))
        first = day_text(found[0][0].isoformat())
        yield note("posts.ending", count=len(found), first=first, titles=_some(titles))


def _soon(ctx: Context, table: type[Post] | type[ActingOrder]) -> list[tuple[date, str]]:
    day = today(ctx)
    within = (table.ends_on >= day, table.ends_on <= day + SOON)
    rows = ctx.session.execute(
        select(table.ends_on, table.title).where(table.role.in_(STAFF), *within)
    )
    return [(ends, title) for ends, title in rows if ends is not None]


def _waiting(ctx: Context, forms: Loaded) -> Iterator[Finding]:
    """Requests that wait for a director whom nobody can reach, or whose form is gone."""
    kept = ctx.session.scalars(
        select(ServiceRequest)
        .where(ServiceRequest.status != RequestStatus.FILED)
        .order_by(ServiceRequest.due_at, ServiceRequest.id)
    ).all()
    nobody = [row for row in kept if row.status in TO_DECIDE and not _told(ctx, row)]
    if nobody:
        yield bad("requests.nobody", count=len(nobody), numbers=_numbers(nobody))
    gone = [row for row in kept if forms.of(row.form) is None]
    if gone:
        slugs = _some(sorted({row.form for row in gone}))
        yield bad("requests.formless", count=len(gone), numbers=_numbers(gone), forms=slugs)
    if not nobody and not gone:
        yield ok("requests.good", count=sum(row.closed_at is None for row in kept))


def _told(ctx: Context, request: ServiceRequest) -> bool:
    able = turns.whose_turn(ctx, request)
    return any(reachable(ctx, person.line_user) for person, _ in able)


def _groups(ctx: Context) -> Iterator[Finding]:
    """Bound LINE groups that the bot was put out of."""
    found = listed(ctx)
    for row, there in found:
        if not there:
            yield bad("groups.left", name=row.name)
    if found and all(there for _, there in found):
        yield ok("groups.good", count=len(found))


def _numbers(found: Sequence[ServiceRequest]) -> str:
    return _some([number_text(view.brief(row)) for row in found])


def _some(names: Sequence[str]) -> str:
    more = " …" if len(names) > _SHOWN else ""
    return f"{', '.join(names[:_SHOWN])}{more}"
