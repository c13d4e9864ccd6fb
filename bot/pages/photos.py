"""What was sent of a ticket: photos, voices, films and files with the words that came along.

Behind a link of one person: what they may see is looked up at each opening. The reporter sees
nothing of the notes between staff; whoever works on the ticket may erase here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, Response, redirect, request, send_file
from werkzeug.wrappers import Response as Answer

from bot.pages import file_names
from bot.pages.signed import Link, behind, context, database, files, page, private, stop
from bot.texts import photo_pages as texts
from bot.texts.ticket_words import number_text, short
from handlers.context import Context
from handlers.people import as_me
from handlers.tickets import view, working
from handlers.tickets.album import Album, Item, Shown, album
from models.media import Media
from models.people import Person

_log = logging.getLogger(__name__)
PAGE = "photos"
#: What a browser draws or plays in the page; everything else is taken along as a file.
DRAWN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
PLAYED = frozenset({"audio/mp4", "audio/x-m4a", "audio/m4a", "audio/aac", "audio/mpeg"})
FILMS = frozenset({"video/mp4", "video/quicktime", "video/webm"})

photos = Blueprint(PAGE, __name__, url_prefix="/photos", template_folder="templates")
private(photos)


@dataclass(frozen=True)
class Piece:
    """One file as the page has it. `how`: drawn, played, film, file, or why it is not shown."""

    id: int
    how: str
    name: str
    about: str


@dataclass(frozen=True)
class Said:
    """What came at one time: who said what, and the files with it."""

    when: str
    who: str
    words: str
    internal: bool
    pieces: tuple[Piece, ...]


@photos.get("/<token>")
@behind(PAGE)
def shown(link: Link) -> Response:
    """The page."""
    with database().reading() as session:
        found = _album(context(session), link)
        ticket = found.ticket
        number, subject = number_text(view.brief(ticket)), short(ticket.subject, 200)
        said = list(_grouped(found))
    return page(
        "photos.html",
        title=f"{texts.WORDS['title']} {number}",
        t=texts.WORDS,
        number=number,
        subject=subject,
        path=link.path,
        said=said,
        erasing=found.erasing,
        done=texts.WORDS["erased_now"] if request.args.get("erased") == "1" else "",
    )


@photos.get("/<token>/files/<int:n>")
@behind(PAGE)
def file(link: Link, n: int) -> Response:
    """The content of one file."""
    with database().reading() as session:
        ctx = context(session)
        item = next((i for i in _album(ctx, link).items if i.id == n), None)
        media = ctx.session.get(Media, item.media_id) if item else None
    if item is None or media is None or item.shown is not Shown.HERE or not media.sha256:
        return stop(404, "no_file")
    path = files().path(media.sha256)
    if not path.is_file():
        _log.error("photos.file_lost", extra={"media": media.id})
        return stop(404, "no_file")
    how = _how(item)
    kind = media.content_type or "application/octet-stream"
    return send_file(
        path,
        kind if how != "file" else "application/octet-stream",
        as_attachment=how == "file",
        download_name=file_names.plain(item.name),
        etag=False,
        max_age=0,
    )


@photos.post("/<token>/files/<int:n>")
@behind(PAGE)
def erase(link: Link, n: int) -> Answer:
    """Erase one file; whoever may not is told nothing of it."""
    with database().transaction() as session:
        person = session.get(Person, link.number("p"))
        ctx = context(session, person)
        working.erase_file(ctx, as_me(ctx, person), link.number("t"), n)
    return redirect(f"{link.path}?erased=1", 303)


def _album(ctx: Context, link: Link) -> Album:
    me = as_me(ctx, ctx.session.get(Person, link.number("p")))
    return album(ctx, me, link.number("t"))


def _grouped(found: Album) -> Iterable[Said]:
    """By the entries that they came with; a person of the office is a post to who reported it."""
    for _, group in groupby(found.items, key=lambda i: (i.at, i.words, i.internal, i.by)):
        items = list(group)
        first = items[0]
        hidden = first.by_staff and not found.erasing
        yield Said(
            texts.moment(first.at),
            texts.WORDS["staff"] if hidden else first.by or texts.WORDS["somebody"],
            first.words,
            first.internal,
            tuple(_piece(item) for item in items),
        )


def _piece(item: Item) -> Piece:
    how = _how(item) if item.shown is Shown.HERE else item.shown.value
    return Piece(
        item.id, how, item.name or texts.kind(item.kind), texts.about(item.kind, item.size)
    )


def _how(item: Item) -> str:
    kind = (item.content_type or "").partition(";")[0].strip().lower()
    if kind in DRAWN:
        return "drawn"
    if kind in PLAYED:
        return "played"
    return "film" if kind in FILMS else "file"
