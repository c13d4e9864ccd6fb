"""«เมนู»: what can be done here; staff see what is theirs besides. In a group nothing depends on
who asks."""

from __future__ import annotations

from bot.chat.flow import Flow, Heard, Notice, Outcome, Talk
from bot.chat.routes import MENU_FLOW
from handlers.context import Context
from handlers.people import me
from models.rights import Act


def flows() -> list[Flow]:
    """The flow of the word เมนู."""
    return [Flow(MENU_FLOW, {"start": start}, start="start")]


def start(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
    """Show it."""
    private = heard.person if not heard.place.is_group else None
    announces = me(ctx, private).may_anywhere(Act.ANNOUNCE)
    return Outcome((Notice("menu", {"announces": announces}),))
