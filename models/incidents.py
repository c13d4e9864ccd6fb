"""Incidents: one fault that many schools feel, announced, and ended for all of them at once."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, JsonText, UtcDateTime, text_enum
from models.errors import WrongState
from models.tickets import Category


class IncidentStatus(enum.StrEnum):
    """Where it stands."""

    OPEN = "open"
    ENDED = "ended"


class Incident(Base):
    """One fault of many schools, or work that is announced before it. Tickets hang on it.

    `schools` None: every school of the office.
    """

    __tablename__ = "incident"
    __table_args__ = (
        UniqueConstraint("prefix", "fiscal_year", "number"),
        CheckConstraint("(status = 'ended') = (ended_at IS NOT NULL)", name="ended"),
        Index("ix_incident_status_category", "status", "category"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    prefix: Mapped[str] = mapped_column(String(10))
    fiscal_year: Mapped[int] = mapped_column(Integer, comment="B.E., from 1 October")
    number: Mapped[int] = mapped_column(Integer)
    category: Mapped[Category] = mapped_column(text_enum(Category, "category"))
    words: Mapped[str] = mapped_column(Text, comment="what people are told")
    schools: Mapped[list[str] | None] = mapped_column(JsonText)
    owner_group: Mapped[str] = mapped_column(String(200))
    status: Mapped[IncidentStatus] = mapped_column(text_enum(IncidentStatus, "status"))
    version: Mapped[int] = mapped_column(Integer, default=1)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="later for planned work")
    until: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it should be over")
    announced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    end_words: Mapped[str | None] = mapped_column(Text)

    def announce(self, *, at: datetime) -> None:
        """Tell of it. Raises WrongState when it has ended or was told of."""
        if self.status is IncidentStatus.ENDED or self.announced_at is not None:
            raise WrongState("incident", "announced" if self.announced_at else self.status.value)
        self.announced_at = at
        self.version += 1

    def end(self, words: str, *, at: datetime, by_id: int | None) -> None:
        """It is over. Raises WrongState when it was."""
        if self.status is IncidentStatus.ENDED:
            raise WrongState("incident", self.status.value)
        self.status, self.ended_at, self.ended_by_id = IncidentStatus.ENDED, at, by_id
        self.end_words = words or None
        self.version += 1

    def reword(self, words: str) -> None:
        """Other words for people. Raises WrongState when it has ended."""
        if self.status is IncidentStatus.ENDED:
            raise WrongState("incident", self.status.value)
        self.words = words
        self.touch()

    def widen(self, codes: Iterable[str]) -> list[str]:
        """It concerns these schools as well. Returns those that it did not concern before."""
        self.touch()
        if self.schools is None:
            return []
        new = sorted(set(codes) - set(self.schools))
        self.schools = sorted([*self.schools, *new])
        return new

    def touch(self) -> None:
        """Something of it changed: buttons drawn before are old."""
        self.version += 1

    def concerns(self, school_code: str | None) -> bool:
        """Is this school among those that feel it?"""
        return self.schools is None or (school_code is not None and school_code in self.schools)
