"""The letter to the schools, from the card of a round or of an announcement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.chat.flow import Notice
from handlers.context import Context
from handlers.people import Me

#: How long the link to the letter works.
LINK = timedelta(hours=1)


def told(ctx: Context, who: Me, facts: Mapping[str, Any]) -> Notice:
    """The letter of these facts (`letter_facts` of rounds or of announcements), for one who asked
    for it: a link of their own, and the text to copy."""
    link = {"p": who.id, "until": (ctx.now + LINK).isoformat()}
    return Notice("circular", {"facts": dict(facts), "link": link})
