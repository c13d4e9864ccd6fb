"""Complaints and problems of the services: taken down, followed, closed.

Whoever a complaint is about never sees it, whatever their role: to them there is no such one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from handlers import audit
from handlers.budget import BANGKOK
from handlers.context import Context
from handlers.people.access import Me
from handlers.ratings import subjects
from handlers.ratings.saying import said
from handlers.ratings.subjects import Subject
from handlers.telling import reachable, tell
from models.errors import NotAllowed, NotFound
from models.people import Person
from models.ratings import Complaint, ComplaintKind, ComplaintNote, ComplaintStatus
from models.rights import Act, Thing

#: So many are listed in a chat.
MOST_LISTED = 10


@dataclass(frozen=True)
class Case:
    """A complaint with what is known around it. `outcome` is what the complainant is told."""

    complaint: Complaint
    subject: Subject | None
    about: str | None
    notes: tuple[ComplaintNote, ...]

    @property
    def outcome(self) -> str | None:
        """What closing it said."""
        closed = self.complaint.closed_at
        last = [note for note in self.notes if closed is not None and note.at == closed]
        return last[-1].words if last else None


def complain(
    ctx: Context,
    me: Me,
    line_user: str,
    words: str,
    *,
    subject: str | None = None,
    about_id: int | None = None,
) -> Complaint:
    """Somebody complains: of a service of theirs or in general, about somebody or not.

    Raises NotSaid, and NotAllowed for another's record or somebody who had no part in it.
    """
    me.require(Act.COMPLAIN)
    if subject is not None and subject not in {s.ref for s in own_subjects(ctx, me)}:
        raise NotAllowed(Act.COMPLAIN)
    if about_id is not None and about_id not in {p.id for p in people_of(ctx, me, subject)}:
        raise NotAllowed(Act.COMPLAIN)
    return _taken(
        ctx, ComplaintKind.COMPLAINT, words, subject, about_id, person_id=me.id, line_user=line_user
    )


def record(
    ctx: Context,
    me: Me | None,
    kind: ComplaintKind,
    words: str,
    *,
    subject: str | None = None,
    about_id: int | None = None,
) -> Complaint:
    """Staff write down a problem, or a complaint that reached them otherwise.

    `me` None: whoever works at the office's own machine. Raises Refusal.
    """
    if me is not None:
        me.require(Act.RECORD_PROBLEM)
    if about_id is not None and ctx.session.get(Person, about_id) is None:
        raise NotFound("person", about_id)
    return _taken(ctx, kind, words, subject, about_id)


def own_subjects(ctx: Context, me: Me) -> list[Subject]:
    """The person's own latest records, which they may complain of."""
    return subjects.recent(ctx, me.id) if me.id is not None else []


def people_of(ctx: Context, me: Me, subject: str | None) -> list[Person]:
    """Whom a complaint of this record may be about: those who worked on it, not oneself."""
    if subject is None:
        return []
    return [person for person in subjects.people_of(ctx, subject) if person.id != me.id]


def mine(ctx: Context, me: Me, line_user: str) -> list[Case]:
    """What this person complained of, newest first."""
    own: ColumnElement[bool] = Complaint.line_user == line_user
    if me.id is not None:
        own = or_(own, Complaint.person_id == me.id)
    query = select(Complaint).where(own).order_by(Complaint.id.desc()).limit(MOST_LISTED)
    return [case_of(ctx, row) for row in ctx.session.scalars(query)]


def listed(ctx: Context, me: Me | None, *, every: bool = False) -> list[Complaint]:
    """What this person may see, the open ones, oldest first; `every`: also those closed.

    `me` None: whoever works at the office's own machine.
    """
    query = select(Complaint).order_by(Complaint.id)
    if not every:
        query = query.where(Complaint.status != ComplaintStatus.CLOSED)
    rows = ctx.session.scalars(query)
    return [row for row in rows if me is None or me.may(Act.SEE_COMPLAINT, _thing(row))]


def see(ctx: Context, me: Me | None, complaint_id: int) -> Case:
    """One complaint for whoever may see it. Raises NotFound."""
    return case_of(ctx, _access(ctx, me, complaint_id, Act.SEE_COMPLAINT))


def note(ctx: Context, me: Me | None, complaint_id: int, words: str) -> Case:
    """Write down what was done about it. Raises NotFound, NotSaid, and WrongState when closed."""
    complaint = _access(ctx, me, complaint_id, Act.FOLLOW_COMPLAINT)
    words = said(words)
    old = complaint.follow()
    _noted(ctx, me, complaint, words)
    _audit(ctx, "follow", complaint, old)
    return case_of(ctx, complaint)


