"""Which choice is meant: by its number, its label, its value, or a word for it."""

from __future__ import annotations

import re

from handlers.forms import vocabulary
from handlers.forms.definition import Field
from handlers.forms.refusals import BadAnswer, Why
from handlers.forms.typed import bare, key_of

_YES, _NO, _ALL = (
    frozenset(map(key_of, words)) for words in (vocabulary.YES, vocabulary.NO, vocabulary.ALL)
)
_NUMBERED = re.compile(
    rf"\(?(?:{'|'.join(vocabulary.NUMBERED)})?(\d{{1,2}})[.):]?\)?(.*)", re.DOTALL
)
#: What parts several choices, the surest first.
_APART = (r"[,;\n]", r"/|\+|&", "|".join(vocabulary.AND), r"\s")


def choose(field: Field, said: str) -> str:
    """The value of the one choice that is meant. Raises BadAnswer with the labels."""
    found = _one(field, said)
    if found is None:
        labels = [choice.label for choice in field.choices]
        raise BadAnswer(Why.NO_SUCH_CHOICE, field.name, choices=labels)
    return found


def choose_several(field: Field, said: str) -> list[str]:
    """The values of the choices that are meant, in the form's order. Raises BadAnswer."""
    every = [choice.value for choice in field.choices]
    if bare(said) in _ALL and _one(field, said) is None:
        return every
    chosen = _parts(field, said, _APART) or {choose(field, said)}
    return [value for value in every if value in chosen]


def yes_or_no(field: Field, said: str) -> bool:
    """Yes or no. Raises BadAnswer."""
    key = bare(said).rstrip(".")
    if key in _YES or key in _NO:
        return key in _YES
    raise BadAnswer(Why.NOT_YES_OR_NO, field.name)


def _parts(field: Field, said: str, apart: tuple[str, ...]) -> set[str]:
    """A label may hold a comma itself: what is a choice is not parted any more."""
    if found := _one(field, said):
        return {found}
    if not apart:
        choose(field, said)
    pieces = [piece for piece in re.split(apart[0], said) if piece.strip()]
    return {value for piece in pieces for value in _parts(field, piece, apart[1:])}


def _one(field: Field, said: str) -> str | None:
    key = bare(said)
    names = _names(field)
    if key in names:
        return names[key]
    # «1», «1.», «ข้อ 1», and «1. Excel» as a list writes it.
    found = _NUMBERED.fullmatch(key)
    if not found or not 1 <= int(found[1]) <= len(field.choices):
        return None
    value = field.choices[int(found[1]) - 1].value
    return value if not found[2] or names.get(found[2]) == value else None


def _names(field: Field) -> dict[str, str]:
    return {
        key_of(name): choice.value
        for choice in field.choices
        for name in (choice.value, choice.label, choice.full, *choice.also)
        if name
    }
