"""A whole office in a test: webhook, worker, sender and the stand-in of LINE, step by step.

    office.says(TEACHER, "เมนู")
    assert "ถามข้อมูล" in office.heard(TEACHER)

Nothing runs in the background but the intake's writer; `settle` works until all is quiet.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from waitress.server import create_server

from bot import config
from bot.cards import Voice
from bot.chat.buttons import Buttons
from bot.chat.flow import END, Flow, Heard, Notice, Outcome, Talk
from bot.chat.turn import Desk
from bot.database import Database
from bot.downloads import Downloader
from bot.emulator import LinePlatform
from bot.emulator.identifiers import fixed_id
from bot.files import Files
from bot.intake import Intake
from bot.line.client import LineClient
from bot.line.render import Renderer
from bot.sender import Sender
from bot.worker import Worker
from handlers.context import Context
from tests.apps import emulator_app, office_app

SECRET, TOKEN = "a-channel-secret", "a-channel-token"
NOON = datetime(2026, 11, 19, 7, 30, tzinfo=UTC)


PEOPLE = (
    "teacher", "clerk", "clerk-pc", "officer", "technician", "group-director", "area-director",
    "school-director", "guest",
)  # fmt: skip


class Clock:
    """The present of a test; moves only when told to, and the stand-in's with it."""

    def __init__(self, start: datetime = NOON) -> None:
        self.moment = start

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **how: float) -> None:
        self.moment += timedelta(**how)


