"""Import the list of schools, and find one by its codes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import insert, select, update

from handlers import audit, schools_file
from handlers.context import Context
from handlers.datastate import bump
from handlers.reports import Report, SchoolLine
from handlers.schools_file import FACTS, SchoolList
from handlers.schools_vocabulary import COLUMNS
from handlers.tables import Fault, FileRefused, Source
from handlers.topics import TOPICS
from models.datasets import Coverage
from models.schools import MOE_DIGITS, SMIS_DIGITS, School, area_key

#: Schools of secondary areas have numbers from here on, whatever area their code begins with.
_SECONDARY = "2000"
_SECTION = 500


@dataclass(frozen=True)
class SchoolsImport:
    """What an import of schools did.

    `mobiles`: schools whose only telephone was a mobile one, which is not kept.
    """

    rows: int
    in_office: int
    new: int
    changed: int
    lost_digits: int
    mobiles: int = 0


def import_schools(ctx: Context, file_name: str, content: bytes, office_code: str) -> SchoolsImport:
    """Take a list of schools in: new ones added, known ones brought up to date in place.

    A list with the areas' codes says by them which schools are the office's (`area_key`). One
    without them is the office's own: its schools are known already, or have a code of the
    office's area. Only the columns that a list has are brought up to date; schools that it leaves
    out stay, for the history. Raises FileRefused for the whole file.
    """
    source = Source(file_name, content)
    kept = source.kept_name
    listed = schools_file.read(source)
    known = _known(ctx, listed)
    if "area_code" in listed.fields:
        _place_all(listed, area_key(office_code))
    else:
        _place_own(ctx, file_name, listed, known, area_key(office_code))
    new, changed, differing = _new_and_changed(ctx, kept, listed, known)
    if new:
        ctx.session.execute(insert(School), new)
    if changed:
        ctx.session.execute(update(School), changed)
    done = SchoolsImport(
        rows=len(listed.rows),
        in_office=sum(row["in_office"] for _, row in listed.rows),
        new=len(new),
        changed=differing,
        lost_digits=sum(row.get("moe_lost_digits", False) for _, row in listed.rows),
        mobiles=listed.mobiles,
    )
    audit.record(ctx, "cli:schools:imported", f"schools:{kept}"[:120], after=vars(done))
    bump(ctx)
    return done


def by_code(ctx: Context, code: str) -> School | None:
    """The school with this 8-digit (SMIS) or 10-digit (MOE) code, of any office."""
    if len(code) == SMIS_DIGITS:
        return ctx.session.get(School, code)
    return ctx.session.scalars(select(School).where(School.moe == code)).first()


def in_smis(ctx: Context, file_name: str, report: Report) -> Report:
    """The report with every school under its 8-digit code, and as a part where it is one.

    Raises FileRefused where a 10-digit code is on no list of schools, or two codes of a report
    are of one school.
    """
    codes = _smis_codes(ctx, {line.code for line in report.schools})
    report = _covering(ctx, report)
    if codes is None:
        return report
    faults: list[Fault] = []
    lines: dict[str, SchoolLine] = {}
    for line in report.schools:
        code = codes.get(line.code, line.code)
        value: dict[str, Any] = {"value": line.code}
        if len(code) != SMIS_DIGITS:
            faults.append(Fault("unknown_moe", line.row, None, value))
        elif code in lines:
            faults.append(
                Fault("school_twice", line.row, None, {**value, "first": lines[code].row})
            )
        lines[code] = replace(line, code=code)
    if faults:
        raise FileRefused(file_name, faults)
    tallies = [replace(count, code=codes.get(count.code, count.code)) for count in report.tallies]
    return replace(report, schools=list(lines.values()), tallies=tallies)


def _covering(ctx: Context, report: Report) -> Report:
    """A table without a sum that lacks many of the office's schools is a part.

    DMC exports an area whole, with its sum: without it, and without a tenth of the schools on the
    list, the file was cut. The tables of the other systems may be put together by hand, from the
    schools that answered: half of them make it a part.
    """
    if report.has_total or report.coverage is Coverage.PART:
        return report
    office = set(ctx.session.scalars(select(School.smis).where(School.in_office)))
    if TOPICS[report.topic].dataset == "dmc":
        part = len(office - {line.code for line in report.schools}) * 10 > len(office)
    else:
        part = len(report.schools) * 2 < len(office)
    return replace(report, coverage=Coverage.PART) if part else report


def _smis_codes(ctx: Context, codes: set[str]) -> dict[str, str] | None:
    """10-digit (MOE) codes to the 8-digit codes of their schools. None when there is no such."""
    asked = sorted(code for code in codes if len(code) == MOE_DIGITS)
    found: dict[str, str] = {}
    for n in range(0, len(asked), _SECTION):
        part = asked[n : n + _SECTION]
        rows = ctx.session.execute(select(School.moe, School.smis).where(School.moe.in_(part)))
        found |= {moe: smis for moe, smis in rows if moe}
    return found if asked else None


def _compared(listed: SchoolList) -> list[str]:
    lost = ["moe_lost_digits"] if "moe" in listed.fields else []
    return [*(name for name in listed.fields if name != "smis"), *lost, "in_office"]


def _known(ctx: Context, listed: SchoolList) -> dict[str, dict[str, Any]]:
    names = [*_compared(listed), "source"]
    columns = [School.smis, *(getattr(School, name) for name in names)]
    rows = ctx.session.execute(select(*columns))
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}


def _place_all(listed: SchoolList, office: str) -> None:
    for _, row in listed.rows:
        row["in_office"] = area_key(row["area_code"]) == office


def _place_own(
    ctx: Context, file_name: str, listed: SchoolList, known: dict[str, dict[str, Any]], office: str
) -> None:
    faults = []
    named = ctx.session.scalar(select(School.area_name).where(School.in_office).limit(1)) or ""
    for number, row in listed.rows:
        code = row["smis"]
        if code in known:
            row["in_office"] = known[code]["in_office"]
            continue
        row.update(in_office=True, area_code=office, area_name=named)
        if not (code.startswith(office) and code[len(office) :] < _SECONDARY):
            faults.append(Fault("unknown_school", number, COLUMNS["smis"][0], {"value": code}))
        elif not row.get("name"):
            faults.append(Fault("no_name", number, COLUMNS["name"][0]))
    if faults:
        raise FileRefused(file_name, faults)


def _keep_known(row: dict[str, Any], before: dict[str, Any]) -> None:
    """An empty cell says nothing: it never takes away what is known of a school."""
    for name, value in row.items():
        if value in (None, "") and before.get(name) not in (None, ""):
            row[name] = before[name]
            if name == "moe":
                row["moe_lost_digits"] = before["moe_lost_digits"]


def _new_and_changed(
    ctx: Context, kept_name: str, listed: SchoolList, known: dict[str, dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """Rows to add, rows to update (also those only confirmed), and how many of them differ."""
    names = _compared(listed)
    has_facts = bool(set(FACTS) & set(listed.fields))
    blank = {"moe": None, "moe_lost_digits": False, "province": "", "kind": ""}
    new, changed, differing = [], [], 0
    for _, row in listed.rows:
        before = known.get(row["smis"])
        origin = {"source": kept_name, "imported_at": ctx.now}
        if before is None:
            empty = dict.fromkeys(FACTS)
            new.append({**blank, **empty, **row, **origin})
            continue
        _keep_known(row, before)
        differs = any(before[name] != row[name] for name in names)
        if before["source"] and not has_facts:
            del origin["source"]  # its facts came from another file
        if differs or has_facts:
            told = {name: row[name] for name in ("smis", *names)}
            changed.append({**told, **origin})
            differing += differs
    return new, changed, differing
