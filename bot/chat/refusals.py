"""The chat's one table of refusals: what a use case would not do becomes a kind sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.chat.flow import Notice
from bot.texts import people_refusals
from bot.texts.room_commands import refusal_line
from handlers.bookings import BookingRefused, Taken
from handlers.forms.refusals import BadAnswer
from handlers.mail import BadAddress
from handlers.office_calendar import NotChanged
from handlers.people import PersonRefused
from handlers.ratings import NotSaid, OwnWork, ReasonWanted
from handlers.requests.deciding import NeedsReason
from handlers.requests.delivering import DeliveryClosed
from handlers.requests.files import FileNotReady, NothingDone, NothingPrepared
from handlers.requests.preparing import MOST_FILES, SamePerson, TooManyFiles
from handlers.requests.rules import NotDecided
from handlers.tickets.mending import NothingToUndo, NotMergeable
from handlers.tickets.opening import NobodyKnown
from handlers.tickets.working import NotAhead, NothingSaid
from handlers.workdays import NoWorkday
from models.errors import NotAllowed, NotFound, Outdated, Refusal, WrongState

Facts = Callable[[Any], dict[str, Any]]


def _nothing(error: Refusal) -> dict[str, Any]:
    return {}


#: By class, the nearest first: why, and the facts that its sentence mentions.
_TABLE: dict[type[Refusal], tuple[str, Facts]] = {
    PersonRefused: ("person", lambda e: {"refused": people_refusals.as_json(e)}),
    NotFound: ("not_found", lambda e: {"what": e.what}),
    OwnWork: ("own_work", _nothing),
    NotAllowed: ("not_allowed", _nothing),
    WrongState: ("wrong_state", lambda e: {"what": e.what, "state": str(e.state)}),
    Outdated: ("outdated", _nothing),
    NeedsReason: ("needs_reason", _nothing),
    NothingPrepared: ("nothing_prepared", _nothing),
    NothingDone: ("nothing_done", _nothing),
    FileNotReady: ("file_not_ready", lambda e: {"name": e.name, "refused": e.refused}),
    SamePerson: ("same_person", _nothing),
    TooManyFiles: ("too_many_files", lambda e: {"most": MOST_FILES}),
    DeliveryClosed: ("delivery_closed", _nothing),
    BadAnswer: ("bad_answer", _nothing),
    NotSaid: ("not_said", lambda e: {"long": e.why == "long"}),
    ReasonWanted: ("needs_reason", _nothing),
    BadAddress: ("bad_address", _nothing),
    NotChanged: ("not_changed", _nothing),
    NoWorkday: ("not_changed", _nothing),
    BookingRefused: ("booking", lambda e: {"said": refusal_line(e)}),
    Taken: ("booking", lambda e: {"said": refusal_line(e)}),
    NotDecided: ("not_decided", _nothing),
    NothingSaid: ("nothing_said", _nothing),
    NotAhead: ("not_ahead", _nothing),
    NotMergeable: ("not_mergeable", _nothing),
    NothingToUndo: ("nothing_to_undo", _nothing),
    NobodyKnown: ("nobody_known", _nothing),
}


def known() -> set[type[Refusal]]:
    """Every class of refusal that has a row of its own."""
    return set(_TABLE)


def refused(error: Refusal, **more: Any) -> Notice:
    """The kind sentence for a refusal. `more` goes along: `again` is `[flow, step, value]` of the
    button that may be pressed once more."""
    found = next((_TABLE[c] for c in type(error).__mro__ if c in _TABLE), None)
    why, facts = found if found else ("other", _nothing)
    return Notice("refused", {"why": why, **facts(error), **more})
