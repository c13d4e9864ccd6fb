"""E-mail as rows: queued with the change, claimed by one, settled, tried again, forgotten."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import Database
from handlers import mail
from handlers.context import Context
from handlers.leases import LEASE
from handlers.mail import Answer, BadAddress, Tried
from models.errors import NotFound, WrongState
from models.mail import MailMessage, MailStatus

At = Callable[[datetime], AbstractContextManager[Context]]
DATA = {"number": "คข. 1/2570", "subject": "จำนวนนักเรียน ป.1"}


def queued(ctx: Context, address: str = "somsri@example.com", ref: str = "request:1") -> int:
    return mail.queue(ctx, address, "delivery", DATA, ref=ref).id


def row(session: Session, mail_id: int) -> MailMessage:
    return session.get_one(MailMessage, mail_id, populate_existing=True)


def tried(at: At, mail_id: int, answer: Answer, now: datetime, detail: str = "") -> None:
    """One try of this e-mail at that moment, and what came of it."""
    with at(now) as ctx:
        due = mail.claim(ctx.session, holder="a", now=now)
        assert due is not None
        assert due.id == mail_id
    with at(now) as ctx:
        mail.settle(ctx.session, Tried(mail_id, answer, detail), holder="a", now=now)


# Queueing -----------------------------------------------------------------------------------


def test_a_letter_waits_with_all_it_needs(database: Database, now: datetime, at: At) -> None:
    with at(now) as ctx:
        first, second = queued(ctx), queued(ctx, " malee.k+work@mail.example.ac.th ", "request:2")
    assert database.bells.wait("mail", 0)
    with database.reading() as session:
        assert row(session, first).notice == {"kind": "delivery", "data": DATA}
        assert row(session, second).address == "malee.k+work@mail.example.ac.th"
        assert row(session, first).message_id != row(session, second).message_id


def test_a_change_that_is_undone_sends_nothing(database: Database, now: datetime, at: At) -> None:
    with contextlib.suppress(ZeroDivisionError), at(now) as ctx:
        queued(ctx)
        _ = 1 / 0
    with database.reading() as session:
        assert session.scalars(select(MailMessage)).all() == []
    assert not database.bells.wait("mail", 0)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "somsri",
        "somsri@",
        "@example.com",
        "somsri@localhost",
        "som sri@example.com",
        "somsri@example.com, other@example.com",
        "somsri@example.com\nBcc: all@example.com",
        "somsri@example.com\r\nDATA",
        "<somsri@example.com>",
        "สมศรี@example.com",
        "somsri@-example.com",
        "somsri@example..com",
        ".somsri@example.com",
        "som..sri@example.com",
        "somsri@example.com.",
        "somsri@127.0.0.1",
        "a" * 65 + "@example.com",
        "a@" + "b." * 130 + "com",
    ],
)
def test_what_is_no_address_is_refused(ctx: Context, address: str) -> None:
    with pytest.raises(BadAddress):
        mail.queue(ctx, address, "delivery", DATA, ref="request:1")
    assert ctx.session.scalars(select(MailMessage)).all() == []


@given(st.text(max_size=80))
def test_no_text_around_an_address_slips_through(text: str) -> None:
    known = "somsri@example.com"
    for candidate in (text + known, known + text, text):
        if mail.is_address(candidate):
            assert candidate.count("@") == 1
            assert candidate.isascii()
            assert candidate.isprintable()
            assert not set(candidate) & set(' ,;:<>()[]\\"')


# Claiming and settling ----------------------------------------------------------------------


def test_two_processes_never_hold_the_same_letter(now: datetime, at: At) -> None:
    with at(now) as ctx:
        ids = [queued(ctx, ref=f"request:{n}") for n in range(2)]
    with at(now) as ctx:
        mine = mail.claim(ctx.session, holder="a", now=now)
    with at(now) as ctx:
        theirs = mail.claim(ctx.session, holder="b", now=now)
        nothing = mail.claim(ctx.session, holder="c", now=now)
    assert mine is not None
    assert theirs is not None
    assert [mine.id, theirs.id] == ids
    assert nothing is None


def test_a_letter_of_a_dead_process_is_taken_up_again(now: datetime, at: At) -> None:
    with at(now) as ctx:
        mail_id = queued(ctx)
    with at(now) as ctx:
        first = mail.claim(ctx.session, holder="dead", now=now)
    later = now + LEASE + timedelta(seconds=1)
    with at(later) as ctx:
        assert mail.any_due(ctx.session, now=later)
        again = mail.claim(ctx.session, holder="b", now=later)
    assert first is not None
    assert again is not None
    assert (again.id, again.message_id) == (mail_id, first.message_id)


def test_what_was_sent_is_never_claimed_again(database: Database, now: datetime, at: At) -> None:
    with at(now) as ctx:
        noise, mail_id = queued(ctx, ref="request:7"), queued(ctx)
        row(ctx.session, noise).due_at = now + timedelta(hours=2)
    tried(at, mail_id, Answer.TAKEN, now)
    with at(now + timedelta(hours=1)) as ctx:
        assert not mail.any_due(ctx.session, now=ctx.now)
        assert mail.claim(ctx.session, holder="b", now=ctx.now) is None
        assert row(ctx.session, mail_id).finished_at == now
        assert row(ctx.session, noise).status is MailStatus.QUEUED


def test_a_late_word_changes_nothing_that_is_settled(now: datetime, at: At) -> None:
    with at(now) as ctx:
        mail_id = queued(ctx)
    tried(at, mail_id, Answer.TAKEN, now)
    with at(now) as ctx:
        late = Tried(mail_id, Answer.REFUSED, "550 no")
        assert mail.settle(ctx.session, late, holder="b", now=now) is MailStatus.SENT
        assert row(ctx.session, mail_id).error is None
        gone = Tried(mail_id + 99, Answer.TAKEN)
        assert mail.settle(ctx.session, gone, holder="b", now=now) is None


@pytest.mark.parametrize(
    ("answer", "status"),
    [(Answer.REFUSED, MailStatus.FAILED), (Answer.UNKNOWN, MailStatus.UNKNOWN)],
)
def test_what_ends_badly_is_shown_to_staff_and_not_sent_again(
    now: datetime, at: At, answer: Answer, status: MailStatus
) -> None:
    with at(now) as ctx:
        sent, mail_id = queued(ctx, ref="request:7"), queued(ctx)
    tried(at, sent, Answer.TAKEN, now)
    tried(at, mail_id, answer, now, "550 5.1.1 <Somsri@example.com>: User somsri unknown")
    with at(now + timedelta(days=2)) as ctx:
        assert not mail.any_due(ctx.session, now=ctx.now)
        [shown] = mail.troubled(ctx)
        assert (shown.id, shown.status) == (mail_id, status)
        assert shown.error == "550 5.1.1 … User … unknown"


def test_a_server_that_is_away_is_asked_ever_more_rarely_for_a_day(now: datetime, at: At) -> None:
    with at(now) as ctx:
        mail_id = queued(ctx)
    moment, waits = now, []
    while True:
        tried(at, mail_id, Answer.LATER, moment, "421 come back later")
        with at(moment) as ctx:
            kept = row(ctx.session, mail_id)
            if kept.status is not MailStatus.QUEUED:
                break
            assert not mail.any_due(ctx.session, now=kept.due_at - timedelta(seconds=1))
            waits.append(kept.due_at - moment)
            moment = kept.due_at
    minutes = [int(wait / timedelta(minutes=1)) for wait in waits]
    assert minutes[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert timedelta(hours=23) <= moment - now <= timedelta(hours=24)
    assert kept.status is MailStatus.FAILED
    assert kept.error == "421 come back later"


# Staff, and time that passes ----------------------------------------------------------------


def test_staff_let_it_be_sent_once_more(database: Database, now: datetime, at: At) -> None:
    with at(now) as ctx:
        mail_id = queued(ctx)
        first_id = row(ctx.session, mail_id).message_id
    tried(at, mail_id, Answer.REFUSED, now, "550 mailbox full")
    database.bells.wait("mail", 0)
    tomorrow = now + timedelta(days=1)
    with at(tomorrow) as ctx:
        mail.retry(ctx, mail_id)
    assert database.bells.wait("mail", 0)
    with at(tomorrow) as ctx:
        with pytest.raises(WrongState):
            mail.retry(ctx, mail_id)
        with pytest.raises(NotFound):
            mail.retry(ctx, mail_id + 1)
    tried(at, mail_id, Answer.LATER, tomorrow)
    with at(tomorrow) as ctx:
        kept = row(ctx.session, mail_id)
        assert (kept.status, kept.message_id) == (MailStatus.QUEUED, first_id)
        assert kept.due_at == tomorrow + timedelta(minutes=1)


def test_persons_are_forgotten_ninety_days_after_the_end(now: datetime, at: At) -> None:
    with at(now) as ctx:
        old, waiting = queued(ctx), queued(ctx, "waiting@example.com", "request:2")
        row(ctx.session, waiting).due_at = now + timedelta(days=300)
        young = queued(ctx, "young@example.com", "request:3")
        row(ctx.session, young).due_at = now + timedelta(days=30)
    tried(at, old, Answer.REFUSED, now, "550 no such person")
    tried(at, young, Answer.TAKEN, now + timedelta(days=30))
    with at(now + timedelta(days=90)) as ctx:
        assert mail.forget_addresses(ctx) == 0
    with at(now + timedelta(days=90, minutes=1)) as ctx:
        assert mail.forget_addresses(ctx) == 1
        assert mail.forget_addresses(ctx) == 0
        gone = row(ctx.session, old)
        assert (gone.address, gone.notice, gone.error) == ("", {}, None)
        assert (gone.ref, gone.status) == ("request:1", MailStatus.FAILED)
        assert row(ctx.session, waiting).address == "waiting@example.com"
        assert row(ctx.session, young).address == "young@example.com"
        assert mail.counts(ctx.session) == {"queued": 1, "failed": 1, "sent": 1}
        with pytest.raises(WrongState):
            mail.retry(ctx, old)
