"""What a question gets for an answer: facts without words, as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

#: Codes of the schools whose small numbers a reader may see; None: of all.
Schools = frozenset[str] | None
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Office:
    """The office that answers: its code (57030000) and its name."""

    code: str
    name: str


@dataclass(frozen=True)
class Answer:
    """One answer.

    `kind`: figure, multi, list, clarify, no_data, privacy, ticket, form, smalltalk, unknown.
    `facts`: `items` (each: label, measure, value, and male and female or part and whole),
    `query`, `schools`, `office`, `edition`, `source`. `options` (clarify): label facts and the
    full query of each. `missing` (no_data): `what` and its value. `memory` is for the next turn.
    """

    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[Mapping[str, Any], ...] = ()
    missing: Mapping[str, Any] | None = None
    memory: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, for a notice."""
        return {**asdict(self), "options": list(self.options)}


class NothingThere(Exception):
    """There is no such figure. `what`: as an answer's `missing`; the rest belongs to it.

    school_in_version (with its code), nothing_to_divide, small (it would tell a small number),
    whole (it needs every school of the office), place, measure, category, part, years_apart.
    """

    def __init__(self, what: str, code: str = "", **more: Any) -> None:
        super().__init__(what)
        self.what, self.code, self.more = what, code, more
