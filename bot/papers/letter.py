"""The letter of reply: permitted and how it is given, or refused, why, and where to appeal."""

from __future__ import annotations

from bot.documents.papers import Decision, LetterPaper
from bot.papers.drafts import Draft, signer
from bot.texts import paper_paragraphs as paragraphs
from bot.texts import request_papers as said
from models.requests import HandOver, Verdict


def reply(draft: Draft) -> LetterPaper:
    """The letter. Number and date are the registry's: blank until they are typed in."""
    request, head = draft.request, draft.head
    by_letter = request.hand_over is HandOver.LETTER
    refused = draft.facts.verdict is Verdict.REFUSE
    names = tuple(row.name for row in draft.facts.given) if by_letter and not refused else ()
    return LetterPaper(
        office=head.office,
        sender=(head.office, *head.address),
        subject=paragraphs.REPLY_SUBJECT,
        to=str(request.requester.get("name") or ""),
        body=_refused(draft) if refused else _permitted(draft),
        signer=signer(draft.facts.signer),
        made=request.changed_at,
        number=(request.letter_number or "").removeprefix(said.AT).strip(),
        dated=request.letter_date,
        reference=paragraphs.request_reference(draft.short_number, draft.day),
        enclosures=names,
        contact=_contact(draft),
        signed=_signed(draft),
        garuda=head.garuda,
        wet=draft.wet,
    )


def _permitted(draft: Draft) -> paragraphs.Paragraphs:
    request = draft.request
    return paragraphs.permitted_reply(
        draft.short_number,
        draft.day,
        request.subject,
        office=draft.head.office,
        how=said.GIVEN["work" if request.is_work else request.hand_over.value],
    )


def _refused(draft: Draft) -> paragraphs.Paragraphs:
    decision = draft.facts.decided(Verdict.REFUSE)
    return paragraphs.refused_reply(
        draft.short_number,
        draft.day,
        draft.request.subject,
        office=draft.head.office,
        reason=(decision.reason if decision else None) or said.UNSTATED,
        law=said.law_name(decision.law if decision else None),
        outsider=draft.outsider,
    )


def _signed(draft: Draft) -> Decision | None:
    """The signing of the letter; a refusal that was confirmed says so in its place."""
    refused = draft.facts.verdict is Verdict.REFUSE
    made = draft.facts.decided(Verdict.CONFIRM_REFUSAL if refused else Verdict.SIGN)
    if made is None:
        return None
    # The signature below is the same person's, by the same right.
    signed = draft.decision(made, why=False)
    return Decision(signed.word, signer(draft.facts.signer), signed.at, signed.verify_url)


def _contact(draft: Draft) -> tuple[str, ...]:
    phone = (f"{said.PHONE} {draft.head.phone}",) if draft.head.phone else ()
    return (draft.request.owner_group, *phone)
