"""One announcement in hand: its preview or its card, and what stopped a press."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.chat.buttons import record_id
from bot.chat.flow import END, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.guarding import guard
from bot.texts import announcement_card as words
from bot.texts.announcement_words import CONTROL as FLOW
from handlers.announcements import (
    access,
    acknowledging,
    audiences,
    drafting,
    view,
)
from handlers.announcements.audiences import Chosen, Recipients
from handlers.announcements.refused import AnnouncementRefused, PriceChanged, TooDear
from handlers.context import Context
from handlers.people import Me, me, today
from handlers.spending.permits import PERMIT
from handlers.workdays import BANGKOK
from models.announcements import Announcement, AnnouncementStatus
from models.errors import NotAllowed, NotFound, Outdated, Refusal, WrongState

#: The last moment that a button may name: what lies behind it, no button of ours holds.
_LATEST = 2**33


@dataclass(frozen=True)
class Ref:
    """The announcement that a button or the running flow is about: in which version, at which
    price and for which moment it was seen."""

    id: int
    version: int | None = None
    shown: int | None = None
    at: datetime | None = None

    def data(self, **more: Any) -> dict[str, Any]:
        """As the flow keeps it."""
        at = self.at.isoformat() if self.at else None
        return {"id": self.id, "version": self.version, "shown": self.shown, "at": at, **more}

    @property
    def value(self) -> str:
        """As a button carries it."""
        stamp = int(self.at.timestamp()) if self.at else None
        parts = [self.id, self.version, self.shown, stamp]
        while parts[-1] is None:
            parts.pop()
        return ":".join(str(part or 0) for part in parts)


def ref_of(talk: Talk, heard: Heard) -> Ref:
    """What a standing button names (`id`, `id:version`, `id:version:shown[:moment]`), else what
    the flow is about. Raises NotFound."""
    if heard.kind is Kind.PRESS and "id" not in talk.data:
        return _read(heard.value)
    if "id" not in talk.data:
        raise NotFound("announcement", "")
    at = talk.data.get("at")
    return Ref(
        int(talk.data["id"]), talk.data.get("version"), talk.data.get("shown"),
        datetime.fromisoformat(at) if at else None,
    )  # fmt: skip


def _read(value: str) -> Ref:
    first, *more = value.split(":")
    if len(more) > 3:
        raise NotFound("announcement", "")
    numbers = [record_id(part) for part in more]
    stamp = numbers[2] if len(numbers) > 2 else None
    if stamp is not None and stamp > _LATEST:
        raise NotFound("announcement", "")
    return Ref(
        record_id(first),
        numbers[0] if numbers else None,
        numbers[1] if len(numbers) > 1 else None,
        datetime.fromtimestamp(stamp, UTC) if stamp else None,
    )


def pressed(heard: Heard, value: str) -> Heard:
    """A choice that was typed, as if its button had been pressed."""
    return replace(heard, kind=Kind.PRESS, value=value)


# ---------------------------------------------------------------- what is shown


def shown(ctx: Context, who: Me, row: Announcement, lead: str = "") -> Outcome:
    """The preview of a draft, else the card."""
    if row.status is AnnouncementStatus.DRAFT:
        return preview(ctx, who, row, lead=lead)
    return card(ctx, who, row, lead)


def opened(ctx: Context, who: Me, announcement_id: int, lead: str = "") -> Outcome:
    """Whichever of them it has. Raises NotFound, NotAllowed."""
    return shown(ctx, who, drafting.get(ctx, who, announcement_id), lead)


def preview(
    ctx: Context, who: Me, row: Announcement, *, lead: str = "", at: datetime | None = None
) -> Outcome:
    """The announcement as people will see it, then who gets it and the price."""
    data = {**draft_facts(ctx, who, row, at), "lead": lead}
    said = (Notice("announcement.told", access.told(row)), Notice("announcing.preview", data))
    messages = data["price"]["messages"] if data["price"] else None
    kept = Ref(row.id, row.version, messages, at).data()
    return Outcome(said, "choose", kept, flow=FLOW)


def draft_facts(ctx: Context, who: Me, row: Announcement, at: datetime | None) -> dict[str, Any]:
    """What the preview says: whom it reaches, when it goes out (never at night), at what price
    (None where it cannot go so: `why_not`)."""
    data = view.card(ctx, who, row.id, at=at)
    goes, why = data["goes"], data["costs_why"]
    later = goes is not None and datetime.fromisoformat(goes) > ctx.now
    return {
        **data,
        "at": at.isoformat() if at else None,
        "stamp": int(at.timestamp()) if at else None,
        "goes": goes if later else None,
        "until": data["lasts"],
        "price": data["costs"],
        "why_not": why["why"] if why else "",
        "reach": reach(audiences.recipients(ctx, Chosen.from_json(row.audience))),
    }


def card(ctx: Context, who: Me, row: Announcement, lead: str = "") -> Outcome:
    """How far one has come that was sent, waits, or was cancelled."""
    data = facts(ctx, who, row)
    nudge = data["nudge"]["messages"] if data["nudge"] else None
    kept = Ref(row.id, row.version, nudge).data()
    said = (Notice("announcing.card", {**data, "lead": lead}),)
    return Outcome(said, "choose_card", kept, flow=FLOW)


def facts(ctx: Context, who: Me, row: Announcement) -> dict[str, Any]:
    """What its card says at this moment: of one that has not gone whom it would reach now, of one
    that has what a nudge would cost (None: there is nobody to nudge, or not today)."""
    data = view.card(ctx, who, row.id)
    waits = row.status in (AnnouncementStatus.WAITING, AnnouncementStatus.SCHEDULED)
    to = audiences.recipients(ctx, Chosen.from_json(row.audience)) if waits else None
    noted = data.get("noted")
    left = noted and max(
        noted["schools_asked"] - noted["schools"], noted["people_asked"] - noted["people"]
    )
    nudge = None
    if left and "nudge" in data["can"] and _is_old(ctx, row):
        nudge = acknowledging.nudge_price(ctx, who, row.id).to_json()
    return {
        **data,
        "noted": noted,
        "reach": reach(to) if to else None,
        "outstanding": left or 0,
        "nudge": nudge if nudge and nudge["messages"] else None,
    }


def _is_old(ctx: Context, row: Announcement) -> bool:
    """People have had a day to read it: nobody is nudged by a slip of the thumb right after."""
    sent = row.sent_at
    return sent is not None and sent.astimezone(BANGKOK).date() < today(ctx)


def reach(found: Recipients) -> dict[str, Any]:
    """How many that are: by role, by group, and whose schools have nobody."""
    by_role = Counter(one.role for one in found.people)
    return {
        "people": len(found.people),
        "roles": [[role.value if role else "named", count] for role, count in by_role.items()],
        "groups": [[group.name, group.members] for group in found.groups],
        "lost": [group.name for group in found.lost],
        "unreached": [school.name for school in found.unreached],
    }


# ---------------------------------------------------------------- what stopped it


def guarded(step: Step) -> Step:
    """The step, with every refusal as a sentence and nothing half-done left behind."""
    return guard(step, _stopped)


def _stopped(ctx: Context, talk: Talk, heard: Heard, error: Refusal) -> Outcome:
    """The card as it is now, with why; nothing of it for whoever has no business with it."""
    if isinstance(error, NotAllowed):
        return refused("not_yours")
    lead = lead_of(error)
    if not lead:
        return refused("gone")
    try:
        who = me(ctx, heard.person)
        row = drafting.get(ctx, who, ref_of(talk, heard).id)
        if isinstance(error, Outdated):  # pressed again, most likely
            lead = _already(row.status.value) or lead
        return shown(ctx, who, row, lead)
    except Refusal:
        return refused("gone")


def lead_of(error: Refusal) -> str:
    """Why it stays as it is: said above its card. Empty where there is no card."""
    if isinstance(error, TooDear):
        return error.price.why_not or "price"
    if isinstance(error, AnnouncementRefused):
        return error.why if error.why in words.known_leads() else "outdated"
    if isinstance(error, PriceChanged):
        return "price"
    if isinstance(error, Outdated):
        return "outdated"
    if isinstance(error, WrongState) and error.what == "announcement":
        return _already(str(error.state)) or "draft"
    if isinstance(error, WrongState) and error.what == PERMIT:
        return "already_waiting"
    return ""


def _already(state: str) -> str:
    lead = f"already_{state}"
    return lead if lead in words.known_leads() else ""


def refused(why: str) -> Outcome:
    """Nothing was done, and there is no card to show."""
    return Outcome((Notice("announcing.refused", {"why": why}),), END)
