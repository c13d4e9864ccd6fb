"""How an announcement goes: with a tap asked for or not, by which way, when, who permits it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from bot.chat.announcements.card import (
    Ref,
    card,
    draft_facts,
    pressed,
    preview,
    ref_of,
)
from bot.chat.announcements.writing import Writing
from bot.chat.flow import END, Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.picking import elsewhere, picked
from bot.texts import announcement_asking as ask
from bot.texts.announcement_card import LABELS, draft_choices
from bot.texts.announcement_words import CONTROL as FLOW
from bot.texts.announcement_words import DELIVERY
from handlers import office_calendar
from handlers.announcements import audiences, drafting, pricing, sending
from handlers.announcements.audiences import Chosen
from handlers.context import Context
from handlers.people import Me, me, today
from handlers.thai_dates import read_day
from handlers.thai_times import read_moment
from handlers.workdays import BANGKOK
from models.announcements import Announcement, Delivery
from models.errors import Outdated
from models.groups import BoundGroup

#: A free one rides for so many days, where nobody says otherwise.
RIDES = timedelta(days=7)
#: When people are at work, and before lunch: the hour that is offered.
_NINE = time(9)
_LONGEST_REASON = 500
#: The questions for a moment, by the steps that hear it.
_ASKED = {"until": "announcing.until", "when": "announcing.when"}


class Delivering:
    """`others` are steps of other files that a button of the preview leads to; `otherwise` hears
    what is no choice of it."""

    def __init__(self, writing: Writing, others: Mapping[str, Step], otherwise: Step) -> None:
        self._writing, self._others, self._otherwise = writing, others, otherwise
        writing.asking["asks"] = _ask_asks
        writing.asking["way"] = _ask_way

    def steps(self) -> dict[str, Step]:
        """By their names in buttons."""
        return {
            "asks": self.asks,
            "way": self.way,
            "until": self.until,
            "choose": self.choose,
            "when": self.when,
            "reason": self.reason,
            **self._acts(),
        }

    def _acts(self) -> dict[str, Step]:
        return {"send": self.send, "permit": self.permit, "later": self.later, "drop": self.drop}

    # ------------------------------------------------------------ asked of the draft

    def asks(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear whether people shall say that they read it."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        value = picked(heard, ask.ASKS)
        if value is None:
            return _ask_asks(ctx, who, ref, talk.data, "pick")
        row = drafting.change(
            ctx, who, ref.id, ref.version, asks_acknowledgement=value == "yes"
        )  # fmt: skip
        return self._writing.went_on(ctx, who, row, "asks", new=bool(talk.data.get("new")))

    def way(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear by which way; what rides first is asked until when."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        value = picked(heard, DELIVERY)
        if value is None:
            return _ask_way(ctx, who, ref, talk.data, "pick")
        if value == Delivery.FREE_FIRST:
            return _ask_moment(ctx, ref, "until", {"new": bool(talk.data.get("new"))})
        if value == Delivery.PUSH and any(not group.members for group in _groups(ctx, who, ref)):
            return _ask_way(ctx, who, ref, talk.data, "uncounted")
        until = ctx.now + RIDES if value == Delivery.FREE else None
        return self._delivered(ctx, who, talk, ref, Delivery(value), until)

    def until(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear when the others are sent it."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        moment, slip = _moment(ctx, heard)
        if moment is None:
            kept = {"new": bool(talk.data.get("new"))}
            return _ask_moment(ctx, ref, "until", kept, slip)
        return self._delivered(ctx, who, talk, ref, Delivery.FREE_FIRST, moment)

    def _delivered(
        self,
        ctx: Context,
        who: Me,
        talk: Talk,
        ref: Ref,
        delivery: Delivery,
        until: datetime | None,
    ) -> Outcome:
        row = drafting.change(ctx, who, ref.id, ref.version, delivery=delivery, until=until)
        return self._writing.went_on(ctx, who, row, "way", new=bool(talk.data.get("new")))

    # ------------------------------------------------------------ done with the preview

    def choose(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """A choice that was typed below the preview, or something else."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        row = drafting.get(ctx, who, ref.id)
        labels = draft_choices(draft_facts(ctx, who, row, ref.at))
        step = picked(heard, labels, by_number=False) or picked(heard, LABELS, by_number=False)
        every = {**self._acts(), **self._others}
        if step not in every:
            found = elsewhere(self._otherwise, ctx, Talk(memory=talk.memory), heard)
            return found or Outcome((), talk.step, talk.data)
        if row.version != ref.version:
            raise Outdated("announcement", ref.id)
        return every[step](ctx, Talk(), pressed(heard, ref.value))

    def send(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """At the price that was shown, now or at the moment that was shown."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        row = sending.send(ctx, who, ref.id, ref.version, ref.shown or 0, at=ref.at)
        return card(ctx, who, row, row.status.value)

    def permit(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask why it shall cost more than it may."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        row = drafting.get(ctx, who, ref.id, ref.version)
        return _ask_reason(ctx, who, row, ref)

    def reason(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear it, and ask a second person."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        text = heard.text.strip() if heard.kind is Kind.TEXT else ""
        if not text or len(text) > _LONGEST_REASON:
            row = drafting.get(ctx, who, ref.id, ref.version)
            return _ask_reason(ctx, who, row, ref, "long" if text else "empty")
        row = sending.ask_permit(
            ctx, who, ref.id, ref.version, ref.shown or 0, at=ref.at, reason=text
        )  # fmt: skip
        return card(ctx, who, row, row.status.value)

    def later(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask when it shall go out."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        row = drafting.get(ctx, who, ref.id, ref.version)
        return _ask_moment(ctx, Ref(row.id, row.version), "when", {})

    def when(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear it, and show it once more before it counts."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        moment, slip = _moment(ctx, heard)
        if moment is None:
            return _ask_moment(ctx, ref, "when", {}, slip)
        row = drafting.get(ctx, who, ref.id, ref.version)
        return preview(ctx, who, row, lead="at", at=moment)

    def drop(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The draft is thrown away."""
        who, ref = me(ctx, heard.person), ref_of(talk, heard)
        sending.cancel(ctx, who, ref.id, ref.version)
        return Outcome((Notice("announcing.done", {"what": "dropped"}),), END)


def offered(ctx: Context) -> list[str]:
    """Moments to pick from: nine o'clock on the next working days."""
    calendar = office_calendar.load(ctx)
    first = calendar.next_workday(today(ctx))
    second = calendar.next_workday(first)
    third = calendar.next_workday(second)
    return [datetime.combine(day, _NINE, BANGKOK).isoformat() for day in (first, second, third)]


def _moment(ctx: Context, heard: Heard) -> tuple[datetime | None, str]:
    """The moment that was picked or typed, or why it will not do. A day alone means nine."""
    labels = ask.moments(offered(ctx))
    value = picked(heard, labels, by_number=False)
    if value is not None:
        return datetime.fromisoformat(value), ""
    moment = read_moment(heard.text, now=ctx.now)
    if moment is None:
        day = read_day(heard.text, today=today(ctx)) if heard.text else None
        moment = datetime.combine(day, _NINE, BANGKOK) if day else None
    if moment is None:
        return None, "moment"
    return (moment, "") if moment > ctx.now else (None, "past")


def _groups(ctx: Context, who: Me, ref: Ref) -> list[BoundGroup]:
    row = drafting.get(ctx, who, ref.id)
    return audiences.recipients(ctx, Chosen.from_json(row.audience)).groups


# ---------------------------------------------------------------- questions


def _ask_asks(ctx: Context, who: Me, ref: Ref, data: Mapping[str, Any], again: str = "") -> Outcome:
    kept = ref.data(new=bool(data.get("new")))
    return Outcome((Notice("announcing.asks", {"again": again}),), "asks", kept, flow=FLOW)


def _ask_way(ctx: Context, who: Me, ref: Ref, data: Mapping[str, Any], again: str = "") -> Outcome:
    row = drafting.get(ctx, who, ref.id)
    to = audiences.recipients(ctx, Chosen.from_json(row.audience))
    kept = ref.data(new=bool(data.get("new")))
    prices = {
        way.value: one.to_json() if one else None for way, one in pricing.ways(ctx, row, to).items()
    }
    said = {"prices": prices, "again": again}
    return Outcome((Notice("announcing.way", said),), "way", kept, flow=FLOW)


def _ask_moment(
    ctx: Context, ref: Ref, step: str, data: Mapping[str, Any], again: str = ""
) -> Outcome:
    said = {"offered": offered(ctx), "again": again}
    return Outcome((Notice(_ASKED[step], said),), step, ref.data(**data), flow=FLOW)


def _ask_reason(ctx: Context, who: Me, row: Announcement, ref: Ref, again: str = "") -> Outcome:
    """Where a second person can help: not with what LINE's month has not, nor with nothing."""
    data = draft_facts(ctx, who, row, ref.at)
    if "permit" not in draft_choices(data):
        return preview(ctx, who, row, at=ref.at)
    said = {"price": data["price"], "again": again}
    return Outcome((Notice("announcing.reason", said),), "reason", ref.data(), flow=FLOW)
