"""Photos and files that people sent: wanted from LINE at once, kept by their content's hash."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, UtcDateTime, text_enum


class MediaStatus(StrEnum):
    """Where a photo or file stands."""

    WANTED = "wanted"
    STORED = "stored"
    REFUSED = "refused"
    GONE = "gone"
    FAILED = "failed"
    ERASED = "erased"


class Media(Base):
    """One photo, file, voice or video of one message. The file lies in FILES_DIR by `sha256`."""

    __tablename__ = "media"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    message_id: Mapped[str] = mapped_column(String(100), unique=True)
    chat_key: Mapped[str] = mapped_column(String(100))
    person: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(20))
    image_set: Mapped[str | None] = mapped_column(String(100))
    status: Mapped[MediaStatus] = mapped_column(text_enum(MediaStatus, "status"))
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    content_type: Mapped[str | None] = mapped_column(String(100))
    size: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64))
    error: Mapped[str | None] = mapped_column(String(200))
    kept_for: Mapped[str | None] = mapped_column(
        String(60), comment="the record it belongs to; without one it is erased after a day"
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_media_status_due_at", "status", "due_at"),
        Index("ix_media_image_set", "image_set"),
        Index("ix_media_sha256", "sha256"),
    )
