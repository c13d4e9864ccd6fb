"""The office's rules on requests in words: what is in force, what a change did, why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.texts.calendar import moved_lines
from bot.texts.request_words import STEP
from handlers.requests.rules import NotDecided

Json = Mapping[str, Any]
OWNERS, FORMS = "กลุ่มเจ้าของข้อมูล", "เวลามาตรฐาน (วันทำการ)"
_AT_ONCE = {
    True: "ข้อมูลเปิดเผยได้จากระบบข้อมูล: ส่งมอบทันที ไม่ต้องขออนุญาต",
    False: "ข้อมูลเปิดเผยได้จากระบบข้อมูล: ผ่านการพิจารณาทุกเรื่อง",
}
_WHY: dict[str, Callable[[Json], str]] = {
    "key": lambda f: f"ไม่มีรายการ «{f['key']}»: ที่มีคือ {_listed(f['known'])}",
    "group": lambda f: (
        f"ไม่พบกลุ่ม «{f['group']}» ในสำนักงาน: ที่มีคือ {_listed(f['known'])}"
        if f["known"]
        else "ยังไม่มีกลุ่มใดในระบบ: เพิ่มบุคลากรด้วย person add หรือนำเข้าทำเนียบด้วย duties import ก่อน"
    ),
    "step": lambda f: f"แบบนี้ไม่มีขั้นตอน «{f['step']}»: ที่มีคือ {_listed(f['known'])}",
    "days": lambda f: f"จำนวนวันต้องอยู่ระหว่าง 0 ถึง {f['most']:,}",
}


def known_reasons() -> set[str]:
    """Every reason that has words."""
    return set(_WHY)


def refusal_line(error: NotDecided) -> str:
    """Why a rule was not changed."""
    return _WHY[error.why](error.facts)


def shown_lines(found: Json) -> list[str]:
    """All rules in force; what the office decided otherwise than the form says so."""
    lines = [OWNERS, *(f"  {key}: {group}" for key, group in found["owners"].items())]
    lines += [at_once_line(found["public_at_once"]), tell_line(found["tell_staff_always"]), FORMS]
    for form in found["forms"]:
        lines.append(f"  {form['title']} ({form['slug']})")
        lines += [f"    {_step(step)}" for step in form["steps"]]
    return lines


def _step(step: Json) -> str:
    own = "" if step["days"] == step["usual"] else f" (สำนักงานกำหนด ตามแบบ {step['usual']:,})"
    return f"{step['kind']:<8} {STEP[step['kind']]} {step['days']:,}{own}"


def owner_line(key: str, before: str, group: str) -> str:
    """Another group owns it."""
    if before == group:
        return f"{key}: {group} เป็นเจ้าของอยู่แล้ว"
    return f"{key}: {before} → {group} (มีผลกับคำขอที่ยื่นใหม่ คำขอเดิมส่งต่อกลุ่มได้ในแชต)"


def days_lines(slug: str, kind: str, days: int, moved: Sequence[Json]) -> list[str]:
    """A step takes so many days; which due dates moved."""
    return [f"{slug} ขั้น{STEP[kind]}: {days:,} วันทำการ", *moved_lines(moved)]


def at_once_line(at_once: bool) -> str:
    """Whether public figures need a permission."""
    return _AT_ONCE[at_once]


def tell_line(always: bool) -> str:
    """When staff are told of new work."""
    return "แจ้งเจ้าหน้าที่: ทุกเวลา" if always else "แจ้งเจ้าหน้าที่: เฉพาะเวลาราชการ"


def _listed(known: Sequence[str]) -> str:
    return ", ".join(known)
