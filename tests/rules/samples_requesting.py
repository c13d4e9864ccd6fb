"""What asking for information and following it may hold at its widest."""

from __future__ import annotations

from typing import Any

from handlers import forms
from handlers.forms.definition import Field, Kind

LONG = "จำนวนนักเรียนที่ย้ายเข้าและย้ายออกระหว่างปีการศึกษาของทุกโรงเรียนในสังกัด " * 14
TITLE = "นักวิเคราะห์นโยบายและแผนชำนาญการพิเศษ กลุ่มส่งเสริมการศึกษาทางไกล เทคโนโลยีสารสนเทศฯ"
THEN = "2026-11-20T09:30:00+00:00"
BRIEF: dict[str, Any] = {
    "id": 10**12, "version": 10**6, "form": "data_request", "prefix": "คข.", "number": 99_999,
    "fiscal_year": 2570, "subject": LONG, "status": "awaiting_permission", "hand_over": "letter",
    "due_at": THEN,
}  # fmt: skip
_KINDS = ("check", "permit", "confirm", "prepare", "verify", "sign", "deliver", "file")


def _step(kind: str, *, done: bool) -> dict[str, Any]:
    return {
        "kind": kind, "days": 3, "started_at": THEN, "due_at": THEN,
        "done_at": THEN if done else None, "outcome": "propose_permit" if done else None,
    }  # fmt: skip


def _progress(**more: Any) -> dict[str, Any]:
    return {
        **BRIEF, "purpose": LONG, "submitted_at": THEN, "received_on": "2026-11-20",
        "channel": "line", "steps": [_step("check", done=True), _step("permit", done=False)],
        "has_it": [TITLE, TITLE], "question": None, "to_come": list(_KINDS[3:7]),
        "acts": ["withdraw"], "expired": False, **more,
    }  # fmt: skip


RATING = {"rating_id": 10**12, "number": "คข. 99999/2570", "subject": LONG, "form": "data_request"}


def _delivered(hand_over: str, **more: Any) -> dict[str, Any]:
    return {
        **BRIEF, "status": "delivered", "hand_over": hand_over, "delivery_id": 10**12,
        "expires_at": THEN, "files": [f"{LONG[:250]}{n}.xlsx" for n in range(20)], "query": None,
        "rating_id": 10**12, "rating": RATING, **more,
    }  # fmt: skip


def _ask(field: Field, **more: Any) -> dict[str, Any]:
    return {
        "field": field.name, "kind": field.kind.value, "label": field.label, "ask": field.ask,
        "help": field.help, "required": field.required,
        "choices": [[c.value, c.label] for c in field.choices],
        "earliest": "2026-11-19" if field.kind is Kind.DATE else None,
        "latest": "2027-11-20" if field.kind is Kind.DATE else None, "form": "ขอเข้าถึงข้อมูล",
        "place": 10, "of": 12, "back": True, "editing": False, "now": None, "files": 0,
        "suggest": "", "intro": "", "others": [], "fault": None, **more,
    }  # fmt: skip


_FORMS = forms.load(None).forms
_FIELDS = [field for form in _FORMS.values() for field in form.fields]
_WIDEST = Field("x", Kind.CHOICES, "ก" * 40, "ก" * 300, "ข" * 300)
_MANY = [[f"choice_{n}", "ตัวเลือกที่ยาวมากนะ"] for n in range(10)]
_FAULTS = (
    {"kind": "too_long", "facts": {"most": 1000, "length": 3000}},
    {"kind": "no_such_choice", "facts": {"choices": [label for _, label in _MANY]}},
    {"kind": "several_schools", "facts": {"schools": [LONG[:80]] * 10, "count": 90}},
)
ASKS = (
    *(_ask(field, now="ก" * 900) for field in _FIELDS),
    *(_ask(_WIDEST, choices=_MANY, fault=fault, others=["ก"]) for fault in _FAULTS),
    _ask(_FIELDS[0], intro="ก" * 300, others=["ขอเข้าถึงข้อมูล"], suggest=LONG, back=False, place=None),
    *(_ask(f, files=5, now="ภาพ.jpg") for f in _FIELDS if f.kind is Kind.FILES),
)
ROWS = [["ก" * 40, LONG if n % 2 else "สั้น"] for n in range(14)]

SAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "request.draft": (
        {"form": "ก" * 100, "subject": LONG, "channel": "passed_on", "since": THEN},
        {"form": "ก", "subject": "", "channel": "", "since": THEN},
    ),
    "request.whom": ({}, {"again": True}),
    "request.channel": (
        {"choices": ["phone", "walk_in", "letter", "email", "passed_on"], "again": True},
    ),
    "request.forms": (
        {"forms": [[f"form_{n}", "ก" * 20, "ข" * 100] for n in range(10)], "again": True},
    ),
    "request.declined": ({},),
    "request.known": ({},),
    "request.used": ({},),
    "request.left": ({},),
    "request.form_gone": ({},),
    "request.ask": ASKS,
    "request.review": (
        {"form": "ก" * 100, "channel": "phone", "rows": ROWS, "attach": "ไฟล์แนบ", "again": True,
         "lost": ["ก" * 250] * 5, "personal": True},
        {"form": "ก", "channel": "", "rows": ROWS[:3], "attach": None, "again": False, "lost": [],
         "personal": False},
    ),
    "request.pick": (
        {"fields": [[f"field_{n}", "ก" * 40] for n in range(20)], "again": True},
    ),
    "request.submitted": (_progress(), _progress(has_it=[], due_at=None)),
    "request.on_behalf": (
        _progress(name="ก" * 200, code="ABCD2345", until=THEN),
    ),
    "following.claimed": (BRIEF,),
    "following.none": ({},),
    "following.nothing_to_withdraw": ({},),
    "following.list": tuple(
        {"requests": [{**BRIEF, "id": n} for n in range(9)], "more": more, "then": then}
        for more, then in ((0, "show"), (90, "withdraw"))
    ),
    "request.progress": (
        _progress(),
        _progress(question=LONG, acts=["answer", "withdraw"], status="waiting_requester"),
        _progress(
            steps=[_step(kind, done=kind != "file") for kind in _KINDS], to_come=[], expired=True,
            acts=["open", "received", "rate"], status="delivered",
        ),
        _progress(steps=[], to_come=[], acts=["appeal"], status="refused", has_it=[]),
    ),
    "request.asked": ({**BRIEF, "question": LONG},),
    "request.clarify": (
        _progress(question=LONG, why="long", most=1000), _progress(question="ก", why="empty"),
        _progress(question=LONG),
    ),
    "request.clarified": (_progress(), _progress(due_at=None)),
    "following.answered": (BRIEF,),
    "request.refused": (
        {**BRIEF, "reason": LONG, "law": "oia15", "outsider": True},
        {**BRIEF, "reason": None, "law": None, "outsider": False},
        {**BRIEF, "reason": "ลับ", "law": "กฎหมายอื่น"},
    ),
    "following.appeal": ({**BRIEF, "refused": THEN},),
    "request.delivered": (
        *(_delivered(by) for by in ("line", "email", "paper", "letter")),
        _delivered("line", files=[], rating=None, rating_id=None),
    ),
    "following.link": (
        _delivered("line"), _delivered("paper"), _delivered("paper", files=[], query=None),
    ),
    "following.received": (BRIEF,),
    "request.withdraw": (BRIEF,),
    "following.kept": ({}, BRIEF),
    "following.left": ({},),
    "following.too_late": (BRIEF,),
    "following.withdrawn": (BRIEF,),
    "following.code": ({},),
    "following.other_code": ({},),
}  # fmt: skip
