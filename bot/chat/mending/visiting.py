"""When somebody comes: the day and the hour in two taps, or typed in one go."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from bot.chat.flow import Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.mending.card import Ref, brief, in_hand, ref_of, shown
from bot.chat.mending.saying import told
from bot.chat.picking import picked
from bot.texts.ticket_work import FLOW
from bot.texts.ticket_work_plans import HOURS, day_label
from handlers import office_calendar
from handlers.context import Context
from handlers.people import Me, me, today
from handlers.thai_dates import read_day
from handlers.thai_times import read_moment
from handlers.tickets import working
from handlers.workdays import BANGKOK, NoWorkday
from models.tickets import Ticket

#: Working days that one tap offers.
_DAYS = 4


class Visiting:
    """The steps from «นัดเข้าแก้ไข» to the visit."""

    def steps(self) -> dict[str, Step]:
        """By the names of their buttons."""
        return {"visit": self.visit, "day": self.day, "hour": self.hour}

    def visit(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask for the day."""
        ticket = in_hand(ctx, me(ctx, heard.person), ref_of(talk, heard))
        return _ask_day(ctx, ticket)

    def day(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the day; with an hour behind it that is all."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        ticket = in_hand(ctx, who, ref)
        moment = read_moment(heard.text, now=ctx.now) if heard.kind is Kind.TEXT else None
        if moment is not None:
            return _planned(ctx, who, ref, moment)
        found = _day(ctx, talk, heard)
        if found is None or found < today(ctx):
            return _ask_day(ctx, ticket, "past" if found else "day")
        return _ask_hour(ctx, ticket, found)

    def hour(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the hour of that day; another day may be typed with it."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        ticket, day = in_hand(ctx, who, ref), date.fromisoformat(talk.data["day"])
        chosen = picked(heard, {hour: hour for hour in _hours(ctx, day)})
        if chosen is not None:
            moment: datetime | None = _at(day, chosen)
        else:
            # «10 โมง» is of the day that was chosen, «พรุ่งนี้ 10 โมง» of another.
            said = f"{day.isoformat()} {heard.text}"
            moment = read_moment(said, now=ctx.now) or read_moment(heard.text, now=ctx.now)
        if moment is None:
            return _ask_hour(ctx, ticket, day, "hour")
        return _planned(ctx, who, ref, moment)


def _planned(ctx: Context, who: Me, ref: Ref, moment: datetime) -> Outcome:
    ticket = in_hand(ctx, who, ref, lock=True)
    if moment <= ctx.now:
        return _ask_day(ctx, ticket, "past")
    ticket = working.plan_visit(ctx, who, ref.id, None, moment)
    return shown(ctx, who, ticket, lead=told(ctx, ticket, "visiting"))


def _day(ctx: Context, talk: Talk, heard: Heard) -> date | None:
    if heard.kind is Kind.PRESS and heard.value == "day":
        chosen = dict(heard.details.get("params") or {}).get("date")
        return date.fromisoformat(chosen) if isinstance(chosen, str) else None
    now = today(ctx)
    labels = {iso: day_label(iso, now.isoformat()) for iso in talk.data["days"]}
    chosen = picked(heard, labels)
    if chosen is not None:
        return date.fromisoformat(chosen)
    return read_day(heard.text, today=now) if heard.kind is Kind.TEXT else None


def _ask_day(ctx: Context, ticket: Ticket, why: str = "") -> Outcome:
    days = [day.isoformat() for day in _offered(ctx)]
    data = brief(ctx, ticket, days=days, why=why, today=today(ctx).isoformat())
    kept = Ref(ticket.id, ticket.version).data(days=days)
    return Outcome((Notice("mending.day", data),), "day", kept, flow=FLOW)


def _ask_hour(ctx: Context, ticket: Ticket, day: date, why: str = "") -> Outcome:
    data: dict[str, Any] = {"day": day.isoformat(), "hours": _hours(ctx, day), "why": why}
    kept = Ref(ticket.id, ticket.version).data(day=day.isoformat())
    return Outcome((Notice("mending.hour", brief(ctx, ticket, **data)),), "hour", kept, flow=FLOW)


def _offered(ctx: Context) -> list[date]:
    """Today while there is an hour left, and the working days after it."""
    calendar, day = office_calendar.load(ctx), today(ctx)
    found = [day] if calendar.is_workday(day) and _hours(ctx, day) else []
    try:
        while len(found) < _DAYS:
            day = calendar.next_workday(day)
            found.append(day)
    except NoWorkday:  # the calendar ends: a day can be typed
        return found
    return found


def _hours(ctx: Context, day: date) -> list[str]:
    """The hours that are offered, those to come."""
    return [hour for hour in HOURS if _at(day, hour) > ctx.now]


def _at(day: date, hour: str) -> datetime:
    hours, minutes = hour.split(".")
    return datetime.combine(day, time(int(hours), int(minutes)), BANGKOK)
