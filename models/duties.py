"""The office's duty directory: which group answers for what, and its official contacts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, JsonText, UtcDateTime


class Duty(Base):
    """One subject and who answers for it. A new list replaces the old one whole."""

    __tablename__ = "duty"
    __table_args__ = (UniqueConstraint("subject"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    subject: Mapped[str] = mapped_column(String(200))
    words: Mapped[list[str]] = mapped_column(JsonText, comment="other words people use for it")
    group_name: Mapped[str] = mapped_column(String(200))
    person: Mapped[str | None] = mapped_column(String(200), comment="name or position, official")
    phone: Mapped[str | None] = mapped_column(String(60))
    email: Mapped[str | None] = mapped_column(String(120))
    room: Mapped[str | None] = mapped_column(String(120))
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(String(255))
