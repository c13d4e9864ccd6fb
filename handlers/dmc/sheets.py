"""A workbook may hold several reports, a sheet each: all of them are read, or none."""

from __future__ import annotations

from dataclasses import replace

from handlers.dmc import table
from handlers.reports import Report, Target
from handlers.tables import Fault, FileRefused, Source, read_sheets

#: What is said of a sheet that is no report at all, such as one with notes.
_NO_REPORT = frozenset({"unknown_shape", "no_school_codes", "no_schools"})


def read(source: Source, target: Target, office: str) -> list[Report]:
    """The report of each sheet; sheets that are none are named in a finding.

    Raises FileRefused, with the sheet in the facts of each fault where there are several.
    """
    sheets = read_sheets(source)
    if len(sheets) == 1:
        return [table.read(source, sheets[0][1], target, office)]
    found: dict[str, Report] = {}
    refused: dict[str, list[Fault]] = {}
    for name, rows in sheets:
        try:
            found[name] = table.read(source, rows, target, office)
        except FileRefused as error:
            refused[name] = [_in_sheet(fault, name) for fault in error.faults]
    none = [name for name, faults in refused.items() if faults[0].code in _NO_REPORT]
    faults = [f for name, several in refused.items() if name not in none for f in several]
    if not found and not faults:
        faults = [fault for several in refused.values() for fault in several]
    faults += _twice(found)
    if faults:
        raise FileRefused(source.name, faults)
    first, *others = found.values()
    if none:
        first.findings.append(Fault("other_sheets", facts={"sheets": none}))
    return [first, *others]


def _in_sheet(fault: Fault, name: str) -> Fault:
    return replace(fault, facts={**fault.facts, "sheet": name})


def _twice(found: dict[str, Report]) -> list[Fault]:
    by_topic: dict[str, list[str]] = {}
    for name, report in found.items():
        by_topic.setdefault(report.topic, []).append(name)
    return [
        Fault("two_of_a_report", facts={"sheets": names})
        for names in by_topic.values()
        if len(names) > 1
    ]
