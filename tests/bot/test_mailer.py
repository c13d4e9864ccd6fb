"""The mailer between the database and a real mail server: once, late, never, or nobody knows."""

from __future__ import annotations

import json
import logging
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot import logs, metrics
from bot.cards import Voice
from bot.database import Database
from bot.mail.composing import Links
from bot.mail.mailer import TALK_SECONDS, Mailer
from bot.mail.settings import SmtpSettings
from bot.mail.smtp import CONTENT_SECONDS, STEP_SECONDS, SmtpClient, SmtpTrouble
from bot.page_links import LinkExpired, PageLinks
from bot.texts import mails
from handlers import mail
from handlers.context import Context
from handlers.leases import LEASE
from handlers.mail import Answer
from handlers.requests import notifying
from models.mail import MailMessage, MailStatus
from models.requests import Delivery, HandOver, RequestStatus, ServiceRequest
from tests.bot.mail_server import HOST, Postman, bare_server, closed_port, silent, smtp_server
from tests.office import Clock

At = Callable[[datetime], AbstractContextManager[Context]]
VOICE = Voice("สพป.ตัวอย่าง เขต 1", "ค่ะ")
KEY, PUBLIC = "k" * 32, "https://office.example"
ALARM = {"kind": "low", "month": "2026-11", "used": 250, "limit": 300, "left": 50}
DELIVERY = {
    "prefix": "คข.",
    "number": 1,
    "fiscal_year": 2570,
    "subject": "จำนวนนักเรียน ป.1 ปี 2569\nแยกรายโรงเรียน <b>ทุกแห่ง</b>",
    "name": "นางสาวสมศรี ตัวอย่าง",
    "delivery_id": 71,
    "expires_at": "2026-12-18T09:30:00+00:00",
}


@pytest.fixture
def clock() -> Clock:
    """The present of the mailer."""
    return Clock()


@pytest.fixture
def postman() -> Postman:
    """What the mail server says and keeps."""
    return Postman()


@pytest.fixture
def port(postman: Postman) -> Iterator[int]:
    """A real SMTP server."""
    with smtp_server(postman) as port:
        yield port


def new_mailer(
    database: Database, port: int, now: Callable[[], datetime], node: str = "a", server: Any = None
) -> Mailer:
    settings = SmtpSettings(HOST, port, "office@example.go.th")
    client = server or SmtpClient(settings, step=0.5)
    return Mailer(database, client, settings, VOICE, Links(KEY, PUBLIC), node, now)


def queued(at: At, now: datetime, address: str = "somsri@example.com", **more: Any) -> int:
    with at(now) as ctx:
        return mail.queue(ctx, address, "delivery", DELIVERY | more, ref="request:1").id


def row(database: Database, mail_id: int) -> MailMessage:
    with database.reading() as session:
        return session.get_one(MailMessage, mail_id)


def work(mailer: Mailer) -> int:
    """Let it work until nothing is due. Returns how many tries were made."""
    tries = 0
    while mailer.work_once():
        tries += 1
    return tries


def parts(letter: EmailMessage) -> tuple[str, str]:
    plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert html is not None
    return plain.get_content(), html.get_content()


# Letters that arrive ------------------------------------------------------------------------


def test_the_requester_reads_what_was_asked_where_it_is_and_until_when(
    database: Database, clock: Clock, at: At, postman: Postman, port: int
) -> None:
    other = queued(at, clock(), "malee@example.com", number=2, delivery_id=72)
    mail_id = queued(at, clock())
    assert work(new_mailer(database, port, clock)) == 2
    assert row(database, other).status is MailStatus.SENT
    kept = row(database, mail_id)
    assert (kept.status, kept.finished_at, kept.error) == (MailStatus.SENT, clock(), None)
    [_, (_, to, letter)] = postman.letters
    assert to == ["somsri@example.com"]
    assert letter["Subject"] == "ข้อมูลตามคำขอ คข. 1/2570 พร้อมแล้ว"
    assert letter["Message-ID"] == f"<{kept.message_id}@example.go.th>"
    plain, html = parts(letter)
    for said in (
        "เรียน นางสาวสมศรี ตัวอย่าง",
        "«จำนวนนักเรียน ป.1 ปี 2569 แยกรายโรงเรียน <b>ทุกแห่ง</b>»",
        "เลขที่คำขอ คข. 1/2570",
        "ศ. 18 ธ.ค. 2569 16.30 น.",
        "สำหรับผู้ขอเท่านั้น",
        "โปรดอย่าตอบกลับค่ะ",
        VOICE.office,
    ):
        assert said in plain
    assert "<b>" not in html
    [address] = [line for line in plain.splitlines() if line.startswith(PUBLIC)]
    assert f'href="{address}"' in html
    page, token = address.removeprefix(f"{PUBLIC}/").split("/")
    links = PageLinks(KEY)
    assert links.read(page, token, now=clock()) == {"d": 71}
    with pytest.raises(LinkExpired):
        links.read(page, token, now=clock() + timedelta(days=30))


