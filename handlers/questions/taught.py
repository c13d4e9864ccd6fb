"""The words that officers taught, beside those of the vocabulary file: what each stands for."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from handlers.context import Context
from handlers.questions import lexicon
from handlers.questions.lexicon import Piece
from handlers.questions.normalise import normalise, skeleton
from models.questions import VocabularyWord

#: Bare form → the tokens it stands for, as `lexicon.words()` has them.
Taught = Mapping[str, tuple[Piece, ...]]


def words(ctx: Context) -> Taught:
    """Every taught word. One whose known word is no longer known is passed over."""
    rows = ctx.session.execute(select(VocabularyWord.form, VocabularyWord.means)).all()
    found = {form: meaning(means) for form, means in rows}
    return {form: pieces for form, pieces in found.items() if pieces}


def meaning(known: str) -> tuple[Piece, ...]:
    """What a word of the vocabulary, a grade, or several with spaces between them stand for.

    Nothing where one of them is not known, or is one that no question is answered with. Slips of
    the finger are not looked for: a meaning must be plain.
    """
    pieces = _one(known)
    if pieces:
        return pieces
    parts = [_one(part) for part in known.split()]
    return tuple(piece for part in parts for piece in part) if all(parts) else ()


def _one(word: str) -> tuple[Piece, ...]:
    pieces = lexicon.words().get(lexicon.bare(word), ())
    if pieces:
        return () if any(piece.kind == "?" for piece in pieces) else pieces
    grade = lexicon.grade_pattern().fullmatch(skeleton(normalise(word)))
    grades = lexicon.grades_of(grade) if grade else None
    return (Piece("G", grades),) if grades else ()
