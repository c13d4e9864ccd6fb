"""What the month's paid messages are for, who permitted more, what was said when they ran low."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, UtcDateTime, text_enum
from models.errors import WrongState


class Pot(enum.StrEnum):
    """The shares that a month's paid messages are split into."""

    ROUNDS = "rounds"  # reminders of collection rounds, and announcements
    SERVICE = "service"  # requests, tickets, bookings, accounts, late answers
    INCIDENTS = "incidents"  # outages: a reserve


class SpendingPermit(Base):
    """Somebody asks that a pot may cost more in one month, and a second person decides.

    `messages` are permitted on top of the pot's share. `ref` names what they are for
    (`announcement:12`, `round:3`); a permit without one is for anything of that pot.
    """

    __tablename__ = "spending_permit"
    __table_args__ = (
        CheckConstraint("messages > 0", name="some_messages"),
        CheckConstraint(
            "decided_by_id IS NULL OR asked_by_id IS NULL OR decided_by_id <> asked_by_id",
            name="two_people",
        ),
        CheckConstraint("(decided_at IS NULL) = (granted IS NULL)", name="decided_whole"),
        Index("ix_spending_permit_month", "month", "pot"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    month: Mapped[str] = mapped_column(String(7), comment="2026-06, Bangkok")
    pot: Mapped[Pot] = mapped_column(text_enum(Pot, "pot"))
    messages: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(Text)
    ref: Mapped[str | None] = mapped_column(String(100))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_by: Mapped[str] = mapped_column(String(100))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    granted: Mapped[bool | None]
    words: Mapped[str | None] = mapped_column(Text, comment="why it was refused")

    def decide(self, granted: bool, words: str | None, *, at: datetime, by_id: int | None) -> None:
        """Permit or refuse, once, by somebody else (None: at the office's machine, for a person
        who is not registered). Raises WrongState."""
        if self.decided_at is not None:
            raise WrongState("spending_permit", "decided")
        if by_id is not None and by_id == self.asked_by_id:
            raise WrongState("spending_permit", "own")
        self.granted, self.words = granted, words
        self.decided_at, self.decided_by_id = at, by_id


class QuotaAlarm(Base):
    """Staff were told, once a month each, that messages run low, are gone, or wait parked."""

    __tablename__ = "quota_alarm"

    month: Mapped[str] = mapped_column(String(7), primary_key=True, comment="2026-06, Bangkok")
    kind: Mapped[str] = mapped_column(String(20), primary_key=True, comment="low, gone, parked …")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
