"""One field at a time: what was typed, pressed or sent becomes its answer, or is asked again."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.flow import Heard, Kind, Outcome, Talk
from bot.chat.picking import typed
from bot.chat.requesting.going_on import ask, form_of, go_on, review
from bot.chat.requesting.starting import choose_form, named
from bot.chat.requesting.state import Filling, Kit, in_order, profile_of
from bot.texts.requesting import COMMANDS, SENT
from handlers.context import Context
from handlers.forms import definition
from handlers.forms.answers import Attached, BadAnswer, Why, read_answer, skip
from handlers.forms.definition import Field, Form, Value
from handlers.people import Me, me, today
from handlers.questions import find_schools

_SENT = (Kind.PHOTO, Kind.FILE, Kind.VIDEO, Kind.VOICE)


class Answering:
    """The step that hears the answer to a field."""

    def __init__(self, kit: Kit) -> None:
        self.kit = kit

    def fill(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """An answer, or a button beside it: back, leave out, keep, enough files, another form."""
        filling, who = Filling.of(talk.data), me(ctx, heard.person)
        form = form_of(self.kit, filling)
        field = form.named(filling.field) if form else None
        if form is None or field is None:
            return go_on(self.kit, ctx, who, heard, filling)
        command = _command(heard)
        if command == "back":
            return self._back(ctx, who, heard, form, filling)
        if command == "keep" and field.name in filling.answers:
            return go_on(self.kit, ctx, who, heard, _done(filling))
        if other := self._another_form(who, heard, filling, command, form):
            return other
        try:
            value = self._read(ctx, heard, filling, field, command)
        except BadAnswer as fault:
            return ask(ctx, who, heard, form, filling, field, fault=fault)
        filling = filling.with_answer(field.name, value)
        if heard.kind in _SENT:  # more may follow
            return ask(ctx, who, heard, form, filling, field)
        return go_on(self.kit, ctx, who, heard, _done(filling))

    def _back(self, ctx: Context, who: Me, heard: Heard, form: Form, filling: Filling) -> Outcome:
        if filling.editing:
            return review(ctx, who, heard, form, filling)
        order = in_order(form, filling, profile_of(ctx, who, filling))
        place = next((n for n, f in enumerate(order) if f.name == filling.field), 0)
        return ask(ctx, who, heard, form, filling, order[max(place - 1, 0)])

    def _another_form(
        self, who: Me, heard: Heard, filling: Filling, command: str, form: Form
    ) -> Outcome | None:
        """Offered, and heard by its name, until the first answer is given."""
        if filling.answers:
            return None
        if command == "forms":
            return choose_form(self.kit, who, filling)
        other = named(self.kit, who, heard.text) if heard.kind is Kind.TEXT else None
        if other is None or other.slug == form.slug:
            return None
        return choose_form(self.kit, who, filling)

    def _read(
        self, ctx: Context, heard: Heard, filling: Filling, field: Field, command: str
    ) -> Value:
        """The value of the field. Raises BadAnswer."""
        before = filling.answers.get(field.name)
        if command == "skip":
            return skip(field)
        if command == "suggest" and filling.suggest:
            return read_answer(field, filling.suggest, today=today(ctx))
        if command == "done":
            return before if before else skip(field)
        given = self._given(ctx, heard, field)
        found = (
            find_schools(ctx, str(given), office=self.kit.office)
            if field.kind is definition.Kind.SCHOOL and isinstance(given, str)
            else []
        )
        if len(found) == 1:
            given = found[0]["code"]
        schools = {school["code"]: school["name"] for school in found}
        return read_answer(field, given, today=today(ctx), answers=filling.answers, schools=schools)

    def _given(self, ctx: Context, heard: Heard, field: Field) -> str | Attached | None:
        if heard.kind is Kind.TEXT:
            return heard.text
        if heard.kind is Kind.PRESS:
            day = heard.details.get("params", {}).get("date")
            return str(day) if day else heard.value.removeprefix("=")
        return attached(heard)


def attached(heard: Heard) -> Attached | None:
    """The file that was sent; None for one that LINE does not keep."""
    media_id = heard.details.get("media_id")
    if heard.kind not in _SENT or not isinstance(media_id, int):
        return None
    name = heard.details.get("name") or SENT[heard.kind.value].format(number=media_id)
    return Attached(media_id, str(name), heard.details.get("size"))


def with_file(form: Form, filling: Filling, heard: Heard, ctx: Context) -> tuple[Field, Filling]:
    """The form with a file that was sent while the summary stood there. Raises BadAnswer."""
    field = next((f for f in form.fields if f.kind is definition.Kind.FILES), None)
    if field is None:
        raise BadAnswer(Why.NOT_TEXT, "")
    value = read_answer(field, attached(heard), today=today(ctx), answers=filling.answers)
    return field, filling.with_answer(field.name, value)


def _command(heard: Heard) -> str:
    if heard.kind is Kind.PRESS:
        return "" if heard.value.startswith("=") else heard.value
    said = typed(heard.text) if heard.kind is Kind.TEXT else ""
    return next((command for command, label in COMMANDS.items() if said == label), "")


def _done(filling: Filling) -> Filling:
    return replace(filling, field="", editing=False)
