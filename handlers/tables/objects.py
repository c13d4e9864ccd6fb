"""JSON as DMC's address for a report gives it: a list of objects, each a row."""

from __future__ import annotations

import json
from typing import Any

from handlers.tables.cells import as_text
from handlers.tables.source import Fault, FileRefused, Source
from handlers.tables.text import decode

_MAX_CELLS = 20_000_000


def rows_of(source: Source) -> list[tuple[int, list[str]]]:
    """The names of the columns as the first row, then a row for each object.

    The list stands alone, or under `data`. Raises FileRefused: not_json.
    """
    try:
        found = json.loads(decode(source))
    except (ValueError, RecursionError) as error:
        raise FileRefused(source.name, [Fault("not_json")]) from error
    items = found.get("data") if isinstance(found, dict) else found
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise FileRefused(source.name, [Fault("not_json")])
    columns = list(dict.fromkeys(key for item in items for key in item))
    if len(columns) * len(items) > _MAX_CELLS:
        raise FileRefused(source.name, [Fault("huge")])
    rows = [[_cell(source, item.get(column)) for column in columns] for item in items]
    return list(enumerate([columns, *rows], 1))


def _cell(source: Source, value: Any) -> str:
    if isinstance(value, list | dict):
        raise FileRefused(source.name, [Fault("not_json")])
    return "" if value is None else as_text(value)
