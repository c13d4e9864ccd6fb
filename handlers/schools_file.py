"""Read a list of schools: the national one, an office's own, or EMIS's web page of an area.

Columns about persons (the principal's name) are never looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from handlers import contacts, headers
from handlers.schools_vocabulary import COLUMNS, EXAMPLE, SCHOOL_LEAD
from handlers.tables import Fault, FileRefused, Source, clean, tidy_name, whole
from models.schools import MOE_DIGITS, SMIS_DIGITS

#: What a list that says which area each school is of must have.
WHOLE = ("moe", "name", "area_code", "area_name", "kind")
#: What an office knows of its own schools.
FACTS = (
    "amphoe", "tambon", "network", "phone", "email", "website", "village", "postcode",
    "latitude", "longitude",
)  # fmt: skip
_CODES = ("smis", "moe", "area_code")
_CLEAN = {
    "province": lambda cell: contacts.area(cell) or "",
    "amphoe": contacts.area,
    "tambon": contacts.area,
    "network": lambda cell: contacts.text(cell, 120),
    "phone": lambda cell: contacts.phones(cell, mobile=False),
    "email": contacts.email,
    "website": contacts.website,
    "village": contacts.village,
    "postcode": contacts.postcode,
}
#: Columns of one kind that others name with something behind it, such as name_th.
_OPEN_ENDED = {"name": "name_", "kind": "type_"}


@dataclass
class SchoolList:
    """`rows` pair a row's number with its fields, as the table `school` has them.

    `fields` are those that the file speaks of: a column of facts that is empty throughout is
    left out. `mobiles`: entries whose only telephone was a mobile one, and is not kept.
    """

    fields: tuple[str, ...]
    rows: list[tuple[int, dict[str, Any]]]
    mobiles: int = 0
    faults: list[Fault] = field(default_factory=list)


def read(source: Source) -> SchoolList:
    """The schools of a file. Raises FileRefused with every fault there is."""
    table = headers.only(source, _names(), COLUMNS["smis"], least=1)
    where = _places(table.columns) if table else {}
    if table is None or "smis" not in where:
        raise FileRefused(source.name, [_no_list(where, table)])
    missing = [f for f in ("smis", *WHOLE) if f not in where]
    if {"area_code", "area_name"} & set(where) and missing:
        faults = [Fault("no_column", table.row, COLUMNS[f][0]) for f in missing]
        raise FileRefused(source.name, faults)
    listed = _rows(table, where)
    if listed.faults:
        raise FileRefused(source.name, listed.faults)
    return listed


def _no_list(where: dict[str, int], table: headers.Table | None) -> Fault:
    if table is not None and len(where) > 1:
        return Fault("no_column", table.row, COLUMNS["smis"][0])
    return Fault("no_list_of_schools")


def _names() -> list[str]:
    return [name for spellings in COLUMNS.values() for name in spellings]


def _places(columns: list[str]) -> dict[str, int]:
    where = headers.places(columns, COLUMNS)
    for name, start in _OPEN_ENDED.items():
        also = [n for n, column in enumerate(columns) if headers.plain(column).startswith(start)]
        if name not in where and also:
            where[name] = also[0]
    if ("latitude" in where) != ("longitude" in where):
        where.pop("latitude", None)
        where.pop("longitude", None)
    return where


def _rows(table: headers.Table, where: dict[str, int]) -> SchoolList:
    found: list[tuple[int, dict[str, Any]]] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    mobiles = 0
    for number, cells in table.rows:
        if len(cells) <= max(where.values()):
            faults.append(Fault("short_row", number))
            continue
        given = {name: cells[place] for name, place in where.items()}
        if clean(given["smis"]).startswith(EXAMPLE):
            continue
        row = {name: _value(name, cell) for name, cell in given.items()}
        if "phone" in given and not row["phone"]:
            mobiles += contacts.phones(given["phone"]) is not None
        faults += _wrong(number, row, seen) + _point(number, given, row)
        seen.setdefault(row["smis"], number)
        found.append((number, row))
    if not found and not faults:
        faults.append(Fault("empty"))
    return SchoolList(_told(where, found), found, mobiles, faults)


def _told(where: dict[str, int], found: list[tuple[int, dict[str, Any]]]) -> tuple[str, ...]:
    return tuple(
        name for name in where if name not in FACTS or any(row.get(name) for _, row in found)
    )


def _value(name: str, cell: str) -> Any:
    if name in _CODES:
        return whole(cell)
    if name in _CLEAN:
        return _CLEAN[name](cell)
    if name == "name":
        return tidy_name(cell).removeprefix(SCHOOL_LEAD).strip()
    return tidy_name(cell)


def _wrong(number: int, row: dict[str, Any], seen: dict[str, int]) -> list[Fault]:
    code, column = row["smis"], COLUMNS["smis"][0]
    if "moe" in row:
        digits: str = row["moe"] if row["moe"].strip("-0") else ""
        row["moe"], row["moe_lost_digits"] = digits or None, 0 < len(digits) < MOE_DIGITS
    if not (code.isascii() and code.isdigit() and len(code) == SMIS_DIGITS):
        return [Fault("school_code", number, column, {"value": code[:40]})]
    if code in seen:
        return [Fault("school_twice", number, column, {"value": code, "first": seen[code]})]
    if "name" in row and not row["name"]:
        return [Fault("no_name", number, COLUMNS["name"][0])]
    return []


def _point(number: int, given: dict[str, str], row: dict[str, Any]) -> list[Fault]:
    if "latitude" not in given:
        return []
    cells = given["latitude"], given["longitude"]
    try:
        point = contacts.point(*cells)
    except ValueError:
        said = {"value": ", ".join(map(clean, cells))[:60]}
        return [Fault("point", number, COLUMNS["latitude"][0], said)]
    row["latitude"], row["longitude"] = point or (None, None)
    return []
