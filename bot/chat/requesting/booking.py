"""A form that becomes a ticket: which room or equipment, then the ticket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.chat.flow import Heard, Notice, Outcome, Talk
from bot.chat.picking import picked
from bot.chat.refusals import refused
from bot.chat.requesting.going_on import form_of, go_on, review
from bot.chat.requesting.starting import agreed
from bot.chat.requesting.state import Filling, Kit, profile_of
from bot.texts.forms import value_text
from bot.texts.services import CHANGE
from handlers import bookings
from handlers.context import Context
from handlers.forms.answers import filled
from handlers.forms.definition import Books, Form, Kind
from handlers.people import Me, me
from handlers.requests import drafts
from handlers.requests.submitting import Filled
from handlers.tickets import services, view
from handlers.tickets.services import Asked, Offer
from models.errors import Refusal
from models.requests import Channel

#: As many choices as a card's buttons hold beside the way back.
_MOST = 10


class Booking:
    """The steps from the confirmed form of a service to its ticket."""

    def __init__(self, kit: Kit) -> None:
        self.kit = kit

    def begin(
        self, ctx: Context, who: Me, heard: Heard, filling: Filling, whole: Filled
    ) -> Outcome:
        """The form is confirmed: choose what is booked, or make the ticket at once."""
        rule = whole.form.ticket
        assert rule is not None
        if rule.books is Books.NOTHING:
            return self._made(ctx, who, heard, filling, whole, Offer("", ""))
        return self._choose(ctx, who, heard, filling, whole.form, whole.answers)

    def resource(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which one; it is taken now, or somebody was faster."""
        filling, who = Filling.of(talk.data["filling"]), me(ctx, heard.person)
        form = form_of(self.kit, filling)
        if form is None:
            return go_on(self.kit, ctx, who, heard, filling)
        answers = filled(form, filling.answers, profile_of(ctx, who, filling))
        chosen = picked(heard, {**dict(talk.data["names"]), **CHANGE})
        if chosen in CHANGE:
            return review(ctx, who, heard, form, filling)
        if chosen is None:
            return self._choose(ctx, who, heard, filling, form, answers, again=True)
        offer = Offer(chosen, str(talk.data["names"][chosen]))
        whole = whole_form(form, filling, answers)
        try:
            with ctx.session.begin_nested():
                return self._made(ctx, who, heard, filling, whole, offer)
        except bookings.Taken:
            return self._choose(ctx, who, heard, filling, form, answers, taken=True)
        except Refusal as error:
            return Outcome((refused(error),))

    def _choose(
        self,
        ctx: Context,
        who: Me,
        heard: Heard,
        filling: Filling,
        form: Form,
        answers: Mapping[str, Any],
        **how: bool,
    ) -> Outcome:
        try:
            found = services.offers(ctx, form, answers)[:_MOST]
        except bookings.BookingRefused as error:
            shown = review(ctx, who, heard, form, filling)
            notice = Notice("service.times", {"why": error.why})
            return replace(shown, replies=(notice, *shown.replies))
        facts = {
            "title": form.title,
            "when": _when(form, answers),
            "people": int(answers.get("people") or 0),
            "loan": form.ticket is not None and form.ticket.books is Books.EQUIPMENT,
            "offers": [
                {"ref": o.ref, "name": o.name, "left": o.left, "room": o.room,
                 "equipment": o.equipment}
                for o in found
            ],
            **how,
        }  # fmt: skip
        data = {"filling": filling.to_json(), "names": {o.ref: o.name for o in found}}
        return Outcome((Notice("service.offers", facts),), "resource", data, flow="request")

    def _made(
        self,
        ctx: Context,
        who: Me,
        heard: Heard,
        filling: Filling,
        whole: Filled,
        offer: Offer,
    ) -> Outcome:
        line_user = heard.person or ""
        drafts.drop(ctx, line_user, filling.form)
        asked = Asked(
            whole.form,
            whole.answers,
            details(whole.form, whole.answers, offer.name),
            whole.channel,
            whole.files,
            offer.ref,
        )
        if filling.channel:
            ticket = services.submit_on_behalf(ctx, who, asked)
        else:
            ticket = services.submit(ctx, who, asked, line_user)
            if filling.agreed:
                agreed(self.kit, ctx, me(ctx, line_user))
        facts = {
            "ticket": view.brief(ticket),
            "title": whole.form.title,
            "booked": offer.name,
            "when": _when(whole.form, whole.answers) if offer.ref else [],
            "conference": _is_conference(whole.form),
        }
        return Outcome((Notice("service.submitted", facts),))


def whole_form(form: Form, filling: Filling, answers: Mapping[str, Any]) -> Filled:
    """The form with everything that was said and sent."""
    files = [
        {"media_id": file["id"], "name": file["name"]}
        for field in form.fields
        if field.kind is Kind.FILES
        for file in answers.get(field.name) or ()
    ]
    channel = Channel(filling.channel or Channel.LINE)
    return Filled(form, answers, channel, filling.query, files, filling.personal)


def details(form: Form, answers: Mapping[str, Any], booked: str = "") -> str:
    """What was filled in, a line each, as whoever does the work reads it."""
    lines = [form.title]
    for field in form.relevant(answers):
        value = answers.get(field.name)
        if value in (None, "", []) or field.kind is Kind.FILES or field.prefill is not None:
            continue
        lines.append(f"{field.label}: {value_text(field, value)}")
    if booked:
        lines.append(booked)
    return "\n".join(lines)


def _when(form: Form, answers: Mapping[str, Any]) -> list[str]:
    starts, ends = services.span(form, answers)
    return [starts.isoformat(), ends.isoformat()]


def _is_conference(form: Form) -> bool:
    return form.ticket is not None and form.ticket.books is Books.CONFERENCE
