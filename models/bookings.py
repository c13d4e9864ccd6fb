"""Rooms and equipment for loan, who has them when, and the office's own small tasks around them.

A status changes in one method here that checks the old one. That two never have the same room at
the same time is seen to in `handlers.bookings`, behind a lock of the room's row.
"""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, JsonText, UtcDateTime, text_enum
from models.errors import WrongState


class What(enum.StrEnum):
    """What is booked."""

    ROOM = "room"
    EQUIPMENT = "equipment"


class Room(Base):
    """A room that can be booked. A retired one keeps its past and takes no more bookings."""

    __tablename__ = "room"
    __table_args__ = (CheckConstraint("capacity > 0", name="capacity"),)

    slug: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    capacity: Mapped[int] = mapped_column(Integer, comment="people")
    equipment: Mapped[str] = mapped_column(Text, default="", comment="what stands in it, in words")
    group_name: Mapped[str] = mapped_column(String(200), comment="who looks after it")
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def retire(self, *, at: datetime) -> None:
        """Let nobody book it any more. Raises WrongState when it is so already."""
        if self.retired_at is not None:
            raise WrongState("room", "retired")
        self.retired_at = at


class Equipment(Base):
    """Things of one kind that are lent, so many of them."""

    __tablename__ = "equipment"
    __table_args__ = (CheckConstraint("count > 0", name="count"),)

    slug: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    count: Mapped[int] = mapped_column(Integer, comment="how many the office has")
    group_name: Mapped[str] = mapped_column(String(200), comment="who lends it and takes it back")
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def retire(self, *, at: datetime) -> None:
        """Lend none any more. Raises WrongState when it is so already."""
        if self.retired_at is not None:
            raise WrongState("equipment", "retired")
        self.retired_at = at


class BookingStatus(enum.StrEnum):
    """Where a booking stands."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    RETURNED = "returned"  # of a loan; a room is nobody's once its time is over


class Booking(Base):
    """A room, or some of one kind of equipment, for a record (`ticket:12`) from when to when."""

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("(room_slug IS NULL) <> (equipment_slug IS NULL)", name="one_resource"),
        CheckConstraint("equipment_slug IS NOT NULL OR quantity = 1", name="whole_room"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("ends_at > starts_at", name="in_order"),
        CheckConstraint("(status = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled"),
        CheckConstraint("(status = 'returned') = (returned_at IS NOT NULL)", name="returned"),
        CheckConstraint("status <> 'returned' OR equipment_slug IS NOT NULL", name="loan"),
        Index("ix_booking_room_slug_ends_at", "room_slug", "ends_at"),
        Index("ix_booking_equipment_slug_ends_at", "equipment_slug", "ends_at"),
        Index("ix_booking_subject", "subject"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    subject: Mapped[str] = mapped_column(String(60), comment="ticket:12, request:5")
    room_slug: Mapped[str | None] = mapped_column(ForeignKey("room.slug"))
    equipment_slug: Mapped[str | None] = mapped_column(ForeignKey("equipment.slug"))
    quantity: Mapped[int] = mapped_column(Integer)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="free from here on")
    status: Mapped[BookingStatus] = mapped_column(text_enum(BookingStatus, "status"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def what(self) -> What:
        """A room or equipment."""
        return What.EQUIPMENT if self.room_slug is None else What.ROOM

    @property
    def slug(self) -> str:
        """Which room, or which equipment."""
        return str(self.room_slug or self.equipment_slug)

    @property
    def resource(self) -> str:
        """What is booked, as it is called everywhere: `room:big`, `equipment:projector`."""
        return f"{self.what.value}:{self.slug}"

    def move(self, what: What, slug: str, quantity: int, starts: datetime, ends: datetime) -> None:
        """Be for another time, or of another room. Raises WrongState unless it is booked."""
        self._require_booked()
        self.room_slug = slug if what is What.ROOM else None
        self.equipment_slug = slug if what is What.EQUIPMENT else None
        self.quantity, self.starts_at, self.ends_at = quantity, starts, ends

    def cancel(self, *, at: datetime) -> BookingStatus:
        """It is not needed. Returns the old status; raises WrongState unless it is booked."""
        old = self._require_booked()
        self.status, self.cancelled_at = BookingStatus.CANCELLED, at
        return old

    def give_back(self, *, at: datetime) -> BookingStatus:
        """The loan is back. Returns the old status; raises WrongState unless it is out."""
        old = self._require_booked()
        if self.what is not What.EQUIPMENT:
            raise WrongState("booking", What.ROOM.value)
        self.status, self.returned_at = BookingStatus.RETURNED, at
        return old

    def _require_booked(self) -> BookingStatus:
        if self.status is not BookingStatus.BOOKED:
            raise WrongState("booking", self.status.value)
        return self.status


class ChoreKind(enum.StrEnum):
    """What the office does around a conference or a loan."""

    TEST_BEFORE = "test_before"  # install and test the day before
    CHECK_AFTER = "check_after"  # is the equipment whole afterwards?
    TAKE_BACK = "take_back"  # a loan
    DOOR_SIGNS = "door_signs"  # several rooms at once


class ChoreStatus(enum.StrEnum):
    """Where a chore stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"  # what it was for does not take place


