"""People: who they are, what posts they hold from when to when, and how they came to be known.

A person may hold several posts (two schools). Rights come from posts in force, and from orders to
act for a post (`models/rights.py` says which right comes from which). A person whose data was
erased stays as an empty row, so that counts and decided papers keep their meaning.
"""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, UtcDateTime, text_enum
from models.errors import WrongState


class Role(enum.StrEnum):
    """What a post is, by the words of `person add --role`."""

    TEACHER = "teacher"
    SCHOOL_ADMIN = "school_admin"
    SCHOOL_DIRECTOR = "school_director"
    NETWORK_CHAIR = "network_chair"
    OFFICER = "officer"
    TECHNICIAN = "technician"
    AV_OFFICER = "av_officer"
    SUPPLIES = "supplies"
    GROUP_DIRECTOR = "group_director"
    DEPUTY_DIRECTOR = "deputy_director"
    AREA_DIRECTOR = "area_director"
    AUDITOR = "auditor"
    ADMIN = "admin"
    GUEST = "guest"


#: Posts at a school, and posts in a group of the office. The other roles are the office's own.
AT_SCHOOL = frozenset({Role.TEACHER, Role.SCHOOL_ADMIN, Role.SCHOOL_DIRECTOR, Role.NETWORK_CHAIR})
IN_GROUP = frozenset(
    {Role.OFFICER, Role.TECHNICIAN, Role.AV_OFFICER, Role.SUPPLIES, Role.GROUP_DIRECTOR}
)
#: Everybody who works in the office itself.
STAFF = IN_GROUP | {Role.DEPUTY_DIRECTOR, Role.AREA_DIRECTOR, Role.AUDITOR, Role.ADMIN}


class ActingKind(enum.StrEnum):
    """By what right someone stands in for a post; papers print it by its right name.

    พ.ร.บ.ระเบียบบริหารราชการกระทรวงศึกษาธิการ 2546 and ระเบียบงานสารบรรณ tell them apart.
    """

    ACTING_FOR = "acting_for"  # รักษาราชการแทน: the holder is away
    HOLDING = "holding"  # รักษาการในตำแหน่ง: the post has no holder
    DELEGATED = "delegated"  # ปฏิบัติราชการแทน: the holder delegated the power
    DUTY = "duty"  # ปฏิบัติหน้าที่: given the duty of the post


class Person(Base):
    """Somebody. `line_user` is their LINE account, when they bound one."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("erased_at IS NULL OR line_user IS NULL", name="erased_is_unbound"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    line_user: Mapped[str | None] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(200), comment="first name and family name")
    position: Mapped[str] = mapped_column(String(200), default="")
    affiliation: Mapped[str] = mapped_column(
        String(200), default="", comment="school, group or other agency, as people write it"
    )
    phone: Mapped[str | None] = mapped_column(String(60))
    email: Mapped[str | None] = mapped_column(String(254))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(100))
    bound_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def bind(self, line_user: str, *, at: datetime) -> str | None:
        """Give this person a LINE account. Returns the old one; raises WrongState when erased."""
        if self.erased_at is not None:
            raise WrongState("person", "erased")
        old, self.line_user, self.bound_at = self.line_user, line_user, at
        return old

    def unbind(self) -> str | None:
        """Take the LINE account away. Returns it."""
        old, self.line_user, self.bound_at = self.line_user, None, None
        return old

    def erase(self, *, at: datetime) -> None:
        """Remove what tells who this is; the row stays for counts. Raises WrongState when done."""
        if self.erased_at is not None:
            raise WrongState("person", "erased")
        self.unbind()
        self.name = self.position = self.affiliation = ""
        self.phone = self.email = None
        self.erased_at = at


class Post(Base):
    """A post that a person holds, from a day to a day (both included)."""

    __tablename__ = "post"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="in_order"),
        Index("ix_post_role_group_name", "role", "group_name"),
        Index("ix_post_person_id", "person_id"),
        Index("ix_post_school_code", "school_code"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role] = mapped_column(text_enum(Role, "role"))
    school_code: Mapped[str | None] = mapped_column(String(8))
    group_name: Mapped[str | None] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200), comment="the position as papers print it")
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(100))

    def in_force(self, day: date) -> bool:
        """Is it held on that day (Bangkok's)?"""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def end(self, day: date) -> date | None:
        """Let it end on that day. Returns the old end; raises WrongState when it ended before."""
        if self.ends_on is not None and self.ends_on < day:
            raise WrongState("post", "ended")
        old, self.ends_on = self.ends_on, max(day, self.starts_on)
        return old


class Responsibility(Base):
    """A school's person for one central system: a school names one for each."""

    __tablename__ = "responsibility"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="in_order"),
        Index("ix_responsibility_school_code_system", "school_code", "system"),
        Index("ix_responsibility_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    school_code: Mapped[str] = mapped_column(String(8))
    system: Mapped[str] = mapped_column(String(10), comment="dmc, emis, bobec, mobec, gcode")
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)


