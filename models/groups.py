"""LINE groups that an officer bound to a purpose, and the reminders of collection rounds."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, JsonText, UtcDateTime, text_enum
from models.errors import WrongState


class GroupPurpose(enum.StrEnum):
    """Who meets in a group."""

    EXECUTIVES = "executives"
    CLERKS = "clerks"
    DATA_TEACHERS = "data_teachers"
    NETWORK = "network"
    OFFICE = "office"


class BoundGroup(Base):
    """A group whose purpose the office knows. `schools` None: every school of the office.

    `members` is LINE's count without the account itself: what one push there would cost at most.
    `rides`: a due notice may ride on the free reply to the next message there, once a day.
    """

    __tablename__ = "bound_group"

    chat_key: Mapped[str] = mapped_column(String(100), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[GroupPurpose] = mapped_column(text_enum(GroupPurpose, "purpose"))
    schools: Mapped[list[str] | None] = mapped_column(JsonText)
    members: Mapped[int | None] = mapped_column(Integer)
    counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rides: Mapped[bool] = mapped_column(default=True)
    rode_on: Mapped[str | None] = mapped_column(
        String(10), comment="the day (Bangkok's, ISO) on which a notice rode here last"
    )
    bound_at: Mapped[datetime] = mapped_column(UtcDateTime)
    bound_by: Mapped[str] = mapped_column(String(100))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def end(self, *, at: datetime) -> None:
        """It is not the office's any more. Raises WrongState when it was ended."""
        if self.ended_at is not None:
            raise WrongState("bound_group", "ended")
        self.ended_at = at

    def concerns(self, school_code: str) -> bool:
        """Are this school's people in it?"""
        return self.schools is None or school_code in self.schools


class GroupCode(Base):
    """A code by which a group is bound, typed in the group itself. Only its hash is kept."""

    __tablename__ = "group_code"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[GroupPurpose] = mapped_column(text_enum(GroupPurpose, "purpose"))
    schools: Mapped[list[str] | None] = mapped_column(JsonText)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by: Mapped[str] = mapped_column(String(100))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_by: Mapped[str | None] = mapped_column(String(100), comment="the group's LINE ID")

    def use(self, *, at: datetime, by: str) -> None:
        """Use it up. Raises WrongState when it is used or too old."""
        if self.used_at is not None:
            raise WrongState("group_code", "used")
        if at >= self.expires_at:
            raise WrongState("group_code", "expired")
        self.used_at, self.used_by = at, by


class Audience(enum.StrEnum):
    """To whom a reminder goes."""

    NAMED = "named"  # whom the school named for the system, else its clerk
    DIRECTOR = "director"
    CHAIR = "chair"
    GROUP = "group"
    STAFF = "staff"


class Reminder(Base):
    """One rung of a round's ladder for one chat: made once, by whichever clock comes first; once
    more when the closing day is moved.

    `hold_key` is that of its row in the outbox, which tells how it went and what it cost.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("round_id", "due_on", "rung", "chat_key"),
        Index("ix_reminder_hold_key", "hold_key"),
        Index("ix_reminder_made_at", "made_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("collection_round.id"))
    due_on: Mapped[date] = mapped_column(Date, comment="the closing day that it was of")
    rung: Mapped[int] = mapped_column(Integer, comment="days before the due date; negative: after")
    chat_key: Mapped[str] = mapped_column(String(100))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    audience: Mapped[Audience] = mapped_column(text_enum(Audience, "audience"))
    schools: Mapped[list[str]] = mapped_column(JsonText, comment="the late ones that it names")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    pushed: Mapped[bool] = mapped_column(comment="it may cost a message; else it only rides")
    hold_key: Mapped[str] = mapped_column(String(120))
