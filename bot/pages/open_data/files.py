"""An edition as JSON for other agencies, as CSV and as a workbook. Names here are promises."""

from __future__ import annotations

import csv as csv_files
import io
from typing import Any

from flask import Response

from bot.pages.open_data.asking import filters
from bot.pages.open_data.responses import plain_json, settings
from bot.pages.open_data.sight import Sight, edition_path
from bot.sheets import Cell
from bot.texts import open_data as texts
from bot.texts import open_data_files as words
from handlers.open_data.catalogue import Published
from handlers.open_data.tables import Line
from handlers.topics import SOURCES

#: What a spreadsheet would take for a formula.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def name(sight: Sight) -> str:
    """A file's name without its ending: `disability-2568-1`."""
    return f"{sight.slug}-{sight.edition.year}-{sight.edition.round}"


def as_json(sight: Sight) -> Response:
    """See docs/open-data.md; what is described there stays."""
    topic, edition, table = sight.dataset.topic, sight.edition, sight.table
    known = settings()
    first = ["code", "school"] if table.key == "school" else [table.key]
    labels = words.labels(table, sight.counts)
    columns = [
        {"name": column, "label": label, "unit": "" if n < len(first) else unit}
        for n, (column, label) in enumerate(zip([*first, *table.columns], labels, strict=True))
        for unit in [texts.unit(column, topic)]
    ]
    found: dict[str, Any] = {
        "title": topic.title,
        "dataset": topic.dataset,
        "topic": topic.slug,
        "office": known.office_name,
        "office_code": known.office_code,
        "year": edition.year,
        "round": edition.round,
        "as_of": edition.as_of.isoformat(),
        "source": SOURCES[topic.dataset],
        "published_at": sight.published_at,
        "coverage": edition.coverage.value,
        "licence": known.data_licence,
        "rule": texts.rule(topic),
        "notes": texts.notes(topic, edition, len(sight.counts.schools)),
        "address": f"{known.public_url}{sight.link('.json')}",
        "page": f"{known.public_url}{sight.link()}",
        "view": sight.asked.view,
        "filters": {k: v for k, v in filters(sight.asked).items() if v},
        "columns": columns,
        "rows": [_named(line, table.key) for line in table.rows],
        "total": _named(table.whole, "") if table.whole else None,
    }
    return plain_json(found)


def as_csv(sight: Sight) -> Response:
    """A plain table: one header row, one row each, and of when and where each row is."""
    edition, table = sight.edition, sight.table
    out = io.StringIO(newline="")
    write = csv_files.writer(out, lineterminator="\r\n")
    ending = [texts.COLUMNS[c] for c in ("year", "round", "as_of", "source")]
    write.writerow([*words.labels(table, sight.counts), *ending])
    of = [edition.year, edition.round, edition.as_of.isoformat()]
    source = SOURCES[sight.dataset.topic.dataset]
    for line in table.rows:
        write.writerow([*map(_safe, words.row(table, line)), *of, source])
    return _file(
        out.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", f"{name(sight)}.csv"
    )


def as_xlsx(sight: Sight) -> Response:
    """A workbook with the rules and the licence in it."""
    from bot.documents import workbooks

    known = settings()
    made = words.sheet(
        sight.counts, sight.edition, sight.asked, sight.table, office=known.office_name,
        licence=known.data_licence, school=sight.school_name, name=name(sight),
        address=f"{known.public_url}{sight.link()}",
    )  # fmt: skip
    return _file(workbooks.xlsx(made), workbooks.XLSX, f"{name(sight)}.xlsx")


def catalogue(datasets: list[Published]) -> Response:
    """Every dataset with the addresses of its editions."""
    known = settings()
    found = [
        {
            "title": one.topic.title,
            "dataset": one.topic.dataset,
            "topic": one.topic.slug,
            "source": SOURCES[one.topic.dataset],
            "address": f"{known.public_url}/data/{_slug(one)}.json",
            "editions": [
                {
                    "year": edition.year,
                    "round": edition.round,
                    "as_of": edition.as_of.isoformat(),
                    "coverage": edition.coverage.value,
                    "address": known.public_url
                    + edition_path(_slug(one), edition).rstrip("/")
                    + ".json",
                }
                for edition in one.editions
            ],
        }
        for one in datasets
    ]
    said = {"office": known.office_name, "office_code": known.office_code}
    return plain_json({**said, "licence": known.data_licence, "datasets": found})


def _slug(one: Published) -> str:
    return one.topic.slug.replace("_", "-")


def _named(line: Line, key: str) -> dict[str, Any]:
    """A row by its columns' names; a hidden count is null and named in `hidden`."""
    found: dict[str, Any] = {}
    if key == "school":
        found["code"] = line.code
    if key:
        found[key] = line.name
    found |= {column: cell.value for column, cell in line.cells.items()}
    hidden = {column: cell.hidden for column, cell in line.cells.items() if cell.hidden}
    return {**found, "hidden": hidden} if hidden else found


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULAS) else cell


def _file(content: bytes, kind: str, file_name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
