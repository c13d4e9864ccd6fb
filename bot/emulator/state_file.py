"""Keeping the demo's chats for tomorrow: one JSON file, written whole, a moment after a change.

Tokens and retry keys are not kept: they live for a minute and a day. A file that cannot be
read is set aside, not fatal: the chats of a stand-in are worth less than its start.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.emulator.accounts import Directory
from bot.emulator.rich_menus import RichMenu

if TYPE_CHECKING:
    from bot.emulator.platform import LinePlatform

log = logging.getLogger(__name__)
_PAUSE_SECONDS = 1.0
_VERSION = 1


class StateFile:
    """Loads at start, saves after changes. With no path it does nothing."""

    def __init__(self, platform: LinePlatform, path: Path | None) -> None:
        self._platform = platform
        self._path = path
        self._dirty = threading.Event()
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None
        self._saving = threading.Lock()

    def load(self) -> None:
        """Take back what was saved, if there is anything that can be read."""
        if self._path is None or not self._path.exists():
            return
        try:
            saved = json.loads(self._path.read_text(encoding="utf-8"))
            self._restore(saved)
        except (ValueError, KeyError, TypeError, AttributeError, OSError):
            log.warning("emulator_state_unreadable", extra={"path": str(self._path)})
            os.replace(self._path, self._path.with_suffix(".unreadable"))

    def touch(self) -> None:
        """Something changed: save it soon."""
        if self._path is None or self._dirty.is_set():
            return
        self._dirty.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="line-state", daemon=True)
            self._thread.start()

    def save(self) -> None:
        """Write the whole state now, so that a crash leaves the old file or the new one."""
        if self._path is None:
            return
        with self._saving:
            self._dirty.clear()
            with self._platform.lock:
                text = json.dumps(self._dump())
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft = self._path.with_suffix(".part")
            draft.write_text(text, encoding="utf-8")
            os.replace(draft, self._path)

    def close(self) -> None:
        """Save what is not saved yet, and stop."""
        self._closed.set()
        if self._dirty.is_set():
            self.save()

    def _run(self) -> None:
        while not self._closed.wait(_PAUSE_SECONDS):
            if self._dirty.is_set():
                try:
                    self.save()
                except OSError:
                    log.warning("emulator_state_not_saved", extra={"path": str(self._path)})

    def _dump(self) -> dict[str, Any]:
        platform = self._platform
        now = platform.clock()
        return {
            "version": _VERSION,
            "directory": platform.directory.dump(),
            "timeline": platform.timeline.dump(),
            "contents": platform.contents.dump(),
            "quota": {**platform.quota.public(now), "at": now.isoformat()},
            "nextMessage": platform.identifiers.next_message,
            "quoteTokens": platform.quote_tokens.dump(),
            "richMenus": _dump_menus(platform),
        }

    def _restore(self, saved: dict[str, Any]) -> None:
        platform = self._platform
        if saved["version"] != _VERSION:
            raise ValueError(saved["version"])
        directory = Directory.load(saved["directory"])
        platform.timeline.load(saved["timeline"])
        platform.contents.load(saved["contents"])
        platform.directory.people, platform.directory.groups = directory.people, directory.groups
        platform.quota.limit = saved["quota"]["limit"]
        platform.quota.restore(saved["quota"]["used"], saved["quota"]["at"])
        platform.identifiers.next_message = int(saved["nextMessage"])
        platform.quote_tokens.load(saved["quoteTokens"])
        _restore_menus(platform, saved["richMenus"])


def _dump_menus(platform: LinePlatform) -> dict[str, Any]:
    menus = platform.rich_menus
    return {
        "default": menus.default,
        "aliases": dict(menus.aliases),
        "menus": [
            {
                "id": menu.menu_id,
                "body": menu.body,
                "mime": menu.mime,
                "picture": base64.b64encode(menu.picture).decode() if menu.picture else None,
            }
            for menu in list(menus.menus.values())
        ],
    }


def _restore_menus(platform: LinePlatform, saved: dict[str, Any]) -> None:
    menus = platform.rich_menus
    for entry in saved["menus"]:
        picture = base64.b64decode(entry["picture"]) if entry["picture"] else None
        menus.menus[entry["id"]] = RichMenu(entry["id"], entry["body"], picture, entry["mime"])
    menus.default, menus.aliases = saved["default"], saved["aliases"]
