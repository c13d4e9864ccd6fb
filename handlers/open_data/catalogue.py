"""Which datasets have published editions, and what became of one that has not."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from handlers.context import Context
from handlers.questions.figures import Edition, Snapshot
from handlers.topics import TOPICS, Topic
from models.datasets import Coverage, DatasetVersion, VersionStatus


@dataclass(frozen=True)
class Published:
    """A dataset with its editions in force, newest first."""

    topic: Topic
    editions: list[Edition]

    @property
    def newest(self) -> Edition:
        """The edition that is shown when none is named: the newest of the whole office."""
        whole = (e for e in self.editions if e.coverage is Coverage.WHOLE)
        return next(whole, self.editions[0])

    def edition(self, year: int, round_: int) -> Edition | None:
        """The edition in force of this academic year (B.E.) and round."""
        same = (e for e in self.editions if (e.year, e.round) == (year, round_))
        return next(same, None)


def published(known: Snapshot) -> list[Published]:
    """Every dataset with something in force, in the order of the topics."""
    found = (Published(topic, known.editions_of(slug)) for slug, topic in TOPICS.items())
    return [dataset for dataset in found if dataset.editions]


def dataset(known: Snapshot, slug: str) -> Published | None:
    """The dataset of this topic, or None where there is none in force (or no such topic)."""
    if slug not in TOPICS:
        return None
    found = Published(TOPICS[slug], known.editions_of(slug))
    return found if found.editions else None


def was_withdrawn(ctx: Context, slug: str, year: int, round_: int) -> bool:
    """Was there an edition of this year and round that the office took out of use?

    A version that never came into force is nobody's business outside.
    """
    query = select(DatasetVersion.id).where(
        DatasetVersion.report == slug,
        DatasetVersion.year == year,
        DatasetVersion.round == round_,
        DatasetVersion.status == VersionStatus.WITHDRAWN,
        DatasetVersion.published_at.is_not(None),
    )
    return ctx.session.scalar(query.limit(1)) is not None


def published_at(ctx: Context, edition: Edition) -> str | None:
    """When an edition came into force, ISO 8601 in UTC."""
    version = ctx.session.get(DatasetVersion, edition.version)
    return version.published_at.isoformat() if version and version.published_at else None
