"""Every table, imported in one place: for migrations and for whoever needs the whole schema."""

from models import (
    audit,
    calendar,
    chats,
    datasets,
    duties,
    engine,
    inbox,
    mail,
    media,
    office,
    outbox,
    people,
    questions,
    ratings,
    requests,
    schools,
)

__all__ = [
    "audit",
    "calendar",
    "chats",
    "datasets",
    "duties",
    "engine",
    "inbox",
    "mail",
    "media",
    "office",
    "outbox",
    "people",
    "questions",
    "ratings",
    "requests",
    "schools",
]
