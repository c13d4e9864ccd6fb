"""Binding a group in chat: the code typed in it, and switching off what rides there. Staff get
the code by the same word in their 1:1 chat (`group_codes`)."""

from __future__ import annotations

from bot.chat.flow import Flow, Heard, Notice, Outcome, Step, Talk
from bot.chat.group_codes import Codes
from bot.texts.groups import FLOW
from handlers import groups
from handlers.context import Context
from handlers.groups import GroupRefused
from handlers.questions import Office
from models.errors import NotFound


def flows(office: Office) -> list[Flow]:
    """The flow of the word ผูกกลุ่ม, and of the words that switch riding."""
    codes = Codes(office)

    def start(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The word: in a group with a code behind it, in a 1:1 chat to get one."""
        return bind(ctx, heard) if heard.place.is_group else codes.start(ctx, heard)

    steps: dict[str, Step] = {"bind": start, "off": off, "on": on, **codes.steps()}
    return [Flow(FLOW, steps, start="bind")]


def bind(ctx: Context, heard: Heard) -> Outcome:
    """Hear the code that an officer was given."""
    if not heard.text.strip():
        return Outcome((Notice("group.refused", {"why": "no_code"}),))
    try:
        with ctx.session.begin_nested():
            row = groups.bind_by_code(ctx, heard.place.chat_key, heard.text)
    except GroupRefused as error:
        return Outcome((Notice("group.refused", {"why": error.why}),))
    data = {
        "name": row.name,
        "purpose": row.purpose.value,
        "schools": len(row.schools or ()),
        "rides": row.purpose in groups.OF_SCHOOLS,
    }
    return Outcome((Notice("group.bound", data),))


def off(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
    """Nothing rides here any more."""
    return _switch(ctx, heard, rides=False)


def on(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
    """Notices ride here again."""
    return _switch(ctx, heard, rides=True)


def _switch(ctx: Context, heard: Heard, *, rides: bool) -> Outcome:
    if not heard.place.is_group:
        return Outcome((Notice("group.only_there"),))
    try:
        groups.set_rides(ctx, heard.place.chat_key, rides)
    except NotFound:
        return Outcome((Notice("group.refused", {"why": "unbound"}),))
    return Outcome((Notice("group.switched", {"rides": rides}),))
