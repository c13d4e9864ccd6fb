"""Help tickets: what broke, who has it in hand, what was said and done, and when it is due.

A status changes in one method here that checks the old one. `version` grows with every change,
so that a button drawn before it reads as old. What is told to whom is not decided here.
"""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, JsonText, UtcDateTime, text_enum
from models.errors import WrongState
from models.requests import Channel


class Category(enum.StrEnum):
    """What a ticket is about."""

    COMPUTER = "computer"
    PRINTER = "printer"
    NETWORK = "network"
    ACCOUNT = "account"  # an account on the office's network
    PHONE = "phone"
    APPLICATION = "application"
    DMC = "dmc"
    EMIS = "emis"
    BOBEC = "bobec"
    MOBEC = "mobec"
    GCODE = "gcode"
    AV = "av"  # sound, projectors, cameras, conferences
    SECURITY = "security"
    OTHER = "other"


#: The central systems: their trouble is not in the school's machines.
CENTRAL = frozenset({Category.DMC, Category.EMIS, Category.BOBEC, Category.MOBEC, Category.GCODE})


class Urgency(enum.StrEnum):
    """How much stands still, as the reporter says; the first is the most urgent."""

    EXAM = "exam"  # in the middle of an exam or a meeting
    STOPPED = "stopped"  # lessons or work have stopped
    SEVERAL = "several"  # several machines, work goes on
    ONE = "one"  # one machine, it can wait


class TicketStatus(enum.StrEnum):
    """Where a ticket stands."""

    REPORTED = "reported"
    ADVISED = "advised"
    ASSIGNED = "assigned"
    VISITING = "visiting"
    IN_REPAIR = "in_repair"
    WAITING_REPORTER = "waiting_reporter"
    SOLVED = "solved"
    CLOSED = "closed"
    REOPENED = "reopened"


S = TicketStatus
#: Nobody has taken it yet.
UNTAKEN = frozenset({S.REPORTED, S.REOPENED})
#: In the hands of the office: the clock of the solution runs.
WORKING = UNTAKEN | {S.ADVISED, S.ASSIGNED, S.VISITING, S.IN_REPAIR}
#: Not done with.
OPEN = WORKING | {S.WAITING_REPORTER}
#: What staff may set while they work on it.
_BY_STAFF = frozenset({S.ADVISED, S.ASSIGNED, S.VISITING, S.IN_REPAIR, S.SOLVED, S.CLOSED})

#: Which status may follow which. One out of the waiting goes back to where it came from.
_FOLLOWS: dict[TicketStatus, frozenset[TicketStatus]] = {
    **dict.fromkeys(WORKING, _BY_STAFF),
    S.WAITING_REPORTER: frozenset({S.SOLVED, S.CLOSED}),
    S.SOLVED: frozenset({S.CLOSED, S.REOPENED}),
    S.CLOSED: frozenset({S.REOPENED}),
}


class Ending(enum.StrEnum):
    """How a ticket came to be closed."""

    CONFIRMED = "confirmed"  # the reporter said that it works
    SILENT = "silent"  # solved, and nothing was heard for three working days
    WITHDRAWN = "withdrawn"  # it works again without anybody's doing
    MERGED = "merged"  # it goes on in another ticket


