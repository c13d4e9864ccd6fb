"""What people say in their own words about a service: fit to be kept, or refused."""

from __future__ import annotations

from handlers.forms.typed import lines_of
from models.errors import Refusal

LONGEST = 2000
_FEWEST_LETTERS = 2


class NotSaid(Refusal):
    """These words cannot be kept: they say nothing (`empty`), or are too many (`long`)."""

    def __init__(self, why: str) -> None:
        super().__init__(f"words are {why}")
        self.why = why


def said(text: str) -> str:
    """The words without ID numbers and stray signs. Raises NotSaid."""
    words = lines_of(text)
    if sum(letter.isalpha() for letter in words) < _FEWEST_LETTERS:
        raise NotSaid("empty")
    if len(words) > LONGEST:
        raise NotSaid("long")
    return words
