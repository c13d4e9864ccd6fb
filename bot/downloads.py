"""Fetches photos and files from LINE as soon as their events are handled.

LINE keeps content for an unknown time, so nothing waits for a person. A file is taken only when
it is not too large and is what it says it is.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from bot import metrics
from bot.database import Database
from bot.files import Files
from bot.line.client import ContentGone, ContentNotReady, Line, LineUnavailable
from handlers import media
from handlers.media import Fetched, Wanted
from models.media import MediaStatus

log = logging.getLogger(__name__)
IDLE_SECONDS = 2.0
#: First bytes that each type of content must have (offset, bytes).
_BEGINNINGS: dict[str, tuple[tuple[int, bytes], ...]] = {
    "image/jpeg": ((0, b"\xff\xd8\xff"),),
    "image/png": ((0, b"\x89PNG\r\n\x1a\n"),),
    "image/gif": ((0, b"GIF8"),),
    "image/webp": ((8, b"WEBP"),),
    "video/mp4": ((4, b"ftyp"),),
    "audio/x-m4a": ((4, b"ftyp"),),
    "audio/mp4": ((4, b"ftyp"),),
    "audio/mpeg": ((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3")),
    "application/pdf": ((0, b"%PDF-"),),
}
#: Files of these beginnings run when opened; nobody needs them on a service desk.
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")


class Downloader:
    """One downloader of one process."""

    def __init__(
        self, database: Database, line: Line, files: Files, node: str, now: Callable[[], datetime]
    ) -> None:
        self._database, self._line, self._files = database, line, files
        self._holder, self._now = f"{node}:media", now

    def run(self, stopping: threading.Event) -> None:
        """Fetch until told to stop."""
        while not stopping.is_set():
            try:
                worked = self.work_once()
            except Exception as error:
                log.error("downloads.round.failed", exc_info=error)
                stopping.wait(1)
                continue
            if not worked:
                self._database.bells.wait("media", IDLE_SECONDS)

    def work_once(self) -> int:
        """Fetch what is wanted now. Returns how many were tried."""
        with self._database.reading() as session:
            if not media.any_due(session, now=self._now()):
                return 0
        with self._database.transaction() as session:
            wanted = media.claim(session, holder=self._holder, now=self._now())
        for one in wanted:
            fetched = self._tried(one)
            with self._database.transaction() as session:
                status = media.settle(session, fetched, holder=self._holder, now=self._now())
                dead = media.unused(session, [fetched.sha256]) if fetched.sha256 else []
            self._files.delete(dead)
            metrics.MEDIA.labels(status.value).inc()
        return len(wanted)

    def _tried(self, wanted: Wanted) -> Fetched:
        try:
            return self._fetch(wanted)
        except Exception as error:
            # A full disk, or a file that is odd in a new way: it waits, the others go on.
            log.error("downloads.file.failed", extra={"media": wanted.id}, exc_info=error)
            return Fetched(wanted, MediaStatus.WANTED, error=type(error).__name__)

    def _fetch(self, wanted: Wanted) -> Fetched:
        try:
            kind, content = self._line.content(wanted.message_id, media.LARGEST)
        except ContentGone:
            return Fetched(wanted, MediaStatus.GONE, error="taken back or gone")
        except ContentNotReady:
            return Fetched(wanted, MediaStatus.WANTED, error="not ready")
        except LineUnavailable as error:
            return Fetched(wanted, MediaStatus.WANTED, error=str(error)[:200])
        if len(content) > media.LARGEST:
            return Fetched(wanted, MediaStatus.REFUSED, error="too large")
        if not is_what_it_says(kind, content):
            return Fetched(wanted, MediaStatus.REFUSED, error=f"not a true {kind}"[:200])
        sha256 = self._files.keep(content)
        return Fetched(wanted, MediaStatus.STORED, kind[:100], len(content), sha256)


def is_what_it_says(kind: str, content: bytes) -> bool:
    """Do the first bytes fit the type? Programs are refused under any name."""
    if not content or content.startswith(_PROGRAMS):
        return False
    beginnings = _BEGINNINGS.get(kind)
    if beginnings is None:
        return not kind.startswith(("image/", "text/html"))
    return any(content[at : at + len(b)] == b for at, b in beginnings)
