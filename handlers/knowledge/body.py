"""The body of an article: a sentence, numbered steps, and at most two sections below them."""

from __future__ import annotations

import re
from typing import Any

from handlers.forms.typed import arabic
from handlers.knowledge.lines import Faults, Line
from handlers.knowledge.vocabulary import HEADINGS

SUMMARY, STEP, SECTION = 160, 120, 200
FEWEST, MOST = 3, 7
_STEP = re.compile(r"(\d{1,2})[.)](?:\s+(.*))?")
_HEADING = re.compile(r"#+\s*(.*)")
_NAMES = {heading: name for name, heading in HEADINGS.items()}


def read_body(lines: list[Line], faults: Faults) -> dict[str, Any]:
    """What the body says, by the names of an article. Everything wrong is noted."""
    body = _Body(faults)
    for line in lines:
        body.take(line)
    start = lines[0].number if lines else 0
    return {
        "summary": body.summary_text(start),
        "steps": body.step_texts(start),
        **{name: body.section_text(name) for name in HEADINGS},
    }


class _Body:
    """Sorts lines into summary, steps and sections. A line without a number goes on with the one
    above it; below a blank line it belongs nowhere."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.summary: list[Line] = []
        self.steps: list[list[Line]] = []
        self.sections: dict[str, list[Line]] = {}
        self._here: list[Line] | None = self.summary
        self._section = False

    def take(self, line: Line) -> None:
        if not line.text:
            # Below a blank line only a section goes on, and a summary that has not begun.
            self._here = self._here if self._section or not self.summary else None
        elif heading := _HEADING.fullmatch(line.text):
            self._open(line, heading[1].strip())
        elif not self._section and (step := _STEP.fullmatch(arabic(line.text))):
            self._begin(line, int(step[1]), line.text[step.start(2) :] if step[2] else "")
        elif self._here is None:
            self.faults.note(line.number, "stray")
        else:
            self._here.append(line)

    def _open(self, line: Line, heading: str) -> None:
        name = _NAMES.get(heading)
        if name is None:
            known = list(HEADINGS.values())
            self.faults.note(line.number, "unknown_heading", value=heading, known=known)
        elif name in self.sections:
            self.faults.note(line.number, "twice", value=heading)
        self._section = True
        self._here = []  # of a heading that is refused nothing is kept
        if name is not None:
            self._here = self.sections.setdefault(name, [])
            if not self._here:
                self._here.append(Line(line.number, ""))

    def _begin(self, line: Line, number: int, text: str) -> None:
        expected = len(self.steps) + 1
        if number != expected:
            self.faults.note(line.number, "numbering", value=number, expected=expected)
        if not text:
            self.faults.note(line.number, "blank", key=f"{number}.")
        self.steps.append([Line(line.number, text)])
        self._here = self.steps[-1]

    def summary_text(self, start: int) -> str:
        if not self.summary:
            self.faults.note(start, "lacking", key="summary")
            return ""
        return self.faults.text(self.summary, "summary", SUMMARY)

    def step_texts(self, start: int) -> tuple[str, ...]:
        if not FEWEST <= len(self.steps) <= MOST:
            line = self.steps[0][0].number if self.steps else start
            self.faults.note(line, "steps", count=len(self.steps), least=FEWEST, most=MOST)
        return tuple(self.faults.text(s, f"{n}.", STEP) for n, s in enumerate(self.steps, 1))

    def section_text(self, name: str) -> str:
        if name not in self.sections:
            return ""
        heading, *lines = self.sections[name]
        if not lines:
            self.faults.note(heading.number, "blank", key=HEADINGS[name])
            return ""
        return self.faults.text(lines, HEADINGS[name], SECTION)
