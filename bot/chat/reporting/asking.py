"""What is asked of somebody who reports trouble: one notice and one step for each question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.chat.flow import Notice, Outcome
from bot.chat.reporting.state import Kit, Trouble, places
from bot.texts.reporting import FLOW
from handlers import schools
from handlers.context import Context
from handlers.knowledge import Article
from handlers.people import Me
from handlers.people.vocabulary import school_name
from handlers.tickets import opening
from models.tickets import Category

#: How many categories are offered where the words leave it open, before all others.
_LIKELY = 3
#: What breaks most, where the words say nothing.
_USUAL = (Category.COMPUTER, Category.PRINTER, Category.NETWORK)


def keep(trouble: Trouble, step: str, *notices: Notice, **more: Any) -> Outcome:
    """Say that, and wait in this step; `more` is what it offers."""
    return Outcome(notices, next=step, data={**trouble.to_json(), **more}, flow=FLOW)


def facts(ctx: Context, trouble: Trouble, **more: Any) -> dict[str, Any]:
    """What every card shows of it."""
    return {
        "category": trouble.category,
        "urgency": trouble.urgency,
        "place": place_name(ctx, trouble),
        "words": trouble.words,
        "asset": trouble.asset,
        "files": len(trouble.files),
        "behalf": trouble.name if trouble.behalf else "",
        "lead": "",
        **more,
    }


def place_name(ctx: Context, trouble: Trouble) -> str:
    """The school or the group, as people write it."""
    if not trouble.school:
        return trouble.place
    found = schools.by_code(ctx, trouble.school)
    return school_name(found.name if found else trouble.school)


def what(trouble: Trouble, lead: str = "") -> Outcome:
    """What is it about?"""
    said = {"files": len(trouble.files), "lead": lead, "behalf": trouble.behalf}
    return keep(trouble, "what", Notice("report.what", said))


def category(trouble: Trouble, lead: str = "", *, every: bool = False) -> Outcome:
    """One of the likely ones; or of all, where the guess was wrong."""
    likely = [*trouble.others, *(c.value for c in _USUAL)]
    found = [c for c in dict.fromkeys(likely) if c != Category.OTHER][:_LIKELY]
    offered = [c.value for c in Category] if every else [*found, Category.OTHER.value]
    said = {
        "offered": offered,
        "now": trouble.category,
        "words": trouble.words,
        "files": len(trouble.files),
        "lead": lead,
    }
    return keep(trouble, "category", Notice("report.category", said), offered=offered)


def where(kit: Kit, ctx: Context, who: Me, trouble: Trouble, lead: str = "") -> Outcome:
    """Somebody of several places: of which one is it?"""
    options = {ref: place_name(ctx, Trouble().at(ref)) for ref in places(kit, who)}
    said = facts(ctx, trouble, options=list(options.items()), lead=lead)
    return keep(trouble, "where", Notice("report.where", said), options=options)


def same(
    ctx: Context, trouble: Trouble, known: Mapping[str, Mapping[str, Any]], lead: str = ""
) -> Outcome:
    """It is reported already: the same, or something else?"""
    shown = facts(ctx, trouble, same=list(known.values()), refs=list(known), lead=lead)
    seen = replace(trouble, seen=True)
    return keep(seen, "same", Notice("report.same", shown), same=dict(known))


def advice(ctx: Context, trouble: Trouble, article: Article) -> Outcome:
    """Show an article; that it was shown is counted."""
    row = opening.advise(ctx, article.slug, Category(trouble.category), trouble.school or None)
    seen = replace(trouble, advice=[*trouble.advice, row.id], seen=True)
    shown = facts(
        ctx, trouble, title=article.title, summary=article.summary, steps=list(article.steps),
        warning=article.warning,
    )  # fmt: skip
    return keep(seen, "advice", Notice("report.advice", shown), title=article.title)


def advice_again(ctx: Context, trouble: Trouble, title: str, lead: str) -> Outcome:
    """Did it help? Its steps stand above."""
    shown = facts(ctx, trouble, title=title, summary="", steps=[], warning="", lead=lead)
    return keep(trouble, "advice", Notice("report.advice", shown), title=title)


def urgency(ctx: Context, trouble: Trouble, lead: str = "") -> Outcome:
    """How much stands still?"""
    seen = replace(trouble, seen=True)
    return keep(seen, "urgency", Notice("report.urgency", facts(ctx, trouble, lead=lead)))


def confirm(ctx: Context, trouble: Trouble, lead: str = "") -> Outcome:
    """Nothing had to be asked: it is shown before it is reported."""
    return keep(trouble, "confirm", Notice("report.confirm", facts(ctx, trouble, lead=lead)))
