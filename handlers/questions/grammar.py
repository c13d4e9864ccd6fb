"""The common base of the grammar: tokens that are taken away as they are explained.

Tokens are seen as a string of their kinds (see vocabulary.toml), and rules take stretches of
that string out, each filling its slots. A slot filled twice, or a token left over, is a
question that is not understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from handlers.questions import lexicon
from handlers.questions.names import Fit, Match
from handlers.questions.query import Having, StatQuery
from handlers.questions.scan import Token
from handlers.questions.years import Span

UNITS = {"U": "students", "R": "rooms", "H": "schools", "S": "schools"}


class NotUnderstood(Exception):
    """The words are known, but not together. `why` is for the log and the tests."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Asked(Exception):
    """Something must be asked back or is missing. `what`: school, grade, measure, place, lost."""

    def __init__(self, what: str, value: Any) -> None:
        super().__init__(what)
        self.what, self.value = what, value


@dataclass
class Parsed:
    """A query and what of it was said in so many words, for follow-ups."""

    query: StatQuery
    said: set[str] = field(default_factory=set)
    year: str | None = None
    relative: int | None = None
    round: int | None = None
    as_of: tuple[int, int, str | None] | None = None
    ambiguous: list[Match] = field(default_factory=list)
    span: Span | None = None


class Tokens:
    """One question's tokens, taken away as they are explained."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = [t for t in tokens if t.kind != "."]
        #: The question's tokens as they were, whatever has been taken away since.
        self.all_tokens = tuple(self.tokens)
        #: «โรงเรียนขนาดเล็กคือ …»: is it asked what something is?
        self.defining = any(t.kind == "." and t.text in lexicon.intent("defining") for t in tokens)
        self.parsed = Parsed(StatQuery())
        self.having = Having()
        self.slots: dict[str, Any] = {}

    @property
    def kinds(self) -> str:
        """The kinds of the tokens left, as a string."""
        return "".join(t.kind for t in self.tokens)

    def cut(self, pattern: str) -> list[Token] | None:
        """Take the first stretch that matches out; None when there is none."""
        match = re.search(pattern, self.kinds)
        if match is None or match.end() == match.start():
            return None
        found = self.tokens[match.start() : match.end()]
        del self.tokens[match.start() : match.end()]
        return found

    def once(self, name: str, value: Any) -> None:
        """Fill a slot; a second, different value is one too many."""
        if name in self.slots and self.slots[name] != value:
            raise NotUnderstood(f"two of {name}")
        self.slots[name] = value

    def _words(self, pattern: str) -> None:
        while self.cut(pattern):
            pass

    def _scope(self, allowed: str) -> None:
        """Fill schools, grades, sex from what is left; every token must be of `allowed`."""
        for token in self.tokens:
            if token.kind not in allowed:
                raise NotUnderstood(f"left over: {token.kind} {token.text}")
        schools = [t.value for t in self.tokens if t.kind == "#"]
        if schools:
            if "O" in self.kinds:
                raise NotUnderstood("a school and the whole office")
            self.parsed.said.add("scope")
            self.parsed.ambiguous = [m for m in schools if m.fit is not Fit.ONE]
            codes = tuple(dict.fromkeys(m.codes[0] for m in schools))
            self.slots["schools"] = codes
        if "O" in self.kinds:
            self.parsed.said.update({"scope", "office"})
        if "A" in self.kinds:
            self.parsed.said.add("total")
        if "h" in self.kinds:
            # «ทั้งโรงเรียนกี่คน»: all its grades, of a school that was named, here or before.
            self.parsed.said.update({"whole_school", "all_grades"} - self._limits_said())
        if "a" in self.kinds:
            self.parsed.said.add("all_grades")

    def _limits_said(self) -> set[str]:
        """A grade said beside it is what is asked of the school."""
        return {"all_grades"} if self.slots.get("grades") else set()

    def _query(self, **more: Any) -> StatQuery:
        names = ("schools", "grades", "sex", "group_by", "groups", "decimals")
        slots = {n: self.slots[n] for n in names if self.slots.get(n) is not None}
        having = self.having if self.having != Having() else None
        return StatQuery(**{**slots, "having": having, **more})

    def _finish(self, query: StatQuery) -> None:
        derived = ("avg_per_room", "avg_per_school", "percent")
        if query.decimals is not None and query.measure not in derived:
            raise NotUnderstood("decimals of a count")
        if self.slots.get("rule") and query.having is None and query.group_by is None:
            raise NotUnderstood("a rule of size and no size")
        if query.measure in ("rooms", "avg_per_room") and (query.sex or query.group_by == "sex"):
            raise Asked("measure", "rooms_by_sex")
        if query.schools and (query.having or query.measure in ("schools", "avg_per_school")):
            raise NotUnderstood("a school among schools")
        self.parsed.query = query


def only(part: list[Token], kind: str) -> Any:
    found = [t.value for t in part if t.kind == kind]
    if len(set(found)) > 1:
        raise NotUnderstood("two conditions in one")
    return found[0] if found else None
