"""Figures of the other topics and over years: never a hidden number, never 0 for nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dmc_vocabulary import MALE
from handlers.questions import normalise as spelling
from handlers.questions.answers import NothingThere
from handlers.questions.query import Having, StatQuery
from handlers.questions.topic_answers import Counting
from handlers.questions.trend_answers import change
from handlers.tallies import Row, Tallies
from handlers.topics import TOPICS

WHOLE = "นักเรียนพิการทั้งหมด"
AREAS = {"1": {"amphoe": "แม่จัน"}, "2": {"amphoe": "แม่จัน"}}


def disabled(*rows: tuple[str, str, int, int]) -> Counting:
    counts: list[Row] = [
        (code, category, grade, male, female, 0)
        for code, grade, male, female in rows
        for category in (WHOLE, "อื่นๆ")
    ]
    schools = [(code, f"บ้าน{code}") for code in dict.fromkeys(row[0] for row in rows)]
    return Counting(Tallies(TOPICS["disability"], schools, counts), AREAS, frozenset())


def asked(**more: object) -> StatQuery:
    return StatQuery(measure="count", topic="disability", **more)  # type: ignore[arg-type]


def test_a_sum_with_a_small_number_in_it_is_not_told() -> None:
    counting = disabled(("1", "ป.1", 2, 1), ("2", "ป.1", 20, 30), ("3", "ป.1", 9, 9))
    assert counting.item(asked(schools=("1",)), {})["hidden"] == "small"
    assert counting.item(asked(schools=("1", "2")), {})["value"] is None
    where = asked(having=Having(area=("amphoe", "แม่จัน")))
    assert counting.item(where, {})["value"] is None
    assert counting.item(asked(), {})["value"] == 71


def test_what_the_topic_does_not_know_is_said() -> None:
    counting = disabled(("1", "ป.1", 20, 10))
    with pytest.raises(NothingThere) as nothing:
        counting.item(asked(category="ไม่มีในรายงาน"), {})
    assert nothing.value.what == "category"


def test_a_share_of_a_hidden_number_is_hidden() -> None:
    counting = disabled(("1", "ป.1", 2, 30), ("2", "ป.1", 20, 30))
    share = asked(schools=("1",), sex=MALE, of=asked(schools=("1",)))
    found = counting.item(StatQuery(**{**vars(share), "measure": "percent"}), {})
    assert (found["value"], found["hidden"]) == (None, "withheld")
    assert "part" not in found


def test_change_is_from_the_first_year_to_the_last() -> None:
    years = [(2566, 200), (2567, 230), (2568, 150)]
    items = [{"label": {"year": y}, "measure": "students", "value": v} for y, v in years]
    assert change(items) == {"from": 2566, "to": 2568, "value": -50, "percent": "-25.00"}
    assert change([*items[:-1], {**items[-1], "value": None}]) is None


@given(st.text("กขนมเแใะาำิีู่้์ ()1๒a", max_size=12))
def test_the_short_way_to_one_spelling_is_the_long_one(text: str) -> None:
    found = spelling.normalise(text)
    never = pytest.MonkeyPatch()
    with never.context() as patch:
        patch.setattr(spelling, "_IN_ORDER", re.compile(r"(?!)"))
        assert spelling.normalise(text) == found
