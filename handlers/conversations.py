"""Where a person stands in a chat: load, save, leave. State is in the database and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from models.chats import Conversation

#: A short follow-up keeps the scope of the question before it for this long (answers: ten minutes).
MEMORY = timedelta(minutes=10)
Key = tuple[str, str]


class Conversations:
    """The conversations of one transaction, loaded together for a batch of events."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._loaded: dict[Key, Conversation | None] = {}

    def load(self, keys: Collection[Key]) -> None:
        """Fetch these (chat, person) pairs in one query."""
        wanted = sorted(set(keys) - set(self._loaded))
        if not wanted:
            return
        self._loaded.update(dict.fromkeys(wanted))
        for row in self._session.scalars(
            select(Conversation).where(
                tuple_(Conversation.chat_key, Conversation.person).in_(wanted)
            )
        ):
            self._loaded[(row.chat_key, row.person)] = row

    def of(self, chat_key: str, person: str) -> Conversation | None:
        """This person's conversation in this chat, if there ever was one worth keeping."""
        self.load([(chat_key, person)])
        return self._loaded[(chat_key, person)]

    def open(self, chat_key: str, person: str, *, now: datetime) -> Conversation:
        """The conversation, made if need be; it has its id."""
        found = self.of(chat_key, person)
        if found is None:
            found = Conversation(
                chat_key=chat_key, person=person, flow="", step="", data={}, memory={}, turn=0,
                updated_at=now,
            )  # fmt: skip
            self._session.add(found)
            self._session.flush()
            self._loaded[(chat_key, person)] = found
        return found


def in_flow(conversation: Conversation | None, *, now: datetime) -> bool:
    """Is a flow running that has not run out?"""
    return bool(
        conversation
        and conversation.flow
        and (conversation.expires_at is None or conversation.expires_at > now)
    )


def remembered(conversation: Conversation | None, *, now: datetime) -> Mapping[str, Any]:
    """What the last question was about, or nothing when it has been too long."""
    if conversation is None or conversation.memory_until is None:
        return {}
    return conversation.memory if conversation.memory_until > now else {}


def move(
    conversation: Conversation,
    *,
    flow: str,
    step: str,
    data: Mapping[str, Any],
    timeout: timedelta,
    now: datetime,
) -> None:
    """Go to this step. The turn grows, so that buttons of earlier steps read as stale."""
    conversation.flow, conversation.step, conversation.data = flow, step, dict(data)
    conversation.turn += 1
    conversation.expires_at = now + timeout
    conversation.updated_at = now


def leave(conversation: Conversation, *, now: datetime) -> None:
    """End the running flow. Its buttons go stale."""
    conversation.flow, conversation.step, conversation.data = "", "", {}
    conversation.turn += 1
    conversation.expires_at = None
    conversation.updated_at = now


def remember(conversation: Conversation, memory: Mapping[str, Any], *, now: datetime) -> None:
    """Keep what a short follow-up may refer to."""
    conversation.memory = dict(memory)
    conversation.memory_until = now + MEMORY if memory else None
    conversation.updated_at = now


def forget_chat(session: Session, chat_key: str, person: str, *, now: datetime) -> None:
    """Drop what was remembered of this person here: they took a message back."""
    row = session.scalar(
        select(Conversation).where(Conversation.chat_key == chat_key, Conversation.person == person)
    )
    if row is not None:
        row.data, row.memory, row.memory_until, row.updated_at = {}, {}, None, now
        row.flow, row.step = "", ""
