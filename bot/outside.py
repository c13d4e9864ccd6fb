"""What the clock's jobs may use of the doors (see `scheduler/jobs.py`, Outside)."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from bot import events
from bot.line.client import ContentGone, LineUnavailable
from bot.service import Service

T = TypeVar("T")
#: A child's priority: everybody else goes first.
_NICE = 15


class ClockDoor:
    """The database, the files and LINE, as the clock's jobs see them."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.node = service.node
        self.keep_days = service.settings.keep_events_days
        self.mails = service.settings.smtp is not None

    def transaction(self, *rings: str) -> AbstractContextManager[Session]:
        """One writing transaction."""
        return self._service.database.transaction(*rings)

    def reduce(self, payload: str) -> str:
        """An event's JSON without its content."""
        return events.reduced(payload)

    def delete_files(self, hashes: list[str]) -> None:
        """Remove files from the disk."""
        self._service.files.delete(hashes)

    def ask_quota(self) -> tuple[int | None, int] | None:
        """LINE's limit and use of this month; None when LINE does not answer."""
        try:
            found = self._service.line.quota()
        except (LineUnavailable, ContentGone):
            return None
        limit = found.limit
        if self._service.settings.message_budget is not None:
            limit = self._service.settings.message_budget
        return limit, found.used

    def ask_members(self, chat_key: str) -> int | None:
        """How many people are in this group by LINE's count; None when LINE does not say."""
        try:
            return self._service.line.members(chat_key)
        except (LineUnavailable, ContentGone):
            return None

    def file_away(self, request_id: int, now: datetime) -> None:
        """File one request away: its papers in one PDF, kept with it."""
        from bot import filing  # late: it draws

        service = self._service
        filing.file_one(
            service.database, service.files, service.forms, service.settings, request_id, now
        )

    def apart(self, work: Callable[..., T], *given: object) -> T | None:
        """What `work` makes of this, in a process of its own that gives way to all others.

        Seconds of reckoning in a thread would make every answer wait for its turn. None when
        the service is being stopped: nobody waits for it then.
        """
        stopping = self._service.stopping
        spawning = multiprocessing.get_context("spawn")
        with spawning.Pool(1, initializer=os.nice, initargs=(_NICE,)) as child:
            result = child.apply_async(work, given)
            while not result.ready():
                if stopping.wait(0.1):
                    return None
            return result.get()


class Rehearsal(ClockDoor):
    """The same door, of which nothing stays: one transaction that is rolled back at the end.

    What the jobs would tell stands in `session`, what would be filed away in `filed`.
    """

    def __init__(self, service: Service, session: Session) -> None:
        super().__init__(service)
        self.session, self.filed = session, list[int]()

    @contextmanager
    def transaction(self, *rings: str) -> Iterator[Session]:
        """A part of the one transaction; nobody is woken."""
        with self.session.begin_nested():
            yield self.session

    def delete_files(self, hashes: list[str]) -> None:
        """Files stay."""

    def ask_quota(self) -> tuple[int | None, int] | None:
        """Nobody is asked."""
        return None

    def ask_members(self, chat_key: str) -> int | None:
        """Nobody is asked."""
        return None

    def file_away(self, request_id: int, now: datetime) -> None:
        """Only noted."""
        self.filed.append(request_id)

    def apart(self, work: Callable[..., T], *given: object) -> T | None:
        """Not worked out."""
        return None


class _RolledBack(Exception):
    """Ends a rehearsal."""


@contextmanager
def rehearsal(service: Service) -> Iterator[Rehearsal]:
    """Jobs run in it for the looks of it: everything is rolled back at the end."""
    with suppress(_RolledBack), service.database.transaction() as session:
        yield Rehearsal(service, session)
        raise _RolledBack
