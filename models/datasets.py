"""Datasets and their versions: imported → verified → published → withdrawn, never changed.

The facts of a version are written once. What is in force is the published version; a newer
one takes its place, in one transaction, and both stay in the history.
"""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, JsonText, UtcDateTime, text_enum
from models.errors import WrongState


class Coverage(enum.StrEnum):
    """Whether a version holds every school of the office, or only some (a school's own file)."""

    WHOLE = "whole"
    PART = "part"


class VersionStatus(enum.StrEnum):
    """Where a version stands."""

    IMPORTED = "imported"
    VERIFIED = "verified"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


#: Round of a dataset that is collected once a year. (0, not NULL: unique keys then hold.)
YEARLY = 0


class DatasetVersion(Base):
    """One imported file of one dataset. `year` is an academic year in B.E., `round` 1-3 or 0."""

    __tablename__ = "dataset_version"
    __table_args__ = (
        CheckConstraint("round BETWEEN 0 AND 3", name="round"),
        CheckConstraint("year BETWEEN 2400 AND 2700", name="year"),
        CheckConstraint("(status = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn"),
        CheckConstraint("status <> 'published' OR published_at IS NOT NULL", name="published"),
        Index(
            "uq_dataset_version_file",
            "dataset",
            "report",
            "year",
            "round",
            "sha256",
            unique=True,
            sqlite_where=text("status <> 'withdrawn'"),
            postgresql_where=text("status <> 'withdrawn'"),
        ),
        Index(
            "uq_dataset_version_published",
            "dataset",
            "report",
            "year",
            "round",
            unique=True,
            sqlite_where=text("status = 'published'"),
            postgresql_where=text("status = 'published'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    dataset: Mapped[str] = mapped_column(String(20))
    report: Mapped[str] = mapped_column(String(60))
    year: Mapped[int] = mapped_column(Integer)
    round: Mapped[int] = mapped_column(Integer)
    as_of: Mapped[date] = mapped_column(Date)
    status: Mapped[VersionStatus] = mapped_column(text_enum(VersionStatus, "status"))
    file_name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    totals: Mapped[dict[str, Any]] = mapped_column(JsonText)
    coverage: Mapped[Coverage] = mapped_column(
        text_enum(Coverage, "coverage"), default=Coverage.WHOLE
    )
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    imported_by: Mapped[str] = mapped_column(String(100))
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verified_by: Mapped[str | None] = mapped_column(String(100))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by: Mapped[str | None] = mapped_column(String(100))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str | None] = mapped_column(String(100))

    def verify(self, *, at: datetime, by: str) -> VersionStatus:
        """Mark as checked. Returns the old status; raises WrongState unless just imported."""
        old = self._leave(VersionStatus.IMPORTED)
        self.status, self.verified_at, self.verified_by = VersionStatus.VERIFIED, at, by
        return old

    def publish(self, *, at: datetime, by: str) -> VersionStatus:
        """Put in force. Returns the old status; raises WrongState unless verified."""
        old = self._leave(VersionStatus.VERIFIED)
        self.status, self.published_at, self.published_by = VersionStatus.PUBLISHED, at, by
        return old

    def withdraw(self, *, at: datetime, by: str) -> VersionStatus:
        """Take out of use for good. Returns the old status; raises WrongState when it was."""
        living = (VersionStatus.IMPORTED, VersionStatus.VERIFIED, VersionStatus.PUBLISHED)
        old = self._leave(*living)
        self.status, self.withdrawn_at, self.withdrawn_by = VersionStatus.WITHDRAWN, at, by
        return old

    def _leave(self, *allowed: VersionStatus) -> VersionStatus:
        if self.status not in allowed:
            raise WrongState("dataset_version", self.status.value)
        return self.status


class VersionSchool(Base):
    """A school that a version speaks of, under the name it had then. Never updated.

    It stands here also when the version counts nothing in it.
    """

    __tablename__ = "version_school"
    __table_args__ = (UniqueConstraint("version_id", "school_code"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("dataset_version.id"))
    school_code: Mapped[str] = mapped_column(String(8))
    school_name: Mapped[str] = mapped_column(String(200))


class Tally(Base):
    """A count of one school, one category and one part of it, as one version says.

    What the three mean is the topic's (`handlers/topics.py`): a category is a row of the report
    (a disability, a nationality, a kind of equipment; "" where the report has none), a part is a
    grade, a state of use, or "". `male` and `female` are filled where the source tells the sexes
    apart, else `number`. Only counts above 0 are kept. Never updated.
    """

    __tablename__ = "tally"
    __table_args__ = (
        UniqueConstraint("version_id", "school_code", "category", "part"),
        CheckConstraint("male >= 0 AND female >= 0 AND number >= 0", name="not_negative"),
        CheckConstraint("number = 0 OR (male = 0 AND female = 0)", name="one_kind"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("dataset_version.id"))
    school_code: Mapped[str] = mapped_column(String(8))
    category: Mapped[str] = mapped_column(String(120))
    part: Mapped[str] = mapped_column(String(40))
    male: Mapped[int] = mapped_column(Integer, default=0)
    female: Mapped[int] = mapped_column(Integer, default=0)
    number: Mapped[int] = mapped_column(Integer, default=0)


class TallyCover(Base):
    """What is hidden of a version by one rule (`handlers/suppression.py: RULE`), worked out once.

    It follows from the version alone and can be made anew at any time. Never updated.
    """

    __tablename__ = "tally_cover"

    version_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("dataset_version.id"), primary_key=True, autoincrement=False
    )
    rule: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Enrollment(Base):
    """Pupils and classrooms of one school in one grade, as one version says. Never updated."""

    __tablename__ = "enrollment"
    __table_args__ = (
        UniqueConstraint("version_id", "school_code", "grade"),
        CheckConstraint("male >= 0 AND female >= 0 AND rooms >= 0", name="not_negative"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("dataset_version.id"))
    school_code: Mapped[str] = mapped_column(String(8))
    school_name: Mapped[str] = mapped_column(String(200))
    grade: Mapped[str] = mapped_column(String(10))
    male: Mapped[int] = mapped_column(Integer)
    female: Mapped[int] = mapped_column(Integer)
    rooms: Mapped[int] = mapped_column(Integer)


class DataState(Base):
    """One row whose counter grows with every import, publication and withdrawal.

    Processes keep figures in memory under this number, and so notice what others changed.
    """

    __tablename__ = "data_state"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    counter: Mapped[int] = mapped_column(Integer)
