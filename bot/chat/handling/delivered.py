"""After the hand-over: the letter's number, and telling the requester once more."""

from __future__ import annotations

from datetime import date

from bot.chat.flow import Heard, Kind, Notice, Outcome, Step, Talk
from bot.chat.handling.card import Ref, ref_of, shown
from bot.chat.handling.checking import asks, typed
from bot.texts import handling as words
from handlers import audit, mail, telling
from handlers.context import Context
from handlers.forms import Loaded
from handlers.people import me, today
from handlers.requests import delivering, notifying, signing, view
from handlers.requests.access import access_request
from handlers.thai_dates import read_day
from models.errors import WrongState
from models.people import Person
from models.requests import HandOver, RequestStatus, ServiceRequest
from models.rights import Act


class Delivered:
    """The steps after the hand-over."""

    def __init__(self, forms: Loaded) -> None:
        self._forms = forms

    def steps(self) -> dict[str, Step]:
        """By the names of their buttons."""
        return {
            "number": self.number,
            "letter_number": self.letter_number,
            "letter_day": self.letter_day,
            "resend": self.resend,
        }

    def number(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask for the number that the registry gave the letter."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        request = access_request(ctx, who, ref.id, Act.FILE_AWAY, for_update=False)
        return asks(request, ref, "number")

    def letter_number(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the number, ask for the date."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        text, why = typed(heard)
        request = access_request(ctx, who, ref.id, Act.FILE_AWAY, for_update=False)
        return asks(request, ref, "number", why) if why else self._ask_day(ctx, request, ref, text)

    def letter_day(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear the date: picked or typed, not later than today."""
        ref, who, now = ref_of(talk, heard), me(ctx, heard.person), today(ctx)
        request = access_request(ctx, who, ref.id, Act.FILE_AWAY, for_update=False)
        letter, day = str(talk.data["letter"]), _day(heard, now)
        if day is None or day > now:
            return self._ask_day(ctx, request, ref, letter, "future" if day else "day")
        request = signing.number_letter(ctx, who, ref.id, letter, day)
        return shown(ctx, self._forms, who, request, lead="numbered")

    def resend(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Tell the requester once more, by the ways that they chose."""
        ref, who = ref_of(talk, heard), me(ctx, heard.person)
        request = access_request(ctx, who, ref.id, Act.DELIVER_REQUEST, version=ref.version)
        delivery = delivering.latest(ctx, request.id)
        if request.status is not RequestStatus.DELIVERED or delivery is None:
            raise WrongState("request", request.status.value)
        if not delivering.open_now(ctx, delivery):
            return shown(ctx, self._forms, who, request, Notice("refused", {"why": "link_closed"}))
        address = str(request.requester.get("email") or request.answers.get("email") or "")
        by_mail = request.hand_over is HandOver.EMAIL and mail.is_address(address)
        line = ctx.session.get_one(Person, request.requester_id).line_user
        if not by_mail and not telling.reachable(ctx, line):
            return shown(ctx, self._forms, who, request, Notice("refused", {"why": "unreachable"}))
        if by_mail:
            facts = notifying.mail_facts(request, delivery)
            mail.queue(ctx, address, "delivery", facts, ref=f"request:{request.id}")
        if telling.reachable(ctx, line):
            notifying.delivered(ctx, request, delivery)
        audit.record(
            ctx, "request:delivery:resent", f"request:{request.id}", after={"delivery": delivery.id}
        )
        return shown(ctx, self._forms, who, request, lead="resent")

    def _ask_day(
        self, ctx: Context, request: ServiceRequest, ref: Ref, letter: str, why: str = ""
    ) -> Outcome:
        data = {
            **view.brief(request), "letter": letter, "why": why, "today": today(ctx).isoformat(),
        }  # fmt: skip
        kept = ref.data(letter=letter)
        return Outcome((Notice("handling.day", data),), "letter_day", kept, flow=words.FLOW)


def _day(heard: Heard, now: date) -> date | None:
    if heard.kind is Kind.PRESS:
        picked = dict(heard.details.get("params") or {}).get("date")
        return date.fromisoformat(picked) if isinstance(picked, str) else None
    return read_day(heard.text, today=now, past=True)
