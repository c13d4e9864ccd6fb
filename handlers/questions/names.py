"""Which school does a typed name mean: one, several, or none (answers.md, "School names")?

A name is compared bare: no tone marks, spaces, brackets; figures must agree exactly.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, cached_property
from itertools import accumulate, islice

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from handlers.questions import lexicon
from handlers.questions.alike import Alike
from handlers.questions.normalise import compact, normalise, skeleton

#: More candidates than this are not offered: the person is asked for the full name.
MOST = 5
_BRACKET = re.compile(r"\(([^()]*)\)")
_DIGIT_RUNS = re.compile(r"\d+")
_PIECE = re.compile(r"(\D{5,})(\d{1,3})")
#: How alike the nearest names are looked for first; from 100 down it costs more.
_CUTOFFS = (85, 70, 55, 0)
_ENOUGH = 60
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
    """The office's schools by every way their names are written.

    Made for a country of schools: dictionaries for what is equal, sorted lists for what begins,
    one long text for what is inside, and RapidFuzz over names of like letters for slips.
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names` are pairs of 8-digit code and name; a school may have several names."""
        self.names = [_name(code, name) for code, name in dict.fromkeys(names)]
        self.codes = frozenset(name.code for name in self.names)
        self.keys: dict[str, set[str]] = {}
        self._full: dict[str, set[str]] = {}
        self._bracket: dict[str, set[str]] = {}
        self._lead: dict[str, set[str]] = {}
        self._base: dict[str, list[_Name]] = {}
        self._bare: dict[str, list[_Name]] = {}
        for name in self.names:
            self._add(name)
        self.longest = max(map(len, self.keys), default=0)
        self._begin = _Beginnings((n.full, n.code) for n in self.names)
        self._begin_bare = _Beginnings((_without_prefix(n.full), n.code) for n in self.names)
        self._text = "\n".join(["", *(n.full for n in self.names), ""])
        ends = accumulate(len(n.full) + 1 for n in self.names)
        self._starts = [0, *ends]
        self._sorted = sorted(self.names, key=lambda n: n.code)

    def _add(self, name: _Name) -> None:
        forms = {name.full, name.base, *name.leads, *(b for b in name.brackets if len(b) > 4)}
        forms |= {_without_prefix(form) for form in (name.full, name.base)}
        for form in forms:
            if len(form) > 3:
                self.keys.setdefault(form, set()).add(name.code)
        if name.brackets:
            self._full.setdefault(name.full, set()).add(name.code)
        for form in name.brackets:
            if len(form) > 4:
                self._bracket.setdefault(form, set()).add(name.code)
        for form in name.leads:
            self._lead.setdefault(form, set()).add(name.code)
        self._base.setdefault(name.base, []).append(name)
        self._bare.setdefault(name.bare, []).append(name)

    def find(self, typed: str, *, offers: bool = True) -> Match:
        """What `typed` (a name, without the word for school before it) means.

        Without `offers` the nearest schools are not looked for where none fits.
        """
        shown = _plain(typed)
        form = compact(skeleton(shown))
        if len(form) < 2:
            return Match(Fit.NONE, ())
        found = (
            self._full.get(form)
            or self._family(form, compact(shown))
            or self._bracket.get(form)
            or self._led(form)
        )
        return _match(found) if found else self._near(form, offers)

    def _family(self, form: str, shown: str) -> set[str]:
        """Schools that people call by this name, brackets and บ้าน apart."""
        prefix = _prefix(form)
        bare = form[len(prefix) :]
        based = self._base.get(form, [])
        alike = [n for n in self._bare.get(bare, []) if not prefix or n.prefix in ("", prefix)]
        found = [*based, *alike]
        if not found:
            return set()
        marked = _without_marks_prefix(shown)
        exact = {n.code for n in found if _without_marks_prefix(n.shown) == marked}
        codes = exact or {n.code for n in found}
        if not prefix and not based:
            # Typed without บ้าน: a longer name that begins just so fits about as well.
            codes |= self._begin.with_(form)
        return codes

    def _led(self, form: str) -> set[str]:
        """Schools whose first words these are; one that only holds them fits about as well."""
        found = self._lead.get(form)
        return found | self._inside(form) if found else set()

    def _near(self, form: str, offers: bool) -> Match:
        begins: set[str] = set()
        if len(form) > 3:
            begins = self._begin.with_(form) | self._begin_bare.with_(_without_prefix(form))
        if len(begins) > 1:
            return _match(begins)
        slips = self._slips(form)
        if slips and not begins:
            return replace(_match(slips), slip=True)
        if begins or (inside := self._inside(form) or self._numbered(form)):
            candidates = tuple(sorted(begins or inside))
            return Match(Fit.SEVERAL, candidates[: MOST + 1], len(candidates))
        return Match(Fit.NONE, self.nearest(form) if offers else ())

    def _inside(self, form: str) -> set[str]:
        if len(form) <= 4:
            return set()
        found, at = set(), self._text.find(form)
        while at >= 0:
            place = bisect_right(self._starts, at - 1) - 1
            found.add(self.names[place].code)
            at = self._text.find(form, self._starts[place + 1])
        return found

    def _numbered(self, form: str) -> set[str]:
        """«ผ่านศึก 1», «ราชประชา 15»: the beginning of a name, and its number."""
        typed = _PIECE.fullmatch(form)
        if typed is None:
            return set()
        begin = self._begin.with_(typed[1]) | self._begin_bare.with_(_without_prefix(typed[1]))
        return {
            name.code
            for name in self.names
            if name.code in begin and typed[2] in _DIGIT_RUNS.findall(name.full)
        }

    def _holds_a_name(self, form: str) -> bool:
        """Is it a whole name with more before or behind it? That is a word more, and no slip."""
        ends = range(1, len(form))
        return any(form[:n] in self.keys or form[n:] in self.keys for n in ends)

    def _slips(self, form: str) -> set[str]:
        """Schools one slip away (two in a long name), when no other is about as near."""
        allowed = 0 if len(form) < 6 else 1 if len(form) < 10 else 2
        if not allowed:
            return set()
        digits = _DIGIT_RUNS.findall(form)
        near: dict[str, int] = {}
        keys = [self._keys.texts[place] for place in self._keys.within(form, allowed + 1)]
        like = extract(form, keys, scorer=OSA.distance, score_cutoff=allowed + 1, limit=None)
        for key, distance, _ in like:
            longer = form.startswith(key) or form.endswith(key) or key.startswith(form)
            if longer or _DIGIT_RUNS.findall(key) != digits:
                continue  # a word more, or fewer, is another school; so is another number
            for code in self.keys[key]:
                near[code] = min(int(distance), near.get(code, 9))
        best = min(near.values(), default=9)
        if best > allowed or (best > 1 and self._holds_a_name(form)):
            return set()
        # The second best within one more slip fits about as well: ask.
        return {code for code, distance in near.items() if distance <= best + (best > 0)}

    def nearest(self, typed: str, n: int = 3) -> tuple[str, ...]:
        """The codes of the schools whose names look most like what was typed."""
        form = compact(skeleton(_plain(typed)))
        for cutoff in _CUTOFFS:
            scored: dict[str, float] = {}
            for forms in (self._fulls, self._bases):
                places = forms.like(form, cutoff)
                some = {place: forms.texts[place] for place in places}
                # Equal scores come in the order of the codes: the first few are enough.
                best = extract(form, some, scorer=ratio, score_cutoff=cutoff, limit=_ENOUGH)
                for _, score, place in best:
                    code = self._sorted[place].code
                    scored[code] = max(score, scored.get(code, 0.0))
            if len(scored) >= n or not cutoff:
                break
        return tuple(sorted(scored, key=lambda code: (-scored[code], code))[:n])

    @cached_property
    def _keys(self) -> Alike:
        return Alike([*self.keys])

    @cached_property
    def _fulls(self) -> Alike:
        return Alike([name.full for name in self._sorted])

    @cached_property
    def _bases(self) -> Alike:
        return Alike([name.base for name in self._sorted])


class _Beginnings:
    """Which codes have a form that begins so?"""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._pairs = sorted(pairs)
        self._forms = [form for form, _ in self._pairs]

    def with_(self, beginning: str) -> set[str]:
        """The codes of the forms that begin with this."""
        first = bisect_left(self._forms, beginning)
        found = set()
        for form, code in islice(self._pairs, first, None):
            if not form.startswith(beginning):
                break
            found.add(code)
        return found


def other_names(names: Iterable[str]) -> frozenset[str]:
    """The keys of schools of other offices, to know an exact name when it is typed."""
    found = set()
    for name in names:
        found.add(compact(skeleton(name)).translate(_DIGITS))
        if "(" in name:
            found.add(compact(skeleton(_BRACKET.sub("", name))).translate(_DIGITS))
    return frozenset(found)


_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def _match(codes: set[str]) -> Match:
    found = tuple(sorted(codes))
    if len(found) == 1:
        return Match(Fit.ONE, found, 1)
    return Match(Fit.SEVERAL, found, len(found))


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
