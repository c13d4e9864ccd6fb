"""The topics that the office holds figures of: one for each report of the central systems.

A topic says what its counts mean: what is counted, which rows add up to which, whether small
numbers are hidden. The report of a dataset version is its topic's slug.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from handlers import topics_vocabulary as words


class Counted(StrEnum):
    """What one unit of a topic is."""

    PUPILS = "pupils"
    SCHOOLS = "schools"
    STAFF = "staff"
    THINGS = "things"


@dataclass(frozen=True)
class Topic:
    """One report. `total` is the label of the row that is the whole (None: there is none).

    `categories` are the other rows in the file's order; empty where the source has no fixed
    list (equipment, buildings) or no categories at all (G code). `adds_up`: the categories sum
    to the total. `everyone`: the total is every pupil, as published by grade and sex. `private`:
    counts of 1 to 4 are hidden (answers.md, "Small numbers"). `parts`: what the second dimension
    is: "grades", "states" (of use), or "" for none.
    """

    slug: str
    dataset: str
    counted: Counted
    categories: tuple[str, ...] = ()
    adds_up: bool = True
    everyone: bool = False
    private: bool = True
    parts: str = "grades"

    @property
    def title(self) -> str:
        """The report's Thai title."""
        return words.NAMES[self.slug][0]

    @property
    def noun(self) -> str:
        """What is counted, in Thai."""
        return words.NAMES[self.slug][1]

    @property
    def unit(self) -> str:
        """The unit of a count, in Thai."""
        return words.NAMES[self.slug][2]

    @property
    def total(self) -> str | None:
        """The label of the row that is the whole."""
        return words.TOTALS.get(self.slug)


PUPILS = "students_by_grade"


def _pupils(slug: str, categories: tuple[str, ...], **more: bool | str) -> Topic:
    return Topic(slug, "dmc", Counted.PUPILS, categories, **more)  # type: ignore[arg-type]


def _facility(slug: str, columns: tuple[str, ...]) -> Topic:
    return Topic(slug, "dmc", Counted.SCHOOLS, columns, adds_up=False, private=False, parts="")


_ALL = (
    Topic(PUPILS, "dmc", Counted.PUPILS, private=False),
    _pupils("age", words.AGE, everyone=True),
    _pupils("disability", words.DISABILITY),
    _pupils("disadvantage", words.DISADVANTAGE),
    _pupils("disability_and_disadvantage", words.DISABILITY_AND_DISADVANTAGE),
    _pupils("nationality", words.NATIONALITY, everyone=True),
    _pupils("religion", words.RELIGION, everyone=True),
    _pupils("hardship", words.HARDSHIP, adds_up=False),
    _pupils("boarding", words.BOARDING),
    _pupils("distance", words.DISTANCE),
    _pupils("weight_for_height", words.WEIGHT_FOR_HEIGHT, everyone=True),
    _pupils("height_for_age", words.HEIGHT_FOR_AGE, everyone=True),
    _pupils("g_code", ()),
    _pupils("dropout", words.DROPOUT),
    _pupils("removal", words.REMOVAL),
    _pupils("year_end_check", words.YEAR_END_CHECK, adds_up=False),
    _pupils("not_passed", words.NOT_PASSED),
    # The parts of this one are the seven unlabelled groups of its columns.
    _pupils("graduates_p6", words.GRADUATES_P6, parts="groups"),
    _pupils("graduates_m3", words.GRADUATES_M3, parts=""),
    _pupils("graduates_m6", words.GRADUATES_M6, parts=""),
    _pupils("completion_time", words.COMPLETION_TIME),
    _facility("electricity", words.ELECTRICITY),
    _facility("water", words.WATER),
    _facility("internet", words.INTERNET),
    Topic("staff", "emis", Counted.STAFF, words.STAFF, private=False, parts=""),
    Topic("equipment", "mobec", Counted.THINGS, private=False, parts="states"),
    Topic("buildings", "bobec", Counted.THINGS, private=False, parts="states"),
    Topic("gcode_nationality", "gcode", Counted.PUPILS, parts=""),
)
TOPICS: dict[str, Topic] = {topic.slug: topic for topic in _ALL}

#: The systems, as people know them.
SOURCES = {
    "dmc": "DMC",
    "emis": "EMIS",
    "bobec": "B-OBEC",
    "mobec": "M-OBEC",
    "gcode": "G-Code",
}
