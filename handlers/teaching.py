"""Teach the reader of questions a word: a new spelling that means what a known word does.

It takes effect in every process as soon as the door commits: the data's counter moves, and each
makes its snapshot anew.
"""

from __future__ import annotations

import re

from sqlalchemy import select

from handlers import audit, unanswered
from handlers.context import Context
from handlers.datastate import bump
from handlers.questions import lexicon, scan
from handlers.questions.figures import snapshot
from handlers.questions.names import Fit
from handlers.questions.taught import meaning
from models.errors import NotFound, Refusal
from models.questions import QuestionStatus, UnansweredQuestion, VocabularyWord

_LONGEST = 60
_LETTER = re.compile(r"[^\W\d_]")


class NotTeachable(Refusal):
    """The word cannot be taught. `why` is worded at the door; `word` is what it is about."""

    def __init__(self, why: str, word: str) -> None:
        super().__init__(f"{why}: {word}")
        self.why, self.word = why, word


def teach(
    ctx: Context, word: str, means: str, *, office: str, question: int | None = None
) -> list[int]:
    """Teach `word` the meaning of `means`. Returns the ids of the questions that this closes.

    They are `question`, and every open one that holds the word and no unknown one any more.
    `office` is the office's name. Raises NotTeachable; NotFound and WrongState of the question.
    """
    word, means = " ".join(word.split()), " ".join(means.split())
    form = lexicon.bare(word)
    _check_form(word, form)
    means = _check_meaning(ctx, word, means, form)
    _check_names(ctx, word, form, office)
    asked = unanswered.access(ctx, question) if question is not None else None
    ctx.session.add(
        VocabularyWord(
            form=form, spelling=word, means=means, taught_at=ctx.now, taught_by=ctx.actor.name
        )
    )
    ctx.session.flush()
    subject = f"vocabulary_word:{form}"[:120]
    audit.record(ctx, "cli:word:taught", subject, None, {"spelling": word, "means": means})
    closed = _close(ctx, form, means, office, asked)
    bump(ctx)
    return closed


def forget(ctx: Context, word: str) -> VocabularyWord:
    """Take a taught word back. Raises NotFound."""
    found = ctx.session.get(VocabularyWord, lexicon.bare(word))
    if found is None:
        raise NotFound("vocabulary_word", word)
    before = {"spelling": found.spelling, "means": found.means}
    audit.record(ctx, "cli:word:forgotten", f"vocabulary_word:{found.form}"[:120], before, None)
    ctx.session.delete(found)
    bump(ctx)
    return found


def words(ctx: Context) -> list[VocabularyWord]:
    """Every taught word, the newest first."""
    order = (VocabularyWord.taught_at.desc(), VocabularyWord.form)
    return list(ctx.session.scalars(select(VocabularyWord).order_by(*order)))


def _check_form(word: str, form: str) -> None:
    if len(form) < 2 or len(word) > _LONGEST or not _LETTER.search(form):
        raise NotTeachable("not_a_word", word)
    if re.search(r"\d{5}", form):
        raise NotTeachable("a_number", word)


def _check_meaning(ctx: Context, word: str, means: str, form: str) -> str:
    """The known word that `means` stands for in the end."""
    taught = ctx.session.get(VocabularyWord, form)
    if taught is not None:
        raise NotTeachable("taught", word)
    through = ctx.session.get(VocabularyWord, lexicon.bare(means))
    means = through.means if through is not None else means
    if not meaning(means):
        raise NotTeachable("meaning_unknown", means)
    pieces = lexicon.words().get(form)
    if pieces is not None:
        guarded = any(piece.kind == "?" for piece in pieces)
        same = pieces == meaning(means)
        why = "guarded" if guarded else "known_so" if same else "known_otherwise"
        raise NotTeachable(why, word)
    if all(token.kind != "?" for token in scan.read(word, frozenset(), 0, frozenset()).tokens):
        raise NotTeachable("known_otherwise", word)
    return means


def _check_names(ctx: Context, word: str, form: str, office: str) -> None:
    known = snapshot(ctx)
    match = known.index(ctx).find(word)
    if form in known.others(ctx) or (match.fit is not Fit.NONE and not match.slip):
        raise NotTeachable("a_school", word)
    if form in lexicon.office_names(office):
        raise NotTeachable("the_office", word)
    if form in known.words(ctx):
        raise NotTeachable("known_otherwise", word)


def _close(
    ctx: Context, form: str, means: str, office: str, asked: UnansweredQuestion | None
) -> list[int]:
    known = snapshot(ctx)
    index = known.index(ctx)
    taught = {**known.words(ctx), form: meaning(means)}
    names = lexicon.office_names(office)
    closed = [asked] if asked is not None else []
    for question in unanswered.listed(ctx):
        if question is asked or form not in lexicon.bare(question.text):
            continue
        reading = scan.read(question.text, index.keys.keys(), index.longest, names, taught)
        if all(token.kind != "?" for token in reading.tokens):
            closed.append(question)
    for question in closed:
        unanswered.close(ctx, question, QuestionStatus.TAUGHT)
    return [question.id for question in closed]
