"""Answer a question in plain Thai exactly, or ask back, or say what there is no data of.

A wrong figure is the worst that can happen: whatever is not understood whole gets none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.context import Context
from handlers.questions.answers import NOBODY, Answer, Office, Schools
from handlers.questions.asker import Asker, read_for
from handlers.questions.computing import choose
from handlers.questions.figures import snapshot
from handlers.questions.mentions import Finder
from handlers.questions.names import Fit, Match
from handlers.questions.normalise import MAX_LENGTH
from handlers.questions.query import StatQuery
from handlers.questions.scan import Reading

__all__ = ["Answer", "Office", "answer", "answer_query", "find_schools"]


def answer(
    ctx: Context, text: str, *, office: Office, memory: Mapping[str, Any], open_to: Schools = NOBODY
) -> Answer:
    """What `text` gets for an answer. `memory` is the last answer's, empty when it ran out.

    Never raises for any text. The answer's `memory` is what to keep for the next turn; `open_to`
    are the schools whose small numbers this reader may see (None: all)."""
    known = snapshot(ctx)
    if len(text) > MAX_LENGTH:
        return Answer("unknown", {"why": "long"}, memory=memory)
    index = known.index(ctx)
    reading = read_for(text, index, office, known.words(ctx))
    tokens = Finder(known, index, known.others(ctx)).attach(reading)
    asker = Asker(ctx, office, known, memory, reading, open_to)
    return asker.chosen(tokens) or asker.told() or asker.answer(tokens)


def answer_query(
    ctx: Context, query: StatQuery, *, office: Office, open_to: Schools = NOBODY
) -> Answer:
    """The answer to a query made of choices instead of words."""
    known = snapshot(ctx)
    asker = Asker(ctx, office, known, {}, Reading("", "", [], []), open_to)
    return asker.figures(query, choose(ctx, known, query))


def find_schools(ctx: Context, typed: str, *, office: Office) -> list[dict[str, str]]:
    """The schools that a typed name or code means: one, several (5 at most), or none."""
    known = snapshot(ctx)
    index = known.index(ctx)
    reading = read_for(typed, index, office, known.words(ctx))
    tokens = Finder(known, index, known.others(ctx)).attach(reading)
    named = [t.value for t in tokens if t.kind == "#" and isinstance(t.value, Match)]
    rest = [t for t in tokens if t.kind not in "#.S?"]
    if len(named) != 1 or rest or any(t.kind == "?" for t in tokens):
        return []
    asker = Asker(ctx, office, known, {}, reading)
    codes = asker.candidates(named[0]) if named[0].fit is Fit.SEVERAL else named[0].codes
    return [{"code": code, "name": asker.name(code)} for code in codes]
