"""When an announcement goes out, and until when it rides: never at night or on a day off."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from handlers import office_calendar
from handlers.announcements.refused import AnnouncementRefused
from handlers.context import Context
from handlers.workdays import BANGKOK, CLOSING, DAY, OPENING
from models.announcements import Announcement, Delivery

#: How far ahead one may be sent.
FURTHEST = timedelta(days=366)
#: So long it rides on free replies, and stands among the notices, where nobody said otherwise.
USUAL = timedelta(days=7)
#: Working time after which whoever was not reached for nothing is pushed, where nobody said.
USUAL_FREE_FIRST = 2 * DAY
#: A moment that is just over is still «now»: somebody was typing.
_JUST_NOW = timedelta(minutes=5)
#: On a day off the last useful moment is this one of the working day before.
_LATE_IN_THE_DAY = time(16)


def is_open(ctx: Context, moment: datetime) -> bool:
    """May something that costs a message go out then: 08:30-16:30 on a working day?"""
    then = moment.astimezone(BANGKOK)
    within = OPENING <= then.time() < CLOSING
    return within and office_calendar.load(ctx).is_workday(then.date())


def goes_out(ctx: Context, row: Announcement, at: datetime | None) -> datetime:
    """When it goes out: at once, or at the office's next opening from `at` on.

    What only rides may start at night: it is read by whoever writes then. Raises
    AnnouncementRefused (`past`, `far`).
    """
    if at is not None and at < ctx.now - _JUST_NOW:
        raise AnnouncementRefused("past")
    if at is not None and at > ctx.now + FURTHEST:
        raise AnnouncementRefused("far")
    moment = max(at or ctx.now, ctx.now)
    if is_open(ctx, moment) or (at is None and row.delivery is not Delivery.PUSH):
        return moment
    return office_calendar.load(ctx).opens(moment)


def lasts_until(ctx: Context, row: Announcement, goes: datetime) -> datetime:
    """Until when it rides. Free first: the last useful working moment, at which the rest is pushed.

    Raises AnnouncementRefused (`until`): that would be before it goes out.
    """
    if row.delivery is Delivery.PUSH:  # there it only says how long it is listed
        found = row.until if row.until and row.until > goes else goes + USUAL
    elif row.delivery is Delivery.FREE:
        found = row.until or goes + USUAL
    elif row.until is None:
        found = office_calendar.load(ctx).add(goes, USUAL_FREE_FIRST)
        found = last_useful(ctx, found)
    else:
        found = last_useful(ctx, row.until)
    if found <= goes:
        raise AnnouncementRefused("until")
    return found


def last_useful(ctx: Context, moment: datetime) -> datetime:
    """The moment itself in office hours, else one before it."""
    if is_open(ctx, moment):
        return moment
    then = moment.astimezone(BANGKOK)
    calendar, day = office_calendar.load(ctx), then.date()
    if then.time() < OPENING:
        day -= timedelta(days=1)
    while not calendar.is_workday(day):
        day -= timedelta(days=1)
    return datetime.combine(day, _LATE_IN_THE_DAY, BANGKOK)
