"""Satisfaction with a service, and complaints and problems: asked once for each service."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, UtcDateTime, text_enum
from models.errors import WrongState


class Level(enum.StrEnum):
    """The three levels of the manual's form, and an item that does not apply."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    NOT_APPLICABLE = "not_applicable"


class Rating(Base):
    """An invitation to rate one service, and what came of it. `subject` is `request:12`."""

    __tablename__ = "rating"
    __table_args__ = (Index("ix_rating_invited_at", "invited_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    subject: Mapped[str] = mapped_column(String(60), unique=True)
    service: Mapped[str] = mapped_column(String(20), comment="request, ticket")
    form: Mapped[str] = mapped_column(String(40), comment="which items it has")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    rated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(Text, comment="why something is poor")
    suggestion: Mapped[str | None] = mapped_column(Text)


class RatingItem(Base):
    """One item of one rating."""

    __tablename__ = "rating_item"

    rating_id: Mapped[int] = mapped_column(ForeignKey("rating.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(20), primary_key=True, comment="1.1, 1.2, 2.1 …")
    level: Mapped[Level] = mapped_column(text_enum(Level, "level"))


class ComplaintKind(enum.StrEnum):
    """What is recorded: somebody complains, or staff write a problem of a service down."""

    COMPLAINT = "complaint"
    PROBLEM = "problem"


class ComplaintStatus(enum.StrEnum):
    """Where it stands."""

    OPEN = "open"
    FOLLOWED = "followed"
    CLOSED = "closed"


class Complaint(Base):
    """A complaint or a problem of a service, hidden from the person it is about."""

    __tablename__ = "complaint"
    __table_args__ = (
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        Index("ix_complaint_status", "status"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[ComplaintKind] = mapped_column(text_enum(ComplaintKind, "kind"))
    subject: Mapped[str | None] = mapped_column(String(60), comment="request:12, ticket:7")
    words: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), comment="who says it")
    line_user: Mapped[str | None] = mapped_column(String(100), comment="whom to answer")
    about_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[ComplaintStatus] = mapped_column(text_enum(ComplaintStatus, "status"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def follow(self) -> ComplaintStatus:
        """Something was done about it. Returns the old status; raises WrongState when closed."""
        return self._to(ComplaintStatus.FOLLOWED)

    def close(self, *, at: datetime) -> ComplaintStatus:
        """Done with. Returns the old status; raises WrongState when it was."""
        old = self._to(ComplaintStatus.CLOSED)
        self.closed_at = at
        return old

    def _to(self, status: ComplaintStatus) -> ComplaintStatus:
        old = self.status
        if old is ComplaintStatus.CLOSED:
            raise WrongState("complaint", old.value)
        self.status = status
        return old


class ComplaintNote(Base):
    """What was done about a complaint, by whom."""

    __tablename__ = "complaint_note"
    __table_args__ = (Index("ix_complaint_note_complaint_id", "complaint_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    words: Mapped[str] = mapped_column(Text)
