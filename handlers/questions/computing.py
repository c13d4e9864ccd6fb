"""From a whole query to its answer: which versions it is of, and who counts in them."""

from __future__ import annotations

from dataclasses import replace

from handlers.context import Context
from handlers.questions import pupil_answers, timing, topic_answers, trend_answers
from handlers.questions.answers import Answer, NothingThere, Office
from handlers.questions.figures import Edition, Snapshot
from handlers.questions.pupil_answers import codes_of
from handlers.questions.query import StatQuery
from handlers.topics import PUPILS
from models.datasets import Coverage


def editions_for(ctx: Context, known: Snapshot, query: StatQuery) -> list[Edition]:
    """The editions that can answer a query, newest first.

    One with only some schools answers questions about those schools alone.
    """
    codes = codes_of(query)
    whole_office = not codes or any(part.schools is None for part in (query, *query.parts))

    def speaks(edition: Edition) -> bool:
        whole = edition.coverage is Coverage.WHOLE
        return whole or (
            not whole_office and all(known.holds(ctx, edition, code) for code in codes)
        )

    return [edition for edition in known.editions_of(query.topic) if speaks(edition)]


def choose(ctx: Context, known: Snapshot, query: StatQuery) -> timing.Choice:
    """The edition that a query's year and round mean, or what is missing."""
    # Staff is counted once a year: a round that is asked for is the pupils'.
    round_ = None if query.measure == "students_per_teacher" else query.round
    choice = timing.choose(editions_for(ctx, known, query), query.year, round_)
    if choice.missing is not None and query.topic != PUPILS:
        return replace(choice, missing={**choice.missing, "topic": query.topic})
    return choice


def compute(
    ctx: Context,
    known: Snapshot,
    query: StatQuery,
    choice: timing.Choice,
    office: Office,
    *,
    open_to: frozenset[str] | None = frozenset(),
) -> Answer:
    """The answer to a query in the edition chosen. Raises NothingThere.

    `open_to`: the schools whose small numbers this reader may see; None: of all.
    """
    if query.group_by == "year":
        editions = editions_for(ctx, known, query)
        return trend_answers.answer(ctx, known, query, editions, office, open_to)
    edition = choice.edition
    if edition is None:
        raise NothingThere("dataset")
    if query.topic == PUPILS:
        found = pupil_answers.answer(query, known.figures(ctx, edition), edition, office)
    else:
        found = topic_answers.answer(ctx, known, query, edition, office, open_to)
    newest = known.editions_of(query.topic)[0].year
    others = [other.to_json() for other in choice.others]
    past = edition.year != newest and query.round is None
    return replace(found, facts={**found.facts, "other_rounds": others if past else []})
