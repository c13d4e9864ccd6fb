"""«งานทั้งหมด»: every open ticket of the office's menders with who has it, in pages."""

from __future__ import annotations

from bot.chat.flow import END, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.mending.card import ByNumber, opened
from bot.chat.picking import elsewhere, picked, typed
from bot.texts.tasks import NEXT, row_label
from bot.texts.ticket_work import FLOW
from handlers.context import Context
from handlers.people import Me, me
from handlers.tickets.everyone import every_open
from models.rights import Act

#: As many rows as one card shows.
ROWS = 10


class Everyone:
    """The list, and what is opened from it."""

    def __init__(self, otherwise: Step, numbered: ByNumber) -> None:
        self._otherwise, self._numbered = otherwise, numbered

    def steps(self) -> dict[str, Step]:
        """By the names of their buttons."""
        return {"all": self.every, "listed": self.listed}

    def every(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The first page; «all» of nobody's who has no such work."""
        who = me(ctx, heard.person)
        if not who.may_anywhere(Act.SEE_NOTES):
            return Outcome((Notice("mending.not_staff"),), END)
        return self._page(ctx, who, 0)

    def listed(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which: by its row's number, by the ticket's own, or that there is more."""
        who, rows = me(ctx, heard.person), dict(talk.data["rows"])
        if picked(heard, NEXT, by_number=False):
            return self._page(ctx, who, int(talk.data["after"]))
        number = heard.value if heard.kind is Kind.PRESS else typed(heard.text)
        labels = {typed(row_label(n)): n for n in rows}
        number = labels.get(number, number)
        if number in rows:
            return opened(ctx, who, int(rows[number]))
        if heard.kind is Kind.TEXT and (found := self._numbered(ctx, talk, heard)):
            return found
        return elsewhere(self._otherwise, ctx, talk, heard) or self._page(ctx, who, 0)

    def _page(self, ctx: Context, who: Me, after: int) -> Outcome:
        every = every_open(ctx, who)
        after = after if after < len(every) else 0
        page = {str(n): one for n, one in enumerate(every, 1) if after < n <= after + ROWS}
        more = len(every) > after + ROWS
        late = sum(one["late"] for one in every)
        data = {"rows": page, "count": len(every), "late": late, "more": more}
        known = {str(n): one["id"] for n, one in enumerate(every[: after + ROWS], 1)}
        kept = {"rows": known, "after": after + ROWS if more else 0}
        said = Notice("mending.all", {**data, "now": ctx.now.isoformat()})
        return Outcome((said,), "listed", kept, flow=FLOW)
