"""Changes of people in the audit trail: by ids, roles and dates, never by name or number."""

from __future__ import annotations

from typing import Any

from handlers import audit
from handlers.context import Context
from models.people import ActingOrder, Post


def record(
    ctx: Context, what: str, ref: int, verb: str, before: Any | None = None, after: Any = None
) -> None:
    """Add one entry, such as `cli:post:given` of `post:7`."""
    door = ctx.actor.origin.partition(":")[0] or "office"
    audit.record(ctx, f"{door}:{what}:{verb}", f"{what}:{ref}", before, after)


def facts(row: Post | ActingOrder) -> dict[str, Any]:
    """A post or an order to act, as far as the audit needs it."""
    said = {
        "person": row.person_id,
        "role": row.role.value,
        "school": row.school_code,
        "group": row.group_name,
        "from": row.starts_on.isoformat(),
        "until": row.ends_on.isoformat() if row.ends_on else None,
    }
    if isinstance(row, ActingOrder):
        said |= {"kind": row.kind.value, "order": row.order_number}
    return said
