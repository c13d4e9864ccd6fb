"""An incident without a ticket, or planned work: what, words, where, from when till when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.chat.flow import END, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.incidents.card import opened, shown
from bot.chat.incidents.gathering import words_of
from bot.chat.picking import picked, typed
from bot.texts import incident_asking as ask
from bot.texts.incidents import FLOW
from bot.texts.ticket_words import CATEGORY
from handlers.context import Context
from handlers.incidents import opening, view
from handlers.incidents.access import require
from handlers.incidents.opening import Fault, NotInOrder
from handlers.incidents.schools import read_schools
from handlers.people import Me, me
from handlers.questions import Office
from handlers.thai_times import read_moment
from models.errors import NotAllowed
from models.incidents import Incident
from models.rights import Act, Thing
from models.tickets import Category

#: As many of the running ones as one card lists.
ROWS = 10


class Planning:
    """From the word แจ้งเหตุขัดข้อง to the card."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def steps(self) -> dict[str, Step]:
        """By their names in buttons."""
        return {
            "start": self.start,
            "pick": self.pick,
            "category": self.category,
            "words": self.words,
            "schools": self.schools,
            "starts": self.starts,
            "until": self.until,
        }

    def start(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The ones that go on; a new one at once where there are none."""
        who = me(ctx, heard.person)
        if not who.may_anywhere(Act.ANNOUNCE_OUTAGE):
            return Outcome((Notice("incident.not_staff"),), END)
        found = _theirs(ctx, who)
        return _ask_one(ctx, found) if found else _ask_category(ctx, who)

    def pick(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which, or that a new one is to be made."""
        who, rows = me(ctx, heard.person), talk.data["rows"]
        if picked(heard, ask.NEW, by_number=False):
            return _ask_category(ctx, who)
        number = heard.value if heard.kind is Kind.PRESS else typed(heard.text)
        if number in rows:
            return opened(ctx, who, int(rows[number]))
        return _ask_one(ctx, _theirs(ctx, who), "pick")

    def category(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear what fails."""
        who = me(ctx, heard.person)
        value = picked(heard, {one: CATEGORY[one] for one in _categories(ctx, who)})
        if value is None:
            return _ask_category(ctx, who, "pick")
        return _ask_words({"category": value})

    def words(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear what people will read."""
        said = words_of(heard, talk.data["category"])
        if not said:
            return _ask_words(talk.data, "empty")
        return _ask_schools({**talk.data, "words": said})

    def schools(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which schools; what was understood is kept while the rest is asked again."""
        data = talk.data
        known = list(data.get("schools") or ())
        if picked(heard, ask.ALL_SCHOOLS, by_number=False):
            return _ask_when({**data, "schools": None}, "starts")
        if known and picked(heard, ask.AS_READ, by_number=False):
            return _ask_when(data, "starts")
        if heard.kind is not Kind.TEXT or not heard.text.strip():
            return _ask_schools(data, again="empty")
        found = read_schools(ctx, self._office, heard.text)
        codes = sorted({*known, *found.codes})
        if found.unclear or not codes:
            return _ask_schools({**data, "schools": codes}, found.unclear)
        return _ask_when({**data, "schools": codes}, "starts")

    def starts(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear since when, or from when."""
        if picked(heard, ask.NOW, by_number=False):
            return _ask_when({**talk.data, "starts": None}, "until")
        moment = read_moment(heard.text, now=ctx.now)
        if moment is None:
            return _ask_when(talk.data, "starts", "when")
        return _ask_when({**talk.data, "starts": moment.isoformat()}, "until")

    def until(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear till when, and make it."""
        moment = None
        if not picked(heard, ask.UNKNOWN, by_number=False):
            moment = read_moment(heard.text, now=ctx.now)
            if moment is None:
                return _ask_when(talk.data, "until", "when")
        try:
            incident = opening.open_incident(ctx, me(ctx, heard.person), _fault(talk.data, moment))
        except NotInOrder:
            return _ask_when(talk.data, "until", "order")
        return shown(ctx, incident, lead="opened")


def _fault(data: Mapping[str, Any], until: datetime | None) -> Fault:
    starts = datetime.fromisoformat(data["starts"]) if data["starts"] else None
    return Fault(Category(data["category"]), data["words"], data["schools"], starts, until)


def _theirs(ctx: Context, who: Me) -> list[Incident]:
    """Those that go on and are theirs to look after."""
    return [
        one
        for one in view.running(ctx)
        if who.may(Act.ANNOUNCE_OUTAGE, Thing(group_name=one.owner_group))
    ]


def _categories(ctx: Context, who: Me) -> list[str]:
    found = []
    for category in Category:
        try:
            require(ctx, who, category)
        except NotAllowed:
            continue
        found.append(category.value)
    return found


def _ask_one(ctx: Context, found: Sequence[Incident], again: str = "") -> Outcome:
    rows = {str(n): one for n, one in enumerate(found[:ROWS], 1)}
    data = {
        "rows": {n: view.brief(ctx, one) for n, one in rows.items()},
        "count": len(found),
        "again": again,
    }
    kept = {"rows": {n: one.id for n, one in rows.items()}}
    return Outcome((Notice("incident.list", data),), "pick", kept, flow=FLOW)


def _ask_category(ctx: Context, who: Me, again: str = "") -> Outcome:
    data = {"choices": _categories(ctx, who), "again": again}
    return Outcome((Notice("incident.category", data),), "category", flow=FLOW)


def _ask_words(data: Mapping[str, Any], again: str = "") -> Outcome:
    said = {"what": "new", "step": "words", "category": data["category"], "again": again}
    return Outcome((Notice("incident.words", said),), "words", data, flow=FLOW)


def _ask_schools(data: Mapping[str, Any], unclear: Sequence[str] = (), again: str = "") -> Outcome:
    known = len(data.get("schools") or ())
    said = {"known": known, "unclear": list(unclear), "again": again}
    return Outcome((Notice("incident.schools", said),), "schools", data, flow=FLOW)


def _ask_when(data: Mapping[str, Any], what: str, again: str = "") -> Outcome:
    said = {"what": what, "again": again}
    return Outcome((Notice("incident.when", said),), what, data, flow=FLOW)
