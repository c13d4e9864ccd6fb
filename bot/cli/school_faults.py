"""The faults that an import found in rows of pupils, by school: on the screen, and as files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from bot.texts import pupils as words
from handlers.tables import Fault


def of_reports(reports: Iterable[Mapping[str, Any]]) -> dict[str, list[Fault]]:
    """The findings of pupils' rows in reports as `Check.to_json` gives them, by school code."""
    found = [Fault(**fault) for report in reports for fault in report["findings"]]
    return words.of_schools(fault for fault in found if fault.code in words.FAULTS)


def lines(reports: Iterable[Mapping[str, Any]]) -> list[str]:
    """The findings to print, school by school."""
    found = of_reports(reports)
    return [line for code in sorted(found) for line in words.school_lines(code, found[code])]


def write(folder: Path, reports: Iterable[Mapping[str, Any]]) -> int:
    """One CSV a school that has anything to put right. Returns how many.

    Raises ClickException when the folder cannot be written to.
    """
    found = {code: faults for code, faults in of_reports(reports).items() if code}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for code, faults in found.items():
            (folder / f"{code}.csv").write_bytes(words.as_csv(code, faults))
    except OSError as error:
        raise click.ClickException(f"{error.filename or folder}: {error.strerror}") from error
    return len(found)
