"""What is broken: guessed from the words of whoever reports it. Pure: no database, no clock.

Every word that is understood adds to the score of a category (triage.toml holds the words): the
thing named first most, and a fault adds to the thing before it. Whatever is near a tie is not
sure, and is shown to the person together with the next best.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from handlers.tickets import system_help
from handlers.tickets.asset_numbers import asset_in
from handlers.tickets.triage_words import Mark, Reading, bare, left_over, raw, read
from handlers.tickets.trouble import is_trouble
from models.tickets import CENTRAL, Category, Urgency

__all__ = ["Triage", "help_asked", "is_trouble", "triage"]

#: What a word is worth: one that names a thing, a place or surrounding, a fault told by itself.
_THING, _CENTRAL, _ASIDE, _SYMPTOM, _DANGER = 3, 5, 1, 5, 12
_FIRST, _FAULT, _FAULTS, _HINT = 1, 2, 2, 2
_HELP, _PASSWORD = 6, 6
#: From so much on a guess is sure, if the next one is so far below.
_SURE, _APART = 4, 2
_OTHERS = 3
#: How far a fault may stand from its thing, in letters: before it, behind it.
_BEFORE, _BEHIND = 60, 40
#: What a word of nearly every system may be about, the likeliest first.
_ANY_SYSTEM = (Category.DMC, Category.EMIS, Category.BOBEC, Category.MOBEC)
_WORDS = 12


@dataclass(frozen=True)
class Triage:
    """A first guess. `sure` is False where it needs the person's word; `others` are next best.

    `urgency` and `asset` are None unless said. `help`: which help with a central system is asked
    for. `words` are those to search the knowledge base by.
    """

    category: Category
    sure: bool
    others: tuple[Category, ...]
    urgency: Urgency | None
    asset: str | None
    help: str | None
    words: tuple[str, ...]


def triage(text: str) -> Triage:
    """Sort a report by its words. Never raises, whatever is in it."""
    reading = read(text)
    asked = system_help.help_asked(reading)
    scores = _scores(reading, asked)
    best, sure, others = _ranked(scores)
    return Triage(
        best,
        sure,
        others,
        _urgency(reading, best),
        asset_in(text),
        asked if best in CENTRAL else None,
        _words(reading),
    )


def help_asked(text: str) -> str | None:
    """Which help with a central system the words ask for, whatever the system is."""
    return system_help.help_asked(read(text))


def _scores(reading: Reading, asked: str | None) -> Counter[Category]:
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


def _ranked(scores: Counter[Category]) -> tuple[Category, bool, tuple[Category, ...]]:
    """The best category, whether it is sure, and the next best."""
    order = list(Category)
    ranked = sorted((c for c in scores if scores[c] > 0), key=lambda c: (-scores[c], order.index(c)))
    if not ranked or scores[ranked[0]] < _THING:
        return Category.OTHER, False, tuple(c for c in ranked if c is not Category.OTHER)[:_OTHERS]
    best, *rest = ranked
    next_best = scores[rest[0]] if rest else 0
    sure = scores[best] >= _SURE and scores[best] - next_best >= _APART
    return best, sure and best is not Category.OTHER, tuple(rest[:_OTHERS])


def _urgency(reading: Reading, category: Category) -> Urgency | None:
    """The most urgent that is said; None when nothing is."""
    said = raw()["urgency"]
    refused = reading.has(said["not"])
    for urgency in Urgency:
        words = said[urgency.value]
        if urgency is Urgency.STOPPED and category not in CENTRAL:
            words = [*words, *said["everywhere"]]
        found = reading.has(words)
        if found and not (refused and refused.start() <= found.start() < refused.end()):
            return urgency
    return None


def _words(reading: Reading) -> tuple[str, ...]:
    """What is left when politeness is taken away, in order, each once."""
    found: list[str] = []
    at = 0
    for mark in reading.marks:
        found += left_over(reading, at, mark.start)
        if not mark.keys("quiet"):
            found.append(mark.typed)
        at = mark.end
    found += left_over(reading, at, len(reading.letters))
    return tuple(dict.fromkeys(found))[:_WORDS]
