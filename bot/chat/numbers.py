"""A record's number typed by itself opens it: «จป. 1/2570» of a ticket, «คข. 1/2570» of a request.

Staff get the card that they work with, the reporter or requester their own. Whoever may see
neither is told that there is no such thing of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import wraps

from sqlalchemy import select

from bot.chat.flow import END, Flow, Heard, Kind, Notice, Outcome, Step, Talk
from bot.texts.following import FLOW as FOLLOWING
from bot.texts.tasks import FLOW as TASKS
from bot.texts.ticket_watch import MINE
from bot.texts.ticket_work import FLOW as WORK
from bot.texts.ticket_work import REPAIRS
from handlers.context import Context
from handlers.people import Me, me
from handlers.requests import access as requests
from handlers.tickets import repairing
from handlers.tickets.access import parties, thing
from handlers.tickets.vocabulary import PREFIX
from models.requests import ServiceRequest
from models.rights import Act
from models.tickets import Ticket

FLOW = "numbers"
#: Steps below a card, by their flows: there a number is no answer to what was asked.
CARDS = {
    FOLLOWING: ("card",),
    MINE: ("card", "add"),
    "handling": ("choose",),
    "deciding": ("choose",),
    "incident": ("choose",),
}
#: A prefix of a few letters, the number, the year.
_NUMBER = re.compile(r"(?P<prefix>[ก-ฮ]{1,4}\.?)?\s*(?P<number>\d{1,6})\s*/\s*(?P<year>\d{4})")
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

#: Opens the card of the record whose number was typed; None for what is no number.
ByNumber = Callable[[Context, Talk, Heard], Outcome | None]


def heard_elsewhere(otherwise: Step, numbered: ByNumber) -> Step:
    """A step that hears what is no choice of a card: a record's number, or whatever people say.

    `otherwise` is the first step of the flow `question`.
    """

    def hear(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        if found := numbered(ctx, talk, heard):
            return found
        outcome = otherwise(ctx, Talk(memory=talk.memory), heard)
        settled = outcome.next == END or outcome.flow
        return outcome if settled else replace(outcome, flow="question")

    return hear


class Numbers:
    """Opens records by their numbers. `flows` are those whose cards are opened, by their names."""

    def __init__(self) -> None:
        self._flows: Mapping[str, Flow] = {}

    def know(self, flows: Iterable[Flow]) -> None:
        """The flows that there are, once all are put together."""
        self._flows = {flow.name: flow for flow in flows}

    def flow(self) -> Flow:
        """The flow that hears a number typed by itself."""
        return Flow(FLOW, {"start": self.start}, start="start", private=True)

    def before(self, flow: Flow) -> Flow:
        """The flow, whose steps below a card hear a record's number as such."""
        names = CARDS.get(flow.name, ())

        def first(step: Step) -> Step:
            @wraps(step)
            def run(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
                return self.heard(ctx, talk, heard) or step(ctx, talk, heard)

            return run

        if not names:
            return flow
        steps = {n: first(step) if n in names else step for n, step in flow.steps.items()}
        return replace(flow, steps=steps)

    def start(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Nothing is told of what is not theirs, not even that it exists."""
        none = Notice("refused", {"why": "not_found", "what": "number"})
        return self.heard(ctx, talk, heard) or Outcome((none,), END)

    def heard(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome | None:
        """The card of the record whose number was typed; None for anything else."""
        found = _NUMBER.fullmatch(heard.text.translate(_DIGITS).strip())
        if heard.kind is not Kind.TEXT or found is None:
            return None
        who = me(ctx, heard.person)
        where = self._where(ctx, who, found)
        if where is None:
            return None
        flow, step, value = where
        run: Step = self._flows[flow].steps[step]
        outcome = run(ctx, Talk(memory=talk.memory), replace(heard, kind=Kind.PRESS, value=value))
        return replace(outcome, flow=outcome.flow or flow) if outcome.next != END else outcome

    def _where(self, ctx: Context, who: Me, found: re.Match[str]) -> tuple[str, str, str] | None:
        """The flow, its step and the value of the button that would open it."""
        prefix = found["prefix"] and found["prefix"].rstrip(".") + "."
        request = _request(ctx, found, prefix)
        if request is not None and (prefix or _of_theirs(who, request)):
            own = request.requester_id == who.id
            return (FOLLOWING, "show", f"{request.id}") if own or not who.is_staff else (
                TASKS, "open", f"{request.id}:0",
            )  # fmt: skip
        ticket = _ticket(ctx, found, prefix or PREFIX)
        return _of_ticket(ctx, who, ticket) if ticket is not None else None


def _request(ctx: Context, found: re.Match[str], prefix: str | None) -> ServiceRequest | None:
    query = select(ServiceRequest).where(
        ServiceRequest.number == int(found["number"]),
        ServiceRequest.fiscal_year == int(found["year"]),
    )
    if prefix:
        query = query.where(ServiceRequest.prefix == prefix)
    rows = ctx.session.scalars(query).all()
    return rows[0] if len(rows) == 1 else None


def _ticket(ctx: Context, found: re.Match[str], prefix: str) -> Ticket | None:
    return ctx.session.scalar(
        select(Ticket).where(
            Ticket.number == int(found["number"]),
            Ticket.fiscal_year == int(found["year"]),
            Ticket.prefix == prefix,
        )
    )


def _of_theirs(who: Me, request: ServiceRequest) -> bool:
    of = requests.thing(request, Act.SEE_REQUEST)
    return request.requester_id == who.id or who.may(Act.SEE_REQUEST, of)


def _of_ticket(ctx: Context, who: Me, ticket: Ticket) -> tuple[str, str, str] | None:
    value, of = f"{ticket.id}:{ticket.version}", thing(ctx, ticket)
    # What one of the staff reported and has in hand is theirs to mend.
    if who.id in parties(ctx, ticket) and ticket.technician_id != who.id:
        return MINE, "open", value
    if who.may(Act.SEE_NOTES, of):
        return WORK, "open", value
    repair = repairing.current(ctx, ticket.id)
    if repair is not None and who.may(Act.HANDLE_REPAIR, of):
        return REPAIRS, "open", f"{repair.id}:0"
    return (MINE, "open", value) if who.may(Act.SEE_TICKET, of) else None
