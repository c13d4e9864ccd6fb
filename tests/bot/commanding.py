"""Commands as somebody at the office's machine types them, on a database of a test."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner, Result

from bot.__main__ import cli
from bot.cli import door
from handlers import forms
from handlers.context import Actor, Context
from handlers.people import Me, as_me
from handlers.requests import submitting
from handlers.requests.submitting import Filled
from models.people import Person
from models.requests import ServiceRequest

Run = Callable[..., Result]
FORMS = forms.load(None)
ANSWERS = {
    "name": "มะลิ ตัวอย่าง", "position": "ครู", "affiliation": "โรงเรียนบ้านตัวอย่าง",
    "subject": "จำนวนนักเรียนที่ย้ายระหว่างปี", "purpose": "ทำแผน", "format": "excel",
    "hand_over": "line",
}  # fmt: skip


@contextmanager
def typing_at(
    moment: datetime, url: str, patch: pytest.MonkeyPatch, folder: Path, **settings: str
) -> Iterator[Run]:
    """`run("request", "list")` in an office whose settings are only these."""
    given = {
        "DATABASE_URL": url, "SECRET_KEY": "k" * 40, "FILES_DIR": str(folder / "files"),
        "FORMS_DIR": str(folder / "forms"), **settings,
    }  # fmt: skip
    for name, value in given.items():
        patch.setenv(name, value)
    patch.chdir(folder)
    door.settings.cache_clear()
    with time_machine.travel(moment, tick=True):
        yield lambda *words: CliRunner().invoke(cli, words)
    door.settings.cache_clear()


def told(result: Result) -> Any:
    """The JSON that a command printed."""
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return json.loads(result.stdout)


def by(ctx: Context, person: Person) -> tuple[Context, Me]:
    """The context in which this person acts in LINE, and who they are."""
    actor = Actor(f"line:{person.line_user}", person.line_user, "line")
    return Context(ctx.session, ctx.now, actor), as_me(ctx, person)


def filed(ctx: Context, person: Person, **answers: Any) -> ServiceRequest:
    """A request as the chat files it."""
    ctx, me = by(ctx, person)
    form = FORMS.forms["data_request"]
    line = str(person.line_user)
    return submitting.submit(ctx, FORMS, me, Filled(form, ANSWERS | answers), line)
