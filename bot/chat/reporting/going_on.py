"""What comes next of a report: the next question, what may help, and the ticket in the end.

Whatever is known is not asked.
"""

from __future__ import annotations

from bot.chat.flow import Heard, Notice, Outcome
from bot.chat.reporting import asking, known, making, whose
from bot.chat.reporting.state import Kit, Trouble, places
from bot.texts import consent
from bot.texts.reporting import FLOW
from handlers import knowledge
from handlers.context import Context
from handlers.knowledge import Article, Audience
from handlers.people import Me, consents
from handlers.questions import find_schools
from models.tickets import Category


def go_on(kit: Kit, ctx: Context, who: Me, heard: Heard, trouble: Trouble) -> Outcome:
    """The next question, or the ticket."""
    own = [] if trouble.behalf else places(kit, who)
    trouble = _placed(kit, ctx, who, own, trouble)
    if trouble.behalf and (asked := whose.caller(ctx, trouble)):
        return asked
    if not trouble.words and not trouble.silent:
        return asking.what(trouble)
    if not trouble.category:
        return asking.category(trouble)
    if own and not trouble.placed:
        return asking.where(kit, ctx, who, trouble)
    if found := known.already(ctx, who, trouble):
        return asking.same(ctx, trouble, known.shown(found))
    if trouble.wants_advice and (article := advice_for(kit, trouble)):
        return asking.advice(ctx, trouble, article)
    if not trouble.urgency:
        return asking.urgency(ctx, trouble)
    if not (own or trouble.behalf) and (asked := _stranger(ctx, who, trouble)):
        return asked
    if not trouble.seen:
        return asking.confirm(ctx, trouble)
    return making.make(kit, ctx, who, heard, trouble)


def advice_for(kit: Kit, trouble: Trouble) -> Article | None:
    """The article that fits best, for whoever is there."""
    reader = Audience.SCHOOL if trouble.school else Audience.ALL
    found = knowledge.find(
        kit.articles, trouble.words, Category(trouble.category), most=1, reader=reader
    )
    return found[0] if found else None


def _placed(kit: Kit, ctx: Context, who: Me, own: list[str], trouble: Trouble) -> Trouble:
    """At the only place that it can be: of their post, or what they once said of themselves."""
    if trouble.placed or trouble.behalf or len(own) > 1:
        return trouble
    if own:
        return trouble.at(own[0])
    said = who.person.affiliation if who.person else ""
    if not said:
        return trouble
    found = find_schools(ctx, said, office=kit.office)
    return trouble.at(f"school:{found[0]['code']}" if len(found) == 1 else f"group:{said}")


def _stranger(ctx: Context, who: Me, trouble: Trouble) -> Outcome | None:
    """What somebody without a post is asked besides: consent, where, who."""
    given = who.id is not None and consents.given(ctx, who.id, consent.VERSION) is not None
    if not given and trouble.agreed != consent.VERSION:
        said = Notice("people.consent", {"flow": FLOW, "step": "consent"})
        return asking.keep(trouble, "consent", said)
    return whose.stranger(ctx, who, trouble)
