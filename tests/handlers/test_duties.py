"""The duty directory: taken in whole or not at all."""

from __future__ import annotations

import pytest

from handlers import duties
from handlers.context import Context
from handlers.tables import FileRefused, Source
from handlers.templates import DUTIES, template

HEAD = "เรื่อง,คำอื่น,กลุ่มงาน,ผู้รับผิดชอบ,โทรศัพท์,อีเมล,ห้อง\n"
DMC = 'ข้อมูล DMC,"ดีเอ็มซี, นักเรียนรายบุคคล",กลุ่มนโยบายและแผน,,053-712345 ต่อ 21,plan@example.go.th,\n'


def take(ctx: Context, text: str) -> duties.DutiesImport:
    return duties.import_duties(ctx, Source("d.csv", text.encode("utf-8-sig")))


def test_a_new_list_takes_the_old_ones_place(ctx: Context) -> None:
    take(ctx, HEAD + DMC + "พัสดุ,,กลุ่มการเงิน,,,,\n")
    done = take(ctx, HEAD + DMC)
    assert (done.rows, done.replaced, done.groups) == (1, 2, 1)
    (one,) = duties.list_duties(ctx)
    assert (one.subject, one.words) == ("ข้อมูล DMC", ["ดีเอ็มซี", "นักเรียนรายบุคคล"])
    assert (one.phone, one.person, one.source) == ("0-5371-2345 ต่อ 21", None, "d.csv")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEAD + DMC + ",,กลุ่มการเงิน,,,,\n", "blank"),
        (HEAD + DMC + "พัสดุ,,,,,,\n", "blank"),
        (HEAD + DMC + DMC, "line_twice"),
        (HEAD + DMC + "พัสดุ,,กลุ่มการเงิน,,12,,\n", "phone"),
        (HEAD + DMC + f"{'ก' * 201},,กลุ่มการเงิน,,,,\n", "long"),
        (HEAD, "empty"),
        ("เรื่อง,โทรศัพท์\nพัสดุ,0\n", "no_column"),
        ("a,b\n1,2\n", "no_table_header"),
        ("", "empty"),
    ],
)
def test_refused_whole(ctx: Context, text: str, code: str) -> None:
    take(ctx, HEAD + "งานเดิม,,กลุ่มเดิม,,,,\n")
    with pytest.raises(FileRefused) as refused:
        take(ctx, text)
    assert [fault.code for fault in refused.value.faults] == [code]
    assert [duty.subject for duty in duties.list_duties(ctx)] == ["งานเดิม"]


def test_the_templates_example_is_passed_over(ctx: Context) -> None:
    head, example = template(DUTIES)
    quoted = ",".join(f'"{cell}"' for cell in example)
    take(ctx, f"{','.join(head)}\n{quoted}\n{DMC}")
    assert [duty.subject for duty in duties.list_duties(ctx)] == ["ข้อมูล DMC"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("ข้อมูล DMC,กลุ่มแผน,นายสมมุติ ๙๖๔๔๒๐๐๐๐๐๐๐๑,", "long_number"),
        ("ข้อมูล 9-6442-00000-00-1,กลุ่มแผน,,", "long_number"),
        ("ข้อมูล DMC,กลุ่มแผน,,plan(at)example", "email"),
    ],
)
def test_nothing_of_a_person_and_nothing_half_is_told(cells: str, code: str) -> None:
    text = f"เรื่อง,กลุ่มงาน,ผู้รับผิดชอบ,อีเมล\n{cells}\n"
    with pytest.raises(FileRefused) as refused:
        duties._read(Source("d.csv", text.encode()))
    assert [fault.code for fault in refused.value.faults] == [code]
