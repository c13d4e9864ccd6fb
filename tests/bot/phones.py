"""The demo office, started by its command, and its phone in a real Chromium."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.emulator.identifiers import fixed_id

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    f"--{flag}"
    for flag in (
        "headless",
        "no-sandbox",
        "disable-gpu",
        "disable-quic",
        "no-first-run",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
    )
]
#: Marks of a module whose tests need a browser.
BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium: apt-get install chromium"),
]
TEACHER, CLERK_PC = fixed_id("U", "teacher"), fixed_id("U", "clerk-pc")
CLERKS = fixed_id("C", "clerks")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def command(folder: Path, port: int) -> dict[str, Any]:
    """How the demo is started in a folder of its own."""
    return {
        "args": [sys.executable, "-m", "bot", "demo", "--port", str(port)],
        "cwd": folder,
        "env": os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    }


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The address of a running demo; it must end well."""
    port = free_port()
    process = subprocess.Popen(
        **command(folder, port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    _wait(f"{address}/readyz")
    yield address
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} did not come up")


def be(page: Page, demo: str, who: str, chat: str | None = None) -> None:
    """Open the phone as somebody, in a chat."""
    page.goto(f"{demo}/emulator/?as={who}&chat={chat or who}")
    expect(page.get_by_test_id("composer")).to_be_visible()


def say(page: Page, text: str) -> None:
    """Write and send."""
    page.get_by_test_id("composer").fill(text)
    page.get_by_test_id("send").click()


def press(page: Page, label: str) -> None:
    """Press the newest button that is called just that, with or without its number."""
    called = re.compile(rf"^\s*(\d+\. )?{re.escape(label)}\s*$")
    button = page.get_by_test_id("flex-button").filter(has_text=called).last
    expect(button).to_be_visible(timeout=10_000)
    button.click()


def answers(page: Page) -> Locator:
    """All that the bot said here."""
    return page.locator('[data-testid="message"][data-from="bot"]')


def last_answer(page: Page) -> Locator:
    """What the bot said last."""
    return answers(page).last
