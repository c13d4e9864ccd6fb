"""The audit trail: who changed what, when, from what to what. Rows are only ever added.

The database itself refuses to change or remove one (a trigger, made by the migration).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, JsonText, UtcDateTime


class AuditEntry(Base):
    """One change. `action` is `source:subject:verb`, `subject` names the record."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(80), index=True)
    subject: Mapped[str] = mapped_column(String(120), index=True)
    before: Mapped[Any | None] = mapped_column(JsonText)
    after: Mapped[Any | None] = mapped_column(JsonText)
    origin: Mapped[str] = mapped_column(
        String(80), default="", comment="from where: line, web and its address, cli, clock"
    )