class ChoreOutcome(enum.StrEnum):
    """How it was found."""

    OK = "ok"
    FAULT = "fault"


class Chore(Base):
    """A small task of the office's own, around the time from `starts_at` to `ends_at`.

    When it is due follows from its kind, that time, when it was planned, and the calendar.
    """

    __tablename__ = "chore"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="in_order"),
        CheckConstraint("(kind = 'take_back') = (booking_id IS NOT NULL)", name="loan"),
        CheckConstraint("(status = 'done') = (done_at IS NOT NULL)", name="done"),
        CheckConstraint("(status = 'done') = (outcome IS NOT NULL)", name="found"),
        CheckConstraint("outcome IS NULL OR outcome <> 'fault' OR note IS NOT NULL", name="said"),
        Index("ix_chore_status_remind_from", "status", "remind_from"),
        Index(
            "uq_chore_open", "subject", "kind", unique=True,
            sqlite_where=text("status = 'open' AND booking_id IS NULL"),
            postgresql_where=text("status = 'open' AND booking_id IS NULL"),
        ),
        Index("uq_chore_booking_id", "booking_id", unique=True),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    subject: Mapped[str] = mapped_column(String(60), comment="ticket:12, request:5")
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"), comment="of a loan")
    kind: Mapped[ChoreKind] = mapped_column(text_enum(ChoreKind, "kind"))
    group_name: Mapped[str] = mapped_column(String(200), comment="whose people do it")
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="for this time")
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    remind_from: Mapped[datetime] = mapped_column(UtcDateTime, comment="waits for staff from then")
    facts: Mapped[dict[str, Any]] = mapped_column(JsonText, comment="rooms, name, quantity …")
    status: Mapped[ChoreStatus] = mapped_column(text_enum(ChoreStatus, "status"))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[ChoreOutcome | None] = mapped_column(text_enum(ChoreOutcome, "outcome"))
    note: Mapped[str | None] = mapped_column(Text)

    def finish(
        self, outcome: ChoreOutcome, *, at: datetime, by: int | None, note: str | None
    ) -> ChoreStatus:
        """It is done. Returns the old status; raises WrongState unless it is open."""
        old = self._to(ChoreStatus.DONE)
        self.outcome, self.done_at, self.done_by_id, self.note = outcome, at, by, note
        return old

    def drop(self) -> ChoreStatus:
        """It is not needed. Returns the old status; raises WrongState unless it is open."""
        return self._to(ChoreStatus.DROPPED)

    def require_open(self) -> ChoreStatus:
        """Its status. Raises WrongState unless it is still to be done."""
        if self.status is not ChoreStatus.OPEN:
            raise WrongState("chore", self.status.value)
        return self.status

    def _to(self, status: ChoreStatus) -> ChoreStatus:
        old = self.require_open()
        self.status = status
        return old
