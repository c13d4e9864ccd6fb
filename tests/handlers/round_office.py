"""Five schools with their people and a collection round, for tests of rounds; and what is beside.

`UNASKED` is a school of the office that a small round does not ask, `ELSEWHERE` another office's.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from handlers.context import Actor, Context
from handlers.people import SYSTEM, Me, as_me, name_responsible
from handlers.rounds import opening, standing
from handlers.rounds.opening import Spec
from handlers.workdays import BANGKOK
from models.people import Person, Role
from models.rounds import CollectionRound, Dataset, RoundSchool, Standing
from models.schools import School
from tests import people

A, B, C, D, UNASKED, ELSEWHERE = (
    "99010001", "99010002", "99010003", "99010004", "99010005", "88010001",
)  # fmt: skip
#: School → name, MOE code, network, amphoe, telephone.
SCHOOLS = {
    A: ("บ้านหนองบัว", "1099010001", "เครือข่ายดอยสูง", "ริมธาร", "0-5300-0001"),
    B: ("วัดทุ่งทอง", "1099010002", "เครือข่ายดอยสูง", "ริมธาร", "0-5300-0002"),
    C: ("บ้านปลายน้ำ", "1099010003", "เครือข่ายริมน้ำ", "ปลายฟ้า", "0-5300-0003"),
    D: ("บ้านต้นไทร", "1099010004", "เครือข่ายริมน้ำ", "ปลายฟ้า", None),
    UNASKED: ("บ้านไกล", "1099010005", None, None, None),
}
NAME = "ข้อมูลนักเรียน DMC ภาคเรียนที่ 2 ปีการศึกษา 2569"
LETTER = "ที่ ศธ 04999/ว 123 ลว. 1 ต.ค. 2569"


def bangkok(text: str) -> datetime:
    """A moment in Bangkok."""
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


def staffed(ctx: Context) -> dict[str, Person]:
    """The schools; of school A its clerk, its director and a teacher who answers for DMC."""
    rows = {**{code: (*facts, True) for code, facts in SCHOOLS.items()},
            ELSEWHERE: ("บ้านนอกเขต", "1088010001", None, None, None, False)}  # fmt: skip
    for code, (name, moe, network, amphoe, phone, own) in rows.items():
        ctx.session.add(School(
            smis=code, moe=moe, name=name, moe_lost_digits=False, province="", area_code=code[:4],
            area_name="", kind="", in_office=own, network=network, amphoe=amphoe, phone=phone,
            imported_at=ctx.now,
        ))  # fmt: skip
    made = people.staffed(ctx, {"officer": "U-officer", "director": "U-director"})
    made["clerk"] = people.person(ctx, "กุหลาบ ธุรการ", Role.SCHOOL_ADMIN, school=A, line_user="U-c",
                                  phone="0811111111")  # fmt: skip
    made["head"] = people.person(ctx, "ผอ. หนองบัว", Role.SCHOOL_DIRECTOR, school=A)
    made["named"] = people.person(ctx, "ครูข้อมูล ตัวอย่าง", Role.TEACHER, school=A,
                                  phone="0822222222")  # fmt: skip
    name_responsible(ctx, SYSTEM, made["named"].id, A, ["dmc"])
    return made


def spec(**more: Any) -> Spec:
    """DMC of the second term 2569, as a letter says it; other dates by name."""
    usual: dict[str, Any] = {
        "dataset": Dataset.DMC, "name": NAME, "year": 2569, "round": 2,
        "as_of": date(2026, 11, 10), "opens_on": date(2026, 10, 1),
        "due_at": bangkok("2026-11-10T16:30"), "letter": LETTER, "schools": [A, B, C, D],
    }  # fmt: skip
    return Spec(**{**usual, **more})


def opened(ctx: Context, **more: Any) -> CollectionRound:
    """The round, opened at the office's machine."""
    return opening.open_round(ctx, SYSTEM, spec(**more))


def on(ctx: Context, text: str) -> Context:
    """The same transaction at another moment."""
    return Context(ctx.session, bangkok(text), Actor("test"))


def me(ctx: Context, person: Person) -> Me:
    """The person as a use case sees them at that moment."""
    return as_me(ctx, person)


def noted(ctx: Context, round_: CollectionRound, code: str, *to: Standing) -> RoundSchool:
    """An officer writes down how far a school is, step by step."""
    for one in to:
        row = standing.note_for(ctx, SYSTEM, round_.id, code, one)
    return row
