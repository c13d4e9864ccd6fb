"""To whom an announcement goes: posts, schools, networks, groups, those that have not sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.chat.announcements.card import Ref, reach, ref_of
from bot.chat.announcements.writing import Writing
from bot.chat.flow import Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.picking import picked, typed
from bot.texts import announcement_asking as ask
from bot.texts.announcement_words import CONTROL as FLOW
from bot.texts.announcement_words import chosen_texts, role_name
from handlers.announcements import audiences, drafting
from handlers.announcements.audiences import Chosen
from handlers.context import Context
from handlers.incidents.schools import read_schools
from handlers.people import Me, me
from handlers.questions import Office
from models.announcements import Announcement
from models.people import Role
from models.schools import School

#: As many schools are named where they were typed; more are counted.
_NAMED = 3


class Choosing:
    """`writing` goes on when all are chosen."""

    def __init__(self, office: Office, writing: Writing) -> None:
        self._office, self._writing = office, writing
        writing.asking["audience"] = self.ask

    def steps(self) -> dict[str, Step]:
        """By their names in buttons."""
        return {"audience": self.audience, "pick": self.pick, "schools": self.schools}

    def ask(self, ctx: Context, who: Me, ref: Ref, data: Mapping[str, Any]) -> Outcome:
        """Whom, with who is chosen so far."""
        row = drafting.get(ctx, who, ref.id)
        return self._ask(ctx, who, row, data)

    def audience(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which kind, that all are chosen, or names of schools and networks at once."""
        who, row, chosen = _draft(ctx, talk, heard)
        if picked(heard, ask.DONE, by_number=False) or picked(
            heard, ask.SHORT_DONE, by_number=False
        ):
            if chosen == Chosen():
                return self._ask(ctx, who, row, talk.data, again="nobody")
            return self._writing.went_on(ctx, who, row, "audience", new=_new(talk))
        if picked(heard, ask.CLEAR, by_number=False):
            return self._keep(ctx, who, row, talk, Chosen())
        kind = picked(heard, ask.KINDS)
        if kind == "schools":
            return _ask_schools(row, talk.data)
        if kind is not None:
            return self._list(ctx, who, row, kind, talk.data)
        if heard.kind is not Kind.TEXT or not heard.text.strip() or _is_number(heard.text):
            return self._ask(ctx, who, row, talk.data, again="pick")
        return self._named(ctx, who, row, talk, heard.text, chosen)

    def pick(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear one or several of the list; one that is chosen already is taken out."""
        who, row, chosen = _draft(ctx, talk, heard)
        kind = str(talk.data["kind"])
        if picked(heard, ask.BACK, by_number=False):
            return self._ask(ctx, who, row, talk.data)
        options = options_of(audiences.choices(ctx, who), kind, chosen)
        found = _several(heard, {value: label for value, label, _ in options})
        if not found:
            return self._list(ctx, who, row, kind, talk.data, again="pick")
        return self._keep(ctx, who, row, talk, toggled(chosen, kind, found))

    def schools(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear names of schools, networks, amphoe."""
        who, row, chosen = _draft(ctx, talk, heard)
        if picked(heard, ask.BACK, by_number=False):
            return self._ask(ctx, who, row, talk.data)
        if heard.kind is not Kind.TEXT or not heard.text.strip():
            return _ask_schools(row, talk.data, again="empty")
        return self._named(ctx, who, row, talk, heard.text, chosen)

    def _named(
        self, ctx: Context, who: Me, row: Announcement, talk: Talk, text: str, chosen: Chosen
    ) -> Outcome:
        """A label of any list, else schools as they are recognised everywhere."""
        known = audiences.choices(ctx, who)
        for kind in ("roles", "networks", "groups"):
            options = options_of(known, kind, chosen)
            for value, label, on in options:
                if typed(text) == typed(label):
                    more = chosen if on else toggled(chosen, kind, [value])
                    return self._keep(ctx, who, row, talk, more)
        found = read_schools(ctx, self._office, text)
        codes = tuple(sorted({*chosen.schools, *found.codes}))
        if codes == chosen.schools:
            return self._ask(ctx, who, row, talk.data, unclear=found.unclear)
        more = replace(chosen, schools=codes)
        return self._keep(ctx, who, row, talk, more, unclear=found.unclear)

    def _keep(
        self,
        ctx: Context,
        who: Me,
        row: Announcement,
        talk: Talk,
        chosen: Chosen,
        unclear: Sequence[str] = (),
    ) -> Outcome:
        row = drafting.change(ctx, who, row.id, row.version, audience=chosen)
        return self._ask(ctx, who, row, talk.data, unclear=unclear)

    def _ask(
        self,
        ctx: Context,
        who: Me,
        row: Announcement,
        data: Mapping[str, Any],
        *,
        again: str = "",
        unclear: Sequence[str] = (),
    ) -> Outcome:
        chosen = Chosen.from_json(row.audience)
        said = {
            "chosen": chosen_texts(named(ctx, who, chosen)),
            "reach": reach(audiences.recipients(ctx, chosen)),
            "unclear": list(unclear),
            "again": again,
        }
        kept = Ref(row.id, row.version).data(new=bool(data.get("new")))
        return Outcome((Notice("announcing.audience", said),), "audience", kept, flow=FLOW)

    def _list(
        self,
        ctx: Context,
        who: Me,
        row: Announcement,
        kind: str,
        data: Mapping[str, Any],
        *,
        again: str = "",
    ) -> Outcome:
        chosen = Chosen.from_json(row.audience)
        options = options_of(audiences.choices(ctx, who), kind, chosen)
        said = {"kind": kind, "options": [list(one) for one in options], "again": again}
        kept = Ref(row.id, row.version).data(new=bool(data.get("new")), kind=kind)
        return Outcome((Notice("announcing.pick", said),), "pick", kept, flow=FLOW)


def options_of(known: Mapping[str, Any], kind: str, chosen: Chosen) -> list[tuple[str, str, bool]]:
    """Value, label and whether it is chosen, of everything of a kind."""
    if kind == "roles":
        return [
            (one["role"], role_name(one["role"]), Role(one["role"]) in chosen.roles)
            for one in known["roles"]
        ]
    if kind == "networks":
        return [(one["name"], one["name"], one["name"] in chosen.networks)
                for one in known["networks"]]  # fmt: skip
    if kind == "groups":
        there = [one for one in known["groups"] if one["there"]]
        return [(one["key"], one["name"], one["key"] in chosen.groups) for one in there]
    return [(str(one["id"]), one["name"], one["id"] == chosen.late_in) for one in known["rounds"]]


def toggled(chosen: Chosen, kind: str, values: Sequence[str]) -> Chosen:
    """With these as well, or without those of them that were chosen. A round: one at a time."""
    if kind == "rounds":
        number = int(values[0])
        return replace(chosen, late_in=None if chosen.late_in == number else number)
    before: tuple[str, ...] = getattr(chosen, kind)
    kept = [one for one in before if one not in values]
    after = [*kept, *(one for one in values if one not in before)]
    if kind == "roles":
        return replace(chosen, roles=tuple(Role(one) for one in after))
    if kind == "networks":
        return replace(chosen, networks=tuple(after))
    return replace(chosen, groups=tuple(after))


def named(ctx: Context, who: Me, chosen: Chosen) -> dict[str, Any]:
    """What is chosen by its names, for words."""
    known = audiences.choices(ctx, who)
    schools = [ctx.session.get(School, code) for code in chosen.schools[:_NAMED]]
    return {
        "roles": [role.value for role in chosen.roles],
        "schools": [school.name for school in schools if school],
        "count": len(chosen.schools),
        "networks": list(chosen.networks),
        "groups": [one["name"] for one in known["groups"] if one["key"] in chosen.groups],
        "late_in": next((o["name"] for o in known["rounds"] if o["id"] == chosen.late_in), None),
    }


def _draft(ctx: Context, talk: Talk, heard: Heard) -> tuple[Me, Announcement, Chosen]:
    who, ref = me(ctx, heard.person), ref_of(talk, heard)
    row = drafting.get(ctx, who, ref.id, ref.version)
    return who, row, Chosen.from_json(row.audience)


def _new(talk: Talk) -> bool:
    return bool(talk.data.get("new"))


def _several(heard: Heard, labels: Mapping[str, str]) -> list[str]:
    """What was pressed or typed: one label, or several numbers («1 3», «1,3»)."""
    one = picked(heard, labels)
    if one is not None:
        return [one]
    said = typed(heard.text).replace(",", " ").split() if heard.kind is Kind.TEXT else []
    values = list(labels)
    if not said or not all(n.isdecimal() and 0 < int(n[:4]) <= len(values) for n in said):
        return []
    return [values[int(n) - 1] for n in dict.fromkeys(said)]


def _is_number(text: str) -> bool:
    """A number of no choice; a school's code is longer."""
    said = typed(text)
    return said.isdecimal() and len(said) < 3


def _ask_schools(row: Announcement, data: Mapping[str, Any], again: str = "") -> Outcome:
    kept = Ref(row.id, row.version).data(new=bool(data.get("new")))
    return Outcome((Notice("announcing.schools", {"again": again}),), "schools", kept, flow=FLOW)
