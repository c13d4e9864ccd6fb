"""Covers kept in the database: what is hidden of a version is worked out once, by the clock.

A version never changes, so neither does its cover, until the rule does. One that is not there
yet is worked out by whoever needs it, and not kept.
"""

from __future__ import annotations

import io

from sqlalchemy import select

from handlers.context import Context
from handlers.suppression import RULE, Cover
from handlers.topics import TOPICS
from models.datasets import DatasetVersion, TallyCover, VersionStatus


def missing(ctx: Context) -> list[tuple[int, str]]:
    """Living versions with small numbers to hide and no cover by today's rule: id and topic."""
    private = [slug for slug, topic in TOPICS.items() if topic.private]
    made = select(TallyCover.version_id).where(TallyCover.rule == RULE)
    found = (
        select(DatasetVersion.id, DatasetVersion.report)
        .where(DatasetVersion.status != VersionStatus.WITHDRAWN)
        .where(DatasetVersion.report.in_(private), DatasetVersion.id.not_in(made))
        .order_by(DatasetVersion.id.desc())
    )
    return [(version, topic) for version, topic in ctx.session.execute(found)]


def kept(ctx: Context, version: int) -> Cover | None:
    """The cover of a version by today's rule, if it was worked out."""
    content = ctx.session.scalar(
        select(TallyCover.content).where(TallyCover.version_id == version, TallyCover.rule == RULE)
    )
    return None if content is None else _read(content)


def keep(ctx: Context, version: int, cover: Cover) -> None:
    """Keep a cover. Another clock may have been first: then nothing changes."""
    if ctx.session.get(TallyCover, (version, RULE)) is None:
        ctx.session.add(TallyCover(version_id=version, rule=RULE, content=_written(cover)))
        ctx.session.flush()


def _written(cover: Cover) -> bytes:
    import numpy as np

    file = io.BytesIO()
    np.savez_compressed(file, marks=cover.marks, most=cover.most, told=cover.told)
    return file.getvalue()


def _read(content: bytes) -> Cover:
    import numpy as np

    with np.load(io.BytesIO(content), allow_pickle=False) as found:
        return Cover(found["marks"], found["most"], found["told"])
