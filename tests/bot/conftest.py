"""A small office's published figures and a visitor of their pages, shared by the tests of them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from bot.database import Database
from tests.bot import phones, published
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


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """Where the demo keeps its things."""
    with tempfile.TemporaryDirectory(prefix="thamkhet-demo-") as name:
        yield Path(name)


@pytest.fixture(scope="session")
def demo(folder: Path) -> Iterator[str]:
    """The address of a demo office, started by its command in a folder of its own."""
    with phones.running(folder) as address:
        yield address


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone of 360 pixels."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()
