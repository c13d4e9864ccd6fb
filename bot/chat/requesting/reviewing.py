"""The summary of a form: change a field, add a file, confirm. What is confirmed is a request."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.flow import Heard, Kind, Notice, Outcome, Talk
from bot.chat.picking import picked
from bot.chat.refusals import refused
from bot.chat.requesting.answering import with_file
from bot.chat.requesting.booking import Booking, whole_form
from bot.chat.requesting.going_on import (
    ask,
    form_of,
    go_on,
    keep,
    review,
    without_lost_files,
)
from bot.chat.requesting.starting import agreed
from bot.chat.requesting.state import Filling, Kit, editable, next_one, profile_of
from bot.texts.requesting import BACK, REVIEW
from handlers.context import Context
from handlers.forms import definition
from handlers.forms.answers import BadAnswer, filled, no_longer_right
from handlers.forms.definition import Form
from handlers.people import Me, codes, me, today
from handlers.requests import delivering, drafts, notifying, submitting, view
from handlers.requests.submitting import Filled
from models.errors import Refusal
from models.people import CodePurpose
from models.requests import RequestStatus, ServiceRequest


class Reviewing:
    """The steps from the summary to the request."""

    def __init__(self, kit: Kit) -> None:
        self.kit, self._booking = kit, Booking(kit)

    def review(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Confirm, change something, add a file, or leave it for later."""
        filling, who = Filling.of(talk.data), me(ctx, heard.person)
        form = form_of(self.kit, filling)
        if form is None:
            return go_on(self.kit, ctx, who, heard, filling)
        chosen = picked(heard, REVIEW)
        if chosen == "confirm":
            return self._confirm(ctx, who, heard, form, filling)
        if chosen == "edit":
            return self._which(ctx, who, heard, form, filling)
        if chosen == "attach":
            return _attach(ctx, who, heard, form, filling)
        if chosen == "cancel":
            return Outcome((Notice("request.left"),))
        if heard.kind not in (Kind.TEXT, Kind.PRESS):
            return self._file(ctx, who, heard, form, filling)
        return review(ctx, who, heard, form, filling, again=True)

    def pick(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Which field is to be changed?"""
        filling, who = Filling.of(talk.data), me(ctx, heard.person)
        form = form_of(self.kit, filling)
        if form is None:
            return go_on(self.kit, ctx, who, heard, filling)
        fields = _editable(ctx, who, form, filling)
        labels = {**{f.name: f.label for f in fields}, "_back": BACK}
        name = picked(heard, labels)
        field = form.named(name) if name else None
        if name == "_back":
            return review(ctx, who, heard, form, filling)
        if field is None:
            return self._which(ctx, who, heard, form, filling, again=True)
        known = filled(form, filling.answers, profile_of(ctx, who, filling))
        with_known = replace(filling, answers={**known, **filling.answers}, editing=True)
        return ask(ctx, who, heard, form, with_known, field)

    def _which(
        self, ctx: Context, who: Me, heard: Heard, form: Form, filling: Filling, again: bool = False
    ) -> Outcome:
        fields = [[f.name, f.label] for f in _editable(ctx, who, form, filling)]
        return keep(
            ctx, heard, filling, "pick", Notice("request.pick", {"fields": fields, "again": again})
        )

    def _file(self, ctx: Context, who: Me, heard: Heard, form: Form, filling: Filling) -> Outcome:
        try:
            field, more = with_file(form, filling, heard, ctx)
        except BadAnswer as fault:
            field_ = form.named(fault.field)
            if field_ is None:
                return review(ctx, who, heard, form, filling, again=True)
            asked = replace(filling, editing=True)
            return ask(ctx, who, heard, form, asked, field_, fault=fault)
        return ask(ctx, who, heard, form, replace(more, editing=True), field)

    # ------------------------------------------------------------ the request

    def _confirm(
        self, ctx: Context, who: Me, heard: Heard, form: Form, filling: Filling
    ) -> Outcome:
        if without_lost_files(ctx, filling)[1]:
            return review(ctx, who, heard, form, filling)
        profile = profile_of(ctx, who, filling)
        answers = filled(form, filling.answers, profile)
        wrong = no_longer_right(form, answers, today=today(ctx))
        if wrong and (field := form.named(wrong[0].field)):
            asked = replace(filling, editing=True)
            return ask(ctx, who, heard, form, asked, field, fault=wrong[0])
        if next_one(form, filling, profile) is not None:
            return go_on(self.kit, ctx, who, heard, filling)
        try:
            with ctx.session.begin_nested():
                return self._submitted(ctx, who, heard, filling, whole_form(form, filling, answers))
        except Refusal as error:
            return Outcome((refused(error),))

    def _submitted(
        self, ctx: Context, who: Me, heard: Heard, filling: Filling, whole: Filled
    ) -> Outcome:
        if whole.form.ticket is not None:
            return self._booking.begin(ctx, who, heard, filling, whole)
        line_user = heard.person or ""
        drafts.drop(ctx, line_user, filling.form)
        if filling.channel:
            return _for_somebody(ctx, submitting.submit_on_behalf(ctx, who, whole))
        request = submitting.submit(ctx, self.kit.forms, who, whole, line_user)
        if filling.agreed:
            agreed(self.kit, ctx, me(ctx, line_user))
        if request.status is RequestStatus.DELIVERED:
            return at_once(ctx, request)
        return Outcome((Notice("request.submitted", view.progress(ctx, request)),))


def at_once(ctx: Context, request: ServiceRequest) -> Outcome:
    """It is here already: how to open it, and the rating, whose choices may be typed."""
    delivery = delivering.latest(ctx, request.id)
    assert delivery is not None
    facts = notifying.delivered_facts(ctx, request, delivery)
    notice = Notice("request.delivered", {**view.brief(request), **facts})
    if facts["rating_id"] is None:
        return Outcome((notice,))
    return Outcome((notice,), next="choose", data={"rating_id": facts["rating_id"]}, flow="rating")


def _for_somebody(ctx: Context, request: ServiceRequest) -> Outcome:
    """Filed for somebody: the code by which they can take it over is told to whoever filed it."""
    code = codes.make(ctx, CodePurpose.CLAIM, request_id=request.id)
    facts = {
        **view.progress(ctx, request),
        "name": request.requester.get("name", ""),
        "code": code.code,
        "until": code.row.expires_at.isoformat(),
    }
    return Outcome((Notice("request.on_behalf", facts),))


def _editable(ctx: Context, who: Me, form: Form, filling: Filling) -> list[definition.Field]:
    registered = bool(who.holdings) and not filling.channel
    return editable(form, filling, profile_of(ctx, who, filling), registered=registered)


def _attach(ctx: Context, who: Me, heard: Heard, form: Form, filling: Filling) -> Outcome:
    field = next((f for f in form.fields if f.kind is definition.Kind.FILES), None)
    if field is None:
        return review(ctx, who, heard, form, filling, again=True)
    return ask(ctx, who, heard, form, replace(filling, editing=True), field)
