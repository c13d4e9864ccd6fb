"""What stands in the files and charts of the Big Data pages: sheets and charts with their words."""

from __future__ import annotations

from bot.sheets import Cell as Shown
from bot.sheets import Chart, ChartKind, Series, Sheet
from bot.texts import open_data as texts
from handlers.open_data.counts import Counts
from handlers.open_data.tables import Asked, Line, Table
from handlers.questions.figures import Edition
from handlers.tallies import Cell
from handlers.topics import SOURCES

#: More bars than this cannot be read.
MOST_BARS = 20


def shown(cell: Cell) -> Shown:
    """A count as a number, or the words that stand for a hidden one."""
    return texts.HIDDEN[cell.hidden] if cell.hidden else cell.value


def labels(table: Table, counts: Counts) -> list[str]:
    """The labels of all columns of a file: a school's row begins with its code."""
    first = ["code", "school"] if table.key == "school" else [table.key]
    return [texts.column(name, counts) for name in (*first, *table.columns)]


def row(table: Table, line: Line) -> tuple[Shown, ...]:
    """One row of a file."""
    first = (line.code, line.name) if table.key == "school" else (line.name,)
    return (*first, *(shown(line.cells[column]) for column in table.columns))


def sheet(
    counts: Counts, edition: Edition, asked: Asked, table: Table, *, office: str, licence: str,
    school: str | None, name: str, address: str,
) -> Sheet:  # fmt: skip
    """The table with everything that must go along with it."""
    topic = counts.topic
    said = texts.scope(asked, counts, school)
    of = f"ข้อมูล ณ {texts.day(edition.as_of)} จาก {SOURCES[topic.dataset]}"
    whole = table.shown or table.whole
    total = None
    if whole is not None:
        named = texts.shown_name(table) if table.shown else texts.whole_name(asked, edition, school)
        if table.key != "school" or not asked.narrowed or table.shown:
            total = row(table, Line(named, whole.cells, ""))
    return Sheet(
        title=topic.title,
        columns=tuple(labels(table, counts)),
        rows=tuple(row(table, line) for line in table.rows),
        total=total,
        about=tuple(filter(None, (f"{office} {texts.edition_name(edition)}", said, of))),
        notes=(
            f"{texts.WORDS['rule']}: {texts.rule(topic)}",
            *texts.notes(topic, edition, len(counts.schools)),
            f"{texts.WORDS['licence']}: {licence}",
            address,
        ),
        name=name,
        as_of=edition.as_of,
    )


def chart(
    counts: Counts, edition: Edition, asked: Asked, table: Table, *, office: str,
    school: str | None,
) -> Chart | None:  # fmt: skip
    """The bars of a table of categories or parts; None where there is nothing to draw."""
    lines = [line for line in table.rows if _counts(line)]
    if not lines or "total" not in counts.columns:
        return None
    left_out = len(lines) - MOST_BARS
    if left_out > 0:
        lines = sorted(lines, key=lambda line: -_weight(line))[:MOST_BARS]
    sexes: list[str] = [c for c in ("male", "female") if c in table.columns]
    foot = [f"ข้อมูล ณ {texts.day(edition.as_of)} จาก {SOURCES[counts.topic.dataset]}"]
    if left_out > 0:
        foot.append(f"แสดง {MOST_BARS} รายการแรก ยังมีอีก {left_out} รายการ")
    where = texts.school_name(school) if school else office
    narrowed = [asked.category or "", texts.part_name(asked.part) if asked.part else ""]
    # Where boys or girls are hidden somewhere, the sums alone still tell which bar is longer.
    parted = sexes and not any(line.cells[sex].hidden for line in lines for sex in sexes)
    columns = sexes if parted or "total" not in table.columns else ["total"]
    return Chart(
        kind=ChartKind.BARS,
        title=" ".join([counts.topic.title, *filter(None, narrowed)]),
        labels=tuple(line.name for line in lines),
        series=tuple(_series(column, counts, lines) for column in columns),
        whole=tuple(shown(line.cells["total"]) for line in lines) if len(columns) > 1 else (),
        subtitle=f"{where} {texts.edition_name(edition)}",
        foot=tuple(foot),
    )


def _series(column: str, counts: Counts, lines: list[Line]) -> Series:
    name = texts.column(column, counts)
    return Series(name, tuple(shown(line.cells[column]) for line in lines))


def _counts(line: Line) -> bool:
    cell = line.cells.get("total") or next(iter(line.cells.values()))
    return bool(cell.hidden or cell.value)


def _weight(line: Line) -> float:
    cell = line.cells.get("total") or next(iter(line.cells.values()))
    return 0.5 if cell.hidden else float(cell.value or 0)
