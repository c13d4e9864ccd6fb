"""Conferences in chat: who takes part, and one tap that tells them all where it goes on.

Buttons are standing ones. The one that tells carries what was seen: version, price, channel, way
in. See docs/flows/conferences.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.chat.buttons import record_id
from bot.chat.flow import END, Flow, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.guarding import guard
from bot.chat.numbers import ByNumber, heard_elsewhere
from bot.chat.picking import picked, typed
from bot.texts import conferences as words
from bot.texts.conferences import FLOW, MOST_NAMES
from handlers.bookings import fallbacks
from handlers.conferences import attending, meetings, switching
from handlers.conferences.meetings import Meeting
from handlers.conferences.switching import AlreadyTold, LinkTooLong, PriceChanged, TooDear
from handlers.context import Context
from handlers.people import Me, me
from models.errors import NotAllowed, NotFound, Outdated, Refusal, WrongState
from models.rights import Act

#: As many as one list shows.
ROWS = 10
#: What stops the telling, and leaves the card as it stands.
_LEADS: dict[type[Refusal], str] = {
    Outdated: "outdated",
    PriceChanged: "price",
    TooDear: "dear",
    LinkTooLong: "long",
}


def flows(otherwise: Step, numbered: ByNumber) -> list[Flow]:
    """The flow of the words เข้าร่วม and ไม่เข้าร่วม, and of the staff's button on a ticket.

    `otherwise` hears what is no choice; `numbered` opens a record whose number is typed.
    """
    otherwise = heard_elsewhere(otherwise, numbered)
    attend, move = _Attending(otherwise), _Switching(otherwise)
    steps = {
        "start": attend.start,
        "leave_typed": attend.leave_typed,
        "pick": attend.pick,
        "join": attend.join,
        "leave": attend.leave,
        "switch": move.switch,
        "link": move.link,
        "tell": move.tell,
        "free": move.free,
        "people": move.people,
        "done": move.done,
    }
    guards = {name: _guarded(step) for name, step in steps.items()}
    return [
        Flow(FLOW, guards, start="start", private=True, hears_all=frozenset({"link"})),
    ]


class _Attending:
    """`otherwise` hears what is no choice of the list."""

    def __init__(self, otherwise: Step) -> None:
        self._otherwise = otherwise

    def start(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The word: those to come; the only one is joined at once."""
        who = me(ctx, heard.person)
        who.require(Act.ATTEND_CONFERENCE)
        found = meetings.coming(ctx)
        if len(found) == 1:
            return _joined(ctx, who, found[0].ticket.id)
        return _listed(ctx, who, found, leave=False)

    def leave_typed(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The word: those they take part in; from the only one their name is taken at once."""
        who = me(ctx, heard.person)
        who.require(Act.ATTEND_CONFERENCE)
        every = meetings.coming(ctx)
        mine = attending.attended(ctx, who, [one.ticket.id for one in every])
        found = [one for one in every if one.ticket.id in mine]
        if len(found) == 1:
            return _left(ctx, who, found[0].ticket.id)
        return _listed(ctx, who, found, leave=True)

    def pick(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which: a number, or the label of a button."""
        who, rows, said = me(ctx, heard.person), talk.data["rows"], typed(heard.text)
        for n, id_ in rows.items():
            leave = said == f"{words.LEAVE} {n}" or (said == n and talk.data["leave"])
            if leave:
                return _left(ctx, who, int(id_))
            if said in (n, f"{words.JOIN} {n}"):
                return _joined(ctx, who, int(id_))
        return self._otherwise(ctx, talk, heard)

    def join(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button."""
        return _joined(ctx, me(ctx, heard.person), record_id(heard.value))

    def leave(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button."""
        return _left(ctx, me(ctx, heard.person), record_id(heard.value))


class _Switching:
    """What staff see and press. `otherwise` hears what is typed when everybody is told."""

    def __init__(self, otherwise: Step) -> None:
        self._otherwise = otherwise

    def switch(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button of the ticket's card (`id:version`): what would be told, at what price."""
        return _shown(ctx, me(ctx, heard.person), _Move(record_id(heard.value)))

    def link(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the way in, another channel, or that everybody is to be told."""
        who, move = me(ctx, heard.person), _seen(talk, heard)
        channels = fallbacks.channels(ctx)
        chosen = _chosen(heard, channels)
        if chosen is not None and chosen.startswith("to:"):
            named = replace(move, channel=channels[int(chosen.removeprefix("to:"))])
            return _shown(ctx, who, named)
        if chosen == "people":
            return _people(ctx, who, move.id)
        if chosen is not None:
            return self._tell(ctx, who, move, free=chosen == "free")
        if heard.kind is not Kind.TEXT or not heard.text.strip():
            return _shown(ctx, who, move, "empty")
        return _shown(ctx, who, replace(move, link=switching.link_of(heard.text)))

    def tell(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """One tap: everybody is told, at the price that was shown."""
        return self._tell(ctx, me(ctx, heard.person), _seen(talk, heard), free=False)

    def free(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """One tap: everybody is told with their next free reply."""
        return self._tell(ctx, me(ctx, heard.person), _seen(talk, heard), free=True)

    def people(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Who takes part."""
        return _people(ctx, me(ctx, heard.person), record_id(heard.value))

    def done(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """After the telling, what is typed is no way in any more."""
        return self._otherwise(ctx, talk, heard)

    def _tell(self, ctx: Context, who: Me, move: _Move, *, free: bool) -> Outcome:
        done = switching.switch(
            ctx, who, move.id, move.version, move.channel, move.link,
            words=words.moved_words(move.channel, move.link), shown=None if free else move.people,
        )  # fmt: skip
        said = {
            **done.meeting.to_json(link=True), "pushed": done.pushed, "offered": done.offered,
            "missed": done.missed, "again": False,
        }  # fmt: skip
        return Outcome((Notice("conference.told", said),), "done", flow=FLOW)


@dataclass(frozen=True)
class _Move:
    """What a button or the running flow is about, and what was seen when it was drawn."""

    id: int
    version: int | None = None
    people: int = 0
    channel: str = ""
    link: str = ""

    def data(self) -> dict[str, Any]:
        """As the flow keeps it."""
        return {"id": self.id, "version": self.version, "people": self.people,
                "channel": self.channel, "link": self.link}  # fmt: skip


def _seen(talk: Talk, heard: Heard) -> _Move:
    """The move of a button that tells (see `texts.conferences.value`), else of the flow."""
    head, *rest = heard.value.split("\n", 2) if heard.kind is Kind.PRESS else [""]
    numbers = head.split(":")
    if len(rest) == 2 and len(numbers) == 3:
        id_, version, people = (record_id(one) for one in numbers)
        return _Move(id_, version, people, *rest)
    if "id" not in talk.data:
        raise NotFound(meetings.FORM, "")
    return _Move(**talk.data)


def _shown(ctx: Context, who: Me, move: _Move, lead: str = "") -> Outcome:
    """The card of a move as it would be now; what is typed below it is the way in."""
    meeting = switching.look(ctx, who, move.id)
    channels = fallbacks.channels(ctx)
    known = move.channel in channels and move.channel != meeting.channel
    channel = move.channel if known else switching.proposed(ctx, meeting) or ""
    price = switching.price(ctx, meeting)
    now = _Move(move.id, meeting.ticket.version, price.people, channel, move.link)
    data = {
        **meeting.to_json(link=True),
        "to": channel,
        "to_link": move.link,
        "channels": channels,
        "price": {"people": price.people, "left": price.left, "missed": price.missed,
                  "fits": price.fits},
        "lead": lead,
    }  # fmt: skip
    return Outcome((Notice("conference.switch", data),), "link", now.data(), flow=FLOW)


def _chosen(heard: Heard, channels: list[str]) -> str | None:
    """What is pressed or typed below the card of a move; None for the way in."""
    named = {f"to:{n}": words.channel_text(one) for n, one in enumerate(channels)}
    changed = {f"to:{n}": words.change_text(one) for n, one in enumerate(channels)}
    doing = {"tell": words.TELL, "record": words.RECORD, "free": words.FREE,
             "people": words.PEOPLE}  # fmt: skip
    return picked(heard, {**named, **doing}, by_number=False) or picked(
        heard, changed, by_number=False
    )


def _people(ctx: Context, who: Me, ticket_id: int) -> Outcome:
    found = attending.listed(ctx, who, ticket_id)
    meeting = switching.look(ctx, who, ticket_id)
    said = {
        "subject": meeting.ticket.subject,
        "count": len(found),
        "people": [{"name": p.name, "affiliation": p.affiliation} for p in found[:MOST_NAMES]],
    }
    return Outcome((Notice("conference.people", said),), "done", flow=FLOW)


def _listed(ctx: Context, who: Me, found: list[Meeting], *, leave: bool) -> Outcome:
    mine = attending.attended(ctx, who, [one.ticket.id for one in found])
    rows = {str(n): one for n, one in enumerate(found[:ROWS], 1)}
    data = {
        "rows": {n: _facts(one, attends=one.ticket.id in mine) for n, one in rows.items()},
        "leave": leave,
    }
    kept = {"rows": {n: one.ticket.id for n, one in rows.items()}, "leave": leave}
    return Outcome((Notice("conference.list", data),), "pick" if rows else END, kept, flow=FLOW)


def _joined(ctx: Context, who: Me, ticket_id: int) -> Outcome:
    joined = attending.join(ctx, who, ticket_id)
    said = {**_facts(joined.meeting, attends=True), "is_new": joined.is_new}
    return Outcome((Notice("conference.joined", said),))


def _left(ctx: Context, who: Me, ticket_id: int) -> Outcome:
    meeting = attending.leave(ctx, who, ticket_id)
    return Outcome((Notice("conference.left", _facts(meeting, attends=False)),))


def _facts(meeting: Meeting, *, attends: bool) -> dict[str, Any]:
    return {**meeting.to_json(link=attends), "attends": attends, "may": True}


def _guarded(step: Step) -> Step:
    """The step, with every refusal as a sentence and nothing half-done left behind."""
    return guard(step, _stopped)


def _stopped(ctx: Context, talk: Talk, heard: Heard, error: Refusal) -> Outcome:
    if isinstance(error, AlreadyTold):
        said = {"channel": error.channel, "at": error.at.isoformat(), "pushed": error.pushed,
                "offered": error.offered, "again": True}  # fmt: skip
        return Outcome((Notice("conference.told", said),), "done", flow=FLOW)
    lead = _LEADS.get(type(error))
    if lead is not None:
        try:
            return _shown(ctx, me(ctx, heard.person), _seen(talk, heard), lead)
        except Refusal as further:
            error = further
    return Outcome((Notice("conference.refused", {"why": _why(error)}),))


def _why(error: Refusal) -> str:
    if isinstance(error, NotAllowed):
        return "register" if error.act is Act.ATTEND_CONFERENCE else "not_allowed"
    return str(error.state) if isinstance(error, WrongState) else "gone"
