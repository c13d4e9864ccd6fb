"""DMC's reports of an area: every one of them read, checked cell by cell, or refused whole.

The files mostly carry no header. What one is follows from its number of columns and its set of
categories; its name must not say otherwise. The row of totals hides among the schools: it is
never counted, and checks the sum.
"""

from __future__ import annotations

from handlers import pupils, topics
from handlers.dmc import sheets
from handlers.reports import Report, Target
from handlers.tables import Source

__all__ = ["DATASET", "REPORT", "read"]

DATASET = "dmc"
REPORT = topics.PUPILS


def read(source: Source, target: Target, office: str) -> list[Report]:
    """The reports in the file. Raises FileRefused naming every fault.

    `target` is what the person who imports says the file is: where the file or its name says
    otherwise, it is refused. An export of single pupils is handed to the reader of those.
    """
    register = pupils.read_if_register(source, target, office)
    if register is not None:
        return register
    return sheets.read(source, target, office)
