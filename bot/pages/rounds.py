"""A collection round: its figures for everybody; with a signed link, names and telephones for the
one who keeps it. Their right is looked up anew at each opening."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from bot.pages.signed import Link, behind, context, database, page, private
from bot.texts import round_pages as texts
from handlers.context import Context
from handlers.people import as_me
from handlers.rounds import opening, rates, view
from models.people import Person
from models.rights import Act
from models.rounds import CollectionRound

PAGE = "rounds"

rounds = Blueprint(PAGE, __name__, url_prefix="/rounds", template_folder="templates")
private(rounds)


@rounds.get("/<int:round_id>")
def totals(round_id: int) -> Response:
    """How far all schools are, without a name."""
    with database().reading() as session:
        ctx = context(session)
        words = _totals(ctx, opening.get(ctx, min(round_id, 2**63 - 1)))
    return page("round.html", **words, groups=(), excused=())


@rounds.get("/<token>")
@behind(PAGE, gone="round_link")
def names(link: Link) -> Response:
    """The schools by where they stand, with whom to ring up."""
    with database().reading() as session:
        ctx = context(session)
        me = as_me(ctx, ctx.session.get(Person, link.number("p")))
        round_ = opening.get(ctx, link.number("r"))
        me.require(Act.KEEP_ROUND, opening.thing(ctx, round_))
        lines = [line.to_json(persons=True) for line in view.lines(ctx, round_)]
        words = {
            **_totals(ctx, round_),
            "groups": texts.schools(lines),
            "excused": [(school.name, why) for school, why in view.excused(ctx, round_)],
        }
    return page("round.html", **words)


def _totals(ctx: Context, round_: CollectionRound) -> dict[str, Any]:
    facts, found = view.totals(ctx, round_), rates.figures(ctx, round_)
    return {
        "t": texts.WORDS,
        "title": texts.title(facts),
        "lead": texts.lead(facts),
        "as_of": texts.as_of(facts),
        "dates": texts.dates(facts),
        "tiles": texts.tiles(facts["office"]),
        "standings": texts.standings(facts),
        "places": [
            (kind, texts.places(kind, view.by_place(rows)))
            for kind, rows in (("network", found.by_network), ("amphoe", found.by_amphoe))
            if any(one.key for one in rows)
        ],
    }
