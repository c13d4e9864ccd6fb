"""What a button types is read back to the very query that it was made of, or there is no button."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.texts.asking import question
from handlers.topics import PUPILS, TOPICS, Counted, Topic
from tests.handlers.asked import ROWS, SCHOOLS, Office

ALL = Office()
Query = dict[str, Any]
SCHOOL = [{"code": SCHOOLS[0][0], "name": SCHOOLS[0][1]}]
MAESAI = {"area": ["amphoe", "แม่สาย"]}
FORMS: dict[str, Query] = {
    "count": {},
    "school": {"schools": [SCHOOLS[0][0]]},
    "round": {"year": 2567, "round": 2},
    "trend": {"group_by": "year", "back": 3},
    "years": {"group_by": "year", "years": [2565, 2568]},
    "places": {"group_by": "tambon", "having": MAESAI},
    "schools with it": {"measure": "schools", "listing": True},
    "rank": {"rank": ["most", 5], "listing": True},
    "sex": {"sex": "ชาย"},
    "grades": {"grades": ["ป.1"], "group_by": "sex"},
    "states": {"group_by": "part"},
}  # fmt: skip


def queries(topic: Topic) -> Iterator[Query]:
    """Each form of each row, and of the whole."""
    whole = {"measure": "count", "topic": topic.slug}
    for category in (None, *(ROWS.get(topic.slug) or topic.categories)):
        row = {**whole, **({"category": category} if category else {})}
        yield from ({**row, **form} for form in FORMS.values())
        yield {**row, "measure": "percent", "of": whole}
        yield {**row, "measure": "percent", "of": {}}
    yield {**whole, "group_by": "category"}
    yield {**whole, "group_by": "category", "grades": ["ป.1"]}


def heard(query: Query) -> Query | str | None:
    """What the bot reads in the button's words; None where there is no button."""
    text = question(query, SCHOOL)
    return ALL.asked(text) if text else None


COUNTED = [t for t in TOPICS.values() if t.slug != PUPILS and t.counted is not Counted.SCHOOLS]


@pytest.mark.parametrize("topic", COUNTED, ids=lambda topic: topic.slug)
def test_the_same_query_or_no_button(topic: Topic) -> None:
    for query in queries(topic):
        found = heard(query)
        # What a report does not tell apart is said to be missing: no other figure.
        assert found in (query, None, "part"), (question(query, SCHOOL), found)


def test_most_of_them_have_a_button() -> None:
    said = [bool(question(query, SCHOOL)) for topic in COUNTED for query in queries(topic)]
    assert sum(said) > 0.6 * len(said)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"schools": [SCHOOLS[0][0]], "grades": ["ป.1", "ป.2"], "sex": "หญิง"},
        {"group_by": "grade", "year": 2567},
        {"measure": "rooms", "group_by": "year", "back": 4},
        {"group_by": "amphoe", "sex": "ชาย"},
        {"rank": ["least", 3], "listing": True, "grades": ["ป.1"]},
        {"rank": ["most", 1], "group_by": "amphoe"},
        {"group_by": "year", "year": 2567, "rounds": [1, 2]},
        {"group_by": "obec4"},
        {"having": {"min": 1, "max": 120, "rule": "obec4", "size": "small"}, "measure": "schools"},
        {"having": {**MAESAI, "min": 10}, "measure": "schools"},
        {"shape": "chart", "group_by": "grade"},
        {"topic": "staff", "measure": "students_per_teacher"},
    ],
)
def test_so_with_the_pupils(query: Query) -> None:
    assert heard(query) in (query, None)
