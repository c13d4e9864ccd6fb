"""What each category is worth by the words of a message, and which is best.

Every word that is understood adds to a score (triage.toml holds the words): the thing named first
most, and a fault adds to the thing before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from handlers.tickets.triage_words import Mark, Reading, bare, raw
from models.tickets import CENTRAL, Category

#: What a word is worth: one that names a thing, a place or surrounding, a fault told by itself.
_THING, _CENTRAL, _ASIDE, _SYMPTOM, _DANGER = 3, 5, 1, 5, 15
_FIRST, _FAULT, _FAULTS, _HINT = 1, 2, 2, 2
_HELP, _PASSWORD = 6, 6
#: Without a network, no central system opens: then it may well be that.
_OUTAGE = 3
#: From so much on a guess is sure, if the next one is so far below.
_SURE, _APART = 4, 2
_OTHERS = 3
#: How far a fault may stand from its thing, in letters: before it, behind it.
_BEFORE, _BEHIND = 60, 40
#: What a word of nearly every system may be about, the likeliest first.
_ANY_SYSTEM = (Category.DMC, Category.EMIS, Category.BOBEC, Category.MOBEC)


def scores_of(reading: Reading, asked: str | None) -> Counter[Category]:
    """What each category is worth."""
    things = reading.of("things")
    scores: Counter[Category] = Counter()
    for mark in things:
        for category in _categories(mark, "things"):
            scores[category] = max(scores[category], _CENTRAL if category in CENTRAL else _THING)
    for category in _categories_of(things[:1], "things"):
        scores[category] += _FIRST
    scores.update(set(_categories_of(reading.of("aside"), "aside")))
    for category in set(_categories_of(reading.of("symptoms"), "symptoms")):
        scores[category] += _DANGER if category is Category.SECURITY else _SYMPTOM
    owners = _without_surroundings(reading, things) or reading.of("aside")
    scores.update(_faults(reading, owners))
    if reading.of("symptoms", "network") and any(scores[c] for c in CENTRAL):
        scores[Category.NETWORK] += _OUTAGE
    _add_hints(scores, reading)
    _add_password(scores, reading)
    _add_help(scores, asked)
    return scores


def _categories(mark: Mark, section: str) -> list[Category]:
    return [Category(key) for key in mark.keys(section)]


def _named(mark: Mark) -> list[Category]:
    return _categories(mark, "things") or _categories(mark, "aside")


def _categories_of(marks: Iterable[Mark], section: str) -> list[Category]:
    return [category for mark in marks for category in _categories(mark, section)]


def _faults(reading: Reading, things: list[Mark]) -> Counter[Category]:
    """Every fault and wish counts for its thing, a few of them at most."""
    found: Counter[Category] = Counter()
    for mark in (*reading.of("faults"), *reading.of("asks", "mend")):
        owner = _owner(mark, things)
        for category in _named(owner) if owner else ():
            found[category] = min(found[category] + _FAULT, _FAULT * _FAULTS)
    return found


def _owner(fault: Mark, things: list[Mark]) -> Mark | None:
    """The last thing before a fault, or else the first behind it; neither from far away."""
    before = [t for t in things if t.end <= fault.start and fault.start - t.end <= _BEFORE]
    behind = [t for t in things if t.start >= fault.end and t.start - fault.end <= _BEHIND]
    return before[-1] if before else next(iter(behind), None)


def _without_surroundings(reading: Reading, things: list[Mark]) -> list[Mark]:
    """The things that break: not those right behind a word like «ใน», where another is named."""
    words = tuple(map(bare, raw()["beside"]["words"]))
    own = [t for t in things if not reading.letters[: t.start].rstrip().endswith(words)]
    return own or things


def _add_hints(scores: Counter[Category], reading: Reading) -> None:
    """«หลุด» says more of a network than of other things."""
    keys = {key for mark in reading.of("faults") for key in mark.keys("faults")} - {"any", "weak"}
    for category in map(Category, keys):
        if scores[category]:
            scores[category] += _HINT


def _add_password(scores: Counter[Category], reading: Reading) -> None:
    """A password is of the system that is named; of the office's network if it is that or none."""
    if not reading.of("passwords"):
        return
    systems = [c for c in (*CENTRAL, Category.APPLICATION) if scores[c] >= _THING]
    if systems and not reading.of("symptoms", "account"):
        scores[max(systems, key=lambda category: scores[category])] += _PASSWORD
    elif scores[Category.NETWORK] and not reading.of("symptoms", "network"):
        scores[Category.ACCOUNT] = max(scores[Category.ACCOUNT], scores[Category.NETWORK]) + _APART
    elif scores[Category.ACCOUNT]:
        scores[Category.ACCOUNT] += _PASSWORD
    elif max(scores.values(), default=0) < _THING:
        scores.update({Category.ACCOUNT: _THING, Category.DMC: 2, Category.EMIS: 1})


def _add_help(scores: Counter[Category], asked: str | None) -> None:
    """Help that only one central system gives names it; else it may be of any of them."""
    if asked is None or asked == "password" or any(scores[c] >= _CENTRAL for c in CENTRAL):
        return
    if category := raw()["help"][asked].get("category"):
        scores[Category(category)] += _HELP
    else:
        scores.update({category: _THING - n for n, category in enumerate(_ANY_SYSTEM)})


def ranked(scores: Counter[Category]) -> tuple[Category, bool, tuple[Category, ...]]:
    """The best category, whether it is sure, and the next best."""
    order = list(Category)
    found = sorted((c for c in scores if scores[c] > 0), key=lambda c: (-scores[c], order.index(c)))
    if not found or scores[found[0]] < _THING:
        return Category.OTHER, False, tuple(c for c in found if c is not Category.OTHER)[:_OTHERS]
    best, *rest = found
    next_best = scores[rest[0]] if rest else 0
    sure = scores[best] >= _SURE and scores[best] - next_best >= _APART
    return best, sure and best is not Category.OTHER, tuple(rest[:_OTHERS])
