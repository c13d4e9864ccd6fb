"""What it is, how urgent, whether it is known, and what may help: each in one tap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.chat.flow import Heard, Notice, Outcome, Step, Talk
from bot.chat.picking import picked
from bot.chat.reporting import aside, asking, making
from bot.chat.reporting.state import Kit, Trouble
from bot.chat.reporting.whose import GoOn
from bot.texts import reporting as words
from bot.texts.ticket_words import CATEGORY, URGENCY
from handlers.context import Context
from handlers.people import me
from handlers.tickets import opening
from models.errors import NotAllowed, NotFound

#: Asks the same again, after what was said.
Again = Callable[[Trouble, str], Outcome]


class Sorting:
    """The steps of the cards. `go_on` knows what comes next."""

    def __init__(self, kit: Kit, go_on: GoOn) -> None:
        self._kit, self._go_on = kit, go_on

    def steps(self) -> dict[str, Step]:
        """By their names."""
        return {
            "category": self.category,
            "where": self.where,
            "same": self.same,
            "advice": self.advice,
            "urgency": self.urgency,
            "confirm": self.confirm,
        }

    def category(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear what it is about: one of those offered, or any other by its name."""
        trouble = Trouble.of(talk.data)
        offered = [str(one) for one in talk.data["offered"]]
        labels = {one: CATEGORY[one] for one in offered}
        chosen = picked(heard, labels) or picked(heard, CATEGORY, by_number=False)
        if chosen:
            return self._next(ctx, heard, trouble.about(chosen))
        every = len(offered) == len(CATEGORY)
        return self._aside(
            ctx, talk, heard, lambda more, lead: asking.category(more, lead, every=every)
        )

    def where(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear at which of their places it is."""
        trouble, who = Trouble.of(talk.data), me(ctx, heard.person)
        options = {str(ref): str(name) for ref, name in talk.data["options"].items()}
        ref = picked(heard, options)
        if ref is None:
            return self._aside(
                ctx, talk, heard,
                lambda more, lead: asking.where(self._kit, ctx, who, more, lead),
            )  # fmt: skip
        return self._next(ctx, heard, trouble.at(ref))

    def same(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear whether it is what was reported already."""
        trouble, refs = Trouble.of(talk.data), dict(talk.data["same"])
        chosen = picked(heard, words.same_labels(refs))
        if chosen is None:
            return self._aside(
                ctx, talk, heard, lambda more, lead: asking.same(ctx, more, refs, lead)
            )
        apart = replace(trouble, apart=[*trouble.apart, *refs], tried=True)
        if chosen in refs:
            who = me(ctx, heard.person)
            try:
                joined = making.join(self._kit, ctx, who, heard, trouble, chosen)
            except (NotAllowed, NotFound):
                joined = None
            if joined is not None:
                return joined
        return self._next(ctx, heard, apart)

    def advice(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear whether the article helped."""
        trouble = Trouble.of(talk.data)
        chosen = picked(heard, words.ADVICE) or words.helped(heard.text)
        if chosen == "works":
            opening.advice_helped(ctx, trouble.advice)
            return Outcome((Notice("report.helped"),))
        if chosen == "broken":
            return self._next(ctx, heard, replace(trouble, tried=True))
        if chosen == "category":
            return asking.category(trouble, every=True)
        title = str(talk.data["title"])
        return self._aside(
            ctx, talk, heard, lambda more, lead: asking.advice_again(ctx, more, title, lead)
        )

    def urgency(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear how urgent it is."""
        trouble = Trouble.of(talk.data)
        chosen = picked(heard, {**URGENCY, **words.CHANGE_CATEGORY})
        if chosen == "category":
            return asking.category(trouble, every=True)
        if chosen:
            return self._next(ctx, heard, replace(trouble, urgency=chosen))
        return self._aside(ctx, talk, heard, lambda more, lead: asking.urgency(ctx, more, lead))

    def confirm(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Report it, or put it right first."""
        trouble, chosen = Trouble.of(talk.data), picked(heard, words.CONFIRM)
        if chosen == "report":
            return self._next(ctx, heard, replace(trouble, seen=True))
        if chosen == "category":
            return asking.category(trouble, every=True)
        if chosen == "urgency":
            return asking.urgency(ctx, replace(trouble, urgency=""))
        return self._aside(ctx, talk, heard, lambda more, lead: asking.confirm(ctx, more, lead))

    def _next(self, ctx: Context, heard: Heard, trouble: Trouble) -> Outcome:
        return self._go_on(ctx, me(ctx, heard.person), heard, trouble)

    def _aside(self, ctx: Context, talk: Talk, heard: Heard, again: Again) -> Outcome:
        """No choice of the card: it is kept with the trouble, or answered in between."""
        trouble = Trouble.of(talk.data)
        if found := aside.figure(self._kit, ctx, talk, heard):
            return aside.answered(found, again(trouble, ""))
        before = trouble.urgency
        trouble, lead = aside.taken(trouble, heard)
        if trouble.urgency != before and not trouble.wants_advice:
            return self._next(ctx, heard, trouble)  # it has become clear how urgent it is
        return again(trouble, lead)
