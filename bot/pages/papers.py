"""Papers of requests, repairs, rounds and announcements as PDF, behind a link that belongs to one
person: their right is looked up anew at each opening."""

from __future__ import annotations

import io

from flask import Blueprint, Response, request, send_file

from bot.pages.open_data.responses import settings
from bot.pages.signed import Link, behind, context, database, forms, private, stop
from bot.papers import Kind, Letterhead, paper
from bot.papers.circular import circular_pdf
from bot.papers.repair import repair_memo
from bot.texts import circulars, repair_papers, request_papers
from bot.texts.request_words import number_text
from handlers.announcements import letter as announcements
from handlers.people import as_me
from handlers.requests import papers as gathering
from handlers.requests import view
from handlers.requests.access import access_request
from handlers.rounds import letter as rounds
from handlers.tickets import repairing
from handlers.tickets import view as tickets
from models.people import Person
from models.rights import Act

PAGE = "papers"
PDF = "application/pdf"
#: What a link calls the memo of a repair.
REPAIR = "repair"
#: What it calls the letter to the schools.
CIRCULAR = "circular"

papers = Blueprint(PAGE, __name__, url_prefix="/papers", template_folder="templates")
private(papers)


@papers.get("/<token>")
@behind(PAGE)
def shown(link: Link) -> Response:
    """The paper that the link names; with `?wet=1` a copy to be signed by hand."""
    if link.claims.get("k") == REPAIR:
        return _repair(link)
    if link.claims.get("k") == CIRCULAR:
        return _circular(link)
    kind = _kind(link)
    if kind is None:
        return stop(404, "bad_link")
    with database().reading() as session:
        ctx = context(session)
        me = as_me(ctx, ctx.session.get(Person, link.number("p")))
        asked = access_request(ctx, me, link.number("r"), Act.SEE_REQUEST, for_update=False)
        staff = gathering.sees_all(me, asked)
        wet = request.args.get("wet") == "1"
        head = Letterhead.of(settings())
        pdf = paper(ctx, forms(), asked, kind, head, staff=staff, wet=wet)
        number = number_text(view.brief(asked)).replace("/", "-")
    name = f"{request_papers.NAMES[kind.value]} {number}.pdf"
    return send_file(io.BytesIO(pdf), PDF, download_name=name, max_age=0)


def _repair(link: Link) -> Response:
    """The memo of a repair, for whoever may see the repair now."""
    with database().reading() as session:
        ctx = context(session)
        me = as_me(ctx, ctx.session.get(Person, link.number("p")))
        row, ticket = repairing.see(ctx, me, link.number("repair"))
        pdf = repair_memo(ctx, row, ticket, Letterhead.of(settings()))
        number = number_text(tickets.brief(ticket)).replace("/", "-")
    name = f"{repair_papers.NAME} {number}.pdf"
    return send_file(io.BytesIO(pdf), PDF, download_name=name, max_age=0)


def _circular(link: Link) -> Response:
    """The letter to the schools, for whoever may send it now."""
    with database().reading() as session:
        ctx = context(session)
        me = as_me(ctx, ctx.session.get(Person, link.number("p")))
        if "round" in link.claims:
            facts = rounds.letter_facts(ctx, me, link.number("round"))
        else:
            facts = announcements.letter_facts(ctx, me, link.number("announcement"))
        pdf = circular_pdf(facts, Letterhead.of(settings()))
    return send_file(io.BytesIO(pdf), PDF, download_name=circulars.file_name(facts), max_age=0)


def _kind(link: Link) -> Kind | None:
    said = link.claims.get("k")
    return Kind(said) if isinstance(said, str) and said in set(Kind) else None
