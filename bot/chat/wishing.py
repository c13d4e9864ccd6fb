"""Without a code: who somebody says they are, sent to an officer; and the officer's decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.chat import places
from bot.chat.buttons import record_id
from bot.chat.flow import END, Flow, Heard, Notice, Outcome, Step, Talk
from bot.chat.kindly import kindly
from bot.chat.picking import picked
from bot.texts import consent as notice
from bot.texts.people import CONFIRM, WISH_ROLES
from bot.texts.wishes import FLOW as DECIDING
from handlers import people
from handlers.context import Context
from handlers.people import profile, seats, vocabulary, wishes
from handlers.questions import Office
from models.people import AT_SCHOOL, Role


def steps(office: Office) -> dict[str, Step]:
    """The steps of a wish in the flow of registering."""
    asking = _Wishing(office)
    return {
        "name": asking.name,
        "role": asking.role,
        "school": asking.school,
        "group": asking.group,
        "agency": asking.agency,
        "confirm": asking.confirm,
    }


def begin(data: Mapping[str, Any]) -> Outcome:
    """Ask for the name first."""
    return _ask({"what": "name", "step": "name"}, data)


def _ask(asked: Mapping[str, Any], data: Mapping[str, Any]) -> Outcome:
    return Outcome((Notice("people.ask", dict(asked)),), next=asked["step"], data=dict(data))


def _ask_role(data: Mapping[str, Any]) -> Outcome:
    options = [[value, label] for value, label in WISH_ROLES.items()]
    return _ask({"what": "role", "step": "role", "options": options}, data)


class _Wishing:
    """Name, what they are, where, and a last look."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def name(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the name."""
        return _ask_role({**talk.data, "name": profile.name(heard.text, own=True)})

    def role(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear what they are."""
        value = picked(heard, WISH_ROLES)
        if value is None:
            return _ask_role(talk.data)
        data = {**talk.data, "role": value}
        if Role(value) in AT_SCHOOL:
            return _ask({"what": "school", "step": "school"}, data)
        if value == Role.GUEST.value:
            return _ask({"what": "agency", "step": "agency"}, data)
        return _ask(places.group_asked(ctx, "group", "group"), data)

    def school(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the school."""
        found, again = places.school(ctx, self._office, talk, heard)
        if found is None:
            return _ask(places.school_asked("school", "school", again), {**talk.data, **again})
        place = vocabulary.school_name(found["name"])
        return self._look(ctx, {**talk.data, "school": found["code"], "place": place})

    def group(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the group."""
        name = places.group(ctx, heard)
        return self._look(ctx, {**talk.data, "group": name, "place": name})

    def agency(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear where somebody from outside comes from."""
        return self._look(ctx, {**talk.data, "place": profile.words(heard.text)})

    def confirm(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Send it, or begin again."""
        answer, data = picked(heard, CONFIRM), talk.data
        if answer == "again":
            return begin({"agreed": True})
        if answer is None:
            return self._look(ctx, dict(data))
        assert heard.person
        row = wishes.wish(
            ctx, heard.person, data["name"], _seat(ctx, data), affiliation=data["place"]
        )
        person = people.by_line(ctx, heard.person)
        assert person is not None
        people.give_consent(ctx, person, notice.VERSION, notice.text_hash(self._office.name))
        return Outcome((Notice("people.wished", {"id": row.id}),), next=END)

    def _look(self, ctx: Context, data: dict[str, Any]) -> Outcome:
        _seat(ctx, data)
        said = {key: data[key] for key in ("name", "role", "place")}
        return Outcome((Notice("people.confirm_wish", said),), next="confirm", data=data)


def _seat(ctx: Context, data: Mapping[str, Any]) -> seats.Seat:
    return seats.seat(ctx, data["role"], school=data.get("school"), group=data.get("group"))


# ---------------------------------------------------------------- the officer


def deciding() -> Flow:
    """The flow of whoever approves: `list` shows what waits, cards may be pressed at any time."""
    steps: dict[str, Step] = {
        "list": _list, "approve": _approve, "refuse": _refuse, "reason": _reason,
    }  # fmt: skip
    kind = {name: kindly(DECIDING, name, step) for name, step in steps.items()}
    return Flow(DECIDING, kind, start="list", private=True)


def listed(ctx: Context, me: people.Me) -> Notice:
    """The wishes that wait for this person."""
    found = wishes.waiting(ctx, me)
    shown = [wishes.as_json(ctx, row) for row in found[: wishes.TOLD]]
    return Notice("people.wishes", {"wishes": shown, "count": len(found)})


def _list(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
    return Outcome((listed(ctx, people.me(ctx, heard.person)),))


def _approve(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
    me = people.me(ctx, heard.person)
    row = wishes.approve_wish(ctx, me, record_id(heard.value))
    return Outcome((_done(ctx, me, row.name, True),))


def _refuse(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
    row = wishes.decidable(ctx, people.me(ctx, heard.person), record_id(heard.value))
    said = Notice("people.wish_reason", {"name": row.name})
    return Outcome((said,), next="reason", data={"wish": row.id})


def _reason(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
    me = people.me(ctx, heard.person)
    row = wishes.refuse_wish(ctx, me, talk.data["wish"], heard.text)
    return Outcome((_done(ctx, me, row.name, False),))


def _done(ctx: Context, me: people.Me, name: str, approved: bool) -> Notice:
    left = len(wishes.waiting(ctx, me))
    return Notice("people.wish_done", {"name": name, "approved": approved, "left": left})
