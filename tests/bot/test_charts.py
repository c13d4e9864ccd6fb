"""Charts: pictures within LINE's limits, true to the numbers, silent about hidden ones."""

from __future__ import annotations

from typing import Any

import pytest

from bot.documents import charts
from bot.emulator.pictures import picture_size
from bot.sheets import Chart, ChartKind, Series
from bot.texts import answer_charts

GRADES = tuple(f"ป.{n}" for n in range(1, 7))
EDITION = {"version": 1, "year": 2568, "round": 1, "as_of": "2025-06-10"}


def bars(*values: Any, kind: ChartKind = ChartKind.BARS) -> Chart:
    labels = tuple(f"รายการที่ {n}" for n in range(len(values)))
    return Chart(kind, "นักเรียนพิการ", labels, (Series("", values),), foot=("ข้อมูล ณ",))


def facts(query: dict[str, Any], *items: dict[str, Any], **more: Any) -> dict[str, Any]:
    said = {
        "office": "สพป.ตัวอย่าง เขต 1", "query": query, "schools": [], "items": list(items),
        "edition": EDITION, "source": "DMC", **more,
    }  # fmt: skip
    return {"kind": "multi", "facts": said}


def item(value: int | None, hidden: str = "", **label: Any) -> dict[str, Any]:
    return {"label": label, "measure": "count", "value": value, "hidden": hidden}


@pytest.mark.parametrize("kind", ChartKind)
@pytest.mark.parametrize("many", [2, 6, 18])
def test_every_kind_fits_what_line_shows(kind: ChartKind, many: int) -> None:
    chart = bars(*range(900, 900 + many), kind=kind)
    drawn = charts.draw(chart)
    assert picture_size(drawn) == ("image/png", *charts.size(chart))
    assert max(charts.size(chart)) <= 1024
    assert len(drawn) < 1_000_000


def test_the_same_chart_is_drawn_once() -> None:
    assert charts.draw(bars(1, 2)) is charts.draw(bars(1, 2))


def test_a_long_title_and_long_names_stay_inside() -> None:
    """The picture grows for the lines of the title; what is too long ends in …"""
    long = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษา พระนครศรีอยุธยา เขต 2 " * 3
    chart = Chart(ChartKind.BARS, long, ("ความพิการ" * 9, "ก"), (Series("", (5, 6)),))
    assert charts.size(chart)[1] > charts.size(bars(5, 6))[1]
    assert charts.draw(chart)


def test_a_hidden_number_looks_the_same_whatever_it_is() -> None:
    """Nothing is known of it when the picture is made: only words come in."""
    answer = facts(
        {"topic": "disability", "group_by": "category"},
        item(None, "small", category="ความพิการทางการมองเห็น"),
        item(None, "withheld", category="ความพิการทางการได้ยิน"),
        item(40, category="ความพิการทางการเรียนรู้"),
    )
    chart = answer_charts.chart(answer)
    assert chart is not None
    assert chart.series[0].values == ("น้อยกว่า 5", "ไม่แสดง", 40)
    assert any("คุ้มครองข้อมูลส่วนบุคคล" in line for line in chart.foot)
    assert charts.draw(chart)


def test_nothing_but_hidden_numbers_is_no_chart() -> None:
    items = [item(None, "small", category=name) for name in ("พุทธ", "อิสลาม", "คริสต์")]
    assert answer_charts.chart(facts({"topic": "religion", "group_by": "category"}, *items)) is None


def test_boys_and_girls_are_stacked_only_where_both_are_known() -> None:
    two = [{**item(30, grades=[g]), "male": 10, "female": 20} for g in GRADES]
    chart = answer_charts.chart(facts({"group_by": "grade"}, *two))
    assert chart is not None
    assert [s.name for s in chart.series] == ["ชาย", "หญิง"]
    assert (chart.kind, chart.whole) == (ChartKind.COLUMNS, (30,) * 6)
    two[2]["male"] = None
    chart = answer_charts.chart(facts({"group_by": "grade"}, *two))
    assert chart is not None
    assert [s.values for s in chart.series] == [(30,) * 6]


def test_a_trend_is_a_line_that_says_when_its_axis_is_cut() -> None:
    years = [item(n, year=y, round=1, as_of=f"{y - 543}-06-10")
             for y, n in ((2566, 7400), (2567, None), (2568, 7100))]  # fmt: skip
    chart = answer_charts.chart(facts({"group_by": "year"}, *years))
    assert chart is not None
    assert (chart.kind, chart.labels) == (ChartKind.LINE, ("2566", "2567", "2568"))
    assert charts._foot_lines(chart)[-1] == chart.cut
    assert charts._foot_lines(bars(5, 100, kind=ChartKind.LINE)) == ["ข้อมูล ณ"]
    assert charts.draw(chart)


def test_a_long_breakdown_says_how_much_of_it_is_drawn() -> None:
    items = [item(100 - n, area=f"ตำบล {n}") for n in range(40)]
    chart = answer_charts.chart(facts({"group_by": "tambon"}, *items))
    assert chart is not None
    assert len(chart.labels) == 18
    assert "แสดง 18 จาก 40 รายการ" in chart.foot
