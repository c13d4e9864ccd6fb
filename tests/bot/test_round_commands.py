"""`round …` at the office's own machine: opened, moved, followed, what a list brings, refusals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import pytest

from bot.texts import round_refusals
from bot.texts.round_words import EVERY_STANDING, SOURCE, STEP
from handlers.context import Context
from handlers.people import SYSTEM
from handlers.rounds import opening, standing
from handlers.tables import Source, read_sheets
from models.rounds import Source as Known
from models.rounds import Standing, StepKind
from tests.bot.commanding import Run, told, typing_at
from tests.conftest import NOON
from tests.handlers.round_office import (
    NAME,
    UNASKED,
    A,
    B,
    C,
    D,
    bangkok,
    noted,
    opened,
    staffed,
)

At = Callable[[datetime], AbstractContextManager[Context]]
OPEN = ("round", "open", "--dataset")


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    with typing_at(NOON, database_url, monkeypatch, tmp_path, OFFICE_CODE="99010000") as typed:
        yield typed


@pytest.fixture
def office(at: At, run: Run) -> None:
    with at(bangkok("2026-09-01T09:00")) as ctx:
        staffed(ctx)


def out(run: Run, *words: str) -> str:
    done = run(*words)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_from_opening_to_the_summary(run: Run, office: None, at: At, tmp_path: Path) -> None:
    done = run(*OPEN, "dmc", "--year", "2569", "--round", "2", "--due", "2026-11-30",
               "--letter", "ที่ ศธ 04999/ว 1 ลว. 1 ต.ค. 2569", "--confirm-from", "2026-11-01",
               "--certify-by", "2026-11-30T16:30", "--acknowledge-by", "2026-12-01",
               "--system-closes", "2026-12-04T23:59", "--link", "https://dmc.example.go.th/",
               *(w for code in (A, B, "1099010003", D) for w in ("--school", code)))  # fmt: skip
    assert (done.exit_code, done.stdout) == (0, "1\n")  # its id, for scripts
    assert f"ใช้ค่าปกติ: ชื่อ «{NAME}» · ข้อมูล ณ อ. 10 พ.ย. 2569 · วันเปิด พ. 15 ก.ค. 2569" in done.stderr
    (row,) = told(run("round", "list", "--json"))
    due = datetime.fromisoformat(row["due"])
    assert (row["id"], due, row["expected"], row["phase"]) == (
        1, bangkok("2026-11-30T16:30"), 4, "open",
    )  # fmt: skip
    listed = out(run, "round", "list")
    assert "กำหนดส่ง จ. 30 พ.ย. 2569 16.30 น.  ยืนยันแล้ว 0 จาก 4 โรง" in listed

    moved = run("round", "extend", "--due", "2026-11-18T16:30+07:00")
    assert "ต้องยังมาไม่ถึง" in moved.stderr
    moved = run("round", "extend", "--due", "2026-12-05T12:00", "--letter", "ที่ ศธ 04999/ว 9")
    assert "กำหนดส่งเดิม จ. 30 พ.ย. 2569 16.30 น. เป็น ส. 5 ธ.ค. 2569 12.00 น." in moved.stdout
    assert "ตามหนังสือ ที่ ศธ 04999/ว 9" in moved.stdout
    assert "ตรงกับวันหยุด" in moved.stdout
    assert "เลื่อนกำหนดส่งได้ด้วย" in run("round", "edit", "--due", "2026-12-09").stderr
    edited = told(run("round", "edit", "--link", "https://dmc2.example.go.th/", "--json"))
    assert edited["link"] == "https://dmc2.example.go.th/"

    assert "ยกเว้น 1 โรงเรียน (บ้านต้นไทร): ไม่มีนักเรียน" in out(
        run, "round", "exempt", "--school", D, "--reason", "ไม่มีนักเรียน"
    )
    assert "ถึง พฤ. 10 ธ.ค. 2569 16.30 น." in out(
        run, "round", "longer", "1", "--school", C, "--until", "2026-12-10", "--reason", "น้ำท่วม"
    )
    Path("dmc.csv").write_text(
        f"รหัสโรงเรียน,สถานะ\n{A},ยืนยันแล้ว\n{B},ยังไม่ยืนยัน\n{UNASKED},ยืนยันแล้ว\n57030001,ยืนยันแล้ว\n",
        encoding="cp874",
    )
    with at(NOON) as ctx:
        noted(ctx, opening.get(ctx, 1), B, Standing.CONFIRMED)
    looked = out(run, "round", "import-confirmed", "dmc.csv", "--check")
    assert "ใหม่ 1 โรง รู้แล้ว 0 โรง (ตรวจเท่านั้น ยังไม่บันทึก)" in looked
    taken = out(run, "round", "import-confirmed", "1", "dmc.csv")
    assert (
        f"ไม่ตรงกัน: ในรายชื่อยังไม่ยืนยัน แต่ในระบบนี้ 1 โรง\n    {B} วัดทุ่งทอง  ยืนยันแล้ว (เจ้าหน้าที่บันทึก)" in taken
    )
    assert f"ไม่อยู่ในรอบนี้ 1 โรง\n    {UNASKED} บ้านไกล" in taken
    assert "ไม่รู้จักรหัส 1 โรง\n    57030001" in taken
    assert out(run, "round", "step", "plan") == f"{NAME}: ศึกษาและวางแผน เสร็จแล้ว\n"
    assert out(run, "round", "step", "1", "memo") == f"{NAME}: บันทึกเสนอ เสร็จแล้ว\n"

    shown = out(run, "round", "status")
    assert "ขยายเวลาจาก จ. 30 พ.ย. 2569 16.30 น. ตามหนังสือ ที่ ศธ 04999/ว 9" in shown
    assert "รายชื่อจากระบบ ณ พฤ. 19 พ.ย. 2569 14.30 น. (ไม่ถึงชั่วโมง) ยืนยันแล้ว 1 โรง" in shown
    for line in ("Reporting rate on time", "ได้รับยกเว้น 1 โรง", "โรงเรียนที่ยังไม่ยืนยัน 1 โรง",
                 "0-5300-0003", "✓ ศึกษาและวางแผน", "… แจ้งโรงเรียน"):  # fmt: skip
        assert line in shown
    found = told(run("round", "status", "--json"))
    assert found["office"] == {
        "key": "office", "expected": 3, "actual": 2, "reporting_rate": 66.67,
        "actual_on_time": 2, "reporting_rate_on_time": 66.67,
    }  # fmt: skip
    assert found["by_standing"]["confirmed"] == 2
    assert [one["name"] for one in found["pending"]] == ["บ้านปลายน้ำ"]
    assert told(run("round", "status", "--late", "--json")) == []  # nobody's time is over
    assert "โรงเรียนที่เลยกำหนด 0 โรง" in out(run, "round", "status", "--late")
    assert "สถานะ.xlsx" in out(run, "round", "status", "--out", "สถานะ.xlsx")
    book = dict(read_sheets(Source("x", path=tmp_path / "สถานะ.xlsx")))
    assert list(book) == ["ตามเครือข่าย", "ตามอำเภอ", "ตามสถานะ", "ยังไม่ยืนยัน", "ยกเว้น", "รายโรงเรียน"]
    cells = {cell for _, row in book["รายโรงเรียน"] for cell in row}
    assert {"บ้านหนองบัว", "ยืนยันแล้ว", "ครูข้อมูล ตัวอย่าง", "0822222222"} <= cells

    assert "ยกเลิกการยกเว้น 1 โรงเรียน" in out(run, "round", "exempt", "--school", D, "--undo")
    assert "ยกเลิกรอบที่ 1" in out(run, "round", "cancel", "1")
    assert out(run, "round", "list") == "ไม่มีรอบที่เปิดอยู่หรือกำลังจะเปิด\n"
    assert "ยกเลิก" in out(run, "round", "list", "--all")


def test_usual_dates_and_last_year_s_again(run: Run, office: None) -> None:
    lines = out(run, "round", "template", "--year", "2570")
    assert "dmc 3  DMC สิ้นปีการศึกษา 2570: ข้อมูล ณ ศ. 31 มี.ค. 2571" in lines
    assert len(told(run("round", "template", "--json"))) == 8
    first = told(run(*OPEN, "bobec", "--year", "2568", "--opens", "2025-10-02", "--json"))
    assert first["taken"].keys() == {"name", "as_of", "due_at"}
    assert first["due"] == "2025-10-30T16:30:00+07:00"
    copied = run("round", "copy", "1", "--year", "2570", "--due", "2027-10-29T16:30")
    assert copied.stdout == "2\n"
    found = next(r for r in told(run("round", "list", "--json")) if r["id"] == 2)
    assert (found["opens"], found["as_of"]) == ("2027-10-02", "2027-10-30")
    assert found["name"] == "ข้อมูลสิ่งก่อสร้าง B-OBEC ปีการศึกษา 2570"
    assert datetime.fromisoformat(found["due"]) == bangkok("2027-10-29T16:30")
    assert "[2] ข้อมูลสิ่งก่อสร้าง" in out(run, "round", "edit", "2", "--opens", "2027-10-04")


def test_what_cannot_be_is_one_line_and_changes_nothing(run: Run, office: None, at: At) -> None:
    dmc = (*OPEN, "dmc", "--year", "2569", "--round", "2")
    run(*dmc, "--due", "2026-11-30")
    refused = {
        "มีรอบนี้อยู่แล้ว คือรอบที่ 1": run(*dmc),
        "วันเริ่มยืนยันต้องไม่อยู่ก่อนวันเปิดระบบ": run(*dmc, "--name", "ก", "--confirm-from", "2026-01-01"),
        "ไม่มีโรงเรียนรหัส 57030001 ในสังกัด": run(*dmc, "--name", "ก", "--school", "57030001"),
        "ลิงก์ต้องขึ้นต้นด้วย https://": run(*dmc, "--name", "ก", "--link", "dmc"),
        "ไม่พบรอบที่ 7": run("round", "cancel", "7"),
        "กำหนดส่งเป็นวันและเวลานี้อยู่แล้ว": run("round", "extend", "--due", "2026-11-30"),
        "เปิดไฟล์ไม่ได้": run("round", "import-confirmed", "nowhere.csv"),
        "วันของรายชื่อยังมาไม่ถึง": run("round", "import-confirmed", __file__, "--as-of", "2030-01-01"),
    }  # fmt: skip
    for words, result in refused.items():
        assert (result.exit_code, result.stdout) == (1, ""), words
        assert words in result.stderr
        assert result.stderr.count("\n") == 1
    run("round", "step", "plan")
    assert "บันทึกว่าเสร็จแล้ว" in run("round", "step", "plan").stderr
    wrong = {
        "dates are in C.E.": run(*dmc, "--due", "2569-11-10T16:30"),
        "not a date and time": run("round", "extend", "--due", "พรุ่งนี้"),
        "not a date": run(*dmc, "--opens", "1 ต.ค. 2569"),
        "no usual dates of dmc without --round; needed: --opens, --due": run(
            *OPEN, "dmc", "--year", "2569"
        ),
        "needed: --name, --opens, --due": run(*OPEN, "other", "--year", "2569"),
        "one of: plan, memo": run("round", "step", "1", "fly"),
        "not the id of a round": run("round", "step", "one", "plan"),
        "give either --reason or --undo": run("round", "exempt", "--school", A),
        "say what is to be changed": run("round", "edit"),
    }
    for words, result in wrong.items():
        assert result.exit_code == 2, words
        assert words in result.stderr
    run(*OPEN, "other", "--name", "แบบสำรวจ", "--year", "2569", "--opens", "2026-11-01",
        "--due", "2026-12-01")  # fmt: skip
    assert "โปรดระบุเลขที่รอบ: 1, 2" in run("round", "status").stderr
    assert [r["actual"] for r in told(run("round", "list", "--json"))] == [0, 0]
    # Each file is taken or refused for itself.
    Path("good.csv").write_text(f"school_id\n{A}\n", encoding="utf-8")
    Path("bad.csv").write_text(f"school_id,status\n{B},perhaps\n", encoding="utf-8")
    both = run("round", "import-confirmed", "2", "bad.csv", "good.csv", "--json")
    assert both.exit_code == 1
    assert "ไม่รับ bad.csv: แถว 2 คอลัมน์ «status»: ไม่รู้จัก «perhaps»" in both.stderr
    with at(NOON) as ctx:
        assert standing.standing_of(ctx, 2, A) is Standing.CONFIRMED
        assert standing.standing_of(ctx, 2, B) is Standing.NOT_STARTED


def test_every_standing_source_step_and_refusal_has_words() -> None:
    assert tuple(Standing) == EVERY_STANDING
    assert set(SOURCE) == set(Known)
    assert list(STEP) == list(StepKind)
    code = "".join(path.read_text("utf-8") for path in Path(opening.__file__).parent.glob("*.py"))
    assert set(re.findall(r'RoundRefused\(\s*"(\w+)"', code)) == round_refusals.known_reasons()


def test_the_trail_says_in_words_what_was_done(run: Run, office: None, at: At) -> None:
    run(*OPEN, "dmc", "--year", "2569", "--round", "2", "--due", "2026-11-30")
    with at(NOON) as ctx:
        noted(ctx, opening.get(ctx, 1), B, Standing.CONFIRMED)
        standing.give_back(ctx, SYSTEM, 1, B, "ซ้ำ")
    run("round", "extend", "--due", "2026-12-04")
    said = out(run, "audit", "list")
    assert "เปิดรอบจัดเก็บข้อมูล  รอบที่ 1  ระบบ DMC, ชื่อ ข้อมูลนักเรียน" in said
    assert f"สถานะโรงเรียน: ส่งกลับแก้ไข  รอบที่ 1:{B}  ยืนยันแล้ว → ส่งกลับแก้ไข" in said
    assert "กำหนดส่ง ศ. 4 ธ.ค. 2569 16.30 น." in said


def test_the_letter_to_the_schools_in_a_file(
    run: Run, office: None, at: At, tmp_path: Path
) -> None:
    with at(bangkok("2026-09-02T09:00")) as ctx:
        round_id = opened(ctx).id
    pdf, txt = tmp_path / "a.pdf", tmp_path / "a.txt"
    assert "เลขที่และวันที่เว้นไว้ให้งานสารบรรณ" in out(run, "round", "letter", "--out", str(pdf))
    assert pdf.read_bytes().startswith(b"%PDF")
    out(run, "round", "letter", str(round_id), "--out", str(txt), "--reference", "",
        "--enclosure", "คู่มือ", "--enclosure", "ปฏิทิน")  # fmt: skip
    said = txt.read_bytes().decode("utf-8-sig")
    assert said.startswith("เรื่อง การจัดเก็บข้อมูลนักเรียน DMC")
    assert "\r\n" in said
    assert "สิ่งที่ส่งมาด้วย ๑. คู่มือ ๒. ปฏิทิน" in said
    assert "อ้างถึง" not in said
    for wrong, code in ((str(tmp_path / "a.doc"), 2), (str(tmp_path / "no" / "a.pdf"), 1)):
        assert run("round", "letter", "--out", wrong).exit_code == code
    assert run("round", "letter", "99", "--out", str(pdf)).exit_code == 1
