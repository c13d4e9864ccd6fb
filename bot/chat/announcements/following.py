"""How far announcements have come: one's own, their cards, who has not said that they read one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.chat import circulars
from bot.chat.announcements.card import card, facts, opened, pressed, preview, ref_of, refused
from bot.chat.announcements.writing import Writing
from bot.chat.buttons import record_id
from bot.chat.flow import Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.picking import elsewhere, picked, typed
from bot.texts.announcement_card import LABELS, choices
from bot.texts.announcement_lists import BACK, BEFORE, NEW, NEXT, row_label
from bot.texts.announcement_words import CONTROL as FLOW
from handlers.announcements import access, acknowledging, drafting, sending, view
from handlers.announcements.letter import letter_facts
from handlers.announcements.outstanding_list import Outstanding
from handlers.announcements.reach import REACHED, Reach
from handlers.context import Context
from handlers.people import Me, me
from models.announcements import AnnouncementStatus
from models.errors import NotFound, Outdated
from models.rights import Act

#: As many rows as one card lists.
ROWS = 10
_MOST_PAGES = 999


class Following:
    """`otherwise` hears what is no choice of a card."""

    def __init__(self, writing: Writing, otherwise: Step) -> None:
        self._writing, self._otherwise = writing, otherwise

    def steps(self) -> dict[str, Step]:
        """By their names in buttons."""
        return {
            "list": self.list,
            "mine": self.mine,
            "open": self.open,
            "choose_card": self.choose_card,
            "turn": self.turn,
            **self._acts(),
        }

    def _acts(self) -> dict[str, Step]:
        return {
            "text": self.text,
            "cancel": self.cancel,
            "outstanding": self.outstanding,
            "nudge": self.nudge,
            "nudge_free": self.nudge,
            "end": self.end,
            "again": self.again,
            "circular": self.circular,
        }

    def list(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The word: what they wrote, the newest first; of a group director all of the group."""
        who = me(ctx, heard.person)
        if not who.may_anywhere(Act.SEE_ANNOUNCEMENT) and not who.may_anywhere(Act.ANNOUNCE):
            return refused("not_staff")
        return _listed(ctx, who, 0)

    def mine(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which, the next page, or that a new one is to be written."""
        who, rows, page = me(ctx, heard.person), talk.data["rows"], int(talk.data["page"])
        if picked(heard, NEW, by_number=False):
            return self._writing.start(ctx, Talk(), replace(heard, text=""))
        turned = _turned(heard, page)
        if turned is not None:
            return _listed(ctx, who, turned)
        said = heard.value if heard.kind is Kind.PRESS else typed(heard.text)
        number = next((n for n in rows if said in (n, typed(row_label(n)))), None)
        if number is not None:
            return opened(ctx, who, int(rows[number]))
        return self._elsewhere(ctx, talk, heard)

    def open(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """A button that leads to its card (`id`)."""
        return opened(ctx, me(ctx, heard.person), ref_of(Talk(), heard).id)

    def choose_card(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """A choice that was typed below the card, or something else."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        data = facts(ctx, who, drafting.get(ctx, who, ref.id))
        bare = {step: LABELS[step] for step in choices(data)}
        step = picked(heard, choices(data), by_number=False) or picked(heard, bare, by_number=False)
        if step is None:
            return self._elsewhere(ctx, talk, heard)
        if data["version"] != ref.version:
            raise Outdated("announcement", ref.id)
        values = {"outstanding": f"{ref.id}:0", "nudge_free": f"{ref.id}:{ref.version}:0"}
        return self._acts()[step](ctx, Talk(), pressed(heard, values.get(step, ref.value)))

    def text(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The announcement as people read it."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        row = drafting.get(ctx, who, ref.id)
        kept = ref.data()
        said = Notice("announcement.told", access.told(row))
        return Outcome((said,), "choose_card", kept, flow=FLOW)

    def cancel(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """It does not go out."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        row = sending.cancel(ctx, who, ref.id, ref.version)
        return card(ctx, who, row, "cancelled")

    def end(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """It is no news any more: nobody further is told."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        row = sending.end(ctx, who, ref.id, ref.version)
        return card(ctx, who, row, "ended")

    def again(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The same words once more, as a new draft."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        return preview(ctx, who, drafting.again(ctx, who, ref.id), lead="made")

    def circular(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The letter that says the same; the card stays open below it."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        said = circulars.told(ctx, who, letter_facts(ctx, who, ref.id))
        row = drafting.get(ctx, who, ref.id)
        draft = row.status is AnnouncementStatus.DRAFT
        return Outcome((said,), "choose" if draft else "choose_card", ref.data(), flow=FLOW)

    def nudge(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Whoever has not said that they read it is told once more: for nothing, or at the price
        that was shown."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        done = acknowledging.nudge(ctx, who, ref.id, ref.version, ref.shown or 0)
        return card(ctx, who, done.announcement, "reminded" if done.pushed else "rides")

    def outstanding(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Who has not said so (`id:page`)."""
        number, _, page = heard.value.partition(":")
        if page and not (page.isascii() and page.isdecimal() and int(page[:6]) <= _MOST_PAGES):
            raise NotFound("announcement", "")
        return _outstanding(ctx, me(ctx, heard.person), record_id(number), int(page or 0))

    def turn(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear to turn the list's page, or to go back to the card."""
        who, data = me(ctx, heard.person), talk.data
        turned = _turned(heard, int(data["page"]))
        if turned is not None:
            return _outstanding(ctx, who, int(data["id"]), turned)
        if typed(heard.text) == typed(BACK):
            return opened(ctx, who, int(data["id"]))
        return self._elsewhere(ctx, talk, heard)

    def _elsewhere(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        found = elsewhere(self._otherwise, ctx, Talk(memory=talk.memory), heard)
        return found or Outcome((), talk.step, talk.data)


def _listed(ctx: Context, who: Me, page: int) -> Outcome:
    every = view.listed(ctx, who)
    pages = max(-(-len(every) // ROWS), 1)
    page = min(max(page, 0), pages - 1)
    first = page * ROWS
    rows = {str(first + n): one for n, one in enumerate(every[first : first + ROWS], 1)}
    data: dict[str, Any] = {"rows": rows, "page": page, "pages": pages}
    kept = {"rows": {n: one["id"] for n, one in rows.items()}, "page": page}
    return Outcome((Notice("announcing.list", data),), "mine", kept, flow=FLOW)


def _outstanding(ctx: Context, who: Me, announcement_id: int, page: int) -> Outcome:
    row = drafting.get(ctx, who, announcement_id)
    found = acknowledging.outstanding(ctx, who, announcement_id)
    every = _lines(found)
    pages = max(-(-len(every) // ROWS), 1)
    page = min(max(page, 0), pages - 1)
    data = {
        "id": row.id,
        "title": row.title,
        "lines": every[page * ROWS : (page + 1) * ROWS],
        "first": page * ROWS + 1,
        "schools": len(found.schools),
        "people": len(every) - len(found.schools),
        "page": page,
        "pages": pages,
    }
    kept = {"id": row.id, "page": page}
    return Outcome((Notice("announcing.outstanding", data),), "turn", kept, flow=FLOW)


def _lines(found: Outstanding) -> list[dict[str, Any]]:
    """Schools with whom to ring up there; then people of no school, or whose school has."""
    lines = []
    for school in found.schools:
        contact = school.contact.to_json()
        phone = contact["phone"] or contact["school_phone"]
        lines.append(_line(school.name, contact["name"], phone, school.reach))
    named = {school.code for school in found.schools}
    people = [one for one in found.people if not named & set(one.schools)]
    return [*lines, *(_line("", one.name, one.phone, one.reach) for one in people)]


def _line(school: str, name: str, phone: str, how: Reach) -> dict[str, Any]:
    return {"school": school, "name": name, "phone": phone, "reached": how.way in REACHED}


def _turned(heard: Heard, page: int) -> int | None:
    """The page that was pressed or typed; None for anything else."""
    if heard.kind is Kind.PRESS:
        number = heard.value.removeprefix("page:")
        return int(number) if heard.value != number and number.isdecimal() else None
    return {typed(NEXT): page + 1, typed(BEFORE): page - 1}.get(typed(heard.text))
