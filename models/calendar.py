"""The office's own changes of the government's calendar: holidays more, holidays withdrawn."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime


class CalendarChange(Base):
    """A day that is otherwise here than in the government's list: a workday, or a holiday."""

    __tablename__ = "calendar_change"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    is_workday: Mapped[bool]
    name: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[str] = mapped_column(String(100))
