"""What waits too long, at its widest: ten tasks and ten matters of others, long names."""

from __future__ import annotations

from typing import Any

LONG = "จำนวนนักเรียนที่ย้ายเข้าและย้ายออกระหว่างปีการศึกษาของทุกโรงเรียนในสังกัด " * 4
GROUP = "กลุ่มส่งเสริมการศึกษาทางไกล เทคโนโลยีสารสนเทศและการสื่อสาร"
WHATS = ("check_request", "decide_request", "confirm_refusal", "prepare_request", "sign_letter")
STEPS = ("check", "permit", "confirm", "prepare", "verify", "sign")
DUE = "2026-11-20T09:30:00+00:00"


def _facts(n: int) -> dict[str, Any]:
    return {
        "id": 10**9 + n, "version": 10**4, "form": "data_request", "prefix": "คข.",
        "number": 99_990 + n, "fiscal_year": 2570, "subject": LONG, "status": "checking",
        "hand_over": "letter", "due_at": DUE,
    }  # fmt: skip


TASKS = [
    {
        "ref": f"request:{n}", "what": WHATS[n % len(WHATS)], "facts": _facts(n), "due_at": DUE,
        "mine": n % 2 == 0, "late": n % 3 == 0,
    }
    for n in range(10)
]  # fmt: skip


def _watch(why: str, step: str, n: int, **more: Any) -> dict[str, Any]:
    holds = [f"ผู้อำนวยการ{GROUP}"] * 2
    return {**_facts(n), "why": why, "step": step, "group": GROUP, "has_it": holds, **more}


WATCH = [
    _watch(("late", "nobody", "unbound")[n % 3], STEPS[n % len(STEPS)], n) for n in range(10)
]  # fmt: skip


def _data(tasks: list[Any], watch: list[Any], late: int = 0) -> dict[str, Any]:
    return {
        "tasks": tasks, "count": len(tasks) * 100, "late": late, "watch": watch,
        "watched": len(watch) * 50,
    }  # fmt: skip


SAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "tasks.overdue": (
        _data(TASKS, WATCH, late=999),
        _data(TASKS[:1], []),
        *(_data([], [_watch("nobody", step, 1, has_it=[], subject="")]) for step in STEPS),
    ),
}
