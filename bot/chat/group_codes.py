"""Staff ask for a code that binds a group: who meets there, its name, whose schools it is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.chat.flow import Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.picking import picked
from bot.texts.group_asking import ALL_SCHOOLS, AS_READ
from bot.texts.groups import FLOW, PURPOSES
from handlers import groups
from handlers.context import Context
from handlers.groups import GroupRefused
from handlers.groups.networks import networks
from handlers.incidents.schools import read_schools
from handlers.people import me
from handlers.questions import Office
from models.errors import NotAllowed
from models.groups import GroupPurpose
from models.rights import Act

#: As many networks as one card has buttons for; all can be typed.
MOST = 10


class Codes:
    """From the word ผูกกลุ่ม in a 1:1 chat to a code."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def steps(self) -> dict[str, Step]:
        """By their names in buttons."""
        return {"purpose": self.purpose, "name": self.name, "schools": self.schools}

    def start(self, ctx: Context, heard: Heard) -> Outcome:
        """Ask who meets in the group; whoever keeps no groups is told where the word belongs."""
        if heard.text or not me(ctx, heard.person).may(Act.KEEP_GROUPS):
            return Outcome((Notice("group.only_there"),))
        return _ask_purpose()

    def purpose(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear who meets there."""
        value = picked(heard, PURPOSES)
        return _ask_name({"purpose": value}) if value else _ask_purpose(again="pick")

    def name(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear what the group is called; the office's own is for every school."""
        name = " ".join(heard.text.split()) if heard.kind is Kind.TEXT else ""
        data = {**talk.data, "name": name}
        if not name or len(name) > groups.LONGEST:
            return _ask_name(talk.data, again="name")
        if data["purpose"] == GroupPurpose.OFFICE:
            return _issued(ctx, heard, data, None)
        return _ask_schools(ctx, data)

    def schools(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear whose schools it is for: all, a network's, or a typed list."""
        data, known = talk.data, list(talk.data.get("schools") or ())
        if picked(heard, ALL_SCHOOLS, by_number=False):
            return _issued(ctx, heard, data, None)
        if known and picked(heard, AS_READ, by_number=False):
            return _issued(ctx, heard, data, known)
        of = _offered(ctx, data)
        network = picked(heard, {str(n): name for n, name in enumerate(of, 1)})
        if network is not None:
            return _issued(ctx, heard, data, list(of.values())[int(network) - 1])
        if heard.kind is not Kind.TEXT or not heard.text.strip():
            return _ask_schools(ctx, data, again="empty")
        found = read_schools(ctx, self._office, heard.text)
        codes = sorted({*known, *found.codes})
        if found.unclear or not codes:
            return _ask_schools(ctx, {**data, "schools": codes}, unclear=found.unclear)
        return _issued(ctx, heard, data, codes)


def _issued(
    ctx: Context, heard: Heard, data: Mapping[str, Any], schools: Sequence[str] | None
) -> Outcome:
    """The code, shown once."""
    purpose = GroupPurpose(data["purpose"])
    try:
        with ctx.session.begin_nested():
            made = groups.issue_code(ctx, me(ctx, heard.person), data["name"], purpose, schools)
    except NotAllowed:
        return Outcome((Notice("group.only_there"),))
    except GroupRefused as error:
        return Outcome((Notice("group.refused", {"why": error.why}),))
    told = {
        "code": made.code,
        "name": made.row.name,
        "purpose": purpose.value,
        "schools": len(schools) if schools is not None else None,
        "until": made.row.expires_at.isoformat(),
    }
    return Outcome((Notice("group.code", told),))


def _offered(ctx: Context, data: Mapping[str, Any]) -> dict[str, list[str]]:
    """The networks to choose from; for a group of another purpose they are typed, if need be."""
    return networks(ctx) if data["purpose"] == GroupPurpose.NETWORK else {}


def _ask_purpose(*, again: str = "") -> Outcome:
    return Outcome((Notice("group.purpose", {"again": again}),), "purpose", flow=FLOW)


def _ask_name(data: Mapping[str, Any], *, again: str = "") -> Outcome:
    return Outcome((Notice("group.name", {"again": again}),), "name", data, flow=FLOW)


def _ask_schools(
    ctx: Context, data: Mapping[str, Any], *, again: str = "", unclear: Sequence[str] = ()
) -> Outcome:
    names = list(_offered(ctx, data))
    said = {
        "networks": names[:MOST],
        "more": max(0, len(names) - MOST),
        "known": len(data.get("schools") or ()),
        "unclear": list(unclear),
        "again": again,
    }
    return Outcome((Notice("group.schools", said),), "schools", data, flow=FLOW)
