"""The service under fire: its processes, killed with SIGKILL and started again."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.bench import product


@dataclass
class Part:
    """One process of the service: `serve`, `web` or `worker`."""

    command: str
    port: int
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it; returns at once."""
        has_port = self.command != "worker"
        module = ["bot", self.command, *(["--port", str(self.port)] if has_port else [])]
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
        return self.command != "worker"


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
