"""`python -m tests.soak.moved FILE bot …`: a command on a machine whose time stands in FILE.

Whenever the file changes, the time of the running process is set anew and ticks on from there; the
clock that nobody sets (monotonic) stays as it is, as on a real machine.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

_LOOK_SECONDS = 0.05


class Dial:
    """What sets the time of every process that was started with its file."""

    def __init__(self, file: Path, moment: datetime) -> None:
        self.file = file
        self.set(moment)

    def set(self, moment: datetime) -> None:
        """From now on it is this moment, and ticks."""
        self._moment, self._since = moment, time.monotonic()
        new = self.file.with_suffix(".new")
        new.write_text(json.dumps([moment.isoformat(), self._since]))
        os.replace(new, self.file)

    def now(self) -> datetime:
        """The time there."""
        return self._moment + timedelta(seconds=time.monotonic() - self._since)


def _read(text: str) -> datetime:
    moment, since = json.loads(text)
    return datetime.fromisoformat(moment).astimezone(UTC) + timedelta(
        seconds=time.monotonic() - since
    )


def _follow(file: Path, machine: time_machine.Traveller, known: str) -> None:
    while True:
        time.sleep(_LOOK_SECONDS)
        text = file.read_text()
        if text != known:
            machine.move_to(_read(text))
            known = text


def main() -> None:
    file, module, *words = sys.argv[1:]
    text = Path(file).read_text()
    machine = time_machine.travel(_read(text)).start()
    threading.Thread(target=_follow, args=(Path(file), machine, text), daemon=True).start()
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
