"""Photos and files: wanted when their event is handled, fetched at once, erased when taken back.

A file lies in FILES_DIR by its content's hash; two people who send the same photo share one file,
which goes when the last record of it goes.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from handlers import leases
from handlers.context import Context
from models.base import storable
from models.media import Media, MediaStatus

QUEUE = "media"
LARGEST = 20 * 1024 * 1024
MOST_ATTEMPTS = 8
#: How long a photo that belongs to no record is kept, so that it can still be attached.
UNATTACHED = timedelta(days=1)


@dataclass(frozen=True)
class Wanted:
    """One photo or file to fetch from LINE."""

    id: int
    message_id: str


def want(
    ctx: Context, message_id: str, *, chat_key: str, person: str, kind: str, image_set: str | None
) -> int:
    """Ask for a photo or file of a message; asking twice asks once. Returns its row's id."""
    known = ctx.session.scalar(select(Media.id).where(Media.message_id == message_id))
    if known is not None:
        return known
    row = Media(
        message_id=message_id,
        chat_key=chat_key,
        person=person,
        kind=kind,
        image_set=image_set,
        status=MediaStatus.WANTED,
        attempts=0,
        due_at=ctx.now,
        created_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.session.flush()
    return row.id


def add(ctx: Context, *, sha256: str, content_type: str, size: int, kept_for: str) -> int:
    """A file that did not come by LINE and lies in FILES_DIR already. Returns its row's id."""
    row = Media(
        message_id=f"own:{uuid.uuid4()}",
        chat_key="",
        person="",
        kind="file",
        status=MediaStatus.STORED,
        attempts=0,
        due_at=ctx.now,
        content_type=content_type,
        size=size,
        sha256=sha256,
        kept_for=kept_for,
        created_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.session.flush()
    return row.id


def count_of_set(ctx: Context, image_set: str) -> int:
    """How many photos of one set have come so far."""
    return (
        ctx.session.scalar(
            select(func.count()).select_from(Media).where(Media.image_set == image_set)
        )
        or 0
    )


def loose(ctx: Context, person: str, *, since: datetime) -> list[Media]:
    """What this person sent since then in the 1:1 chat that no record has, oldest first."""
    rows = ctx.session.scalars(_loose(person).where(Media.created_at >= since).order_by(Media.id))
    return list(rows)


def set_of(ctx: Context, person: str, media_id: int) -> list[Media]:
    """This photo of theirs, with the others of its set, as far as no record has them."""
    row = ctx.session.get(Media, media_id)
    if row is None or not person:
        return []
    same = Media.id == row.id
    if row.image_set is not None:
        same = Media.image_set == row.image_set
    return list(ctx.session.scalars(_loose(person).where(same).order_by(Media.id)))


def _loose(person: str) -> Select[Media]:
    return select(Media).where(
        Media.person == person,
        Media.chat_key == person,
        Media.kept_for.is_(None),
        Media.status.in_((MediaStatus.WANTED, MediaStatus.STORED)),
    )


def any_due(session: Session, *, now: datetime) -> bool:
    """Is there anything to fetch? Asked without a write lock."""
    return (
        session.scalar(
            select(Media.id).where(Media.status == MediaStatus.WANTED, Media.due_at <= now).limit(1)
        )
        is not None
    )


def claim(session: Session, *, holder: str, now: datetime, limit: int = 4) -> list[Wanted]:
    """Take the files that are due and nobody fetches."""
    rows = session.execute(
        select(Media.id, Media.message_id)
        .where(Media.status == MediaStatus.WANTED, Media.due_at <= now)
        .order_by(Media.due_at)
        .limit(limit)
    ).all()
    mine = leases.take(session, QUEUE, {r.message_id for r in rows}, holder=holder, now=now)
    found = [Wanted(r.id, r.message_id) for r in rows if r.message_id in mine]
    if found:
        session.execute(
            update(Media)
            .where(Media.id.in_([f.id for f in found]))
            .values(attempts=Media.attempts + 1)
            .execution_options(synchronize_session=False)
        )
    return found


@dataclass(frozen=True)
class Fetched:
    """What came of one fetch. `status` WANTED means: try again."""

    wanted: Wanted
    status: MediaStatus
    content_type: str | None = None
    size: int | None = None
    sha256: str | None = None
    error: str | None = None


def settle(session: Session, fetched: Fetched, *, holder: str, now: datetime) -> MediaStatus:
    """Write down what came of a fetch. A message taken back meanwhile stays erased."""
    row = session.get_one(Media, fetched.wanted.id)
    leases.give_back(session, QUEUE, {fetched.wanted.message_id}, holder=holder)
    if row.status is not MediaStatus.WANTED:
        return row.status
    row.error = storable(fetched.error, 200)
    if fetched.status is MediaStatus.WANTED:
        row.due_at = now + timedelta(seconds=min(2**row.attempts, 120))
        if row.attempts >= MOST_ATTEMPTS:
            row.status = MediaStatus.FAILED
        return row.status
    row.status = fetched.status
    row.content_type, row.size, row.sha256 = fetched.content_type, fetched.size, fetched.sha256
    return row.status


def erase(ctx: Context, message_id: str) -> list[str]:
    """Erase what one message brought. Returns the hashes of files nobody needs any more."""
    row = ctx.session.scalar(select(Media).where(Media.message_id == message_id))
    return _erase(ctx.session, [row]) if row else []


def erase_unattached(ctx: Context) -> list[str]:
    """Erase photos and files that no record took within a day. Returns files to delete."""
    rows = ctx.session.scalars(
        select(Media).where(
            Media.kept_for.is_(None),
            Media.status != MediaStatus.ERASED,
            Media.created_at < ctx.now - UNATTACHED,
        )
    ).all()
    return _erase(ctx.session, rows)


def _erase(session: Session, rows: Sequence[Media]) -> list[str]:
    hashes = {row.sha256 for row in rows if row.sha256}
    for row in rows:
        row.status, row.sha256, row.content_type, row.size = MediaStatus.ERASED, None, None, None
    return unused(session, hashes)


def unused(session: Session, hashes: Collection[str]) -> list[str]:
    """Those of these files that no record needs: two people may have sent the same photo."""
    session.flush()
    used = set(session.scalars(select(Media.sha256).where(Media.sha256.in_(hashes))))
    return sorted(set(hashes) - used)
