"""Which module reads the files of a system."""

from __future__ import annotations

from importlib import import_module

from handlers.reports import Report, Target
from handlers.tables import Fault, FileRefused, Source

#: The systems whose files can be taken in, and who reads them (loaded when a file comes).
READERS = {
    "dmc": "handlers.dmc",
    "emis": "handlers.emis",
    "bobec": "handlers.bobec",
    "mobec": "handlers.mobec",
    "gcode": "handlers.gcode",
}


def read(source: Source, target: Target, office: str) -> list[Report]:
    """The reports in a file of `target.dataset`. Raises FileRefused with every fault."""
    name = READERS.get(target.dataset, "")
    try:
        reader = import_module(name) if name else None
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        reader = None
    if reader is None:
        raise FileRefused(source.name, [Fault("no_reader", facts={"dataset": target.dataset})])
    reports: list[Report] = reader.read(source, target, office)
    return reports
