"""The Flask application: LINE's webhook, health, and in emulator mode the stand-in of LINE."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask

from bot.config import Settings
from bot.database import Database
from bot.files import Files
from bot.intake import Intake
from bot.pages.answers import answers
from bot.pages.deliveries import deliveries
from bot.pages.health import health
from bot.pages.my_data import my_data
from bot.pages.open_data import open_data
from bot.pages.papers import papers
from bot.pages.photos import photos
from bot.pages.rounds import rounds
from bot.pages.uploads import uploads
from bot.pages.verify import verify
from bot.sender import utc_now
from bot.webhook import webhook
from handlers import forms

if TYPE_CHECKING:
    from bot.emulator import LinePlatform


BLUEPRINTS = (
    webhook, health, answers, open_data, deliveries, papers, photos, uploads, verify, my_data,
    rounds,
)  # fmt: skip


def create_app(
    settings: Settings,
    database: Database,
    intake: Intake,
    *,
    files: Files | None = None,
    now: Callable[[], datetime] = utc_now,
    jobs: Sequence[Mapping[str, Any]] = (),
) -> Flask:
    """The web half of the service, without the emulator (see `add_emulator`).

    `files` are those of FILES_DIR unless given; `now` is the present of pages behind links.
    `jobs` are the clock's with their rhythm, for `/readyz`.
    """
    app = Flask(__name__, static_folder=None)
    app.config["SETTINGS"] = settings
    app.extensions["database"] = database
    app.extensions["intake"] = intake
    app.extensions["files"] = files or Files(settings.files_dir)
    app.extensions["forms"] = forms.load(settings.forms_dir)
    app.extensions["now"] = now
    app.extensions["jobs"] = list(jobs)
    for pages in BLUEPRINTS:
        app.register_blueprint(pages)
    return app


def add_emulator(app: Flask, settings: Settings, port: int, state: Path | None) -> LinePlatform:
    """Mount the stand-in of the LINE Platform at /emulator/. Never with a real token.

    `state` is the file in which its chats are kept. Returns the platform.
    """
    if not settings.emulator:
        raise RuntimeError("the emulator must not run beside a real LINE channel")
    from bot.emulator import LinePlatform, mount

    platform = LinePlatform(
        channel_secret=settings.line_channel_secret,
        access_token=settings.line_channel_access_token,
        webhook_url=f"http://127.0.0.1:{port}/callback",
        state_file=state,
    )
    # Messages show the address as https, as LINE wants it; the phone turns it back.
    app.config["EMULATOR_PUBLIC_URL"] = settings.public_url.replace("http://", "https://", 1)
    mount(app, platform, api_prefix="/emulator/line")
    return platform
