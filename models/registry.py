"""Every table, imported in one place: for migrations and for whoever needs the whole schema."""

from models import audit, chats, engine, inbox, media, outbox

__all__ = ["audit", "chats", "engine", "inbox", "media", "outbox"]
