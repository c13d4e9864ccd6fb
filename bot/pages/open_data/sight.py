"""One edition as a visitor asked for it: found, read, laid out. Pages and files share it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from flask import request

from bot.config import Settings
from bot.pages.open_data import asking
from bot.texts import open_data as texts
from handlers.context import Context
from handlers.open_data import catalogue, schools, tables
from handlers.open_data.catalogue import Published
from handlers.open_data.counts import Counts, PupilCounts, TopicCounts
from handlers.open_data.tables import Asked, Table
from handlers.questions.figures import Edition, Snapshot
from handlers.topics import PUPILS
from models.schools import School

#: More rows than this are left to the files.
MOST_ROWS = 500


@dataclass(frozen=True)
class Sight:
    """What stands on the page of an edition. `unheeded`: words of the address without meaning."""

    dataset: Published
    edition: Edition
    counts: Counts
    asked: Asked
    unheeded: list[str]
    table: Table
    places: dict[str, School]
    published_at: str | None

    @property
    def slug(self) -> str:
        """The dataset's name in addresses."""
        return self.dataset.topic.slug.replace("_", "-")

    @property
    def school_name(self) -> str | None:
        """The name of the one school asked for."""
        return dict(self.counts.schools).get(self.asked.school or "")

    @property
    def path(self) -> str:
        """The edition's stable address, below PUBLIC_URL."""
        return edition_path(self.slug, self.edition)

    def link(self, ending: str = "/", **changed: str | None) -> str:
        """The address of this view as a page or a file, with some words changed or left out."""
        words = {**asking.written(self.asked), **changed}
        return with_words(self.path.rstrip("/") + ending, words)

    def sort_link(self, column: str) -> str:
        """The address that sorts by a column; the other way round when it does already."""
        numbers = column not in ("name", "code")
        down = not self.asked.descending if self.asked.sort == column else numbers
        return self.link(sort=column, order="desc" if down else "asc")

    def view_link(self, view: str) -> str:
        """The address of another view: what both know is kept."""
        kept = replace(self.asked, sort=None, size=None, amphoe=None, network=None, text="")
        other = replace(
            kept,
            view=view,
            category=kept.category if view != "categories" else None,
            part=kept.part if view != "parts" else None,
            school=kept.school if view != "schools" else None,
        )
        return with_words(self.path, asking.written(other))


def edition_path(slug: str, edition: Edition) -> str:
    """`/data/disability/2568-1/`."""
    return f"/data/{slug}/{edition.year}-{edition.round}/"


def with_words(path: str, words: Mapping[str, str | None]) -> str:
    """A path with its query, Thai letters escaped."""
    query = urlencode({k: v for k, v in words.items() if v}, quote_via=quote)
    return f"{path}?{query}" if query else path


def counts_of(ctx: Context, known: Snapshot, slug: str, edition: Edition) -> Counts:
    """The counts of an edition, as anyone may see them."""
    found = catalogue.dataset(known, slug)
    assert found is not None
    if slug == PUPILS:
        return PupilCounts(found.topic, known.figures(ctx, edition))
    return TopicCounts(found.topic, known.tallies(ctx, edition))


def look(
    ctx: Context, known: Snapshot, dataset: Published, edition: Edition, most: int | None = None
) -> Sight:
    """The edition as the request's address asks for it; no more than `most` of its rows."""
    places = schools.places(ctx)
    counts = counts_of(ctx, known, dataset.topic.slug, edition)
    asked, unheeded = asking.read(request.args, counts, places)
    return Sight(
        dataset,
        edition,
        counts,
        asked,
        unheeded,
        tables.table(counts, asked, places, most),
        places,
        catalogue.published_at(ctx, edition),
    )


def share_link(settings: Settings, said: str, path: str) -> str:
    """The address that lets LINE ask whom to send a text and this page's address to."""
    text = f"{said}\n{settings.public_url}{path}"
    return f"https://line.me/R/share?text={quote(text, safe='')}"


def title_of(sight: Sight) -> str:
    """Title, year and round, and what it is narrowed to."""
    said = texts.scope(sight.asked, sight.counts, sight.school_name)
    title = f"{sight.dataset.topic.title} {texts.edition_name(sight.edition)}"
    return f"{title} · {said}" if said else title
