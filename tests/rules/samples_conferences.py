"""Conferences, chores and services on a form, at their widest."""

from __future__ import annotations

from typing import Any

from bot.texts import chores, conferences, room_commands
from models.bookings import ChoreKind

_LONG = "ประชุมชี้แจงนโยบายการบริหารจัดการข้อมูลสารสนเทศทางการศึกษาของสถานศึกษาในสังกัด " * 8
_ROOM = "ห้องประชุมทางไกลและศูนย์ปฏิบัติการข้อมูลของสำนักงานเขตพื้นที่การศึกษา ชั้น 2"
_NAME = "นางสาวพระนครศรีอยุธยาวรรณ ประชานุเคราะห์วัฒนากุลชัย ณ อยุธยา"
_OWN_NAME = "ช่องสำรองของสำนักงานเขตพื้นที่การศึกษา " * 3
_LINK = ("https://meet.example.go.th/room/" + "a1B2-" * 40)[:160]
_AT, _END = "2026-11-19T02:00:00+00:00", "2026-11-20T05:00:00+00:00"
_BRIEF: dict[str, Any] = {
    "id": 10**12, "version": 10**6, "prefix": "ปก.", "number": 123456, "fiscal_year": 2570,
    "form": "conference", "category": "av", "urgency": "several", "subject": _LONG,
    "place": _ROOM, "status": "assigned", "ending": None, "due_at": _AT, "solve_due_at": _AT,
}  # fmt: skip
_MEETING: dict[str, Any] = {
    **_BRIEF, "starts": _AT, "ends": _END, "rooms": [_ROOM] * 3, "channel": "obec",
    "moved_at": None, "link": "", "attends": False, "may": True,
}  # fmt: skip
_MOVED = {**_MEETING, "channel": _OWN_NAME[:60], "moved_at": _AT, "link": _LINK, "attends": True}
_PRICE = {"people": 12345, "left": 12345, "missed": 1234, "fits": True}
_CARD: dict[str, Any] = {
    **_MEETING, "to": "obec_private", "to_link": "", "lead": "", "price": _PRICE,
    "channels": ["obec_private", "youtube", "facebook", "obec_tv", "dltv"],
}  # fmt: skip
_OWN_ORDER = [f"{n}{_OWN_NAME}"[:60] for n in range(10)]
_CHORE: dict[str, Any] = {
    "id": 10**12, "version": 1, "of": "ticket:1", "number": "ปก. 123456/2570", "subject": _LONG,
    "group": _ROOM, "starts": _AT, "ends": _END, "due_at": _AT, "signs": True,
    "rooms": [_ROOM] * 5, "name": _ROOM, "quantity": 1234, "status": "open", "late": True,
    "outcome": None, "done_at": None, "done_by": None, "note": "", "ticket": _BRIEF, "lead": "",
    "again": "", "fault": None, "mine": False,
}  # fmt: skip
_FAULTY = {
    **_CHORE, "status": "done", "late": False, "outcome": "fault", "done_at": _AT,
    "done_by": _NAME, "note": _LONG,
}  # fmt: skip
_KINDS = [kind.value for kind in ChoreKind]
_OFFER = {"ref": "room:" + "a" * 40, "name": _ROOM * 2, "left": 1, "room": 1234, "equipment": _LONG}
_OFFERS: dict[str, Any] = {
    "title": _LONG[:200], "when": [_AT, _END], "people": 1234, "loan": False,
    "offers": [{**_OFFER, "ref": f"room:{'a' * 38}{n:02}"} for n in range(10)],
}  # fmt: skip
_RECEIPT: dict[str, Any] = {
    "ticket": _BRIEF, "title": _LONG[:200], "booked": _ROOM, "when": [_AT, _END],
    "conference": True,
}  # fmt: skip

SAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "conference.list": (
        {"rows": {}, "leave": True},
        {"rows": {}, "leave": False},
        {"rows": {str(n): _MOVED for n in range(1, 11)}, "leave": True},
        {"rows": {str(n): _MEETING for n in range(1, 11)}, "leave": False},
    ),
    "conference.joined": (
        {**_MEETING, "attends": True, "is_new": True},
        {**_MOVED, "is_new": False},
    ),
    "conference.left": (_MEETING,),
    "conference.moved": (
        {**_MOVED, "was": "obec"},
        {**_MOVED, "was": "other", "link": "รหัสห้อง 123 456 <abc>"},
        {**_MOVED, "was": "", "link": "", "channel": "youtube"},
    ),
    "conference.cancelled": (_MEETING,),
    "conference.switch": (
        *({**_CARD, "lead": lead} for lead in sorted(conferences.known_leads())),
        {**_CARD, "moved_at": _AT, "to_link": _LINK, "channel": "youtube", "to": "facebook"},
        {**_CARD, "to": "", "channel": "dltv"},
        {**_CARD, "channels": _OWN_ORDER, "to": _OWN_ORDER[0], "to_link": _LINK},
        {**_CARD, "price": {**_PRICE, "fits": False}},
        {**_CARD, "price": {"people": 0, "left": None, "missed": 0, "fits": True}},
        {**_CARD, "price": {**_PRICE, "left": None, "missed": 0}},
    ),
    "conference.told": (
        {**_MOVED, "pushed": 12345, "offered": 0, "missed": 1234, "again": False},
        {**_MOVED, "pushed": 0, "offered": 12345, "missed": 0, "again": False},
        {"channel": "youtube", "at": _AT, "pushed": 12345, "offered": 0, "again": True},
        {"channel": "youtube", "at": _AT, "pushed": 0, "offered": 0, "again": True},
    ),
    "conference.people": (
        {"subject": _LONG, "count": 0, "people": []},
        {"subject": _LONG, "count": 1234,
         "people": [{"name": _NAME * 2, "affiliation": _LONG}] * conferences.MOST_NAMES},
    ),
    "conference.refused": tuple(
        {"why": why} for why in (*sorted(conferences.known_reasons()), "unheard of")
    ),
    "chore.late": tuple(
        {"chores": [{**_CHORE, "kind": kind, "has_it": _NAME, "opens": opens}] * 10, "count": 1234}
        for kind in _KINDS
        for opens in (True, False)
    ),
    "chore.card": (
        *({**_CHORE, "kind": kind} for kind in _KINDS),
        *({**_FAULTY, "kind": kind, "ticket": None} for kind in _KINDS),
        *(
            {**_CHORE, "kind": "test_before", "lead": lead}
            for lead in sorted(chores.known_leads())
        ),
        {**_FAULTY, "kind": "door_signs", "outcome": "ok", "done_by": None, "lead": "done"},
        {**_CHORE, "kind": "check_after", "rooms": [], "late": False, "ticket": None},
    ),
    "chore.ask": tuple(
        {**_CHORE, "kind": kind, "again": again}
        for kind in _KINDS
        for again in sorted(chores.known_slips())
    ),
    "chore.done": (
        *({**_CHORE, "kind": kind} for kind in _KINDS),
        *({**_FAULTY, "kind": kind, "fault": _BRIEF, "mine": True} for kind in _KINDS),
        {**_FAULTY, "kind": "test_before", "fault": _BRIEF, "ticket": None},
    ),
    "chore.refused": ({},),
    "service.times": tuple(
        {"why": why} for why in (*sorted(room_commands.known_reasons()), "unheard of")
    ),
    "service.offers": (
        _OFFERS,
        {**_OFFERS, "taken": True, "loan": True},
        {**_OFFERS, "again": True, "when": [_AT, _AT]},
        {**_OFFERS, "offers": []},
        {**_OFFERS, "offers": [{**_OFFER, "ref": "equipment:x", "room": 0, "left": 123}]},
    ),
    "service.submitted": (
        _RECEIPT,
        {**_RECEIPT, "booked": "", "when": [], "conference": False},
    ),
}  # fmt: skip
