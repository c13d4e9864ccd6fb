"""The page of one answer, its chart and its files, behind the signed links of the chat.

Whoever has the link sees it, so it is answered as for the public: small numbers stay hidden.
Every request reads in one transaction and writes nothing.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template, send_file
from sqlalchemy.exc import SQLAlchemyError

from bot.answer_links import AnswerLinks
from bot.database import Database
from bot.documents import charts, workbooks
from bot.pages.open_data import crowd
from bot.pages.open_data.responses import HTML, fresh, secured, settings, static_version, stop
from bot.sheets import Cell
from bot.texts import answer_charts, answer_pages, answer_tables, open_data
from bot.texts.figures import clause, number
from handlers import datastate
from handlers.context import Actor, Context
from handlers.questions import Office, answer_query
from handlers.questions.query import StatQuery

_log = logging.getLogger(__name__)
VISITOR = Actor("web", origin="web")
Json = dict[str, Any]
Make = Callable[[Json, str], Response]

answers = Blueprint("answers", __name__, url_prefix="/data/answers", template_folder="templates")


@answers.get("/<token>")
def page(token: str) -> Response:
    """The answer as a page: chart, table, files."""
    return _seen(token, _page)


@answers.get("/<token>.<any(png, xlsx, csv):form>")
def file(token: str, form: str) -> Response:
    """The answer as a picture, a workbook or CSV."""
    return _seen(token, {"png": _png, "xlsx": _xlsx, "csv": _csv}[form])


def _seen(token: str, make: Make) -> Response:
    query = AnswerLinks(settings().secret_key).read(token)
    if query is None:
        return stop(404, answer_pages.BAD_LINK)
    try:
        asked = StatQuery.from_json(query)
    except TypeError:
        return stop(404, answer_pages.OLD_LINK)
    database = current_app.extensions["database"]
    assert isinstance(database, Database)
    with database.reading() as session:
        ctx = Context(session, datetime.now(UTC), VISITOR)
        office = Office(settings().office_code, settings().office_name)
        found = answer_query(ctx, asked, office=office).to_json()
        if found["kind"] not in answer_tables.FIGURES:
            return stop(410, answer_pages.gone(found, query))
        # The answer itself is the mark: what it is made of may have been replaced.
        return fresh([datastate.current(ctx), found["facts"]], lambda: make(found, token))


def _page(found: Json, token: str) -> Response:
    sheet, chart, known = answer_tables.sheet(found), answer_charts.chart(found), settings()
    html = render_template(
        "answers/answer.html",
        w=open_data.WORDS,
        a=answer_pages.WORDS,
        office=known.office_name,
        licence=known.data_licence,
        version=static_version(),
        public=known.public_url,
        title=sheet.title,
        path=f"/data/answers/{token}",
        sheet=sheet,
        size=charts.size(chart) if chart else None,
        said=_sentence(found["facts"]) if found["kind"] == "figure" else "",
        listed=bool(found["facts"]["query"].get("listing")),
        shown=_shown,
    )
    response = make_response(html)
    response.content_type = HTML
    return response


def _sentence(facts: Json) -> str:
    return clause(facts["query"], facts["items"][0], facts)


def _shown(cell: Cell) -> str:
    return (
        ""
        if cell is None
        else cell
        if isinstance(cell, str)
        else number(cell if isinstance(cell, int) else str(cell))
    )


def _png(found: Json, token: str) -> Response:
    chart = answer_charts.chart(found)
    if chart is None:
        return stop(404, answer_pages.NO_CHART)
    return Response(charts.draw(chart), mimetype="image/png")


def _xlsx(found: Json, token: str) -> Response:
    sheet = answer_tables.sheet(found)
    return _download(workbooks.xlsx(sheet), workbooks.XLSX, f"{sheet.name}.xlsx")


def _csv(found: Json, token: str) -> Response:
    sheet = answer_tables.sheet(found)
    return _download(workbooks.csv(sheet), workbooks.CSV, f"{sheet.name}.csv")


def _download(content: bytes, kind: str, name: str) -> Response:
    # A Thai file name goes out as RFC 5987 has it.
    return send_file(io.BytesIO(content), kind, as_attachment=True, download_name=name)


answers.after_request(secured)
crowd.limit(answers)


@answers.errorhandler(SQLAlchemyError)
def _no_database(error: SQLAlchemyError) -> Response:
    _log.error("answers.database_failed", extra={"kind": type(error).__name__})
    return stop(503)
