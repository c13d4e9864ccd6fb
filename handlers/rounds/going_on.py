"""Collection rounds among the notices: what has to be sent by when, the first due first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handlers import notices
from handlers.context import Context
from handlers.notices import Entry, Section
from handlers.people import Me
from handlers.rounds import standing, view
from models.rights import Act
from models.rounds import CollectionRound

KIND = "round"


def entries(ctx: Context, me: Me) -> Iterator[Entry]:
    """The rounds that are open or open soon. Whoever has schools in one reads where those stand;
    everybody else how far all are, without names."""
    for round_ in view.announced(ctx):
        own = view.own_schools(ctx, me, round_)
        if view.is_over_for(ctx, round_, own) and not me.may(Act.SEE_ROUND):
            continue
        ref = f"{KIND}:{round_.id}"
        yield Entry(KIND, ref, Section.ROUNDS, _facts(ctx, me, round_), round_.due_at)


def _facts(ctx: Context, me: Me, round_: CollectionRound) -> dict[str, Any]:
    own = view.own_schools(ctx, me, round_)
    sees = me.may(Act.SEE_ROUND)
    totals = view.brief(ctx, round_) if own and not sees else view.totals(ctx, round_)
    return {
        "office": None,
        **totals,
        "own": [view.of_school(ctx, round_, school) for school in own],
        "says": any(
            me.may(Act.SAY_STANDING, standing.school_thing(ctx, round_, school.smis))
            for school in own
        ),
        "sees": sees,
    }


notices.SOURCES.append(entries)
