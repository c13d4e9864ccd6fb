"""A code for somebody else: which post, where, and the code with a text to pass on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.chat import places
from bot.chat.flow import END, Heard, Notice, Outcome, Step, Talk
from bot.chat.picking import picked
from bot.texts.people_words import ROLES
from handlers import people
from handlers.context import Context
from handlers.people import Me, seats
from handlers.people.seats import Seat
from handlers.questions import Office
from handlers.workdays import BANGKOK
from models.people import AT_SCHOOL, IN_GROUP, Role


def roles(me: Me) -> list[Role]:
    """The roles for which this person may issue codes somewhere."""
    at = {(h.school_code, h.group_name) for h in me.holders} | {(None, None)}
    return [
        role
        for role in Role
        if any(seats.may_give(me, Seat(role, school, group)) for school, group in at)
    ]


def steps(office: Office) -> dict[str, Step]:
    """The steps of issuing a code in the flow of registering."""
    inviting = _Inviting(office)
    return {
        "invite_role": inviting.role,
        "invite_school": inviting.school,
        "invite_group": inviting.group,
    }


def begin(me: Me) -> Outcome:
    """Ask for whom."""
    options = [[role.value, ROLES[role.value]] for role in roles(me)]
    return _ask({"what": "invite_role", "step": "invite_role", "options": options}, {})


def _ask(asked: Mapping[str, Any], data: Mapping[str, Any]) -> Outcome:
    return Outcome((Notice("people.ask", dict(asked)),), next=asked["step"], data=dict(data))


class _Inviting:
    """Which post; where is asked only of those who may give it in several places."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def role(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which role."""
        me = people.me(ctx, heard.person)
        value = picked(heard, {role.value: ROLES[role.value] for role in roles(me)})
        if value is None:
            return begin(me)
        role, data = Role(value), {"role": value}
        if role in AT_SCHOOL:
            return self._at_school(ctx, me, role, data)
        if role in IN_GROUP:
            return self._in_group(ctx, me, role, data)
        return self._code(ctx, me, data)

    def school(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which school."""
        found, again = places.school(ctx, self._office, talk, heard)
        if found is None:
            asked = places.school_asked("invite_school", "invite_school", again)
            return _ask(asked, {**talk.data, **again})
        return self._code(ctx, people.me(ctx, heard.person), talk.data, school=found["code"])

    def group(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which group."""
        name = places.group(ctx, heard)
        return self._code(ctx, people.me(ctx, heard.person), talk.data, group=name)

    def _at_school(self, ctx: Context, me: Me, role: Role, data: dict[str, Any]) -> Outcome:
        if seats.may_give(me, Seat(role)):
            return _ask({"what": "invite_school", "step": "invite_school"}, data)
        own = _own(me, role, [h.school_code for h in me.holders], "school")
        if len(own) == 1:
            return self._code(ctx, me, data, school=own[0])
        named = [{"code": c, "name": seats.place(ctx, c, None)} for c in own]
        again = {"candidates": named}
        asked = places.school_asked("invite_school", "invite_school", again)
        return _ask(asked, {**data, **again})

    def _in_group(self, ctx: Context, me: Me, role: Role, data: dict[str, Any]) -> Outcome:
        own = _own(me, role, [h.group_name for h in me.holders], "group")
        if not seats.may_give(me, Seat(role)) and len(own) == 1:
            return self._code(ctx, me, data, group=own[0])
        return _ask(places.group_asked(ctx, "invite_group", "invite_group"), data)

    def _code(
        self,
        ctx: Context,
        me: Me,
        data: Mapping[str, Any],
        *,
        school: str | None = None,
        group: str | None = None,
    ) -> Outcome:
        seat = seats.seat(ctx, data["role"], school=school, group=group)
        issued = people.issue_code(ctx, me, seat=seat)
        until = issued.row.expires_at.astimezone(BANGKOK).date().isoformat()
        said = {"code": issued.code, "role": seat.role.value, "place": seat.place_name}
        return Outcome((Notice("people.code", {**said, "until": until}),), next=END)


def _own(me: Me, role: Role, names: list[str | None], where: str) -> list[str]:
    able = {n: seats.may_give(me, Seat(role, **{where: n})) for n in names if n}
    return [name for name, may in able.items() if may]
