"""Questions that got no answer, and the words that officers taught because of them."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, JsonText, UtcDateTime, text_enum
from models.errors import WrongState


class QuestionStatus(enum.StrEnum):
    """What became of a question that got no answer."""

    OPEN = "open"
    TAUGHT = "taught"
    DISMISSED = "dismissed"


class UnansweredQuestion(Base):
    """One wording that was not understood, without personal data; asked again, it is counted."""

    __tablename__ = "unanswered_question"
    __table_args__ = (
        CheckConstraint("times >= 1", name="times"),
        CheckConstraint("(status = 'open') = (closed_at IS NULL)", name="closed"),
        Index("uq_unanswered_question_form", "form", unique=True),
        Index("ix_unanswered_question_status_last_asked_at", "status", "last_asked_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    form: Mapped[str] = mapped_column(String(64), comment="hash of the masked, normalised text")
    text: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(String(60))
    words: Mapped[list[str]] = mapped_column(JsonText, comment="the words that were not known")
    times: Mapped[int] = mapped_column(Integer)
    first_asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[QuestionStatus] = mapped_column(text_enum(QuestionStatus, "status"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str | None] = mapped_column(String(100))

    def close(self, status: QuestionStatus, *, at: datetime, by: str) -> QuestionStatus:
        """Teach or dismiss. Returns the old status; raises WrongState unless open."""
        old = self.status
        if old is not QuestionStatus.OPEN or status is QuestionStatus.OPEN:
            raise WrongState("unanswered_question", old.value)
        self.status, self.closed_at, self.closed_by = status, at, by
        return old


class VocabularyWord(Base):
    """A spelling that an officer taught: it means what the known word `means` does."""

    __tablename__ = "vocabulary_word"

    form: Mapped[str] = mapped_column(String(120), primary_key=True, comment="bare, as read")
    spelling: Mapped[str] = mapped_column(String(120))
    means: Mapped[str] = mapped_column(String(120))
    taught_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taught_by: Mapped[str] = mapped_column(String(100))
