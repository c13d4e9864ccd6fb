"""What `doctor` looks at in the database: can it be used, who serves it, what is stuck in it."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.cli.findings import Finding, bad, note, ok
from bot.config import Settings
from bot.database import Database, in_words
from handlers import heartbeats, inbox, outbox
from models.datasets import DatasetVersion, VersionStatus
from models.engine import Heartbeat, Installation
from models.inbox import EventStatus, InboxEvent
from models.outbox import TROUBLED
from models.schools import School

#: A database whose SQLite is older may, very rarely, lose a write when its WAL starts anew.
WAL_MENDED = (3, 51, 3)
NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs")
MOUNTS = Path("/proc/mounts")
PARTS = ("worker", "sender", "clock")


def sqlite_file(path: Path) -> Iterator[Finding]:
    """Where the SQLite file lies, and which SQLite reads it."""
    kind = _file_system(path)
    if kind in NETWORK:
        yield bad("database.network", kind=kind)
    version = sqlite3.sqlite_version
    old = sqlite3.sqlite_version_info < WAL_MENDED
    yield (note if old else ok)(
        "database.sqlite_old" if old else "database.sqlite", version=version
    )


def _file_system(path: Path) -> str:
    """The kind of file system that holds a path, by the longest mount point above it."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    real = path.absolute().resolve()
    found = [(m[1], m[2]) for m in (line.split() for line in lines) if len(m) > 2]
    above = [(point, kind) for point, kind in found if real.is_relative_to(point)]
    return max(above, key=lambda mount: len(mount[0]), default=("", ""))[1]


def version(database: Database) -> Finding:
    """The tables are those of this program. Raises SQLAlchemyError when nobody answers."""
    scripts = ScriptDirectory.from_config(database.alembic())
    with database.engine.connect() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None:
        return bad("database.empty")
    try:
        scripts.get_revision(revision)
    except CommandError:
        return bad("database.newer", revision=revision)
    current = revision == scripts.get_current_head()
    return ok("database.good", revision=revision) if current else bad(
        "database.older", revision=revision
    )  # fmt: skip


def writable(database: Database, now: datetime) -> Iterator[Finding]:
    """A row can be written. Nothing of it stays."""
    try:
        with Session(database.engine) as session:
            session.add(Heartbeat(part="doctor", node=str(os.getpid()), at=now))
            session.flush()
            session.rollback()
    except SQLAlchemyError as error:
        yield bad("database.unwritable", said=in_words(error))


def serving(path: Path) -> int | None:
    """The process that serves this SQLite file, 0 when it does not say, None when nobody does."""
    try:
        handle = os.open(path.with_name(path.name + ".lock"), os.O_RDWR)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pid = os.read(handle, 20).decode("ascii", "replace").strip()
        return int(pid) if pid.isdigit() else 0
    finally:
        os.close(handle)
    return None


def parts(session: Session, now: datetime, *, expected: bool) -> Iterator[Finding]:
    """Worker, sender and clock show that they live. `expected`: a service should be running."""
    seen = heartbeats.last_seen(session, now=now)
    for part in PARTS:
        last = seen.get(part)
        if heartbeats.is_alive(last, now=now):
            yield ok("part.alive", part=part)
        elif expected:
            yield bad("part.dead", part=part, seen=last.isoformat("T", "seconds") if last else "")
        else:
            yield note("part.waiting", part=part)


def clock_against_rows(session: Session, now: datetime) -> Iterator[Finding]:
    """The machine's clock is not behind what was written before."""
    newest = session.scalar(select(func.max(InboxEvent.received_at)))
    late = (newest - now).total_seconds() / 60 if newest else 0
    if late > 2:
        yield bad("clock.behind", minutes=int(late))


def stuck(session: Session) -> Iterator[Finding]:
    """Events that could not be handled, messages that did not arrive."""
    parked = inbox.counts(session).get(EventStatus.PARKED.value, 0)
    yield bad("inbox.parked", count=parked) if parked else ok("inbox.good")
    messages = outbox.counts(session)
    troubled = {status.value: messages.get(status.value, 0) for status in TROUBLED}
    yield note("outbox.troubled", **troubled) if any(troubled.values()) else ok("outbox.good")


def demo(session: Session, settings: Settings) -> Iterator[Finding]:
    """The demo's database and a real channel never meet."""
    if session.get(Installation, "demo") is not None and not settings.emulator:
        yield bad("demo.real_token")


def figures(session: Session) -> Iterator[Finding]:
    """There is something to answer with."""
    schools = session.scalar(select(func.count()).where(School.in_office)) or 0
    yield ok("schools.good", count=schools) if schools else note("schools.none")
    versions, year = session.execute(
        select(func.count(), func.max(DatasetVersion.year)).where(
            DatasetVersion.status == VersionStatus.PUBLISHED
        )
    ).one()
    yield ok("data.good", count=versions, year=year) if versions else note("data.none")
