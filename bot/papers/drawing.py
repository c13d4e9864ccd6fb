"""One paper of a request, or all of them behind their index, as PDF."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.documents.papers import IndexEntry, IndexPaper, index_page, letter, memo, request_form
from bot.documents.papers.bundle import pages, together
from bot.papers.drafts import Draft, Letterhead
from bot.papers.form import request_paper
from bot.papers.kinds import Kind, NoPaper, there_is
from bot.papers.letter import reply
from bot.papers.memos import permission, summary
from bot.texts import papers as words
from bot.texts import request_papers as said
from handlers.budget import BANGKOK
from handlers.context import Context
from handlers.forms import Loaded
from handlers.requests import papers as gathering
from models.requests import Attachment, HandOver, ServiceRequest, Verdict


def paper(
    ctx: Context,
    forms: Loaded,
    request: ServiceRequest,
    kind: Kind,
    head: Letterhead,
    *,
    staff: bool = True,
    wet: bool = False,
) -> bytes:
    """One paper; `wet` leaves room to sign by hand. A requester's form lacks the officer's opinion.

    Raises NoPaper (not yet, or not for a requester), NotFound (the form was removed).
    """
    facts = gathering.facts(ctx, forms, request)
    if kind not in there_is(facts, staff=staff):
        raise NoPaper(kind)
    if kind is Kind.BUNDLE:
        return bundle(ctx, forms, request, head)
    return draw(Draft(facts, head, wet), kind, staff=staff)


def bundle(ctx: Context, forms: Loaded, request: ServiceRequest, head: Letterhead) -> bytes:
    """All papers of a request that has ended, behind their index. Raises NoPaper, NotFound."""
    draft = Draft(gathering.facts(ctx, forms, request), head)
    able = there_is(draft.facts)
    if Kind.BUNDLE not in able:
        raise NoPaper(Kind.BUNDLE)
    bound = [(kind, draw(draft, kind)) for kind in able if _is_filed(draft, kind)]
    entries = [IndexEntry(said.NAMES[k], _dated(draft, k), pages(pdf)) for k, pdf in bound]
    index = index_page(_index(ctx, draft, (*entries, *_files(draft))))
    parts = [(words.INDEX_TITLE, index), *((said.NAMES[kind], pdf) for kind, pdf in bound)]
    return together(parts, draft.number, head.office, ctx.now)


def draw(draft: Draft, kind: Kind, *, staff: bool = True) -> bytes:
    """One of the papers that are not made of others."""
    if kind is Kind.FORM:
        return request_form(request_paper(draft, staff=staff))
    if kind is Kind.LETTER:
        return letter(reply(draft))
    return memo(permission(draft) if kind is Kind.MEMO else summary(draft))


def _is_filed(draft: Draft, kind: Kind) -> bool:
    """Does it belong to the file? A letter where one was sent, or is due."""
    if kind is not Kind.LETTER:
        return kind is not Kind.BUNDLE
    request = draft.request
    refused = draft.facts.verdict is Verdict.REFUSE and draft.outsider
    return bool(refused or request.hand_over is HandOver.LETTER or request.letter_number)


def _dated(draft: Draft, kind: Kind) -> date | None:
    """The day that stands on a paper; None for one that the registry has not dated."""
    if kind is Kind.FORM:
        return draft.request.submitted_at
    if kind is Kind.MEMO:
        return draft.facts.proposed_at
    return draft.request.letter_date if kind is Kind.LETTER else None


def _files(draft: Draft) -> Iterator[IndexEntry]:
    """Files are kept as they are, beside the bundle."""
    listed: tuple[tuple[str, tuple[Attachment, ...]], ...] = (
        (said.FROM_REQUESTER, draft.facts.attached),
        (said.PREPARED, draft.facts.given),
    )
    for name, rows in listed:
        yield from (IndexEntry(f"{name}: {row.name}", row.added_at) for row in rows)


def _index(ctx: Context, draft: Draft, entries: tuple[IndexEntry, ...]) -> IndexPaper:
    request, form = draft.request, draft.facts.form
    closed = request.closed_at
    return IndexPaper(
        office=draft.head.office,
        number=draft.number,
        subject=request.subject,
        requester=draft.requester,
        entries=entries,
        file_code=request.file_code or form.file_code,
        keep_until=draft.facts.keep_until,
        keep_years=form.keep_years,
        opened=request.received_on,
        closed=closed.astimezone(BANGKOK).date() if closed else None,
        made=ctx.now,
    )