def test_the_words_fit_what_the_use_case_tells() -> None:
    """What `handlers.requests.notifying` queues is what is worded here."""
    expires = datetime(2026, 12, 18, 9, 30, tzinfo=UTC)
    request = ServiceRequest(
        id=1, version=3, form="data_request", prefix="คข.", number=1, fiscal_year=2570,
        subject="จำนวนนักเรียน", status=RequestStatus.DELIVERED, hand_over=HandOver.EMAIL,
        due_at=None, requester={},
    )  # fmt: skip
    facts = notifying.mail_facts(request, Delivery(id=71, expires_at=expires))
    said = mails.mail("delivery", json.loads(json.dumps(facts)), VOICE)
    assert said.subject == "ข้อมูลตามคำขอ คข. 1/2570 พร้อมแล้ว"
    assert said.before[0] == "เรียน ผู้ขอข้อมูล"


def test_the_office_has_one_voice() -> None:
    for particle in ("ค่ะ", "ครับ", ""):
        for kind in mails.known_kinds():
            said = mails.mail(kind, DELIVERY | ALARM, Voice("สพป.ก", particle))
            words = " ".join((said.subject, *said.before, *said.after))
            assert ("ค่ะ" in words, "ครับ" in words) == (particle == "ค่ะ", particle == "ครับ")


def test_a_letter_told_at_length_is_told_shortly(
    database: Database, clock: Clock, at: At, postman: Postman, port: int
) -> None:
    queued(at, clock(), subject="ก" * 3000, name="ข\r\nBcc: all@example.com")
    work(new_mailer(database, port, clock))
    [(_, to, letter)] = postman.letters
    plain, _ = parts(letter)
    assert "ก" * 199 + "…" in plain
    assert "เรียน ข Bcc: all@example.com" in plain.splitlines()
    assert (to, letter["Bcc"]) == (["somsri@example.com"], None)


def test_a_ring_wakes_a_running_mailer(
    database: Database, clock: Clock, at: At, postman: Postman, port: int
) -> None:
    stopping = threading.Event()
    mailer = new_mailer(database, port, clock)
    thread = threading.Thread(target=mailer.run, args=(stopping,))
    thread.start()
    time.sleep(0.2)  # it sleeps by now
    queued(at, clock())
    ends = time.monotonic() + 3
    while not postman.letters and time.monotonic() < ends:
        time.sleep(0.02)
    stopping.set()
    database.bells.ring("mail")
    thread.join(5)
    assert not thread.is_alive()
    assert len(postman.letters) == 1


# What goes wrong ----------------------------------------------------------------------------


def test_a_server_that_is_away_gets_it_when_it_is_back(
    database: Database, clock: Clock, at: At, postman: Postman, port: int
) -> None:
    mail_id = queued(at, clock())
    assert work(new_mailer(database, closed_port(), clock)) == 1
    assert row(database, mail_id).status is MailStatus.QUEUED
    mailer = new_mailer(database, port, clock)
    assert work(mailer) == 0
    clock.advance(minutes=1)
    assert work(mailer) == 1
    assert row(database, mail_id).status is MailStatus.SENT
    assert len(postman.letters) == 1


def test_an_address_that_does_not_exist_ends_there_and_the_next_one_goes_out(
    database: Database, clock: Clock, at: At, postman: Postman, port: int
) -> None:
    postman.rcpt = "550 5.1.1 somsri@example.com does not live here"
    mail_id = queued(at, clock())
    mailer = new_mailer(database, port, clock)
    assert work(mailer) == 1
    kept = row(database, mail_id)
    assert (kept.status, kept.error) == (MailStatus.FAILED, "550 5.1.1 … does not live here")
    postman.rcpt = "250 OK"
    queued(at, clock(), "malee@example.com")
    clock.advance(days=1)
    assert work(mailer) == 1
    assert [to for _, to, _ in postman.letters] == [["malee@example.com"]]


