"""What every use case is given: the open transaction, the present, and who acts.

The door opens the transaction and commits it; use cases only add to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Actor:
    """Who acts. `name` is for the audit: `line:U…`, `cli:<system user>`, `clock`.

    `origin` is the door they came by: `line`, `web:<address>`, `cli`, `clock`.
    """

    name: str
    line_user: str | None = None
    origin: str = ""


CLOCK = Actor("clock", origin="clock")
#: Where a session keeps the bells to be rung once it is committed (`bot/database.py`).
BELLS = "bells"


@dataclass(frozen=True)
class Context:
    """The transaction's session, `now` (aware) and the actor of one use case."""

    session: Session
    now: datetime
    actor: Actor = field(default=CLOCK)

    def ring(self, bell: str) -> None:
        """Wake whoever waits for this (`outbox`, `media`, `mail`), once this is committed."""
        self.session.info.setdefault(BELLS, set()).add(bell)
