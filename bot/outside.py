"""What the clock's jobs may use of the doors (see `scheduler/jobs.py`, Outside)."""

from __future__ import annotations

from contextlib import AbstractContextManager

from sqlalchemy.orm import Session

from bot import events
from bot.line.client import ContentGone, LineUnavailable
from bot.service import Service


class ClockDoor:
    """The database, the files and LINE, as the clock's jobs see them."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.node = service.node
        self.keep_days = service.settings.keep_events_days

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
