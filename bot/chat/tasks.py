"""«งานของฉัน»: what waits for one of the staff, oldest due first; picking one opens its card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.chat import questions, wishing
from bot.chat.buttons import record_id
from bot.chat.flow import END, Flow, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.handling.card import Ref, guarded, opened, pressed, ref_of
from bot.chat.handling.choosing import elsewhere
from bot.chat.picking import typed
from bot.texts.tasks import FLOW, NEXT, OPENED, row_label
from handlers.context import Context
from handlers.forms import Loaded
from handlers.people import Me, me, wishes
from handlers.questions import Office
from handlers.requests.access import by_number
from handlers.requests.notifying import held
from handlers.requests.tasks import Task, waiting_for
from handlers.telling import drop_held
from models.people import Role
from models.rights import Act

#: As many rows as one card shows.
ROWS = 10
_DIRECTORS = frozenset({Role.GROUP_DIRECTOR, Role.DEPUTY_DIRECTOR, Role.AREA_DIRECTOR})
#: Opens the card of the record whose number was typed; None for what is no number.
ByNumber = Callable[[Context, Talk, Heard], Outcome | None]


def flows(
    office: Office,
    forms: Loaded,
    others: Mapping[str, Flow] | None = None,
    numbered: ByNumber | None = None,
    otherwise: Step | None = None,
) -> list[Flow]:
    """The flow of the word งานของฉัน. `otherwise` hears what is no answer to a list.

    `others` are the flows whose step `open` shows the card of a record that is no request, by its
    kind (`ticket` of «ticket:7»).
    """
    otherwise = otherwise or questions.flows(office)[0].steps["ask"]
    listing = _Tasks(forms, otherwise, dict(others or {}), numbered)
    steps = {"start": listing.start, "pick": listing.pick, "open": listing.open}
    guards = {name: guarded(forms, Act.SEE_REQUEST, step) for name, step in steps.items()}
    return [Flow(FLOW, guards, start="start", private=True)]


class _Tasks:
    def __init__(
        self,
        forms: Loaded,
        otherwise: Step,
        others: Mapping[str, Flow],
        numbered: ByNumber | None,
    ) -> None:
        self._forms, self._otherwise = forms, otherwise
        self._others, self._numbered = others, numbered
        #: The step `open` with its guard, which knows by it what request it was about.
        self.opening = guarded(forms, Act.SEE_REQUEST, self.open)

    def start(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The first rows. Whoever has no post in the office sees nothing of it."""
        who = me(ctx, heard.person)
        if not who.is_staff:
            return Outcome((Notice("tasks.not_staff"),), END)
        return self._listed(ctx, who, 0)

    def pick(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which: by its row's number, or by the request's own."""
        who, rows = me(ctx, heard.person), dict(talk.data.get("rows", {}))
        if heard.value in NEXT or typed(heard.text) in map(typed, NEXT.values()):
            return self._listed(ctx, who, int(talk.data.get("after", 0)))
        number = _row(heard, rows)
        if number is not None:
            return self._opened(ctx, talk, heard, str(rows[number]))
        if self._numbered and (found := self._numbered(ctx, talk, heard)):
            return found
        if (request := by_number(ctx, heard.text)) is not None:
            return self.opening(ctx, talk, pressed(heard, Ref(request.id, 0)))
        return elsewhere(self._otherwise, ctx, talk, heard)

    def open(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """A row of a digest: its card as it is now. `ticket:7`, or `id:version` of a request."""
        if heard.value.partition(":")[0] in self._others:
            return self._opened(ctx, talk, heard, heard.value)
        return opened(ctx, self._forms, me(ctx, heard.person), ref_of(talk, heard).id)

    def _opened(self, ctx: Context, talk: Talk, heard: Heard, ref: str) -> Outcome:
        kind, _, number = ref.partition(":")
        if kind not in self._others:
            return self.opening(ctx, talk, pressed(heard, Ref(record_id(number), 0)))
        flow, press = self._others[kind], pressed(heard, Ref(record_id(number), 0))
        outcome = flow.steps["open"](ctx, Talk(memory=talk.memory), press)
        goes_on = outcome.next != END
        return replace(outcome, flow=outcome.flow or flow.name) if goes_on else outcome

    def _listed(self, ctx: Context, who: Me, after: int) -> Outcome:
        found = waiting_for(ctx, who)
        if who.person and who.person.line_user:
            drop_held(ctx, who.person.line_user, held(who.person.line_user))
        director = any(holder.role in _DIRECTORS for holder in who.holders)
        announces = who.may_anywhere(Act.ANNOUNCE)
        # Who wants to be known stands beside the requests: the list of it has buttons of its own.
        asked = (wishing.listed(ctx, who),) if wishes.waiting(ctx, who) else ()
        if not found:
            said = asked or (Notice("tasks.none", {"director": director, "announces": announces}),)
            return Outcome(said, "pick", flow=FLOW)
        if after >= len(found):
            after = 0
        page = {str(n): one for n, one in enumerate(found, 1)}
        rows = {n: one for n, one in page.items() if after < int(n) <= after + ROWS}
        more = len(found) > after + ROWS
        data = {
            "rows": {n: _facts(ctx, one) for n, one in rows.items()},
            "count": len(found),
            "more": more,
            "director": director,
            "announces": announces,
        }
        kept = {
            "rows": {n: one.ref for n, one in page.items() if one.ref.split(":")[0] in OPENED},
            "after": after + ROWS if more else 0,
        }
        return Outcome((*asked, Notice("tasks.list", data)), "pick", kept, flow=FLOW)


def _facts(ctx: Context, task: Task) -> dict[str, Any]:
    late = task.due_at is not None and datetime.fromisoformat(task.due_at) < ctx.now
    return {**task.to_json(), "late": late}


def _row(heard: Heard, rows: Mapping[str, Any]) -> str | None:
    """The number of the row that was pressed or typed, bare or as its button has it."""
    if heard.kind is Kind.PRESS:
        return heard.value if heard.value in rows else None
    said = typed(heard.text)
    return next((n for n in rows if said in (n, typed(row_label(n)))), None)
