"""Repairs: a broken machine given to supplies, and articles that were shown before a report."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, UtcDateTime, text_enum
from models.errors import WrongState


class Warranty(enum.StrEnum):
    """Is the machine still under warranty? Asked before anything is sent away."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class MachineOwner(enum.StrEnum):
    """Whose machine it is: it decides which supplies get the memo."""

    OFFICE = "office"
    SCHOOL = "school"


class RepairOutcome(enum.StrEnum):
    """What came of it."""

    REPAIRED = "repaired"
    REPLACED = "replaced"
    NOT_WORTH = "not_worth"  # written off instead


class Repair(Base):
    """A machine sent for repair, by a memo of its owner to supplies."""

    __tablename__ = "repair"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (done_at IS NULL)", name="done"),
        Index("ix_repair_ticket_id", "ticket_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    owner: Mapped[MachineOwner] = mapped_column(text_enum(MachineOwner, "owner"))
    machine: Mapped[str] = mapped_column(String(200))
    asset: Mapped[str | None] = mapped_column(String(60))
    warranty: Mapped[Warranty] = mapped_column(text_enum(Warranty, "warranty"))
    fault: Mapped[str] = mapped_column(Text, comment="what the technician found")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[RepairOutcome | None] = mapped_column(text_enum(RepairOutcome, "outcome"))
    note: Mapped[str | None] = mapped_column(Text)

    def receive(self, *, at: datetime, by_id: int | None) -> None:
        """Supplies have it. Raises WrongState when they had it before, or it is done."""
        if self.received_at is not None or self.done_at is not None:
            raise WrongState("repair", "done" if self.done_at else "received")
        self.received_at, self.received_by_id = at, by_id

    def finish(self, outcome: RepairOutcome, note: str | None, *, at: datetime) -> None:
        """It came back. Raises WrongState when it had."""
        if self.done_at is not None:
            raise WrongState("repair", "done")
        self.outcome, self.note, self.done_at = outcome, note, at


class AdviceShown(Base):
    """An article that was shown to a reporter, and whether it helped."""

    __tablename__ = "advice_shown"
    __table_args__ = (
        Index("ix_advice_shown_ticket_id", "ticket_id"),
        Index("ix_advice_shown_shown_at", "shown_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    article: Mapped[str] = mapped_column(String(60))
    category: Mapped[str] = mapped_column(String(20))
    school_code: Mapped[str | None] = mapped_column(String(8))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    shown_at: Mapped[datetime] = mapped_column(UtcDateTime)
    helped: Mapped[bool | None] = mapped_column(comment="NULL: nothing was heard")
