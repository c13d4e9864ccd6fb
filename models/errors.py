"""Refusals: what a person did that cannot be done. Bugs are other exceptions.

Each door (chat, web, command line) has one table that turns these into words.
"""

from __future__ import annotations


class Refusal(Exception):
    """Base of everything that is refused politely. Nothing has changed when it is raised."""


class NotFound(Refusal):
    """There is no such record, or it is not for this person to see."""

    def __init__(self, what: str, ref: object) -> None:
        super().__init__(f"{what} {ref}")
        self.what, self.ref = what, ref


class WrongState(Refusal):
    """The record is no longer, or not yet, in a state that allows this."""

    def __init__(self, what: str, state: object) -> None:
        super().__init__(f"{what} is {state}")
        self.what, self.state = what, state


class NotAllowed(Refusal):
    """This person has no right to do that, or the thing is not theirs. `act` names what."""

    def __init__(self, act: object) -> None:
        super().__init__(f"not allowed: {act}")
        self.act = act


class Outdated(Refusal):
    """What the person saw when they decided has changed since."""

    def __init__(self, what: str, ref: object) -> None:
        super().__init__(f"{what} {ref} has changed")
        self.what, self.ref = what, ref
