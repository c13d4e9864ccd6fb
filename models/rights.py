"""Who may do what: one pure table. Every use case asks it, at every door.

A right comes from a post in force or from an order to act for one (both are a `Holder`), or from
being the person whom the thing belongs to. What the table does not grant is refused.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from models.people import STAFF, Role


class Act(enum.StrEnum):
    """Everything that somebody may want to do."""

    FILE_REQUEST = "file_request"
    FILE_ON_BEHALF = "file_on_behalf"
    SEE_REQUEST = "see_request"
    SEE_HISTORY = "see_history"
    CLARIFY_REQUEST = "clarify_request"
    WITHDRAW_REQUEST = "withdraw_request"
    CHECK_REQUEST = "check_request"
    DECIDE_REQUEST = "decide_request"
    APPROVE_PLAN = "approve_plan"
    CONFIRM_REFUSAL = "confirm_refusal"
    PREPARE_REQUEST = "prepare_request"
    SIGN_LETTER = "sign_letter"
    DELIVER_REQUEST = "deliver_request"
    RECEIVE_DELIVERY = "receive_delivery"
    FILE_AWAY = "file_away"
    RATE_SERVICE = "rate_service"
    COMPLAIN = "complain"
    RECORD_PROBLEM = "record_problem"
    SEE_COMPLAINT = "see_complaint"
    FOLLOW_COMPLAINT = "follow_complaint"
    READ_AUDIT = "read_audit"
    INVITE_TO_SCHOOL = "invite_to_school"
    INVITE_TO_OFFICE = "invite_to_office"
    APPROVE_SCHOOL_WISH = "approve_school_wish"
    APPROVE_OFFICE_WISH = "approve_office_wish"
    SEE_SMALL_NUMBERS = "see_small_numbers"
    KEEP_GROUPS = "keep_groups"
    KEEP_ROUND = "keep_round"
    SEE_ROUND = "see_round"
    SEE_NETWORK = "see_network"
    ANNOUNCE = "announce"
    KEEP_ANNOUNCEMENT = "keep_announcement"
    SEE_ANNOUNCEMENT = "see_announcement"
    PERMIT_SPENDING = "permit_spending"
    SAY_STANDING = "say_standing"
    CERTIFY_STANDING = "certify_standing"
    REPORT_TICKET = "report_ticket"
    REPORT_ON_BEHALF = "report_on_behalf"
    SEE_TICKET = "see_ticket"
    SEE_NOTES = "see_notes"
    ADD_TO_TICKET = "add_to_ticket"
    END_TICKET = "end_ticket"
    WORK_TICKET = "work_ticket"
    HANDLE_REPAIR = "handle_repair"
    ANNOUNCE_OUTAGE = "announce_outage"
    BOOK_ROOM = "book_room"
    MANAGE_ROOMS = "manage_rooms"
    DO_CHORE = "do_chore"
    ATTEND_CONFERENCE = "attend_conference"


class Tie(enum.StrEnum):
    """How a person or their post must be tied to the thing."""

    ANY = "any"
    OWN = "own"  # the thing is theirs; no post is needed
    SAME_GROUP = "same_group"  # the post is in the group that owns the thing
    SAME_SCHOOL = "same_school"


@dataclass(frozen=True)
class Holder:
    """A post in force, or one that is stood in for, as far as rights go."""

    role: Role
    school_code: str | None = None
    group_name: str | None = None


@dataclass(frozen=True)
class Thing:
    """What is to be acted on, as far as rights go.

    `own`: people to whom it belongs (a request's requester). `barred`: people who must not act on
    it though their post would allow it: the requester of a request to be decided, the one whom a
    complaint is about, those who worked on what is rated.
    """

    own: frozenset[int] = frozenset()
    group_name: str | None = None
    school_code: str | None = None
    barred: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Grant:
    """These roles may, when they are so tied to the thing. `roles` None: whoever it is."""

    tie: Tie
    roles: frozenset[Role] | None = None


def _own() -> Grant:
    return Grant(Tie.OWN)


def _all(*roles: Role) -> Grant:
    return Grant(Tie.ANY, frozenset(roles))


def _group(*roles: Role) -> Grant:
    return Grant(Tie.SAME_GROUP, frozenset(roles))


def _school(*roles: Role) -> Grant:
    return Grant(Tie.SAME_SCHOOL, frozenset(roles))


_ANYBODY = Grant(Tie.ANY)
_OVERSEERS = (Role.DEPUTY_DIRECTOR, Role.AREA_DIRECTOR, Role.AUDITOR)
#: Whoever mends things does so for every school and group.
_MENDERS = (Role.TECHNICIAN, Role.AV_OFFICER)
#: The officers of a group, by whatever name: each serves what its own group owns.
_OFFICERS = (Role.OFFICER, Role.TECHNICIAN, Role.AV_OFFICER)
_DESK = (Role.OFFICER, Role.TECHNICIAN, Role.AV_OFFICER, Role.GROUP_DIRECTOR)

RIGHTS: dict[Act, tuple[Grant, ...]] = {
    Act.FILE_REQUEST: (_ANYBODY,),
    Act.FILE_ON_BEHALF: (_all(*_DESK),),
    Act.SEE_REQUEST: (_own(), _group(*_OFFICERS, Role.GROUP_DIRECTOR), _all(*_OVERSEERS)),
    Act.SEE_HISTORY: (_group(*_OFFICERS, Role.GROUP_DIRECTOR), _all(*_OVERSEERS)),
    Act.CLARIFY_REQUEST: (_own(),),
    Act.WITHDRAW_REQUEST: (_own(),),
    Act.CHECK_REQUEST: (_group(*_OFFICERS),),
    Act.DECIDE_REQUEST: (_group(Role.GROUP_DIRECTOR),),
    Act.APPROVE_PLAN: (_all(Role.AREA_DIRECTOR, Role.DEPUTY_DIRECTOR),),
    Act.CONFIRM_REFUSAL: (_all(Role.AREA_DIRECTOR),),
    Act.PREPARE_REQUEST: (_group(*_OFFICERS),),
    Act.SIGN_LETTER: (_all(Role.AREA_DIRECTOR, Role.DEPUTY_DIRECTOR),),
    Act.DELIVER_REQUEST: (_group(*_OFFICERS),),
    Act.RECEIVE_DELIVERY: (_own(),),
    Act.FILE_AWAY: (_group(*_OFFICERS),),
    Act.RATE_SERVICE: (_own(),),
    Act.COMPLAIN: (_ANYBODY,),
    Act.RECORD_PROBLEM: (_all(*_DESK),),
    Act.SEE_COMPLAINT: (_all(Role.GROUP_DIRECTOR, *_OVERSEERS),),
    Act.FOLLOW_COMPLAINT: (_all(Role.GROUP_DIRECTOR, Role.DEPUTY_DIRECTOR, Role.AREA_DIRECTOR),),
    Act.READ_AUDIT: (_all(Role.GROUP_DIRECTOR, *_OVERSEERS, Role.ADMIN),),
    Act.INVITE_TO_SCHOOL: (_all(Role.OFFICER, Role.ADMIN), _school(Role.SCHOOL_DIRECTOR)),
    Act.INVITE_TO_OFFICE: (_all(Role.ADMIN), _group(Role.GROUP_DIRECTOR)),
    Act.APPROVE_SCHOOL_WISH: (_all(Role.OFFICER, Role.ADMIN),),
    Act.APPROVE_OFFICE_WISH: (_all(Role.ADMIN), _group(Role.GROUP_DIRECTOR)),
    Act.REPORT_TICKET: (_ANYBODY,),
    Act.REPORT_ON_BEHALF: (_all(*_DESK),),
    Act.SEE_TICKET: (
        _own(),
        _school(Role.SCHOOL_DIRECTOR, Role.SCHOOL_ADMIN),
        _all(*_MENDERS, *_OVERSEERS),
        _group(Role.OFFICER, Role.GROUP_DIRECTOR),
    ),
    Act.SEE_NOTES: (_all(*_MENDERS, *_OVERSEERS), _group(Role.OFFICER, Role.GROUP_DIRECTOR)),
    Act.ADD_TO_TICKET: (_own(),),
    Act.END_TICKET: (_own(),),
    Act.WORK_TICKET: (_all(*_MENDERS), _group(Role.OFFICER, Role.GROUP_DIRECTOR)),
    Act.HANDLE_REPAIR: (
        _all(*_MENDERS, Role.SUPPLIES),
        _school(Role.SCHOOL_DIRECTOR, Role.SCHOOL_ADMIN),
    ),
    Act.ANNOUNCE_OUTAGE: (_all(*_MENDERS), _group(Role.OFFICER, Role.GROUP_DIRECTOR)),
    Act.BOOK_ROOM: (_all(*_DESK), _own()),
    Act.MANAGE_ROOMS: (_all(*_DESK),),
    Act.DO_CHORE: (_all(*_MENDERS), _group(Role.OFFICER, Role.GROUP_DIRECTOR)),
    # Whoever attends is given the way in: nobody who holds no post at a school or in the office.
    Act.ATTEND_CONFERENCE: (_all(*(role for role in Role if role is not Role.GUEST)),),
    Act.KEEP_GROUPS: (_all(Role.OFFICER, Role.TECHNICIAN, Role.GROUP_DIRECTOR, Role.ADMIN),),
    Act.KEEP_ROUND: (_group(Role.OFFICER, Role.GROUP_DIRECTOR),),
    Act.SEE_ROUND: (
        _all(*_DESK, *_OVERSEERS),
        _own(),
        _school(Role.SCHOOL_DIRECTOR, Role.SCHOOL_ADMIN),
    ),
    # Who is late in the chair's own network: its post names a school of it.
    Act.SEE_NETWORK: (_school(Role.NETWORK_CHAIR),),
    Act.ANNOUNCE: (_all(*_DESK),),
    Act.KEEP_ANNOUNCEMENT: (_own(), _group(*_DESK)),
    Act.SEE_ANNOUNCEMENT: (_own(), _group(*_DESK), _all(*_OVERSEERS)),
    # Never the one who asked: a permit takes two.
    Act.PERMIT_SPENDING: (_all(Role.GROUP_DIRECTOR, Role.DEPUTY_DIRECTOR, Role.AREA_DIRECTOR),),
    Act.SAY_STANDING: (_own(), _school(Role.SCHOOL_DIRECTOR, Role.SCHOOL_ADMIN)),
    Act.CERTIFY_STANDING: (_school(Role.SCHOOL_DIRECTOR),),
    Act.SEE_SMALL_NUMBERS: (
        _all(Role.OFFICER),
        _school(Role.SCHOOL_DIRECTOR, Role.SCHOOL_ADMIN),
    ),
}


def allowed(act: Act, person_id: int | None, holders: Iterable[Holder], thing: Thing) -> bool:
    """May this person (None: somebody unknown), who holds these posts, do that to the thing?"""
    if person_id is not None and person_id in thing.barred:
        return False
    posts = tuple(holders)
    return any(_grants(grant, person_id, posts, thing) for grant in RIGHTS[act])


def granting(act: Act, holders: Iterable[Holder], thing: Thing) -> list[Holder]:
    """Those of these posts that give the right; the first is the one that is acted by."""
    return [h for h in holders if any(_grants(g, None, (h,), thing) for g in RIGHTS[act])]


def _grants(grant: Grant, person_id: int | None, posts: tuple[Holder, ...], thing: Thing) -> bool:
    if grant.tie is Tie.OWN:
        return person_id is not None and person_id in thing.own
    if grant.roles is None:
        return True
    return any(p.role in grant.roles and _tied(grant.tie, p, thing) for p in posts)


def _tied(tie: Tie, post: Holder, thing: Thing) -> bool:
    if tie is Tie.SAME_GROUP:
        return post.group_name is not None and post.group_name == thing.group_name
    if tie is Tie.SAME_SCHOOL:
        return post.school_code is not None and post.school_code == thing.school_code
    return True


def is_staff(holders: Iterable[Holder]) -> bool:
    """Does one of these posts belong to the office itself?"""
    return any(holder.role in STAFF for holder in holders)
