"""The duty directory: taken in whole, listed, and the subjects that a person's words mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select

from handlers import audit, contacts, duties_vocabulary, headers
from handlers.context import Context
from handlers.tables import Fault, FileRefused, Source, clean, tidy_name
from models.duties import Duty

_COLUMNS = duties_vocabulary.COLUMNS
_LONGEST = {"subject": 200, "group_name": 200, "person": 200, "room": 120}
#: Everybody is told what stands in these: no number that could be a person's.
_PLAIN = ("subject", "words", "group_name", "person", "room")
_NUMBER = re.compile(r"\d{9}|\d-\d{4}-\d{5}-\d{2}-\d")
_APART = re.compile(r"[,،;/|\n]")


@dataclass(frozen=True)
class DutiesImport:
    """What an import of the directory did."""

    rows: int
    replaced: int
    groups: int


def import_duties(ctx: Context, source: Source) -> DutiesImport:
    """Replace the directory by the one in the file. Raises FileRefused; then nothing changes."""
    rows = _read(source)
    old = ctx.session.scalars(select(Duty.id)).all()
    ctx.session.execute(delete(Duty))
    told = {"imported_at": ctx.now, "source": source.kept_name}
    ctx.session.execute(insert(Duty), [{**row, **told} for row in rows])
    done = DutiesImport(len(rows), len(old), len({row["group_name"] for row in rows}))
    audit.record(ctx, "cli:duties:imported", f"duties:{source.kept_name}"[:120], after=vars(done))
    return done


def list_duties(ctx: Context) -> list[Duty]:
    """The directory, in the file's order."""
    return list(ctx.session.scalars(select(Duty).order_by(Duty.id)))


def _read(source: Source) -> list[dict[str, Any]]:
    names = [name for spellings in _COLUMNS.values() for name in spellings]
    table = headers.only(source, names, _COLUMNS["subject"])
    if table is None:
        facts = {"columns": [_COLUMNS["subject"][0], _COLUMNS["group_name"][0]]}
        raise FileRefused(source.name, [Fault("no_table_header", facts=facts)])
    where = headers.places(table.columns, _COLUMNS)
    missing = [name for name in ("subject", "group_name") if name not in where]
    if missing:
        faults = [Fault("no_column", table.row, _COLUMNS[name][0]) for name in missing]
        raise FileRefused(source.name, faults)
    found = [
        (number, _row({name: cells[p] for name, p in where.items() if p < len(cells)}))
        for number, cells in table.rows
    ]
    found = [
        (number, row)
        for number, row in found
        if not row["subject"].startswith(duties_vocabulary.EXAMPLE)
    ]
    faults = _faults(found) if found else [Fault("empty")]
    if faults:
        raise FileRefused(source.name, faults)
    return [row for _, row in found]


def _row(given: dict[str, str]) -> dict[str, Any]:
    cells = {**dict.fromkeys(_COLUMNS, ""), **given}
    return {
        "subject": tidy_name(cells["subject"]),
        "words": [w for part in _APART.split(cells["words"]) if (w := tidy_name(part)[:80])],
        "group_name": tidy_name(cells["group_name"]),
        "person": contacts.text(cells["person"], 1000),
        "phone": contacts.phones(cells["phone"]),
        "email": contacts.email(cells["email"]),
        "room": contacts.text(cells["room"], 1000),
        "unread": bool(contacts.text(cells["phone"])) and not contacts.phones(cells["phone"]),
        "said": clean(cells["phone"])[:40],
        "no_mail": bool(contacts.text(cells["email"])) and not contacts.email(cells["email"]),
        "numbered": [name for name in _PLAIN if _NUMBER.search(cells[name])],
    }


def _faults(found: list[tuple[int, dict[str, Any]]]) -> list[Fault]:
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for number, row in found:
        for name in ("subject", "group_name"):
            if not row[name]:
                faults.append(Fault("blank", number, _COLUMNS[name][0]))
        for name, most in _LONGEST.items():
            if len(row[name] or "") > most:
                faults.append(Fault("long", number, _COLUMNS[name][0], {"most": most}))
        key = clean(row["subject"]).lower()
        if key and key in seen:
            facts = {"value": row["subject"], "first": seen[key]}
            faults.append(Fault("line_twice", number, _COLUMNS["subject"][0], facts))
        seen.setdefault(key, number)
        for name in row.pop("numbered"):
            faults.append(Fault("long_number", number, _COLUMNS[name][0]))
        if row.pop("no_mail"):
            faults.append(Fault("email", number, _COLUMNS["email"][0]))
        said = row.pop("said")
        if row.pop("unread"):
            faults.append(Fault("phone", number, _COLUMNS["phone"][0], {"value": said}))
    return faults
