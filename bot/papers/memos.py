"""The memos of a request: to the director who permits, and the report when it has ended."""

from __future__ import annotations

from collections.abc import Iterator

from bot.documents.papers import MemoPaper, Table
from bot.papers.drafts import Draft, signer
from bot.texts import paper_paragraphs as paragraphs
from bot.texts import request_papers as said
from models.requests import Classification, RequestStep, Verdict


def permission(draft: Draft) -> MemoPaper:
    """From the officer to who permits, with what was decided on it."""
    facts, request = draft.facts, draft.request
    lead, checked, closing = paragraphs.permission_memo(
        draft.requester,
        facts.form.title,
        draft.short_number,
        draft.day,
        asked=request.subject,
        purpose=request.purpose or said.NO_PURPOSE,
        opinion=said.opinion(request.proposal, request.opinion),
        personal_data=request.classification is Classification.PERSONAL,
    )
    officer, at = signer(facts.officer), facts.proposed_at
    proposed = (said.proposed(draft.who(officer), at),) if at and not draft.wet else ()
    choices = tuple(draft.verdicts[key] for key in ("permit", "refuse", "ask_more"))
    return MemoPaper(
        office=draft.head.office,
        agency=draft.agency,
        subject=paragraphs.PERMISSION_SUBJECT,
        to=draft.director_title,
        body=(lead, *_clarified(draft), checked, closing, *proposed),
        signer=officer,
        made=request.changed_at,
        decisions=draft.on_permission(),
        decider=draft.director,
        choices=choices,
        garuda=draft.head.garuda,
        wet=draft.wet,
    )


def summary(draft: Draft) -> MemoPaper:
    """The report on a request that has ended: its steps, how it was handed over and rated."""
    request = draft.request
    before = paragraphs.summary_before(
        draft.requester,
        draft.short_number,
        draft.day,
        asked=request.subject,
        purpose=request.purpose or said.NO_PURPOSE,
        decision=_decision(draft),
    )
    rows = paragraphs.step_rows([(_what(draft, s), _by(draft, s), s.done_at) for s in _done(draft)])
    steps = Table(paragraphs.STEP_COLUMNS, rows)
    return MemoPaper(
        office=draft.head.office,
        agency=draft.agency,
        subject=f"{paragraphs.SUMMARY_SUBJECT} {draft.short_number}",
        to=draft.director_title,
        body=(*before, steps, *_clarified(draft), *_after(draft)),
        signer=signer(draft.facts.officer),
        made=request.changed_at,
        garuda=draft.head.garuda,
        wet=draft.wet,
    )


def _done(draft: Draft) -> list[RequestStep]:
    return [step for step in draft.facts.steps if step.done_at is not None]


def _what(draft: Draft, step: RequestStep) -> str:
    rule = draft.facts.form.step(step.kind)
    return said.step(step.kind.value, rule.title if rule else "", step.outcome)


def _by(draft: Draft, step: RequestStep) -> str:
    decided = draft.facts.decision_of(step)
    if decided is not None:
        return draft.who(draft.decision(decided).by)
    return (step.done_as or "").replace(" · ", " ") or said.BY_SYSTEM


def _decision(draft: Draft) -> str:
    final = draft.facts.decided(Verdict.PERMIT, Verdict.REFUSE)
    if draft.facts.verdict is None:
        return said.WITHDRAWN
    if final is None:
        return said.AT_ONCE
    made = draft.decision(final, why=False)
    refused = final.verdict is Verdict.REFUSE
    why = said.reason(final.reason, final.law) if refused else ""
    return said.decision(made.word, draft.who(made.by), why)


def _clarified(draft: Draft) -> Iterator[str]:
    for pause in draft.facts.pauses:
        if pause.answer and pause.ended_at:
            yield said.clarified(pause.question, pause.answer, pause.ended_at)


def _after(draft: Draft) -> Iterator[str | Table]:
    made, rated = draft.facts.delivery, draft.facts.satisfied
    if made:
        how = said.HANDED["work" if draft.request.is_work else made.hand_over.value]
        yield from paragraphs.summary_after(how, made.made_at)[:-1]
        if made.received_at:
            yield said.received(made.received_at)
    if rated:
        levels = said.rating([level for _, _, level in rated.items])
        yield from paragraphs.summary_after("", None, rating=levels)[:-1]
        yield Table(paragraphs.RATING_COLUMNS, said.rating_rows(rated.items))
    remarks = " ".join(filter(None, (rated.reason, rated.suggestion))) if rated else ""
    yield from paragraphs.summary_after("", None, remarks=remarks)
