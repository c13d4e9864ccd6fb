"""The door of every command: settings, one transaction, and errors as one readable line."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import TypeVar

import click
from sqlalchemy.exc import SQLAlchemyError

from bot import config
from bot.config import Settings
from bot.database import Database, DatabaseError, in_words, refuse_demo
from handlers.context import Actor, Context
from models.errors import Refusal

T = TypeVar("T")


class SettingsWrong(click.ClickException):
    """A setting is wrong: one line, exit 2."""

    exit_code = 2


@cache
def settings() -> Settings:
    """The checked settings, or exit 2 with one line that names the wrong one."""
    try:
        return config.load()
    except config.SettingError as error:
        raise SettingsWrong(str(error)) from error


@contextmanager
def open_database() -> Iterator[Database]:
    """A database of this program's version; errors become one line and exit 1.

    An empty one gets its tables first: there is nothing in it that could be harmed.
    """
    database = Database(settings().database_url)
    try:
        if database.revision() is None:
            database.upgrade()
        database.check_current()
        with database.reading() as session:
            refuse_demo(session, emulator=settings().emulator)
        yield database
    except DatabaseError as error:
        raise click.ClickException(str(error)) from error
    except SQLAlchemyError as error:
        raise click.ClickException(in_words(error)) from error
    finally:
        database.close()


@contextmanager
def open_context(*, reading: bool = False) -> Iterator[Context]:
    """One use case's context: committed at the end, rolled back by any exception.

    `reading`: nothing can be written in it, and no writer waits for it.
    """
    with (
        open_database() as database,
        database.reading() if reading else database.transaction() as session,
    ):
        yield Context(session, datetime.now(UTC), actor())


def actor() -> Actor:
    """Whoever types the command, as the audit trail knows them."""
    return Actor(f"cli:{_system_user()}", origin="cli")


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return "unknown"


def in_one(
    work: Callable[[Context], T], said: Callable[[Refusal], str], *, reading: bool = False
) -> T:
    """Do it in one transaction; a refusal becomes a line on stderr (`said`) and exit 1."""
    try:
        with open_context(reading=reading) as ctx:
            return work(ctx)
    except Refusal as error:
        click.echo(said(error), err=True)
        raise SystemExit(1) from error
