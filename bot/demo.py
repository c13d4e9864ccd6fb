"""Fills an empty database with a made-up office, and marks it as demo for ever."""

from __future__ import annotations

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.sender import utc_now
from bot.service import Service
from handlers import demo as office_demo
from handlers.context import Actor, Context
from handlers.questions import Office
from models.chats import Chat
from models.datasets import DatasetVersion
from models.engine import Installation
from models.inbox import InboxEvent
from models.schools import School


def populate(service: Service) -> None:
    """Make the demo office, once. Raises click.ClickException for a database that is in use and
    is not a demo's: the mark would shut it out from its real channel."""
    office = Office(service.settings.office_code, service.settings.office_name)
    with service.database.transaction() as session:
        if session.get(Installation, "demo") is not None:
            return
        if _in_use(session):
            raise click.ClickException("this database is in use and not a demo's: name another one")
        office_demo.populate(Context(session, utc_now(), Actor("demo")), office)
        session.add(Installation(key="demo", value=utc_now().isoformat()))


def _in_use(session: Session) -> bool:
    tables = (DatasetVersion.id, School.smis, Chat.chat_key, InboxEvent.id)
    return any(session.scalar(select(column).limit(1)) is not None for column in tables)
