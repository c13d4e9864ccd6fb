"""The list of schools: whose they are, brought up to date in place."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from handlers import schools
from handlers.context import Context
from handlers.datastate import current
from handlers.tables import FileRefused
from models.schools import School, area_key
from tests.handlers.offices import CHIANGRAI, LIST

HEAD = "จังหวัด,รหัส สพท.,สพท.,รหัสโรงเรียน 8 หลัก (SMIS),รหัสโรงเรียน 10 หลัก (MOE),โรงเรียน,ประเภท\n"
MINE = "ก,9901,สพป.ตัวอย่าง เขต 1,99010001,1099010001,บ้านหนึ่ง,ประถม\n"
OTHER = "ก,5703,สพป.เชียงราย เขต 3,57030001,105712035,บ้านสอง,ประถม\n"


def take(ctx: Context, text: str) -> schools.SchoolsImport:
    return schools.import_schools(ctx, "s.csv", text.encode("utf-8-sig"), "99010000")


@pytest.mark.parametrize(
    ("code", "key"),
    [("57030000", "5703"), ("5703", "5703"), ("1057030000", "5703"), ("101736", "101736")],
)
def test_forms_of_an_area_code(code: str, key: str) -> None:
    assert area_key(code) == key


def test_import_and_update_in_place(ctx: Context) -> None:
    first = take(ctx, HEAD + MINE + OTHER)
    assert (first.rows, first.in_office, first.new, first.lost_digits) == (2, 1, 2, 1)
    before = current(ctx)
    again = take(ctx, HEAD + MINE.replace("บ้านหนึ่ง", "บ้านหนึ่งใหม่") + OTHER)
    assert (again.new, again.changed) == (0, 1)
    assert current(ctx) > before
    ctx.session.expire_all()
    school = schools.by_code(ctx, "1099010001")
    assert school is not None
    assert school.name == "บ้านหนึ่งใหม่"
    assert schools.by_code(ctx, "57030001").in_office is False  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEAD + MINE + MINE, "school_twice"),
        (HEAD + MINE.replace("99010001,", "x,"), "school_code"),
        (HEAD.replace("ประเภท", "อื่น") + MINE, "no_column"),
        (HEAD + "ก,9901\n", "short_row"),
        (HEAD, "empty"),
        ("", "empty"),
    ],
)
def test_refused_whole(ctx: Context, text: str, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        take(ctx, text)
    assert code in {fault.code for fault in refused.value.faults}
    assert ctx.session.scalar(select(func.count()).select_from(School)) == 0


def test_the_national_list(ctx: Context, shared_data: Path) -> None:
    done = schools.import_schools(ctx, LIST, (shared_data / LIST).read_bytes(), CHIANGRAI.code)
    assert (done.rows, done.in_office, done.lost_digits) == (29579, 139, 2)
