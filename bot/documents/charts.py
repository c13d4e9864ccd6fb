"""Charts as PNG, drawn by matplotlib with Sarabun: big enough to be read on a phone.

Everything is placed in pixels of the picture, so its size is known before it is drawn. A hidden
number has no bar: a hatched band of one and the same length stands for all of them.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise
from math import ceil, floor, log10
from pathlib import Path
from typing import Any

from bot.sheets import Cell, Chart, ChartKind, Series

FONTS = Path(__file__).parent / "fonts"
#: LINE shows pictures of 1024 pixels at most in a card.
WIDTH = TALLEST = 1024
MARGIN, TITLE, TEXT, SMALL, SMALLEST = 36, 46, 36, 32, 26
INK, SOFT, RULE = "#16302B", "#5B6B67", "#DDE4E1"
#: One series; two series. Told apart by lightness too, and in the usual colour blindnesses.
ONE, TWO = ("#0B6E4F",), ("#1F5A99", "#E69F00")
MORE = (*TWO, "#0B6E4F", "#B4567E")
#: A line keeps this far from the axis, so that a number has room between.
LOWEST = 66
#: The names beside bars that lie take no more room than this.
MOST_NAME = 470.0
#: How wide a letter of Sarabun is, in heights; a space or a point.
LETTER, THIN = 0.63, 0.36
#: Lines that climb less than this leave a number room above its point.
LEVEL = 12
#: The line below the title, with air between it and the first bar.
SUBTITLE = 62
KEPT = 64
_DRAWING = threading.Lock()


def size(chart: Chart) -> tuple[int, int]:
    """Width and height of the picture in pixels."""
    top, bottom = _head(chart), _foot(chart)
    if chart.kind is ChartKind.BARS:
        room = TALLEST - top - bottom
        return WIDTH, top + bottom + round(min(room, 68 * len(chart.labels)))
    return WIDTH, top + bottom + 500


@lru_cache(KEPT)
def draw(chart: Chart) -> bytes:
    """The PNG. One is drawn at a time; the last few are kept."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    width, height = size(chart)
    with _DRAWING:
        figure = Figure(figsize=(width / 100, height / 100), dpi=100, facecolor="white")
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, width)
        axes.set_ylim(height, 0)
        axes.axis("off")
        pen = _Pen(axes)
        _draw_head(pen, chart)
        plots = {ChartKind.BARS: _bars, ChartKind.COLUMNS: _columns, ChartKind.LINE: _line}
        plots[chart.kind](pen, chart, _head(chart), height - _foot(chart))
        for n, line in enumerate(_foot_lines(chart)):
            y = height - _foot(chart) + 42 + n * 42
            pen.write(MARGIN, y, line, SMALL, SOFT)
        out = io.BytesIO()
        figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


# ---------------------------------------------------------------- words around the drawing


def _head(chart: Chart) -> int:
    lines = len(_wrapped(chart.title, TITLE))
    legend = 58 if len(chart.series) > 1 else 0
    return 28 + 60 * lines + (SUBTITLE if chart.subtitle else 0) + legend


def _foot(chart: Chart) -> int:
    return 44 + 42 * len(_foot_lines(chart))


def _foot_lines(chart: Chart) -> list[str]:
    said = [*chart.foot, *([chart.cut] if _is_cut(chart) else [])]
    return [piece for line in said for piece in _wrapped(line, SMALL)]


def _draw_head(pen: _Pen, chart: Chart) -> None:
    y = 62
    for line in _wrapped(chart.title, TITLE):
        pen.write(MARGIN, y, line, TITLE, INK, bold=True)
        y += 60
    if chart.subtitle:
        pen.write(MARGIN, y - 8, chart.subtitle, SMALL, SOFT)
        y += SUBTITLE - 12
    if len(chart.series) > 1:
        x = float(MARGIN)
        for series, color in zip(chart.series, _colors(chart), strict=False):
            pen.box(x, y - 12, 28, 28, color)
            pen.write(x + 40, y, series.name, TEXT, INK)
            x += 40 + pen.width(series.name, TEXT) + 44


def _colors(chart: Chart) -> Sequence[str]:
    return ONE if len(chart.series) == 1 else TWO if len(chart.series) == 2 else MORE


def _wrapped(text: str, height: float, width: float = WIDTH - 2 * MARGIN) -> list[str]:
    """The text in lines that fit, broken at spaces."""
    lines: list[str] = []
    for word in text.split():
        if lines and _wide(f"{lines[-1]} {word}", height) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def _wide(text: str, height: float) -> float:
    """About how wide a text is. Marks above and below a Thai letter take no room."""
    flat = [c for c in text if not ("\u0e31" <= c <= "\u0e3a" or "\u0e47" <= c <= "\u0e4e")]
    narrow = sum(1 for c in flat if c in " .,:()")
    return ((len(flat) - narrow) * LETTER + narrow * THIN) * height


