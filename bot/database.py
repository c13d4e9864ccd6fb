"""Transactions. A door opens one, a use case works in it, the door's `with` commits it.

SQLite: WAL, `synchronous=FULL` (an acknowledged event survives a power cut), every writing
transaction begins IMMEDIATE, and the threads of the one serving process take turns by a lock
instead of polling SQLite's. PostgreSQL: READ COMMITTED, and bells travel by NOTIFY.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.orm import Session

from bot.bells import CHANNEL, Bells
from handlers.context import BELLS
from models import registry as _registry  # noqa: F401 - a key may lead to any table
from models.engine import Installation

_NOTIFY = text("SELECT pg_notify(:channel, :bell)")
MIGRATIONS = Path(__file__).parent.parent / "models" / "migrations"


def ring_after(session: Session, *bells: str) -> None:
    """Ring these bells once this transaction is committed."""
    session.info.setdefault(BELLS, set()).update(bells)


class DatabaseError(Exception):
    """The database cannot be used. Its text is one line for the person at the keyboard."""


class Turns:
    """Whose turn it is to write to SQLite. Who stores events waits for one transaction at most;
    the others queue up behind a second lock, so that two of them are never ahead of LINE.
    """

    def __init__(self) -> None:
        self._queue, self._next, self._writing = (threading.Lock() for _ in range(3))

    @contextmanager
    def wait(self, *, urgent: bool) -> Iterator[None]:
        """Take a turn and hold it to the end of the block."""
        with nullcontext() if urgent else self._queue:
            with self._next:
                self._writing.acquire()
            try:
                yield
            finally:
                self._writing.release()


class Database:
    """One engine and its transactions."""

    def __init__(self, url: str, bells: Bells | None = None) -> None:
        self.url = url
        self.bells = bells or Bells()
        self.is_sqlite = url.startswith("sqlite")
        self._turns = Turns() if self.is_sqlite else None
        self.engine = _sqlite_engine(url) if self.is_sqlite else _postgres_engine(url)
        self._deferred = self.engine.execution_options(begin="DEFERRED")
        self._unbegun = self.engine.execution_options(begin="") if self.is_sqlite else self.engine

    @contextmanager
    def transaction(self, *rings: str) -> Iterator[Session]:
        """One writing transaction; committed at the end, rolled back by any exception.

        `rings` are the bells (`inbox`, `outbox`, `media`) rung once it is committed, on all nodes;
        what only turns out inside rings by `ring_after`.
        """
        with (
            self._turn(urgent=False),
            Session(self.engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session
            wanted = (*rings, *session.info.get(BELLS, ()))
            self._notify(session.connection(), wanted)
        self._ring(wanted)

    @contextmanager
    def one_statement(self, *rings: str) -> Iterator[Connection]:
        """A writing transaction for exactly one statement, which SQLite makes one by itself.

        Saves the calls of BEGIN and COMMIT, after each of which a thread queues for Python's lock;
        so short a one is let in before the transactions that wait.
        """
        with (
            self._turn(urgent=True),
            self._unbegun.connect() as connection,
            connection.begin(),
        ):
            yield connection
            self._notify(connection, rings)
        self._ring(rings)

    def _turn(self, *, urgent: bool) -> AbstractContextManager[None]:
        return self._turns.wait(urgent=urgent) if self._turns else nullcontext()

    def _notify(self, connection: Connection, rings: Sequence[str]) -> None:
        for bell in () if self.is_sqlite else rings:
            connection.execute(_NOTIFY, {"channel": CHANNEL, "bell": bell})

    def _ring(self, rings: Sequence[str]) -> None:
        for bell in rings:
            self.bells.ring(bell)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One reading transaction: a single picture of the data, nothing is written."""
        with Session(self._deferred, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()

    def alembic(self) -> AlembicConfig:
        """Alembic's configuration for this database."""
        config = AlembicConfig()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["engine"] = self.engine
        return config

    def upgrade(self) -> None:
        """Bring the tables to this program's version. Raises DatabaseError."""
        self._check_not_newer()
        command.upgrade(self.alembic(), "head")

    def check_current(self) -> None:
        """Raise DatabaseError unless the tables are of exactly this program's version."""
        if self._check_not_newer() != _head(self.alembic()):
            raise DatabaseError("the database is of an older version: run `db upgrade` first")

    def revision(self) -> str | None:
        """The version of the tables; None for an empty database."""
        with self._deferred.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    def _check_not_newer(self) -> str | None:
        revision = self.revision()
        try:
            if revision is not None:
                ScriptDirectory.from_config(self.alembic()).get_revision(revision)
        except CommandError:
            raise DatabaseError(
                f"the database is of a newer version ({revision}) than this program: "
                "update the program, the database was left as it is"
            ) from None
        return revision


def _head(config: AlembicConfig) -> str | None:
    return ScriptDirectory.from_config(config).get_current_head()


def _sqlite_engine(url: str) -> Engine:
    path = url.removeprefix("sqlite:///").split("?")[0]
    Path(path).absolute().parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, connect_args={"timeout": 10, "check_same_thread": False}, pool_size=20
    )
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _postgres_engine(url: str) -> Engine:
    return create_engine(url, pool_size=20, pool_pre_ping=True, connect_args={"connect_timeout": 5})


def _set_pragmas(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN comes late and is never IMMEDIATE, so it is switched off.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "wal_autocheckpoint=4000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("begin", "IMMEDIATE")
    if mode:
        connection.exec_driver_sql(f"BEGIN {mode}")


def refuse_demo(session: Session, *, emulator: bool) -> None:
    """Demo and truth never meet: raise DatabaseError for a demo's database and a real channel."""
    if not emulator and session.get(Installation, "demo") is not None:
        raise DatabaseError(
            "this is the demo's database: with a real LINE channel set DATABASE_URL to another one"
        )


class ServingLock:
    """The kernel lock that lets one process serve a SQLite file. Its death frees it."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._handle: int | None = None

    def take(self) -> None:
        """Take the lock or raise DatabaseError naming the process that has it."""
        self._path.absolute().parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 20).decode("ascii", "replace").strip() or "?"
            os.close(handle)
            raise DatabaseError(
                f"another process (pid {holder}) serves this SQLite database; "
                "to run several, use PostgreSQL"
            ) from None
        os.truncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        self._handle = handle

    def release(self) -> None:
        """Give it back; a process that dies needs not."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def in_words(error: Exception) -> str:
    """One line for an error of the database's driver."""
    original = getattr(error, "orig", error)
    said = str(original).split("\n")[0]
    if isinstance(original, sqlite3.OperationalError):
        if "locked" in said:
            return "the database is locked by another process"
        if "full" in said:
            return "the disk is full: the database could not be written"
    return f"the database does not answer: {said}"
