"""Why something is not booked, moved, kept or done. Each door words the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.errors import Refusal


class BookingRefused(Refusal):
    """Not done, for this reason; nothing has changed.

    Of times: `order` (the end is not after the start), `past`, `long` and `far` (`days`), `over`
    (the booking is behind us), `begun` (a loan that is out is given back, not cancelled).
    Of what is booked: `retired` (`name`), `quantity`, `kind` (another kind of thing).
    Of the lists: `slug`, `name`, `capacity`, `count`, `words` (`most`), `group` (`known`).
    Of chores: `early` (it has not begun). Of the fallbacks: `channels` (`most`).
    """

    def __init__(self, why: str, **facts: Any) -> None:
        super().__init__(f"{why}: {facts}")
        self.why, self.facts = why, facts


@dataclass(frozen=True)
class Held:
    """A booking that stands in the way: whose it is, how many, and when."""

    subject: str
    quantity: int
    starts_at: datetime
    ends_at: datetime


class Taken(Refusal):
    """Somebody else has it then. `left` is how many are still free at every moment of the time."""

    def __init__(self, resource: str, name: str, held: Sequence[Held], left: int) -> None:
        super().__init__(f"{resource} is taken")
        self.resource, self.name, self.held, self.left = resource, name, tuple(held), left
