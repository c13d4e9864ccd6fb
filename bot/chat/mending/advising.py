"""Advice: typed by hand, or an article of the office's own, looked at before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.chat.flow import Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.mending.card import Ref, brief, in_hand, ref_of
from bot.chat.mending.saying import MEDIA, Saying, box, say, with_file
from bot.chat.picking import picked
from bot.texts.ticket_work import FLOW
from bot.texts.ticket_work_replies import ARTICLE, EVERY, article_text
from handlers import knowledge
from handlers.context import Context
from handlers.knowledge import Article, Audience
from handlers.people import me
from models.tickets import Ticket

#: As many articles as one card offers.
_BEST, _MOST = 3, 10


class Advising:
    """The steps from «ให้คำแนะนำ» to what the reporter reads."""

    def __init__(self, articles: knowledge.Loaded) -> None:
        self._articles = articles

    def steps(self) -> dict[str, Step]:
        """By the names of their buttons."""
        return {
            "advise": self.advise,
            "articles": self.articles,
            "advising": self.advising,
            "article": self.article,
        }

    def advise(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Those that fit the report; or words of one's own."""
        ticket = in_hand(ctx, me(ctx, heard.person), ref_of(talk, heard))
        return self._offered(ctx, ticket, self._fitting(ticket))

    def articles(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """All of the category."""
        ticket = in_hand(ctx, me(ctx, heard.person), ref_of(talk, heard))
        return self._offered(ctx, ticket, self._of_category(ticket), every=True)

    def advising(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which article, or the advice itself: anything else that is typed, or a photo."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        ticket = in_hand(ctx, who, ref)
        if heard.kind in MEDIA:
            files, why = with_file((), heard)
            return box(ctx, ticket, ref, "advise", files, why or "file")
        if picked(heard, EVERY, by_number=False):
            return self._offered(ctx, ticket, self._of_category(ticket), every=True)
        titles = {slug: self._title(slug) for slug in talk.data["slugs"]}
        slug = picked(heard, titles)
        if slug is not None and slug in self._articles.articles:
            return self._preview(ctx, ticket, ref, self._articles.articles[slug])
        return _own_words(ctx, talk, heard, ref)

    def article(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear whether the article is sent; words typed here are one's own advice."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        found = self._articles.articles.get(str(talk.data["slug"]))
        chosen = picked(heard, ARTICLE)
        if chosen == "send" and found is not None:
            return say(ctx, who, ref, "advise", article_text(_facts(found)))
        ticket = in_hand(ctx, who, ref)
        if chosen is None and heard.kind is Kind.TEXT and heard.text.strip():
            return _own_words(ctx, talk, heard, ref)
        return self._offered(ctx, ticket, self._fitting(ticket))

    def _fitting(self, ticket: Ticket) -> Sequence[Article]:
        """The best for what was reported, then others of its category."""
        reader = Audience.SCHOOL if ticket.school_code else Audience.OFFICE
        best = knowledge.find(
            self._articles, ticket.subject, ticket.category, most=_BEST, reader=reader
        )
        more = [one for one in self._of_category(ticket) if one not in best]
        return [*best, *more][:_BEST]

    def _of_category(self, ticket: Ticket) -> Sequence[Article]:
        reader = Audience.SCHOOL if ticket.school_code else Audience.OFFICE
        found = [
            one
            for one in self._articles.articles.values()
            if one.category is ticket.category and one.is_for(reader)
        ]
        return sorted(found, key=lambda one: one.title)[:_MOST]

    def _offered(
        self, ctx: Context, ticket: Ticket, found: Sequence[Article], *, every: bool = False
    ) -> Outcome:
        titles = {one.slug: one.title for one in found}
        more = not every and len(self._of_category(ticket)) > len(found)
        data = brief(ctx, ticket, articles=titles, more=more)
        kept = Ref(ticket.id, ticket.version).data(slugs=list(titles))
        return Outcome((Notice("mending.advise", data),), "advising", kept, flow=FLOW)

    def _preview(self, ctx: Context, ticket: Ticket, ref: Ref, found: Article) -> Outcome:
        data = brief(ctx, ticket, article=_facts(found))
        kept = ref.data(slug=found.slug)
        return Outcome((Notice("mending.article", data),), "article", kept, flow=FLOW)

    def _title(self, slug: str) -> str:
        found = self._articles.articles.get(slug)
        return found.title if found else slug


def _own_words(ctx: Context, talk: Talk, heard: Heard, ref: Ref) -> Outcome:
    """What was typed is the advice."""
    data = ref.data(what="advise", files=[])
    return Saying().words(ctx, Talk(talk.flow, "words", data, talk.memory), heard)


def _facts(found: Article) -> dict[str, Any]:
    return {
        "title": found.title,
        "summary": found.summary,
        "steps": list(found.steps),
        "warning": found.warning,
        "otherwise": found.otherwise,
    }
