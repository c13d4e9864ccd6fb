"""The demo office's reports go through the real reader and agree with its pupils by grade."""

from __future__ import annotations

from datetime import date

import pytest

from handlers import demo_topics, dmc
from handlers.reports import Target
from handlers.tables import Source
from handlers.topics import TOPICS

GRADES = {"อ.2": (12, 9, 1), "ป.1": (30, 28, 2), "ป.6": (25, 31, 2), "ม.1": (40, 38, 2)}
SCHOOLS = [("99010001", GRADES), ("99010006", GRADES), ("99010012", {"ป.1": (3, 0, 1)})]
PUPILS = 2 * sum(boys + girls for boys, girls, _ in GRADES.values()) + 3
FILES = dict(demo_topics.files(SCHOOLS, "99010000", 2569, 1))
TARGET = Target("dmc", 2569, 1, date(2026, 6, 10))


@pytest.mark.parametrize("name", FILES)
def test_a_report_is_taken_for_what_it_is_and_adds_up(name: str) -> None:
    [report] = dmc.read(Source(name, FILES[name]), TARGET, "99010000")
    assert name == f"demo-2569-1-{report.topic.replace('-', '_')}.csv"
    assert report.has_total
    assert [school.code for school in report.schools] == [code for code, _ in SCHOOLS]
    if TOPICS[report.topic].everyone:
        assert report.totals["students"] == PUPILS
    else:
        assert 0 < report.totals["students"] < PUPILS


def test_each_run_makes_the_same_figures() -> None:
    assert dict(demo_topics.files(SCHOOLS, "99010000", 2569, 1)) == FILES
