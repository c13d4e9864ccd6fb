"""Groups and reminders at their widest: three rounds, sixty late schools with long names."""

from __future__ import annotations

from typing import Any

from models.groups import GroupPurpose

#: As long as a school's name gets.
LONG = "อนุบาลราษฎร์บำรุงวิทยาคาร(ประชานุเคราะห์)ในพระราชูปถัมภ์สมเด็จพระเทพรัตนราชสุดาฯ {}"
NAME = "ข้อมูลนักเรียนรายบุคคลและสถานศึกษาประจำภาคเรียน " * 4
LETTER = "ที่ ศธ 04999/ว 99999 ลว. 30 กันยายน พ.ศ. 2569 เรื่องการรายงานข้อมูลสารสนเทศ " * 2
CONTACT = {"name": LONG[:60], "position": "", "phone": "081-234-5678", "school_phone": "053-000000"}
PURPOSES = [purpose.value for purpose in GroupPurpose]


def _facts(n: int, dataset: str = "dmc") -> dict[str, Any]:
    return {
        "id": 10**9 + n, "dataset": dataset, "name": NAME[:200], "year": 2569, "round": 2,
        "as_of": "2026-11-10", "opens": "2026-11-01", "confirm_from": None,
        "due": "2026-11-30T09:30:00+00:00", "certify_by": None, "acknowledge_by": None,
        "system_closes": "2026-12-15", "letter": LETTER[:200], "link": None,
    }  # fmt: skip


def _group(names: list[str], more: int, n: int = 0) -> dict[str, Any]:
    return {**_facts(n), "expected": 10_000, "actual": 9_000, "late": names, "more": more}


def _late(n: int, rung: int, schools: int, audience: str = "named") -> dict[str, Any]:
    of = [
        {"code": f"9901{k:04}", "name": LONG.format(k), "reason": LETTER * 4, "contact": CONTACT}
        for k in range(schools)
    ]
    return {**_facts(n), "rung": rung, "schools": of, "audience": audience,
            "before": "2026-11-20T09:30:00+00:00"}  # fmt: skip


#: By the letters that a card has place for; by their number.
WIDE = [LONG.format(n) for n in range(31)]
MANY = [f"บ้านหนองบัวลำภู {n}" for n in range(60)]
SLIPS = ("", "pick", "name", "empty")

SAMPLES: dict[str, tuple[dict[str, Any], ...]] = {
    "group.bound": tuple(
        {"name": "ก" * 200, "purpose": one, "schools": schools, "rides": one != "office"}
        for one in PURPOSES
        for schools in (0, 10_000)
    ),
    "group.switched": ({"rides": True}, {"rides": False}),
    "group.refused": tuple(
        {"why": why} for why in ("code", "no_code", "name", "school", "not_a_group", "unbound")
    ),
    "group.only_there": ({},),
    "group.left": tuple(
        {"name": "ก" * 200, "purpose": one, "at": "2026-11-30T09:30:00+00:00", "at_once": at_once}
        for one in ("", *PURPOSES)
        for at_once in (True, False)
    ),
    "group.purpose": tuple({"again": slip} for slip in SLIPS),
    "group.name": tuple({"again": slip} for slip in SLIPS),
    "group.schools": (
        {"networks": [], "more": 0, "known": 0, "unclear": [], "again": ""},
        {"networks": ["เครือข่าย" + "ก" * 190] * 10, "more": 90, "known": 9_999,
         "unclear": ["ก" * 80] * 60, "again": "empty"},
    ),
    "group.code": tuple(
        {"code": "GABCDEFG", "name": "ก" * 200, "purpose": one, "schools": schools,
         "until": "2026-11-30T09:30:00+00:00"}
        for one in PURPOSES
        for schools in (None, 10_000)
    ),
    "round.group": (
        {"rounds": [_group(WIDE, 9_000, n) for n in range(3)]},
        {"rounds": [_group(MANY, 9_000)]},
        {"rounds": [_group(["บ้านหนองบัว"], 0) | {"letter": None}]},
    ),
    "round.reminder": (
        {"rounds": [_late(n, 7, 100) for n in range(12)]},
        *({"rounds": [_late(0, rung, 1)]} for rung in (99, 98, 14, 1, 0, -1)),
        {"rounds": [_late(0, -7, 14, "chair") | {"letter": None, "dataset": "other"}]},
    ),
    **{
        f"round.{verdict}": ({"rounds": [_late(0, 97, 1)]}, {"rounds": [_late(0, 97, 1)] * 12})
        for verdict in ("returned", "longer", "accepted")
    },
    "round.extended": ({"rounds": [_late(0, 98, 1)]}, {"rounds": [_late(0, 98, 100)]}),
}  # fmt: skip
