"""The words of the other topics: which topics a word belongs to, and what of each it says.

They stand in the tables [topic.*] of vocabulary.toml, with the rules for words of several topics.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.topics import TOPICS, Topic

#: What a word can say besides the name of a row: the topic itself, what its rows are kinds of,
#: one line for each row, words that are no row, things by their everyday name, pupils a teacher.
WHOLE, BY, EACH, NO_ROW, THING, RATIO = "*", "by", "each", "?", "thing", "ratio"
OWN = (WHOLE, BY, EACH, NO_ROW, THING, RATIO)
#: Topics whose rows mean nothing without a word of the topic («เดินเท้า»: of whom?).
_NEEDS_ITS_TOPIC = {
    *("distance", "dropout", "removal", "not_passed", "completion_time", "gcode_nationality"),
    *("graduates_p6", "graduates_m3", "graduates_m6"),
}


@dataclass(frozen=True)
class Meaning:
    """One meaning of a word: a topic's slug ("" any), what of it, and whether it stands alone."""

    topic: str
    what: str
    alone: bool = True


def names(raw: Mapping[str, Any]) -> dict[str, str]:
    """What each topic is called when there is no data of it."""
    return {slug: table["name"] for slug, table in raw["topic"].items()}


def forms(
    raw: Mapping[str, Any], bare: Callable[[str], str]
) -> dict[str, tuple[tuple[str, Any], ...]]:
    """Every word of a topic: bare form → kind and value of its tokens.

    The value of the token `F` is all the word's readings, in the vocabulary's order.
    """
    readings: dict[str, list[Meaning]] = {}
    noun: dict[str, bool] = {}
    for spelling, reading in (*_written(raw), *_rows(raw)):
        word, _, kinds = spelling.partition(":")
        form = bare(word)
        if len(form) > 1 and reading not in readings.setdefault(form, []):
            readings[form].append(reading)
            noun[form] = noun.get(form, False) or kinds.startswith("P")
    return {
        form: ((("P", "students"),) if noun[form] else ()) + (("F", tuple(found)),)
        for form, found in readings.items()
    }


def _written(raw: Mapping[str, Any]) -> Iterator[tuple[str, Meaning]]:
    for slug, table in raw["topic"].items():
        for what, spellings in table.items():
            if what == "name":
                continue
            row = what not in OWN
            alone = not (row and (slug in _NEEDS_ITS_TOPIC))
            for spelling in spellings:
                yield spelling, Meaning(slug, what, alone)
                if row and slug == "nationality":
                    yield spelling, Meaning("gcode_nationality", what, False)
            if what == BY:
                for spelling in spellings:
                    yield from (
                        (w.format(spelling), Meaning(slug, EACH)) for w in raw["rows"]["each"]
                    )
    for spelling in raw["rows"]["by"]:
        yield spelling, Meaning("", BY)
        yield from ((w.format(spelling), Meaning("", EACH)) for w in raw["rows"]["each"])


def _rows(raw: Mapping[str, Any]) -> Iterator[tuple[str, Meaning]]:
    """Each row by the report's own name, «ประเภท…» before it or not."""
    shared = Counter(row for topic in TOPICS.values() for row in topic.categories)
    everyday = raw["rows"]["everyday"]
    for slug in raw["topic"]:
        if slug == "disability_and_disadvantage":
            continue  # its rows are named as the wholes of two other topics are
        for row in _categories(TOPICS[slug]):
            here = slug in {*_NEEDS_ITS_TOPIC, "hardship"} or row in everyday.get(slug, ())
            alone = not (here or shared[row] > 1)
            for spelling in (row, *(f"{word}{row}" for word in raw["rows"]["by"])):
                if not (spelling[0].isdigit() and slug in ("age", "completion_time")):
                    yield spelling, Meaning(slug, row, alone)


def _categories(topic: Topic) -> tuple[str, ...]:
    if topic.slug == "gcode_nationality":
        return TOPICS["nationality"].categories
    return topic.categories
