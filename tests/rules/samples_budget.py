"""What notices about the month's messages may hold at their widest."""

from __future__ import annotations

from typing import Any

from bot.texts import budget
from bot.texts.budget_words import POT, STATE

_LONG, _NAME = "ก" * 500, "นางสาวสมเกียรติคุณ ณ ตัวอย่างนามสกุลยาวมาก" * 2
_MOST = 999_999
_AT = "2026-11-19T07:30:00+00:00"
_PERMIT: dict[str, Any] = {
    "id": 2**62, "month": "2026-11", "pot": "rounds", "messages": _MOST, "reason": _LONG,
    "ref": "announcement:999999", "asked_by": _NAME, "asked_at": _AT, "granted": None,
    "words": None, "decided_at": None, "lapsed": False,
}  # fmt: skip
_CARD: dict[str, Any] = {
    **_PERMIT, "state": "waiting", "decided_by": None, "percent": 100, "share": _MOST,
    "spent": _MOST, "left": _MOST, "baht": 99_999.5, "own": False, "may": True, "lead": "",
}  # fmt: skip
_DECIDED = {
    "state": "refused", "decided_by": _NAME, "decided_at": _AT, "words": _LONG, "may": False,
    "granted": False, "baht": None,
}  # fmt: skip
_ONE = {
    "month": "2026-11", "rounds_most": _MOST, "rounds": _MOST, "announcements": _MOST,
    "service": _MOST, "incidents": _MOST, "share": _MOST, "limit": _MOST,
    "names": ["ข้อมูลนักเรียน DMC ภาคเรียนที่ 2 ปีการศึกษา 2569 สังกัดสำนักงานเขตพื้นที่การศึกษา"] * 6,
    "expected": _MOST, "verdict": "fails", "lacking": _MOST,
}  # fmt: skip
_FREE = {**_ONE, "share": None, "limit": None, "names": [], "verdict": "holds", "lacking": 0}
_MONTH: dict[str, Any] = {
    "month": "2026-11", "known": True, "limit": _MOST, "used": _MOST, "waiting": _MOST,
    "left": 0, "reserve": _MOST, "parked": _MOST,
    "pots": [
        {"pot": pot, "share": _MOST, "permitted": _MOST, "spent": _MOST, "left": _MOST}
        for pot in POT
    ],
}  # fmt: skip
_OPEN = {**_MONTH["pots"][0], "share": None, "left": None, "permitted": 0}
_SHOWN: dict[str, Any] = {
    "month": _MONTH,
    "forecast": {
        "months": [_ONE] * 12, "part": 0.25, "learned": False, "failing": ["2026-11"] * 12,
    },
    "asked": _MOST, "waiting": _MOST, "may_ask": True,
}  # fmt: skip
_USED = {"limit": _MOST, "used": _MOST, "left": 0, "parked": _MOST, "month": "2026-11"}

SAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "budget.month": (
        _SHOWN,
        {
            "month": {**_MONTH, "limit": None, "left": None, "parked": 0, "pots": [_OPEN] * 3},
            "forecast": {"months": [_FREE], "part": 1.0, "learned": True, "failing": []},
            "asked": 0, "waiting": 0, "may_ask": False,
        },
        {**_SHOWN, "month": {**_MONTH, "known": False, "limit": None, "left": None}},
    ),
    "budget.not_staff": ({},),
    "budget.ask": (
        {"what": "pot", "again": ""},
        {"what": "pot", "again": "pot"},
        {"what": "count", "again": "count", "pot": "rounds", "left": _MOST},
        {"what": "count", "again": "", "pot": "incidents", "left": None},
        {"what": "reason", "again": "reason", "pot": "rounds", "left": 1, "count": 2},
    ),
    "budget.permit": (
        *({**_CARD, "lead": lead} for lead in sorted(budget.known_leads())),
        *({**_CARD, **_DECIDED, "state": state} for state in STATE),
    ),
    "budget.words": ({**_CARD, "again": ""}, {**_CARD, "again": "reason"}),
    "spending.asked": (_PERMIT,),
    "spending.decided": (
        {**_PERMIT, "granted": True},
        {**_PERMIT, "granted": False, "words": _LONG},
        {**_PERMIT, "granted": False, "lapsed": True},
    ),
    "quota.alarm": (
        *({**_USED, "kind": kind} for kind in ("low", "gone", "parked")),
        {**_USED, "kind": "used:rounds", "pot": "rounds", "share": _MOST, "spent": _MOST},
        {"kind": "forecast", "month": "2026-11", "needs": _ONE},
        {"kind": "forecast", "month": "2026-11", "needs": _FREE},
    ),
}  # fmt: skip
