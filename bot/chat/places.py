"""Which school or group is meant: typed, or picked from those that it may be."""

from __future__ import annotations

from typing import Any

from bot.chat.flow import Heard, Kind, Talk
from bot.chat.picking import picked
from handlers.context import Context
from handlers.people import PersonRefused, roster, seats
from handlers.questions import Office, find_schools

_MOST = 10
_TYPED = 80


def school(
    ctx: Context, office: Office, talk: Talk, heard: Heard
) -> tuple[dict[str, str] | None, dict[str, Any]]:
    """The school, `{"code", "name"}`; or None, and what to ask again with."""
    offered = {c["code"]: c["name"] for c in talk.data.get("candidates", ())}
    code = picked(heard, offered)
    if code is not None:
        return {"code": code, "name": offered[code]}, {}
    if heard.kind is not Kind.TEXT or not heard.text.strip():
        raise PersonRefused("words")
    found = find_schools(ctx, heard.text, office=office)
    if len(found) == 1:
        return found[0], {}
    return None, {"candidates": found, "typed": heard.text[:_TYPED]}


def school_asked(what: str, step: str, again: dict[str, Any]) -> dict[str, Any]:
    """The question for a school, with candidates where it may be one of several."""
    candidates = again.get("candidates") or []
    if not candidates:
        return {"what": what, "step": step, "typed": again.get("typed")}
    options = [[c["code"], f"{c['name']} ({c['code']})"[:34]] for c in candidates]
    return {"what": "which_school", "step": step, "options": options}


def groups(ctx: Context) -> list[str]:
    """The groups to pick from."""
    return roster.groups(ctx)[:_MOST]


def group(ctx: Context, heard: Heard) -> str:
    """The group that was picked or typed; a known one by its exact name."""
    known = groups(ctx)
    value = picked(heard, {str(n): name for n, name in enumerate(known)})
    if value is not None:
        return known[int(value)]
    return seats.group_name(heard.text)


def group_asked(ctx: Context, what: str, step: str) -> dict[str, Any]:
    """The question for a group."""
    options = [[str(n), name] for n, name in enumerate(groups(ctx))]
    return {"what": what, "step": step, "options": options}
