"""What each kind of notice may hold at its widest, to draw it and hold it to LINE's limits."""

from __future__ import annotations

from typing import Any

from bot.texts.guide import TOPIC_NAMES
from bot.texts.questions import GUIDE_SCOPES, GUIDE_WHATS
from tests.rules import (
    samples_announcements,
    samples_budget,
    samples_conferences,
    samples_groups,
    samples_incidents,
    samples_mending,
    samples_overdue,
    samples_people,
    samples_ratings,
    samples_reporting,
    samples_requesting,
    samples_rounds,
    samples_staff,
    samples_ticket_watch,
)

#: As long as a school's name gets; ten schools share all but its end.
LONG = "อนุบาลราษฎร์บำรุงวิทยาคาร(ประชานุเคราะห์)ในพระราชูปถัมภ์สมเด็จพระเทพรัตนราชสุดาฯ {}"
CANDIDATES = [{"code": f"5703{n:04}", "name": LONG.format(n)} for n in range(5)]
#: One bare kind of answer each; those with figures are asked for in `test_notices.py`.
ANSWERS = (
    *({"kind": kind, "facts": {}, "options": []} for kind in ("privacy", "ticket", "form")),
    *(
        {"kind": "smalltalk", "facts": {"about": about}, "options": []}
        for about in ("greeting", "thanks", "ability", "chat")
    ),
    {"kind": "unknown", "facts": {"why": "long"}, "options": []},
    {"kind": "unknown", "facts": {"words": ["ก" * 500] * 9}, "options": []},
)

#: For each kind of notice: data as flows write it. A kind may have several.
SAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "welcome": ({"again": False}, {"again": True}),
    "menu": ({}, {"announces": True}),
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
        {"kind": kind, "count": 12, "media_id": media_id}
        for kind in ("photo", "voice", "video", "file")
        for media_id in (None, 10**12)
    ),
    "answer": ANSWERS,
    "guide.scope": ({"choices": list(GUIDE_SCOPES)},),
    "guide.school": ({}, {"typed": "ก" * 80}, {"candidates": CANDIDATES, "typed": "ก"}),
    "guide.what": (
        {"choices": list(GUIDE_WHATS)},
        {"choices": list(GUIDE_WHATS), **CANDIDATES[0]},
    ),
    "guide.topic": ({"topics": list(TOPIC_NAMES)}, {"topics": ["age"], **CANDIDATES[0]}),
    "button.stale": ({},),
    "button.not_yours": ({},),
    "only_in_private": ({"flow": "request"},),
    "cancelled": ({},),
    "nothing_to_cancel": ({},),
}
SAMPLES |= samples_ratings.SAMPLES
SAMPLES |= samples_budget.SAMPLES
SAMPLES |= samples_incidents.SAMPLES
SAMPLES |= samples_groups.SAMPLES
SAMPLES |= samples_conferences.SAMPLES
SAMPLES |= samples_people.SAMPLES
SAMPLES |= samples_overdue.SAMPLES
SAMPLES |= samples_ticket_watch.SAMPLES
SAMPLES |= samples_staff.SAMPLES
SAMPLES |= samples_requesting.SAMPLES
SAMPLES |= samples_reporting.SAMPLES
SAMPLES |= samples_mending.SAMPLES
SAMPLES |= {kind: SAMPLES[kind] + more for kind, more in samples_mending.LISTS.items()}
SAMPLES |= samples_rounds.SAMPLES
SAMPLES |= {kind: SAMPLES[kind] + more for kind, more in samples_rounds.LISTS.items()}
SAMPLES |= samples_announcements.SAMPLES
SAMPLES |= {kind: SAMPLES[kind] + more for kind, more in samples_announcements.LISTS.items()}