class ActingOrder(Base):
    """An order by which a person stands in for a post, from a day to a day (both included)."""

    __tablename__ = "acting_order"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="in_order"),
        Index("ix_acting_order_person_id", "person_id"),
        Index("ix_acting_order_role_group_name", "role", "group_name"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[ActingKind] = mapped_column(text_enum(ActingKind, "kind"))
    role: Mapped[Role] = mapped_column(text_enum(Role, "role"), comment="of the post stood in for")
    school_code: Mapped[str | None] = mapped_column(String(8))
    group_name: Mapped[str | None] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200), comment="of the post stood in for")
    order_number: Mapped[str] = mapped_column(String(120))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(100))

    def in_force(self, day: date) -> bool:
        """Is it in force on that day (Bangkok's)?"""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class CodePurpose(enum.StrEnum):
    """What a one-time code gives."""

    BIND = "bind"  # this LINE account to a known person, or to a new one with a post
    CLAIM = "claim"  # a request that staff filed on behalf of the one who has the code


class OneTimeCode(Base):
    """A code that an officer or a school's director issued. Only its hash is kept."""

    __tablename__ = "one_time_code"
    __table_args__ = (
        CheckConstraint("(used_at IS NULL) = (used_by IS NULL)", name="used"),
        CheckConstraint(
            "(purpose = 'claim') = (request_id IS NOT NULL)", name="claim_names_request"
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[CodePurpose] = mapped_column(text_enum(CodePurpose, "purpose"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    request_id: Mapped[int | None] = mapped_column(BigId)
    role: Mapped[Role | None] = mapped_column(text_enum(Role, "role"))
    school_code: Mapped[str | None] = mapped_column(String(8))
    group_name: Mapped[str | None] = mapped_column(String(200))
    title: Mapped[str | None] = mapped_column(String(200))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by: Mapped[str] = mapped_column(String(100))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_by: Mapped[str | None] = mapped_column(String(100))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def use(self, *, at: datetime, by: str) -> None:
        """Use it up. Raises WrongState when it is used, revoked or too old."""
        if self.used_at is not None:
            raise WrongState("one_time_code", "used")
        if self.revoked_at is not None or at >= self.expires_at:
            raise WrongState("one_time_code", "expired")
        self.used_at, self.used_by = at, by


class CodeTry(Base):
    """A wrong code that somebody typed: too many in an hour, and no code is heard for a while."""

    __tablename__ = "code_try"
    __table_args__ = (Index("ix_code_try_line_user_at", "line_user", "at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    line_user: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class WishStatus(enum.StrEnum):
    """Where a wish to be bound stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class BindingWish(Base):
    """Somebody without a code says who they are; an officer approves it or not."""

    __tablename__ = "binding_wish"
    __table_args__ = (
        CheckConstraint("(status = 'waiting') = (closed_at IS NULL)", name="closed"),
        Index(
            "uq_binding_wish_waiting",
            "line_user",
            unique=True,
            sqlite_where=text("status = 'waiting'"),
            postgresql_where=text("status = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    line_user: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(text_enum(Role, "role"))
    school_code: Mapped[str | None] = mapped_column(String(8))
    group_name: Mapped[str | None] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(60))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[WishStatus] = mapped_column(text_enum(WishStatus, "status"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str | None] = mapped_column(String(100))
    reason: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    def close(self, status: WishStatus, *, at: datetime, by: str) -> WishStatus:
        """Approve, refuse or withdraw. Returns the old status; raises WrongState when closed."""
        old = self.status
        if old is not WishStatus.WAITING or status is WishStatus.WAITING:
            raise WrongState("binding_wish", old.value)
        self.status, self.closed_at, self.closed_by = status, at, by
        return old


class Consent(Base):
    """A person agreed to a version of the notice on personal data; withdrawn, it stays as proof."""

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_person_id", "person_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    version: Mapped[str] = mapped_column(String(20))
    text_hash: Mapped[str] = mapped_column(String(64), comment="SHA-256 of the words agreed to")
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
