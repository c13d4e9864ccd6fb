"""What the office decides for itself, and which due occasions were already seen to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, JsonText, UtcDateTime


class OfficeRule(Base):
    """One decision of the office: `owner.dmc` → a group, `days.data_request.check` → 2."""

    __tablename__ = "office_rule"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[Any] = mapped_column(JsonText)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[str] = mapped_column(String(100))


class Occasion(Base):
    """A due moment that was seen to, once: its unique key keeps a second clock from doing it."""

    __tablename__ = "occasion"

    key: Mapped[str] = mapped_column(String(120), primary_key=True, comment="remind:request:12:3")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
