"""Puts the parts of a process together: web, worker, sender, downloads, mailer.

Started by `__main__`.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import datetime
from functools import cached_property
from types import FrameType
from typing import Any

from flask import Flask
from waitress.server import create_server

from bot.app import add_emulator, create_app
from bot.bells import PostgresListener
from bot.cards import Voice
from bot.chat.buttons import Buttons
from bot.chat.flows import FALLBACK, flows
from bot.chat.turn import Desk
from bot.config import Settings
from bot.database import Database, ServingLock, refuse_demo
from bot.downloads import Downloader
from bot.files import Files
from bot.intake import Intake
from bot.line.client import LineClient
from bot.line.render import Renderer
from bot.mail.composing import Links
from bot.mail.mailer import Mailer
from bot.mail.smtp import SmtpClient
from bot.memory import keep_small
from bot.pages.uploads import LARGEST_SENDING
from bot.sender import Sender, utc_now
from bot.worker import Worker
from handlers import leases
from handlers.forms import Loaded
from handlers.forms import load as load_forms
from handlers.knowledge import load as load_articles
from handlers.questions import Office

log = logging.getLogger(__name__)
WEB_THREADS = 24
#: More than an officer may send in one go, so that the page can say what is too much. LINE's door
#: has a limit of its own.
LARGEST_BODY = LARGEST_SENDING + 20 * 1024 * 1024
Loop = Callable[[threading.Event], None]


def node_name() -> str:
    """A name for this process among the nodes."""
    return f"{os.uname().nodename[:40]}:{os.getpid()}"


class Service:
    """The parts of one process, and their common end."""

    def __init__(self, settings: Settings) -> None:
        keep_small()
        self.settings = settings
        self.database = Database(settings.database_url)
        self.node = node_name()
        self.files = Files(settings.files_dir)
        self.stopping = threading.Event()
        #: The clock's jobs with their rhythm, for `/readyz`; whoever starts a clock knows them.
        self.jobs: list[dict[str, Any]] = []
        self._lock: ServingLock | None = None
        self._threads: list[threading.Thread] = []
        self._closing = ExitStack()
        self._line: LineClient | None = None

    @cached_property
    def forms(self) -> Loaded:
        """The forms in force; what the office's folder holds wrong is in `doctor`."""
        return load_forms(self.settings.forms_dir)

    @property
    def line(self) -> LineClient:
        """The client that all threads share, made after every fork."""
        if self._line is None:
            s = self.settings
            self._line = LineClient(
                s.line_api_base, s.line_data_api_base, s.line_channel_access_token
            )
        return self._line

    def prepare(self) -> None:
        """Take the SQLite lock, bring the tables up to date, refuse a demo with a real token.

        Raises DatabaseError.
        """
        path = self.settings.sqlite_path
        if path is not None:
            self._lock = ServingLock(path)
            self._lock.take()
        self.database.upgrade()
        with self.database.transaction() as session:
            refuse_demo(session, emulator=self.settings.emulator)
            if path is not None:
                leases.forget_dead(session)
        log.info(
            "service.prepared",
            extra={"node": self.node, "sqlite": sqlite3.sqlite_version if path else None},
        )

    def start_worker(self) -> None:
        """Start the worker, the sender, the downloads and the mailer of this process."""
        if not self.database.is_sqlite:
            listener = PostgresListener(
                self.settings.database_url, self.database.bells, self.stopping
            )
            listener.start()
        self._start("worker", self.worker().run)
        self._start("sender", self.sender().run)
        self._start(
            "downloads",
            Downloader(self.database, self.line, self.files, self.node, utc_now).run,
        )
        if mailer := self.mailer():
            self._start("mailer", mailer.run)

    def worker(self) -> Worker:
        """A worker of this process."""
        office = Office(self.settings.office_code, self.settings.office_name)
        buttons = Buttons(self.settings.secret_key)
        articles = load_articles(self.settings.knowledge_dir)
        mail = self.settings.smtp is not None
        every = flows(office, self.forms, mail=mail, articles=articles)
        desk = Desk(every, buttons, fallback=FALLBACK)
        return Worker(self.database, desk, self.files, self.node, utc_now)

    def sender(self, now: Callable[[], datetime] = utc_now) -> Sender:
        """A sender of this process."""
        key = self.settings.secret_key
        renderer = Renderer(key, self.settings.public_url)
        known = self.settings
        voice = Voice(known.office_name, known.particle, known.office_phone)
        return Sender(self.database, self.line, renderer, voice, self.node, now)

    def mailer(self, now: Callable[[], datetime] = utc_now) -> Mailer | None:
        """A mailer of this process; None when the office has no mail server."""
        smtp = self.settings.smtp
        if smtp is None:
            return None
        voice = Voice(self.settings.office_name, self.settings.particle)
        links = Links(self.settings.secret_key, self.settings.public_url)
        return Mailer(self.database, SmtpClient(smtp), smtp, voice, links, self.node, now)

    def web(self, port: int) -> Flask:
        """The web application with its intake, and the emulator in emulator mode."""
        intake = Intake(self.database, utc_now)
        self._closing.callback(intake.close)
        app = create_app(self.settings, self.database, intake, jobs=self.jobs)
        if self.settings.emulator:
            path = self.settings.sqlite_path
            state = path.with_suffix(".emulator.json") if path else None
            platform = add_emulator(app, self.settings, port, state)
            self._closing.callback(platform.close)
        return app

    def run_web(self, host: str, port: int, ready: Callable[[], None]) -> None:
        """Serve until a signal comes. `ready` is called when the port is open."""
        server = create_server(
            self.web(port), host=host, port=port, threads=WEB_THREADS, ident=None,
            connection_limit=400, backlog=1024, max_request_body_size=LARGEST_BODY,
        )  # fmt: skip
        ready()
        self._load_line()
        # What is loaded by now stays for good: the collector need not look at it ever again.
        gc.collect()
        gc.freeze()
        try:
            server.run()
        finally:
            server.close()

    def wait(self) -> None:
        """Sleep until a signal comes (a process without a web half)."""
        self._load_line()
        while not self.stopping.wait(1):
            pass

    def catch_signals(self) -> None:
        """End cleanly on SIGTERM and Ctrl-C."""

        def stop(_number: int, _frame: FrameType | None) -> None:
            self.stopping.set()
            raise SystemExit(0)

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)

    def close(self) -> None:
        """Finish what is under way, then let go of everything."""
        self.stopping.set()
        for bell in ("inbox", "outbox", "media", "mail"):
            self.database.bells.ring(bell)
        self._closing.close()
        self._join(self._threads)
        self.database.close()
        if self._lock is not None:
            self._lock.release()

    def _load_line(self) -> None:
        """Nobody's first answer waits for the SDK: it is loaded once all else works."""
        threading.Thread(target=self.line.load, name="load-line", daemon=True).start()

    def _start(self, name: str, loop: Loop) -> None:
        thread = threading.Thread(target=loop, args=(self.stopping,), name=name, daemon=True)
        thread.start()
        self._threads.append(thread)

    @staticmethod
    def _join(threads: Iterable[threading.Thread]) -> None:
        for thread in threads:
            thread.join(15)
