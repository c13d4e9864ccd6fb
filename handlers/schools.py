"""Import the list of schools, and find one by its codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from handlers import audit, schools_vocabulary
from handlers.context import Context
from handlers.datastate import bump
from handlers.tables import Fault, FileRefused, clean, read_rows, tidy_name
from models.schools import MOE_DIGITS, SMIS_DIGITS, School, area_key

_COLUMNS = schools_vocabulary.COLUMNS
_KEPT = ("moe", "name", "province", "area_code", "area_name", "kind")
_OPTIONAL = ("amphoe", "tambon", "network", "phone")


@dataclass(frozen=True)
class SchoolsImport:
    """What an import of schools did."""

    rows: int
    in_office: int
    new: int
    changed: int
    lost_digits: int


def import_schools(ctx: Context, file_name: str, content: bytes, office_code: str) -> SchoolsImport:
    """Take a list of schools in: new ones added, known ones brought up to date in place.

    A school belongs to the office when its area's code is the office's (`area_key`). Schools
    that a later list leaves out stay, for the history. Raises FileRefused for the whole file.
    """
    found = _read(file_name, content, office_code, ctx)
    names = _compared(found)
    columns = [getattr(School, name) for name in names]
    known = {row[0]: tuple(row)[1:] for row in ctx.session.execute(select(School.smis, *columns))}
    new = [row for row in found if row["smis"] not in known]
    changed = [
        row
        for row in found
        if row["smis"] in known and known[row["smis"]] != tuple(row[name] for name in names)
    ]
    if new:
        ctx.session.execute(insert(School), new)
    if changed:
        ctx.session.execute(update(School), changed)
    done = SchoolsImport(
        rows=len(found),
        in_office=sum(row["in_office"] for row in found),
        new=len(new),
        changed=len(changed),
        lost_digits=sum(row["moe_lost_digits"] for row in found),
    )
    audit.record(ctx, "cli:schools:imported", f"schools:{file_name}"[:120], after=vars(done))
    bump(ctx)
    return done


def by_code(ctx: Context, code: str) -> School | None:
    """The school with this 8-digit (SMIS) or 10-digit (MOE) code, of any office."""
    if len(code) == SMIS_DIGITS:
        return ctx.session.get(School, code)
    return ctx.session.scalars(select(School).where(School.moe == code)).first()


def _compared(rows: list[dict[str, Any]]) -> list[str]:
    given = [name for name in _OPTIONAL if rows and name in rows[0]]
    return [*_KEPT, "moe_lost_digits", "in_office", *given]


def _read(file_name: str, content: bytes, office: str, ctx: Context) -> list[dict[str, Any]]:
    rows = read_rows(file_name, content)
    where = _header(file_name, rows[0][1])
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    found = []
    for number, cells in rows[1:]:
        if len(cells) < len(rows[0][1]):
            faults.append(Fault("short_row", number))
            continue
        row = _row(cells, where)
        if not (row["smis"].isdigit() and len(row["smis"]) == SMIS_DIGITS):
            faults.append(Fault("school_code", number, _COLUMNS["smis"][0], {"value": row["smis"]}))
        elif row["smis"] in seen:
            first = {"value": row["smis"], "first": seen[row["smis"]]}
            faults.append(Fault("school_twice", number, _COLUMNS["smis"][0], first))
        elif not row["name"]:
            faults.append(Fault("no_name", number, _COLUMNS["name"][0]))
        seen.setdefault(row["smis"], number)
        row["in_office"] = area_key(row["area_code"]) == area_key(office)
        row["imported_at"] = ctx.now
        found.append(row)
    if not found:
        faults.append(Fault("empty"))
    if faults:
        raise FileRefused(file_name, faults)
    return found


def _header(file_name: str, cells: list[str]) -> dict[str, int]:
    places = {clean(cell): n for n, cell in enumerate(cells)}
    where = {
        field: next(places[name] for name in names if name in places)
        for field, names in _COLUMNS.items()
        if any(name in places for name in names)
    }
    if not where:
        raise FileRefused(file_name, [Fault("no_list_of_schools")])
    missing = [_COLUMNS[f][0] for f in ("smis", *_KEPT) if f not in where and f != "province"]
    if missing:
        raise FileRefused(file_name, [Fault("no_column", 1, column) for column in missing])
    return where


def _row(cells: list[str], where: dict[str, int]) -> dict[str, Any]:
    row: dict[str, Any] = {"province": ""}
    for field, place in where.items():
        cell = cells[place]
        row[field] = clean(cell) if field in ("smis", "moe", "area_code") else tidy_name(cell)
    row["moe"] = row["moe"] or None
    row["moe_lost_digits"] = bool(row["moe"]) and len(row["moe"]) < MOE_DIGITS
    for field in _OPTIONAL:
        if field in row:
            row[field] = row[field] or None
    return row
