"""Who was asked to take note of an announcement, and has not: by school and by person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from handlers import telling
from handlers.announcements import reach
from handlers.announcements.audiences import SPEAKERS, Chosen
from handlers.announcements.delivering import Target
from handlers.announcements.reach import WAYS, Reach
from handlers.context import Context
from handlers.people import at_schools
from handlers.rounds import contacts
from handlers.rounds.contacts import Contact
from models.announcements import Announcement, AnnouncementRecipient
from models.groups import BoundGroup, GroupPurpose
from models.people import Person, Role
from models.rounds import CollectionRound
from models.schools import School

Json = dict[str, Any]


@dataclass(frozen=True)
class SchoolLine:
    """A school that has not taken note: how it was reached best, and whom to call."""

    code: str
    name: str
    network: str
    reach: Reach
    contact: Contact

    def to_json(self) -> Json:
        """For a card."""
        return {
            "code": self.code,
            "name": self.name,
            "network": self.network,
            **_reach_json(self.reach),
            "contact": self.contact.to_json(),
        }


@dataclass(frozen=True)
class PersonLine:
    """A person who has not taken note: how they were reached, and their telephone."""

    id: int
    name: str
    position: str
    phone: str
    schools: tuple[str, ...]
    reach: Reach
    nudged_at: datetime | None

    def to_json(self) -> Json:
        """For a card."""
        return {
            "id": self.id,
            "name": self.name,
            "position": self.position,
            "phone": self.phone,
            "schools": list(self.schools),
            **_reach_json(self.reach),
            "nudged_at": _iso(self.nudged_at),
        }


@dataclass(frozen=True)
class Outstanding:
    """Who has not, out of how many. `others`: taps of accounts that were not addressed."""

    announcement: Announcement
    schools: tuple[SchoolLine, ...]
    people: tuple[PersonLine, ...]
    schools_asked: int
    people_asked: int
    people_done: int
    others: int

    @property
    def schools_done(self) -> int:
        """How many schools have."""
        return self.schools_asked - len(self.schools)

    def to_json(self) -> Json:
        """For a card, a page or the command line."""
        return {
            "id": self.announcement.id,
            "title": self.announcement.title,
            "version": self.announcement.version,
            "schools_asked": self.schools_asked,
            "schools_done": self.schools_done,
            "people_asked": self.people_asked,
            "people_done": self.people_done,
            "others": self.others,
            "schools": [one.to_json() for one in self.schools],
            "people": [one.to_json() for one in self.people],
        }


def of(ctx: Context, row: Announcement) -> Outstanding:
    """The lists as they are now."""
    rows = reach.recipients_of(ctx, row)
    reached = reach.of(ctx, row)
    asked, done = asked_schools(ctx, row, rows), done_schools(rows)
    people = [one for one in rows if one.addressed and one.person_id is not None]
    return Outstanding(
        announcement=row,
        schools=tuple(_school_lines(ctx, row, rows, reached, asked - done)),
        people=tuple(_person_lines(ctx, row, _waiting(ctx, row, people, done), reached)),
        schools_asked=len(asked),
        people_asked=len(people),
        people_done=sum(one.acknowledged_at is not None for one in people),
        others=sum(not one.addressed and one.acknowledged_at is not None for one in rows),
    )


def to_nudge(ctx: Context, row: Announcement) -> list[Target]:
    """Everybody who has not and can be told. Of a school whose people were not told themselves
    (they are in a group, or could not be told then) its clerk, else its director."""
    rows = reach.recipients_of(ctx, row)
    done = done_schools(rows)
    people = [one for one in rows if one.addressed and one.person_id is not None]
    gone = telling.gone(ctx)
    known = _people(ctx, (one.person_id or 0 for one in people))
    found = {
        one.chat_key: Target(one.person_id or 0, one.chat_key, tuple(one.schools))
        for one in _waiting(ctx, row, people, done)
        if one.chat_key not in gone and known[one.person_id or 0].line_user == one.chat_key
    }
    told = {code for one in people for code in one.schools}
    if _speakers_meant(row):
        alone = asked_schools(ctx, row, rows) - done - told
    else:
        alone = _by_groups(ctx, rows) - done - told
    tapped = {one.chat_key for one in rows if one.acknowledged_at is not None}
    for code, person in _speakers(ctx, row, alone, gone):
        line = person.line_user or ""
        if line not in tapped:
            before = found.get(line)
            codes = (*before.schools, code) if before else (code,)
            found[line] = Target(person.id, line, tuple(dict.fromkeys(codes)))
    return list(found.values())


def done_schools(rows: Iterable[AnnouncementRecipient]) -> set[str]:
    """The schools that have taken note."""
    return {code for one in rows for code in one.acknowledged_for or ()}


def asked_schools(
    ctx: Context, row: Announcement, rows: Iterable[AnnouncementRecipient] | None = None
) -> set[str]:
    """The schools that were meant when it was sent, those of its groups included."""
    rows = reach.recipients_of(ctx, row) if rows is None else rows
    people = {code for one in rows if one.addressed for code in one.schools}
    return set(row.audience.get("scope", ())) | people | _by_groups(ctx, rows)


def speakers_of(ctx: Context, row: Announcement) -> frozenset[Role]:
    """By whose tap a school takes note: its director's or clerk's; a teacher's as well where a
    group of data teachers is asked."""
    groups = Chosen.from_json(row.audience).groups
    query = select(BoundGroup.purpose).where(BoundGroup.chat_key.in_(groups))
    data = bool(groups) and GroupPurpose.DATA_TEACHERS in set(ctx.session.scalars(query))
    return frozenset({*SPEAKERS, *((Role.TEACHER,) if data else ())})


def anyone_speaks(row: Announcement) -> bool:
    """Does whoever it was sent to speak for their school, because neither directors nor clerks
    were meant, or because the school named them for a system?"""
    named = not row.audience.get("roles") and row.audience.get("late_in") is not None
    return named or not _speakers_meant(row)


def _speakers_meant(row: Announcement) -> bool:
    """Was it for directors or clerks? For them it is where no posts were chosen."""
    roles = Chosen.from_json(row.audience).roles
    return not roles or bool(set(roles) & set(SPEAKERS))


def _by_groups(ctx: Context, rows: Iterable[AnnouncementRecipient]) -> set[str]:
    """The schools of the groups that it went to."""
    groups = [one for one in rows if one.addressed and one.person_id is None]
    if any(not one.schools for one in groups):
        return set(ctx.session.scalars(select(School.smis).where(School.in_office)))
    return {code for one in groups for code in one.schools}


def _waiting(
    ctx: Context, row: Announcement, people: Sequence[AnnouncementRecipient], done: set[str]
) -> list[AnnouncementRecipient]:
    """Those who have not, but for who speaks for schools that all have by somebody else."""
    spoken: dict[int, set[str]] = {}
    for person, _, code in at_schools(ctx, SPEAKERS):
        spoken.setdefault(person.id, set()).add(code)
    named = not row.audience.get("roles") and row.audience.get("late_in") is not None

    def is_spoken_for(one: AnnouncementRecipient) -> bool:
        speaks = named or set(one.schools) <= spoken.get(one.person_id or 0, set())
        return bool(one.schools) and speaks and set(one.schools) <= done

    return [one for one in people if one.acknowledged_at is None and not is_spoken_for(one)]


def _school_lines(
    ctx: Context,
    row: Announcement,
    rows: Sequence[AnnouncementRecipient],
    reached: Mapping[str, Reach],
    codes: set[str],
) -> Iterable[SchoolLine]:
    query = select(School).where(School.smis.in_(codes)).order_by(School.network, School.smis)
    schools = list(ctx.session.scalars(query)) if codes else []
    whom = contacts.of(ctx, _round(ctx, row), schools)
    best = _best(rows, reached)
    for school in schools:
        how = best.get(school.smis) or best.get("") or Reach("unreached")
        yield SchoolLine(school.smis, school.name, school.network or "", how, whom[school.smis])


def _best(rows: Iterable[AnnouncementRecipient], reached: Mapping[str, Reach]) -> dict[str, Reach]:
    """How each school was reached best; by a group of all schools under an empty code."""
    found: dict[str, Reach] = {}
    for one in rows:
        if not one.addressed:
            continue
        how = reached[one.chat_key]
        for code in one.schools or ([""] if one.person_id is None else []):
            known = found.get(code)
            if known is None or WAYS.index(how.way) < WAYS.index(known.way):
                found[code] = how
    for_all = found.get("")
    if for_all is not None:
        for code, how in found.items():
            if WAYS.index(for_all.way) < WAYS.index(how.way):
                found[code] = for_all
    return found


def _person_lines(
    ctx: Context,
    row: Announcement,
    waiting: Sequence[AnnouncementRecipient],
    reached: Mapping[str, Reach],
) -> Iterable[PersonLine]:
    known = _people(ctx, (one.person_id or 0 for one in waiting))
    for one in waiting:
        person = known[one.person_id or 0]
        if person.erased_at is None:
            yield PersonLine(
                person.id, person.name, person.position, person.phone or "", tuple(one.schools),
                reached[one.chat_key], one.nudged_at,
            )  # fmt: skip


def _people(ctx: Context, ids: Iterable[int]) -> dict[int, Person]:
    query = select(Person).where(Person.id.in_(set(ids)))
    return {person.id: person for person in ctx.session.scalars(query)}


def _speakers(
    ctx: Context, row: Announcement, codes: set[str], gone: set[str]
) -> Iterable[tuple[str, Person]]:
    """One person of each of these schools who can be told."""
    if not codes:
        return
    query = select(School).where(School.smis.in_(codes)).order_by(School.smis)
    schools = list(ctx.session.scalars(query))
    for code, contact in contacts.of(ctx, _round(ctx, row), schools).items():
        able = [one for one in contact.people if one.line_user and one.line_user not in gone]
        if able:
            yield code, able[0]


def _round(ctx: Context, row: Announcement) -> CollectionRound | None:
    late_in = row.audience.get("late_in")
    return ctx.session.get(CollectionRound, late_in) if late_in is not None else None


def _reach_json(how: Reach) -> Json:
    return {"way": how.way, "reached_at": _iso(how.at), "nudges": how.nudges}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