def echo(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
    """A flow for tests of the engine: any text is answered by the menu."""
    if heard.text == "ล้ม":
        raise RuntimeError("a bug")
    return Outcome((Notice("menu"),), END)


ECHO = Flow("question", {"ask": echo}, "ask")


class StandIn:
    """One HTTP server for all tests; it shows the stand-in of the test that runs."""

    def __init__(self) -> None:
        self._app: Flask | None = None
        self._address = ""

    def show(self, app: Flask) -> str:
        """Serve this stand-in from now on. Returns its address."""
        self._app = app
        if not self._address:
            server = create_server(self._answer, port=0, threads=16)
            threading.Thread(target=server.run, daemon=True).start()
            self._address = f"http://127.0.0.1:{server.effective_port}"
        return self._address

    def _answer(self, environ: Any, start_response: Any) -> Any:
        assert self._app is not None
        return self._app(environ, start_response)


STAND_IN = StandIn()


class Office:
    """The product between a stand-in of LINE and a test."""

    def __init__(
        self, database: Database, folder: Path, flows: Iterable[Flow] = (ECHO,), **settings: Any
    ) -> None:
        self.clock = Clock()
        self.database = database
        self.platform = LinePlatform(
            SECRET, TOKEN, "/callback", clock=self.clock, seed=7, transport=self._deliver
        )
        self.people = {name: fixed_id("U", name) for name in PEOPLE}
        self.groups = list(self.platform.directory.groups)
        base = STAND_IN.show(emulator_app(self.platform))
        self.settings = replace(
            config.load({"SECRET_KEY": "k" * 32, "DATABASE_URL": "sqlite:///:memory:"}),
            line_channel_secret=SECRET, line_channel_access_token=TOKEN, line_api_base=base,
            line_data_api_base=base, public_url="https://office.example", **settings,
        )  # fmt: skip
        self.line = LineClient(base, base, TOKEN)
        self.files = Files(folder / "files")
        self.intake = Intake(database, self.clock)
        self.app: Flask = office_app(
            self.settings, database, self.intake, files=self.files, now=self.clock
        )
        self.web = self.app.test_client()
        self.flows = list(flows)
        self.worker, self.sender = self.new_worker("a"), self.new_sender("a")
        self.downloader = Downloader(database, self.line, self.files, "a", self.clock)
        self._seen: dict[str, int] = {}

    def new_worker(self, node: str) -> Worker:
        desk = Desk(self.flows, Buttons(self.settings.secret_key), fallback="question")
        return Worker(self.database, desk, self.files, node, self.clock)

    def new_sender(self, node: str) -> Sender:
        key = self.settings.secret_key
        renderer = Renderer(key, self.settings.public_url)
        voice = Voice("สพป.ตัวอย่าง เขต 1", "ค่ะ")
        return Sender(self.database, self.line, renderer, voice, node, self.clock)

    def close(self) -> None:
        self.intake.close()
        self.platform.close()

    # What people do ------------------------------------------------------------------------

    def says(self, who: str, text: str, *, chat: str | None = None, **how: Any) -> str:
        """Write a text in the 1:1 chat or in `chat`, and let the office work."""
        message_id = self.platform.acts.text(chat or who, who, text, **how)
        self.settle()
        return message_id

    def presses(self, who: str, action: dict[str, Any], *, chat: str | None = None) -> None:
        """Press a button that stands in the chat."""
        if action["type"] == "message":
            self.platform.acts.text(chat or who, who, action["text"])
        else:
            self.platform.acts.postback(
                chat or who, who, action["data"], display_text=action.get("displayText")
            )
        self.settle()

    def posts(self, events: Sequence[dict[str, Any]], **how: Any) -> int | None:
        """Deliver raw events now; returns the office's status."""
        return self.platform.webhooks.post(events, **how).status

    def settle(self) -> None:
        """Deliver, handle and send until nothing is left to do now."""
        assert self.platform.webhooks.drain()
        while self.worker.work_once():
            pass
        self.downloader.work_once()
        self.sender.send_due()

    def wait(self, **how: float) -> None:
        """Let time pass, then let the office work."""
        self.clock.advance(**how)
        self.settle()

    # What people see -----------------------------------------------------------------------

    def messages(self, chat: str) -> list[dict[str, Any]]:
        """Every message of the bot in a chat, as LINE got it."""
        items = sorted(self.platform.timeline.after(chat, 0), key=lambda item: item.place)
        return [
            {**item.message, **({"quickReply": item.quick_reply} if item.quick_reply else {})}
            for item in items
            if item.sender == "bot"
        ]

    def new_messages(self, chat: str) -> list[dict[str, Any]]:
        """The bot's messages since this was last asked."""
        every = self.messages(chat)
        new, self._seen[chat] = every[self._seen.get(chat, 0) :], len(every)
        return new

    def heard(self, chat: str) -> str:
        """All that can be read in the bot's new messages, a line each."""
        return "\n".join(text for m in self.new_messages(chat) for text in readable(m))

    def _deliver(self, url: str, body: bytes, headers: dict[str, str], seconds: float) -> int:
        return self.web.post("/callback", data=body, headers=headers).status_code


def readable(message: dict[str, Any]) -> Iterator[str]:
    """Every text a person can read in a message, buttons' labels apart."""
    if message["type"] == "text":
        yield message["text"]
        return
    yield message.get("altText", "")
    yield from _texts(message.get("contents", {}))


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("type") in ("text", "span") and "text" in node:
            yield node["text"]
        for key in ("header", "hero", "body", "footer", "contents"):
            yield from _texts(node.get(key))
    if isinstance(node, list):
        for child in node:
            yield from _texts(child)


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The actions of every button in a message, quick replies last."""
    found: list[dict[str, Any]] = []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if isinstance(node.get("action"), dict):
                found.append(node["action"])
            for key, child in node.items():
                if key != "action":
                    walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(message)
    return found


@contextmanager
def open_office(database: Database, folder: Path, **how: Any) -> Iterator[Office]:
    """An office that is closed afterwards. LINE must have found no fault with what it sent."""
    office = Office(database, folder, **how)
    try:
        yield office
        assert office.platform.rejections == [], json.dumps(
            office.platform.rejections, ensure_ascii=False
        )
    finally:
        office.close()
