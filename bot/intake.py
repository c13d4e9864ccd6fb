"""The one writer of the inbox: gathers what several requests want to store into one commit.

Threads that each commit to SQLite wait for one another beyond LINE's two seconds; one thread
that commits for all of them keeps the slowest answer short.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from bot import metrics
from bot.database import Database
from handlers import inbox
from handlers.inbox import NewEvent

log = logging.getLogger(__name__)
#: LINE gives up after two seconds.
PATIENCE = 1.8
MOST_AT_ONCE = 200
#: While requests come together, the writer lets this pass before it looks who is waiting: a commit
#: costs the same for one as for ten. A request that comes alone is stored at once.
GATHERING = 0.001


class NotStored(Exception):
    """The events could not be stored in time; LINE is told to bring them again."""


def _held() -> threading.Lock:
    lock = threading.Lock()
    lock.acquire()
    return lock


@dataclass
class _Parcel:
    events: Sequence[NewEvent]
    # A bare lock, held until the writer is done with the parcel: an Event costs several times as
    # much, and this is done for every request.
    done: threading.Lock = field(default_factory=_held)
    stored: bool = False


class Intake:
    """Stores events; `put` returns when they are on disk."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database, self._now = database, now
        self._parcels: queue.SimpleQueue[_Parcel | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="intake", daemon=True)
        self._thread.start()

    def put(self, events: Sequence[NewEvent]) -> None:
        """Store these events, all or none. Raises NotStored."""
        parcel = _Parcel(events)
        self._parcels.put(parcel)
        if not parcel.done.acquire(timeout=PATIENCE) or not parcel.stored:
            raise NotStored

    def close(self) -> None:
        """Store what is waiting, then stop."""
        self._parcels.put(None)
        self._thread.join(5)

    def _run(self) -> None:
        together = 1
        while (first := self._parcels.get()) is not None:
            if together > 1:
                time.sleep(GATHERING)
            parcels, last = self._gather(first)
            self._store(parcels)
            together = len(parcels)
            if last:
                return

    def _gather(self, first: _Parcel) -> tuple[list[_Parcel], bool]:
        parcels = [first]
        while len(parcels) < MOST_AT_ONCE:
            try:
                parcel = self._parcels.get_nowait()
            except queue.Empty:
                break
            if parcel is None:
                return parcels, True
            parcels.append(parcel)
        return parcels, False

    def _store(self, parcels: list[_Parcel]) -> None:
        try:
            self._write([event for parcel in parcels for event in parcel.events])
        except Exception as error:
            # Whatever it was, this thread must live on: nobody else stores events.
            if len(parcels) > 1:
                for parcel in parcels:
                    self._store([parcel])
                return
            expected = isinstance(error, SQLAlchemyError)
            log.error(
                "intake.store.failed",
                extra={"error": type(error).__name__},
                exc_info=None if expected else error,
            )
            parcels[0].done.release()
            return
        for parcel in parcels:
            parcel.stored = True
            parcel.done.release()

    def _write(self, events: list[NewEvent]) -> None:
        with self._database.one_statement("inbox") as connection:
            new = inbox.store(connection, events, now=self._now())
        metrics.EVENTS_IN.inc(new)
        metrics.EVENTS_REPEATED.inc(len(events) - new)
