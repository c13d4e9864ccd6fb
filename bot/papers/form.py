"""The filled-in form, as a request was filed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.documents.papers import Opinion, Requester, RequestPaper
from bot.papers.drafts import Draft, signer
from bot.texts import forms as form_words
from bot.texts import papers as words
from bot.texts import request_papers as said
from handlers.forms.definition import Field, Kind, Value
from models.requests import Channel, Verdict


def request_paper(draft: Draft, *, staff: bool) -> RequestPaper:
    """The form; the officer's opinion is for the office's own eyes."""
    facts, request = draft.facts, draft.request
    result = _result(draft)
    return RequestPaper(
        title=facts.form.title,
        office=draft.head.office,
        number=draft.number,
        rows=(*_rows(draft), *(((said.RESULT, result),) if result else ())),
        requester=_requester(draft),
        made=request.changed_at,
        opinion=_opinion(draft) if staff else None,
        decisions=draft.final(),
        decider=draft.director,
        for_staff=not result or draft.wet,
        wet=draft.wet,
    )


def _result(draft: Draft) -> str:
    """How it ended where nobody had to decide."""
    if draft.facts.verdict is Verdict.PERMIT and not draft.final():
        return said.AT_ONCE
    if draft.facts.verdict is None and draft.request.closed_at is not None:
        return said.WITHDRAWN
    return ""


def _rows(draft: Draft) -> Iterator[tuple[str, str]]:
    answers = draft.request.answers
    for field in draft.facts.form.relevant(answers):
        value = answers.get(field.name)
        if value in (None, "", []) and (not field.asked or not field.required):
            continue
        yield field.label, shown(field, value)


def shown(field: Field, value: Value) -> str:
    """A value as paper writes it."""
    if value in (None, "", []):
        return ""
    if field.kind is Kind.DATE:
        return words.paper_date(date.fromisoformat(str(value)))
    return form_words.value_text(field, value)


def _requester(draft: Draft) -> Requester:
    who, request, taken = draft.request.requester, draft.request, draft.facts.taken_by
    by_hand = taken is not None or request.channel is not Channel.LINE
    return Requester(
        name=str(who.get("name") or ""),
        position=str(who.get("position") or ""),
        affiliation=str(who.get("affiliation") or ""),
        at=request.submitted_at,
        channel=said.CHANNEL[request.channel.value] if by_hand else "",
        taken_by=draft.who(signer(taken)) if taken else "",
    )


def _opinion(draft: Draft) -> Opinion | None:
    at, request = draft.facts.proposed_at, draft.request
    if at is None:
        return None
    text = said.opinion(request.proposal, request.opinion)
    return Opinion(text, signer(draft.facts.officer), at)
