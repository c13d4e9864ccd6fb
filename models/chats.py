"""Chats and the conversations people have in them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, JsonText, UtcDateTime, text_enum


class ChatKind(StrEnum):
    """LINE's kinds of source."""

    USER = "user"
    GROUP = "group"
    ROOM = "room"


class Chat(Base):
    """A person's 1:1 chat or a group, as far as following, blocking and joining told us."""

    __tablename__ = "chat"

    chat_key: Mapped[str] = mapped_column(String(100), primary_key=True)
    kind: Mapped[ChatKind] = mapped_column(text_enum(ChatKind, "kind"))
    joined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="blocked by the person, or removed from the group"
    )
    changed_ms: Mapped[int] = mapped_column(
        BigId, default=0, comment="LINE's timestamp of the newest change; older ones are late"
    )

    def enter(self, *, at: datetime, occurred_ms: int) -> bool:
        """The person follows, or the bot joined. False: the news is older than what we know."""
        if occurred_ms < self.changed_ms:
            return False
        self.joined_at, self.left_at, self.changed_ms = at, None, occurred_ms
        return True

    def leave(self, *, at: datetime, occurred_ms: int) -> bool:
        """The person blocked us, or the bot was removed."""
        if occurred_ms < self.changed_ms:
            return False
        self.left_at, self.changed_ms = at, occurred_ms
        return True


class Conversation(Base):
    """Where one person stands in one chat. `turn` grows with every step, so old buttons show."""

    __tablename__ = "conversation"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    chat_key: Mapped[str] = mapped_column(String(100))
    person: Mapped[str] = mapped_column(String(100), comment="empty where LINE gives no userId")
    flow: Mapped[str] = mapped_column(String(40), default="")
    step: Mapped[str] = mapped_column(String(40), default="")
    data: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    memory: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
    memory_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    turn: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("chat_key", "person"),)
