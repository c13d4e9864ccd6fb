"""The talk with the mail server, with real servers on this machine: good, bad, slow and dying."""

from __future__ import annotations

import shutil
import ssl
import time
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from bot.cards import Voice
from bot.mail.composing import Links, NotOneLine, compose
from bot.mail.settings import SmtpSettings
from bot.mail.smtp import SmtpClient, SmtpTrouble
from bot.texts.mails import Mail
from bot.texts.mails import mail as words_of
from handlers.mail import Answer
from tests.bot.mail_server import (
    HOST,
    PASSWORD,
    USER,
    Postman,
    bare_server,
    certificate,
    closed_port,
    dripping,
    saying,
    silent,
    smtp_server,
)

VOICE = Voice("สพป.ตัวอย่าง เขต 1", "ค่ะ")
LINKS = Links("k" * 32, "https://office.example")
TO = "somsri@example.com"
NOW = datetime(2026, 11, 19, 7, 30, tzinfo=UTC)
Contexts = tuple[ssl.SSLContext, ssl.SSLContext]


class Elsewhere(SmtpSettings):
    """A server that is not this machine, as far as the client knows."""

    is_loopback = False


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> Contexts:
    """TLS of a server on this machine, and of a client that trusts it."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    folder: Path = tmp_path_factory.mktemp("tls")
    return certificate(folder)


def settings(port: int, **more: Any) -> SmtpSettings:
    return SmtpSettings(HOST, port, "office@example.go.th", **more)


def letter(office: str = VOICE.office) -> EmailMessage:
    words = words_of("test", {}, VOICE)
    return composed(words, office=office)


def composed(
    words: Mail, to: str = TO, message_id: str = "id-1", office: str = "สพป."
) -> EmailMessage:
    return compose(
        words, to, message_id, office=office, settings=settings(25), links=LINKS, now=NOW
    )


def send(where: SmtpSettings, tls: ssl.SSLContext | None = None, *, seconds: float = 2.0) -> None:
    """Send within about so many seconds."""
    client = SmtpClient(where, tls=tls, step=seconds / 4, content=seconds / 2)
    client.send(letter(), TO, ends=time.monotonic() + seconds)


def trouble(where: SmtpSettings, tls: ssl.SSLContext | None = None) -> SmtpTrouble:
    with pytest.raises(SmtpTrouble) as caught:
        send(where, tls)
    return caught.value


# Letters that arrive ------------------------------------------------------------------------


def test_a_letter_arrives_as_it_was_written() -> None:
    postman = Postman()
    with smtp_server(postman) as port:
        send(settings(port))
    [(sender, to, taken)] = postman.letters
    assert (sender, to) == ("office@example.go.th", [TO])
    assert taken["From"].addresses[0].display_name == VOICE.office
    assert taken["Subject"] == "ทดสอบการส่งอีเมล"
    assert taken["Date"].datetime == NOW
    assert taken["Message-ID"] == "<id-1@example.go.th>"
    assert taken["Auto-Submitted"] == "auto-generated"
    assert postman.talks[0]["name"] == f"[{HOST}]"


def test_a_line_that_is_only_a_dot_does_not_end_the_letter() -> None:
    postman = Postman()
    dotted = EmailMessage()
    dotted.set_content("before\n.\n..\nafter\n", cte="7bit")
    with smtp_server(postman) as port:
        SmtpClient(settings(port)).send(dotted, TO, ends=time.monotonic() + 20)
    assert postman.letters[0][2].get_content().split() == ["before", ".", "..", "after"]


def test_tls_is_used_where_it_is_offered(contexts: Contexts) -> None:
    postman = Postman()
    server, client = contexts
    with smtp_server(postman, tls_context=server, require_starttls=True, password=True) as port:
        plain = replace(settings(port), user=USER, password=PASSWORD)
        send(Elsewhere(**vars(plain)), client)
    assert postman.talks[0]["tls"]
    assert postman.talks[0]["user"]


def test_tls_from_the_first_byte(contexts: Contexts) -> None:
    postman = Postman()
    server, client = contexts
    with smtp_server(postman, at_once=server) as port:
        send(settings(port, tls_at_once=True), client)
    assert len(postman.letters) == 1


# What must not happen -----------------------------------------------------------------------


@pytest.mark.parametrize("at_once", [False, True])
def test_a_server_that_nobody_vouches_for_gets_nothing(contexts: Contexts, at_once: bool) -> None:
    postman = Postman()
    server, _ = contexts
    how: dict[str, Any] = {"at_once": server} if at_once else {"tls_context": server}
    with smtp_server(postman, **how) as port:
        found = trouble(settings(port, tls_at_once=at_once))
    assert (found.why, found.answer) == ("certificate", Answer.LATER)
    assert postman.letters == []


def test_the_password_never_travels_in_the_open() -> None:
    postman = Postman()
    with smtp_server(postman, password=True) as port:
        plain = settings(port, user=USER, password=PASSWORD)
        found = trouble(Elsewhere(**vars(plain)))
        send(plain)  # to this machine itself it may
    assert (found.why, found.answer) == ("open", Answer.LATER)
    assert len(postman.letters) == 1


def test_a_wrong_password_is_the_offices_to_mend_and_the_letter_waits() -> None:
    postman = Postman()
    with smtp_server(postman, password=True) as port:
        found = trouble(settings(port, user=USER, password="wrong"))
    assert (found.why, found.answer) == ("password", Answer.LATER)
    assert "wrong" not in found.detail


def test_nobody_writes_headers_of_their_own() -> None:
    for office in ("สพป.\r\nBcc: all@example.com", "สพป.\nX: y", "สพป.\u2028X: y", "สพป.\0"):
        with pytest.raises(NotOneLine):
            letter(office)
    words = replace(words_of("test", {}, VOICE), subject="a\nBcc: all@example.com")
    for to, message_id, mail in (
        (TO, "id", words),
        (f"{TO}\nBcc: all@example.com", "id", words_of("test", {}, VOICE)),
        (TO, "id>\r\nX: y", words_of("test", {}, VOICE)),
    ):
        with pytest.raises(NotOneLine):
            composed(mail, to, message_id)


# What the server says, and does not say -----------------------------------------------------


@pytest.mark.parametrize(
    ("rcpt", "data", "answer"),
    [
        ("550 5.1.1 no such user", "250 OK", Answer.REFUSED),
        ("450 4.2.0 greylisted, come back", "250 OK", Answer.LATER),
        ("250 OK", "554 5.7.1 looks like spam", Answer.REFUSED),
        ("250 OK", "452 4.3.1 disk full", Answer.LATER),
    ],
)
def test_a_refusal_is_for_ever_or_for_now(rcpt: str, data: str, answer: Answer) -> None:
    postman = Postman()
    postman.rcpt, postman.data = rcpt, data
    with smtp_server(postman) as port:
        found = trouble(settings(port))
    assert found.answer is answer
    assert found.detail == (data if rcpt.startswith("250") else rcpt)
    assert postman.letters == []


def test_a_connection_that_dies_before_the_content_harms_nothing() -> None:
    postman = Postman()
    postman.dies_at = "MAIL"
    with smtp_server(postman) as port:
        assert trouble(settings(port)).answer is Answer.LATER


def test_a_connection_that_dies_after_the_content_leaves_us_not_knowing() -> None:
    postman = Postman()
    postman.dies_at = "DATA"
    with smtp_server(postman) as port:
        assert trouble(settings(port)).answer is Answer.UNKNOWN
    assert len(postman.letters) == 1


def test_a_server_that_is_not_there() -> None:
    assert trouble(settings(closed_port())).answer is Answer.LATER


@pytest.mark.parametrize(
    "greeting", ["554 no service here", "421 too busy", "HTTP/1.1 400 Bad Request", "", "250"]
)
def test_a_server_that_is_something_else(greeting: str) -> None:
    with bare_server(saying(greeting)) as port:
        assert trouble(settings(port)).answer is Answer.LATER


@pytest.mark.parametrize("talk", [silent, dripping])
def test_no_server_keeps_us_beyond_the_end(talk: Any) -> None:
    with bare_server(talk) as port:
        began = time.monotonic()
        assert trouble(settings(port)).answer is Answer.LATER
        assert time.monotonic() - began < 2


def test_time_that_is_used_up_before_the_content_means_that_nothing_is_sent() -> None:
    postman = Postman()
    with smtp_server(postman) as port, pytest.raises(SmtpTrouble) as caught:
        SmtpClient(settings(port)).send(letter(), TO, ends=time.monotonic() + 15)
    assert caught.value.answer is Answer.LATER
    assert postman.letters == []
