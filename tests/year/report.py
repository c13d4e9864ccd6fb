"""The year in tables: by month, by round, and what was promised."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from handlers.workdays import BANGKOK
from tests.year import naive
from tests.year.audit import FREE_PLAN, Verdict
from tests.year.clockwork import Clockwork

_PROMISES = (
    "every late school is reached before the closing moment",
    "and lately: on the last day by 13:45, or within four days before",
    "nobody who had finished is nagged",
    "who has entered all is left alone until it can be confirmed",
    "nothing is said of a system that is closed",
    "nothing is pushed at night or on a day off",
    "cards ride in office hours only",
    "one ride a day in a group",
    "each rung once in a chat",
    "one reminder a day and person, for all rounds",
    f"at most {FREE_PLAN} paid messages a month",
    "the plan shows whom nobody can reach",
    "every push is a reminder that can be read",
    "the stand-in's two books agree",
    "nothing fails and LINE refuses nothing",
)


def tell(work: Clockwork, verdict: Verdict) -> list[str]:
    """All lines to print."""
    by_month, by_round = naive.price(work)
    return [
        *_months(work, by_month), "", *_rounds(verdict, by_round), "", *_promises(verdict),
    ]  # fmt: skip


def _months(work: Clockwork, naive_cost: Counter[str]) -> list[str]:
    head = ("month", "rungs", "written", "free to persons", "cards in groups", "paid", "of 300",
            "naive way")  # fmt: skip
    rungs = Counter(_month(at) for asked in work.rounds for at in asked.rungs)
    free, cards = Counter[str](), Counter[str]()
    for one in work.books.accepted:
        if one.kind == "card":
            cards[_month(one.at)] += 1
        elif one.kind == "reminder" and not one.is_push:
            free[_month(one.at)] += 1
    rows = []
    for month in sorted(work.books.metered):
        paid = work.books.metered[month]
        rows.append((month, rungs[month], work.books.written[month], free[month], cards[month],
                     paid, f"{paid / FREE_PLAN:.0%}", naive_cost[month]))  # fmt: skip
    total = ("all", *(sum(int(row[n]) for row in rows) for n in range(1, 6)), "",
             sum(int(row[7]) for row in rows))  # fmt: skip
    return _table(head, [*rows, total])


def _rounds(verdict: Verdict, naive_cost: Counter[str]) -> list[str]:
    head = ("round", "due", "late 13:45", "at the end", "card", "free", "paid", "no one in LINE",
            "messages paid", "naive way")  # fmt: skip
    rows = [
        (
            of.asked.title, of.asked.due.strftime("%d %b %Y"), of.called, of.late, of.by["card"],
            of.by["free"], of.by["paid"], of.unreachable, of.paid, naive_cost[of.asked.title],
        )
        for of in verdict.rounds
    ]  # fmt: skip
    return _table(head, rows)


def _promises(verdict: Verdict) -> list[str]:
    lines = []
    for one in _PROMISES:
        times = verdict.broken[one]
        kept = f"BROKEN {times:,}" if times else "kept"
        example = f", e.g. {verdict.examples[one]}" if times else ""
        lines.append(f"  {kept:<14}{one}{example}")
    assert set(verdict.broken) <= set(_PROMISES), set(verdict.broken) - set(_PROMISES)
    return lines


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    cells = [list(head), *([_cell(value) for value in row] for row in rows)]
    wide = [max(_width(row[n]) for row in cells) for n in range(len(head))]
    lines = []
    for row in cells:
        first = row[0] + " " * (wide[0] - _width(row[0]))
        rest = (" " * (wide[n] - _width(row[n])) + row[n] for n in range(1, len(row)))
        lines.append("  " + "  ".join([first, *rest]))
    lines.insert(1, "  " + "  ".join("-" * width for width in wide))
    return lines


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _width(text: str) -> int:
    """Columns on a terminal: Thai marks stand above and below."""
    return sum(unicodedata.category(letter) != "Mn" for letter in text)


def _month(at: object) -> str:
    return at.astimezone(BANGKOK).strftime("%Y-%m")  # type: ignore[attr-defined,no-any-return]
