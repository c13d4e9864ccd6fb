"""What a label of the export means: a category of the area's reports, none, or not known."""

from __future__ import annotations

import re

from handlers import topics_vocabulary
from handlers.dmc_vocabulary import GRADES
from handlers.pupils import vocabulary as words
from handlers.tables import clean
from handlers.tables.cells import as_text
from handlers.topics import TOPICS

_SEVERAL = re.compile(r"[,|;+\n]")
_GRADE = re.compile(r"(\D+?)\.?(\d)")
UNKNOWN = "?"


def grade(raw: object) -> str:
    """A grade as the reports write it; "" where it is none."""
    match = _GRADE.fullmatch(_solid(raw).replace(".", ""))
    kind = words.GRADE_KINDS.get(match[1]) if match else None
    found = f"{kind}{match[2]}" if match and kind else ""
    return found if found in GRADES else ""


def sex(raw: object) -> str:
    """ชาย or หญิง; "" where it is neither."""
    return words.SEXES.get(_solid(raw), "")


def category(topic: str, raw: object) -> str:
    """The topic's category: "" for none, `UNKNOWN` for a label that nobody has mapped."""
    label = _solid(raw)
    for prefix in words.PREFIXES.get(topic, ()):
        label = label.removeprefix(prefix)
    if label.lower() in words.NONE:
        # Everyone has a nationality: where none is written, the reports count a mistake.
        return topics_vocabulary.ABNORMAL if TOPICS[topic].everyone else ""
    if topic == "disadvantage" and len(parts := _SEVERAL.split(label)) > 1:
        known = all(_one(topic, part) != UNKNOWN for part in parts)
        return words.SEVERAL if known else UNKNOWN
    return _one(topic, label)


def _one(topic: str, label: str) -> str:
    spelt = words.SPELLINGS[topic].get(label, label)
    for known in TOPICS[topic].categories:
        if known.replace(" ", "") == spelt.replace(" ", ""):
            return known
    if topic == "disability":
        fits = (full for part, full in words.DISABILITY_PARTS if part in label)
        return next(fits, UNKNOWN)
    return UNKNOWN


def is_so(raw: object) -> bool | None:
    """A yes or no; None where it is neither."""
    label = _solid(raw).lower()
    if label in words.NONE:
        return False
    return True if label in words.YES else None


def shown(raw: object) -> str:
    """An unknown label as it may be named in a fault: none that could be a person's number."""
    label = clean(as_text(raw))
    return label if len(label) <= 40 and not re.search(r"\d\D*\d\D*\d", label) else "…"


def _solid(raw: object) -> str:
    return clean(as_text(raw)).replace(" ", "")
