"""What commands that take files share: one transaction, a file's bytes, refusals on stderr."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from bot.cli.door import open_context
from bot.texts import data as words
from handlers.context import Context
from handlers.tables import Fault, FileRefused
from models.errors import Refusal

T = TypeVar("T")


def in_one(work: Callable[[Context], T]) -> T:
    """Do it in one transaction; a refusal becomes lines on stderr and exit 1."""
    try:
        with open_context() as ctx:
            return work(ctx)
    except Refusal as error:
        complain(error)
        raise SystemExit(1) from error


def content(file: Path) -> bytes:
    """The bytes of a file. Raises FileRefused when it cannot be opened."""
    try:
        return file.read_bytes()
    except OSError as error:
        reason = {"reason": error.strerror or str(error)}
        raise FileRefused(named(file), [Fault("unreadable", facts=reason)]) from error


def named(file: Path) -> str:
    """A file's name as it can be printed and kept: letters of no known encoding are «?»."""
    return file.name.encode("utf-8", "replace").decode()


def complain(error: Refusal) -> None:
    """Say on stderr why something was refused."""
    for line in words.refusal_lines(error):
        click.echo(line, err=True)
