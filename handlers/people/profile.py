"""What a person says of themselves, read: a name, a telephone number, an e-mail address."""

from __future__ import annotations

import re

from handlers import contacts
from handlers.id_numbers import mask
from handlers.people.refused import PersonRefused
from handlers.tables import clean, tidy_name
from models.base import storable

_LONGEST_NAME, _LONGEST_TEXT, _LONGEST_EMAIL = 120, 200, 120
_CROSSED_OUT = re.compile(r"(?:x[ -]?){5}")
_LETTER = re.compile(r"[^\W\d_]")
_EMAIL = re.compile(r"[\w.+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)


def tidy(text: str) -> str:
    """Words as any database takes them, without stray spaces, ID numbers crossed out."""
    return mask(tidy_name(storable(text, len(text)) or ""))


def name(text: str, *, own: bool = False) -> str:
    """A person's name, tidied. Raises PersonRefused for what can be none.

    `own`: they typed it themselves, so it is first name and family name and nothing else.
    """
    said = tidy(text)
    if len(said) > _LONGEST_NAME:
        raise PersonRefused("long", most=_LONGEST_NAME)
    if not _LETTER.search(said) or (own and _numbered(said)):
        raise PersonRefused("name")
    if own and " " not in said:
        raise PersonRefused("family_name")
    return said


def words(text: str) -> str:
    """A position or another agency's name, tidied, ID numbers crossed out."""
    said = tidy(text)
    if len(said) > _LONGEST_TEXT:
        raise PersonRefused("long", most=_LONGEST_TEXT)
    if not _LETTER.search(said):
        raise PersonRefused("words")
    return said


def phone(text: str) -> str:
    """One or more telephone numbers in one spelling."""
    found = contacts.phones(text) if len(text) <= _LONGEST_TEXT else None
    if found is None:
        raise PersonRefused("phone")
    return found


def email(text: str) -> str:
    """One whole e-mail address."""
    said = clean(text)
    if len(said) > _LONGEST_EMAIL or not _EMAIL.fullmatch(said):
        raise PersonRefused("email")
    return said


def _numbered(said: str) -> bool:
    """Does it hold a digit, or a number that was crossed out?"""
    return any(c.isdigit() for c in said) or _CROSSED_OUT.search(said) is not None
