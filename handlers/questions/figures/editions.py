"""The published versions: when the figures of each are of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from handlers.context import Context
from handlers.topics import PUPILS
from models.datasets import Coverage, DatasetVersion, VersionStatus


@dataclass(frozen=True)
class Edition:
    """A published version: of which topic, and when its figures are of.

    `coverage`: PART when it holds only some schools; a figure of the office never comes from it.
    """

    version: int
    year: int
    round: int
    as_of: date
    mark: str
    topic: str = PUPILS
    coverage: Coverage = Coverage.WHOLE

    def to_json(self) -> dict[str, Any]:
        """For the answer: version id, year (B.E.), round, as-of date."""
        return {
            "version": self.version,
            "year": self.year,
            "round": self.round,
            "as_of": self.as_of.isoformat(),
        }


def published(ctx: Context) -> list[Edition]:
    """The published versions of every topic, newest first."""
    query = select(DatasetVersion).where(DatasetVersion.status == VersionStatus.PUBLISHED)
    order = (DatasetVersion.year.desc(), DatasetVersion.round.desc(), DatasetVersion.id.desc())
    return [
        Edition(
            v.id,
            v.year,
            v.round,
            v.as_of,
            f"{v.id} {v.sha256} {v.published_at}",
            v.report,
            v.coverage,
        )
        for v in ctx.session.scalars(query.order_by(*order))
    ]
