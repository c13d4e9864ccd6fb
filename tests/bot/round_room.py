"""An office in chat with a collection round: a clerk whom the school named, its director, officers.

room.opened()                              # DMC, due on the last day of November 2569
room.says("clerk", "กำหนดส่ง")
room.presses("clerk", "บอกสถานะ DMC")
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.chat.flows import flows
from bot.database import Database
from handlers import datastate
from handlers.people import SYSTEM, name_responsible
from handlers.rounds import opening, standing
from handlers.rounds.opening import Spec
from handlers.workdays import BANGKOK
from models.people import Person, Role
from models.rounds import Dataset, RoundSchool, Standing
from models.schools import School
from tests import people
from tests.bot.ticket_room import FORMS, WHERE, A, B, Room
from tests.office import Office, open_office

C = "99010003"
LETTER = "ที่ ศธ 04999/ว 123 ลว. 1 ต.ค. 2569"
#: Schools without anybody in LINE, to fill lists.
QUIET = tuple(f"9901{n:04}" for n in range(101, 110))
S = Standing


def at(text: str) -> datetime:
    """A moment in Bangkok."""
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


class RoundRoom(Room):
    """The office of `Room`: the clerk answers for DMC, `far` works at two schools."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        with self.at(None) as ctx:
            name_responsible(ctx, SYSTEM, self.ids["clerk"], A, ["dmc"])
            far = ctx.session.get_one(Person, self.ids["far"])
            people.post(ctx, far, Role.SCHOOL_ADMIN, school=C)
            for n, code in enumerate(QUIET, 1):
                ctx.session.add(_quiet(n, code, ctx.now))
            datastate.bump(ctx)

    def opened(self, **more: Any) -> int:
        """A round that is open; other dates and another system by name. Returns its id."""
        usual: dict[str, Any] = {
            "dataset": Dataset.DMC, "name": "ข้อมูลนักเรียน DMC ภาคเรียนที่ 2 ปีการศึกษา 2569", "year": 2569,
            "round": 2, "as_of": date(2026, 11, 10), "opens_on": date(2026, 11, 1),
            "confirm_from": date(2026, 11, 25), "due_at": at("2026-11-30T16:30"),
            "certify_by": at("2026-11-30T16:30"), "closes_on": date(2026, 12, 15), "letter": LETTER,
            "link": "https://portal.example.go.th/dmc",
        }  # fmt: skip
        with self.at(None) as ctx:
            return opening.open_round(ctx, SYSTEM, Spec(**{**usual, **more})).id

    def stands(self, round_id: int, code: str = A) -> str:
        """Where a school stands."""
        with self.at(None) as ctx:
            return standing.standing_of(ctx, round_id, code).value

    def noted(self, round_id: int, to: Standing, *codes: str) -> None:
        """An officer writes down what these schools said by telephone."""
        with self.at(None) as ctx:
            for code in codes:
                standing.note_for(ctx, SYSTEM, round_id, code, to)

    def presses_all(self, who: str, actions: list[dict[str, Any]]) -> str:
        """Press them one after the other, and read all that is answered then."""
        self._before(who)
        line = self.line(who)
        for action in actions:
            self.office.platform.acts.postback(line, line, action["data"])
        self.office.settle()
        return self.heard(who)

    def row(self, round_id: int, code: str = A) -> RoundSchool:
        """What is kept of a school in a round."""
        with self.office.database.reading() as session:
            return session.get_one(RoundSchool, (round_id, code))

    def on(self, text: str) -> None:
        """It is that moment now."""
        self.office.clock.moment = at(text)
        self.office.settle()


def _quiet(n: int, code: str, now: datetime) -> School:
    return School(
        smis=code, name=f"บ้านเงียบ {n}", moe_lost_digits=False, province="", area_code="9901",
        area_name=WHERE.name, kind="", in_office=True, amphoe="ริมธาร", network="เครือข่ายริมธาร",
        phone="0-5300-0000", imported_at=now,
    )  # fmt: skip


@contextmanager
def open_room(database: Database, folder: Path) -> Iterator[RoundRoom]:
    """The room, with every flow of the product."""
    with open_office(database, folder, flows=flows(WHERE, FORMS)) as office:
        yield RoundRoom(office)


__all__ = ["LETTER", "QUIET", "A", "B", "C", "RoundRoom", "S", "at", "open_room"]