class Ticket(Base):
    """One report of trouble, or one request for a service. `reporter` is who it was then.

    The three due moments are in working time; they are NULL while the clock stands.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("prefix", "fiscal_year", "number"),
        CheckConstraint("(status = 'waiting_reporter') = (resume IS NOT NULL)", name="waiting"),
        CheckConstraint("(status = 'closed') = (ending IS NOT NULL)", name="ended"),
        CheckConstraint("(merged_into_id IS NULL) OR (ending = 'merged')", name="merged"),
        CheckConstraint("number > 0", name="number"),
        Index("ix_ticket_status_owner_group", "status", "owner_group"),
        Index("ix_ticket_reporter_id", "reporter_id"),
        Index("ix_ticket_technician_id", "technician_id"),
        Index("ix_ticket_school_code_category", "school_code", "category"),
        Index("ix_ticket_incident_id", "incident_id"),
        Index("ix_ticket_opened_at", "opened_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    prefix: Mapped[str] = mapped_column(String(10))
    fiscal_year: Mapped[int] = mapped_column(Integer, comment="B.E., from 1 October")
    number: Mapped[int] = mapped_column(Integer)
    form: Mapped[str | None] = mapped_column(String(40), comment="of a service; NULL for trouble")
    form_version: Mapped[str | None] = mapped_column(String(20))
    answers: Mapped[dict[str, Any]] = mapped_column(JsonText, comment="by field of the form")
    accept: Mapped[bool] = mapped_column(
        default=False, comment="the reporter has to accept it; silence does not close it"
    )
    category: Mapped[Category] = mapped_column(text_enum(Category, "category"))
    urgency: Mapped[Urgency] = mapped_column(text_enum(Urgency, "urgency"))
    subject: Mapped[str] = mapped_column(Text, comment="what the reporter wrote first")
    help: Mapped[str | None] = mapped_column(
        String(20), comment="with a central system: password, unconfirm, duplicate …"
    )
    reporter_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reporter: Mapped[dict[str, Any]] = mapped_column(
        JsonText, comment="name, position, affiliation, phone"
    )
    school_code: Mapped[str | None] = mapped_column(String(8), comment="NULL: the office itself")
    place: Mapped[str] = mapped_column(String(200), comment="school or group, as people write it")
    channel: Mapped[Channel] = mapped_column(text_enum(Channel, "channel"))
    filed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), comment="staff who opened it on behalf of the reporter"
    )
    asset: Mapped[str | None] = mapped_column(String(60), comment="asset number of the machine")
    location: Mapped[dict[str, Any] | None] = mapped_column(
        JsonText, comment="title, address, latitude, longitude"
    )
    owner_group: Mapped[str] = mapped_column(String(200), comment="whose people work on it")
    technician_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    status: Mapped[TicketStatus] = mapped_column(text_enum(TicketStatus, "status"))
    resume: Mapped[TicketStatus | None] = mapped_column(
        text_enum(TicketStatus, "resume"), comment="where it goes on when the reporter answered"
    )
    ending: Mapped[Ending | None] = mapped_column(text_enum(Ending, "ending"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"))
    version: Mapped[int] = mapped_column(Integer, default=1)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    visit_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    first_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="first response")
    responded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    update_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="next word")
    updated_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="when the reporter last heard something"
    )
    solve_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    solved_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="the last time")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reopened: Mapped[int] = mapped_column(Integer, default=0, comment="how many times")

    def move(self, status: TicketStatus, *, at: datetime) -> TicketStatus:
        """Go on to `status`. Returns the old one; raises WrongState when it cannot follow.

        A status that is set again (another visit, more advice) is a change as well.
        """
        if status is S.CLOSED or status not in _FOLLOWS[self.status]:
            raise WrongState("ticket", self.status.value)
        return self._to(status, at=at)

    def ask_reporter(self, *, at: datetime) -> TicketStatus:
        """Wait for the reporter. Returns the old status; raises WrongState unless worked on."""
        if self.status not in WORKING:
            raise WrongState("ticket", self.status.value)
        old = self._to(S.WAITING_REPORTER, at=at)
        self.resume = S.ASSIGNED if old in UNTAKEN else old
        return old

    def go_on(self, *, at: datetime) -> TicketStatus:
        """The reporter answered. Returns the old status; raises WrongState unless waited for."""
        if self.status is not S.WAITING_REPORTER or self.resume is None:
            raise WrongState("ticket", self.status.value)
        return self._to(self.resume, at=at)

    def close(self, ending: Ending, *, at: datetime) -> TicketStatus:
        """Done with. Returns the old status; raises WrongState when it is closed already.

        What is confirmed or silent was solved before; what is withdrawn or merged was not.
        """
        solved = ending in (Ending.CONFIRMED, Ending.SILENT)
        if self.status not in ({S.SOLVED} if solved else OPEN):
            raise WrongState("ticket", self.status.value)
        old, self.ending, self.closed_at = self.status, ending, at
        self._to(S.CLOSED, at=at)
        return old

    def reopen(self, *, at: datetime) -> TicketStatus:
        """It is not mended after all. Returns the old status; raises WrongState unless solved."""
        if self.status not in (S.SOLVED, S.CLOSED) or self.ending is Ending.MERGED:
            raise WrongState("ticket", self.status.value)
        old, self.ending, self.closed_at = self.status, None, None
        self.reopened += 1
        self._to(S.REOPENED, at=at)
        return old

    def touch(self, *, at: datetime) -> None:
        """Something of it changed: buttons drawn before are old."""
        self.version += 1
        self.changed_at = at

    def _to(self, status: TicketStatus, *, at: datetime) -> TicketStatus:
        old, self.status, self.resume = self.status, status, None
        if status is S.SOLVED:
            self.solved_at = at
        self.touch(at=at)
        return old


class Said(enum.StrEnum):
    """What one entry of a ticket's trail is."""

    REPORT = "report"
    MESSAGE = "message"  # to or from the reporter
    NOTE = "note"  # between staff; the reporter never sees it
    ADVICE = "advice"
    QUESTION = "question"
    TAKEN = "taken"
    PASSED = "passed"
    VISIT = "visit"
    REPAIR = "repair"
    REPAIRED = "repaired"
    SOLUTION = "solution"
    CLOSED = "closed"
    REOPENED = "reopened"
    SORTED = "sorted"  # another category, urgency, asset
    JOINED = "joined"  # somebody else of the school reported the same
    MERGED = "merged"
    SPLIT = "split"
    INCIDENT = "incident"
    UNDONE = "undone"