def test_what_may_have_arrived_is_not_sent_again(
    database: Database, clock: Clock, at: At, postman: Postman, port: int
) -> None:
    postman.dies_at = "DATA"
    mail_id = queued(at, clock())
    mailer = new_mailer(database, port, clock)
    assert work(mailer) == 1
    assert row(database, mail_id).status is MailStatus.UNKNOWN
    postman.dies_at = ""
    clock.advance(days=2)
    assert work(mailer) == 0
    assert len(postman.letters) == 1


def test_a_server_that_hangs_costs_one_letter_a_moment_only(
    database: Database, clock: Clock, at: At
) -> None:
    mail_id = queued(at, clock())
    began = time.monotonic()
    with bare_server(silent) as port:
        assert work(new_mailer(database, port, clock)) == 1
    assert time.monotonic() - began < 3
    assert row(database, mail_id).due_at == clock() + timedelta(minutes=1)


def test_the_talk_is_over_before_another_process_may_begin() -> None:
    assert LEASE.total_seconds() > TALK_SECONDS
    assert STEP_SECONDS < TALK_SECONDS - CONTENT_SECONDS


def test_many_processes_send_each_letter_once(
    database: Database, clock: Clock, at: At, postman: Postman, port: int
) -> None:
    ids = [queued(at, clock(), f"person{n}@example.com") for n in range(12)]
    mailers = [new_mailer(database, port, clock, node) for node in "abcd"]
    threads = [threading.Thread(target=work, args=(mailer,)) for mailer in mailers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    work(mailers[0])
    assert sorted(to for _, [to], _ in postman.letters) == sorted(
        f"person{n}@example.com" for n in range(12)
    )
    assert {row(database, mail_id).status for mail_id in ids} == {MailStatus.SENT}


def test_a_letter_that_cannot_be_worded_does_not_stop_the_others(
    database: Database, clock: Clock, at: At, postman: Postman, port: int
) -> None:
    with at(clock()) as ctx:
        odd = mail.queue(ctx, "odd@example.com", "no such kind", {}, ref="request:9").id
    bare = queued(at, clock(), expires_at="soon")
    good = queued(at, clock())
    assert work(new_mailer(database, port, clock)) == 3
    assert row(database, odd).error == row(database, bare).error == "could not be worded"
    assert row(database, odd).status is MailStatus.FAILED
    assert row(database, good).status is MailStatus.SENT
    assert len(postman.letters) == 1


def test_what_the_server_said_outlasts_a_database_that_is_away(
    database: Database, clock: Clock, at: At, postman: Postman, port: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    mail_id = queued(at, clock())
    mailer = new_mailer(database, port, clock)
    with monkeypatch.context() as patch:
        patch.setattr(mail, "settle", _away)
        for _ in range(2):
            with pytest.raises(OperationalError):
                mailer.work_once()
    clock.advance(minutes=5)
    assert work(mailer) == 0
    assert row(database, mail_id).status is MailStatus.SENT
    assert len(postman.letters) == 1


def _away(*_given: Any, **_named: Any) -> None:
    raise OperationalError("UPDATE", {}, Exception("the server closed the connection"))


class Puzzling:
    """A client with a bug, or a server that says whom it refuses."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def send(self, letter: EmailMessage, to: str, *, ends: float) -> None:
        raise self._error


def test_logs_and_figures_name_no_person(
    database: Database, clock: Clock, at: At, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    before = _count("unknown"), _count("refused")
    refusal = SmtpTrouble(Answer.REFUSED, "550 somsri@example.com unknown")
    for error in (RuntimeError("somsri@example.com"), refusal):
        queued(at, clock())
        work(new_mailer(database, 25, clock, server=Puzzling(error)))
    assert (_count("unknown"), _count("refused")) == (before[0] + 1, before[1] + 1)
    lines = [logs.JsonLines().format(record) for record in caplog.records]
    assert [json.loads(line)["event"] for line in lines].count("mailer.mail.tried") == 2
    assert not re.search(r"somsri|@example", "".join(lines))


def _count(outcome: str) -> float:
    return metrics.REGISTRY.get_sample_value("thamkhet_mails_total", {"outcome": outcome}) or 0.0
