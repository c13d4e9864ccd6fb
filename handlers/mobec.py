"""Read M-OBEC's durable goods: how many of each kind a school has, by state of use."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import mobec_vocabulary as words
from handlers import school_tables
from handlers.reports import Count, Report, Target
from handlers.school_tables import SchoolTable
from handlers.tables import Fault, Source, clean, tidy_name
from handlers.topics_vocabulary import EQUIPMENT_STATES

TOPIC = "equipment"
_LONGEST = 120


def read(source: Source, target: Target, office: str) -> list[Report]:
    """The one report of a file: things by kind and state. Raises FileRefused.

    A kind is told by its code; its name is the category. Two kinds of one name carry their codes.
    """
    table = school_tables.read(
        source, words.COLUMNS, office, optional=(words.CODE, words.GROUP, *EQUIPMENT_STATES)
    )
    table.need_codes()
    states = [state for state in EQUIPMENT_STATES if state in table.columns]
    if words.USABLE not in states:
        table.faults.append(Fault("no_column", None, words.COLUMNS[words.USABLE][0]))
        table.finish()
    names = _names(table)
    sums = dict.fromkeys(states, 0)
    seen: dict[tuple[str, str], int] = {}
    tallies = []
    for line in table.lines:
        kind = names[_key(line.cells)]
        counts = {state: table.number(line, state) for state in states}
        first = seen.setdefault((line.code, kind), line.number)
        if not table.named(line, words.ITEM, _LONGEST):
            table.faults.append(Fault("blank", line.number, table.columns[words.ITEM]))
        elif first != line.number:
            facts = {"value": kind, "first": first}
            table.faults.append(Fault("line_twice", line.number, table.columns[words.ITEM], facts))
        for state, n in counts.items():
            sums[state] += n
            if n:
                tallies.append(Count(line.code, kind, state, number=n))
    for total in table.totals:
        for state, expected in sums.items():
            table.agree(total, state, expected, "total_row")
    table.finish()
    totals = {"schools": len(table.schools), "items": sum(sums.values())}
    return [
        Report(
            TOPIC, list(table.schools.values()), tallies=tallies, totals=totals,
            has_total=bool(table.totals), coverage=table.coverage,
        )
    ]  # fmt: skip


def _key(cells: Mapping[str, str]) -> tuple[str, str]:
    code = clean(cells.get(words.CODE, ""))
    return (code, "") if code.strip("-") else ("", tidy_name(cells[words.ITEM]))


def _names(table: SchoolTable) -> dict[tuple[str, str], str]:
    """Kind → its name: the first that its code has in the file."""
    first: dict[tuple[str, str], str] = {}
    for line in table.lines:
        first.setdefault(_key(line.cells), tidy_name(line.cells[words.ITEM]))
    named = list(first.values())
    found = {}
    for key, name in first.items():
        mark = f" ({key[0]})" if key[0] and named.count(name) > 1 else ""
        found[key] = name[: _LONGEST - len(mark)] + mark if name else ""
    return found
