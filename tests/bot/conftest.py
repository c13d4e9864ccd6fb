"""A small office's published figures and a visitor of their pages, shared by the tests of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bot.database import Database
from tests.bot import published
from tests.bot.published import changing, visiting


@pytest.fixture(scope="session")
def shown(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The small office's database, for tests that change nothing."""
    path = tmp_path_factory.mktemp("published") / "office.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    with changing(database) as ctx:
        published.fill(ctx)
    yield database
    database.close()


@pytest.fixture(scope="session")
def web(shown: Database) -> Iterator[FlaskClient]:
    with visiting(shown) as client:
        yield client
