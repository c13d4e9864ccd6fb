"""The copy of a person's own data, behind a signed link that lives an hour. Nothing is cached."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response

from bot.pages.open_data.responses import JSON
from bot.pages.signed import Link, behind, context, database, page, private, stop
from bot.texts import my_data_page
from handlers.people import export
from models.people import Person

PAGE = "my-data"
my_data = Blueprint("my_data", __name__, url_prefix=f"/{PAGE}", template_folder="templates")
private(my_data)


@my_data.get("/<token>")
@behind(PAGE, gone="my_data")
def shown(link: Link) -> Response:
    """The copy to read."""
    copy = _copy(link)
    if copy is None:
        return stop(404, "my_data")
    return page(
        "my_data.html",
        t=my_data_page,
        title=my_data_page.TITLE,
        made=my_data_page.made(copy),
        sections=my_data_page.sections(copy),
        path=link.path,
    )


@my_data.get("/<token>.json")
@behind(PAGE, gone="my_data")
def file(link: Link) -> Response:
    """The copy to keep."""
    copy = _copy(link)
    if copy is None:
        return stop(404, "my_data")
    body = json.dumps(copy, ensure_ascii=False, indent=1) + "\n"
    response = Response(body, content_type=JSON)
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


def _copy(link: Link) -> dict[str, Any] | None:
    with database().reading() as session:
        ctx = context(session)
        person = session.get(Person, link.number("p"))
        if person is None or not _still_theirs(person, link.number("b")):
            return None
        return export(ctx, person)


def _still_theirs(person: Person, bound: int) -> bool:
    """Not after their account was taken away, given to another, or their data was erased."""
    return person.bound_at is not None and int(person.bound_at.timestamp()) == bound
