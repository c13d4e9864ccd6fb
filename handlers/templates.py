"""Empty tables to fill in: the header that a reader expects, and a row that shows how.

The row begins with the word for "example", by which every reader passes it over.
"""

from __future__ import annotations

from handlers import bobec_vocabulary, duties_vocabulary, gcode_vocabulary, mobec_vocabulary
from handlers import schools_vocabulary as schools
from handlers.dmc_vocabulary import AREA_CODE, AREA_NAME, SCHOOL_CODE, SCHOOL_NAME, groups, header
from handlers.emis_vocabulary import EVERYONE
from handlers.school_tables_vocabulary import BOTH, EXAMPLE, FEMALE, MALE, NAME, SCHOOL
from handlers.topics_vocabulary import STAFF

Table = list[list[str]]
_PLAIN = {"mobec": mobec_vocabulary, "bobec": bobec_vocabulary, "gcode": gcode_vocabulary}
SCHOOLS, DUTIES = "schools", "duties"
#: Datasets whose tables an office may have to make itself.
DATASETS = ("dmc", "emis", "bobec", "mobec", "gcode")
_SCHOOL_FIELDS = (
    "smis", "name", "amphoe", "tambon", "network", "phone", "email", "website", "village",
    "postcode", "latitude", "longitude",
)  # fmt: skip


def template(name: str) -> Table:
    """The table of a dataset, of `schools` or of `duties`: the header and the example row."""
    if name == SCHOOLS:
        head = [schools.COLUMNS[field][0] for field in _SCHOOL_FIELDS]
        return [head, list(schools.EXAMPLE_ROW)]
    if name == DUTIES:
        return [_heads(duties_vocabulary.COLUMNS), list(duties_vocabulary.EXAMPLE_ROW)]
    if name == "dmc":
        columns = [column for group, _ in groups() for column in header(group)]
        return [[AREA_CODE, AREA_NAME, SCHOOL_CODE, SCHOOL_NAME, *columns]]
    if name == "emis":
        columns = [f"{position} {sex}" for position in (*STAFF, EVERYONE)
                   for sex in (MALE, FEMALE, BOTH)]  # fmt: skip
        return [[SCHOOL[0], NAME[0], *columns], [EXAMPLE, "", *["0"] * len(columns)]]
    words = _PLAIN[name]
    return [[SCHOOL[0], *_heads(words.COLUMNS)], [EXAMPLE, *words.EXAMPLE_ROW]]


def _heads(columns: dict[str, tuple[str, ...]]) -> list[str]:
    return [spellings[0] for spellings in columns.values()]
