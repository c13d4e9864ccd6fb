"""How a form begins: by its word, by a button that carries what is asked for, for somebody else,
or where it was left the last time.
"""

from __future__ import annotations

from dataclasses import replace

from bot.chat.flow import Heard, Kind, Notice, Outcome, Talk
from bot.chat.picking import picked, typed
from bot.chat.requesting.going_on import form_of, go_on, keep, open_forms
from bot.chat.requesting.state import Filling, Kit, leading
from bot.texts import asking
from bot.texts import consent as agreement
from bot.texts.request_words import CHANNEL
from bot.texts.requesting import FLOW, KNOWN, RESUME, WHOM
from handlers import schools
from handlers.context import Context
from handlers.forms.answers import BadAnswer, read_answer
from handlers.forms.definition import Form
from handlers.people import Me, give_consent, me, today
from handlers.requests import drafts
from models.rights import Act

_MOST_SUGGESTED = 500
#: How one may come on whose behalf staff fill in a form.
CHANNELS = {value: label for value, label in CHANNEL.items() if value != "line"}


class Starting:
    """The steps before the first field."""

    def __init__(self, kit: Kit) -> None:
        self.kit = kit

    def start(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The word, with what is asked for or a form's name behind it, or nothing."""
        return self._begin(ctx, heard, heard.text, _last_question(ctx, talk))

    def led(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """A sentence that asks for the form, or for what is no figure: its words are offered."""
        return self._begin(ctx, heard, "", heard.text.strip())

    def about(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """A button that carries what is asked for."""
        return self._begin(ctx, heard, heard.value)

    def services(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Everything that can be asked for on a form."""
        who = me(ctx, heard.person)
        form = next(iter(open_forms(self.kit, who)))
        return choose_form(self.kit, who, Filling(form.slug, form.version))

    def behalf(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The word by which staff fill it in for somebody."""
        who = me(ctx, heard.person)
        who.require(Act.FILE_ON_BEHALF)
        form = next(iter(open_forms(self.kit, who)))
        return _ask_channel(Filling(form.slug, form.version))

    def _begin(self, ctx: Context, heard: Heard, text: str, suggest: str = "") -> Outcome:
        who = me(ctx, heard.person)
        form = named(self.kit, who, text)
        about = "" if form else text
        draft = drafts.kept(ctx, heard.person or "", form.slug if form else None)
        form = form or next(iter(open_forms(self.kit, who)))
        fresh = replace(self._filling(ctx, form, about), suggest=suggest[:_MOST_SUGGESTED])
        if draft is not None and form_of(self.kit, Filling.of(draft.data)) is not None:
            old = Filling.of(draft.data)
            kept = self.kit.forms.forms[old.form]
            facts = {
                "form": kept.title,
                "subject": str(old.answers.get("subject") or ""),
                "channel": old.channel,
                "since": draft.updated_at.isoformat(),
            }
            data = {"draft": old.to_json(), "fresh": fresh.to_json()}
            return Outcome((Notice("request.draft", facts),), next="resume", data=data)
        return self._whom(ctx, who, heard, fresh)

    def _filling(self, ctx: Context, form: Form, about: str) -> Filling:
        """A new form; what is asked for stands in it where it fits."""
        filling, lead = Filling(form.slug, form.version), leading(form)
        if not about or lead is None:
            return filling
        try:
            value = read_answer(lead, about, today=today(ctx))
        except BadAnswer:
            return filling
        return filling.with_answer(lead.name, value)

    def resume(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Go on with the draft, or begin anew."""
        chosen, who = picked(heard, RESUME), me(ctx, heard.person)
        old = Filling.of(talk.data["draft"])
        if chosen == "resume":
            return go_on(self.kit, ctx, who, heard, old)
        if chosen == "anew":
            drafts.drop(ctx, heard.person or "", old.form)
            return self._whom(ctx, who, heard, Filling.of(talk.data["fresh"]))
        return self._begin(ctx, heard, heard.text if heard.kind is Kind.TEXT else "")

    def _whom(self, ctx: Context, who: Me, heard: Heard, filling: Filling) -> Outcome:
        if who.may(Act.FILE_ON_BEHALF):
            return Outcome((Notice("request.whom"),), next="whom", data=filling.to_json())
        return go_on(self.kit, ctx, who, heard, filling)

    def whom(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """For oneself, or for somebody who asked by another way."""
        filling, chosen = Filling.of(talk.data), picked(heard, WHOM)
        if chosen == "self":
            return go_on(self.kit, ctx, me(ctx, heard.person), heard, filling)
        if chosen == "other":
            return _ask_channel(filling)
        return Outcome((Notice("request.whom", {"again": True}),), next="whom", data=talk.data)

    def channel(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """How the requester came."""
        filling, who = Filling.of(talk.data), me(ctx, heard.person)
        who.require(Act.FILE_ON_BEHALF)
        chosen = picked(heard, CHANNELS)
        if chosen is None:
            return _ask_channel(filling, again=True)
        return go_on(self.kit, ctx, who, heard, replace(filling, channel=chosen))

    def forms(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Another form."""
        filling, who = Filling.of(talk.data), me(ctx, heard.person)
        offered = {f.slug: f.short_title for f in open_forms(self.kit, who)}
        slug = picked(heard, offered)
        form = self.kit.forms.forms[slug] if slug else named(self.kit, who, heard.text)
        if form is None:
            return choose_form(self.kit, who, filling, again=True)
        other = replace(filling, form=form.slug, version=form.version, field="", answers={})
        return go_on(self.kit, ctx, who, heard, other)

    def consent(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Agreed to the notice on personal data, or not: then nothing is kept."""
        filling, who = Filling.of(talk.data), me(ctx, heard.person)
        chosen = picked(heard, agreement.AGREE)
        if chosen == "decline":
            drafts.drop(ctx, heard.person or "", filling.form)
            return Outcome((Notice("request.declined"),))
        if chosen == "agree":
            if who.person is not None:
                agreed(self.kit, ctx, who)
            filling = replace(filling, agreed=agreement.VERSION)
        if chosen is None:
            said = {"flow": FLOW, "step": "consent", "again": True}
            return keep(ctx, heard, filling, "consent", Notice("people.consent", said))
        return go_on(self.kit, ctx, who, heard, filling)

    def known(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """The data service answers it: take that, or ask for it all the same."""
        filling, chosen = Filling.of(talk.data), picked(heard, KNOWN)
        form, who = form_of(self.kit, filling), me(ctx, heard.person)
        if chosen == "use":
            drafts.drop(ctx, heard.person or "", filling.form)
            return Outcome((Notice("request.used"),))
        lead = leading(form) if form else None
        if chosen is None and lead is not None and heard.kind is Kind.TEXT:
            try:  # not what was meant: said in other words
                value = read_answer(lead, heard.text, today=today(ctx))
            except BadAnswer:
                return Outcome((Notice("request.known"),), next="known", data=talk.data)
            filling = filling.with_answer(lead.name, value)
        return go_on(self.kit, ctx, who, heard, filling)


def _last_question(ctx: Context, talk: Talk) -> str:
    """The question of figures that was answered just before, in words."""
    query = talk.memory.get("query")
    if not query:
        return ""
    every = [query, *(query.get("parts") or ())]
    codes = {code for one in every for code in one.get("schools") or ()}
    found = [schools.by_code(ctx, code) for code in sorted(codes)]
    named_ = [{"code": school.smis, "name": school.name} for school in found if school]
    return asking.question(query, named_) or "" if len(named_) == len(found) else ""


def agreed(kit: Kit, ctx: Context, who: Me) -> None:
    """Keep that the person agreed to the notice as it reads now."""
    assert who.person is not None
    words = agreement.text_hash(kit.office.name)
    give_consent(ctx, who.person, agreement.VERSION, words)


def named(kit: Kit, who: Me, text: str) -> Form | None:
    """The form that a text names by its title."""
    said = typed(text)
    return next(
        (
            f
            for f in open_forms(kit, who)
            if said and said in (typed(f.title), typed(f.short_title))
        ),
        None,
    )


def choose_form(kit: Kit, who: Me, filling: Filling, *, again: bool = False) -> Outcome:
    """Which form?"""
    found = [[f.slug, f.short_title, f.title] for f in open_forms(kit, who)]
    notice = Notice("request.forms", {"forms": found, "again": again})
    return Outcome((notice,), next="forms", data=filling.to_json())


def _ask_channel(filling: Filling, *, again: bool = False) -> Outcome:
    notice = Notice("request.channel", {"choices": list(CHANNELS), "again": again})
    return Outcome((notice,), next="channel", data=filling.to_json(), flow="request")
