"""Which school does a typed name mean: one, several, or none (answers.md, "School names")?

A name is compared bare: no tone marks, spaces, brackets; figures must agree exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from handlers.questions import lexicon
from handlers.questions.normalise import compact, normalise, skeleton

#: More candidates than this are not offered: the person is asked for the full name.
MOST = 5
_BRACKET = re.compile(r"\(([^()]*)\)")
_LEAD = re.compile(r"[\s\-(]|(?<=\D)(?=\d)")


class Fit(StrEnum):
    """How a name as typed fits the schools known."""

    ONE = "one"
    SEVERAL = "several"
    NONE = "none"


@dataclass(frozen=True)
class Match:
    """The fit; `codes` are the school, the candidates, or the nearest ones; `total` of them.

    `slip`: the name is not one of the known spellings, only one or two letters from it.
    """

    fit: Fit
    codes: tuple[str, ...]
    total: int = 0
    slip: bool = False


@dataclass(frozen=True)
class _Name:
    code: str
    full: str
    base: str
    bare: str
    prefix: str
    shown: str
    brackets: tuple[str, ...]
    leads: tuple[str, ...]


class NameIndex:
    """The office's schools by every way their names are written."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names` are pairs of 8-digit code and name; a school may have several names."""
        self.names = [_name(code, name) for code, name in dict.fromkeys(names)]
        self.keys: dict[str, set[str]] = {}
        for name in self.names:
            forms = {name.full, name.base, *name.leads, *(b for b in name.brackets if len(b) > 4)}
            forms |= {_without_prefix(form) for form in (name.full, name.base)}
            for form in forms:
                if len(form) > 3:
                    self.keys.setdefault(form, set()).add(name.code)
        self.longest = max(map(len, self.keys), default=0)
        self.all_keys = list(self.keys)

    def find(self, typed: str) -> Match:
        """What `typed` (a name, without the word for school before it) means."""
        shown = _plain(typed)
        form = compact(skeleton(shown))
        if len(form) < 2:
            return Match(Fit.NONE, ())
        for codes in (
            {n.code for n in self.names if n.full == form and n.brackets},
            self._family(form, compact(shown)),
            {n.code for n in self.names if form in n.brackets and len(form) > 4},
            self._led(form),
        ):
            if codes:
                return _match(codes)
        return self._near(form)

    def _family(self, form: str, shown: str) -> set[str]:
        """Schools that people call by this name, brackets and บ้าน apart."""
        bare, prefixed = _without_prefix(form), _without_prefix(form) != form
        found = [
            n
            for n in self.names
            if n.base == form
            or (n.bare == bare and not (prefixed and n.prefix not in ("", _prefix(form))))
        ]
        marked = _without_marks_prefix(shown)
        exact = {n.code for n in found if _without_marks_prefix(n.shown) == marked}
        codes = exact or {n.code for n in found}
        if codes and not prefixed and not any(n.base == form for n in found):
            # Typed without บ้าน: a longer name that begins just so fits about as well.
            codes |= {n.code for n in self.names if n.full.startswith(form)}
        return codes

    def _led(self, form: str) -> set[str]:
        """Schools whose first words these are; one that only holds them fits about as well."""
        found = {n.code for n in self.names if form in n.leads}
        return found | self._inside(form) if found else set()

    def _near(self, form: str) -> Match:
        begins = {n.code for n in self.names if _begins(n.full, form)} if len(form) > 3 else set()
        if len(begins) > 1:
            return _match(begins)
        slips = self._slips(form)
        if slips and not begins:
            return replace(_match(slips), slip=True)
        if begins or (inside := self._inside(form)):
            candidates = tuple(begins or inside)
            return Match(Fit.SEVERAL, candidates[: MOST + 1], len(candidates))
        return Match(Fit.NONE, self.nearest(form))

    def _inside(self, form: str) -> set[str]:
        return {n.code for n in self.names if form in n.full} if len(form) > 4 else set()

    def _slips(self, form: str) -> set[str]:
        """Schools one slip away (two in a long name), when no other is about as near."""
        allowed = 0 if len(form) < 6 else 1 if len(form) < 10 else 2
        if not allowed:
            return set()
        digits = re.findall(r"\d+", form)
        near: dict[str, int] = {}
        for key, codes in self.keys.items():
            longer = form.startswith(key) or form.endswith(key) or key.startswith(form)
            if longer or re.findall(r"\d+", key) != digits:
                continue  # a word more, or fewer, is another school; so is another number
            distance = OSA.distance(form, key, score_cutoff=allowed + 1)
            if distance <= allowed + 1:
                for code in codes:
                    near[code] = min(distance, near.get(code, 9))
        best = min(near.values(), default=9)
        if best > allowed:
            return set()
        # The second best within one more slip fits about as well: ask.
        return {code for code, distance in near.items() if distance <= best + (best > 0)}

    def nearest(self, typed: str, n: int = 3) -> tuple[str, ...]:
        """The codes of the schools whose names look most like what was typed."""
        form = compact(skeleton(_plain(typed)))
        scored = sorted(
            ((max(ratio(form, m.full), ratio(form, m.base)), m.code) for m in self.names),
            key=lambda pair: (-pair[0], pair[1]),
        )
        return tuple(dict.fromkeys(code for _, code in scored))[:n]


def other_names(names: Iterable[str]) -> frozenset[str]:
    """The keys of schools of other offices, to know an exact name when it is typed."""
    found = set()
    for name in names:
        form = compact(skeleton(name)).translate(_DIGITS)
        found.add(form)
        found.add(compact(skeleton(_BRACKET.sub("", name))).translate(_DIGITS))
    return frozenset(found)


_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def _match(codes: set[str]) -> Match:
    found = tuple(sorted(codes))
    if len(found) == 1:
        return Match(Fit.ONE, found, 1)
    return Match(Fit.SEVERAL, found, len(found))


def _begins(full: str, form: str) -> bool:
    return full.startswith(form) or _without_prefix(full).startswith(_without_prefix(form))


def _name(code: str, name: str) -> _Name:
    shown = _plain(name)
    base = _BRACKET.sub("", shown).strip()
    leads = {base[: m.start()] for m in _LEAD.finditer(base)}
    forms = {compact(skeleton(lead)) for lead in leads}
    whole = compact(skeleton(base))
    return _Name(
        code=code,
        full=compact(skeleton(shown)),
        base=whole,
        bare=_without_prefix(whole),
        prefix=_prefix(whole),
        shown=compact(base),
        brackets=tuple(compact(skeleton(part)) for part in _BRACKET.findall(shown)),
        leads=tuple(form for form in forms if len(form) > 4 and form != whole),
    )


def _plain(name: str) -> str:
    return lexicon.shortened(normalise(name))


def _prefix(form: str) -> str:
    return next((p for p in _prefixes() if form.startswith(p) and len(form) > len(p)), "")


@cache
def _prefixes() -> list[str]:
    return [lexicon.bare(prefix) for prefix in lexicon.raw()["school"]["prefixes"]]


def _without_prefix(form: str) -> str:
    return form[len(_prefix(form)) :]


def _without_marks_prefix(shown: str) -> str:
    """The name with its tone marks, without บ้าน or วัด before it."""
    for prefix in lexicon.raw()["school"]["prefixes"]:
        if shown.startswith(prefix) and len(shown) > len(prefix):
            return shown[len(prefix) :]
    return shown
