"""What comes next in a form: the first question, the data service's answer, consent, a field,
the summary. Whatever is said on the way is kept as a draft.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.chat.flow import Heard, Notice, Outcome
from bot.chat.requesting.state import (
    Filling,
    Kit,
    by_what_there_is,
    in_order,
    leading,
    next_one,
    profile_of,
)
from bot.texts import consent
from bot.texts.forms import value_text
from bot.texts.next_questions import fixed
from handlers.context import Context
from handlers.forms.answers import BadAnswer, filled, shown
from handlers.forms.definition import Field, Form, Kind
from handlers.people import Me, consents, today
from handlers.questions import Answer, answer
from handlers.questions.intents import PRIVATE
from handlers.requests import drafts

_ANSWERED = ("figure", "multi", "list")
_NOTICE = Notice("people.consent", {"flow": "request", "step": "consent"})


def form_of(kit: Kit, filling: Filling) -> Form | None:
    """The form that is filled in; None when the office has removed it meanwhile."""
    form = kit.forms.of(filling.form, filling.version)
    return form if form is None or kit.mail else by_what_there_is(form)


def go_on(kit: Kit, ctx: Context, me: Me, heard: Heard, filling: Filling) -> Outcome:
    """The next thing that is to be asked, or the summary."""
    form = form_of(kit, filling)
    if form is None:
        drafts.drop(ctx, heard.person or "", filling.form)
        return Outcome((Notice("request.form_gone"),))
    lead = leading(form)
    if lead is not None and lead.name not in filling.answers:
        return ask(ctx, me, heard, form, filling, lead, others=_others(kit, me, form))
    if lead is not None and (found := _looked_up(kit, ctx, filling, lead)) is not filling:
        filling = found
        if filling.query is not None:
            return _answered(kit, ctx, heard, filling, lead)
    if needs_consent(ctx, me, filling):
        return keep(ctx, heard, filling, "consent", _NOTICE)
    field = next_one(form, filling, profile_of(ctx, me, filling))
    if field is not None:
        others = _others(kit, me, form) if not filling.answers else []
        return ask(ctx, me, heard, form, filling, field, others=others)
    return review(ctx, me, heard, form, filling)


def ask(
    ctx: Context,
    me: Me,
    heard: Heard,
    form: Form,
    filling: Filling,
    field: Field,
    *,
    fault: BadAnswer | None = None,
    others: list[str] | None = None,
) -> Outcome:
    """Ask one field, with what was wrong with the last answer to it."""
    order = in_order(form, filling, profile_of(ctx, me, filling))
    names = [f.name for f in order]
    known = field.name in names
    value = filling.answers.get(field.name)
    data = {
        **field_json(field, ctx),
        "form": form.short_title,
        "place": names.index(field.name) + 1 if known else None,
        "of": len(names),
        "back": filling.editing or (known and names.index(field.name) > 0),
        "editing": filling.editing,
        "now": value_text(field, value) if value not in (None, []) else None,
        "files": len(value) if field.kind is Kind.FILES and isinstance(value, list) else 0,
        "suggest": filling.suggest if field is leading(form) and value is None else "",
        "intro": form.intro if not filling.answers else "",
        "others": others or [],
        "fault": {"kind": fault.kind.value, "facts": fault.facts} if fault else None,
    }
    filling = replace(filling, field=field.name)
    return keep(ctx, heard, filling, "fill", Notice("request.ask", data))


def field_json(field: Field, ctx: Context) -> dict[str, Any]:
    """A field as its notice is told of it."""
    earliest, latest = field.earliest, field.latest
    return {
        "field": field.name,
        "kind": field.kind.value,
        "label": field.label,
        "ask": field.ask,
        "help": field.help,
        "required": field.required,
        "choices": [[c.value, c.label] for c in field.choices],
        "earliest": earliest.of(today(ctx)).isoformat() if earliest else None,
        "latest": latest.of(today(ctx)).isoformat() if latest else None,
    }


def review(
    ctx: Context, me: Me, heard: Heard, form: Form, filling: Filling, *, again: bool = False
) -> Outcome:
    """Everything that was filled in, before it is confirmed."""
    filling, lost = without_lost_files(ctx, filling)
    every = filled(form, filling.answers, profile_of(ctx, me, filling))
    files = next((f for f in form.fields if f.kind is Kind.FILES and not f.asked), None)
    data = {
        "form": form.title,
        "channel": filling.channel,
        "rows": [[f.label, value_text(f, value)] for f, value in shown(form, every)
                 if value not in (None, [], "")],
        "attach": files.label if files else None,
        "again": again,
        "lost": lost,
        "personal": filling.personal,
    }  # fmt: skip
    filling = replace(filling, field="", editing=False)
    return keep(ctx, heard, filling, "review", Notice("request.review", data))


def keep(
    ctx: Context, heard: Heard, filling: Filling, step: str, *notices: Notice,
    memory: Mapping[str, Any] | None = None,
) -> Outcome:  # fmt: skip
    """Stay in the form at this step; what was said so far is kept as a draft."""
    data = filling.to_json()
    if filling.answers:
        drafts.keep(ctx, heard.person or "", filling.form, data)
    return Outcome(notices, next=step, data=data, memory=memory)


def without_lost_files(ctx: Context, filling: Filling) -> tuple[Filling, list[str]]:
    """The form without files that could not be fetched, or were erased (one that belongs to no
    record is kept a day), and their names."""
    lost: list[str] = []
    for name, value in filling.answers.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            ids = drafts.files_there(ctx, [int(file["id"]) for file in value])
            lost += [str(file["name"]) for file in value if int(file["id"]) not in ids]
            filling = filling.with_answer(name, [f for f in value if int(f["id"]) in ids])
    return filling, lost


def needs_consent(ctx: Context, me: Me, filling: Filling) -> bool:
    """Has the one who asks not agreed to the notice on personal data, as it reads now?"""
    if filling.channel or filling.agreed == consent.VERSION:
        return False
    return me.person is None or consents.given(ctx, me.person.id, consent.VERSION) is None


def _looked_up(kit: Kit, ctx: Context, filling: Filling, lead: Field) -> Filling:
    """The same when this subject was looked up before; else with what the data service makes of
    it as for the public: what is handed over at once is shown to everybody."""
    subject = str(filling.answers.get(lead.name) or "")
    if subject == filling.looked_up:
        return filling
    found = answer(ctx, subject, office=kit.office, memory={})
    query = fixed(found.facts) if _is_whole(found) else None
    personal = found.kind == PRIVATE
    return replace(filling, looked_up=subject, query=query, personal=personal)


def _is_whole(found: Answer) -> bool:
    """Does it hold every figure? One with hidden numbers is no answer to a request for them."""
    items = found.facts.get("items", ())
    return found.kind in _ANSWERED and all(item.get("value") is not None for item in items)


def _answered(kit: Kit, ctx: Context, heard: Heard, filling: Filling, lead: Field) -> Outcome:
    found = answer(ctx, filling.looked_up, office=kit.office, memory={})
    notices = (Notice("answer", found.to_json()), Notice("request.known"))
    return keep(ctx, heard, filling, "known", *notices, memory=dict(found.memory))


def _others(kit: Kit, me: Me, form: Form) -> list[str]:
    """The short titles of the other forms that this person may fill in."""
    return [f.short_title for f in open_forms(kit, me) if f.slug != form.slug]


def open_forms(kit: Kit, me: Me) -> list[Form]:
    """The forms that this person may fill in, the usual one first."""
    roles = {h.role for h in me.holders}
    found = [f for f in kit.forms.forms.values() if f.open_to(roles)]
    return sorted(found, key=lambda f: f.slug != USUAL)


#: What the word ขอข้อมูล starts with.
USUAL = "data_request"
