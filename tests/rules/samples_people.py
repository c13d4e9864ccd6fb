"""Notices on people and their data at their widest."""

from __future__ import annotations

from typing import Any

from bot.texts.people import PROFILE, WISH_ROLES
from bot.texts.people_words import ACTING, ROLES, SYSTEMS

_NAME = "นางสาวพระนครศรีอยุธยาวรรณ ประชานุเคราะห์วัฒนากุลชัย ณ อยุธยา"
_PLACE = "โรงเรียนอนุบาลราษฎร์บำรุงวิทยาคาร(ประชานุเคราะห์)ในพระราชูปถัมภ์สมเด็จพระเทพรัตนราชสุดาฯ"
_LONG = "ย" * 500
_POST = {
    "id": 1, "role": "school_director", "school": "57030001", "group": None, "place": _PLACE,
    "title": f"ผู้อำนวยการ{_PLACE}", "from": "2026-11-19", "until": "2027-09-30",
}  # fmt: skip
_ACTING = [{**_POST, "kind": kind} for kind in ACTING]
_PERSON: dict[str, Any] = {
    "id": 1, "name": _NAME * 2, "position": _PLACE, "affiliation": _PLACE * 2,
    "phone": "081-234-5678, 0-5371-1234 ต่อ 123, 089-999-9999", "email": f"{'a' * 100}@moe.go.th",
    "bound_at": "2026-11-19T07:30:00+00:00", "posts": [_POST] * 5, "acting": _ACTING,
    "systems": list(SYSTEMS), "consent": {"version": "2569-1", "given_at": "2026-11-19T07:30:00"},
    "requests": 12345, "running": 12, "tickets": 9999, "drafts": 3, "ratings": 99999,
    "complaints": 9,
}  # fmt: skip
_EMPTY: dict[str, Any] = {
    **_PERSON, "position": "", "affiliation": "", "phone": None, "email": None, "posts": [],
    "acting": [], "systems": [], "consent": None, "running": 0,
}  # fmt: skip
_WISH = {
    "id": 10**12, "name": _NAME, "position": "ครู", "role": "school_director", "school": "57030001",
    "place": _PLACE * 2, "phone": None, "asked_at": "2026-11-19T07:30:00+00:00",
}  # fmt: skip


def _options(labels: dict[str, str]) -> list[list[str]]:
    return [[value, label] for value, label in labels.items()]


SAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "people.consent": (
        {"flow": "register", "step": "consent"},
        {"flow": "request", "step": "consent", "again": True},
    ),
    "people.ask": (
        {"what": "code", "step": "code", "options": [["no_code", "ไม่มีรหัส"]]},
        {"what": "name", "step": "name"},
        {"what": "school", "step": "school", "typed": "ก" * 80},
        {"what": "role", "step": "role", "options": _options(WISH_ROLES)},
        {"what": "invite_role", "step": "invite_role", "options": _options(ROLES)},
        {"what": "group", "step": "group", "options": [[str(n), _PLACE * 2] for n in range(10)]},
        *(
            {"what": what, "step": what}
            for what in (
                "agency",
                "contact",
                "phone",
                "email",
                "invite_school",
                "invite_group",
                "which_school",
            )
        ),
    ),
    "people.refused": (
        {"why": "long", "facts": {"most": 200}},
        {"why": "code_wrong", "facts": {"left": 0}},
        {"why": "wait", "facts": {"until": "2026-11-19T08:30:00+00:00"}, "ended": True},
    ),
    "people.declined": ({},),
    "people.confirm_wish": ({"name": _NAME * 2, "role": "school_director", "place": _PLACE * 2},),
    "people.wished": ({"id": 1},),
    "people.bound": (
        {"name": _NAME * 2, "posts": [{**_POST, "role": r} for r in ROLES], "released": True},
    ),
    "people.profile": (
        {**_PERSON, "offers": list(PROFILE), "waiting": True, "saved": True},
        {**_EMPTY, "offers": ["contact"], "waiting": False, "saved": False},
    ),
    "people.code": (
        {"code": "ABCD2345", "role": "school_admin", "place": _PLACE * 2, "until": "2026-11-26"},
    ),
    "people.wishes": ({"wishes": [_WISH] * 5, "count": 12345}, {"wishes": [], "count": 0}),
    "people.wish_reason": ({"name": _NAME * 2},),
    "people.wish_done": (
        {"name": _NAME * 2, "approved": True, "left": 3},
        {"name": _NAME, "approved": False, "left": 0},
    ),
    "people.approved": ({"title": _PLACE, "place": _PLACE}, {"title": "ครู", "place": _PLACE}),
    "people.not_approved": ({"reason": _LONG},),
    "my_data.shown": (_PERSON, _EMPTY),
    "my_data.copy": (
        {"claims": {"p": 10**9, "b": 2 * 10**9}, "until": "2026-11-19T08:30:00+00:00"},
    ),
    "my_data.confirm": (
        {"stays": 99, "last_of": [_PLACE] * 3},
        {"stays": 0, "last_of": []},
    ),
    "my_data.running": ({"numbers": [f"คข. 12345{n}/2570" for n in range(9)]},),
    "my_data.kept": ({},),
    "my_data.erased": ({"stays": 12}, {"stays": 0}),
}
