"""An officer sends prepared files from a PC: a plain form behind a link of their own.

All files of one sending are kept, or none. Their right is looked up at each opening and sending.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

from flask import Blueprint, Response, redirect, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Answer

from bot.downloads import is_what_it_says
from bot.pages import file_names
from bot.pages.deliveries import listed
from bot.pages.signed import Link, behind, context, database, files, page, private
from bot.texts import service_pages as texts
from bot.texts.request_words import number_text, short
from handlers import media
from handlers.context import Context
from handlers.people import Me, as_me
from handlers.requests import preparing, view
from handlers.requests.access import access_request
from handlers.requests.files import files as files_of
from models.errors import WrongState
from models.people import Person
from models.requests import TO_PREPARE, AttachmentRole, ServiceRequest
from models.rights import Act

PAGE = "uploads"
#: All files of one sending; the web server takes a little more, so that this page can say so.
LARGEST_SENDING = 60 * 1024 * 1024
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OFFICE = "application/vnd.openxmlformats-officedocument"
#: By the end of a name: the type, and how such a file begins ("" is said by `is_what_it_says`).
KINDS: dict[str, tuple[str, bytes]] = {
    "pdf": ("application/pdf", b""),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _ZIP),
    "xls": ("application/vnd.ms-excel", b""),  # central systems give tables of HTML this name
    "csv": ("text/csv", b""),
    "docx": (f"{_OFFICE}.wordprocessingml.document", _ZIP),
    "doc": ("application/msword", _OLE),
    "pptx": (f"{_OFFICE}.presentationml.presentation", _ZIP),
    "ppt": ("application/vnd.ms-powerpoint", _OLE),
    "zip": ("application/zip", _ZIP),
    "jpg": ("image/jpeg", b""),
    "jpeg": ("image/jpeg", b""),
    "png": ("image/png", b""),
    "txt": ("text/plain", b""),
}

uploads = Blueprint(PAGE, __name__, url_prefix="/uploads", template_folder="templates")
private(uploads)


class NotTaken(Exception):
    """Something that was sent cannot be kept: why, in the words of `texts.not_taken`."""

    def __init__(self, why: str, status: int = 400, **facts: str) -> None:
        super().__init__(why)
        self.why, self.status, self.facts = why, status, facts


@dataclass(frozen=True)
class Sent:
    """One file as it was sent."""

    name: str
    kind: str
    content: IO[bytes]
    size: int


@uploads.get("/<token>")
@behind(PAGE)
def shown(link: Link) -> Response:
    """The form, and the files that are there."""
    count = request.args.get("added", "")
    known = count.isascii() and count.isdigit() and len(count) < 4
    done = texts.added(int(count)) if known else ""
    return _page(link, done=done)


@uploads.post("/<token>")
@behind(PAGE)
def sent(link: Link) -> Answer:
    """Keep what was sent, and show the page anew."""
    with database().reading() as session:
        _asked(context(session), link)  # who has no right need not be told what is wrong
    try:
        count = _keep(link, _sent())
    except NotTaken as fault:
        said = texts.not_taken(fault.why, **fault.facts)
        return _page(link, fault.status, fault=said)
    return redirect(f"{link.path}?added={count}", 303)


def _page(link: Link, status: int = 200, *, done: str = "", fault: str = "") -> Response:
    with database().reading() as session:
        ctx = context(session)
        _, asked = _asked(ctx, link)
        rows = [listed(ctx, row) for row in files_of(ctx, asked.id, AttachmentRole.PREPARED)]
        number = number_text(view.brief(asked), meaning=True)
        is_open, subject = asked.status in TO_PREPARE, short(asked.subject)
    known = list(KINDS)
    closed = "" if is_open or fault else texts.not_taken("state")
    return page(
        "upload.html",
        status,
        title=texts.WORDS["upload"],
        number=number,
        subject=subject,
        path=link.path,
        files=rows,
        open=is_open,
        done=done,
        fault=fault or closed,
        accept=",".join(f".{kind}" for kind in known),
        limits=texts.limits(known, media.LARGEST, LARGEST_SENDING, preparing.MOST_FILES),
    )


def _asked(ctx: Context, link: Link, *, locked: bool = False) -> tuple[Me, ServiceRequest]:
    me = as_me(ctx, ctx.session.get(Person, link.number("p")))
    asked = access_request(ctx, me, link.number("r"), Act.PREPARE_REQUEST, for_update=locked)
    return me, asked


def _sent() -> list[Sent]:
    """The files of this sending, every one of them fit to be kept. Raises NotTaken."""
    request.max_content_length = LARGEST_SENDING
    try:
        given = [part for part in request.files.getlist("files") if part.filename]
    except RequestEntityTooLarge as error:
        raise NotTaken("whole", 413, most=texts.size(LARGEST_SENDING)) from error
    if not given:
        raise NotTaken("none")
    return [_checked(part) for part in given]


def _checked(part: FileStorage) -> Sent:
    name = file_names.plain(part.filename or "")
    size = part.stream.seek(0, os.SEEK_END)
    part.stream.seek(0)
    beginning = part.stream.read(64)
    part.stream.seek(0)
    kind, begins = KINDS.get(PurePath(name).suffix.lower().lstrip("."), ("", b""))
    if not kind:
        raise NotTaken("kind", name=name, kinds=", ".join(KINDS))
    if size == 0:
        raise NotTaken("empty", name=name)
    if size > media.LARGEST:
        raise NotTaken("big", 413, name=name, most=texts.size(media.LARGEST))
    if not beginning.startswith(begins) or not is_what_it_says(kind, beginning):
        raise NotTaken("untrue", name=name)
    return Sent(name, kind, part.stream, size)


def _keep(link: Link, given: Sequence[Sent]) -> int:
    """All of it, or nothing: what lies in FILES_DIR without a record goes again."""
    hashes = [files().keep(one.content.read()) for one in given]
    try:
        with database().transaction() as session:
            _attach(session, link, list(zip(given, hashes, strict=True)))
    except preparing.TooManyFiles as error:
        raise NotTaken("many", 409, most=str(preparing.MOST_FILES)) from error
    except WrongState as error:
        raise NotTaken("state", 409) from error
    finally:
        with database().reading() as session:
            dead = media.unused(session, hashes)
        files().delete(dead)
    return len(given)


def _attach(session: Session, link: Link, kept: Sequence[tuple[Sent, str]]) -> None:
    person = session.get(Person, link.number("p"))
    ctx = context(session, person)
    me, asked = _asked(ctx, link, locked=True)
    for one, sha256 in kept:
        row = media.add(
            ctx, sha256=sha256, content_type=one.kind, size=one.size, kept_for=f"request:{asked.id}"
        )
        preparing.add_file(ctx, me, asked.id, row, one.name)
