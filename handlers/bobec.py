"""Read B-OBEC's buildings, one row each: how many of each kind a school has, by their state."""

from __future__ import annotations

from collections import Counter

from handlers import bobec_vocabulary as words
from handlers import school_tables
from handlers.reports import Count, Report, Target
from handlers.school_tables import Line, SchoolTable
from handlers.tables import Fault, Source, clean

TOPIC = "buildings"
_LONGEST = 120
_STATES = {"".join(word.split()): state for state, spelt in words.STATES.items() for word in spelt}


def read(source: Source, target: Target, office: str) -> list[Report]:
    """The one report of a file: buildings by kind and state. Raises FileRefused.

    A row without kind and state says that its school has no building. One that has been pulled
    down is not counted, and found.
    """
    unread = (words.MODEL, words.ROOMS, words.BUILT)
    table = school_tables.read(source, words.COLUMNS, office, optional=unread)
    table.need_codes()
    counts: Counter[tuple[str, str, str]] = Counter()
    gone = 0
    for line in table.lines:
        kind, state = _kind(table, line), "".join(clean(line.cells[words.STATE]).split())
        if state in words.GONE:
            gone += 1
        elif state not in _STATES:
            facts = {"value": state[:40], "known": list(words.STATES)}
            table.faults.append(Fault("not_one_of", line.number, table.columns[words.STATE], facts))
        elif kind:
            counts[line.code, kind, _STATES[state]] += 1
        elif state.strip("-"):
            table.faults.append(Fault("blank", line.number, table.columns[words.KIND]))
    table.finish()
    findings = [Fault("demolished", facts={"count": gone})] if gone else []
    return [_report(table, counts, findings)]


def _kind(table: SchoolTable, line: Line) -> str:
    said = table.named(line, words.KIND, _LONGEST)
    return said if said.strip("-") else ""


def _report(
    table: SchoolTable, counts: Counter[tuple[str, str, str]], findings: list[Fault]
) -> Report:
    tallies = [Count(code, kind, state, number=n) for (code, kind, state), n in counts.items()]
    totals = {"schools": len(table.schools), "items": counts.total()}
    return Report(
        TOPIC, list(table.schools.values()), tallies=tallies, totals=totals,
        coverage=table.coverage, findings=findings,
    )  # fmt: skip
