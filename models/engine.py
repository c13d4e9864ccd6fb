"""Rows that keep the engine itself in order: leases, heartbeats, gates, quota, marks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime


class Lease(Base):
    """Who works on a chat until when. A dead holder's lease simply runs out.

    `queue` is inbox, outbox or media. A holder named `pause` is nobody: the chat rests after
    a failure.
    """

    __tablename__ = "lease"

    queue: Mapped[str] = mapped_column(String(10), primary_key=True)
    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    until: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Heartbeat(Base):
    """When a part (worker, sender, clock) of a node was last seen working."""

    __tablename__ = "heartbeat"

    part: Mapped[str] = mapped_column(String(20), primary_key=True)
    node: Mapped[str] = mapped_column(String(80), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class LineGate(Base):
    """Sending by one way is closed until then, on all nodes: LINE said 429 or 401."""

    __tablename__ = "line_gate"

    way: Mapped[str] = mapped_column(String(10), primary_key=True)
    closed_until: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(40))


class LineQuota(Base):
    """What LINE said of a month's paid messages. `limit_value` None means no limit."""

    __tablename__ = "line_quota"

    month: Mapped[str] = mapped_column(String(7), primary_key=True, comment="2026-06, Bangkok")
    limit_value: Mapped[int | None]
    used: Mapped[int]
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Installation(Base):
    """Marks of this database, such as `demo`."""

    __tablename__ = "installation"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))
