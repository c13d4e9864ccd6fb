"""A collection round: its figures for everybody; with a signed link, names and telephones for the
one who keeps it. Their right is looked up anew at each opening."""

from __future__ import annotations

import io
from typing import Any

from flask import Blueprint, Response, send_file

from bot.pages.open_data.responses import settings
from bot.pages.signed import Link, behind, context, database, page, private
from bot.texts import round_evidence, round_sheets
from bot.texts import round_pages as texts
from handlers.context import Context
from handlers.people import Me, as_me
from handlers.rounds import evidence, listing, opening, rates, view
from models.people import Person
from models.rights import Act
from models.rounds import CollectionRound

PAGE, BOOK = "rounds", "schools.xlsx"

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
        _, round_ = _kept(ctx, link)
        lines = [line.to_json(persons=True) for line in view.lines(ctx, round_)]
        words = {
            **_totals(ctx, round_),
            "groups": texts.schools(lines, ctx.now.isoformat()),
            "excused": [(school.name, why) for school, why in view.excused(ctx, round_)],
        }
    return page("round.html", **words, book=f"{link.path}/{BOOK}")


@rounds.get(f"/<token>/{BOOK}")
@behind(PAGE, gone="round_link")
def book(link: Link) -> Response:
    """The same as a workbook, with who was told what, when and how: to be printed or kept."""
    from bot.documents import workbooks

    with database().reading() as session:
        ctx = context(session)
        me, round_ = _kept(ctx, link)
        found = listing.status(ctx, me, round_.id)
        told = evidence.evidence(ctx, me, round_.id)
    office = settings().office_name
    sheets = [*round_sheets.sheets(found, office), *round_evidence.sheets(told, office)]
    file = io.BytesIO(workbooks.xlsx_of(sheets))
    name = f"{texts.title(found)}.xlsx"
    return send_file(file, workbooks.XLSX, as_attachment=True, download_name=name)


def _kept(ctx: Context, link: Link) -> tuple[Me, CollectionRound]:
    """Who opened the link, and the round that they keep. Raises NotFound, NotAllowed."""
    me = as_me(ctx, ctx.session.get(Person, link.number("p")))
    round_ = opening.get(ctx, link.number("r"))
    me.require(Act.KEEP_ROUND, opening.thing(ctx, round_))
    return me, round_


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
