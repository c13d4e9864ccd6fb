"""One school with everything that is published of it, and the search that leads to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, request

from bot.pages.open_data.responses import page, settings, stop
from bot.pages.open_data.sight import counts_of, edition_path, share_link, with_words
from bot.texts import open_data as texts
from handlers.context import Context
from handlers.open_data import catalogue, schools, tables
from handlers.open_data.catalogue import Published
from handlers.open_data.counts import Counts
from handlers.open_data.tables import Asked, Table
from handlers.questions import Office
from handlers.questions.figures import Edition, Snapshot
from handlers.tallies import Cell
from handlers.topics import PUPILS
from models.schools import School

LONGEST_TEXT = 100
MOST_FOUND = 500


@dataclass(frozen=True)
class Part:
    """One dataset on a school's page: its whole, and the table to see more of."""

    dataset: Published
    edition: Edition
    counts: Counts
    whole: Cell | None
    link: str


def search_page(ctx: Context, known: Snapshot, office: Office) -> Response:
    """The schools that fit what was typed; all of them where nothing was. One alone is shown."""
    typed = request.args.get("q", "").strip()[:LONGEST_TEXT]
    listed = schools.places(ctx)
    if typed:
        found = schools.search(ctx, typed, office, known, listed)
        if len(found.schools) == 1 and not found.nearest:
            answer = redirect(f"/data/schools/{found.schools[0][0]}/", 302)
            return Response(answer.get_data(), answer.status_code, answer.headers)
    else:
        found = schools.Found(list(schools.names(ctx, known, listed).items()))
    return page(
        "schools.html",
        title=texts.WORDS["search_title" if typed else "all_schools"],
        typed=typed,
        found=found,
        shown=found.schools[:MOST_FOUND],
        places=listed,
    )


def school_page(ctx: Context, known: Snapshot, code: str) -> Response:
    """A school's facts, pupils and the rest. 404 for one that is not the office's."""
    place = ctx.session.get(School, code) if len(code) == 8 else None
    trend = schools.trend(ctx, known, code)
    if (place is None or not place.in_office) and not trend:
        return stop(404)
    pupils = _pupils(ctx, known, code)
    name = _name(known, ctx, code, place)
    said = texts.school_name(name)
    return page(
        "school.html",
        title=said,
        name=name,
        code=code,
        place=place if place is not None and place.in_office else None,
        pupils=pupils,
        pupils_link=_pupils_link(pupils, code),
        trend=_over_years(trend, code),
        parts_of=_parts(ctx, known, code),
        public=settings().public_url,
        line=share_link(settings(), f"{said} {settings().office_name}", f"/data/schools/{code}/"),
    )


def _name(known: Snapshot, ctx: Context, code: str, place: School | None) -> str:
    for edition in known.editions:
        figures = known.figures(ctx, edition)
        if code in figures.by_code:
            return figures.by_code[code].name
    return place.name if place is not None else code


def _pupils(ctx: Context, known: Snapshot, code: str) -> dict[str, Any] | None:
    """The newest edition's pupils of the school, grade by grade."""
    for edition in known.editions:
        if code in known.figures(ctx, edition).by_code:
            counts = counts_of(ctx, known, PUPILS, edition)
            table: Table = tables.table(counts, Asked(view="parts", school=code), {})
            rows = [row for row in table.rows if any(cell.value for cell in row.cells.values())]
            return {"edition": edition, "counts": counts, "table": table, "rows": rows}
    return None


def _pupils_link(pupils: dict[str, Any] | None, code: str) -> str:
    if pupils is None:
        return ""
    path = edition_path(PUPILS.replace("_", "-"), pupils["edition"])
    return with_words(path, {"view": "parts", "school": code})


def _over_years(
    trend: list[tuple[Edition, Any]], code: str
) -> list[tuple[Edition, int, int, int | None]]:
    """Edition, pupils, rooms and the change since the edition before it."""
    found: list[tuple[Edition, int, int, int | None]] = []
    for edition, figures in trend:
        one = figures.by_code[code]
        pupils = one.students(None, None)
        before = found[-1][1] if found else None
        change = pupils - before if before is not None else None
        found.append((edition, pupils, one.rooms(None), change))
    return found


def _parts(ctx: Context, known: Snapshot, code: str) -> list[Part]:
    """Every other dataset whose newest edition speaks of the school."""
    found = []
    for dataset in catalogue.published(known):
        slug = dataset.topic.slug
        edition = dataset.newest
        if slug == PUPILS:
            continue
        counts = counts_of(ctx, known, slug, edition)
        if code not in dict(counts.schools):
            continue
        told = counts.has_total and "total" in counts.columns
        whole = counts.cell("total", code, None, None) if told else None
        path = edition_path(slug.replace("_", "-"), edition)
        found.append(Part(dataset, edition, counts, whole, with_words(path, {"school": code})))
    return found
