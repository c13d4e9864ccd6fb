"""Which bars go with an edition as it is looked at: its categories, or else its grades."""

from __future__ import annotations

from dataclasses import replace

from bot.pages.open_data import asking
from bot.pages.open_data.responses import settings
from bot.pages.open_data.sight import Sight
from bot.sheets import Chart
from bot.texts import open_data_files
from handlers.open_data import tables


def chart_of(sight: Sight) -> Chart | None:
    """The chart beside the table; None where bars would say nothing."""
    there = [view for view in asking.views(sight.counts) if view != "schools"]
    if not there:
        return None
    asked = sight.asked
    view = asked.view if asked.view in there else "parts" if asked.category else there[0]
    if view not in there:
        view = there[0]
    shown = replace(
        asked, view=view, sort=None, size=None, amphoe=None, network=None, text="",
        category=None if view == "categories" else asked.category,
        part=None if view == "parts" else asked.part,
        school=asked.school,
    )  # fmt: skip
    table = tables.table(sight.counts, shown, sight.places)
    known = settings()
    return open_data_files.chart(
        sight.counts, sight.edition, shown, table, office=known.office_name,
        school=sight.school_name,
    )  # fmt: skip
