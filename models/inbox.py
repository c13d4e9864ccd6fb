"""The inbox: every webhook event, stored before LINE is told 200, worked off once."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, UtcDateTime, text_enum

#: Failures (exceptions) after which an event is parked, and claims after which it is taken
#: for one that kills the process.
MAX_FAILURES = 3
MAX_CLAIMS = 10


class EventStatus(StrEnum):
    """Where an event stands."""

    RECEIVED = "received"
    DONE = "done"
    PARKED = "parked"


class InboxEvent(Base):
    """One webhook event. `event_key` is LINE's `webhookEventId`, or a hash where it has none."""

    __tablename__ = "inbox_event"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_key: Mapped[str] = mapped_column(String(100), unique=True)
    chat_key: Mapped[str] = mapped_column(String(100), comment="chat whose order is kept")
    kind: Mapped[str] = mapped_column(String(40), comment="LINE's event type")
    message_id: Mapped[str | None] = mapped_column(String(100))
    occurred_ms: Mapped[int] = mapped_column(BigInteger, comment="LINE's timestamp")
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    payload: Mapped[str] = mapped_column(Text, comment="the event's JSON; ids only after a week")
    status: Mapped[EventStatus] = mapped_column(text_enum(EventStatus, "status"))
    claims: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(200), comment="class of the last failure")
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reduced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index(
            "ix_inbox_event_open",
            "id",
            sqlite_where=text("status = 'received'"),
            postgresql_where=text("status = 'received'"),
        ),
        Index(
            "ix_inbox_event_open_chat",
            "chat_key",
            sqlite_where=text("status = 'received'"),
            postgresql_where=text("status = 'received'"),
        ),
        Index("ix_inbox_event_message_id", "message_id"),
        Index(
            "ix_inbox_event_unreduced",
            "done_at",
            sqlite_where=text("status = 'done' AND reduced_at IS NULL"),
            postgresql_where=text("status = 'done' AND reduced_at IS NULL"),
        ),
    )
