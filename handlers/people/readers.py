"""Whose small numbers somebody may read: an officer all, a school's people their own school's."""

from __future__ import annotations

from handlers.context import Context
from handlers.people.access import me
from models.rights import Act, Thing

NOBODY: frozenset[str] = frozenset()


def open_to(ctx: Context, line_user: str | None) -> frozenset[str] | None:
    """Codes of the schools whose small numbers this person may see; None: of all.

    Only for a chat between two: what is said in a group is read by all of it.
    """
    who = me(ctx, line_user)
    if not who.holdings:
        return NOBODY
    if who.may(Act.SEE_SMALL_NUMBERS):
        return None
    schools = {h.school_code for h in who.holders if h.school_code}
    return frozenset(s for s in schools if who.may(Act.SEE_SMALL_NUMBERS, Thing(school_code=s)))
