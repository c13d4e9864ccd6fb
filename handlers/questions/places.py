"""Places inside the office: amphoe, tambon, networks of schools, by the names on its list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from rapidfuzz.fuzz import ratio

from handlers.questions import lexicon
from handlers.questions.grammar import Asked, NotUnderstood, Tokens
from handlers.questions.query import Having, StatQuery

#: Kind of place (amphoe, tambon, network) and its name, as the list of schools has them.
Area = tuple[str, str]
KINDS = ("amphoe", "tambon", "network")


class Places(Tokens):
    """Takes the place out of a question: `m` is a named one, `w` a word for its kind."""

    area: Area | None = None
    best: str | None = None

    def _place(self) -> None:
        self._words("S(?=m)(?=.*P)|(?<=P)S(?=T?m)")
        named = [t for t in self.tokens if t.kind == "m"]
        if named:
            meant = {area for t in named for area in t.value}
            if len(named) > 1 or re.search("[#O]", self.kinds):
                raise NotUnderstood("several places")
            if len(meant) > 1:
                raise Asked("area", tuple(sorted(meant)))
            self.area = meant.pop()
            self._words("T?m")
            self.parsed.said.update({"scope", "area"})
        if re.search("wW", self.kinds) and "^" in self.kinds:
            self._best_place()
        elif found := self.cut("g?w"):
            word = found[-1].value
            if not (word.startswith("each_") or found[0].kind == "g"):
                raise NotUnderstood("which place?")
            self.once("group_by", word.removeprefix("each_"))
            self.parsed.said.add("by_area")
        if "w" in self.kinds:
            raise NotUnderstood("two kinds of places")

    def _best_place(self) -> None:
        """«อำเภอไหนมีนักเรียนมากที่สุด»: all of them, those with the most first."""
        tops = {t.value for t in self.tokens if t.kind == "^"}
        kind = (self.cut("wW") or [])[0].value
        if not tops <= {"most", "least"} or len(tops) > 1 or kind not in KINDS:
            raise NotUnderstood("the largest of places")
        self._words(r"\^")
        self.best = tops.pop()
        self.once("group_by", kind)
        self.parsed.said.add("by_area")
        if re.search("[PRSHFU]", self.kinds):
            self.parsed.said.add("ask")

    def _in_place(self, query: StatQuery) -> StatQuery:
        if self.best is not None:
            if query.group_by not in KINDS or query.listing or query.parts:
                raise NotUnderstood("the largest of places, and more")
            query = replace(query, rank=(self.best, 1))
        if self.area is None:
            return query
        if query.group_by == self.area[0]:
            raise NotUnderstood("one place, by places of its kind")
        if query.schools:
            raise NotUnderstood("a school and a place")
        if query.parts:
            return replace(query, parts=tuple(self._in_place(part) for part in query.parts))
        having = replace(query.having or Having(), area=self.area)
        if query.of is not None:
            # «ร้อยละของนักเรียนหญิงในอำเภอแม่สาย»: of the pupils there.
            return replace(query, having=having, of=self._in_place(query.of))
        return replace(query, having=having)


def words(areas: Mapping[str, Iterable[str]]) -> dict[str, tuple[tuple[str, object], ...]]:
    """Every way to write the places' names: bare form → tokens (as lexicon.words)."""
    found: dict[str, set[Area]] = {}
    for kind in KINDS:
        for name in areas.get(kind, ()):
            for form in _forms(kind, name):
                found.setdefault(form, set()).add((kind, name))
    return {form: (("m", tuple(sorted(meant))),) for form, meant in found.items()}


def _forms(kind: str, name: str) -> set[str]:
    said = lexicon.raw()["area"]
    short = bare_name(kind, name)
    names = {short, lexicon.bare(name)}
    town = lexicon.bare(said["town"])
    if kind == "amphoe" and short.startswith(town):
        names.add(town)
    leads = {
        lexicon.bare(before) + lexicon.bare(word)
        for before in said["before"]
        for word in said[kind]
    }
    return {lead + one for lead in leads for one in names if one}


def bare_name(kind: str, name: str) -> str:
    """A place's name without the word for its kind, as the reader meets it."""
    form = lexicon.bare(name)
    words = sorted(map(lexicon.bare, lexicon.raw()["area"][kind]), key=len, reverse=True)
    lead = next((w for w in words if len(w) > 1 and form.startswith(w)), "")
    return form[len(lead) :] or form


def called(areas: Mapping[str, Iterable[str]], typed: str) -> tuple[Area, ...]:
    """The places of exactly this name, written without the word for their kind."""
    form = lexicon.bare(typed)
    return tuple(
        (kind, name)
        for kind in KINDS
        for name in sorted(areas.get(kind, ()))
        if bare_name(kind, name) == form
    )


def nearest(areas: Mapping[str, Iterable[str]], kind: str, typed: str) -> tuple[Area, ...]:
    """The three places of a kind whose names look most like what was typed."""
    form = lexicon.bare(typed)
    names = sorted(areas.get(kind, ()), key=lambda n: (-ratio(form, bare_name(kind, n)), n))
    return tuple((kind, name) for name in names[:3])
