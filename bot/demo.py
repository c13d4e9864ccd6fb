"""Fills an empty database with a made-up office, and marks it as demo for ever."""

from __future__ import annotations

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.emulator.identifiers import fixed_id
from bot.sender import utc_now
from bot.service import Service
from bot.texts.consent import VERSION, text_hash
from handlers import demo as office_demo
from handlers import demo_people
from handlers.context import Actor, Context
from handlers.demo_vocabulary import PEOPLE
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
        ctx = Context(session, utc_now(), Actor("demo", origin="cli"))
        office_demo.populate(ctx, office)
        accounts = {name: fixed_id("U", name) for name in PEOPLE}
        forms = service.forms
        demo_people.populate(ctx, forms, accounts, _schools(ctx), (VERSION, text_hash(office.name)))
        session.add(Installation(key="demo", value=utc_now().isoformat()))


def _schools(ctx: Context) -> list[str]:
    """The codes of the office's schools."""
    rows = ctx.session.scalars(select(School.smis).where(School.in_office).order_by(School.smis))
    return list(rows)


def _in_use(session: Session) -> bool:
    tables = (DatasetVersion.id, School.smis, Chat.chat_key, InboxEvent.id)
    return any(session.scalar(select(column).limit(1)) is not None for column in tables)
