"""An answer with figures as a chart, where there is something to compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bot.sheets import Cell, Chart, ChartKind, Series
from bot.texts import answer_tables, topics

Json = Mapping[str, Any]
#: More bars than these cannot be read on a phone; so many columns can stand side by side.
MOST_BARS, MOST_COLUMNS, SHORT_LABEL = 18, 8, 8
_SEXES = (("ชาย", "male"), ("หญิง", "female"))


def chart(answer: Json) -> Chart | None:
    """The answer as a picture; None where there is nothing to compare."""
    facts = answer["facts"]
    query, items = facts["query"], facts["items"]
    if query.get("parts") or not items or "value" not in items[0]:
        return None
    if len(items) == 1 and not query.get("group_by"):
        return _of_one(facts)
    if query.get("listing") and not query.get("rank") and len(items) > MOST_BARS:
        return None  # the first ones of a list are no greater than the others
    known = [i for i in items if not (i.get("value") == 0 and _needless(i, items))]
    shown = known[:MOST_BARS]
    if len(shown) < 2 or all(not isinstance(answer_tables.value(i), int | Decimal) for i in shown):
        return None
    labels = tuple(answer_tables.label(item, query) for item in shown)
    series, whole = _series(shown, query)
    return Chart(
        _kind(query, labels),
        answer_tables.heading(facts),
        labels,
        series,
        whole,
        subtitle=_subtitle(items[0], query),
        foot=tuple(_foot(facts, shown, known)),
        cut="แกนตั้งไม่ได้เริ่มที่ 0",
    )


def _needless(item: Json, items: Sequence[Json]) -> bool:
    """A bar of nothing that is missed by nobody."""
    return len(items) > MOST_COLUMNS or item["label"].get("category") in topics.UNASKED


def _of_one(facts: Json) -> Chart | None:
    """One figure: its boys and girls, where both are shown."""
    (item,), query = facts["items"], facts["query"]
    both = (item.get("male"), item.get("female"))
    if not item.get("value") or None in both:
        return None
    return Chart(
        ChartKind.COLUMNS, answer_tables.heading(facts), ("ชาย", "หญิง"), (Series("", both),),
        subtitle=_subtitle(item, query), foot=(answer_tables.dated(facts),),
    )  # fmt: skip


def _subtitle(item: Json, query: Json) -> str:
    return answer_tables.titles(query, [item], ("value",))[0]


def _kind(query: Json, labels: Sequence[str]) -> ChartKind:
    if query.get("group_by") == "year":
        return ChartKind.LINE
    few = len(labels) <= MOST_COLUMNS and all(len(text) <= SHORT_LABEL for text in labels)
    return ChartKind.COLUMNS if few and not query.get("listing") else ChartKind.BARS


def _series(items: Sequence[Json], query: Json) -> tuple[tuple[Series, ...], tuple[Cell, ...]]:
    values = tuple(answer_tables.value(item) for item in items)
    split = all("male" in i and i["male"] is not None and i.get("female") is not None
                for i in items)  # fmt: skip
    if not split or query.get("group_by") == "year" or query.get("listing"):
        return (Series("", values),), ()
    by_sex = [Series(name, tuple(i[key] for i in items)) for name, key in _SEXES]
    return tuple(by_sex), values


def _foot(facts: Json, shown: Sequence[Json], known: Sequence[Json]) -> list[str]:
    lines = [answer_tables.dated(facts, short=True)]
    if len(known) > len(shown):
        lines.append(f"แสดง {len(shown)} จาก {len(known)} รายการ")
    return [*lines, *topics.whys(shown)]
