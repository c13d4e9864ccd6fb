"""Who acts at the command line: whoever may run it on the office's machine may do everything."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.people.access import Me
from models.rights import Act, Thing


@dataclass(frozen=True)
class System(Me):
    """The office's own machine. It is nobody, holds no post, and has every right."""

    def may(self, act: Act, thing: Thing | None = None) -> bool:
        """It may."""
        return True


SYSTEM = System()
