"""A database that is locked, served twice, newer, or a demo's: one clear line, nothing lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click import ClickException
from sqlalchemy import select, text

from bot import config, demo
from bot.database import Database, DatabaseError, ServingLock, in_words
from bot.service import Service
from models.chats import Chat, ChatKind
from models.engine import Heartbeat, Installation
from tests.conftest import NOON


def test_what_fails_in_the_middle_leaves_nothing(database: Database) -> None:
    def half_done() -> None:
        with database.transaction() as session:
            session.add(Heartbeat(part="x", node="y", at=NOON))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_done()
    with database.reading() as session:
        assert session.scalars(select(Heartbeat)).all() == []


def test_times_come_back_aware_and_naive_ones_are_refused(database: Database) -> None:
    with database.transaction() as session:
        session.add(Heartbeat(part="x", node="y", at=NOON))
    with database.reading() as session:
        assert session.scalars(select(Heartbeat.at)).one() == NOON
    with pytest.raises(Exception, match="without a zone"), database.transaction() as session:
        session.add(Heartbeat(part="x", node="z", at=NOON.replace(tzinfo=None)))


def test_a_newer_database_is_left_as_it_is(database: Database) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match="newer version"):
        database.upgrade()
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(DatabaseError, match="older version"):
        database.check_current()
    with database.transaction() as session:
        head = database.alembic()
        from alembic.script import ScriptDirectory

        newest = ScriptDirectory.from_config(head).get_current_head()
        session.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": newest})


def test_a_locked_database_is_said_in_one_line(tmp_path: Path, sqlite_template: Path) -> None:
    path = tmp_path / "office.db"
    path.write_bytes(sqlite_template.read_bytes())
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    waiting = sqlite3.connect(path, timeout=0.1, isolation_level=None)
    with pytest.raises(sqlite3.OperationalError) as caught:
        waiting.execute("BEGIN IMMEDIATE")
    assert in_words(caught.value) == "the database is locked by another process"


def test_a_second_serving_process_is_refused_and_death_frees_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    code = (
        "import sys, time; from pathlib import Path; from bot.database import ServingLock;"
        "lock = ServingLock(Path(sys.argv[1])); lock.take();"
        "print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(DatabaseError, match=f"pid {holder.pid}"):
        ServingLock(path).take()
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    ServingLock(path).take()


def test_a_demo_database_refuses_a_real_channel(tmp_path: Path) -> None:
    given = {"DATABASE_URL": f"sqlite:///{tmp_path}/demo.db", "FILES_DIR": str(tmp_path)}
    service = Service(config.load(given))
    service.prepare()
    with service.database.transaction() as session:
        session.add(Installation(key="demo", value="yes"))
    service.close()
    real = given | {
        "LINE_CHANNEL_SECRET": "s" * 32,
        "LINE_CHANNEL_ACCESS_TOKEN": "t" * 100,
        "PUBLIC_URL": "https://office.example",
    }
    service = Service(config.load(real))
    with pytest.raises(DatabaseError, match="demo"):
        service.prepare()
    service.close()


def test_the_demo_never_moves_into_a_database_that_is_in_use(tmp_path: Path) -> None:
    given = {"DATABASE_URL": f"sqlite:///{tmp_path}/office.db", "FILES_DIR": str(tmp_path)}
    service = Service(config.load(given))
    service.prepare()
    with service.database.transaction() as session:
        session.add(Chat(chat_key="U1", kind=ChatKind.USER, changed_ms=0))
    try:
        with pytest.raises(ClickException, match="not a demo's"):
            demo.populate(service)
        with service.database.reading() as session:
            assert session.get(Installation, "demo") is None
    finally:
        service.close()


def test_no_command_of_a_real_channel_works_on_a_demo_database(tmp_path: Path) -> None:
    marked = Database(f"sqlite:///{tmp_path}/demo.db")
    marked.upgrade()
    with marked.transaction() as session:
        session.add(Installation(key="demo", value="yes"))
    marked.close()
    real = {
        "DATABASE_URL": marked.url,
        "LINE_CHANNEL_SECRET": "s" * 32,
        "LINE_CHANNEL_ACCESS_TOKEN": "t" * 100,
        "PUBLIC_URL": "https://office.example",
    }
    done = subprocess.run(
        [sys.executable, "-m", "bot", "clock", "run-due", "--now", "2026-11-20T09:00"],
        cwd=Path(__file__).parents[2], env=os.environ | real,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "demo's database" in done.stderr


def test_the_emulator_cannot_be_mounted_beside_a_real_channel(tmp_path: Path) -> None:
    real = config.load(
        {
            "DATABASE_URL": f"sqlite:///{tmp_path}/real.db",
            "LINE_CHANNEL_SECRET": "s" * 32,
            "LINE_CHANNEL_ACCESS_TOKEN": "t" * 100,
            "PUBLIC_URL": "https://office.example",
        }
    )
    service = Service(real)
    service.prepare()
    try:
        web = service.web(8000).test_client()
        for path in ("/emulator/", "/emulator/api/state", "/emulator/line/v2/bot/info"):
            assert web.get(path).status_code == 404
    finally:
        service.close()


def test_a_full_disk_refuses_events_and_loses_none(tmp_path: Path, sqlite_template: Path) -> None:
    from sqlalchemy import event, func

    from bot.intake import Intake, NotStored
    from handlers.inbox import NewEvent
    from models.inbox import InboxEvent

    path = tmp_path / "office.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    full = {"now": True}

    @event.listens_for(database.engine, "begin")
    def _shrink(connection: object) -> None:
        pages = 1 if full["now"] else 1_000_000
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined]

    intake = Intake(database, lambda: NOON)
    events = [NewEvent(f"e{n}", "U1", "message", None, n, "x" * 50_000) for n in range(20)]
    with pytest.raises(NotStored):
        intake.put(events)
    full["now"] = False
    intake.put(events)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(InboxEvent)) == 20
    intake.close()
    database.close()
