"""Those who get an announcement: they say that they read it, by a tap or a word, and read it again.

This flow is not private: cards stand in groups. A tap there is answered by one short line, a second
one by none. Where LINE does not say who pressed, they are led to their own chat.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.chat.buttons import record_id
from bot.chat.flow import END, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.guarding import guard
from bot.chat.picking import elsewhere, picked, typed
from bot.texts.announcements import ACKNOWLEDGE, FLOW
from handlers import notices
from handlers.announcements import access, acknowledging, reading
from handlers.announcements.refused import AnnouncementRefused
from handlers.context import Context
from handlers.people import Me, me
from models.announcements import Announcement, AnnouncementStatus
from models.errors import Refusal, WrongState

#: As many as one card lists.
ROWS = 10
#: Announcements among the notices.
KIND = "announcement"


class Receiving:
    """`otherwise` hears what is no answer to the list of those that wait."""

    def __init__(self, otherwise: Step) -> None:
        self._otherwise = otherwise

    def steps(self) -> dict[str, Step]:
        """By their names in buttons."""
        return {
            "start": self.start,
            "pick": self.pick,
            "acknowledge": self.acknowledge,
            "read": self.read,
            "reading": self.reading,
            "picked": self.picked,
        }

    def start(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The word รับทราบ: the only one that waits at once, else which."""
        if not heard.person:
            return Outcome((Notice("announcement.who"),))
        found = _waiting(ctx, heard)
        if len(found) > 1:
            return _which(found)
        if found:
            return _acknowledged(ctx, heard, found[0].id)
        who = me(ctx, heard.person).person
        newest = acknowledging.newest_asking(ctx, heard.person, who, group=_group(heard))
        if newest is None:
            return Outcome((Notice("announcement.none"),))
        return _acknowledged(ctx, heard, newest)

    def pick(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which: a number, or «รับทราบ 2»."""
        rows = dict(talk.data["rows"])
        labels = {str(id_): f"{ACKNOWLEDGE} {n}" for n, id_ in rows.items()}
        number = rows.get(typed(heard.text)) if heard.kind is Kind.TEXT else None
        chosen = number or picked(heard, labels, by_number=False)
        if chosen is not None:
            return _acknowledged(ctx, heard, int(chosen))
        found = elsewhere(self._otherwise, ctx, Talk(memory=talk.memory), heard)
        return found or Outcome((), talk.step, talk.data)

    def acknowledge(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button of a card (`id`)."""
        if not heard.person:
            return Outcome((Notice("announcement.who"),))
        return _acknowledged(ctx, heard, record_id(heard.value))

    def read(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The button of the list of notices (`id`): the whole of it."""
        return _whole(ctx, heard, record_id(heard.value))

    def reading(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The word อ่านประกาศ, maybe with a number: the whole of the only one, else which."""
        entries = notices.going_on(ctx, Me() if heard.place.is_group else me(ctx, heard.person))
        ids = [int(one.ref.partition(":")[2]) for one in entries if one.kind == KIND]
        rows = {str(n): id_ for n, id_ in enumerate(ids[:ROWS], 1)}
        if len(rows) == 1:
            return _whole(ctx, heard, ids[0])
        if typed(heard.text) in rows:
            return _whole(ctx, heard, rows[typed(heard.text)])
        if not rows:
            return Outcome((Notice("announcement.none", {"read": True}),))
        found = [_for(ctx, heard, id_) for id_ in rows.values()]
        data = {"rows": _told(found), "count": len(ids), "read": True}
        return Outcome((Notice("announcement.which", data),), "picked", {"rows": rows}, flow=FLOW)

    def picked(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which is to be read."""
        number = dict(talk.data["rows"]).get(typed(heard.text))
        if number is not None:
            return replace(_whole(ctx, heard, int(number)), next="picked", data=talk.data)
        found = elsewhere(self._otherwise, ctx, Talk(memory=talk.memory), heard)
        return found or Outcome((), talk.step, talk.data)


def _acknowledged(ctx: Context, heard: Heard, announcement_id: int) -> Outcome:
    line_user = heard.person or ""
    who = me(ctx, line_user).person
    noted = acknowledging.acknowledge(ctx, line_user, who, announcement_id, group=_group(heard))
    title = noted.announcement.title
    if noted.new:
        data = {"title": title, "left": len(_waiting(ctx, heard))}
        return Outcome((Notice("announcement.acknowledged", data),))
    if heard.place.is_group:
        return Outcome()
    data = {"title": title, "when": noted.at.isoformat()}
    return Outcome((Notice("announcement.already", data),))


def _waiting(ctx: Context, heard: Heard) -> list[Announcement]:
    return reading.waiting_for(ctx, heard.person or "", group=_group(heard))


def _group(heard: Heard) -> str | None:
    return heard.place.chat_key if heard.place.is_group else None


def _whole(ctx: Context, heard: Heard, announcement_id: int) -> Outcome:
    row = _for(ctx, heard, announcement_id)
    return Outcome((Notice("announcement.told", access.told(row)),))


def _for(ctx: Context, heard: Heard, announcement_id: int) -> Announcement:
    return reading.for_reader(ctx, heard.person or "", announcement_id)


def _told(found: list[Announcement]) -> dict[str, Any]:
    return {str(n): access.told(row) for n, row in enumerate(found, 1)}


def _which(found: list[Announcement]) -> Outcome:
    rows = found[:ROWS]
    data = {"rows": _told(rows), "count": len(found), "read": False}
    kept = {"rows": {str(n): row.id for n, row in enumerate(rows, 1)}}
    return Outcome((Notice("announcement.which", data),), "pick", kept, flow=FLOW)


def kindly(step: Step) -> Step:
    """The step, with every refusal as a short line: cards are forwarded, and grow old."""
    return guard(step, _stopped)


def _stopped(ctx: Context, talk: Talk, heard: Heard, error: Refusal) -> Outcome:
    return Outcome((Notice("announcement.not_noted", {"why": _why(error)}),), END)


def _why(error: Refusal) -> str:
    if isinstance(error, AnnouncementRefused):
        return error.why
    if isinstance(error, WrongState) and error.what == "announcement":
        cancelled = error.state == AnnouncementStatus.CANCELLED.value
        return "cancelled" if cancelled else "draft"
    return "gone"
