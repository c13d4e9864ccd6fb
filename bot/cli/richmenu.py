"""`richmenu sync`: make LINE show the menu; and the same in the background of a start."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading

import click

from bot import config
from bot.cli.door import SettingsWrong
from bot.config import Settings
from bot.line import rich_menu
from bot.line.client import ContentGone, LineClient, LineUnavailable

log = logging.getLogger(__name__)
PATIENCE = 60.0


@click.group()
def richmenu() -> None:
    """The rich menu below the chat."""


@richmenu.command()
@click.option("--port", default=8000, hidden=True, type=int)  # where the emulator's LINE is
def sync(port: int) -> None:
    """Draw the menu and let LINE show it to everyone. Does nothing when it is there already."""
    from bot.documents.rich_menu import draw

    settings = _settings(port)
    line = LineClient(
        settings.line_api_base, settings.line_data_api_base, settings.line_channel_access_token
    )
    picture = draw(*rich_menu.size(), rich_menu.cells())
    try:
        changed = rich_menu.sync(line, picture)
    except (LineUnavailable, ContentGone) as error:
        raise click.ClickException(f"LINE did not take the rich menu: {error}") from error
    click.echo("richmenu: set" if changed else "richmenu: up to date")


def _settings(port: int) -> Settings:
    try:
        return config.load(port=port)
    except config.SettingError as error:
        raise SettingsWrong(str(error)) from error


def sync_soon(settings: Settings) -> None:
    """Run `richmenu sync` beside the serving process, so that drawing costs it no memory.

    Returns at once. A failure is logged; people can still type every word of the menu.
    """
    command = [sys.executable, "-m", "bot", "richmenu", "sync"]
    port = settings.line_api_base.removesuffix("/emulator/line").rpartition(":")[2]
    if settings.emulator:
        command += ["--port", port]
    thread = threading.Thread(
        target=_run, args=(command, _environment(settings)), name="richmenu", daemon=True
    )
    thread.start()


def _environment(settings: Settings) -> dict[str, str]:
    """The child reads the same `.env`; what this process was given beyond it is passed on."""
    channel = {
        "LINE_CHANNEL_SECRET": "" if settings.emulator else settings.line_channel_secret,
        "LINE_CHANNEL_ACCESS_TOKEN": (
            "" if settings.emulator else settings.line_channel_access_token
        ),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "PUBLIC_URL": settings.public_url,
        "OFFICE_NAME": settings.office_name,
        "OFFICE_CODE": settings.office_code,
    }
    if not settings.emulator:
        channel["LINE_API_BASE"] = settings.line_api_base
        channel["LINE_DATA_API_BASE"] = settings.line_data_api_base
    return {**os.environ, **channel}


def _run(command: list[str], environment: dict[str, str]) -> None:
    try:
        subprocess.run(  # noqa: S603 - our own command
            command, env=environment, capture_output=True, check=True, timeout=PATIENCE
        )
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().splitlines()
        log.warning("richmenu.sync.failed", extra={"said": said[-1][:200] if said else ""})
    except (subprocess.TimeoutExpired, OSError) as error:
        log.warning("richmenu.sync.failed", extra={"error": type(error).__name__})
    else:
        log.info("richmenu.sync.done")
