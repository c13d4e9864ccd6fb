"""Files finished requests away: all papers of one in a single PDF, kept with its other files.

For the clock (through `Outside`) and for an officer's button:

    file_due(database, files, forms, settings, now) -> int      how many were filed away
    file_one(database, files, forms, settings, request_id, now, me=None, actor=CLOCK)
                                                                -> bool
    bundle(ctx, forms, request, letterhead) -> bytes            the PDF alone (`bot.papers`)
    due(ctx) -> list[int]                                       what is to be filed away now

The PDF is drawn outside the writing transaction: drawing takes longer than anybody may wait for
the database. What changed meanwhile is left for the next time.
"""

from __future__ import annotations

import logging
from datetime import datetime

from bot.config import Settings
from bot.database import Database
from bot.files import Files
from bot.papers import Letterhead, bundle
from handlers import media
from handlers.context import CLOCK, Actor, Context
from handlers.forms import Loaded
from handlers.people import Me
from handlers.requests import ending
from handlers.requests.access import access_request
from models.errors import Refusal
from models.requests import ServiceRequest
from models.rights import Act

__all__ = ["bundle", "due", "file_due", "file_one"]

log = logging.getLogger(__name__)
PDF = "application/pdf"
#: How many are filed away in one round: the clock has other work.
MOST = 50


def due(ctx: Context) -> list[int]:
    """Requests that are to be filed away now, by nobody's hand."""
    return ending.to_file(ctx)


def file_due(
    database: Database, files: Files, forms: Loaded, settings: Settings, now: datetime
) -> int:
    """File away what is due. Returns how many; one that fails does not stop the others."""
    with database.reading() as session:
        waiting = due(Context(session, now, CLOCK))[:MOST]
    return sum(_tried(database, files, forms, settings, number, now) for number in waiting)


def file_one(
    database: Database,
    files: Files,
    forms: Loaded,
    settings: Settings,
    request_id: int,
    now: datetime,
    me: Me | None = None,
    actor: Actor = CLOCK,
) -> bool:
    """File one request away, by `me` or by the clock. False when it changed while it was drawn.

    Raises Refusal: NotFound, NotAllowed, WrongState.
    """
    with database.reading() as session:
        ctx = Context(session, now, CLOCK)
        request = _request(ctx, me, request_id, locked=False)
        seen = request.version
        paper = bundle(ctx, forms, request, Letterhead.of(settings))
    sha256 = files.keep(paper)
    try:
        with database.transaction() as session:
            ctx = Context(session, now, actor)
            request = _request(ctx, me, request_id, locked=True)
            filed = request.version == seen
            if filed:
                kept = media.add(
                    ctx, sha256=sha256, content_type=PDF, size=len(paper),
                    kept_for=f"request:{request_id}",
                )  # fmt: skip
                ending.file_away(ctx, forms, request, me, kept)
    finally:
        _forget_unused(database, files, sha256)
    return filed


def _request(ctx: Context, me: Me | None, request_id: int, *, locked: bool) -> ServiceRequest:
    if me is not None:
        return access_request(ctx, me, request_id, Act.FILE_AWAY, for_update=locked)
    return ctx.session.get_one(ServiceRequest, request_id, with_for_update=locked)


def _tried(
    database: Database,
    files: Files,
    forms: Loaded,
    settings: Settings,
    number: int,
    now: datetime,
) -> bool:
    try:
        return file_one(database, files, forms, settings, number, now)
    except Refusal as refusal:
        # Another clock was faster, or the office removed the form.
        log.warning("filing.refused", extra={"request": number, "why": type(refusal).__name__})
    except Exception as error:
        log.error("filing.failed", extra={"request": number}, exc_info=error)
    return False


def _forget_unused(database: Database, files: Files, sha256: str) -> None:
    """A file that no record took is removed again."""
    with database.reading() as session:
        dead = media.unused(session, [sha256])
    files.delete(dead)
