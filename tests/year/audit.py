"""The year held against the promises of the product: what is broken is told with an example."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import pairwise

from handlers.workdays import BANGKOK, CLOSING, OPENING, Calendar
from tests.year.books import Accepted
from tests.year.clockwork import Clockwork
from tests.year.rounds import Asked

#: The free plan of Thailand; of it rounds may take so many.
FREE_PLAN, SHARE = 300, 200
#: A reminder that was read so long before the closing moment is as good as one of that day.
LATELY = timedelta(days=4)
#: Who has not finished by then on the closing day was reached by then.
LAST_CALL = time(13, 45)


@dataclass
class OfRound:
    """What came of one round: how late schools were reached, and what it cost."""

    asked: Asked
    late: int = 0
    called: int = 0
    by: Counter[str] = field(default_factory=Counter)
    unreachable: int = 0
    paid: int = 0
    free: int = 0
    cards: int = 0
    behind: int = 0


@dataclass
class Verdict:
    """Figures of rounds, and what is broken: a promise → how often, with an example."""

    rounds: list[OfRound] = field(default_factory=list)
    broken: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def fault(self, promise: str, example: object) -> None:
        """It was broken here."""
        self.broken[promise] += 1
        self.examples.setdefault(promise, str(example))


def judge(work: Clockwork, calendar: Calendar) -> Verdict:
    """All promises of the year."""
    found = Verdict()
    for what in (*work.truth.failed, *work.books.refused):
        found.fault("nothing fails and LINE refuses nothing", what)
    accepted = work.books.accepted
    for one in accepted:
        if one.is_push and not one.names:
            found.fault("every push is a reminder that can be read", f"{one.at} {one.chat}")
    _hours(found, accepted, calendar)
    _once(found, work, accepted)
    _finished(found, work, accepted)
    for asked in work.rounds:
        found.rounds.append(_round(found, work, asked, accepted))
    for month, paid in work.books.metered.items():
        if paid > FREE_PLAN:
            found.fault(f"at most {FREE_PLAN} paid messages a month", f"{month}: {paid}")
        if paid != work.books.paid[month]:
            found.fault("the stand-in's two books agree", f"{month}: {work.books.paid[month]}")
    return found


def _hours(found: Verdict, accepted: Iterable[Accepted], calendar: Calendar) -> None:
    rides: Counter[tuple[str, object]] = Counter()
    for one in accepted:
        at = one.at.astimezone(BANGKOK)
        office = calendar.is_workday(at.date()) and OPENING <= at.time() <= CLOSING
        if one.is_push and not office:
            found.fault("nothing is pushed at night or on a day off", f"{at} {one.chat}")
        if one.chat.startswith("C"):
            if not office:
                found.fault("cards ride in office hours only", f"{at} {one.chat}")
            rides[one.chat, one.at] += 1
    days = Counter((chat, at.date()) for chat, at in rides if isinstance(at, datetime))
    for key, times in days.items():
        if times > 1:
            found.fault("one ride a day in a group", f"{key}: {times}")


def _once(found: Verdict, work: Clockwork, accepted: Iterable[Accepted]) -> None:
    """No reminder twice: each rung once in a chat, one message a day for all rounds together."""
    told: dict[str, list[Accepted]] = defaultdict(list)
    for one in accepted:
        if one.names:
            told[one.chat].append(one)
    for chat, rows in told.items():
        if not chat.startswith("C"):
            days = Counter(one.at.astimezone(BANGKOK).date() for one in rows)
            for day, times in days.items():
                if times > 1:
                    found.fault("one reminder a day and person, for all rounds", f"{chat} {day}")
        for asked in work.rounds:
            of = [row for row in rows if any(title == asked.title for title, _ in row.names)]
            for before, after in pairwise(of):
                if asked.rung_at(before.at) == asked.rung_at(after.at):
                    found.fault("each rung once in a chat",
                                f"{chat} {asked.title}: {before.at} and {after.at}")  # fmt: skip


def _finished(found: Verdict, work: Clockwork, accepted: Iterable[Accepted]) -> None:
    by_title = {asked.title: asked for asked in work.rounds}
    for one in accepted:
        for key in one.names:
            asked, day = by_title[key[0]], one.at.astimezone(BANGKOK).date()
            known, entered = work.truth.known.get(key), work.truth.entered.get(key)
            if known is not None and one.at >= known:
                found.fault("nobody who had finished is nagged", f"{key} {one.at} after {known}")
            if asked.last_day_only and entered and entered <= one.at and day < asked.due.date():
                found.fault("who has entered all is left alone until it can be confirmed",
                            f"{key} {one.at}")  # fmt: skip
            if asked.spec.closes_on and day > asked.spec.closes_on:
                found.fault("nothing is said of a system that is closed", f"{key} {one.at}")


def _round(found: Verdict, work: Clockwork, asked: Asked, accepted: list[Accepted]) -> OfRound:
    of = OfRound(asked)
    told = [one for one in accepted if any(title == asked.title for title, _ in one.names)]
    of.paid = sum(one.is_push for one in told)
    of.cards = sum(one.kind == "card" for one in told)
    of.free = len(told) - of.paid - of.cards
    last_call = datetime.combine(asked.due.date(), LAST_CALL, BANGKOK)
    for code in work.town.schools:
        done = work.life.finished[asked.title, code]
        known = work.truth.known.get((asked.title, code), done)
        of.behind += sum((asked.title, code) in one.names and done < one.at < known for one in told)
        if done > asked.due:
            of.late += 1
            _reached(found, work, of, code, told, asked.due)
        if done > last_call:
            of.called += 1
            _lately(found, work, of, code, told, last_call)
    planned = work.truth.planned.get(asked.title)
    if planned and of.unreachable > planned[0]:
        found.fault("the plan shows whom nobody can reach", f"{asked.title}: {planned}")
    return of


def _reached(
    found: Verdict, work: Clockwork, of: OfRound, code: str, told: list[Accepted], due: datetime
) -> None:
    """A late school: by which ways it was reached before the closing moment."""
    ways = _ways(work, of.asked, code, [one for one in told if one.at <= due])
    of.by.update(ways)
    if not _people(work, of.asked, code, due):
        of.unreachable += 1
    elif not ways:
        found.fault("every late school is reached before the closing moment",
                    f"{of.asked.title} {code}")  # fmt: skip


def _lately(
    found: Verdict, work: Clockwork, of: OfRound, code: str, told: list[Accepted], till: datetime
) -> None:
    since = datetime.combine(till.date(), time(9), BANGKOK) - LATELY
    if of.asked.last_day_only:
        since = datetime.combine(till.date(), time(0), BANGKOK)
    rows = [one for one in told if since <= one.at <= till]
    if not _ways(work, of.asked, code, rows) and _people(work, of.asked, code, till):
        found.fault("and lately: on the last day by 13:45, or within four days before",
                    f"{of.asked.title} {code}")  # fmt: skip


def _ways(work: Clockwork, asked: Asked, code: str, told: list[Accepted]) -> set[str]:
    """`card`, `free`, `paid`: how these reached it."""
    mine, ways = work.town.schools[code].can_be_told(asked.system), set[str]()
    for one in told:
        if (asked.title, code) not in one.names:
            continue
        if one.kind == "card" and code in work.town.hears[one.chat]:
            ways.add("card")
        if one.chat in mine:
            ways.add("paid" if one.is_push else "free")
    return ways


def _people(work: Clockwork, asked: Asked, code: str, at: datetime) -> set[str]:
    """Who of the school can be told then."""
    gone = {who for who, since in work.truth.blocked.items() if since <= at}
    return work.town.schools[code].can_be_told(asked.system) - gone
