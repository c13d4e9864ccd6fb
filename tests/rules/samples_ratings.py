"""Notices on ratings and complaints at their widest."""

from __future__ import annotations

from typing import Any

from bot.texts.ratings import known_reasons
from handlers.ratings import forms

_LONG = "ข้อมูลจำนวนนักเรียนรายโรงเรียน แยกชั้น แยกเพศ " * 60
_NAME = "นางสาวพระนครศรีอยุธยาวรรณ ประชานุเคราะห์วัฒนากุลชัย ณ อยุธยา"
_FACTS: dict[str, Any] = {
    "rating_id": 10**12,
    "number": "คข. 123456/2570",
    "subject": _LONG,
    "form": "data_request",
}
_LEVELS = [[item, "not_applicable"] for item in forms.get("data_request").order]
_CHOICES = {f"request:{10**12 + n}": f"คข. 12345{n}/2570 ข้อมูลจำนวนนัก"[:36] for n in range(5)}
_CASE: dict[str, Any] = {
    "number": 10**9,
    "kind": "complaint",
    "subject": "คข. 123456/2570",
    "status": "followed",
    "day": "2026-11-19",
    "outcome": _LONG[:2000],
}
_ONE = {
    **_CASE,
    "about": _NAME,
    "words": _LONG[:2000],
    "notes": [{"day": "2026-11-19", "words": _LONG[:2000]}] * 9,
}

SAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "rating.ask": (_FACTS, {**_FACTS, "form": "ticket"}),
    "rating.list": (
        {"choices": [{**_FACTS, "id": 10**12 + n, "rated": bool(n % 2)} for n in range(8)]},
    ),
    "rating.none": ({},),
    "rating.item": tuple(
        {**_FACTS, "item": item, "place": 5, "of": 5, "level": level, "again": True}
        for item in ("2.3", "9.9")
        for level in (None, "not_applicable")
    ),
    "rating.reason": tuple(
        {**_FACTS, "poor": list(forms.get("data_request").order), "why": why}
        for why in ("", "long", "empty")
    ),
    "rating.suggest": tuple(
        {**_FACTS, "given": "ดีมาก 2 ข้อ พอใช้ 1 ข้อ ควรปรับปรุง 2 ข้อ", "again": again, "why": why}
        for again in (True, False)
        for why in ("", "long", "empty")
    ),
    "rating.thanks": tuple(
        {
            **_FACTS,
            "levels": _LEVELS,
            "reason": words,
            "suggestion": words,
            "until": "2026-11-20T07:30:00+00:00",
            "may_reopen": True,
        }
        for words in (None, _LONG[:2000])
    ),
    "rating.reopened": (_FACTS,),
    "rating.refused": tuple({"why": why} for why in (*sorted(known_reasons()), "unheard of")),
    "complaint.mine": ({"cases": [_CASE] * 10}, {"cases": [{**_CASE, "outcome": None}]}),
    "complaint.subject": tuple(
        {"choices": {**_CHOICES, "general": "เรื่องทั่วไป"}, "again": again} for again in (0, 1)
    ),
    "complaint.words": tuple(
        {"subject": number, "why": why}
        for number in (None, "คข. 123456/2570")
        for why in ("", "empty", "long")
    ),
    "complaint.about": (
        {"choices": {**{str(n): _NAME[:36] for n in range(9)}, "nobody": "ไม่ระบุ"}, "again": True},
    ),
    "complaint.confirm": (
        {"subject": None, "about": None, "words": "ช้า"},
        {"subject": "คข. 123456/2570", "about": _NAME, "words": _LONG[:2000]},
    ),
    "complaint.taken": ({"number": 10**9, "about": None}, {"number": 10**9, "about": _NAME}),
    "complaint.closed": ({"number": 10**9, "outcome": _LONG[:2000]},),
    "complaint.board": (
        {"cases": [_CASE] * 10, "count": 1234, "has_own": True, "again": True},
        {"cases": [], "count": 0, "has_own": False, "again": False},
    ),
    "complaint.one": (
        {**_ONE, "may_follow": True},
        {**_ONE, "subject": "", "about": "", "notes": [], "may_follow": False},
    ),
    "complaint.act": tuple(
        {"number": 10**9, "act": act, "why": why}
        for act in ("note", "close")
        for why in ("", "empty", "long")
    ),
    "complaint.done": ({"number": 10**9, "act": "note"}, {"number": 10**9, "act": "close"}),
    "complaint.refused": tuple(
        {"why": why} for why in ("gone", "closed", "not_allowed", "unheard of")
    ),
}
