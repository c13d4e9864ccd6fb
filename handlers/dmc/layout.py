"""Where the columns of a report are: what its rows begin with, and where its counts start."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from handlers import dmc_vocabulary as words
from handlers.dmc.shapes import Shape, shapes
from handlers.tables import Fault, FileRefused, Rows, clean, count, whole
from models.schools import SMIS_DIGITS

_LEADS = {
    words.AREA_CODE: "first",
    words.AREA_NAME: "area",
    words.SCHOOL_CODE: "code",
    words.SCHOOL_NAME: "name",
    **dict.fromkeys(words.CATEGORY, "category"),
}
_TITLES = 5  # a header stands in one of the first rows
_SAMPLE = 200
_WIDE = 20


@dataclass(frozen=True)
class Layout:
    """`lead` says which column of a row is its first, area, code, name, category.

    `titles` are what stands in rows of one text only, above and below the table.
    """

    lead: dict[str, int]
    shape: Shape
    header: tuple[int, list[str]] | None
    rows: Rows
    titles: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """The first column of counts."""
        return len(self.lead)


def lay_out(file_name: str, rows: Rows) -> Layout:
    """What the columns are, by the header or by what stands in them.

    Raises FileRefused: unknown_shape, lost_encoding, row_width.
    """
    rows = _without_empty_columns(rows)
    rows, titles = _without_titles(rows)
    header = next((row for row in rows[:_TITLES] if _is_header(row[1])), None)
    below = [row for row in rows if header is None or row[0] > header[0]]
    if not rows or not below:
        raise FileRefused(file_name, [Fault("no_schools")])
    width = Counter(len(cells) for _, cells in below).most_common(1)[0][0]
    lead = _named(header[1]) if header else _probed(below, width)
    shape = shapes().get((width - len(lead), "category" in lead)) if lead else None
    if shape is None:
        # Wide enough to be no other table by chance.
        known = {len(shape.columns) for shape in shapes().values() if len(shape.columns) > _WIDE}
        code = "no_school_codes" if not lead and {width - 2, width - 3} & known else "unknown_shape"
        faults = [Fault(code, facts={"columns": width})]
        raise FileRefused(file_name, faults + _lost_anywhere(rows))
    faults = _lost(below, lead) + _widths(below, width)
    if header:
        faults += _header_faults(header, lead, shape)
    if faults:
        raise FileRefused(file_name, faults)
    return Layout(lead, shape, header, below, titles)


def _without_empty_columns(rows: Rows) -> Rows:
    """Excel leaves empty columns at the right of what it saves."""
    last = max(
        (n for _, cells in rows for n, cell in enumerate(cells, 1) if cell.strip()), default=0
    )
    return [(number, cells[:last]) for number, cells in rows]


def _without_titles(rows: Rows) -> tuple[Rows, tuple[str, ...]]:
    """Titles above and notes below, put there by hand: rows that hold one text and no more."""
    first, last = 0, len(rows)
    while first < last and _is_title(rows[first][1]):
        first += 1
    while last > first and _is_title(rows[last - 1][1]):
        last -= 1
    titles = [clean("".join(dict.fromkeys(cells))) for _, cells in [*rows[:first], *rows[last:]]]
    return rows[first:last], tuple(titles)


def _is_title(cells: list[str]) -> bool:
    said = {clean(cell) for cell in cells} - {""}
    if len(said) != 1:
        return False
    text = said.pop()
    # A row cut short, or one of totals that is empty, is no title.
    return not text[:1].isdigit() and not text.startswith(words.SUM) and text.strip("-") != ""


def _is_header(cells: list[str]) -> bool:
    return words.SCHOOL_CODE in [clean(cell) for cell in cells[:5]]


def _named(cells: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for n, cell in enumerate(cells):
        kind = _LEADS.get(clean(cell))
        if kind is None or kind in found:
            break
        found[kind] = n
    return found if "code" in found else {}


def _probed(rows: Rows, width: int) -> dict[str, int]:
    """No header: a year-round or area, its name perhaps, the school's code, then texts."""
    sample = [cells for _, cells in rows[:_SAMPLE] if len(cells) == width]
    if width < 3:
        return {}
    lead = {"first": 0}
    if not _mostly(_is_code, sample, 1):
        lead["area"] = 1
    code = len(lead)
    if not _mostly(_is_code, sample, code):
        return {}
    lead["code"] = code
    texts = [n for n in (code + 1, code + 2) if n < width and _mostly(_is_text, sample, n)]
    once = len({cells[code] for cells in sample}) == len(sample)
    if len(texts) == 2:
        lead |= {"name": texts[0], "category": texts[1]}
    elif texts == [code + 1]:
        lead["name" if once and "area" in lead else "category"] = texts[0]
    return lead


def _mostly(test: object, sample: list[list[str]], column: int) -> bool:
    assert callable(test)
    return sum(bool(test(clean(cells[column]))) for cells in sample) * 2 >= len(sample)


def _is_code(cell: str) -> bool:
    return whole(cell).isdigit() and len(whole(cell)) == SMIS_DIGITS


def _is_text(cell: str) -> bool:
    return count(cell) is None


def _lost(rows: Rows, lead: dict[str, int]) -> list[Fault]:
    faults = []
    for kind in ("area", "name", "category"):
        found = [
            (number, cells[lead[kind]])
            for number, cells in rows
            if kind in lead and len(cells) > lead[kind] and words.LOST.search(cells[lead[kind]])
        ]
        if found:
            facts = {"value": _lost_part(found[0][1]), "rows": len(found)}
            faults.append(Fault("lost_encoding", found[0][0], _column(kind), facts))
    return faults


def _lost_part(cell: str) -> str:
    """What is lost, and never the whole cell: in a file of any kind that may be a name."""
    found = words.LOST.search(cell)
    return clean(found[0])[:30] if found else ""


def _lost_anywhere(rows: Rows) -> list[Fault]:
    """The first cell of a file of no known shape whose Thai is lost: that may be why."""
    for number, cells in rows:
        for n, cell in enumerate(cells, 1):
            if words.LOST.search(cell):
                facts = {"value": _lost_part(cell), "rows": 1}
                return [Fault("lost_encoding", number, str(n), facts)]
    return []


def _column(kind: str) -> str:
    return next(name for name, meant in _LEADS.items() if meant == kind)


def _widths(rows: Rows, width: int) -> list[Fault]:
    return [
        Fault("row_width", number, facts={"columns": len(cells), "expected": width})
        for number, cells in rows
        if len(cells) != width
    ]


def _header_faults(
    header: tuple[int, list[str]], lead: dict[str, int], shape: Shape
) -> list[Fault]:
    number, cells = header
    found = [clean(cell) for cell in cells[len(lead) :]]
    if shape.step == 1 and len(found) == 1 and found[0] in words.NUMBERS:
        return []
    faults = [
        Fault("header", number, want, {"found": cell[:60]})
        for want, cell in zip(shape.columns, found, strict=False)
        if cell.replace(" ", "") != want.replace(" ", "")
    ]
    if len(found) != len(shape.columns) and not faults:
        faults = _widths([header], len(lead) + len(shape.columns))
    return faults
