"""One report of an area: laid out, recognised, checked, counted."""

from __future__ import annotations

from dataclasses import replace

from handlers.dmc import checks, kinds
from handlers.dmc.kinds import Kind
from handlers.dmc.layout import Layout, lay_out
from handlers.dmc.lines import Lines, editions_in, lead_faults, lines_of
from handlers.dmc.shapes import Shape
from handlers.reports import Count, GradeCounts, Report, SchoolLine, Target
from handlers.tables import Fault, FileRefused, Rows, Source
from handlers.topics import PUPILS


def read(source: Source, rows: Rows, target: Target, office: str) -> Report:
    """The report in these rows. Raises FileRefused naming every fault."""
    layout = lay_out(source.name, rows)
    lines = lines_of(source.name, layout, office)
    if layout.header is None:
        layout = replace(layout, shape=checks.fitting(lines, layout.shape))
    edition, named = f"{target.year}-{target.round}", kinds.named_edition(source.name)
    faults = lead_faults(lines, office, edition, named)
    if not faults and named and named != edition:
        facts = {"named": named, "value": "".join(editions_in(lines)) or None, "expected": edition}
        faults = [Fault("name_other_round", facts=facts)]
    categories = {line.category for line in [*lines.schools, *lines.totals]} - {""}
    try:
        kind = kinds.kind_of(source.name, layout.shape, categories)
    except FileRefused as error:
        raise FileRefused(source.name, [*error.faults, *faults]) from error
    faults += _no_category(lines, kind)
    faults = faults or checks.check(lines, layout.shape, kind, office)
    if faults:
        raise FileRefused(source.name, faults)
    return _report(source.name, layout, lines, kind, target)


def _no_category(lines: Lines, kind: Kind) -> list[Fault]:
    if not kind.spellings:
        return []
    empty = [line for line in [*lines.schools, *lines.totals] if not line.category]
    return [Fault("no_category", line.number) for line in empty[:1]]


def _report(file_name: str, layout: Layout, lines: Lines, kind: Kind, target: Target) -> Report:
    schools: dict[str, SchoolLine] = {}
    for line in lines.schools:
        schools.setdefault(line.code, SchoolLine(line.code, line.name, line.number))
    report = Report(
        kind.topic.slug,
        list(schools.values()),
        totals={"schools": len(schools), **_totals(lines, layout.shape, kind)},
        has_total=bool(lines.totals),
        findings=_findings(file_name, layout, lines, kind, target),
    )
    if kind.topic.slug == PUPILS:
        report.enrollment.update(_enrollment(lines, layout.shape))
    else:
        report.tallies.extend(_tallies(lines, layout.shape, kind))
    return report


def _findings(
    file_name: str, layout: Layout, lines: Lines, kind: Kind, target: Target
) -> list[Fault]:
    findings = []
    if kind.absent:
        findings.append(Fault("categories_absent", facts={"names": kind.absent}))
    if not kind.topic.adds_up and kind.topic.total:
        findings.append(Fault("overlapping_categories"))
    if layout.shape.empty:
        findings.append(Fault("other_order"))
    years = kinds.named_years(" ".join([file_name, *layout.titles]))
    if not editions_in(lines):
        findings.append(Fault("no_edition_inside"))
        if years and target.year not in years:
            facts = {"years": sorted(years), "expected": target.year}
            findings.append(Fault("name_other_year", facts=facts))
    return findings


def _enrollment(lines: Lines, shape: Shape) -> dict[str, dict[str, GradeCounts]]:
    found: dict[str, dict[str, GradeCounts]] = {}
    for line in lines.schools:
        row = lines.counts[line.place].tolist()
        grades = {grade: (row[n], row[n + 1], row[n + 3]) for grade, n in shape.leaves}
        found[line.code] = {grade: counts for grade, counts in grades.items() if any(counts)}
    return found


def _tallies(lines: Lines, shape: Shape, kind: Kind) -> list[Count]:
    found = []
    for line in lines.schools:
        row = lines.counts[line.place]
        if not row.any():
            continue
        values = row.tolist()
        category = kind.spellings.get(line.category, "")
        for part, n in shape.leaves:
            if shape.flags and values[n]:
                found.append(Count(line.code, part, number=values[n]))
            elif shape.step == 1 and values[n]:
                found.append(Count(line.code, category, part, number=values[n]))
            elif shape.step > 1 and (values[n] or values[n + 1]):
                found.append(Count(line.code, category, part, values[n], values[n + 1]))
    return found


def _totals(lines: Lines, shape: Shape, kind: Kind) -> dict[str, int]:
    """The office's pupils, by sex and classrooms where the file has them."""
    wanted = kind.topic.total
    if shape.flags or (kind.spellings and wanted is None):
        return {}
    places = [
        line.place
        for line in lines.schools
        if not kind.spellings or kind.spellings[line.category] == wanted
    ]
    row = lines.counts[places].sum(axis=0).tolist()
    if shape.step == 1:
        return {"students": row[0]}
    starts = [start for _, start in shape.leaves]
    male, female = sum(row[n] for n in starts), sum(row[n + 1] for n in starts)
    found = {"students": male + female, "male": male, "female": female}
    return found | ({"rooms": sum(row[n + 3] for n in starts)} if shape.step == 4 else {})
