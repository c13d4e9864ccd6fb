"""Rooms and equipment for loan, their calendar, and the chores that follow from it.

`ref` of a record is `ticket:12`; a room is `room:big`, equipment `equipment:projector`.
"""

from handlers.bookings.booking import book, call_off, cancel, give_back, move, of_record
from handlers.bookings.calendar import calendar, loans
from handlers.bookings.chores import Done, Fault, done, waiting
from handlers.bookings.holding import free, left
from handlers.bookings.planning import plan_conference
from handlers.bookings.refused import BookingRefused, Held, Taken

__all__ = [
    "BookingRefused",
    "Done",
    "Fault",
    "Held",
    "Taken",
    "book",
    "calendar",
    "call_off",
    "cancel",
    "done",
    "free",
    "give_back",
    "left",
    "loans",
    "move",
    "of_record",
    "plan_conference",
    "waiting",
]
