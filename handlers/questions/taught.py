"""The words that officers taught, beside those of the vocabulary file: what each stands for."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from handlers.context import Context
from handlers.questions import lexicon, scan
from handlers.questions.lexicon import Piece
from models.questions import VocabularyWord

#: Bare form → the tokens it stands for, as `lexicon.words()` has them.
Taught = Mapping[str, tuple[Piece, ...]]


def words(ctx: Context) -> Taught:
    """Every taught word. One whose known word is no longer known is passed over."""
    rows = ctx.session.execute(select(VocabularyWord.form, VocabularyWord.means)).all()
    found = {form: meaning(means) for form, means in rows}
    return {form: pieces for form, pieces in found.items() if pieces}


def meaning(known: str) -> tuple[Piece, ...]:
    """What a word or phrase of the vocabulary stands for; nothing where it is not all known."""
    pieces = lexicon.words().get(lexicon.bare(known))
    if pieces is not None:
        return () if any(piece.kind == "?" for piece in pieces) else pieces
    tokens = scan.read(known, frozenset(), 0, frozenset()).tokens
    if any(token.kind == "?" for token in tokens):
        return ()
    return tuple(Piece(token.kind, token.value) for token in tokens)