def close(ctx: Context, me: Me | None, complaint_id: int, outcome: str) -> Case:
    """Done with: the complainant is told the outcome. Raises NotFound, NotSaid, WrongState."""
    complaint = _access(ctx, me, complaint_id, Act.FOLLOW_COMPLAINT)
    outcome = said(outcome)
    old = complaint.close(at=ctx.now)
    _noted(ctx, me, complaint, outcome)
    _audit(ctx, "close", complaint, old)
    if complaint.line_user and reachable(ctx, complaint.line_user):
        data = {"number": complaint.id, "outcome": outcome}
        tell(ctx, complaint.line_user, "complaint.closed", data, ref=f"complaint:{complaint.id}")
    return case_of(ctx, complaint)


def hidden_from(ctx: Context, me: Me) -> set[str]:
    """Subjects (`complaint:5`) that this person must not meet anywhere, the audit included."""
    if me.id is None:
        return set()
    ids = ctx.session.scalars(select(Complaint.id).where(Complaint.about_id == me.id))
    return {f"complaint:{id_}" for id_ in ids}


def case_of(ctx: Context, complaint: Complaint) -> Case:
    """A complaint with its record, its notes and the name of whom it is about."""
    ref = complaint.subject
    about = ctx.session.get(Person, complaint.about_id) if complaint.about_id else None
    notes = ctx.session.scalars(
        select(ComplaintNote)
        .where(ComplaintNote.complaint_id == complaint.id)
        .order_by(ComplaintNote.id)
    )
    subject = subjects.describe(ctx, [ref])[ref] if ref else None
    return Case(complaint, subject, about.name if about else None, tuple(notes))


def facts_of(case: Case) -> dict[str, Any]:
    """A complaint as plain JSON."""
    row = case.complaint
    return {
        "number": row.id,
        "kind": row.kind.value,
        "subject": case.subject.number if case.subject else "",
        "about": case.about or "",
        "words": row.words,
        "status": row.status.value,
        "day": _day(row.opened_at),
        "outcome": case.outcome,
        "notes": [{"day": _day(note.at), "words": note.words} for note in case.notes],
    }


def _day(moment: datetime) -> str:
    return moment.astimezone(BANGKOK).date().isoformat()


def _taken(
    ctx: Context,
    kind: ComplaintKind,
    words: str,
    subject: str | None,
    about_id: int | None,
    **who: Any,
) -> Complaint:
    complaint = Complaint(
        kind=kind,
        subject=subject,
        words=said(words),
        about_id=about_id,
        opened_at=ctx.now,
        status=ComplaintStatus.OPEN,
        **who,
    )
    ctx.session.add(complaint)
    ctx.session.flush()
    _audit(ctx, "open", complaint, None)
    return complaint


def _thing(complaint: Complaint) -> Thing:
    about = complaint.about_id
    return Thing(barred=frozenset() if about is None else frozenset({about}))


def _access(ctx: Context, me: Me | None, complaint_id: int, act: Act) -> Complaint:
    """The complaint, locked. To whoever may not see it, there is none; raises Refusal."""
    query = select(Complaint).where(Complaint.id == complaint_id).with_for_update()
    found = ctx.session.scalars(query.execution_options(populate_existing=True)).first()
    visible = found is not None and (me is None or me.may(Act.SEE_COMPLAINT, _thing(found)))
    if found is None or not visible:
        raise NotFound("complaint", complaint_id)
    if me is not None:
        me.require(act, _thing(found))
    return found


def _noted(ctx: Context, me: Me | None, complaint: Complaint, words: str) -> None:
    by = me.id if me is not None else None
    ctx.session.add(ComplaintNote(complaint_id=complaint.id, by_id=by, at=ctx.now, words=words))
    ctx.session.flush()


def _audit(ctx: Context, verb: str, complaint: Complaint, old: ComplaintStatus | None) -> None:
    """Without words and names: the audit is also read by those whom a complaint may be about."""
    source = (ctx.actor.origin or ctx.actor.name).partition(":")[0]
    before = {"status": old.value} if old else None
    after = {"kind": complaint.kind.value, "status": complaint.status.value}
    audit.record(ctx, f"{source}:complaint:{verb}", f"complaint:{complaint.id}", before, after)
