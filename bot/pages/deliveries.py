"""What was handed over, behind its link: what was asked, the files, until when they can be opened.

Every opening by a person and every download is written down. Without a login: the requester may
open it on another machine. What has expired, was taken back or is being done anew shows nothing.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, redirect, request, send_file
from werkzeug.wrappers import Response as Answer

from bot.answer_links import AnswerLinks
from bot.pages import file_names
from bot.pages.open_data.responses import settings
from bot.pages.signed import (
    Link,
    address,
    behind,
    by_a_person,
    context,
    database,
    files,
    page,
    private,
    stop,
)
from bot.texts import answer_tables, figures
from bot.texts import service_pages as texts
from bot.texts.request_words import number_text
from handlers.context import Context
from handlers.questions import Office, answer_query
from handlers.questions.query import StatQuery
from handlers.requests import delivering, view
from models.media import Media, MediaStatus
from models.requests import Attachment, Delivery, ServiceRequest

_log = logging.getLogger(__name__)
PAGE = "deliveries"

deliveries = Blueprint(PAGE, __name__, url_prefix="/deliveries", template_folder="templates")
private(deliveries)


@dataclass(frozen=True)
class Listed:
    """A file as the page lists it."""

    id: int
    name: str
    about: str


@deliveries.get("/<token>")
@behind(PAGE)
def shown(link: Link) -> Response:
    """The page of a delivery."""
    with database().reading() as session:
        ctx = context(session)
        delivery, asked, rows = _opened(ctx, link)
        words: dict[str, Any] = {
            "title": f"{texts.WORDS['delivered']} {number_text(view.brief(asked))}",
            "number": number_text(view.brief(asked), meaning=True),
            "path": link.path,
            "files": [listed(ctx, row) for row in rows],
            "asked": asked.query,
            "answer": _answer(ctx, asked),
            "rows": _rows(delivery, asked),
        }
    if by_a_person():
        _log_opening(delivery, "page")
    return page("delivery.html", **words)


@deliveries.get("/<token>/files/<int:n>")
@behind(PAGE)
def file(link: Link, n: int) -> Response:
    """One file, by its number in the delivery's list: a page of before never gives another."""
    with database().reading() as session:
        ctx = context(session)
        delivery, _, rows = _opened(ctx, link)
        row = next((row for row in rows if row.id == n), None)
        media = ctx.session.get(Media, row.media_id) if row else None
    if row is None or media is None or media.status is not MediaStatus.STORED or not media.sha256:
        return stop(404, "no_file")
    path = files().path(media.sha256)
    if not path.is_file():
        _log.error("deliveries.file_lost", extra={"media": media.id})
        return stop(404, "no_file")
    if request.method == "GET":
        _log_opening(delivery, "file", row.id)
    kind = media.content_type or "application/octet-stream"
    name = file_names.plain(row.name)
    return send_file(path, kind, as_attachment=True, download_name=name, etag=False, max_age=0)


@deliveries.get("/<token>/answer", defaults={"form": ""})
@deliveries.get("/<token>/answer.<any(xlsx, csv):form>")
@behind(PAGE)
def answer(link: Link, form: str) -> Answer:
    """The data service's answer: its own page or file, after the opening is written down."""
    with database().reading() as session:
        delivery, asked, _ = _opened(context(session), link)
    if asked.query is None:
        return stop(404, "no_file")
    if by_a_person():
        _log_opening(delivery, form or "answer")
    token = AnswerLinks(settings().secret_key).sign(asked.query)
    return redirect(f"/data/answers/{token}{f'.{form}' if form else ''}", 302)


def _opened(ctx: Context, link: Link) -> tuple[Delivery, ServiceRequest, list[Attachment]]:
    return delivering.opened(ctx, link.number("d"))


def listed(ctx: Context, row: Attachment) -> Listed:
    """A file with what it is and how large."""
    media = ctx.session.get(Media, row.media_id)
    about = (texts.file_kind(row.name), texts.size(media.size if media else None))
    return Listed(row.id, row.name, " · ".join(filter(None, about)))


def _answer(ctx: Context, asked: ServiceRequest) -> dict[str, str] | None:
    """The title and date of the answer as it is now; None where there is none any more."""
    if asked.query is None:
        return None
    try:
        query = StatQuery.from_json(asked.query)
    except TypeError:
        return None
    office = Office(settings().office_code, settings().office_name)
    found = answer_query(ctx, query, office=office).to_json()
    if found["kind"] not in answer_tables.FIGURES:
        return None
    return {"title": answer_tables.sheet(found).title, "as_of": figures.as_of(found["facts"])}


def _rows(delivery: Delivery, asked: ServiceRequest) -> list[tuple[str, str]]:
    known, w = settings(), texts.WORDS
    return [
        (w["subject"], asked.subject),
        (w["from"], f"{asked.owner_group} {known.office_name}"),
        (w["made"], texts.moment(delivery.made_at)),
        (w["until"], texts.moment(delivery.expires_at)),
    ]


def _log_opening(delivery: Delivery, what: str, attachment: int | None = None) -> None:
    with database().transaction() as session:
        delivering.log_download(
            context(session), delivery, what, attachment=attachment, address=address()
        )
