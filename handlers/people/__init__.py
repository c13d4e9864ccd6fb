"""People: who they are and what they may do; binding, posts, acting, personal data."""

from handlers.people.access import (
    Holding,
    Me,
    as_me,
    at_schools,
    by_line,
    held_now,
    holdings,
    me,
    today,
    with_right,
)
from handlers.people.acting import appoint_acting, end_acting
from handlers.people.binding import unbind
from handlers.people.codes import issue_code, use_code
from handlers.people.consents import give_consent
from handlers.people.erasing import consequences, erase
from handlers.people.personal_data import export, show
from handlers.people.posts import end_post, give_post, move, retire
from handlers.people.refused import PersonRefused
from handlers.people.responsibilities import name_responsible, responsible
from handlers.people.roster import add_person, change_contact, introduce, listed
from handlers.people.seats import Seat, seat
from handlers.people.system import SYSTEM
from handlers.people.wishes import approve_wish, refuse_wish, wish

__all__ = [
    "SYSTEM",
    "Holding",
    "Me",
    "PersonRefused",
    "Seat",
    "add_person",
    "appoint_acting",
    "approve_wish",
    "as_me",
    "at_schools",
    "by_line",
    "change_contact",
    "consequences",
    "end_acting",
    "end_post",
    "erase",
    "export",
    "give_consent",
    "give_post",
    "held_now",
    "holdings",
    "introduce",
    "issue_code",
    "listed",
    "me",
    "move",
    "name_responsible",
    "refuse_wish",
    "responsible",
    "retire",
    "seat",
    "show",
    "today",
    "unbind",
    "use_code",
    "wish",
    "with_right",
]
