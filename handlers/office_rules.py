"""What the office decides for itself: which group owns what, how long each step may take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from handlers import audit
from handlers.context import Context
from models.office import OfficeRule


def rule(ctx: Context, key: str, default: Any = None) -> Any:
    """The office's decision, or the default where it made none."""
    found = ctx.session.get(OfficeRule, key)
    return default if found is None else found.value


def some(ctx: Context, defaults: Mapping[str, Any]) -> dict[str, Any]:
    """The decisions under these keys, asked for at once; the defaults where there is none."""
    rows = ctx.session.scalars(select(OfficeRule).where(OfficeRule.key.in_(defaults)))
    return {**defaults, **{row.key: row.value for row in rows}}


def rules(ctx: Context, prefix: str = "") -> list[OfficeRule]:
    """The decisions whose keys begin so, by key."""
    found = ctx.session.scalars(select(OfficeRule).order_by(OfficeRule.key))
    return [row for row in found if row.key.startswith(prefix)]


def decide(ctx: Context, key: str, value: Any) -> Any:
    """Write a decision down; None takes it back. Returns what stood there before."""
    row = ctx.session.get(OfficeRule, key)
    before = row.value if row else None
    if value is None:
        if row:
            ctx.session.delete(row)
    elif row:
        row.value, row.changed_at, row.changed_by = value, ctx.now, ctx.actor.name
    else:
        ctx.session.add(
            OfficeRule(key=key, value=value, changed_at=ctx.now, changed_by=ctx.actor.name)
        )
    ctx.session.flush()
    audit.record(ctx, "office:rule:decided", f"office_rule:{key}", before, value)
    return before
