"""The list of schools: whose they are, brought up to date in place."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from handlers import datasets, schools
from handlers.context import Context
from handlers.datastate import current
from handlers.tables import FileRefused, Source
from models.schools import School, area_key
from tests.conftest import BY_TURNS
from tests.handlers.offices import CHIANGRAI, LIST

HEAD = "จังหวัด,รหัส สพท.,สพท.,รหัสโรงเรียน 8 หลัก (SMIS),รหัสโรงเรียน 10 หลัก (MOE),โรงเรียน,ประเภท\n"
MINE = "ก,9901,สพป.ตัวอย่าง เขต 1,99010001,1099010001,บ้านหนึ่ง,ประถม\n"
OTHER = "ก,5703,สพป.เชียงราย เขต 3,57030001,105712035,บ้านสอง,ประถม\n"


def take(ctx: Context, text: str) -> schools.SchoolsImport:
    return schools.import_schools(ctx, "s.csv", text.encode("utf-8-sig"), "99010000")


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("57030000", "5703"),
        ("5703", "5703"),
        ("1057030000", "5703"),
        ("101736", "101736"),
        ("10173600", "101736"),
    ],
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


@BY_TURNS
def test_the_national_list(ctx: Context, shared_data: Path) -> None:
    done = schools.import_schools(ctx, LIST, (shared_data / LIST).read_bytes(), CHIANGRAI.code)
    assert (done.rows, done.in_office, done.lost_digits) == (29579, 139, 2)


# ---------------------------------------------------------------- an office's own list

OWN = "รหัสโรงเรียน,ชื่อโรงเรียน,อำเภอ,เครือข่าย,โทรศัพท์,ละติจูด,ลองจิจูด\n"


def school(ctx: Context, code: str = "99010001") -> School:
    ctx.session.expire_all()
    found = schools.by_code(ctx, code)
    assert found is not None
    return found


def test_an_offices_own_list_brings_only_its_columns(ctx: Context) -> None:
    take(ctx, HEAD + MINE + OTHER)
    done = take(ctx, OWN + "99010001,โรงเรียนบ้านหนึ่ง,เมืองก ,,54656125,15.1,100.2\n")
    assert (done.rows, done.in_office, done.changed) == (1, 1, 1)
    one = school(ctx)
    assert (one.name, one.amphoe, one.phone) == ("บ้านหนึ่ง", "เมืองก", "0-5465-6125")
    assert (one.latitude, one.longitude, one.source) == (15.1, 100.2, "s.csv")
    assert (one.moe, one.kind, one.area_name) == ("1099010001", "ประถม", "สพป.ตัวอย่าง เขต 1")
    # The national list again takes none of it away; nor does a list whose column is all empty.
    take(ctx, HEAD + MINE.replace("ประถม", "ขยายโอกาส") + OTHER)
    take(ctx, "รหัสโรงเรียน,อำเภอ,โทรศัพท์\n99010001,เมืองข,-\n")
    one = school(ctx)
    assert (one.amphoe, one.phone, one.kind) == ("เมืองข", "0-5465-6125", "ขยายโอกาส")


def test_a_new_school_of_ones_own_is_known_by_its_code(ctx: Context) -> None:
    done = take(ctx, OWN + "99010007,บ้านใหม่,เมืองก,,,,\n")
    assert (done.new, done.in_office) == (1, 1)
    assert school(ctx, "99010007").in_office


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("57030009,บ้านอื่น,ก,,,,", "unknown_school"),
        ("99012001,มัธยมก,ก,,,,", "unknown_school"),  # a number of secondary schools
        ("99010007,,ก,,,,", "no_name"),
        ("99010007,บ้านใหม่,ก,,,48.85,2.35", "point"),
        ("99010007,บ้านใหม่,ก,,,15,-", "point"),
    ],
)
def test_an_own_list_is_refused_whole(ctx: Context, line: str, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        take(ctx, OWN + "99010008,บ้านแปด,ก,,,,\n" + line + "\n")
    assert [(fault.code, fault.row) for fault in refused.value.faults] == [(code, 3)]
    assert ctx.session.scalar(select(func.count()).select_from(School)) == 0


def test_mobile_numbers_are_left_out_and_counted(ctx: Context) -> None:
    done = take(ctx, OWN + "99010007,บ้านใหม่,ก,,0812345678,,\n99010008,บ้านแปด,ก,,053712345,,\n")
    assert done.mobiles == 1
    assert school(ctx, "99010007").phone is None


def test_the_ministrys_page_of_an_area_keeps_no_persons_name(
    ctx: Context, shared_data: Path
) -> None:
    lines = (shared_data / LIST).read_text("utf-8-sig").splitlines()
    area = "\n".join([lines[0], *(line for line in lines if ",101701," in line)])
    schools.import_schools(ctx, LIST, area.encode(), CHIANGRAI.code)
    page = shared_data / "emis_html_xls" / "schools_สพม1_2563.xls"
    done = schools.import_schools(ctx, page.name, page.read_bytes(), CHIANGRAI.code)
    assert (done.rows, done.new) == (67, 0)
    one = school(ctx, "10012001")
    assert (one.amphoe, one.tambon, one.postcode) == ("เขตพระนคร", "บวรนิเวศ", "10200")
    assert one.phone == "0-2282-1626, 1605"
    kept = " ".join(str(value) for value in vars(one).values())
    assert "สมมุติ" not in kept


def test_a_list_with_english_names_of_columns(ctx: Context, shared_data: Path) -> None:
    path = shared_data / "dmc_chumphon1" / "schools_master.csv"
    done = schools.import_schools(ctx, path.name, path.read_bytes(), "86010000")
    assert (done.rows, done.in_office, done.new) == (107, 107, 107)
    one = school(ctx, "86010001")
    assert (one.name, one.amphoe, one.latitude) == ("วัดขุนกระทิง", "เมืองชุมพร", 10.458924)


def test_an_empty_cell_takes_nothing_away(ctx: Context) -> None:
    """Imported twice, with columns in another order, half filled, or not at all."""
    take(ctx, HEAD + MINE)
    own = "อำเภอ,โทรศัพท์,รหัสโรงเรียน,lat,lon\nเมือง,0-5391-1234,99010001,19.9,99.8\n"
    take(ctx, own)
    assert take(ctx, own).changed == 0
    take(ctx, "รหัสโรงเรียน,โทรศัพท์,เครือข่าย,อำเภอ,lat,lon\n99010001,,เมือง 1,-,,\n")
    take(ctx, "รหัสโรงเรียน,moe10,จังหวัด,ประเภท\n99010001,,-,\n")
    ctx.session.expire_all()
    known = school(ctx)
    assert (known.moe, known.province, known.kind) == ("1099010001", "ก", "ประถม")
    assert (known.amphoe, known.phone, known.network) == ("เมือง", "0-5391-1234", "เมือง 1")
    assert (known.latitude, known.longitude) == (19.9, 99.8)


def test_a_secondary_area_works_by_the_list(ctx: Context) -> None:
    """Its schools' codes begin as those of a primary area: only the list knows whose they are."""
    mine = "ก,101736,สพม.เขต 36,57012001,1057012001,มัธยมหนึ่ง,มัธยม\n"
    done = schools.import_schools(ctx, "s.csv", (HEAD + mine + MINE).encode(), "10173600")
    assert (done.rows, done.in_office) == (2, 1)
    groups = "0," * 91 + "0"
    rows = [f"2568-1,57012001,{groups}", f"2568-1,10173600,{groups}"]
    when = datasets.Target("dmc", 2568, 1, datasets.usual_as_of(2568, 1))
    [found] = datasets.check(ctx, Source("f.csv", "\n".join(rows).encode()), when, "10173600")
    assert (found.totals["schools"], found.has_total_row) == (1, True)
    other = "\n".join(rows).replace("57012001", "57010001").encode()
    with pytest.raises(FileRefused):
        datasets.check(ctx, Source("f.csv", other), when, "10173600")
