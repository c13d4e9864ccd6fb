"""`python -m bot.emulator`, as a load test starts it."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
import urllib3

from bot.emulator.__main__ import main

TOKEN = "t"


@pytest.fixture
def address() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bot.emulator", "--port", str(port)]
    process = subprocess.Popen([*command, "--secret", "s", "--token", TOKEN, "--monthly", "-1"])
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=5)


def test_it_serves_line_at_its_root(address: str) -> None:
    http = urllib3.PoolManager(headers={"Authorization": f"Bearer {TOKEN}"}, retries=False)
    until = time.monotonic() + 10
    while True:
        try:
            answer = http.request("GET", f"{address}/v2/bot/message/quota")
            break
        except urllib3.exceptions.HTTPError:
            assert time.monotonic() < until
            time.sleep(0.05)
    assert answer.json() == {"type": "none"}
    state = http.request("GET", f"{address}/emulator/api/state").json()
    assert state["quota"]["limit"] is None


def test_a_missing_secret_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--token", TOKEN])
    assert "--secret" in capsys.readouterr().err
