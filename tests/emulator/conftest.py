"""A platform with a clock held still, its two doors, and a bot that writes down what it hears."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from waitress.server import create_server

from bot.emulator import LinePlatform
from bot.emulator.identifiers import fixed_id
from tests.apps import emulator_app

SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"
TOKEN = "stand-in-token"
NOON = datetime(2026, 6, 5, 5, 0, tzinfo=UTC)
TEACHER = fixed_id("U", "teacher")
CLERK_ON_PC = fixed_id("U", "clerk-pc")
OFFICER = fixed_id("U", "officer")
CLERKS = fixed_id("C", "clerks")


class Bot:
    """The other end of the webhook: every POST, decoded; `answers` are its next statuses."""

    def __init__(self) -> None:
        self.posts: list[tuple[bytes, dict[str, str]]] = []
        self.answers: list[int | Exception] = []

    def __call__(self, url: str, body: bytes, headers: dict[str, str], seconds: float) -> int:
        self.posts.append((body, headers))
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def batches(self) -> list[list[dict]]:
        return [json.loads(body)["events"] for body, _ in self.posts]

    @property
    def events(self) -> list[dict]:
        return [event for batch in self.batches for event in batch]


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture
def platform(bot: Bot) -> Iterator[LinePlatform]:
    made = LinePlatform(
        SECRET, TOKEN, "http://bot.invalid/callback", clock=lambda: NOON, seed=7, transport=bot
    )
    yield made
    made.close()


@pytest.fixture
def app(platform: LinePlatform) -> Flask:
    return emulator_app(platform)


@pytest.fixture
def http(app: Flask) -> FlaskClient:
    """The Messaging API, called with the right token."""
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {TOKEN}"
    return client


@pytest.fixture
def control(app: Flask) -> FlaskClient:
    """The control API."""
    return app.test_client()


@pytest.fixture
def hear(platform: LinePlatform, bot: Bot) -> Callable[[], dict]:
    """The newest event that the bot heard, once all are delivered."""

    def newest() -> dict:
        assert platform.drain()
        return bot.events[-1]

    return newest


class Server:
    """An application behind a real socket on loopback."""

    def __init__(self, app: Flask) -> None:
        self._server = create_server(app, host="127.0.0.1", port=0, threads=8, map={})
        self.url = f"http://127.0.0.1:{self._server.effective_port}"
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        # In short turns: a socket closed under a running select would raise.
        while not self._stopped.is_set():
            self._server.asyncore.loop(timeout=0.02, map=self._server._map, count=1)

    def close(self) -> None:
        self._stopped.set()
        self._thread.join()
        self._server.close()
        self._server.task_dispatcher.shutdown()


@pytest.fixture
def serve() -> Iterator[Callable[[Flask], str]]:
    """Serve an application on loopback; gives its address."""
    servers: list[Server] = []

    def start(app: Flask) -> str:
        servers.append(Server(app))
        return servers[-1].url

    yield start
    for server in servers:
        server.close()


def text(words: str = "สวัสดี", **more: object) -> dict:
    return {"type": "text", "text": words, **more}


def bubble(**more: object) -> dict:
    body = {"type": "box", "layout": "vertical", "contents": [{"type": "text", "text": "ก"}]}
    return {"type": "bubble", "body": body, **more}


def flex(contents: dict, alt: str = "การ์ด") -> dict:
    return {"type": "flex", "altText": alt, "contents": contents}


def quick(*actions: dict) -> dict:
    return {"items": [{"type": "action", "action": action} for action in actions]}


def say_button(label: str = "ถาม", words: str = "ถาม") -> dict:
    return {"type": "message", "label": label, "text": words}
