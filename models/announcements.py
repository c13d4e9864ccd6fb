"""Announcements: what an officer writes once, to whom it goes, at what price, who has seen it."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, JsonText, UtcDateTime, text_enum
from models.errors import WrongState


class AnnouncementStatus(enum.StrEnum):
    """Where an announcement stands."""

    DRAFT = "draft"
    WAITING = "waiting"  # for a second person, because it costs more than the month can spare
    SCHEDULED = "scheduled"
    SENT = "sent"
    CANCELLED = "cancelled"


class Delivery(enum.StrEnum):
    """How it reaches people."""

    FREE = "free"  # rides on free replies until `until`, then it is over
    FREE_FIRST = "free_first"  # rides; whoever was not reached `until` then is pushed it
    PUSH = "push"  # is pushed at once


A = AnnouncementStatus


class Announcement(Base):
    """One announcement.

    `audience` are its recipients as they were chosen: `{"roles": […], "schools": […], "networks":
    […], "groups": [chat keys], "late_in": round id}`; who that is, is worked out when it is sent.
    `price` is what was shown and agreed to: it is never exceeded.
    """

    __tablename__ = "announcement"
    __table_args__ = (
        CheckConstraint("(sent_at IS NULL) OR (status = 'sent')", name="sent_once"),
        Index("ix_announcement_status_send_at", "status", "send_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(String(500))
    letter: Mapped[str | None] = mapped_column(String(200), comment="number and date of the letter")
    audience: Mapped[dict[str, Any]] = mapped_column(JsonText)
    delivery: Mapped[Delivery] = mapped_column(text_enum(Delivery, "delivery"))
    asks_acknowledgement: Mapped[bool] = mapped_column(default=False)
    status: Mapped[AnnouncementStatus] = mapped_column(text_enum(AnnouncementStatus, "status"))
    send_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="so long it rides; then it is pushed, or over"
    )
    price: Mapped[int] = mapped_column(Integer, default=0)
    permit_id: Mapped[int | None] = mapped_column(ForeignKey("spending_permit.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_by: Mapped[str] = mapped_column(String(100))
    group_name: Mapped[str | None] = mapped_column(
        String(200), comment="of the office, whose it is"
    )
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="free first: who was not reached till then was seen to"
    )
    ended_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="cancelled, or taken from the list of notices"
    )
    version: Mapped[int] = mapped_column(Integer, default=1)

    def revise(self) -> None:
        """Its words or recipients are changed. Raises WrongState unless it is a draft."""
        self._from(A.DRAFT)
        self.version += 1

    def schedule(self, send_at: datetime, price: int) -> None:
        """It goes out at that moment for at most so many messages. Raises WrongState unless it is
        a draft or its permission has come."""
        self._from(A.DRAFT, A.WAITING)
        self.status, self.send_at, self.price = A.SCHEDULED, send_at, price
        self.version += 1

    def wait(self, send_at: datetime, price: int, permit_id: int) -> None:
        """A second person has to permit its price first. Raises WrongState unless it is a draft."""
        self._from(A.DRAFT)
        self.status, self.send_at, self.price = A.WAITING, send_at, price
        self.permit_id = permit_id
        self.version += 1

    def reopen(self) -> None:
        """Its permission was refused: it is a draft again. Raises WrongState."""
        self._from(A.WAITING)
        self.status, self.permit_id = A.DRAFT, None
        self.version += 1

    def sent(self, *, at: datetime) -> None:
        """It is in the outbox. Raises WrongState unless it was scheduled."""
        self._from(A.SCHEDULED)
        self.status, self.sent_at = A.SENT, at
        self.version += 1

    def settle(self, *, at: datetime) -> None:
        """Its last useful moment has come: nothing of it is paid for after this. Raises WrongState
        unless it is sent, free first, and not settled."""
        self._from(A.SENT)
        if self.delivery is not Delivery.FREE_FIRST or self.settled_at is not None:
            raise WrongState("announcement", "settled")
        self.settled_at = at

    def end(self, *, at: datetime) -> None:
        """It was sent, and is no news any more. Raises WrongState when it is not, or ended."""
        self._from(A.SENT)
        if self.ended_at is not None:
            raise WrongState("announcement", "ended")
        self.ended_at = at
        self.version += 1

    def cancel(self, *, at: datetime) -> None:
        """It does not go out. Raises WrongState when it is sent or cancelled."""
        self._from(A.DRAFT, A.WAITING, A.SCHEDULED)
        self.status, self.ended_at = A.CANCELLED, at
        self.version += 1

    def must_be(self, status: AnnouncementStatus) -> None:
        """Raises WrongState when it is not."""
        self._from(status)

    def _from(self, *allowed: AnnouncementStatus) -> None:
        if self.status not in allowed:
            raise WrongState("announcement", self.status.value)


class AnnouncementRecipient(Base):
    """One chat that it goes to, or one person who acknowledged it without being addressed.

    `hold_key` is that of its row in the outbox, which tells how it went and what it cost.
    """

    __tablename__ = "announcement_recipient"
    __table_args__ = (
        Index("ix_announcement_recipient_chat_key", "chat_key"),
        Index("ix_announcement_recipient_hold_key", "hold_key"),
    )

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id"), primary_key=True)
    chat_key: Mapped[str] = mapped_column(String(100), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    schools: Mapped[list[str]] = mapped_column(JsonText, comment="for which of them it was sent")
    addressed: Mapped[bool] = mapped_column(default=True)
    hold_key: Mapped[str | None] = mapped_column(String(120))
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="read among the notices")
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    acknowledged_for: Mapped[list[str] | None] = mapped_column(
        JsonText, comment="the schools that spoke by this tap"
    )
    nudged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
