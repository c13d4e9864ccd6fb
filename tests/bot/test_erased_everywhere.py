"""What is left of a person who erased their data, in every table; what is kept for too long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.events import reduced
from handlers import ratings, retention
from handlers.people import Me, as_me, by_line, erase, wish
from handlers.people.seats import seat
from handlers.requests import checking, drafts, ending, submitting
from handlers.requests.files import attach
from handlers.requests.submitting import Filled
from models.audit import AuditEntry
from models.media import Media, MediaStatus
from models.outbox import OutboxMessage
from models.people import Person, Role
from models.ratings import Level, Rating
from models.requests import Channel
from tests import people
from tests.bot.attacked import Siege, open_siege, where
from tests.bot.staff_chat import ANSWERS, FORMS
from tests.bot.test_attacked_buttons import brought_to

FORM = FORMS.forms["data_request"]
NAME, PHONE, EMAIL = "สุริยาเฉพาะ ลบได้", "0899999991", "surely.gone@example.org"
WHO = {
    "name": NAME, "phone": PHONE, "email": EMAIL, "position": "ตำแหน่งลับ",
    "affiliation": "สังกัดลับ",
}  # fmt: skip
TRACES = (*WHO.values(), "089-999-9991", "บัตรลับ.pdf")


@pytest.fixture
def siege(database: Database, tmp_path: Path) -> Iterator[Siege]:
    with open_siege(database, tmp_path) as opened:
        yield opened


def asked_and_took_back(siege: Siege) -> int:
    """Somebody unknown asks, is asked for more, and takes it back."""
    line = siege.lines["guest"]
    with siege.acting("guest") as ctx:
        filled = Filled(FORM, {**ANSWERS, **WHO, "hand_over": "email", "contact": NAME})
        request = submitting.submit(ctx, FORMS, Me(), filled, line)
        media = Media(
            message_id="secret", chat_key=line, person=line, kind="file", sha256="c" * 64,
            status=MediaStatus.STORED, due_at=ctx.now, created_at=ctx.now,
        )  # fmt: skip
        ctx.session.add(media)
        ctx.session.flush()
        attach(ctx, request, media.id, "บัตรลับ.pdf", by=request.requester_id)
        request_id = request.id
    siege.office.settle()
    with siege.acting("officer") as ctx:
        checking.ask_requester(ctx, siege.me(ctx, "officer"), request_id, None, "ปีใด")
    siege.office.settle()
    with siege.acting("guest") as ctx:
        ending.withdraw(ctx, as_me(ctx, by_line(ctx, line)), request_id)
    return request_id


def test_what_was_asked_and_taken_back_names_nobody_afterwards(siege: Siege) -> None:
    line = siege.lines["guest"]
    noise = brought_to(siege, "submitted")
    asked_and_took_back(siege)
    with siege.acting("guest") as ctx:
        wish(ctx, line, NAME, seat(ctx, Role.TEACHER, school=people.SCHOOL), phone=PHONE)
        drafts.keep(ctx, line, "access_request", {"answers": WHO})
    siege.office.settle()
    siege.says("guest", "ข้อมูลของฉัน")
    with siege.acting("guest") as ctx:
        person = by_line(ctx, line)
        assert person is not None
        erase(ctx, person)
    siege.office.wait(hours=3)
    assert "สุริยาเฉพาะ" not in siege.heard("officer")
    left = where(siege.office.database, *TRACES)
    assert set(left) <= {"outbox_message"}  # what an officer was sent already: a week
    assert where(siege.office.database, line).get("person") is None
    siege.office.clock.advance(days=8)
    forget(siege)
    assert where(siege.office.database, *TRACES) == {}
    # Others keep what is theirs.
    assert siege.request(noise).requester["name"] == "มะลิ ตัวอย่าง"
    with siege.acting() as ctx:
        media = ctx.session.scalars(select(Media).where(Media.message_id == "secret")).one()
        assert media.kept_for is None


def test_who_took_over_a_request_is_not_known_twice(siege: Siege) -> None:
    line = siege.lines["guest"]
    with siege.acting("guest") as ctx:
        wish(ctx, line, NAME, seat(ctx, Role.TEACHER, school=people.SCHOOL))
    with siege.acting("officer") as ctx:
        filled = Filled(FORM, {**ANSWERS, **WHO}, channel=Channel.PHONE)
        request_id = submitting.submit_on_behalf(ctx, siege.me(ctx, "officer"), filled).id
    with siege.acting("guest") as ctx:
        me = as_me(ctx, by_line(ctx, line))
        submitting.claim(ctx, line, me, request_id)
        ending.withdraw(ctx, me, request_id)
    with siege.acting("guest") as ctx:
        known = ctx.session.scalars(select(Person).where(Person.name == NAME)).all()
        assert [person.line_user for person in known] == [line]
        erase(ctx, known[0])
    siege.office.clock.advance(days=8)
    siege.office.settle()
    siege.office.clock.advance(days=8)
    forget(siege)
    assert where(siege.office.database, *TRACES) == {}


def test_the_audit_holds_no_words_of_a_rating(siege: Siege) -> None:
    brought_to(siege, "delivered")
    siege.office.settle()
    with siege.acting("teacher") as ctx:
        rating = ctx.session.scalars(select(Rating)).one()
        order = ratings.forms.get(rating.form).order
        levels = dict.fromkeys(order, Level.POOR)
        teacher = siege.me(ctx, "teacher")
        ratings.rate(ctx, teacher, rating.id, levels, reason="เจ้าหน้าที่ดาริกาพูดไม่ดี")
        ratings.rate(ctx, teacher, rating.id, suggestion="โทรหาผมที่ 0899999991")
    with siege.acting() as ctx:
        rows = ctx.session.scalars(select(AuditEntry).where(AuditEntry.subject.like("rating:%")))
        said = [f"{row.before} {row.after}" for row in rows]
    assert len(said) == 2
    for words in ("ดาริกา", "0899999991", "โทร"):
        assert not any(words in one for one in said)
    assert said[0] != said[1]  # that something changed is seen


def test_notices_that_were_never_drawn_lose_their_words_too(siege: Siege) -> None:
    """A held notice that rode on an answer is a row of its own, never drawn and never sent."""
    request_id = brought_to(siege, "submitted")
    with siege.acting("officer") as ctx:
        checking.take(ctx, siege.me(ctx, "officer"), request_id)
    with siege.acting("teacher") as ctx:
        ending.withdraw(ctx, siege.me(ctx, "teacher"), request_id)
    assert "ผู้ขอถอนคำขอแล้ว" in siege.says("officer", "งานของฉัน")
    siege.office.wait(hours=2)
    with siege.acting() as ctx:
        rode = select(OutboxMessage).where(OutboxMessage.error == "rode on a reply")
        assert any(row.notices for row in ctx.session.scalars(rode))
    siege.office.clock.advance(days=9)
    forget(siege)
    with siege.acting() as ctx:
        assert [r.id for r in ctx.session.scalars(select(OutboxMessage)) if r.notices] == []


def forget(siege: Siege) -> None:
    """What the clock does every night."""
    with siege.acting() as ctx:
        retention.reduce_events(ctx, reduced, days=7)
        retention.blank_messages(ctx, days=7)
        retention.forget_talks(ctx)
