"""Every table, imported in one place: for migrations and for whoever needs the whole schema."""

from models import audit, chats, datasets, duties, engine, inbox, media, outbox, questions, schools

__all__ = [
    "audit",
    "chats",
    "datasets",
    "duties",
    "engine",
    "inbox",
    "media",
    "outbox",
    "questions",
    "schools",
]
