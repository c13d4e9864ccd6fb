"""The same thing twice, or two things at once: it happens once, and whoever comes late is told."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.database import Database
from handlers import ratings
from handlers.context import Actor, Context
from handlers.people import Me, approve_wish, as_me, codes, use_code, wish
from handlers.people.refused import PersonRefused
from handlers.people.seats import seat
from handlers.requests import deciding, delivering, ending, submitting
from handlers.requests.submitting import Filled
from models.audit import AuditEntry
from models.base import Base
from models.errors import Refusal
from models.outbox import OutboxMessage, OutboxStatus
from models.people import CodePurpose, Person, Post, Role
from models.ratings import Level, Rating, RatingItem
from models.requests import (
    Channel,
    Decision,
    Delivery,
    RequestStatus,
    ServiceRequest,
    Verdict,
)
from tests import people
from tests.bot.attacked import Siege, open_siege
from tests.bot.staff_chat import ANSWERS, FORMS
from tests.bot.test_attacked_buttons import brought_to
from tests.conftest import NOON, empty

FORM = FORMS.forms["data_request"]
Work = Callable[[Context], Any]


@pytest.fixture
def siege(database: Database, tmp_path: Path) -> Iterator[Siege]:
    with open_siege(database, tmp_path) as opened:
        yield opened


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Database]:
    empty(postgres_url)
    database = Database(postgres_url)
    yield database
    database.close()


@contextmanager
def working(database: Database, who: str = "test") -> Iterator[Context]:
    with database.transaction() as session:
        yield Context(session, NOON, Actor(who, who.removeprefix("line:")))


def at_once(database: Database, *works: Work) -> list[Any]:
    """Each in a transaction and a thread of its own, all begun before any goes on. What came of
    each: what it returned, or the refusal."""
    barrier = threading.Barrier(len(works), timeout=30)
    found: list[Any] = [None] * len(works)

    def run(n: int, work: Work) -> None:
        try:
            with working(database) as ctx:
                ctx.session.execute(select(func.count()).select_from(Person))
                barrier.wait()
                found[n] = work(ctx) or True
        except (Refusal, PersonRefused) as error:
            found[n] = error
        except Exception as error:  # a bug: told apart by its class
            found[n] = error

    threads = [threading.Thread(target=run, args=(n, w)) for n, w in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def kinds(found: list[Any]) -> Counter[str]:
    """How many went well, and how many ended how."""
    return Counter(type(one).__name__ if isinstance(one, Exception) else "done" for one in found)


def rows(database: Database, table: type[Base]) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


# ---------------------------------------------------------------- twice, one after the other


def test_a_press_that_line_brings_again_is_done_once(siege: Siege) -> None:
    request_id = brought_to(siege, "proposed")
    siege.office.settle()
    value = f"{request_id}:{siege.request(request_id).version}"
    line = siege.lines["director"]
    event = {
        "type": "postback", "mode": "active", "timestamp": 1_795_073_400_000,
        "source": {"type": "user", "userId": line}, "webhookEventId": "01TWICE0000000000000000001",
        "deliveryContext": {"isRedelivery": False}, "replyToken": "r" * 32,
        "postback": {"data": siege.signed("deciding", "permit", value)},
    }  # fmt: skip
    again = {**event, "deliveryContext": {"isRedelivery": True}}
    assert siege.office.posts([event, again]) == 200
    assert siege.office.posts([again]) == 200
    while siege.office.worker.work_once():
        pass
    assert len(siege.decisions(request_id)) == 1
    assert siege.trail(request_id, "permit") == ["permit"]
    with siege.acting() as ctx:
        told = ctx.session.scalars(select(OutboxMessage)).all()
        for row in told:  # this reply token is of no account in the stand-in
            if row.reply_token == "r" * 32:
                row.finish(OutboxStatus.SKIPPED, at=ctx.now)
        assert sum(row.reply_token == "r" * 32 for row in told) == 1


def test_two_presses_in_one_batch_decide_once(siege: Siege) -> None:
    request_id = brought_to(siege, "proposed")
    siege.office.settle()
    value = f"{request_id}:{siege.request(request_id).version}"
    said = siege.throws_many(
        "director", [("deciding", "permit", value), ("deciding", "permit", value)]
    )
    assert "อนุญาตแล้ว" in said
    assert len(siege.decisions(request_id)) == 1
    assert siege.trail(request_id, "permit") == ["permit"]
    said = siege.throws_many("officer", [("handling", "deliver", value)] * 3)
    assert siege.request(request_id).status in (RequestStatus.PERMITTED, RequestStatus.PREPARING)
    assert rows(siege.office.database, Delivery) == 0


def test_delivered_taken_back_and_rated_twice_in_one_batch(siege: Siege) -> None:
    request_id = brought_to(siege, "prepared")
    siege.office.settle()
    value = f"{request_id}:{siege.request(request_id).version}"
    siege.throws_many("officer", [("handling", "deliver", value)] * 2)
    assert rows(siege.office.database, Delivery) == 1
    assert rows(siege.office.database, Rating) == 1
    siege.throws_many("teacher", [("rating", "all", "1:good"), ("rating", "all", "1:good")])
    with siege.acting() as ctx:
        trail = ctx.session.scalars(
            select(AuditEntry.action).where(AuditEntry.subject == "rating:1")
        ).all()
        assert trail == ["line:rating:rate"]
    siege.throws_many("teacher", [("following", "withdraw", value)])
    siege.says("teacher", "ยืนยัน")
    assert siege.request(request_id).status is RequestStatus.DELIVERED


def test_confirmed_twice_in_one_batch_files_one_request(siege: Siege) -> None:
    before = rows(siege.office.database, ServiceRequest)
    for text in ("ขอข้อมูล", "รายชื่อครูย้าย", "ทำแผน", "ข้าม", "1", "1"):
        siege.says("teacher", text)
    line = siege.lines["teacher"]
    for _ in range(3):
        siege.office.platform.acts.text(line, line, "ยืนยัน")
    siege.office.settle()
    assert rows(siege.office.database, ServiceRequest) == before + 1


def test_a_poor_service_is_done_again_once_for_one_rating_at_a_time(siege: Siege) -> None:
    request_id = brought_to(siege, "delivered")
    with siege.acting("teacher") as ctx:
        order = ratings.forms.get(ctx.session.scalars(select(Rating)).one().form).order
        levels = dict.fromkeys(order, Level.POOR)
        ratings.rate(ctx, siege.me(ctx, "teacher"), 1, levels, reason="ไม่ตรงที่ขอ")
    siege.office.settle()
    siege.throws_many("teacher", [("rating", "reopen", "1")] * 3)
    assert siege.request(request_id).status is RequestStatus.PREPARING
    assert siege.trail(request_id, "reopened") == ["reopened"]


# ---------------------------------------------------------------- at once, on PostgreSQL


def test_twenty_ask_at_once_and_numbers_have_no_gap(postgres: Database) -> None:
    with working(postgres) as ctx:
        people.staffed(ctx)
        ids = [people.person(ctx, f"ผู้ขอ ที่{n}").id for n in range(20)]

    def ask(person_id: int) -> Work:
        def work(ctx: Context) -> int:
            me = as_me(ctx, ctx.session.get(Person, person_id))
            return submitting.submit(ctx, FORMS, me, Filled(FORM, ANSWERS), "").number

        return work

    for start in (0, 5, 10, 15):  # as many as the pool of one process lets in
        found = at_once(postgres, *(ask(i) for i in ids[start : start + 5]))
        assert kinds(found) == {"done": 5}, found
    with working(postgres) as ctx:
        numbers = ctx.session.scalars(select(ServiceRequest.number)).all()
    assert sorted(numbers) == list(range(1, 21))


@pytest.fixture
def proposed(postgres: Database) -> dict[str, int]:
    """A request before its director, by ids of the people and of the request."""
    with working(postgres) as ctx:
        staff = people.staffed(ctx, {"teacher": "U-t", "officer": "U-o", "director": "U-d"})
        me = as_me(ctx, staff["teacher"])
        request = submitting.submit(ctx, FORMS, me, Filled(FORM, ANSWERS), "U-t")
        officer = as_me(ctx, staff["officer"])
        from handlers.requests import checking

        checking.propose(ctx, FORMS, officer, request.id, None, "permit")
        return {name: person.id for name, person in staff.items()} | {"request": request.id}


def of(ctx: Context, ids: dict[str, int], who: str) -> Me:
    return as_me(ctx, ctx.session.get(Person, ids[who]))


def test_permitted_and_taken_back_at_once(postgres: Database, proposed: dict[str, int]) -> None:
    request = proposed["request"]
    found = at_once(
        postgres,
        lambda c: deciding.decide(
            c, FORMS, of(c, proposed, "director"), request, None, Verdict.PERMIT
        ),
        lambda c: ending.withdraw(c, of(c, proposed, "teacher"), request),
    )
    with working(postgres) as ctx:
        row = ctx.session.get_one(ServiceRequest, request)
        decisions = ctx.session.scalars(select(Decision)).all()
        # Either order is right; both at once would be permitted and gone, with a step left open.
        assert row.status is RequestStatus.WITHDRAWN
        assert len(decisions) == kinds(found)["done"] - 1
        assert set(kinds(found)) <= {"done", "WrongState"}


def test_delivered_and_taken_back_at_once(postgres: Database, proposed: dict[str, int]) -> None:
    request = proposed["request"]
    with working(postgres) as ctx:
        director = of(ctx, proposed, "director")
        deciding.decide(ctx, FORMS, director, request, None, Verdict.PERMIT)
        row = ctx.session.get_one(ServiceRequest, request)
        row.query = {"topic": "students"}
    found = at_once(
        postgres,
        lambda c: delivering.deliver(c, FORMS, of(c, proposed, "officer"), request),
        lambda c: ending.withdraw(c, of(c, proposed, "teacher"), request),
    )
    assert kinds(found) == {"done": 1, "WrongState": 1}, found
    with working(postgres) as ctx:
        status = ctx.session.get_one(ServiceRequest, request).status
        given = len(ctx.session.scalars(select(Delivery)).all())
    assert given == (status is RequestStatus.DELIVERED)


def test_a_code_is_used_by_one_of_two(postgres: Database) -> None:
    with working(postgres) as ctx:
        known = people.person(ctx, "มะลิ ตัวอย่าง", Role.TEACHER, school=people.SCHOOL)
        code = codes.make(ctx, CodePurpose.BIND, person_id=known.id).code
    found = at_once(
        postgres, lambda c: use_code(c, "U-one", code), lambda c: use_code(c, "U-two", code)
    )
    assert kinds(found) == {"done": 1, "PersonRefused": 1}, found
    with working(postgres) as ctx:
        assert ctx.session.get_one(Person, known.id).line_user in ("U-one", "U-two")


def test_a_request_is_taken_over_by_one_of_two(postgres: Database) -> None:
    with working(postgres) as ctx:
        staff = people.staffed(ctx)
        filled = Filled(FORM, ANSWERS, channel=Channel.PHONE)
        row = submitting.submit_on_behalf(ctx, as_me(ctx, staff["officer"]), filled)
        request, code = row.id, codes.make(ctx, CodePurpose.CLAIM, request_id=row.id).code

    def claim(line: str) -> Work:
        def work(ctx: Context) -> None:
            found = codes.find(ctx, line, code, CodePurpose.CLAIM)
            submitting.claim(ctx, line, Me(), request)
            found.use(at=ctx.now, by="person:1")

        return work

    found = at_once(postgres, claim("U-one"), claim("U-two"))
    assert kinds(found) == {"done": 1, "PersonRefused": 1}, found


def test_a_wish_is_approved_by_one_of_two(postgres: Database) -> None:
    with working(postgres) as ctx:
        officers = [
            people.person(ctx, f"เจ้าหน้าที่ {n}", Role.OFFICER, group=people.GROUP).id for n in (1, 2)
        ]
        row = wish(ctx, "U-new", "ใหม่ จริง", seat(ctx, Role.TEACHER, school=people.SCHOOL)).id

    def approve(officer: int) -> Work:
        return lambda c: approve_wish(c, as_me(c, c.session.get(Person, officer)), row)

    found = at_once(postgres, *map(approve, officers))
    assert kinds(found) == {"done": 1, "WrongState": 1}, found
    with working(postgres) as ctx:
        posts = ctx.session.scalars(select(Post).where(Post.role == Role.TEACHER)).all()
        assert len(posts) == 1


def test_a_rating_given_twice_at_once_is_one(postgres: Database, proposed: dict[str, int]) -> None:
    with working(postgres) as ctx:
        rating = ratings.invite(
            ctx, subject="ticket:1", service="ticket", form=FORM.rating or "",
            person_id=proposed["teacher"],
        )  # fmt: skip
        assert rating is not None
        rating_id, order = rating.id, ratings.forms.get(rating.form).order

    def rate(level: Level) -> Work:
        def work(ctx: Context) -> None:
            me = of(ctx, proposed, "teacher")
            ratings.rate(ctx, me, rating_id, dict.fromkeys(order, level))

        return work

    found = at_once(postgres, rate(Level.GOOD), rate(Level.FAIR))
    assert kinds(found) == {"done": 2}, found
    with working(postgres) as ctx:
        levels = ctx.session.scalars(select(RatingItem.level)).all()
        trail = ctx.session.scalars(
            select(AuditEntry.action)
            .where(AuditEntry.subject == f"rating:{rating_id}")
            .order_by(AuditEntry.id)
        ).all()
    assert len(set(levels)) == 1
    assert trail == ["line:rating:rate", "line:rating:change"]


def test_two_clocks_file_a_request_away_once(postgres: Database, proposed: dict[str, int]) -> None:
    request = proposed["request"]
    with working(postgres) as ctx:
        ending.withdraw(ctx, of(ctx, proposed, "teacher"), request)

    def file(ctx: Context) -> None:
        row = ctx.session.get_one(ServiceRequest, request, with_for_update=True,
                                  populate_existing=True)  # fmt: skip
        ending.file_away(ctx, FORMS, row, None, None)

    found = at_once(postgres, file, file)
    assert kinds(found) == {"done": 1, "WrongState": 1}, found
