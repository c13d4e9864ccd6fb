"""People for tests: an office with its officers, directors and schools' people, and some noise."""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers.context import Context
from handlers.people import Me, as_me
from models.people import AT_SCHOOL, IN_GROUP, ActingKind, ActingOrder, Person, Post, Role

GROUP = "กลุ่มนโยบายและแผน"
OTHER_GROUP = "กลุ่มส่งเสริมการจัดการศึกษา"
SCHOOL, OTHER_SCHOOL = "99010001", "99010002"
LONG_AGO = date(2020, 1, 1)


def person(
    ctx: Context,
    name: str,
    role: Role | None = None,
    *,
    line_user: str | None = None,
    group: str | None = None,
    school: str | None = None,
    title: str = "",
    starts_on: date = LONG_AGO,
    ends_on: date | None = None,
    **more: Any,
) -> Person:
    """A person with a post, or without one."""
    made = Person(
        name=name, position=title, line_user=line_user, created_at=ctx.now, created_by="test",
        bound_at=ctx.now if line_user else None, affiliation=more.pop("affiliation", ""), **more,
    )  # fmt: skip
    ctx.session.add(made)
    ctx.session.flush()
    if role is not None:
        post(ctx, made, role, group=group, school=school, title=title, starts_on=starts_on,
             ends_on=ends_on)  # fmt: skip
    return made


def post(
    ctx: Context,
    who: Person,
    role: Role,
    *,
    group: str | None = None,
    school: str | None = None,
    title: str = "",
    starts_on: date = LONG_AGO,
    ends_on: date | None = None,
) -> Post:
    """A post of theirs."""
    made = Post(
        person_id=who.id, role=role, group_name=group, school_code=school,
        title=title or role.value, starts_on=starts_on, ends_on=ends_on, created_at=ctx.now,
        created_by="test",
    )  # fmt: skip
    ctx.session.add(made)
    ctx.session.flush()
    return made


def acting(
    ctx: Context,
    who: Person,
    role: Role,
    *,
    group: str | None = None,
    school: str | None = None,
    kind: ActingKind = ActingKind.ACTING_FOR,
    title: str = "ผู้อำนวยการกลุ่มนโยบายและแผน",
    order: str = "คำสั่งที่ 12/2569",
    starts_on: date = LONG_AGO,
    ends_on: date | None = None,
) -> ActingOrder:
    """An order by which they stand in for a post."""
    made = ActingOrder(
        person_id=who.id, kind=kind, role=role, group_name=group, school_code=school, title=title,
        order_number=order, starts_on=starts_on, ends_on=ends_on, created_at=ctx.now,
        created_by="test",
    )  # fmt: skip
    ctx.session.add(made)
    ctx.session.flush()
    return made


def staffed(ctx: Context, lines: dict[str, str] | None = None) -> dict[str, Person]:
    """The usual people of an office, and people of other groups and schools as noise.

    `lines` are LINE accounts by the names below.
    """
    line = (lines or {}).get
    made = {
        "teacher": person(ctx, "มะลิ ตัวอย่าง", Role.TEACHER, school=SCHOOL, title="ครู",
                          line_user=line("teacher"), affiliation="โรงเรียนบ้านตัวอย่าง",
                          phone="0812345678"),
        "officer": person(ctx, "ดาริกา แบบฝึก", Role.OFFICER, group=GROUP,
                          title="นักวิเคราะห์นโยบายและแผนชำนาญการ", line_user=line("officer")),
        "director": person(ctx, "อารี สาธิต", Role.GROUP_DIRECTOR, group=GROUP,
                           title="ผู้อำนวยการกลุ่มนโยบายและแผน", line_user=line("director")),
        "area": person(ctx, "สมาน สมมุติวงศ์", Role.AREA_DIRECTOR,
                       title="ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา", line_user=line("area")),
    }  # fmt: skip
    person(ctx, "นอกกลุ่ม หนึ่ง", Role.OFFICER, group=OTHER_GROUP, line_user="U-other-officer")
    person(ctx, "นอกกลุ่ม สอง", Role.GROUP_DIRECTOR, group=OTHER_GROUP, line_user="U-other-dir")
    person(ctx, "พ้นตำแหน่ง", Role.GROUP_DIRECTOR, group=GROUP, ends_on=date(2026, 9, 30),
           line_user="U-retired")  # fmt: skip
    person(ctx, "ต่างโรงเรียน", Role.SCHOOL_DIRECTOR, school=OTHER_SCHOOL, line_user="U-far")
    return made


def everybody(ctx: Context, *, ended: Role) -> list[tuple[Me, Role | None, bool]]:
    """Somebody in each role, here and elsewhere; no post, an `ended` post, somebody unknown."""
    found: list[tuple[Me, Role | None, bool]] = [(Me(), None, False)]
    for role in Role:
        for here in (True, False):
            made = person(
                ctx, f"{role.value} {here}", role,
                group=(GROUP if here else OTHER_GROUP) if role in IN_GROUP else None,
                school=(SCHOOL if here else OTHER_SCHOOL) if role in AT_SCHOOL else None,
            )  # fmt: skip
            found.append((as_me(ctx, made), role, here))
    found.append((as_me(ctx, person(ctx, "ไม่มีตำแหน่ง")), None, False))
    gone = person(
        ctx, "พ้นแล้ว", ended, group=GROUP if ended in IN_GROUP else None,
        ends_on=date(2026, 11, 18),
    )  # fmt: skip
    return [*found, (as_me(ctx, gone), None, False)]
