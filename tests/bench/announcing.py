"""One announcement to 2,000 people: told alike in calls of 500, apart in 2,000."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from bot.database import Database
from handlers import outbox
from handlers.outbox import Letter
from models.outbox import OutboxMessage, OutboxStatus, Purpose
from models.spending import Pot
from tests.bench import product
from tests.bench.backlog import rate, work
from tests.bench.databases import new_database
from tests.bench.http import person
from tests.bench.report import figure, title

PEOPLE = 2_000
_TOLD = {
    "id": 1, "title": "ประชุมครูข้อมูล", "body": "วันจันทร์ เวลา 9.00 น. ห้องประชุมใหญ่", "link": None,
    "letter": None, "asks": True, "at": "2026-11-19T10:00:00+07:00", "from_group": "กลุ่มแผน",
}  # fmt: skip


def measure(folder: Path) -> None:
    """Calls and seconds on each database, from a full outbox to the last answer written down."""
    title(f"One announcement to {PEOPLE:,} people, sent to a stand-in that answers at once")
    with product.stand_in() as line:
        for kind in ("sqlite", "postgresql"):
            for how, alike in (("alike", True), ("each in its own words", False)):
                with new_database(kind, folder) as url:
                    _queue(url, alike=alike)
                    found = work("sender", product.settings(url, folder, line), 1)
                    figure(f"{kind}, {how}: calls", _calls(url), most=4 if alike else None)
                    figure(f"{kind}, {how}: it took", PEOPLE / rate(found), "s")


def _queue(url: str, *, alike: bool) -> None:
    database = Database(url)
    with database.transaction() as session:
        letters = [_letter(n, alike=alike) for n in range(PEOPLE)]
        outbox.queue(session, letters, now=datetime.now(UTC))
    database.close()


def _letter(n: int, *, alike: bool) -> Letter:
    data = _TOLD if alike else {**_TOLD, "title": f"ประชุมครูข้อมูล {n}"}
    return Letter(
        person(n), {"is_group": False, "conversation_id": 0, "turn": 0, "ref": "announcement:1"},
        ({"kind": "announcement.told", "data": data},), purpose=Purpose.NOTICE, price=1,
        pot=Pot.ROUNDS, hold_key=f"announcement:1:{n}",
    )  # fmt: skip


def _calls(url: str) -> int:
    """How many retry keys there were: each is one call, for all went well."""
    database = Database(url)
    with database.reading() as session:
        keys = select(func.count(OutboxMessage.retry_key.distinct())).where(
            OutboxMessage.status == OutboxStatus.ACCEPTED, OutboxMessage.attempts == 1
        )
        found = session.scalar(keys) or 0
    database.close()
    return found
