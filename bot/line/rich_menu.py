"""The rich menu at LINE: made once for each look, set as everyone's default, old ones removed.

LINE lets menus be created and deleted 100 times an hour and never changes a picture, so a menu's
name carries a hash of all that is in it: what is there already is left alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Protocol

from bot.line.client import ContentGone
from bot.texts.rich_menu import AREAS, CHAT_BAR, Area

#: Menus whose name begins so are ours; others are never touched.
PREFIX = "thamkhet-"
WIDTH, ROW_HEIGHT, ACROSS = 2500, 843, 3
MENUS = "/v2/bot/richmenu"
DEFAULT = "/v2/bot/user/all/richmenu"


class Line(Protocol):
    """What a sync needs of the client."""

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]: ...

    def get(self, path: str) -> dict[str, Any]: ...

    def upload(self, path: str, content_type: str, content: bytes) -> None: ...


def size(areas: Sequence[Area] = AREAS) -> tuple[int, int]:
    """Width and height of the whole menu: one or two rows of LINE's two usual heights."""
    return WIDTH, ROW_HEIGHT * _rows(areas)


def cells(areas: Sequence[Area] = AREAS) -> list[dict[str, Any]]:
    """Where each area lies and what stands on it, for the picture. No pixel belongs to nobody."""
    found, start, rows = [], 0, _rows(areas)
    for row in range(rows):
        count = (len(areas) - start + rows - row - 1) // (rows - row)
        edges = [round(WIDTH * n / count) for n in range(count + 1)]
        for n, area in enumerate(areas[start : start + count]):
            found.append(
                {
                    "x": edges[n],
                    "y": row * ROW_HEIGHT,
                    "width": edges[n + 1] - edges[n],
                    "height": ROW_HEIGHT,
                    "label": area.label,
                    "icon": area.icon,
                    "first": start + n == 0,
                }
            )
        start += count
    return found


def _rows(areas: Sequence[Area]) -> int:
    if not 1 <= len(areas) <= 2 * ACROSS:
        raise ValueError(f"a rich menu of {len(areas)} areas")
    return 1 if len(areas) <= ACROSS else 2


def body(picture: bytes, areas: Sequence[Area] = AREAS) -> dict[str, Any]:
    """LINE's JSON for the menu, named after its content."""
    width, height = size(areas)
    menu: dict[str, Any] = {
        "size": {"width": width, "height": height},
        "selected": True,
        "chatBarText": CHAT_BAR,
        "areas": [
            {
                "bounds": {name: cell[name] for name in ("x", "y", "width", "height")},
                "action": {"type": "message", "label": area.label, "text": area.text},
            }
            for cell, area in zip(cells(areas), areas, strict=True)
        ],
    }
    digest = hashlib.sha256(json.dumps(menu, sort_keys=True).encode() + picture).hexdigest()
    return {**menu, "name": PREFIX + digest[:16]}


def sync(line: Line, picture: bytes, areas: Sequence[Area] = AREAS) -> bool:
    """Make LINE show this menu. False when it did already.

    Raises LineUnavailable; what is half done then is finished by the next sync.
    """
    wanted = body(picture, areas)
    ours = [m for m in _listed(line) if str(m.get("name", "")).startswith(PREFIX)]
    default = _default(line)
    ready = next((m["richMenuId"] for m in ours if m["name"] == wanted["name"]), None)
    shown = ready is not None and ready == default
    menu_id = ready if shown else _show(line, wanted, picture)
    for menu in ours:
        if menu["richMenuId"] != menu_id:
            _delete(line, menu["richMenuId"])
    return not shown


def _listed(line: Line) -> list[dict[str, Any]]:
    found = line.get(f"{MENUS}/list").get("richmenus")
    return [m for m in found if isinstance(m, dict)] if isinstance(found, list) else []


def _default(line: Line) -> str | None:
    try:
        return str(line.get(DEFAULT)["richMenuId"])
    except (ContentGone, KeyError):
        return None


def _show(line: Line, wanted: dict[str, Any], picture: bytes) -> str:
    # A menu of this name that is not the default may lack its picture, which cannot be asked
    # cheaply: it is made anew, and the old one goes with the other old ones.
    line.ask("POST", f"{MENUS}/validate", wanted)
    menu_id = str(line.ask("POST", MENUS, wanted)["richMenuId"])
    line.upload(f"{MENUS}/{menu_id}/content", "image/png", picture)
    line.ask("POST", f"{DEFAULT}/{menu_id}")
    return menu_id


def _delete(line: Line, menu_id: str) -> None:
    try:
        line.ask("DELETE", f"{MENUS}/{menu_id}")
    except ContentGone:
        return  # somebody else was quicker
