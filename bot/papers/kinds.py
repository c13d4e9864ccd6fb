"""Which papers a request has, and who may have them."""

from __future__ import annotations

import enum

from handlers.requests.papers import PaperFacts
from models.errors import Refusal


class Kind(enum.StrEnum):
    """The papers of a request, in the order of a file."""

    FORM = "form"
    MEMO = "memo"
    LETTER = "letter"
    SUMMARY = "summary"
    BUNDLE = "bundle"


#: What a requester may have of their own request; the rest is the office's.
FOR_REQUESTER = frozenset({Kind.FORM, Kind.LETTER})


class NoPaper(Refusal):
    """The request has not come so far that there is such a paper, or it is not for this person."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind.value)
        self.kind = kind


def there_is(facts: PaperFacts, *, staff: bool = True) -> list[Kind]:
    """The papers that this request has by now."""
    closed = facts.request.closed_at is not None
    able = {
        Kind.FORM: True,
        Kind.MEMO: facts.proposed_at is not None,
        # A letter that is still to be signed is no answer yet.
        Kind.LETTER: facts.verdict is not None and (staff or closed),
        Kind.SUMMARY: closed,
        Kind.BUNDLE: closed,
    }
    return [kind for kind in Kind if able[kind] and (staff or kind in FOR_REQUESTER)]
