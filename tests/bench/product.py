"""Starts the product as a user would, `python -m bot …` with settings, and watches it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.bench.http import SECRET

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """A port of loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings(database_url: str, folder: Path, line_port: int) -> dict[str, str]:
    """An office with a LINE channel whose platform is at this port."""
    base = f"http://127.0.0.1:{line_port}"
    return {
        "LINE_CHANNEL_SECRET": SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": "a-channel-token",
        "LINE_API_BASE": base,
        "LINE_DATA_API_BASE": base,
        "PUBLIC_URL": "https://office.example",
        "DATABASE_URL": database_url,
        "SECRET_KEY": "k" * 32,
        "FILES_DIR": str(folder / "files"),
        "LOG_LEVEL": "WARNING",
    }


def start(
    module: list[str], environment: dict[str, str], log: Path | None = None, **how: Any
) -> subprocess.Popen[str]:
    """`python -m module …` in its own process group."""
    errors = log.open("a") if log else None
    try:
        return subprocess.Popen(
            [sys.executable, "-m", *module],
            cwd=ROOT,
            env=os.environ | environment,
            start_new_session=True,
            text=True,
            stderr=errors,
            **how,
        )
    finally:
        if errors:
            errors.close()


def kill(process: subprocess.Popen[str]) -> None:
    """SIGKILL to the whole process group: no handler runs, nothing is tidied up."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def stop(process: subprocess.Popen[str], patience: float = 20) -> None:
    """A polite end, or the other one."""
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        kill(process)


def get(port: int, path: str) -> tuple[int, Any]:
    """One JSON page; status 0 when nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, json.loads(answer.read() or b"{}")
    except urllib.error.HTTPError as error:
        return error.code, None
    except (OSError, ValueError):
        return 0, None


def wait_until(port: int, path: str = "/readyz", seconds: float = 30) -> float:
    """Wait for a 200; returns the seconds it took. Raises TimeoutError."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if get(port, path)[0] == 200:
            return time.monotonic() - began
        time.sleep(0.02)
    raise TimeoutError(f"{path} was not 200 within {seconds} s")


@contextmanager
def running(
    module: list[str], environment: dict[str, str], log: Path | None = None, **how: Any
) -> Iterator[subprocess.Popen[str]]:
    """A process that is ended at the end of the block."""
    process = start(module, environment, log, **how)
    try:
        yield process
    finally:
        if process.poll() is None:
            stop(process)


@contextmanager
def stand_in() -> Iterator[int]:
    """The fast stand-in of LINE in a process of its own. Yields its port."""
    with running(["tests.bench.stand_in"], {}, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())


def memory(pid: int) -> tuple[float, float]:
    """RSS and PSS of a process in MB."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = {line.split(":")[0]: line.split()[1] for line in text.splitlines()[1:]}
    return int(found["Rss"]) / 1024, int(found["Pss"]) / 1024
