"""Tickets that wait too long, at their widest: ten own and ten of others, long names."""

from __future__ import annotations

from typing import Any

LONG = "เครื่องพิมพ์ห้องธุรการพิมพ์ไม่ออก กระดาษติดทุกครั้งที่สั่งพิมพ์ใบเสร็จของโรงเรียน " * 8
PLACE = "โรงเรียนอนุบาลราษฎร์บำรุงวิทยาคาร(ประชานุเคราะห์)ในพระราชูปถัมภ์สมเด็จพระเทพรัตนราชสุดาฯ"
GROUP = "กลุ่มส่งเสริมการศึกษาทางไกล เทคโนโลยีสารสนเทศและการสื่อสาร"
CATEGORIES = ("computer", "printer", "network", "dmc", "av", "security", "other")
URGENCIES = ("exam", "stopped", "several", "one")
DUE = "2026-11-20T09:30:00+00:00"
CLOCKS = ["first", "update", "solve"]


def _facts(n: int, **more: Any) -> dict[str, Any]:
    return {
        "id": 10**9 + n, "version": 10**4, "prefix": "จป.", "number": 99_990 + n,
        "fiscal_year": 2570, "form": None, "category": CATEGORIES[n % len(CATEGORIES)],
        "urgency": URGENCIES[n % 4], "subject": LONG, "place": PLACE, "status": "assigned",
        "ending": None, "due_at": DUE, "solve_due_at": DUE, "clocks": CLOCKS, "taken": True, **more,
    }  # fmt: skip


def _mine(n: int, **more: Any) -> dict[str, Any]:
    own = {"late": n % 2 == 0, "visit_at": DUE, "waited": 999, "taken": n % 3 == 0}
    return _facts(n, **{**own, **more})


def _other(n: int, **more: Any) -> dict[str, Any]:
    why = ("late", "nobody", "unbound")[n % 3]
    holder = "หม่อมหลวงสมปองเกียรติ ตัวอย่างสกุลยาวมากเหลือเกินในทะเบียน"
    return _facts(n, **{"why": why, "group": GROUP, "has_it": holder, **more})


def _chore(n: int) -> dict[str, Any]:
    kind = ("test_before", "check_after", "take_back", "door_signs")[n % 4]
    of = {"name": LONG[:200], "quantity": 99} if kind == "take_back" else {"rooms": [PLACE] * 5}
    return {
        "id": 10**9 + n, "version": 1, "kind": kind, "of": "ticket:1", "number": "ปก. 99999/2570",
        "subject": LONG, "group": GROUP, "starts": DUE, "ends": DUE, "due_at": DUE,
        "late": n % 2 == 0, **of,
    }  # fmt: skip


def _data(mine: list[Any], others: list[Any], late: int = 0, chores: int = 0) -> dict[str, Any]:
    return {
        "chores": [_chore(n) for n in range(chores)], "chores_count": chores * 50,
        "mine": mine, "count": len(mine) * 100, "late": late, "late_of_others": others,
        "others": len(others) * 50,
    }  # fmt: skip


QUIET = {"late": False, "visit_at": None, "waited": 0}
SAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "ticket.watch": (
        _data([_mine(n) for n in range(10)], [_other(n) for n in range(10)], late=999, chores=10),
        _data([], [], chores=1),
        _data([_mine(1, **QUIET)], []),
        _data([_mine(1, **{**QUIET, "visit_at": DUE}, clocks=[], due_at=None)], []),
        _data([_mine(1, **{**QUIET, "waited": 12}, clocks=[], due_at=None)], []),
        _data([], [_other(1, subject="", has_it=None, clocks=[], due_at=None, taken=False)]),
    ),
    "ticket.coming": ({"ticket": _facts(1), "visit_at": DUE},),
}
