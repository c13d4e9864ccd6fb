"""The individual pupil export: counted by school, grade, sex, age and label, and dropped.

No name and no number is kept or said: what is wrong with a row is told by its school, row and
column. A row counts where it stands, also when its number stands elsewhere too: so does DMC.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import islice

from handlers.pupils import layout as columns
from handlers.pupils import rows as lines
from handlers.pupils.census import Census
from handlers.pupils.counted import reports_of
from handlers.reports import Report, Target
from handlers.tables import Fault, FileRefused, Source

__all__ = ["is_register", "read", "read_if_register"]


def is_register(header_rows: Sequence[Sequence[str]]) -> bool:
    """Is the file whose first rows these are (five are enough) an individual pupil export?"""
    return columns.header_at(header_rows) is not None


def read(source: Source, target: Target, office: str) -> list[Report]:
    """The reports that the pupils of the file add up to, each of the schools in it.

    Pupils by grade always; age, nationality, religion, disadvantage, disability, boarding,
    hardship and G codes where their columns stand in the file. `findings` of the first report
    are for the schools. Raises FileRefused, with row and column, when a row cannot be counted.
    """
    found = read_if_register(source, target, office)
    if found is None:
        raise FileRefused(source.name, [Fault("not_register")])
    return found


def read_if_register(source: Source, target: Target, office: str) -> list[Report] | None:
    """As `read`, but None for a file of another kind, which has been opened only once then.

    Whether its schools are the `office`'s is for the list of schools to say, not for this.
    """
    try:
        return _read(source, target.as_of)
    except (FileRefused, MemoryError):
        raise
    except Exception as error:
        # Whatever it is: its words, and those of its causes, could quote a cell.
        raise FileRefused(source.name, [_unforeseen(error)]) from None


def _read(source: Source, as_of: date) -> list[Report] | None:
    first, rows = lines.opened(source)
    place = columns.header_at([cells for _, cells in first])
    if place is None:
        return None
    layout = columns.find(first[place][1], first[place][0])
    if isinstance(layout, list):
        raise FileRefused(source.name, layout)
    census = Census(layout, as_of)
    census.count(islice(rows, place + 1, None))
    faults = census.faults or ([] if census.pupils else [Fault("no_pupils")])
    if faults:
        raise FileRefused(source.name, faults)
    return reports_of(census, columns.made_on(cells for _, cells in first[:place]))


def _unforeseen(error: Exception) -> Fault:
    return Fault("register_unread", facts={"reason": type(error).__name__})
