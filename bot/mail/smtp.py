"""The talk with the mail server: one letter, one connection, and a clear end in bounded time.

Nothing is sent without TLS once a password is at stake. What matters to who calls is one
question: had the content left when it went wrong? Only then may it have arrived.
"""

from __future__ import annotations

import re
import smtplib
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from typing import Protocol

from bot.mail.settings import SmtpSettings
from bot.mail.talk import Talk, TlsTalk
from handlers.mail import Answer

#: Each step of the talk, and the server's answer to the content, which it may look through first.
STEP_SECONDS = 10.0
CONTENT_SECONDS = 15.0
_DOTS = re.compile(rb"^\.", re.MULTILINE)


class SmtpTrouble(Exception):
    """It was not taken. `answer` says whether to try again; the text is the server's."""

    def __init__(self, answer: Answer, detail: str, *, why: str = "away") -> None:
        super().__init__(detail)
        self.answer, self.detail, self.why = answer, detail, why


class Smtp(Protocol):
    """What the mailer needs of a mail server."""

    def send(self, letter: EmailMessage, to: str, *, ends: float) -> None:
        """Hand over one letter before `ends` (monotonic). Raises SmtpTrouble."""
        ...


class SmtpClient:
    """The office's mail server."""

    def __init__(
        self,
        settings: SmtpSettings,
        *,
        tls: ssl.SSLContext | None = None,
        step: float = STEP_SECONDS,
        content: float = CONTENT_SECONDS,
    ) -> None:
        self._settings = settings
        self._tls = tls or ssl.create_default_context()
        self._step, self._content = step, content

    def send(self, letter: EmailMessage, to: str, *, ends: float) -> None:
        """Hand over one letter before `ends` (monotonic). Raises SmtpTrouble."""
        content = _DOTS.sub(b"..", letter.as_bytes(policy=SMTP))
        with self._talking(ends - self._content) as talk:
            with _refusing(Answer.REFUSED):
                _expect(talk.mail(self._settings.sender), 250)
                _expect(talk.rcpt(to), 250, 251)
                _expect(talk.docmd("DATA"), 354)
            talk.slow(self._content)
            with _refusing(Answer.REFUSED, unclear=Answer.UNKNOWN):
                talk.send(content + b".\r\n")
                _expect(talk.getreply(), 250)
            talk.bye()

    def check(self) -> None:
        """Knock, prove who we are, say good-bye. Raises SmtpTrouble."""
        with self._talking(time.monotonic() + 2 * self._step) as talk:
            talk.bye()

    @contextmanager
    def _talking(self, ends: float) -> Iterator[Talk]:
        """A connection on which letters can be handed over until `ends`."""
        settings, talk = self._settings, None
        try:
            with _refusing(Answer.LATER):
                kind = TlsTalk if settings.tls_at_once else Talk
                more = {"context": self._tls} if settings.tls_at_once else {}
                talk = kind(settings, self._step, ends, **more)
                talk.ehlo_or_helo_if_needed()
                self._protect(talk)
                if settings.user:
                    _log_in(talk, settings)
            yield talk
        finally:
            if talk is not None:
                talk.close()

    def _protect(self, talk: Talk) -> None:
        if self._settings.tls_at_once:
            return
        if talk.has_extn("starttls"):
            _expect(talk.starttls(context=self._tls), 220)
            talk.ehlo_or_helo_if_needed()
        elif self._settings.user and not self._settings.is_loopback:
            raise SmtpTrouble(Answer.LATER, "no STARTTLS: the password was not sent", why="open")


def _log_in(talk: Talk, settings: SmtpSettings) -> None:
    try:
        talk.login(settings.user, settings.password)
    except smtplib.SMTPAuthenticationError as error:
        # A wrong password is the office's to mend; its letters wait for that.
        why = "password" if error.smtp_code // 100 == 5 else "away"
        raise SmtpTrouble(Answer.LATER, _said(*error.args), why=why) from error


def _expect(reply: tuple[int, bytes], *good: int) -> None:
    if reply[0] not in good:
        raise smtplib.SMTPResponseException(*reply)


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(f"{code} {text}".split())


@contextmanager
def _refusing(forever: Answer, *, unclear: Answer = Answer.LATER) -> Iterator[None]:
    """Turn every way in which a step fails into SmtpTrouble.

    `forever` is what a 5xx of this step means, `unclear` what a broken connection means.
    """
    try:
        yield
    except smtplib.SMTPResponseException as error:
        said = _said(error.smtp_code, error.smtp_error)
        if error.smtp_code // 100 == 5:
            raise SmtpTrouble(forever, said) from error
        clear = error.smtp_code // 100 == 4
        raise SmtpTrouble(Answer.LATER if clear else unclear, said) from error
    except ssl.SSLCertVerificationError as error:
        raise SmtpTrouble(unclear, error.verify_message, why="certificate") from error
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise SmtpTrouble(unclear, f"{type(error).__name__}: {error}"[:200]) from error
