"""One slip of the finger in a long, common word: นักเรียย, ทั้หมด, โรงรียน.

Only words on the vocabulary's list of slips; one letter wrong, left out, doubled or swapped with
its neighbour, never the first; and never what is a word of its own (นักเขียน is no นักเรียน).
"""

from __future__ import annotations

from functools import cache

from rapidfuzz.distance import OSA

from handlers.questions import lexicon


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """A word, and the word with any one letter left out, to the words it may come from."""
    found: dict[str, set[str]] = {}
    for word in map(lexicon.bare, lexicon.raw()["slips"]["words"]):
        for form in _shorter(word):
            found.setdefault(form, set()).add(word)
    return {form: tuple(sorted(words)) for form, words in found.items()}


@cache
def longest() -> int:
    """Letters of the longest word with a slip in it."""
    return 1 + max(len(form) for form in _words())


def _shorter(letters: str) -> set[str]:
    return {letters, *(letters[:n] + letters[n + 1 :] for n in range(1, len(letters)))}


def meant(letters: str) -> str | None:
    """The word that was meant, bare; None when there is none, or more than one."""
    if not all("\u0e01" <= letter <= "\u0e4e" for letter in letters):
        return None
    near = {word for form in _shorter(letters) for word in _words().get(form, ())}
    found = [word for word in near if _is_slip(letters, word)]
    return found[0] if len(found) == 1 else None


def _is_slip(typed: str, word: str) -> bool:
    # A letter more or less at the end may be the next word's, or the word's own: not a slip.
    if len(typed) != len(word) and typed[-1] != word[-1]:
        return False
    return typed[0] == word[0] and OSA.distance(typed, word) == 1
