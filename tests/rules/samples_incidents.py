"""Notices of incidents, and the list of what is going on, at their widest."""

from __future__ import annotations

from typing import Any

from bot.texts import incident_asking, incident_card
from models.tickets import Category

_LONG = "เครือข่ายอินเทอร์เน็ตของโรงเรียนในอำเภอเมืองและอำเภอใกล้เคียงขัดข้อง " * 20
_PLACE = "โรงเรียนอนุบาลราษฎร์บำรุงวิทยาคาร(ประชานุเคราะห์)ในพระราชูปถัมภ์ " * 3
_NAME = "นางสาวพระนครศรีอยุธยาวรรณ ประชานุเคราะห์วัฒนากุลชัย ณ อยุธยา"
_AT = "2026-11-19T07:30:00+00:00"
_BRIEF: dict[str, Any] = {
    "id": 10**12, "version": 10**6, "prefix": "ขข.", "number": 123456, "fiscal_year": 2570,
    "category": "network", "words": _LONG[:600], "status": "open", "planned": False,
    "schools": 1234, "starts_at": _AT, "until": _AT, "announced_at": None, "ended_at": None,
    "end_words": None,
}  # fmt: skip
_ALL = {**_BRIEF, "schools": None, "until": None, "planned": True}
_ENDED = {**_BRIEF, "status": "ended", "announced_at": _AT, "ended_at": _AT, "end_words": _LONG}
_PRICE = {"people": 12345, "left": 12345, "share": 30, "share_left": 30, "why_not": ""}
_CARD: dict[str, Any] = {
    **_BRIEF, "names": [_PLACE] * 10, "tickets": 1234, "open_tickets": 1234, "by": _NAME,
    "ended_by": _NAME, "told": {"heard": 12345, "waiting": 12345, "pushed": 12345},
    "price": _PRICE, "lead": "",
}  # fmt: skip
_OFFICE = {**_CARD, "schools": 0, "names": [], "price": {**_PRICE, "people": 0}}
_TICKET: dict[str, Any] = {
    "id": 10**12, "version": 10**6, "prefix": "จป.", "number": 123456, "fiscal_year": 2570,
    "category": "network", "place": _PLACE, "subject": _LONG, "opened_at": _AT,
}  # fmt: skip
_MANY = {"rows": [_TICKET] * 10, "count": 1234}
_ENTRY = {"kind": "incident", "section": "now", "facts": _BRIEF, "mine": True}


def _meeting(n: int, *, may: bool) -> dict[str, Any]:
    facts = {
        **_TICKET, "id": 10**12 + n, "starts": _AT, "ends": "2026-11-20T09:30:00+00:00",
        "rooms": [_PLACE[:200]] * 3, "channel": "obec", "moved_at": _AT if n else None,
        "link": "https://meet.example.go.th/" + "a1-" * 40, "attends": n % 2 == 0, "may": may,
    }  # fmt: skip
    return {"kind": "conference", "section": "conferences", "facts": facts, "mine": n % 2 == 0}


_SLIPS = ("", *sorted(incident_asking.known_slips()))

SAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "incident.started": (
        _BRIEF,
        _ALL,
        *({**_BRIEF, "category": category.value} for category in Category),
    ),
    "incident.ended": (_ENDED, {**_ENDED, "end_words": None}),
    "incident.card": (
        *({**_CARD, "lead": lead} for lead in sorted(incident_card.known_leads())),
        *({**_CARD, "price": {**_PRICE, "why_not": why}} for why in ("month", "share")),
        {**_CARD, "price": {**_PRICE, "left": None}},
        {**_CARD, **_ALL, "announced_at": _AT, "price": None},
        {**_CARD, **_ENDED, "price": None},
        {**_CARD, **_ENDED, "price": None, "ended_by": None},
        _OFFICE,
    ),
    "incident.refused": (
        *({"why": why} for why in sorted(incident_card.known_refusals())),
        {"why": "unheard of"},
    ),
    "incident.not_staff": ({},),
    "incident.done": (
        {**_BRIEF, "what": "announced", "offered": 12345, "pushed": 0},
        {**_BRIEF, "what": "announced", "offered": 0, "pushed": 12345},
        {**_ENDED, "what": "ended", "solved": 1234, "told": 1234, "offered": 12345},
    ),
    "incident.list": tuple(
        {"rows": {str(n): _BRIEF for n in range(1, 11)}, "count": 1234, "again": again}
        for again in ("", "pick")
    ),
    "incident.category": (
        {"choices": [category.value for category in Category], "again": "pick"},
        {"choices": ["dmc"], "again": ""},
    ),
    "incident.alike": (
        *({**_MANY, "ticket": _TICKET, "near": [_BRIEF] * 2, "again": a} for a in ("", "pick")),
        {"ticket": _TICKET, "rows": [], "count": 0, "near": [_BRIEF], "again": ""},
    ),
    "incident.adding": ({**_MANY, "incident": _BRIEF, "again": "pick"},),
    "incident.words": tuple(
        {
            **_BRIEF, "what": what, "step": "words", "again": again, "reporters": count,
            "open_tickets": 1234,
        }
        for what in ("new", "reword", "end")
        for again in ("", "empty")
        for count in (0, 1234)
    ),
    "incident.schools": tuple(
        {"known": known, "unclear": [_PLACE[:80]] * n, "again": again}
        for known in (0, 1234)
        for n in (0, 60)
        for again in ("", "empty")
    ),
    "incident.when": tuple(
        {"what": what, "again": again} for what in ("starts", "until") for again in _SLIPS
    ),
    "notices.list": (
        *({"entries": [], "count": 0, "staff": staff} for staff in (True, False)),
        {"entries": [_ENTRY] * 10, "count": 1234, "staff": False},
        *(
            {"entries": [_meeting(n, may=may) for n in range(10)], "count": 1234, "staff": may}
            for may in (True, False)
        ),
        {"entries": [_ENTRY, _meeting(1, may=True)], "count": 2, "staff": False},
        {
            "entries": [
                _ENTRY,
                {**_ENTRY, "section": "ahead", "facts": _ALL, "mine": False},
                {**_ENTRY, "section": "ended", "facts": _ENDED},
            ],
            "count": 3,
            "staff": True,
        },
    ),
}  # fmt: skip
