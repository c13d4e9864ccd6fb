"""The outbox: every message to LINE is a row first, written with the change it tells of."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, JsonText, UtcDateTime, text_enum

#: A reply token is good for one minute after LINE delivered it; we stop a little earlier.
REPLY_WINDOW = timedelta(seconds=55)
#: A retry key protects for 24 hours; after that the same key would send again.
RETRY_KEY_LIFE = timedelta(hours=23)


class OutboxStatus(StrEnum):
    """Where a message stands. LINE's 200 means accepted, never "delivered" or "read"."""

    QUEUED = "queued"
    ACCEPTED = "accepted"
    UNKNOWN = "unknown"
    FAILED = "failed"
    PARKED = "parked"
    WAITING = "waiting"
    SUPERSEDED = "superseded"
    SKIPPED = "skipped"


#: Statuses that staff should look at.
TROUBLED = (OutboxStatus.UNKNOWN, OutboxStatus.FAILED, OutboxStatus.PARKED)


class Way(StrEnum):
    """How a message leaves: the free reply, or the paid push."""

    REPLY = "reply"
    PUSH = "push"


class Purpose(StrEnum):
    """Why a message is sent: it decides whether it may cost anything."""

    ANSWER = "answer"
    NOTICE = "notice"


class OutboxMessage(Base):
    """One call to LINE: up to five messages to one chat.

    `notices` say what is told; `body` is their LINE JSON, rendered at the first try and never
    again, so that a retry is the same message. `maybe_taken` is true while a try is under way
    or has ended without an answer: LINE may have sent it.
    """

    __tablename__ = "outbox_message"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    chat_key: Mapped[str] = mapped_column(String(100), comment="LINE ID of user, group or room")
    event_id: Mapped[int | None] = mapped_column(ForeignKey("inbox_event.id"))
    purpose: Mapped[Purpose] = mapped_column(text_enum(Purpose, "purpose"))
    place: Mapped[dict[str, Any]] = mapped_column(JsonText)
    notices: Mapped[list[dict[str, Any]]] = mapped_column(JsonText)
    body: Mapped[str | None] = mapped_column(Text)
    status: Mapped[OutboxStatus] = mapped_column(text_enum(OutboxStatus, "status"))
    way: Mapped[Way | None] = mapped_column(text_enum(Way, "way"))
    reply_token: Mapped[str | None] = mapped_column(String(200))
    reply_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    retry_key: Mapped[str | None] = mapped_column(String(36))
    maybe_taken: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    first_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    price: Mapped[int] = mapped_column(default=0, comment="paid messages it cost, or would")
    hold_key: Mapped[str | None] = mapped_column(String(120), comment="gathers photos of one set")
    only_free: Mapped[bool] = mapped_column(
        default=False, comment="rides on a free reply until it is due, and is never paid for"
    )
    pot: Mapped[str | None] = mapped_column(
        String(20), comment="which share of the month pays for it"
    )
    alike: Mapped[str | None] = mapped_column(
        String(40), comment="of what says the same to several people"
    )
    batch: Mapped[str | None] = mapped_column(
        String(36), comment="sent to many in one call, with this retry key"
    )
    error: Mapped[str | None] = mapped_column(String(300))
    request_id: Mapped[str | None] = mapped_column(String(100))
    sent_ids: Mapped[list[str] | None] = mapped_column(JsonText)

    __table_args__ = (
        Index(
            "ix_outbox_message_open",
            "due_at",
            "id",
            sqlite_where=text("status = 'queued'"),
            postgresql_where=text("status = 'queued'"),
        ),
        Index("ix_outbox_message_chat_key_status", "chat_key", "status"),
        Index("ix_outbox_message_status_finished_at", "status", "finished_at"),
        Index("ix_outbox_message_hold_key", "hold_key"),
        Index("ix_outbox_message_batch", "batch"),
        Index(
            # All that the month's figures are added up from: the rows themselves are not read.
            "ix_outbox_message_paid",
            "way",
            "status",
            "finished_at",
            "pot",
            "price",
            sqlite_where=text("way = 'push'"),
            postgresql_where=text("way = 'push'"),
        ),
    )

    def finish(self, status: OutboxStatus, *, at: datetime, error: str | None = None) -> None:
        """End the row. A finished row is never tried again by itself."""
        self.status, self.finished_at, self.error = status, at, error

    def put_off(self, until: datetime, *, error: str | None = None) -> None:
        """Try again not before `until`, with the same body and the same key."""
        self.status, self.due_at, self.error = OutboxStatus.QUEUED, until, error

    def token_alive(self, at: datetime) -> bool:
        """Can the free reply still be used?"""
        return bool(self.reply_token) and self.reply_until is not None and at < self.reply_until
