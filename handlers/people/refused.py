"""Why something about a person, a post or a code is not done.

Each reason has its sentence in `bot/texts/people_refusals.py`, which may mention the facts.
"""

from __future__ import annotations

from typing import Any

from models.errors import Refusal


class PersonRefused(Refusal):
    """Not done, for this reason. Nothing has changed, but that a wrong code is counted."""

    def __init__(self, why: str, **facts: Any) -> None:
        super().__init__(why)
        self.why, self.facts = why, facts
