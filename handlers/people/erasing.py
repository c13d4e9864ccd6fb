"""A person wants their data gone: what can go goes, and it is known before what must stay.

Binding, profile, drafts, conversations, wishes, unsent messages and mail go; posts end. The row
stays empty for the counts. Papers that were decided keep who asked, for as long as the law keeps
papers; tickets keep nobody's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, cast, delete, literal, or_, select, update

from handlers.context import Context
from handlers.people import acting, codes, consents, posts, responsibilities, unnaming
from handlers.people.access import today
from handlers.people.personal_data import running
from handlers.people.recording import record
from handlers.people.refused import PersonRefused
from handlers.people.unnaming_tickets import unname_tickets
from models.announcements import Announcement, AnnouncementRecipient
from models.chats import Conversation
from models.groups import Reminder
from models.mail import MailMessage, MailStatus
from models.outbox import OutboxMessage, OutboxStatus, Purpose
from models.people import (
    STAFF,
    BindingWish,
    CodeTry,
    Person,
    Post,
    Role,
)
from models.ratings import Complaint
from models.requests import RequestDraft, RequestStatus, ServiceRequest

#: Without a holder of these the office can no longer decide, or let anybody in.
_NEEDED = frozenset({Role.ADMIN, Role.AREA_DIRECTOR, Role.GROUP_DIRECTOR, Role.OFFICER})
_OF_GROUP = frozenset({Role.GROUP_DIRECTOR, Role.OFFICER})
_UNSENT = (OutboxStatus.QUEUED, OutboxStatus.WAITING, OutboxStatus.PARKED)


@dataclass(frozen=True)
class Consequences:
    """What erasing would do: what keeps it from being done, what stays, what the office loses.

    `running`: ids of requests to be withdrawn or answered first. `stays`: requests whose papers
    keep the name. `last_of`: titles of posts that nobody else holds.
    """

    running: tuple[int, ...]
    stays: int
    last_of: tuple[str, ...]
    is_staff: bool


def consequences(ctx: Context, person: Person) -> Consequences:
    """Look before erasing."""
    held = posts.of_person(ctx, person.id, since=today(ctx))
    return Consequences(
        running=tuple(row.id for row in running(ctx, person)),
        stays=sum(_stays(ctx, row) for row in _requests(ctx, person)),
        last_of=tuple(post.title for post in held if _is_last(ctx, post)),
        is_staff=any(post.role in STAFF for post in held),
    )


def erase(ctx: Context, person: Person) -> Consequences:
    """Erase; says what stayed. Raises PersonRefused while a request runs, WrongState when done."""
    found = consequences(ctx, person)
    if found.running:
        raise PersonRefused("running_requests", requests=list(found.running))
    account, email, day = person.line_user, person.email, today(ctx)
    posts.close(ctx, posts.of_person(ctx, person.id, since=day), day)
    responsibilities.end_all(ctx, person.id, day)
    for order in acting.of_person(ctx, person.id, since=day):
        acting.close(ctx, order, day)
    codes.revoke_of_person(ctx, person.id)
    consents.withdraw_all(ctx, person.id)
    wishes = _drop_wishes(ctx, person)
    every = _requests(ctx, person)
    gone = [request for request in every if not _stays(ctx, request)]
    _drop_mail(ctx, email, {f"request:{request.id}" for request in every})
    for request in gone:
        unnaming.unname(ctx, request, person)
    unnaming.unsay(ctx, requests={request.id for request in gone}, wishes=wishes)
    tickets = unname_tickets(ctx, person)
    if account:
        _forget_account(ctx, account)
    if person.created_by == f"line:{account}":
        person.created_by = ""
    person.erase(at=ctx.now)
    ctx.session.flush()
    told = {
        "kept_requests": found.stays, "tickets": tickets, "last_of": len(found.last_of),
    }  # fmt: skip
    record(ctx, "person", person.id, "erased", after=told)
    return found


def _requests(ctx: Context, person: Person) -> list[ServiceRequest]:
    query = select(ServiceRequest).where(ServiceRequest.requester_id == person.id)
    return list(ctx.session.scalars(query.order_by(ServiceRequest.id)))


def _stays(ctx: Context, request: ServiceRequest) -> bool:
    """Is it a paper of the office that must be kept? Not one past its year, or never decided."""
    if request.destroy_after is not None:
        return today(ctx).year + posts.ERA <= request.destroy_after
    return request.status is not RequestStatus.WITHDRAWN


def _is_last(ctx: Context, post: Post) -> bool:
    if post.role not in _NEEDED or not post.in_force(today(ctx)):
        return False
    same = (
        select(Post)
        .join(Person, Person.id == Post.person_id)
        .where(Post.role == post.role, Post.person_id != post.person_id, Person.erased_at.is_(None))
    )
    if post.role in _OF_GROUP:
        same = same.where(Post.group_name == post.group_name)
    return not any(other.in_force(today(ctx)) for other in ctx.session.scalars(same))


def _drop_wishes(ctx: Context, person: Person) -> set[int]:
    """Returns their ids."""
    own = BindingWish.person_id == person.id
    if person.line_user:
        own = or_(own, BindingWish.line_user == person.line_user)
    found = ctx.session.scalars(select(BindingWish).where(own)).all()
    ids = {wish.id for wish in found}
    for wish in found:
        ctx.session.delete(wish)
    return ids


def _forget_account(ctx: Context, account: str) -> None:
    """Everything that is kept by the LINE account alone."""
    for table, column in (
        (RequestDraft, RequestDraft.line_user),
        (CodeTry, CodeTry.line_user),
        (BindingWish, BindingWish.line_user),
    ):
        ctx.session.execute(_silently(delete(table).where(column == account)))
    # Rows may be in the hands of the turn that does this, so they are emptied one by one.
    for talk in ctx.session.scalars(select(Conversation).where(Conversation.person == account)):
        talk.data, talk.memory, talk.memory_until = {}, {}, None
        talk.flow, talk.step, talk.updated_at = "", "", ctx.now
    for complaint in ctx.session.scalars(select(Complaint).where(Complaint.line_user == account)):
        complaint.line_user = None
    # What was told stays as evidence; to which account does not.
    unknown = literal("erased:") + cast(Reminder.id, String)
    told = update(Reminder).where(Reminder.chat_key == account).values(chat_key=unknown)
    ctx.session.execute(_silently(told))
    _forget_announcements(ctx, account)
    _drop_messages(ctx, account)


def _forget_announcements(ctx: Context, account: str) -> None:
    """Who was told what stays as well; taps of an account that was nobody's then go."""
    mine = AnnouncementRecipient.chat_key == account
    nobody = AnnouncementRecipient.person_id.is_(None)
    ctx.session.execute(_silently(delete(AnnouncementRecipient).where(mine, nobody)))
    unknown = literal("erased:") + cast(AnnouncementRecipient.person_id, String)
    told = update(AnnouncementRecipient).where(mine).values(chat_key=unknown)
    ctx.session.execute(_silently(told))
    wrote = Announcement.created_by == f"line:{account}"
    ctx.session.execute(_silently(update(Announcement).where(wrote).values(created_by="")))


def _drop_messages(ctx: Context, account: str) -> None:
    for row in ctx.session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.chat_key == account,
            OutboxMessage.status.in_(_UNSENT),
            OutboxMessage.purpose == Purpose.NOTICE,
        )
    ):
        row.finish(OutboxStatus.SKIPPED, at=ctx.now, error="erased")
    ended = OutboxMessage.status.not_in(_UNSENT)
    ctx.session.execute(
        _silently(
            update(OutboxMessage)
            .where(OutboxMessage.chat_key == account, ended)
            .values(body=None, notices=[], reply_token=None)
        )
    )


def _drop_mail(ctx: Context, email: str | None, refs: set[str]) -> None:
    """To their address, and to any that they gave for a request of theirs."""
    theirs = or_(MailMessage.ref.in_(refs), MailMessage.address == (email or "-"))
    for mail in ctx.session.scalars(select(MailMessage).where(theirs, MailMessage.address != "")):
        mail.address, mail.notice = "", {}
        if mail.status is MailStatus.QUEUED:
            mail.status, mail.finished_at, mail.error = MailStatus.FAILED, ctx.now, "erased"


def _silently(statement: Any) -> Any:
    return statement.execution_options(synchronize_session=False)
