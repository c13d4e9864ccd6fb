"""«ประกาศ»: what is going on now, what is planned, what ended today. For anybody, and in groups.

In a group nothing depends on who asks. Another domain adds its entries in `handlers/notices.py`.
"""

from __future__ import annotations

from typing import Any

from bot.chat.flow import END, Flow, Heard, Notice, Outcome, Talk
from bot.texts.notices import MOST
from handlers import notices
from handlers.announcements import going_on as announcements
from handlers.conferences import going_on as conferences
from handlers.context import Context
from handlers.incidents import going_on as incidents
from handlers.notices import Entry
from handlers.people import Me, me
from handlers.rounds import going_on as rounds
from models.rights import Act

#: The domains whose entries are shown here: importing them is what adds them.
DOMAINS = (incidents, announcements, conferences, rounds)


def flows() -> list[Flow]:
    """The flow of the word ประกาศ."""
    return [Flow("notices", {"start": start}, start="start")]


def start(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
    """Show it; whoever reads of it here is not told again."""
    group = heard.place.is_group
    who = Me() if group else me(ctx, heard.person)
    every = notices.going_on(ctx, who)
    shown = every[:MOST]
    if heard.person and not group:
        notices.read(ctx, heard.person, shown)
    data = {
        "entries": [_facts(entry) for entry in shown],
        "count": len(every),
        "staff": who.may_anywhere(Act.ANNOUNCE_OUTAGE),
        "announces": who.may_anywhere(Act.ANNOUNCE),
    }
    return Outcome((Notice("notices.list", data),), END)


def _facts(entry: Entry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "section": entry.section.value,
        "facts": entry.facts,
        "mine": entry.mine,
    }
