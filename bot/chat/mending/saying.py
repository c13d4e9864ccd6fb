"""What is said to the reporter or noted between staff: words, photos and files, then it is done.

Photos may come before the words; words end it. Where photos are enough, one button ends it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bot.chat.flow import Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.mending.card import Ref, brief, in_hand, reachable, ref_of, shown
from bot.chat.picking import picked
from bot.texts.ticket_work import FLOW
from bot.texts.ticket_work_replies import LONGEST, MOST_FILES, SEND, file_name
from handlers import media
from handlers.context import Context
from handlers.people import Me, me
from handlers.tickets import view, working
from handlers.tickets.access import access_ticket
from models.rights import Act
from models.tickets import Said, Ticket

#: What is sent and kept.
MEDIA = (Kind.PHOTO, Kind.VOICE, Kind.VIDEO, Kind.FILE)
File = dict[str, Any]
Do = Callable[[Context, Me, int, str, Sequence[File]], Ticket]


def _advise(ctx: Context, who: Me, id_: int, text: str, files: Sequence[File]) -> Ticket:
    return working.tell(ctx, who, id_, None, text, files, kind=Said.ADVICE)


#: By what the box is for: what is done with its words, and what the card says then.
DOES: dict[str, tuple[Do, str]] = {
    "tell": (lambda c, w, i, t, f: working.tell(c, w, i, None, t, f), "told"),
    "advise": (_advise, "advised"),
    "ask": (lambda c, w, i, t, f: working.ask(c, w, i, None, t, f), "asked"),
    "answered": (lambda c, w, i, t, f: working.answered(c, w, i, None, t, f), "answered"),
    "solve": (lambda c, w, i, t, f: working.solve(c, w, i, None, t, f), "solved"),
    "note": (lambda c, w, i, t, f: working.note(c, w, i, t, f), "noted"),
}
#: Said to the reporter: by telephone where LINE does not reach them.
_TOLD = {
    "told": "told_in_vain",
    "advised": "told_in_vain",
    "asked": "asked_in_vain",
    "solved": "solved_in_vain",
    "visiting": "visiting_in_vain",
}


class Saying:
    """The boxes for words."""

    def steps(self) -> dict[str, Step]:
        """By the names of their buttons."""
        asks = {what: self._asks(what) for what in DOES if what != "advise"}
        return {**asks, "words": self.words}

    def words(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the words, a file that goes with them, or that there are none to come."""
        ref, who, what = ref_of(talk, heard), me(ctx, heard.person), str(talk.data["what"])
        files = list(talk.data.get("files", ()))
        if heard.kind in MEDIA:
            files, why = with_file(files, heard)
            return box(ctx, checked(ctx, who, ref, what), ref, what, files, why or "file")
        now = picked(heard, {"send": SEND[what]}, by_number=False) == "send"
        text = "" if now or heard.kind is not Kind.TEXT else heard.text.strip()
        why = "long" if len(text) > LONGEST else "" if text or files else "empty"
        if why:
            return box(ctx, checked(ctx, who, ref, what), ref, what, files, why)
        return say(ctx, who, ref, what, text, files)

    def _asks(self, what: str) -> Step:
        def step(ctx: Context, talk: Talk, heard: Heard) -> Outcome:
            ref, who = ref_of(talk, heard), me(ctx, heard.person)
            ticket = checked(ctx, who, ref, what)
            return box(ctx, ticket, Ref(ticket.id, ticket.version), what, ())

        return step


def say(
    ctx: Context, who: Me, ref: Ref, what: str, text: str, files: Sequence[File] = ()
) -> Outcome:
    """Do it, and show the card."""
    checked(ctx, who, ref, what, lock=True)
    act, lead = DOES[what]
    ticket = act(ctx, who, ref.id, text, files)
    return shown(ctx, who, ticket, lead=told(ctx, ticket, lead))


def told(ctx: Context, ticket: Ticket, lead: str) -> str:
    """What the card begins with, where the reporter should have heard of it."""
    return lead if lead not in _TOLD or reachable(ctx, ticket) else _TOLD[lead]


def checked(ctx: Context, who: Me, ref: Ref, what: str, *, lock: bool = False) -> Ticket:
    """The ticket, if this may be said of it now: a note at any time, the rest while it is open."""
    if what == "note":
        return access_ticket(ctx, who, ref.id, Act.WORK_TICKET, for_update=lock)
    return in_hand(ctx, who, ref, lock=lock)


def box(
    ctx: Context, ticket: Ticket, ref: Ref, what: str, files: Sequence[File], why: str = ""
) -> Outcome:
    """Ask for the words; what the reporter said last stands above."""
    last = next((e for e in reversed(_heard(ctx, ticket)) if not e["staff"]), None)
    data = brief(ctx, ticket, what=what, why=why, files=len(files), last=last)
    kept = ref.data(what=what, files=list(files))
    return Outcome((Notice("mending.words", data),), "words", kept, flow=FLOW)


def with_file(files: Sequence[File], heard: Heard) -> tuple[list[File], str]:
    """The files with the one that came, and why it is not among them."""
    media_id, size = heard.details.get("media_id"), heard.details.get("size")
    if isinstance(size, int) and size > media.LARGEST:
        return list(files), "large"
    if media_id is None:
        return list(files), "gone"
    if len(files) >= MOST_FILES:
        return list(files), "many"
    name = str(heard.details.get("name") or file_name(heard.kind.value, len(files) + 1))
    return [*files, {"media_id": int(media_id), "name": name}], ""


def _heard(ctx: Context, ticket: Ticket) -> list[dict[str, Any]]:
    return view.said(ctx, ticket, internal=False, most=3)
