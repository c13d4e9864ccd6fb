"""What the commands about requests and the office's rules share: a number, forms, refusals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.cli import door
from bot.cli.door import settings
from bot.texts.request_commands import refusal_line
from handlers import forms
from handlers.context import Context
from handlers.forms import Loaded
from handlers.requests.access import by_number
from models.errors import NotFound
from models.requests import ServiceRequest

T = TypeVar("T")


def in_one(work: Callable[[Context], T], *, reading: bool = False) -> T:
    """Do it in one transaction; a refusal becomes a line on stderr and exit 1."""
    return door.in_one(work, refusal_line, reading=reading)


def numbered(ctx: Context, words: Sequence[str]) -> ServiceRequest:
    """The request of this number, typed with its space or without. Raises NotFound."""
    typed = " ".join(words)
    found = by_number(ctx, typed)
    if found is None:
        raise NotFound("request", typed)
    return found


def loaded() -> Loaded:
    """The forms in force, the office's own among them."""
    return forms.load(settings().forms_dir)
