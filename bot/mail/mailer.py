"""Sends the queued e-mails: claims one, talks to the server without an open transaction, settles.

A letter is rare beside a chat message, so one thread sends one after another.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime

from bot import metrics
from bot.cards import Voice
from bot.database import Database
from bot.mail.composing import Links, compose
from bot.mail.settings import SmtpSettings
from bot.mail.smtp import Smtp, SmtpTrouble
from bot.texts.mails import mail as words_of
from handlers import mail
from handlers.leases import LEASE
from handlers.mail import Answer, Due, Tried

log = logging.getLogger(__name__)
IDLE_SECONDS = 5.0
#: A talk with the server is over before the lease is, so that no other process sends the same.
TALK_SECONDS = LEASE.total_seconds() - 2


class Mailer:
    """One mailer of one process."""

    def __init__(
        self,
        database: Database,
        server: Smtp,
        settings: SmtpSettings,
        voice: Voice,
        links: Links,
        node: str,
        now: Callable[[], datetime],
    ) -> None:
        self._database, self._server, self._settings = database, server, settings
        self._voice, self._links = voice, links
        self._holder, self._now = f"{node}:mail", now
        self._unwritten: Tried | None = None

    def run(self, stopping: threading.Event) -> None:
        """Send until told to stop."""
        while not stopping.is_set():
            try:
                worked = self.work_once()
            except Exception as error:
                log.error("mailer.round.failed", exc_info=error)
                stopping.wait(1)
                continue
            if not worked:
                self._database.bells.wait(mail.QUEUE, IDLE_SECONDS)
        try:
            self._write_down()
        except Exception as error:
            log.error("mailer.result.lost", exc_info=error)

    def work_once(self) -> int:
        """Send the oldest e-mail that is due. Returns how many were tried."""
        self._write_down()
        ends, now = time.monotonic() + TALK_SECONDS, self._now()
        with self._database.reading() as session:
            if not mail.any_due(session, now=now):
                return 0
        with self._database.transaction() as session:
            due = mail.claim(session, holder=self._holder, now=now)
        if due is None:
            return 0
        self._unwritten = self._tried(due, ends)
        self._write_down()
        return 1

    def _write_down(self) -> None:
        """What the server said must outlast a database that is away for a moment."""
        if self._unwritten is None:
            return
        tried = self._unwritten
        with self._database.transaction() as session:
            mail.settle(session, tried, holder=self._holder, now=self._now())
        self._unwritten = None
        metrics.MAILS.labels(tried.answer.value).inc()
        log.info("mailer.mail.tried", extra={"mail": tried.id, "answer": tried.answer.value})

    def _tried(self, due: Due, ends: float) -> Tried:
        try:
            letter = compose(
                words_of(due.kind, due.data, self._voice),
                due.address,
                due.message_id,
                office=self._voice.office,
                settings=self._settings,
                links=self._links,
                now=self._now(),
            )
        except Exception as error:
            # A letter that cannot be worded is a bug; it must not stop the others.
            log.error("mailer.words.failed", extra={"mail": due.id}, exc_info=error)
            return Tried(due.id, Answer.REFUSED, "could not be worded")
        try:
            self._server.send(letter, due.address, ends=ends)
        except SmtpTrouble as trouble:
            return Tried(due.id, trouble.answer, trouble.detail)
        except Exception as error:
            log.error("mailer.talk.failed", extra={"mail": due.id}, exc_info=error)
            return Tried(due.id, Answer.UNKNOWN, type(error).__name__)
        return Tried(due.id, Answer.TAKEN)
