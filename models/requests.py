"""Requests for information: the form that was filled in, its steps, its decisions, its papers.

A status changes in one method here that checks the old one. `version` grows with every change,
so that a button drawn before it reads as old. What is told to whom is not decided here.
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
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, JsonText, UtcDateTime, text_enum
from models.errors import WrongState


class RequestStatus(enum.StrEnum):
    """Where a request stands."""

    SUBMITTED = "submitted"
    CHECKING = "checking"
    AWAITING_PERMISSION = "awaiting_permission"
    AWAITING_CONFIRMATION = "awaiting_confirmation"  # of a refusal to an outsider
    PERMITTED = "permitted"
    PREPARING = "preparing"
    VERIFYING = "verifying"
    AWAITING_SIGNATURE = "awaiting_signature"  # of the letter of reply
    DELIVERED = "delivered"
    REFUSED = "refused"
    WAITING_REQUESTER = "waiting_requester"
    WITHDRAWN = "withdrawn"
    FILED = "filed"


S = RequestStatus
#: In the hands of an officer: to be checked; to be prepared and handed over.
TO_CHECK = frozenset({S.SUBMITTED, S.CHECKING})
TO_PREPARE = frozenset({S.PERMITTED, S.PREPARING, S.VERIFYING})
#: In the hands of a director.
TO_DECIDE = frozenset({S.AWAITING_PERMISSION, S.AWAITING_CONFIRMATION, S.AWAITING_SIGNATURE})
#: Nothing more is waited for but filing; nothing more at all.
ANSWERED = frozenset({S.DELIVERED, S.REFUSED})
ENDED = frozenset({S.WITHDRAWN, S.FILED})
#: What a requester may still take back.
WITHDRAWABLE = TO_CHECK | TO_PREPARE | TO_DECIDE | {S.WAITING_REQUESTER}

#: Which status may follow which. One out of the waiting goes back to where it came from.
_FOLLOWS: dict[RequestStatus, frozenset[RequestStatus]] = {
    S.SUBMITTED: frozenset({S.CHECKING, S.AWAITING_PERMISSION, S.DELIVERED, S.PERMITTED}),
    S.CHECKING: frozenset({S.AWAITING_PERMISSION, S.PERMITTED}),
    S.AWAITING_PERMISSION: frozenset({S.PERMITTED, S.REFUSED, S.AWAITING_CONFIRMATION, S.CHECKING}),
    S.AWAITING_CONFIRMATION: frozenset({S.REFUSED, S.CHECKING}),
    S.PERMITTED: frozenset({S.PREPARING, S.VERIFYING}),
    S.PREPARING: frozenset({S.VERIFYING}),
    S.VERIFYING: frozenset({S.PREPARING, S.AWAITING_SIGNATURE, S.DELIVERED}),
    S.AWAITING_SIGNATURE: frozenset({S.DELIVERED, S.VERIFYING}),
    S.DELIVERED: frozenset({S.FILED, S.PREPARING}),
    S.REFUSED: frozenset({S.FILED}),
    S.WAITING_REQUESTER: frozenset(),
    S.WITHDRAWN: frozenset({S.FILED}),
    S.FILED: frozenset(),
}


class Channel(enum.StrEnum):
    """How a request reached the office; reports count by it."""

    LINE = "line"
    PHONE = "phone"
    WALK_IN = "walk_in"
    LETTER = "letter"
    EMAIL = "email"
    PASSED_ON = "passed_on"


class HandOver(enum.StrEnum):
    """How the requester wants it."""

    LINE = "line"
    EMAIL = "email"
    PAPER = "paper"
    LETTER = "letter"


class Classification(enum.StrEnum):
    """What kind of information is asked for. Public figures need no permission."""

    PUBLIC = "public"
    OFFICIAL = "official"
    PERSONAL = "personal"


class ServiceRequest(Base):
    """One filled-in form. `requester` is who asked as they were then; papers print that."""

    __tablename__ = "service_request"
    __table_args__ = (
        UniqueConstraint("prefix", "fiscal_year", "number"),
        CheckConstraint("(status = 'waiting_requester') = (resume IS NOT NULL)", name="waiting"),
        CheckConstraint("number > 0", name="number"),
        Index("ix_service_request_status_owner_group", "status", "owner_group"),
        Index("ix_service_request_requester_id", "requester_id"),
        Index("ix_service_request_officer_id", "officer_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    form: Mapped[str] = mapped_column(String(40))
    form_version: Mapped[str] = mapped_column(String(20))
    prefix: Mapped[str] = mapped_column(String(10))
    fiscal_year: Mapped[int] = mapped_column(Integer, comment="B.E., from 1 October")
    number: Mapped[int] = mapped_column(Integer)
    requester_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    requester: Mapped[dict[str, Any]] = mapped_column(
        JsonText, comment="name, position, affiliation, phone, email, school_code, outsider"
    )
    channel: Mapped[Channel] = mapped_column(text_enum(Channel, "channel"))
    filed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), comment="staff who filed it on behalf of the requester"
    )
    answers: Mapped[dict[str, Any]] = mapped_column(JsonText, comment="by field of the form")
    subject: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text)
    wanted_by: Mapped[date | None] = mapped_column(Date)
    hand_over: Mapped[HandOver] = mapped_column(text_enum(HandOver, "hand_over"))
    classification: Mapped[Classification] = mapped_column(
        text_enum(Classification, "classification")
    )
    query: Mapped[dict[str, Any] | None] = mapped_column(
        JsonText, comment="the question of the data service that answers it"
    )
    owner_group: Mapped[str] = mapped_column(String(200), comment="whose director permits")
    result: Mapped[str] = mapped_column(
        String(20), default="information", comment="information, or work to be done"
    )
    approver: Mapped[str] = mapped_column(
        String(20), default="group_director", comment="the role that decides"
    )
    deciding: Mapped[str] = mapped_column(
        String(20), default="permit", comment="permit or approve: the words of the decision"
    )
    status: Mapped[RequestStatus] = mapped_column(text_enum(RequestStatus, "status"))
    resume: Mapped[RequestStatus | None] = mapped_column(
        text_enum(RequestStatus, "resume"), comment="where it goes on when the requester answered"
    )
    version: Mapped[int] = mapped_column(Integer, default=1)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opinion: Mapped[str | None] = mapped_column(Text, comment="the officer's, for the director")
    proposal: Mapped[str | None] = mapped_column(String(10), comment="permit or refuse")
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_on: Mapped[date] = mapped_column(Date, comment="working day from which time counts")
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="of the present step")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    letter_number: Mapped[str | None] = mapped_column(String(60), comment="given by the registry")
    letter_date: Mapped[date | None] = mapped_column(Date)
    file_code: Mapped[str | None] = mapped_column(String(40))
    destroy_after: Mapped[int | None] = mapped_column(Integer, comment="B.E. year")

    @property
    def is_work(self) -> bool:
        """Is something to be done, and nothing to be handed over?"""
        return self.result == "work"

    def move(self, status: RequestStatus, *, at: datetime) -> RequestStatus:
        """Go on to `status`. Returns the old one; raises WrongState when it cannot follow."""
        if status not in _FOLLOWS[self.status]:
            raise WrongState("request", self.status.value)
        return self._to(status, at=at)

    def ask_requester(self, *, at: datetime) -> RequestStatus:
        """Wait for the requester. Returns the old status; raises WrongState when answered."""
        if self.status not in TO_CHECK | TO_DECIDE | TO_PREPARE:
            raise WrongState("request", self.status.value)
        # A director's question goes through the officer, who proposes anew.
        back = S.CHECKING if self.status in TO_CHECK | TO_DECIDE else self.status
        old = self._to(S.WAITING_REQUESTER, at=at)
        self.resume = back
        return old

    def go_on(self, *, at: datetime) -> RequestStatus:
        """The requester answered. Returns the old status; raises WrongState unless waited for."""
        if self.status is not S.WAITING_REQUESTER or self.resume is None:
            raise WrongState("request", self.status.value)
        status, self.resume = self.resume, None
        return self._to(status, at=at)

    def withdraw(self, *, at: datetime) -> RequestStatus:
        """The requester takes it back. Returns the old status; raises WrongState when answered."""
        if self.status not in WITHDRAWABLE:
            raise WrongState("request", self.status.value)
        self.resume = None
        return self._to(S.WITHDRAWN, at=at)

    def touch(self, *, at: datetime) -> None:
        """Something of it changed: buttons drawn before are old."""
        self.version += 1
        self.changed_at = at

    def _to(self, status: RequestStatus, *, at: datetime) -> RequestStatus:
        old, self.status = self.status, status
        self.touch(at=at)
        if status in ANSWERED | ENDED:
            self.closed_at = self.closed_at or at
        return old


class StepKind(enum.StrEnum):
    """The steps that a form may prescribe."""

    CHECK = "check"
    PERMIT = "permit"
    CONFIRM = "confirm"
    PREPARE = "prepare"
    VERIFY = "verify"
    SIGN = "sign"
    DELIVER = "deliver"
    FILE = "file"


class RequestStep(Base):
    """One step of one request: its standard days, who did it, when, by what right."""

    __tablename__ = "request_step"
    __table_args__ = (
        UniqueConstraint("request_id", "place"),
        CheckConstraint("days >= 0", name="days"),
        Index("ix_request_step_open", "due_at", sqlite_where=text("done_at IS NULL"),
              postgresql_where=text("done_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_request.id"))
    place: Mapped[int] = mapped_column(Integer, comment="1, 2, 3 …, in the order they were begun")
    kind: Mapped[StepKind] = mapped_column(text_enum(StepKind, "kind"))
    days: Mapped[int] = mapped_column(Integer, comment="standard time in working days")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    done_as: Mapped[str | None] = mapped_column(String(500), comment="name and post, as printed")
    outcome: Mapped[str | None] = mapped_column(String(40))

    def finish(self, outcome: str, *, at: datetime, by: int | None, as_: str) -> None:
        """Write down who did it. Raises WrongState when it was done before."""
        if self.done_at is not None:
            raise WrongState("request_step", "done")
        self.done_at, self.done_by_id, self.done_as, self.outcome = at, by, as_[:500], outcome


class RequestPause(Base):
    """The requester was asked something: the step's clock stands still until they answer."""

    __tablename__ = "request_pause"
    __table_args__ = (Index("ix_request_pause_request_id", "request_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_request.id"))
    step_id: Mapped[int] = mapped_column(ForeignKey("request_step.id"))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Verdict(enum.StrEnum):
    """What a director decided."""

    PERMIT = "permit"
    REFUSE = "refuse"
    ASK_MORE = "ask_more"
    CONFIRM_REFUSAL = "confirm_refusal"
    SIGN = "sign"
    RETURN = "return"


