"""What each kind of notice may hold at its widest, to draw it and hold it to LINE's limits."""

from __future__ import annotations

from typing import Any

#: For each kind of notice: data as flows write it. A kind may have several.
SAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "welcome": ({"again": False}, {"again": True}),
    "menu": ({},),
    "help": ({},),
    "joined": ({},),
    "privacy": ({},),
    "by_office": ({"service": "request"}, {"service": "unheard of"}),
    "heard": tuple(
        {"kind": kind, "in_flow": in_flow}
        for kind in ("sticker", "location", "other")
        for in_flow in (True, False)
    ),
    "media.received": tuple(
        {"kind": kind, "count": 12} for kind in ("photo", "voice", "video", "file")
    ),
    "button.stale": ({},),
    "button.not_yours": ({},),
    "cancelled": ({},),
    "nothing_to_cancel": ({},),
}
