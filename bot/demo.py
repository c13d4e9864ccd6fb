"""Fills a new demo database with a made-up office, and marks it as demo for ever."""

from __future__ import annotations

import click

from bot.database import DatabaseError
from bot.sender import utc_now
from bot.service import Service
from handlers import demo as office_demo
from handlers.context import Actor, Context
from handlers.questions import Office
from models.engine import Installation


def populate(service: Service) -> None:
    """Make the demo office, once. Raises click.ClickException for a database that is not empty
    and not a demo's."""
    office = Office(service.settings.office_code, service.settings.office_name)
    with service.database.transaction() as session:
        if session.get(Installation, "demo") is None:
            ctx = Context(session, utc_now(), Actor("demo"))
            try:
                office_demo.populate(ctx, office)
            except DatabaseError as error:
                raise click.ClickException(str(error)) from error
            session.add(Installation(key="demo", value=utc_now().isoformat()))
