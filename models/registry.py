"""Every table, imported in one place: for migrations and for whoever needs the whole schema."""

from models import audit, chats, datasets, engine, inbox, media, outbox, schools

__all__ = ["audit", "chats", "datasets", "engine", "inbox", "media", "outbox", "schools"]
