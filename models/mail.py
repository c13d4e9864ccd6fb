"""E-mail to be sent: a row first, written with the change it tells of, sent by the mailer."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, JsonText, UtcDateTime, text_enum


class MailStatus(enum.StrEnum):
    """Where an e-mail stands. `unknown`: the server never said whether it took it."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


class MailMessage(Base):
    """One e-mail to one address. `notice` says what is told; its words come at the first try."""

    __tablename__ = "mail_message"
    __table_args__ = (
        Index(
            "ix_mail_message_open",
            "due_at",
            sqlite_where=text("status = 'queued'"),
            postgresql_where=text("status = 'queued'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    address: Mapped[str] = mapped_column(String(254), comment="emptied when it is long sent")
    ref: Mapped[str] = mapped_column(String(60), comment="the record it tells of: request:12")
    notice: Mapped[dict[str, Any]] = mapped_column(JsonText)
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    status: Mapped[MailStatus] = mapped_column(text_enum(MailStatus, "status"))
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column(String(300))
