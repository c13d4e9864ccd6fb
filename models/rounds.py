"""Collection rounds: what schools confirm by when, where each school stands, who is excused.

The office collects nothing itself: schools enter and confirm in the central systems. What is kept
here is what they say of it, what a list of the system says, and what the office made of it.
"""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, JsonText, UtcDateTime, text_enum
from models.errors import WrongState


class Dataset(enum.StrEnum):
    """What is collected: one of the central systems, or anything else by link or letter."""

    DMC = "dmc"
    EMIS = "emis"
    BOBEC = "bobec"
    MOBEC = "mobec"
    GCODE = "gcode"
    OTHER = "other"


class Standing(enum.StrEnum):
    """Where a school stands in a round."""

    NOT_STARTED = "not_started"
    ENTERING = "entering"
    ENTERED = "entered"
    CONFIRMED = "confirmed"
    CERTIFIED = "certified"
    ACKNOWLEDGED = "acknowledged"
    RETURNED = "returned"


S = Standing
#: The school still has something to enter.
UNFINISHED = frozenset({S.NOT_STARTED, S.ENTERING, S.RETURNED})
#: The school has confirmed: it is not late, whatever else follows.
COMPLETE = frozenset({S.CONFIRMED, S.CERTIFIED, S.ACKNOWLEDGED})
#: What a school may say of itself, from where.
_BY_SCHOOL: dict[Standing, frozenset[Standing]] = {
    S.ENTERING: frozenset({S.NOT_STARTED, S.RETURNED}),
    S.ENTERED: UNFINISHED,
    S.CONFIRMED: UNFINISHED | {S.ENTERED},
    S.CERTIFIED: frozenset({S.CONFIRMED}),
}


def sayable(standing: Standing) -> list[Standing]:
    """What a school that stands there may say of itself next, in order."""
    return [to for to, sources in _BY_SCHOOL.items() if standing in sources]


class Source(enum.StrEnum):
    """How it is known."""

    SCHOOL = "school"  # the school said so
    OFFICE = "office"  # an officer wrote it down
    IMPORT = "import"  # a list of the central system