# ---------------------------------------------------------------- bars that lie


def _bars(pen: _Pen, chart: Chart, top: int, bottom: int) -> None:
    step = (bottom - top) / max(len(chart.labels), 1)
    text = min(TEXT, step * 0.66)
    widest = max((pen.width(label, text) for label in chart.labels), default=1.0)
    small = max(min(text, text * MOST_NAME / widest), SMALLEST)
    names = min(widest * small / text, MOST_NAME)
    left = MARGIN + names + 16
    ends = [_end(chart, n) for n in range(len(chart.labels))]
    most = max((pen.width(end, text, bold=True) for end in ends), default=0) + 20
    room = WIDTH - MARGIN - left - most
    scale = room / max(_tallest(chart), 1)
    for n, label in enumerate(chart.labels):
        middle = top + step * (n + 0.5)
        pen.write(left - 16, middle, pen.fitted(label, small, names), small, INK, across="right")
        x = left
        for value, color in _pieces(chart, n):
            if isinstance(value, str):
                pen.hatch(x, middle - step * 0.34, 72, step * 0.68)
                x += 72
            else:
                pen.box(x, middle - step * 0.34, float(value) * scale, step * 0.68, color)
                x += float(value) * scale
        pen.write(x + 12, middle, ends[n], text, INK, bold=True)
    pen.line([left, left], [top, bottom], SOFT, 2)


def _pieces(chart: Chart, n: int) -> Iterator[tuple[Decimal | int | str, str]]:
    """The parts of one bar, with their colours; a hidden one comes alone."""
    values = [series.values[n] for series in chart.series]
    hidden = next((value for value in values if isinstance(value, str)), None)
    if hidden is not None:
        yield hidden, ""
        return
    for value, color in zip(values, _colors(chart), strict=False):
        if value and not isinstance(value, str):
            yield value, color


def _end(chart: Chart, n: int) -> str:
    """What is written at the end of a bar: its sum."""
    value = chart.whole[n] if chart.whole else chart.series[0].values[n]
    return said(value)


def said(value: Cell) -> str:
    """A value as it stands in a picture; a dash for none."""
    if value is None:
        return "–"
    return value if isinstance(value, str) else f"{value:,}"


def _tallest(chart: Chart) -> float:
    """The longest bar."""
    return max((_sum(chart.series, n) for n in range(len(chart.labels))), default=0.0)


def _sum(series: Sequence[Series], n: int) -> float:
    found = [s.values[n] for s in series]
    return sum(float(v) for v in found if v is not None and not isinstance(v, str))


# ---------------------------------------------------------------- columns that stand


def _columns(pen: _Pen, chart: Chart, top: int, bottom: int) -> None:
    base, step = bottom - 62, (WIDTH - 2 * MARGIN) / max(len(chart.labels), 1)
    scale = (base - top - 60) / max(_tallest(chart), 1)
    wide = min(step * 0.68, 150)
    for n, label in enumerate(chart.labels):
        middle, y = MARGIN + step * (n + 0.5), float(base)
        for value, color in _pieces(chart, n):
            tall = 56.0 if isinstance(value, str) else float(value) * scale
            if isinstance(value, str):
                pen.hatch(middle - wide / 2, y - tall, wide, tall)
            else:
                pen.box(middle - wide / 2, y - tall, wide, tall, color)
            y -= tall
        end = _end(chart, n)
        text = min(TEXT, TEXT * step * 0.96 / pen.width(end, TEXT, bold=True))
        pen.write(middle, y - 26, end, text, INK, bold=True, across="center")
        name = min(TEXT, TEXT * step * 0.96 / pen.width(label, TEXT))
        pen.write(middle, base + 36, label, name, INK, across="center")
    pen.line([MARGIN, WIDTH - MARGIN], [base, base], SOFT, 2)


# ---------------------------------------------------------------- a line over time


def _line(pen: _Pen, chart: Chart, top: int, bottom: int) -> None:
    base, step = bottom - 62, (WIDTH - 2 * MARGIN) / max(len(chart.labels), 1)
    values = chart.series[0].values
    low, high = _axis(chart)
    scale = (base - top - 90 - LOWEST) / max(high - low, 1)
    points: list[tuple[float, float | None]] = []
    for n, (label, value) in enumerate(zip(chart.labels, values, strict=True)):
        x = MARGIN + step * (n + 0.5)
        pen.write(x, base + 36, label, TEXT, INK, across="center")
        pen.line([x, x], [base, base + 8], SOFT, 2)
        if value is None or isinstance(value, str):
            if value is not None:
                pen.hatch(x - 36, base - 56, 72, 56)
            pen.write(x, base - 80, said(value), SMALL, SOFT, across="center")
            points.append((x, None))
        else:
            points.append((x, base - LOWEST - (float(value) - low) * scale))
    _join(pen, points)
    for n, ((x, y), value) in enumerate(zip(points, values, strict=True)):
        if y is not None:
            pen.dot(x, y)
            right, down, across = _beside(points, n)
            pen.write(x + right, y + down, said(value), TEXT, INK, bold=True, across=across)
    pen.line([MARGIN, WIDTH - MARGIN], [base, base], SOFT, 2)
    if _is_cut(chart):
        pen.line([MARGIN, MARGIN + 10, MARGIN - 10, MARGIN], [base, base - 8, base - 18, base - 26],
                 INK, 3)  # fmt: skip


