"""Is a decision on paper really the office's? For everybody who has its code, without persons.

The code is on the paper, so whoever asks has the paper. What is shown is what the paper says of
the decision: not who asked, not for what.
"""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as Answer

from bot.pages.open_data.responses import settings
from bot.pages.signed import context, database, forms, page, private
from bot.texts import service_pages as texts
from bot.texts.papers import spelled
from bot.texts.request_words import number_text
from handlers.context import Context
from handlers.requests import deciding, view
from models.requests import Decision, ServiceRequest, Verdict

#: What takes the place of a decision when it comes later; a refusal also falls when given back.
_DECIDING = frozenset({Verdict.PERMIT, Verdict.REFUSE, Verdict.ASK_MORE})
_REPLACED = {
    Verdict.REFUSE: _DECIDING | {Verdict.RETURN},
    Verdict.SIGN: frozenset({Verdict.SIGN}),
}

verify = Blueprint("verify", __name__, url_prefix="/verify", template_folder="templates")
private(verify)


@verify.get("/")
def asked() -> Answer:
    """The form for a code; with `?code=` on to the decision."""
    code = plain(request.args.get("code", ""))
    if code:
        return redirect(url_for("verify.shown", code=code), 303)
    words = texts.WORDS
    return page("verify.html", title=words["verify"], lead=words["verify_lead"], rows=())


@verify.get("/<code>")
def shown(code: str) -> Response:
    """What stands behind a code."""
    with database().reading() as session:
        ctx = context(session)
        decision = _found(ctx, plain(code))
        if decision is None:
            title, said, hint = texts.STOPS["no_code"]
            return page("no_code.html", 404, title=title, said=said, hint=hint)
        content = _content(ctx, decision)
        rows = _rows(ctx, decision)
    return page(
        "verify.html",
        title=texts.WORDS["verify"],
        lead=texts.FOUND,
        content=texts.CONTENT[content],
        good=content == "same",
        rows=rows,
    )


def plain(code: str) -> str:
    """A code as it was given out: people type small letters, spaces and strokes."""
    return "".join(letter for letter in code.upper() if letter.isascii() and letter.isalnum())[:24]


def _found(ctx: Context, code: str) -> Decision | None:
    return ctx.session.scalar(select(Decision).where(Decision.code == code))


def _content(ctx: Context, decision: Decision) -> str:
    """Is this the last word, and does the request still say what was decided on?"""
    about = ctx.session.get_one(ServiceRequest, decision.request_id)
    after = _REPLACED.get(decision.verdict, _DECIDING)
    later = [d for d in deciding.decisions(ctx, about.id) if d.id > decision.id]
    if any(d.verdict in after for d in later):
        return "newer"
    return "same" if deciding.content_hash(about) == decision.content_hash else "changed"


def _rows(ctx: Context, decision: Decision) -> list[tuple[str, str]]:
    about = ctx.session.get_one(ServiceRequest, decision.request_id)
    form = forms().of(about.form)
    w = texts.WORDS
    rows = [
        (w["number"], number_text(view.brief(about), meaning=True)),
        (w["form"], form.title if form else about.form),
        (w["office"], f"{about.owner_group} {settings().office_name}"),
        (w["decided"], texts.verdict(decision.verdict.value)),
        (w["by"], decision.by_name),
        (w["post"], texts.post(decision.by_title, decision.acting)),
        (w["when"], texts.moment(decision.at)),
        (w["code_title"], spelled(decision.code)),
    ]
    return [(label, value) for label, value in rows if value]
