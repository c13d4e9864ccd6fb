"""What `doctor` looks at on the machine: settings, fonts, clock, files, disk."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot import config
from bot.cli.findings import Finding, bad, note, ok
from bot.config import SettingError, Settings

FONTS = Path(__file__).parents[1] / "documents" / "fonts"
FONT_FILES = ("Sarabun-Regular.ttf", "Sarabun-Bold.ttf")
LOW, FULL = 1.0, 0.1
GIGABYTE = 1024**3


def settings(settings: Settings) -> Iterator[Finding]:
    """The settings that could be read."""
    yield ok("settings.good", office=settings.office_name, code=settings.office_code)
    made_up = (config.DEMO_OFFICE_NAME, config.DEMO_OFFICE_CODE)
    if not settings.emulator and (
        settings.office_name == made_up[0] or settings.office_code == made_up[1]
    ):
        yield bad("settings.demo_office")


def wrong_setting(error: SettingError) -> Finding:
    """The setting that stopped the start. Its error begins with its name."""
    return bad("settings.wrong", name=str(error).split()[0].rstrip(":"), said=str(error))


def fonts() -> Iterator[Finding]:
    """The fonts of papers and pictures."""
    missing = [name for name in FONT_FILES if not (FONTS / name).is_file()]
    yield bad("fonts.missing", names=", ".join(missing)) if missing else ok("fonts.good")


def clock(now: datetime) -> Iterator[Finding]:
    """The time zone's rules are there, and the machine's clock is not at its birth."""
    try:
        there = now.astimezone(ZoneInfo("Asia/Bangkok"))
    except ZoneInfoNotFoundError:
        yield bad("zone.missing")
        return
    local = f"{there:%d/%m}/{there.year + 543} {there:%H:%M}"
    sane = 2025 <= now.year < 2100
    yield ok("zone.good", local=local) if sane else bad("clock.wrong", local=local)


def files(folder: Path) -> Iterator[Finding]:
    """Photos can be kept."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError as error:
        yield bad("files.unwritable", path=str(folder), said=error.strerror or "?")
        return
    yield ok("files.good", path=str(folder))


def disk(folder: Path) -> Iterator[Finding]:
    """There is room on the disk that holds this folder."""
    there = next((p for p in (folder, *folder.absolute().parents) if p.exists()), Path("/"))
    free = shutil.disk_usage(there).free / GIGABYTE
    facts = {"path": str(folder), "free": f"{free:,.1f}"}
    if free < FULL:
        yield bad("disk.full", **facts)
    else:
        yield note("disk.low", **facts) if free < LOW else ok("disk.good", **facts)
