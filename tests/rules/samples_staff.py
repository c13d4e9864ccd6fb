"""Notices to officers and directors at their widest."""

from __future__ import annotations

from typing import Any

from bot.texts import deciding, handling, handling_replies, refusals
from bot.texts.request_words import STATUS
from handlers.requests.vocabulary import LAWS

_LONG = "ข้อมูลจำนวนนักเรียนรายโรงเรียน แยกชั้น แยกเพศ " * 60
_NAME = "นางสาวพระนครศรีอยุธยาวรรณ ประชานุเคราะห์วัฒนากุลชัย ณ อยุธยา"
_TITLE = "ผู้อำนวยการกลุ่มส่งเสริมการศึกษาทางไกล เทคโนโลยีสารสนเทศและการสื่อสาร " * 2
_AT = "2026-11-19T07:30:00+00:00"
_FILE = "แบบสรุปข้อมูลนักเรียนย้ายเข้า-ย้ายออกระหว่างปีการศึกษา " * 4 + ".xlsx"
_BRIEF: dict[str, Any] = {
    "id": 10**12, "version": 10**6, "form": "data_request", "prefix": "คข.", "number": 123456,
    "fiscal_year": 2570, "subject": _LONG, "status": "submitted", "hand_over": "letter",
    "due_at": _AT,
}  # fmt: skip
_QUERY = {"measure": "students", "grades": ["ป.1"], "group_by": "school"}
_TASK: dict[str, Any] = {
    **_BRIEF,
    "requester": {"name": _NAME, "position": _TITLE, "affiliation": _TITLE},
    "outsider": True,
    "purpose": _LONG,
    "wanted_by": "2026-12-31",
    "channel": "walk_in",
    "classification": "personal",
    "personal": True,
    "opinion": _LONG[:1000],
    "proposal": "refuse",
    "query": _QUERY,
    "officer": _NAME,
    "attached": 20,
    "files": [_FILE] * 20,
    "refusal": {"reason": _LONG[:1000], "law": "oia15", "by": _TITLE, "at": _AT},
    "clarified": [{"question": _LONG[:1000], "answer": _LONG[:1000]}] * 2,
    "submitted_at": _AT,
}
_BARE = {
    **_TASK, "purpose": "", "wanted_by": None, "opinion": None, "proposal": None, "query": None,
    "officer": None, "attached": 0, "files": [], "refusal": None, "clarified": [],
    "outsider": False, "hand_over": "line", "due_at": None,
}  # fmt: skip
_OPENED: dict[str, Any] = {
    "late": True,
    "reachable": False,
    "phone": "0812345678",
    "other": True,
    "prepared_by_me": True,
    "mine": False,
    "question": _LONG[:1000],
    "letter_number": "ที่ ศธ 04003/123456789",
    "letter_date": "2026-11-19",
    "delivery": {"made_at": _AT, "expires_at": _AT, "received_at": _AT, "opened": 1234},
    "link": {"p": 10**12, "until": _AT},
}
_MODES = {
    "check": "submitted", "prepare": "preparing", "verify": "verifying",
    "wait": "waiting_requester", "delivered": "delivered", "see": "filed",
    "decide": "awaiting_permission", "confirm": "awaiting_confirmation",
    "sign": "awaiting_signature",
}  # fmt: skip
_ROW = {
    "ref": f"request:{10**12}", "what": "prepare_request", "facts": _BRIEF, "due_at": _AT,
    "mine": False, "late": True,
}  # fmt: skip
_DIRECTORS = {**_ROW, "what": "confirm_refusal", "mine": True}
_ACTING = {"kind": "acting_for", "title": _TITLE, "order_number": "คำสั่งที่ 1234/2569"}
_REFUSED: dict[str, dict[str, Any]] = {
    "person": {"refused": {"why": "not_allowed", "facts": {}}},
    "not_found": {"what": "request"},
    "wrong_state": {"what": "request", "state": "awaiting_permission"},
    "file_not_ready": {"name": _FILE, "refused": False},
    "too_many_files": {"most": 20},
    "not_said": {"long": True},
    "booking": {"said": "ห้องประชุมใหญ่ มีผู้จองแล้ว (อ. 24 พ.ย. 2569 09.00-12.00 น.) " * 4},
}

SAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "request.task": (
        *({**_TASK, "status": status} for status in STATUS),
        *({**_BARE, "status": status} for status in STATUS),
        *(
            {**base, **_OPENED, "status": status, "mode": mode, "lead": "delivered", **more}
            for mode, status in _MODES.items()
            for base in (_TASK, _BARE)
            for more in ({}, {"link": None, "late": False, "mine": True, "reachable": True})
        ),
        {**_TASK, **_OPENED, "status": "awaiting_permission", "mode": "decide", "sure": "permit"},
    ),
    "request.moved": (
        _BRIEF,
        {**_BRIEF, "at": _AT, "by": _NAME, "verb": "proposed", "mine": False},
        {**_BRIEF, "at": _AT, "by": "", "verb": "unheard of", "mine": True},
    ),
    "tasks.digest": (
        {"tasks": [_ROW] * 10, "count": 1234},
        {
            "tasks": [
                _DIRECTORS,
                {**_ROW, "ref": "other:1", "facts": {"number": "ก. 1"}},
                {
                    **_ROW,
                    "ref": "round:1",
                    "what": "round_follow",
                    "mine": True,
                    "facts": {
                        "name": "ข้อมูลนักเรียน " * 20,
                        "dataset": "mobec",
                        "year": 2569,
                        "days": 99,
                    },
                },
            ],
            "count": 3,
        },
    ),
    "tasks.list": tuple(
        {
            "rows": {str(1230 + n): _ROW for n in range(10)},
            "count": 1234,
            "more": True,
            "director": director,
        }
        for director in (True, False)
    ),
    "tasks.none": ({"director": True}, {"director": False}),
    "tasks.not_staff": ({},),
    "handling.more": tuple(
        {**base, **_OPENED, "status": status, "mode": mode}
        for mode, status in _MODES.items()
        for base in (_TASK, _BARE)
        if mode in ("check", "prepare", "verify", "wait", "delivered")
    ),
    "handling.words": tuple(
        {**_BRIEF, "what": what, "why": why}
        for what in ("permit", "refuse", "ask", "clarify", "number")
        for why in ("", "empty", "long")
    ),
    "handling.day": tuple(
        {**_BRIEF, "letter": "ศธ 1" * 15, "today": "2026-11-19", "why": why}
        for why in ("", "day", "future")
    ),
    "handling.choose": (
        {**_BRIEF, "step": "kind", "choices": handling_replies.KINDS, "now": "official"},
        {**_BRIEF, "step": "group", "choices": {str(n): _TITLE for n in range(15)}},
        {**_BRIEF, "step": "removing", "choices": {str(10**12 + n): _FILE for n in range(20)}},
    ),
    "handling.done": tuple(
        {**_BRIEF, "what": what, "to": [_TITLE] * 3, "opinion": _LONG[:1000], "phone": "0812345678"}
        for what in (
            "proposed",
            "permitted",
            "passed_on",
            "asked",
            "asked_in_vain",
            "submitted",
            "to_sign",
        )
    ),
    "handling.files": tuple(
        {**_BRIEF, "files": [_FILE] * n, "count": n, "steps": ["deliver", "remove"], **more}
        for n in (0, 20)
        for more in ({}, {"added": True}, {"bad": "large"}, {"bad": "gone"})
    ),
    "handling.link": tuple(
        {**_TASK, **_OPENED, "page": page} for page in ("form", "summary", "letter", "upload")
    ),
    "handling.query": (
        {**_BRIEF, "step": "question"},
        {**_BRIEF, "step": "question", "again": True},
    ),
    "handling.use": (_BRIEF,),
    "handling.history": (
        {
            **_BRIEF,
            "before": 1234,
            "entries": [
                {"day": "2026-11-19", "time": "14.30", "verb": verb, "by": by}
                for verb in ("classified", "clarified_for", "unheard of")
                for by in (_NAME, "", _TITLE, _NAME)
            ],
        },
    ),
    "request.withdrawn": ({**_BRIEF, "status": "withdrawn"},),
    "deciding.words": tuple(
        {**_TASK, "what": what, "why": why}
        for what in ("refuse", "ask", "give_back", "unsign")
        for why in ("", "empty", "long")
    ),
    "deciding.sure": tuple({**_TASK, "reason": _LONG[:1000], "law": law} for law in (None, *LAWS)),
    "deciding.law": (_BRIEF,),
    "deciding.done": tuple(
        {
            **_BRIEF,
            "status": status,
            "verdict": verdict,
            "at": _AT,
            "by_name": _NAME,
            "by_title": _TITLE,
            "acting": acting,
            "reason": _LONG[:1000],
            "left": 1234,
        }
        for verdict in deciding.VERDICTS
        for status in ("permitted", "awaiting_confirmation")
        for acting in (None, _ACTING)
    ),
    "deciding.decided": tuple(
        {**_BRIEF, "verdict": "confirm_refusal", "by": _TITLE, "at": _AT, "mine": mine}
        for mine in (True, False)
    ),
    "deciding.none": ({},),
    "deciding.which": (
        {"what": "ask", "rows": {str(10**12 + n): _LONG[:100] for n in range(10)}, "more": 1234},
        {"what": "permit", "rows": {"1": "คข. 1/2570 · ก"}, "more": 0},
    ),
    "refused": (
        *({"why": why, **_REFUSED.get(why, {})} for why in sorted(refusals.known_reasons())),
        {"why": "unheard of"},
        {"why": "file_not_ready", "name": _FILE, "refused": True},
        *(
            {"why": "nothing_prepared", "again": ["handling", step, f"{10**12}:{10**6}"]}
            for step in handling.LABELS
        ),
    ),
}