def _beside(points: Sequence[tuple[float, float | None]], n: int) -> tuple[float, float, str]:
    """Where a number stands off the lines: how far across and down from its point, and aligned."""
    here = points[n][1] or 0.0
    ys = [points[m][1] if 0 <= m < len(points) else None for m in (n - 1, n + 1)]
    before, behind = (None if y is None else here - y for y in ys)  # > 0: the line comes from above
    from_above = [d is not None and d > LEVEL for d in (before, behind)]
    if all(from_above) or (any(from_above) and None in (before, behind)):
        return 0, 42, "center"
    if from_above[0]:
        return -16, -34, "left"
    return (16, -34, "right") if from_above[1] else (0, -38, "center")


def _join(pen: _Pen, points: Sequence[tuple[float, float | None]]) -> None:
    """Lines between neighbours; none over a year without a figure."""
    for (x1, y1), (x2, y2) in pairwise(points):
        if y1 is not None and y2 is not None:
            pen.line([x1, x2], [y1, y2], ONE[0], 5)


def _axis(chart: Chart) -> tuple[float, float]:
    """Where the axis begins and ends. It begins at 0 unless the change would not be seen."""
    known = [float(v) for v in chart.series[0].values if v is not None and not isinstance(v, str)]
    if not known:
        return 0.0, 1.0
    low, high = min(known), max(known)
    if not _cuts(low, high):
        return 0.0, high
    unit = 10 ** floor(log10(max(high - low, 1)))
    return floor((low - (high - low) * 0.4) / unit) * unit, ceil(high / unit) * unit


def _cuts(low: float, high: float) -> bool:
    return high > low > 0.5 * high and high - low >= 1


def _is_cut(chart: Chart) -> bool:
    return chart.kind is ChartKind.LINE and _axis(chart)[0] > 0


# ---------------------------------------------------------------- ink on paper


@cache
def _font(*, bold: bool) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=str(FONTS / f"Sarabun-{'Bold' if bold else 'Regular'}.ttf"))


class _Pen:
    """Writes and paints in pixels, from the upper left corner."""

    def __init__(self, axes: Any) -> None:
        self._axes = axes

    def write(
        self, x: float, y: float, text: str, height: float, color: str, *, bold: bool = False,
        across: str = "left",
    ) -> None:  # fmt: skip
        self._axes.text(
            x, y, text.replace("$", r"\$"), fontproperties=_font(bold=bold), color=color,
            fontsize=height * 0.72, ha=across, va="center",
        )  # fmt: skip

    def width(self, text: str, height: float, *, bold: bool = False) -> float:
        """How wide the text will be."""
        renderer = self._axes.figure.canvas.get_renderer()
        font = _font(bold=bold).copy()
        font.set_size(height * 0.72)
        wide, _high, _low = renderer.get_text_width_height_descent(text or " ", font, ismath=False)
        return float(wide)

    def fitted(self, text: str, height: float, width: float) -> str:
        """The text, cut with … where it would be wider than `width`."""
        cut = text
        while cut and self.width(f"{cut}…" if cut != text else cut, height) > width:
            cut = cut[:-1].rstrip()
        return cut if cut == text else f"{cut}…"

    def box(self, x: float, y: float, width: float, height: float, color: str) -> None:
        from matplotlib.patches import Rectangle

        self._axes.add_patch(Rectangle((x, y), width, height, facecolor=color, linewidth=0))

    def hatch(self, x: float, y: float, width: float, height: float) -> None:
        from matplotlib.patches import Rectangle

        self._axes.add_patch(
            Rectangle((x, y), width, height, facecolor="#F4F6F5", edgecolor="#8A9692", hatch="///",
                      linewidth=1.5)
        )  # fmt: skip

    def line(self, x: list[float], y: list[float], color: str, width: float) -> None:
        from matplotlib.lines import Line2D

        self._axes.add_line(Line2D(x, y, color=color, linewidth=width * 0.72))

    def dot(self, x: float, y: float) -> None:
        from matplotlib.lines import Line2D

        self._axes.add_line(Line2D([x], [y], marker="o", markersize=14, color=ONE[0]))
