"""The emulator's phone: the page on which a person chats with the bot as LINE would show it.

It serves one page, its own scripts and styles, and the fonts; all data comes from the
control API of the stand-in. It knows nothing of the rest of the product: the application
that mounts it may set `EMULATOR_PUBLIC_URL`, the address under which the product writes
links to people, so that the page can turn such links back to where it runs itself.
"""

from __future__ import annotations

from pathlib import Path

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    render_template,
    send_from_directory,
)

FONTS = Path(__file__).parent.parent / "documents" / "fonts"

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        # LINE messages carry colours and sizes of their own, set element by element.
        "style-src 'self' 'unsafe-inline'",
        # The pictures that a bot shows live at https addresses; `blob:` is a photo being sent.
        "img-src 'self' data: blob: https:",
        "media-src 'self' blob: https:",
        "connect-src 'self'",
        "font-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)

phone = Blueprint(
    "phone",
    __name__,
    url_prefix="/emulator",
    template_folder="templates",
    static_folder="static",
    static_url_path="/static",
)


@phone.get("/")
def page() -> Response:
    """The page itself; who is chatting, and where, stands in its address."""
    public_url = str(current_app.config.get("EMULATOR_PUBLIC_URL") or "").rstrip("/")
    return make_response(render_template("emulator/phone.html", public_url=public_url))


@phone.get("/fonts/<name>")
def font(name: str) -> Response:
    """A font file of the project, so that Thai looks the same on every machine."""
    return send_from_directory(FONTS, name, max_age=86_400)


@phone.after_request
def guard(response: Response) -> Response:
    """No script but our own may run, and nobody may frame the page."""
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
