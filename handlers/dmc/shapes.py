"""The shapes of the reports: which columns of counts there are, and which sum which.

A shape is told by the number of columns of counts and by whether the rows have categories.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from handlers import dmc_vocabulary as words
from handlers import topics_vocabulary as topic_words
from handlers.topics import PUPILS, TOPICS

_SEXES = (words.MALE, words.FEMALE, words.SUM)
_SINGLE = ("graduates_m3", "graduates_m6")
_NUMBERED = ("graduates_p6", *_SINGLE)
_GROUPED = ("graduates_p6", "completion_time", *_SINGLE)


@dataclass(frozen=True)
class Shape:
    """The columns of counts of a report.

    `leaves` are what is kept: (part, its first column), whose `step` columns are boys, girls,
    their sum and classrooms (4), boys, girls, sum (3) or one number (1). `sums` are (column, the
    columns that make it). `whole` are the leaves' own sums, one a kind of column, or None where
    the file has none. `topics` are the reports that have this shape. `empty` are columns that
    hold nothing but 0 in it; `other` is the same report with its columns in another order.
    """

    columns: tuple[str, ...]
    topics: tuple[str, ...]
    step: int
    leaves: tuple[tuple[str, int], ...]
    sums: tuple[tuple[int, tuple[int, ...]], ...] = ()
    whole: int | None = None
    empty: tuple[int, ...] = ()
    other: Shape | None = None

    @property
    def flags(self) -> bool:
        """Each column is a yes or no of a school."""
        return self.step == 0


@cache
def shapes() -> dict[tuple[int, bool], Shape]:
    """Every shape by (columns of counts, whether the rows have categories)."""
    pupils = tuple(
        slug
        for slug, topic in TOPICS.items()
        if topic.dataset == "dmc" and topic.parts == "grades" and slug not in (PUPILS, "g_code")
        if slug not in _GROUPED
    )
    found: dict[tuple[int, bool], Shape] = {}
    for vocational in (True, False):
        for shape, categories in (
            (_by_grade((PUPILS,), 4, vocational), False),
            (_by_grade(pupils, 3, vocational), True),
            (_by_grade(("g_code",), 3, vocational), False),
        ):
            found[len(shape.columns), categories] = shape
    for shape in (_graduates_p6(), _completion(), _single(), _number()):
        found[len(shape.columns), True] = shape
    for slug in ("electricity", "water", "internet"):
        columns = TOPICS[slug].categories
        leaves = tuple((column, n) for n, column in enumerate(columns))
        found[len(columns), False] = Shape(columns, (slug,), 0, leaves)
    return found


def _by_grade(topics: tuple[str, ...], step: int, vocational: bool) -> Shape:
    """23 groups of columns (20 without the vocational grades), each level after its grades."""
    other = _level_first(topics, step) if vocational else None
    return _of_order(words.groups(vocational), topics, step, other=other)


def _level_first(topics: tuple[str, ...], step: int) -> Shape:
    """As some files of 2565 and 2566 have it: the last level before the vocational grades.

    Only where those are all 0 can this order be told for certain.
    """
    groups = words.groups()
    n = next(n for n, (name, _) in enumerate(groups) if name in words.VOCATIONAL)
    last = n + len(words.VOCATIONAL)
    order = [*groups[:n], groups[last], *groups[n:last], *groups[last + 1 :]]
    return _of_order(order, topics, step, empty=words.VOCATIONAL)


def _of_order(
    groups: list[tuple[str, tuple[str, ...]]],
    topics: tuple[str, ...],
    step: int,
    *,
    empty: tuple[str, ...] = (),
    other: Shape | None = None,
) -> Shape:
    columns = [name for group, _ in groups for name in words.header(group)[:step]]
    first = {name: step * n for n, (name, _) in enumerate(groups)}
    sums: list[tuple[int, tuple[int, ...]]] = [
        (start + 2, (start, start + 1)) for start in first.values()
    ]
    for name, grades in groups:
        if grades != (name,):
            sums += [
                (first[name] + n, tuple(first[grade] + n for grade in grades)) for n in range(step)
            ]
    leaves = tuple((name, first[name]) for name, grades in groups if grades == (name,))
    zero = tuple(first[name] + n for name in empty for n in range(step))
    whole = first[words.ALL]
    return Shape(tuple(columns), topics, step, leaves, tuple(sums), whole, zero, other)


def _of_groups(names: tuple[str, ...], topics: tuple[str, ...], *, lead: bool) -> Shape:
    """Groups of boys, girls, sum; with `lead`, the first is the sum of the others."""
    columns = tuple(f"{name} {sex}" for name in names for sex in _SEXES)
    sums: list[tuple[int, tuple[int, ...]]] = [
        (3 * n + 2, (3 * n, 3 * n + 1)) for n in range(len(names))
    ]
    if lead:
        sums += [(n, tuple(3 * k + n for k in range(1, len(names)))) for n in range(3)]
    leaves = tuple((name, 3 * n) for n, name in enumerate(names))[1 if lead else 0 :]
    return Shape(columns, topics, 3, leaves, tuple(sums), 0 if lead else None)


def _graduates_p6() -> Shape:
    return _of_groups((words.ALL, *topic_words.P6_GROUPS), ("graduates_p6",), lead=True)


def _completion() -> Shape:
    return _of_groups(topic_words.COMPLETION_GRADES, ("completion_time",), lead=False)


def _single() -> Shape:
    return Shape(_SEXES, _SINGLE, 3, (("", 0),), ((2, (0, 1)),), 0)


def _number() -> Shape:
    return Shape((words.SUM,), _NUMBERED, 1, (("", 0),), (), 0)
