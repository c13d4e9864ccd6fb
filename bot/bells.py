"""Bells that wake the worker and the sender. Losing a ring costs a moment, never a message:
everyone also looks by themselves from time to time."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict

import psycopg

CHANNEL = "thamkhet"
log = logging.getLogger(__name__)


class Bells:
    """Named bells within one process."""

    def __init__(self) -> None:
        self._bells: dict[str, threading.Event] = defaultdict(threading.Event)

    def ring(self, name: str) -> None:
        """Wake whoever waits for this bell; a ring while nobody waits is kept."""
        self._bells[name].set()

    def wait(self, name: str, seconds: float) -> bool:
        """Sleep until the bell rings or the time is over. True if it rang."""
        bell = self._bells[name]
        rang = bell.wait(seconds)
        bell.clear()
        return rang


class PostgresListener(threading.Thread):
    """Hears NOTIFY from other nodes and rings the bells here."""

    def __init__(self, url: str, bells: Bells, stopping: threading.Event) -> None:
        super().__init__(name="bells", daemon=True)
        self._url = url.replace("postgresql+psycopg://", "postgresql://", 1)
        self._bells, self._stopping = bells, stopping

    def run(self) -> None:
        """Listen until stopped; a lost connection is opened again."""
        while not self._stopping.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    self._listen(connection)
            except psycopg.Error as error:
                log.warning("bells.connection.lost", extra={"error": type(error).__name__})
                self._stopping.wait(2)

    def _listen(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        while not self._stopping.is_set():
            for notice in connection.notifies(timeout=1):
                self._bells.ring(notice.payload)
