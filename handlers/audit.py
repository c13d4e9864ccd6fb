"""Record a change in the audit trail, in the transaction of the change."""

from __future__ import annotations

from typing import Any

from handlers.context import Context
from models.audit import AuditEntry


def record(
    ctx: Context, action: str, subject: str, before: Any | None = None, after: Any | None = None
) -> None:
    """Add one entry. `action` is `source:subject:verb`; `before` and `after` are plain JSON."""
    ctx.session.add(
        AuditEntry(
            at=ctx.now,
            actor=ctx.actor.name,
            action=action,
            subject=subject,
            before=before,
            after=after,
            origin=ctx.actor.origin[:80],
        )
    )
