"""What `budget …` prints."""

from __future__ import annotations

from typing import Any

from bot.texts.budget_words import (
    POT,
    STATE,
    Json,
    count,
    failing_text,
    forecast_line,
    month_line,
    month_text,
    pot_line,
    rounds_text,
    verdict_text,
)
from bot.texts.people_words import by_whom
from models.errors import NotFound, Refusal, WrongState

HELP = "The month's paid messages: shares, what is left, the year to come, permits for more."
_STATES = {
    "decided": "permit {ref} is decided already",
    "past": "permit {ref} was for another month",
    "own": "whoever asked cannot permit it: somebody else has to",
    "asked": "the same is asked for already: see budget show",
}


def month_lines(found: Json) -> list[str]:
    """The month by its shares, and its permits."""
    lines = [f"งบข้อความเดือน {month_text(found['month'])}: {month_line(found)}"]
    lines += [f"  {POT[one['pot']]}: {pot_line(one)}" for one in found["pots"]]
    if found["parked"]:
        lines.append(f"  พักไว้รอเดือนใหม่ {found['parked']:,} ข้อความ (ดูด้วย outbox troubled)")
    return [*lines, *(permit_line(one) for one in found["permits"])]


def forecast_lines(found: Json) -> list[str]:
    """The months, then which fail."""
    lines = [_month(one) for one in found["months"]]
    failing = failing_text(found["failing"])
    how = "รอบที่ผ่านมาของสำนักงาน" if found["learned"] else "ค่าประมาณทั่วไป (ยังไม่มีรอบที่ปิดแล้ว)"
    part = f"คาดว่าใช้ร้อยละ {found['part'] * 100:.0f} ของจำนวนอย่างมาก ตาม{how}"
    return [*lines, part, failing or "ทุกเดือนน่าจะพอ"]


def _month(one: Json) -> str:
    names = f"  {rounds_text(one)}" if one["names"] else ""
    mark = "✗ " if one["verdict"] == "fails" else "  "
    return f"{mark}{month_text(one['month'])}: {forecast_line(one)} {verdict_text(one)}{names}"


def permit_line(one: Json) -> str:
    """One permit in a line."""
    by = f" โดย {one['decided_by']}" if one["decided_by"] else ""
    why = f" เพราะ {one['words']}" if one["words"] else ""
    what = f"{POT[one['pot']]} +{one['messages']:,} ข้อความ เดือน {month_text(one['month'])}"
    state = f"{STATE[one['state']]}{by}{why}"
    return f"{one['id']}. {what} ({state}) ผู้ขอ {by_whom(one['asked_by'])}: {one['reason']}"


def share_line(found: dict[str, Any]) -> str:
    """What a share has in a month."""
    changed = found["before"] != found["share"]
    before = f" (เดิม {count(found['before'])})" if changed else ""
    return f"{POT[found['pot']]}: เดือนละ {count(found['share'])} ข้อความ{before}"


def refusal_line(error: Refusal) -> str:
    """Why not, in one line."""
    if isinstance(error, WrongState):
        return _STATES.get(str(error.state), "{ref}").format(ref=error.what)
    if isinstance(error, NotFound):
        return f"there is no permit {error.ref}"
    return str(error)
