"""The office of the moved clocks, and the reckoning: each reminder against what LINE took."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select

from bot.database import Database
from handlers import office_calendar
from handlers.context import Actor, Context
from handlers.people import SYSTEM
from handlers.rounds import opening, reminding
from handlers.rounds.late import People, late_schools, to_tell
from handlers.rounds.opening import Spec
from handlers.workdays import BANGKOK, CLOSING
from models.engine import Heartbeat
from models.groups import Reminder
from models.inbox import EventStatus, InboxEvent
from models.outbox import OutboxMessage, OutboxStatus
from models.people import Role
from models.rounds import Dataset
from models.schools import School
from tests import people as staff
from tests.soak.audit import Verdicts
from tests.soak.line import Line

SCHOOLS = [f"990100{n:02}" for n in range(1, 9)]
PEOPLE = [f"U-{who}-{code}" for code in SCHOOLS for who in ("clerk", "head")] + ["U-chair"]
#: Their names stand on reminders and on nothing else that these people are told.
ROUNDS = {"DMC ทดสอบ": (11, 10), "แบบสำรวจทดสอบ": (11, 12)}
#: One reminder: of which round, which rung, to whom.
Key = tuple[int, int, str]


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of the office's year."""
    return datetime(2026, month, day, hour, minute, tzinfo=BANGKOK)


def furnish(database: Database) -> None:
    """Schools with a clerk and a director each, the chair of their network, two open rounds."""
    with database.transaction() as session:
        ctx = Context(session, at(10, 1), Actor("soak"))
        for code in SCHOOLS:
            session.add(School(
                smis=code, moe_lost_digits=False, name=f"บ้านทดสอบ {code}", province="เชียงราย",
                area_code="9901", area_name="เขตตัวอย่าง", kind="", in_office=True,
                network="เครือข่ายทดสอบ", imported_at=ctx.now,
            ))  # fmt: skip
        session.flush()
        for code in SCHOOLS:
            staff.person(ctx, "ธุรการ", Role.SCHOOL_ADMIN, school=code,
                          line_user=f"U-clerk-{code}")  # fmt: skip
            staff.person(ctx, "ผอ.", Role.SCHOOL_DIRECTOR, school=code, line_user=f"U-head-{code}")
        staff.person(ctx, "ประธาน", Role.NETWORK_CHAIR, school=SCHOOLS[0], line_user="U-chair")
        for (name, (month, day)), kind in zip(
            ROUNDS.items(), (Dataset.DMC, Dataset.OTHER), strict=True
        ):
            due = at(month, day, 16, 30)
            spec = Spec(kind, name, 2569, date(2026, 10, 1), due, 2)
            opening.open_round(ctx, SYSTEM, spec)


@dataclass
class Asked:
    """What the clocks had to say, by the moments that they were given."""

    keys: dict[Key, set[date]] = field(default_factory=lambda: defaultdict(set))

    def note(self, ctx: Context) -> None:
        """At this moment, what is due of each round."""
        opens = office_calendar.load(ctx).opens(ctx.now)
        if opens > ctx.now or ctx.now.time() >= CLOSING:
            return
        people = People(ctx)
        for round_ in opening.under_way(ctx):
            rung = reminding.current_rung(ctx, round_)
            if rung is None:
                continue
            for one in to_tell(round_, late_schools(ctx, round_), rung.days, people):
                key = round_.id, rung.days, one.person.line_user or ""
                self.keys[key].add(ctx.now.astimezone(BANGKOK).date())


def looked(database: Database, moment: datetime) -> bool:
    """Has a clock looked for late schools since it became this moment?"""
    with database.reading() as session:
        seen = select(Heartbeat.at).where(
            Heartbeat.part == "job:remind_rounds",
            Heartbeat.at >= moment,
            Heartbeat.at < moment + timedelta(hours=1),
        )
        return session.scalar(seen.limit(1)) is not None


def quiet(database: Database, moment: datetime) -> bool:
    """Is nothing on its way?"""
    with database.reading() as session:
        events = select(InboxEvent.id).where(InboxEvent.status == EventStatus.RECEIVED)
        due = select(OutboxMessage.id).where(
            OutboxMessage.status == OutboxStatus.QUEUED,
            OutboxMessage.due_at <= moment + timedelta(minutes=5),
        )
        return not any(session.scalar(query.limit(1)) for query in (events, due))


def judge(database: Database, line: Line, asked: Asked, found: Verdicts) -> None:
    """Hold each reminder against what LINE took."""
    with database.reading() as session:
        made = {
            (row.round_id, row.rung, row.chat_key): row for row in session.scalars(select(Reminder))
        }
        rows = [
            row for row in session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
            if any(notice["kind"] == "round.reminder" for notice in row.notices)
        ]  # fmt: skip
    read_on = defaultdict[str, set[date]](set)
    for row in rows:
        if row.finished_at is not None and _taken(line, row):
            read_on[row.chat_key].add(row.finished_at.astimezone(BANGKOK).date())
    for key in set(asked.keys) - set(made):
        # Whoever read of one round hears of another on the next day, by its rung of then.
        if asked.keys[key] <= read_on[key[2]]:
            found.counts["reminders that gave way: another was read on that day"] += 1
        else:
            found.violated("reminder silently missed", key)
    for key in set(made) - set(asked.keys):
        found.violated("reminder that no moment asked for", key)
    carriers = defaultdict(list)
    for row in rows:
        for key in _keys(row):
            carriers[key].append(row)
    for key, reminder in made.items():
        _effect(found, line, key, reminder, carriers[key])
    _on_the_other_side(found, line, rows)


def _keys(row: OutboxMessage) -> Iterable[Key]:
    for notice in row.notices:
        if notice["kind"] == "round.reminder":
            for one in notice["data"]["rounds"]:
                yield one["id"], one["rung"], row.chat_key


def _taken(line: Line, row: OutboxMessage) -> int:
    return line.tokens[row.reply_token or ""] + line.pushes[row.retry_key or ""]


def _effect(
    found: Verdicts, line: Line, key: Key, reminder: Reminder, rows: list[OutboxMessage]
) -> None:
    taken = sum(_taken(line, row) for row in rows)
    way = "to be paid for" if reminder.pushed else "offered"
    if taken > 1:
        found.violated("reminder read twice", key)
    elif taken:
        found.counts[f"reminders {way}: read once"] += 1
    else:
        found.counts[f"reminders {way}: not read, {_why_not(rows)}"] += 1
        if reminder.pushed:
            found.violated("reminder to be paid for that nobody read", key)


def _why_not(rows: list[OutboxMessage]) -> str:
    if not rows:
        return "no row"
    last = rows[-1]
    return f"{last.status.value} ({last.error or ''})"


def _on_the_other_side(found: Verdicts, line: Line, rows: list[OutboxMessage]) -> None:
    """LINE's own count of the reminders in each chat is that of the rows."""
    read = Counter(
        who for took in line.took if any(name in took.body for name in ROUNDS) for who in took.to
    )
    told = Counter[str]()
    for row in rows:
        told[row.chat_key] += _taken(line, row)
    for chat in set(read) | set(told):
        if read[chat] != told[chat]:
            found.violated(f"LINE took {read[chat]} reminders, {told[chat]} by the rows", chat)
    found.counts["reminders that LINE took"] = read.total()
