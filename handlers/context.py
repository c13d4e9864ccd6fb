"""What every use case is given: the open transaction, the present, and who acts.

The door opens the transaction and commits it; use cases only add to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Actor:
    """Who acts. `name` is for the audit: `line:U…`, `cli:<system user>`, `clock`."""

    name: str
    line_user: str | None = None


CLOCK = Actor("clock")


@dataclass(frozen=True)
class Context:
    """The transaction's session, `now` (aware) and the actor of one use case."""

    session: Session
    now: datetime
    actor: Actor = field(default=CLOCK)