class TicketEntry(Base):
    """One thing that was said or done. `before` is what the ticket was, so that it can be undone.

    `internal`: for staff only. `by_id` NULL: the clock, or somebody erased.
    """

    __tablename__ = "ticket_entry"
    __table_args__ = (UniqueConstraint("ticket_id", "place"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    place: Mapped[int] = mapped_column(Integer, comment="1, 2, 3 … in the ticket")
    kind: Mapped[Said] = mapped_column(text_enum(Said, "kind"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_staff: Mapped[bool] = mapped_column(comment="as one of the office, not as a reporter")
    internal: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str | None] = mapped_column(Text)
    facts: Mapped[dict[str, Any]] = mapped_column(JsonText, comment="from, to, article, ticket …")
    before: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    version: Mapped[int] = mapped_column(Integer, comment="of the ticket after it")
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TicketFile(Base):
    """A photo, voice or file of a ticket; its entry says whose it is and who may see it."""

    __tablename__ = "ticket_file"
    __table_args__ = (
        Index("ix_ticket_file_ticket_id", "ticket_id"),
        UniqueConstraint("ticket_id", "media_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("ticket_entry.id"))
    media_id: Mapped[int] = mapped_column(ForeignKey("media.id"))
    kind: Mapped[str] = mapped_column(String(20), comment="photo, voice, video, file")
    name: Mapped[str] = mapped_column(String(255))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class TicketPause(Base):
    """While it stands: waiting for the reporter, or solved until it was opened again."""

    __tablename__ = "ticket_pause"
    __table_args__ = (
        Index("ix_ticket_pause_ticket_id", "ticket_id"),
        Index(
            "uq_ticket_pause_open", "ticket_id", unique=True,
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TicketParty(Base):
    """Somebody else of the school who reported the same: they see it and hear of its end."""

    __tablename__ = "ticket_party"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Attendance(Base):
    """Somebody who takes part in a conference: they hear when it moves to another channel."""

    __tablename__ = "attendance"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class TicketView(Base):
    """One of the staff has the ticket open: a second one is told, so that nobody works twice."""

    __tablename__ = "ticket_view"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