class CollectionRound(Base):
    """One round. `due_at` is the closing date and time of the letter, never the as-of date.

    `rungs`: days before the due date (negative: after) on which the late are reminded; None: the
    usual ones. `schools` None: every school of the office is expected.
    """

    __tablename__ = "collection_round"
    __table_args__ = (
        CheckConstraint("opens_on <= closes_on", name="in_order"),
        Index("ix_collection_round_closes_on", "closes_on"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    dataset: Mapped[Dataset] = mapped_column(text_enum(Dataset, "dataset"))
    name: Mapped[str] = mapped_column(String(200))
    year: Mapped[int] = mapped_column(Integer, comment="academic year, B.E.")
    round: Mapped[int | None] = mapped_column(Integer)
    as_of: Mapped[date | None] = mapped_column(Date)
    opens_on: Mapped[date] = mapped_column(Date)
    confirm_from: Mapped[date | None] = mapped_column(
        Date, comment="before it nobody can confirm: only the unfinished are reminded"
    )
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    certify_by: Mapped[datetime | None] = mapped_column(UtcDateTime)
    acknowledge_by: Mapped[date | None] = mapped_column(Date)
    closes_on: Mapped[date] = mapped_column(Date, comment="the system closes; locked afterwards")
    letter: Mapped[str | None] = mapped_column(String(200))
    link: Mapped[str | None] = mapped_column(String(500))
    rungs: Mapped[list[int] | None] = mapped_column(JsonText)
    schools: Mapped[list[str] | None] = mapped_column(JsonText)
    version: Mapped[int] = mapped_column(Integer, default=1)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by: Mapped[str] = mapped_column(String(100))
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def extend(self, due_at: datetime, letter: str | None, closes_on: date) -> datetime:
        """Another closing date for everybody. Returns the old one; raises WrongState when it is
        cancelled, or is so already."""
        if self.cancelled_at is not None:
            raise WrongState("round", "cancelled")
        if due_at == self.due_at:
            raise WrongState("round", "same")
        old, self.due_at, self.closes_on = self.due_at, due_at, closes_on
        self.letter = letter or self.letter
        self.version += 1
        return old

    def cancel(self, *, at: datetime) -> None:
        """It does not take place. Raises WrongState when it is cancelled already."""
        if self.cancelled_at is not None:
            raise WrongState("round", "cancelled")
        self.cancelled_at = at
        self.version += 1


class RoundExtension(Base):
    """The closing date was moved, by which letter."""

    __tablename__ = "round_extension"
    __table_args__ = (Index("ix_round_extension_round_id", "round_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("collection_round.id"))
    before: Mapped[datetime] = mapped_column(UtcDateTime)
    after: Mapped[datetime] = mapped_column(UtcDateTime)
    letter: Mapped[str | None] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(100))


class RoundSchool(Base):
    """A school in a round. One without a row has not started.

    `completed_at`: when it confirmed, as far as it is known; it stays when the office accepts.
    """

    __tablename__ = "round_school"
    __table_args__ = (
        CheckConstraint(
            "(late_until IS NULL) = (late_reason IS NULL)", name="extension_has_reason"
        ),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("collection_round.id"), primary_key=True)
    school_code: Mapped[str] = mapped_column(String(8), primary_key=True)
    standing: Mapped[Standing] = mapped_column(text_enum(Standing, "standing"))
    source: Mapped[Source] = mapped_column(text_enum(Source, "source"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_reason: Mapped[str | None] = mapped_column(Text)
    exempt_reason: Mapped[str | None] = mapped_column(Text)
    late_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    late_reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer, default=1)

    def say(self, standing: Standing, *, at: datetime, source: Source) -> Standing:
        """The school says how far it is, or a list does. Returns the old standing; raises
        WrongState for a step back, which only the office takes."""
        if self.standing not in _BY_SCHOOL.get(standing, frozenset()):
            raise WrongState("round_school", self.standing.value)
        return self._to(standing, at=at, source=source)

    def acknowledge(self, *, at: datetime) -> Standing:
        """The office accepts. Returns the old standing; raises WrongState unless confirmed."""
        if self.standing not in (S.CONFIRMED, S.CERTIFIED):
            raise WrongState("round_school", self.standing.value)
        return self._to(S.ACKNOWLEDGED, at=at, source=Source.OFFICE)

    def give_back(self, reason: str, *, at: datetime) -> Standing:
        """The office returns it to be mended: it is not complete any more. Returns the old
        standing; raises WrongState when nothing was confirmed."""
        if self.standing not in COMPLETE | {S.ENTERED}:
            raise WrongState("round_school", self.standing.value)
        old = self._to(S.RETURNED, at=at, source=Source.OFFICE)
        self.returned_reason, self.completed_at = reason, None
        return old

    def _to(self, standing: Standing, *, at: datetime, source: Source) -> Standing:
        old, self.standing, self.source, self.changed_at = self.standing, standing, source, at
        if standing in COMPLETE and self.completed_at is None:
            self.completed_at = at
        self.version += 1
        return old


class RoundList(Base):
    """A list of who has confirmed, as the central system gave it: its age is shown."""

    __tablename__ = "round_list"
    __table_args__ = (Index("ix_round_list_round_id", "round_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("collection_round.id"))
    file_name: Mapped[str] = mapped_column(String(255))
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    imported_by: Mapped[str] = mapped_column(String(100))
    facts: Mapped[dict[str, Any]] = mapped_column(JsonText, comment="confirmed, new, unknown …")


class StepKind(enum.StrEnum):
    """The office's own work in a round, in its order."""

    PLAN = "plan"
    MEMO = "memo"
    NOTIFY = "notify"
    FOLLOW = "follow"
    CHECK = "check"
    SUMMARY = "summary"
    FILE = "file"


class RoundStep(Base):
    """One step of the office's own work: its standard days, when it is due, who did it when."""

    __tablename__ = "round_step"

    round_id: Mapped[int] = mapped_column(ForeignKey("collection_round.id"), primary_key=True)
    kind: Mapped[StepKind] = mapped_column(text_enum(StepKind, "kind"), primary_key=True)
    days: Mapped[int] = mapped_column(Integer, comment="standard time in working days")
    due_on: Mapped[date] = mapped_column(Date)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    def finish(self, *, at: datetime, by_id: int | None) -> None:
        """It is done. Raises WrongState when it was."""
        if self.done_at is not None:
            raise WrongState("round_step", "done")
        self.done_at, self.done_by_id = at, by_id
