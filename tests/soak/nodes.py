"""The service under fire: its processes, killed with SIGKILL and started again."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.bench import product
from tests.soak.moved import Dial


@dataclass
class Part:
    """One process of the service: `serve`, `web`, `worker` or `clock`; `dial`: on a machine of its
    own time."""

    command: str
    port: int
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[str] | None = None
    dial: Dial | None = None

    def start(self) -> None:
        """Start it; returns at once."""
        port = ["--port", str(self.port)] if self.takes_webhooks else []
        where = ["tests.soak.moved", str(self.dial.file)] if self.dial else []
        module = [*where, "bot", self.command, *port]
        self.process = product.start(module, self.environment, self.log, stdout=subprocess.DEVNULL)

    def kill(self) -> None:
        """SIGKILL to its process group."""
        if self.process is not None:
            product.kill(self.process)

    def stop(self) -> None:
        """The polite end."""
        if self.process is not None and self.process.poll() is None:
            product.stop(self.process)

    @property
    def takes_webhooks(self) -> bool:
        return self.command in ("serve", "web")


def of_sqlite(environment: dict[str, str], log: Path) -> list[Part]:
    """One process, as SQLite wants it."""
    return [Part("serve", product.free_port(), environment, log)]


def of_postgresql(environment: dict[str, str], log: Path) -> list[Part]:
    """Two nodes of a web and a worker process each."""
    return [
        Part(command, product.free_port(), environment, log)
        for _node in range(2)
        for command in ("web", "worker")
    ]
