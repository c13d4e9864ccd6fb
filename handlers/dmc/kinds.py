"""Which report a file is: by its categories, beside what its name says."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from handlers import dmc_vocabulary as words
from handlers.dmc.shapes import Shape
from handlers.tables import Fault, FileRefused, clean
from handlers.topics import TOPICS, Topic

_EDITION = re.compile(
    rf"(?<!\d)(25\d\d)(?:[\s_-]+|[\s_-]*(?:{words.ROUND_WORDS})[\s_-]*)([123])(?!\d)"
)
_YEAR = re.compile(r"(?<!\d)25\d\d(?!\d)")


@dataclass(frozen=True)
class Kind:
    """The report, and the file's own spellings of its categories (total among them) by name.

    `absent` are categories that the file leaves out, as older years do.
    """

    topic: Topic
    spellings: dict[str, str]
    absent: list[str]


def kind_of(file_name: str, shape: Shape, found: Collection[str]) -> Kind:
    """The report with this shape and these categories. Raises FileRefused naming what is wrong.

    `found` are the category cells, cleaned; empty where the report has none.
    """
    named = named_topic(file_name)
    if not found:
        [slug] = shape.topics
        kind = Kind(TOPICS[slug], {}, [])
    else:
        kind = _by_categories(file_name, shape, found, named)
    if named and named != kind.topic.slug:
        facts = {"named": TOPICS[named].title, "found": kind.topic.title}
        raise FileRefused(file_name, [Fault("name_says_other", facts=facts)])
    return kind


def named_topic(file_name: str) -> str | None:
    """The report that the file's name speaks of, in Thai or by DMC's English name for it."""
    name = _spelt(clean(file_name).lower())
    joined = re.sub(r"[\s.,_()/+-]", "", name)
    thai = next((slug for word, slug in words.NAMED if word in joined), None)
    if thai:
        return thai
    tokens = re.split(r"[^a-z0-9]+", name)
    return next((words.SLUGS[token] for token in tokens if token in words.SLUGS), None)


def named_edition(file_name: str) -> str | None:
    """The year and round in the file's name, as 2568-1."""
    found = _EDITION.search(clean(file_name))
    return f"{found[1]}-{found[2]}" if found else None


def named_years(file_name: str) -> set[int]:
    """Every number of the file's name that can be a year (B.E.)."""
    return {int(year) for year in _YEAR.findall(clean(file_name))}


def _spelt(text: str) -> str:
    for pair, one in words.LOOK_ALIKE.items():
        text = text.replace(pair, one)
    return text


def _folded(category: str) -> str:
    """A category as it is compared: without spaces, old spellings as today's."""
    name = _spelt(clean(category))
    return words.OLD_CATEGORIES.get(name, name).replace(" ", "")


def _by_categories(file_name: str, shape: Shape, found: Collection[str], named: str | None) -> Kind:
    spelt = {_folded(cell): cell for cell in found}
    candidates = [TOPICS[slug] for slug in shape.topics]
    fitting = [topic for topic in candidates if spelt.keys() <= set(_known(topic))]
    exact = [topic for topic in fitting if len(_known(topic)) == len(spelt)]
    chosen = exact or [topic for topic in fitting if _may_lack(topic, spelt)]
    if len(chosen) > 1:
        chosen = [topic for topic in chosen if topic.slug == named] or chosen
    if len(chosen) != 1:
        raise FileRefused(file_name, [_unknown(candidates, spelt)])
    known = _known(chosen[0])
    absent = [name for folded, name in known.items() if folded not in spelt]
    return Kind(chosen[0], {spelt[folded]: known[folded] for folded in spelt}, absent)


def _known(topic: Topic) -> dict[str, str]:
    names = ([topic.total] if topic.total else []) + list(topic.categories)
    return {_folded(name): name for name in names}


def _may_lack(topic: Topic, spelt: Collection[str]) -> bool:
    """Older years have fewer categories; the total, which they make, proves that none is lost."""
    return (
        topic.adds_up
        and topic.total is not None
        and _folded(topic.total) in spelt
        and 2 * len(spelt) > len(_known(topic))
    )


def _unknown(candidates: list[Topic], spelt: dict[str, str]) -> Fault:
    nearest = max(candidates, key=lambda topic: len(spelt.keys() & _known(topic).keys()))
    known = _known(nearest)
    strange = [cell[:60] for folded, cell in spelt.items() if folded not in known]
    lacking = [name for folded, name in known.items() if folded not in spelt]
    if len(strange) == len(spelt):
        return Fault("unknown_categories", facts={"strange": strange[:5]})
    facts = {"title": nearest.title, "strange": strange[:5], "lacking": lacking[:5]}
    return Fault("other_categories", facts=facts)
