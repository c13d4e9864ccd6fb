"""Looking without changing: the papers of a request, and what was done to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from bot.chat.flow import END, Heard, Notice, Outcome, Step, Talk
from bot.chat.handling.card import facts, ref_of, see
from bot.texts import handling as words
from handlers.budget import BANGKOK
from handlers.context import Context
from handlers.forms import Loaded
from handlers.people import me
from handlers.requests import view
from handlers.requests.access import access_request
from models.audit import AuditEntry
from models.people import Person
from models.rights import Act

#: As many entries as a card can hold; the whole of it is `audit list`.
MOST_ENTRIES = 12


class Looking:
    """The steps that change nothing."""

    def __init__(self, forms: Loaded) -> None:
        self._forms = forms

    def steps(self) -> dict[str, Step]:
        """By the names of their buttons."""
        return {
            "form": self._paper("form"),
            "summary": self._paper("summary"),
            "letter": self._paper("letter"),
            "history": self.history,
        }

    def history(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Who did what to it, when."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        see(ctx, who, ref.id)
        request = access_request(ctx, who, ref.id, Act.SEE_HISTORY, for_update=False)
        data = {**view.brief(request), **entries(ctx, request.id)}
        return _stays(talk, Notice("handling.history", data))

    def _paper(self, kind: str) -> Step:
        def step(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
            ref, who = ref_of(talk, heard), me(ctx, heard.person)
            data = facts(ctx, self._forms, who, see(ctx, who, ref.id)) | {"page": kind}
            return _stays(talk, Notice("handling.link", data))

        return step


def entries(ctx: Context, request_id: int) -> dict[str, Any]:
    """The newest entries of the audit, oldest first, and how many there are before."""
    of = AuditEntry.subject == f"request:{request_id}"
    count = ctx.session.scalar(select(func.count()).select_from(AuditEntry).where(of)) or 0
    rows = ctx.session.scalars(
        select(AuditEntry).where(of).order_by(AuditEntry.id.desc()).limit(MOST_ENTRIES)
    ).all()
    names = _names(ctx, rows)
    found = [
        {
            "day": row.at.astimezone(BANGKOK).date().isoformat(),
            "time": f"{row.at.astimezone(BANGKOK):%H.%M}",
            "verb": row.action.rpartition(":")[2],
            "by": names.get(row.actor, ""),
        }
        for row in reversed(rows)
    ]
    return {"entries": found, "before": count - len(found)}


def _names(ctx: Context, rows: Sequence[AuditEntry]) -> dict[str, str]:
    """The people behind LINE accounts; the clock and the system have no name."""
    lines = {row.actor.removeprefix("line:") for row in rows if row.actor.startswith("line:")}
    people = ctx.session.scalars(select(Person).where(Person.line_user.in_(lines)))
    return {f"line:{person.line_user}": person.name for person in people}


def _stays(talk: Talk, notice: Notice) -> Outcome:
    """Looking ends nothing: the card above can still be answered by typing."""
    if talk.step == "choose":
        return Outcome((notice,), "choose", dict(talk.data), flow=talk.flow or words.FLOW)
    return Outcome((notice,), END)
