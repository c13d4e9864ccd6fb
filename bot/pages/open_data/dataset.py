"""The page of one edition: its table, the form that narrows it, its chart and its files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import Response

from bot.pages.open_data import asking
from bot.pages.open_data.charts import chart_of
from bot.pages.open_data.responses import page, settings
from bot.pages.open_data.sight import MOST_ROWS, Sight, share_link, title_of, with_words
from bot.texts import open_data as texts
from handlers.open_data.tables import Asked
from handlers.topics import PUPILS


@dataclass(frozen=True)
class Field:
    """One field of the form. `options` None: typed freely; `none` is the choice of nothing."""

    name: str
    label: str
    value: str
    options: list[tuple[str, str]] | None = None
    none: str = ""


def dataset_page(sight: Sight) -> Response:
    """The page, whatever is asked of the edition."""
    topic, edition = sight.dataset.topic, sight.edition
    known = settings()
    drawn = chart_of(sight)
    chart: dict[str, Any] = {}
    if drawn is not None:
        from bot.documents import charts

        chart = {"picture": texts.picture(drawn), "size": charts.size(drawn)}
    return page(
        "dataset.html",
        sight=sight,
        title=title_of(sight),
        most=MOST_ROWS,
        views=asking.views(sight.counts),
        fields=fields(sight),
        scope=texts.scope(sight.asked, sight.counts, sight.school_name),
        narrowed=_narrowed(sight.asked),
        clear=with_words(sight.path, asking.written(_cleared(sight.asked))),
        whole_name=texts.whole_name(sight.asked, edition, sight.school_name),
        chart=sight.link("/chart.png", sort=None, order=None),
        line=share_link(
            known,
            texts.share(topic.title, texts.edition_name(edition), known.office_name),
            sight.link(),
        ),
        public=known.public_url,
        **chart,
    )


def fields(sight: Sight) -> list[Field]:
    """What the table may be narrowed to, in this view."""
    counts, asked, w = sight.counts, sight.asked, texts.WORDS
    own = any("-" in column for column in counts.columns)
    found = []
    if counts.categories and asked.view != "categories":
        options = [(name, name) for name in counts.categories]
        every = w["every"] if counts.has_total else ""
        found.append(Field("category", w["category"], asked.category or "", options, every))
    if counts.parts and asked.view != "parts" and not own:
        options = [(name, texts.part_name(name)) for name in counts.parts]
        found.append(Field("part", w["grade"], asked.part or "", options, w["every"]))
    if "male" in counts.columns:
        options = [(sex, texts.SEXES[sex]) for sex in ("male", "female")]
        found.append(Field("sex", w["sex"], asked.sex or "", options, w["every"]))
    if asked.view != "schools":
        of = [(code, name) for code, name in counts.schools[:MOST_ROWS]]
        found.append(Field("school", w["school"], asked.school or "", of, w["office"]))
        return found
    if counts.topic.slug == PUPILS:
        found.append(
            Field("size", w["size"], asked.size or "", list(texts.SIZES.items()), w["every"])
        )
    for kind in ("amphoe", "network"):
        names = asking.choices(sight.places, kind)
        if len(names) > 1:
            options = [(name, name) for name in names]
            found.append(Field(kind, w[kind], getattr(asked, kind) or "", options, w["every"]))
    return [*found, Field("q", w["text"], asked.text)]


def _cleared(asked: Asked) -> Asked:
    return Asked(view=asked.view, sort=asked.sort, descending=asked.descending)


def _narrowed(asked: Asked) -> bool:
    return replace(asked, sort=None, descending=False) != Asked(view=asked.view)