class Decision(Base):
    """A decision on one version of a request: by whom, by what right, and how it is verified.

    `content_hash` is of what was decided on, `code` opens the page that verifies the paper.
    """

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("request_id", "version"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_request.id"))
    version: Mapped[int] = mapped_column(Integer, comment="of the request as it was decided on")
    verdict: Mapped[Verdict] = mapped_column(text_enum(Verdict, "verdict"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(200))
    by_title: Mapped[str] = mapped_column(String(200), comment="their own position")
    acting: Mapped[dict[str, Any] | None] = mapped_column(
        JsonText, comment="kind, title and order_number when they stood in for the post"
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(Text)
    law: Mapped[str | None] = mapped_column(String(200))
    content_hash: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(24), unique=True)


class AttachmentRole(enum.StrEnum):
    """Whose file it is."""

    FROM_REQUESTER = "from_requester"
    PREPARED = "prepared"
    BUNDLE = "bundle"  # all papers of a filed request in one PDF


class Attachment(Base):
    """A file of a request. Its content lies where `media` says."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_request_id", "request_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_request.id"))
    role: Mapped[AttachmentRole] = mapped_column(text_enum(AttachmentRole, "role"))
    media_id: Mapped[int] = mapped_column(ForeignKey("media.id"))
    name: Mapped[str] = mapped_column(String(255))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Delivery(Base):
    """A hand-over: a link that expires, logged at each download, or paper at the office."""

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_request_id", "request_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("service_request.id"))
    hand_over: Mapped[HandOver] = mapped_column(text_enum(HandOver, "hand_over"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="the requester said that they have it"
    )
    note: Mapped[str | None] = mapped_column(Text, comment="what was done")


class DeliveryDownload(Base):
    """Somebody opened a delivery. The address is kept 90 days (Computer Crime Act s.26)."""

    __tablename__ = "delivery_download"
    __table_args__ = (Index("ix_delivery_download_delivery_id", "delivery_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"))
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    file: Mapped[str] = mapped_column(String(20), comment="page, file, xlsx, csv, paper")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    address: Mapped[str | None] = mapped_column(String(64))


class RequestDraft(Base):
    """A form half filled in, kept when the person leaves; one of each form for each person."""

    __tablename__ = "request_draft"
    __table_args__ = (UniqueConstraint("line_user", "form"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    line_user: Mapped[str] = mapped_column(String(100))
    form: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any]] = mapped_column(JsonText)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class NumberSeries(Base):
    """The last number given out of a series in a fiscal year."""

    __tablename__ = "number_series"

    prefix: Mapped[str] = mapped_column(String(10), primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(Integer)
