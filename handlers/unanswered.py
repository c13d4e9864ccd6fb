"""Questions that got no answer: kept without personal data, counted, listed, dismissed.

A question is kept by its wording alone: nobody's name, chat or LINE id stands beside it.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import bindparam, case, func, null, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from handlers import audit
from handlers.context import Context
from handlers.masking import MASK, masked
from handlers.questions.answers import Answer
from handlers.questions.figures import snapshot
from handlers.questions.normalise import compact, normalise, skeleton
from models.errors import NotFound
from models.questions import QuestionStatus, UnansweredQuestion

#: Open questions kept; new wordings beyond them are not.
MOST_OPEN = 5000
#: Reasons for no answer that no word could mend.
_NOT_KEPT = ("long", "nothing")
_LETTERS = re.compile(r"[^\W\d_]")
_MOST_WORDS = 10


def keep(ctx: Context, text: str, answer: Answer) -> None:
    """Keep `text`, masked, when `answer` says that it was not understood; count it when known.

    A question asked again after a word was taught, and still not understood, is open again; one
    that was dismissed stays so.
    """
    why = str(answer.facts.get("why", ""))
    if answer.kind != "unknown" or why in _NOT_KEPT:
        return
    known = snapshot(ctx)
    shown = masked(text, known.index(ctx).keys.keys(), known.taught)
    if len(_LETTERS.findall(shown.replace(MASK, ""))) < 2:
        return
    form = sha256(compact(skeleton(shown)).encode()).hexdigest()
    if _is_new(ctx, form) and _open_count(ctx) >= MOST_OPEN:
        return
    words = [word for word in map(normalise, answer.facts.get("words", ())) if word in shown]
    ctx.session.execute(
        _upsert(ctx.session.connection().dialect.name == "sqlite"),
        {
            "form": form,
            "text": shown,
            # What stands behind a colon may quote the question.
            "why": why.split(":")[0][:60],
            "words": words[:_MOST_WORDS],
            "now": ctx.now,
        },
    )


def listed(ctx: Context, *, every: bool = False) -> list[UnansweredQuestion]:
    """The open questions (or every one), those asked most first."""
    query = select(UnansweredQuestion)
    if not every:
        query = query.where(UnansweredQuestion.status == QuestionStatus.OPEN)
    order = (UnansweredQuestion.times.desc(), UnansweredQuestion.last_asked_at.desc())
    return list(ctx.session.scalars(query.order_by(*order, UnansweredQuestion.id)))


def access(ctx: Context, question_id: int) -> UnansweredQuestion:
    """The question, locked for a change. Raises NotFound."""
    query = select(UnansweredQuestion).where(UnansweredQuestion.id == question_id)
    found = ctx.session.scalars(query.with_for_update()).first()
    if found is None:
        raise NotFound("unanswered_question", question_id)
    return found


def dismiss(ctx: Context, question_id: int) -> UnansweredQuestion:
    """Take a question off the list. Raises NotFound, and WrongState unless it is open."""
    question = access(ctx, question_id)
    close(ctx, question, QuestionStatus.DISMISSED)
    return question


def close(ctx: Context, question: UnansweredQuestion, status: QuestionStatus) -> None:
    """Teach or dismiss a question, for the record. Raises WrongState unless it is open."""
    old = question.close(status, at=ctx.now, by=ctx.actor.name)
    subject = f"unanswered_question:{question.id}"
    audit.record(ctx, f"cli:question:{status}", subject, {"status": old}, {"status": status})


def _is_new(ctx: Context, form: str) -> bool:
    query = select(UnansweredQuestion.id).where(UnansweredQuestion.form == form)
    return ctx.session.scalar(query) is None


def _open_count(ctx: Context) -> int:
    query = select(func.count()).where(UnansweredQuestion.status == QuestionStatus.OPEN)
    return ctx.session.scalar(query) or 0


@cache
def _upsert(sqlite: bool) -> Any:
    """One statement, so that two workers that hear the same question count two."""
    table = UnansweredQuestion
    now = bindparam("now", type_=table.last_asked_at.type)
    statement = (sqlite_insert if sqlite else postgres_insert)(table).values(
        form=bindparam("form"),
        text=bindparam("text"),
        why=bindparam("why"),
        words=bindparam("words", type_=table.words.type),
        times=1,
        first_asked_at=now,
        last_asked_at=now,
        status=QuestionStatus.OPEN,
    )
    again = table.status == QuestionStatus.TAUGHT
    return statement.on_conflict_do_update(
        index_elements=[table.form],
        set_={
            "times": table.times + 1,
            "last_asked_at": statement.excluded.last_asked_at,
            "words": statement.excluded.words,
            "why": statement.excluded.why,
            "status": case((again, statement.excluded.status), else_=table.status),
            "closed_at": case((again, null()), else_=table.closed_at),
            "closed_by": case((again, null()), else_=table.closed_by),
        },
    )
