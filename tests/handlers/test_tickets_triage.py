"""What people type when something is broken: sorted by its words, never taken for a question."""

from __future__ import annotations

import json
import re
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.tickets import triage_words
from handlers.tickets.triage import help_asked, is_trouble, triage
from models.tickets import Category, Urgency
from tests.handlers import tickets_score

ENOUGH = 0.9
VOICES = ("other_voices", "more_voices")
#: No report of trouble, though most of them name a machine, a fault or a central system.
QUIET = """
โรงเรียนไหนไม่มีอินเทอร์เน็ต
จำนวนคอมพิวเตอร์ที่ใช้ไม่ได้
มีคอมกี่เครื่อง
นักเรียนพิการกี่คน
ครุภัณฑ์ชำรุดกี่รายการ
ทั้งเขตมีคอมพิวเตอร์กี่เครื่อง
คอมพิวเตอร์ชำรุดกี่เครื่อง
คอมที่เสียมีกี่เครื่องคะ
โน้ตบุ๊กใช้ได้กี่เครื่อง ใช้ไม่ได้กี่เครื่อง
ร้อยละของเครื่องคอมพิวเตอร์ที่ชำรุด
รายชื่อโรงเรียนที่เน็ตใช้ไม่ได้
โรงเรียนที่ไม่มีไวไฟมีโรงไหนบ้าง
มีโรงเรียนไหนเน็ตล่มบ้าง
เครื่องพิมพ์เสียกี่เครื่องทั้งเขต
จำนวนโปรเจคเตอร์ที่รอซ่อม
ยอดคอมเสียทั้งเขต
ขอข้อมูลคอมพิวเตอร์ที่ชำรุดของบ้านแม่คำ
ขอทราบจำนวนจอที่เสีย
นักเรียนซ้ำซ้อนใน DMC กี่คน
จำนวนนักเรียนซ้ำซ้อน
นักเรียนในระบบ DMC ที่ซ้ำซ้อนกี่คน
โรงเรียนที่ยังไม่ยืนยัน DMC มีกี่โรง
โรงเรียนไหนยังไม่ยืนยัน emis
ข้อมูล DMC บ้านแม่คำ
จาก DMC นักเรียนทั้งเขตกี่คน
DMC ปิดวันไหน
กำหนดส่ง DMC
ต้องยืนยัน DMC ภายในวันไหนคะ
ใครดูแล DMC
ใครรับผิดชอบ emis ของเขต
DMC ติดต่อใคร
ขอเบอร์คนดูแลระบบ B-OBEC
เด็กรหัส G กี่คน
นักเรียน G-Code แยกตามสัญชาติ
นักเรียน g code ทั้งเขตเท่าไหร่
พิการซ้ำซ้อนกี่คน
นักเรียนพิการซ้ำซ้อน บ้านแม่คำ
เด็กหลุดจากระบบการศึกษากี่คน
เด็กออกกลางคัน ป.6
อาคารเรียนชำรุดกี่หลัง
ห้องน้ำชำรุดกี่ที่
ห้องคอมพิวเตอร์มีกี่ห้อง
โต๊ะเก้าอี้ชำรุด บ้านแม่คำ กี่ชุด
คะแนนโอเน็ต ป.6
ผลสอบ O-NET ปี 68 เฉลี่ยเท่าไร
นักเรียนชายบ้านแม่คำ
นักเรียนระดับประถมกี่คน
อันดับโรงเรียนที่มีคอมมากที่สุด
โรงเรียนขาดแคลนคอมพิวเตอร์กี่โรง
นักเรียนต่อคอมพิวเตอร์ 1 เครื่อง เท่าไร
เนตรนารีกี่คน
ครูพังงากี่คน
นักเรียนเสียค่าโดยสารกี่คน
ขอข้อมูลนักเรียน
ขอยืมโปรเจคเตอร์วันศุกร์
จองห้องประชุมวันที่ 12
ขอยืมไมค์ 2 ตัวค่ะ
ขอบคุณค่ะ เน็ตใช้ได้แล้ว
ปริ้นออกแล้วค่ะ ขอบคุณมาก
เมื่อวานเข้า dmc ไม่ได้ วันนี้เข้าได้แล้วค่ะ
คอมที่ส่งซ่อมไปถึงไหนแล้ว
เรื่องที่แจ้งไปเสร็จหรือยังคะ
สวัสดีค่ะ
ขอบคุณครับ
คุยกับเจ้าหน้าที่
นักเรียนเข้าเรียนไม่ได้กี่คน
ครูไม่พอทำยังไง
เด็กไม่มีเลขบัตรประชาชนกี่คน
ขอเลขบัตรประชาชนนักเรียน
เลขประจำตัวนักเรียนชั้น ป.1
ขอแบบฟอร์มขอข้อมูล
ขอไฟล์ excel
ขอกราฟ
เปิดไฟล์ Excel ให้ดูหน่อย
ขอเป็นไฟล์ excel แยกรายโรง
สรุปจำนวนคอมที่เสียแยกรายโรงเรียน
โรงเรียนที่มีคอมเสียเกิน 10 เครื่อง
อินเทอร์เน็ตความเร็วเท่าไหร่แต่ละโรงเรียน
โรงเรียนที่ใช้เน็ตดาวเทียมมีกี่แห่ง
มีโรงเรียนที่ไฟฟ้าเข้าไม่ถึงกี่โรง
ทีวีใช้ได้กี่เครื่อง
เวียงพานมีนักเรียนกี่คน
บ้านจอมทองมีเด็กกี่คน
ประชุมวันไหน
สอบ O-NET วันไหน
ครูคอมมีกี่คน
ครูสอนคอมพิวเตอร์ไม่มีกี่โรง
นักเรียนที่เลขประจำตัวผิดมีกี่คน
เปลี่ยนชื่อโรงเรียนทำยังไง
สมาร์ททีวีชำรุดกี่เครื่อง
แก้ไขข้อมูลของฉัน
เปลี่ยนชื่อในระบบถามเขต
ยังไม่ได้รับไฟล์เลยค่ะ
ขอข้อมูลที่ขอไปยังไม่ได้เลย
คอมพิวเตอร์ที่ใช้ไม่ได้ของบ้านแม่คำ
ครุภัณฑ์ (โต๊ะ) (รอซ่อม)
ยืนยัน DMC แล้วค่ะ
ส่ง dmc เรียบร้อยแล้วครับ
ติดตั้ง zoom แล้วค่ะ
ขอรหัสโรงเรียนบ้านแม่คำ
ขอรหัส smis ของโรงเรียน
แบบคำขอลงทะเบียนใช้ Internet
ขอแบบฟอร์มแจ้งซ่อมคอมพิวเตอร์
ลิงก์เดิมหมดอายุ
โรงเรียนคุณภาพมีกี่โรง
พูดไม่สุภาพ
"""
#: Rows of the tables of goods and buildings, and how they are asked for.
GOODS = ("คอมพิวเตอร์", "เครื่องพิมพ์", "โปรเจคเตอร์", "โทรทัศน์", "อินเทอร์เน็ต", "ลำโพง", "โน้ตบุ๊ก")
ASKED = (
    "{}ชำรุดกี่เครื่อง", "{}ใช้ไม่ได้กี่เครื่องทั้งเขต", "จำนวน{}ที่เสีย", "ยอด{}ที่ใช้งานไม่ได้ ปี 68",
    "รายชื่อโรงเรียนที่{}พัง", "โรงเรียนไหน{}เสียมากที่สุด", "ขอข้อมูล{}ที่รอซ่อม", "{}ชำรุด บ้านแม่คำ",
    "ร้อยละของ{}ที่ใช้ไม่ได้", "{}บ้านแม่คำมีเท่าไหร่", "อยากทราบจำนวน{}ที่ชำรุดค่ะ", "{}",
    "โรงเรียนที่{}ไม่พอมีกี่โรง", "สรุป{}ที่เสียแยกรายโรง", "แต่ละโรงเรียนมี{}ที่ใช้ไม่ได้เท่าไร",
    "ช่วยดูให้หน่อยว่า{}ทั้งเขตมีกี่เครื่อง", "{}ใครดูแลคะ", "ขอยืม{}วันจันทร์",
)  # fmt: skip


def quiet(lines: list[str]) -> None:
    """None of these is a report."""
    assert [line for line in lines if is_trouble(line)] == []


def test_the_score() -> None:
    """Nine of ten reports are sorted right, also those that were held out, hardly any silently
    wrong; and nearly all are known for what they are."""
    lines = tickets_score.scored()
    for name, group in tickets_score.groups(lines).items():
        assert tickets_score.share(group) >= ENOUGH, name
        assert sum(line.trouble for line in group) >= ENOUGH * len(group), name
    assert sum(line.found.sure and not line.right for line in lines) <= 0.02 * len(lines)
    assert all(not line.found.sure for line in lines if line.found.category is Category.OTHER)


def test_the_sentences_cover_every_category() -> None:
    said = [line.said for line in tickets_score.scored()]
    for category in Category:
        of = [line for line in said if line["category"] == category]
        assert len(of) >= 8, category
        assert sum(bool(line.get("held")) for line in of) >= 5, category
    assert len({line["text"] for line in said}) == len(said) >= 150


def test_urgency_asset_and_help_are_as_said() -> None:
    for said, found, _ in tickets_score.scored():
        assert (found.urgency or None) == said.get("urgency"), said["text"]
        assert found.asset == said.get("asset"), said["text"]
        if found.category == said["category"]:
            assert found.help == said.get("help"), said["text"]


def test_no_question_of_ours_is_trouble() -> None:
    quiet(QUIET.strip().splitlines())
    quiet([asked.format(row) for asked in ASKED for row in GOODS])


@pytest.mark.parametrize("voices", VOICES)
def test_no_question_of_the_voices_is_trouble(voices: str) -> None:
    file = Path(__file__).with_name(f"{voices}.jsonl")
    turns = _turns(file)
    assert len(turns) > 500
    for turn in turns:
        said = re.sub(r"\{.*?\}", "บ้านแม่คำ", turn["q"])
        assert is_trouble(said) is (turn["kind"] == "ticket"), said


def test_no_example_question_is_trouble(shared_data: Path) -> None:
    """But those that are reports, which the examples mark as such."""
    turns = [
        turn
        for file in sorted((shared_data.parent / "questions").glob("*.jsonl"))
        for turn in _turns(file)
    ]
    assert len(turns) >= 120
    for turn in turns:
        assert is_trouble(turn["q"]) is (turn["kind"] == "ticket"), turn["q"]


def test_no_name_of_a_school_is_trouble(shared_data: Path) -> None:
    """Schools are called after water, elephants and what broke there once."""
    text = (shared_data / "emis_2565-09_schools_all.csv").read_text("utf-8-sig")
    names = [line.split(",")[5] for line in text.splitlines()[1::60] if line.count(",") == 6]
    assert len(names) > 300
    quiet([f"{name}มีนักเรียนกี่คน" for name in names])
    quiet([f"ครู{name}" for name in names])


def _turns(file: Path) -> list[dict[str, str]]:
    asked = map(json.loads, file.read_text("utf-8").splitlines())
    return [turn for question in asked for turn in question.get("turns", [question])]


def test_what_is_not_said_is_asked() -> None:
    """Words without a thing, or with two, are never taken for sure."""
    for text in ("เข้าไม่ได้", "ใช้ไม่ได้ค่ะ", "ช่วยด้วย", "มีปัญหาครับ", "", "?", "สวัสดีค่ะ"):
        found = triage(text)
        assert (found.category, found.sure) == (Category.OTHER, False), text
    both = triage("คอมกับปริ้นเตอร์เสียค่ะ")
    assert not both.sure
    assert {both.category, *both.others} == {Category.COMPUTER, Category.PRINTER}
    outage = triage("เข้า dmc ไม่ได้ค่ะ เน็ตล่มด้วย")
    assert not outage.sure
    assert {outage.category, *outage.others} == {Category.NETWORK, Category.DMC}
    password = triage("ลืมรหัสค่ะ")
    assert (password.category, password.sure) == (Category.ACCOUNT, False)
    assert Category.DMC in password.others
    assert len(triage("คอม ปริ้น เน็ต จอ ไมค์ dmc emis g-code เสียหมด").others) == 3


def test_help_without_a_system_may_be_of_any() -> None:
    found = triage("ขอปลดการยืนยันหน่อยค่ะ")
    assert (found.category, found.sure, found.help) == (Category.DMC, False, "unconfirm")
    assert set(found.others) <= {Category.EMIS, Category.BOBEC, Category.MOBEC}
    assert help_asked("ลืมรหัสค่ะ") == "password"
    assert triage("ลืมรหัส amss ค่ะ").help is None  # no central system


@pytest.mark.parametrize(
    ("category", "spellings"),
    [
        (Category.NETWORK, "เน็ตล่ม เนตล่ม เน็ทล่ม NETล่ม ไวไฟหลุด วายฟายหลุด Wi-Fiหลุด WIFIหลุด"),
        (Category.PRINTER, "ปริ้นไม่ออก ปริ้นท์ไม่ออก พริ้นไม่ออก ปรินท์ไม่ออก ปริ๊นไม่ออก Printerไม่ออก"),
        (Category.COMPUTER, "คอมพัง คอมฯพัง คอมพิวเตอร์พัง โน๊ตบุคพัง Notebookพัง PCพัง"),
        (Category.DMC, "DMCล่ม dmcล่ม D.M.C.ล่ม ดีเอ็มซีล่ม ดีเอมซีล่ม เข้าdmcไม่ได้"),
        (Category.BOBEC, "B-OBECล่ม bobecล่ม บีโอเบคล่ม b.obecล่ม"),
        (Category.GCODE, "G-Codeล่ม gcodeล่ม จีโค้ดล่ม จีโคดล่ม"),
        (Category.AV, "โปรเจคเตอร์ไม่ติด โปรเจ็คเตอร์ไม่ติด โปรเจ็กเตอร์ไม่ติด ZOOMหลุด"),
    ],
)
def test_slips_change_nothing(category: Category, spellings: str) -> None:
    for typed in spellings.split():
        assert triage(typed).category is category, typed
        assert triage(f"สวัสดีค่ะ  {typed}ค่ะะะ 🙏").category is category, typed
        assert is_trouble(typed), typed


def test_urgency_is_what_is_said() -> None:
    said = {
        "กำลังสอบอยู่ค่ะ คอมดับ 2 เครื่อง": Urgency.EXAM,
        "ไมค์ไม่ดัง ประชุมอยู่ครับ": Urgency.EXAM,
        "เน็ตล่ม สอนไม่ได้ทั้งห้อง": Urgency.STOPPED,
        "คอมเสียหลายเครื่องค่ะ": Urgency.SEVERAL,
        "คอมเสียเครื่องเดียวค่ะ": Urgency.ONE,
        "คอมเสีย ไม่ใช่เครื่องเดียวนะคะ": None,
        "สอบถามค่ะ คอมเสียทำยังไง": None,
        "วันนี้สอบเสร็จแล้ว แต่คอมเสีย": None,
        "คอมเสีย ด่วนค่ะ": None,
    }
    assert {text: triage(text).urgency for text in said} == said


ASSETS = {
    "คอม 7440-001-0001/64 เสีย": "7440-001-0001/64",
    "คอมเลขครุภัณฑ์ ๗๔๔๐-๐๐๑-๐๐๐๑/๖๔ เสีย": "7440-001-0001/64",
    "เครื่อง คพ.12/2565 เปิดไม่ติด": "คพ.12/2565",
    "เครื่อง NB-001/65 เปิดไม่ติด": "NB-001/65",
    "หมายเลข 100000123456-0001 ค่ะ": "100000123456-0001",
    "หมายเลข 1000-0012-3456-78 ค่ะ": "1000-0012-3456-78",
    "รหัสครุภัณฑ์: 12060100-0012": "12060100-0012",
    "ครุภัณฑ์เลขที่ 4512 เสีย": "4512",
}
NO_ASSETS = """
เลขบัตร 1-2345-67890-12-1 ผิด
เลขประจำตัว 1234567890123 ผิดใน dmc
เลขครุภัณฑ์ 1234567890123
เลขครุภัณฑ์ 1-2345-67890-12-1
เลขบัตร 1 2345 67890 12 1
โทร 081-234-5678 หรือ 053-712-345
เสียตั้งแต่ 12/05/2569 เวลา 08.30-16.30
ห้อง ป.1/2 กับ ม.3/12 ห้อง 12/2565
ตามหนังสือ ที่ ศธ 04045/123 ที่ ศธ 04001/65 ว.12/2565
เรื่อง จป.12/2570 กับ คข.12/2570
ip 192.168.1.100 ไม่ได้
ภาคเรียนที่ 1/2568 ปีงบ 2568/2569
ราคา 1,500.50 บาท 3 เครื่อง
"""


def test_asset_numbers_are_told_from_other_numbers() -> None:
    assert {text: triage(text).asset for text in ASSETS} == ASSETS
    for text in NO_ASSETS.strip().splitlines():
        assert triage(text).asset is None, text
    assert is_trouble("เครื่อง 7440-001-0001/64 เปิดมาแล้วดับเองตลอดเลยค่ะ")


def test_a_fault_belongs_to_the_thing_before_it() -> None:
    assert triage("ไมค์ใน zoom ไม่ดัง").category is Category.AV
    assert triage("คอมเปิดได้ แต่โปรเจคเตอร์ไม่ติด").category is Category.AV
    assert triage("ปริ้นเตอร์ต่อกับคอมไม่ได้").category is Category.PRINTER
    assert triage("โปรเจคเตอร์ห้องคอมพัง").category is Category.AV


def test_words_to_search_by() -> None:
    words = triage("สวัสดีค่ะ รบกวนหน่อยนะคะ ปริ้นเตอร์ epson ไฟแดงกระพริบค่ะ ขอบคุณค่ะ").words
    assert words[:2] == ("ปริ้นเตอร์", "epson")
    assert not {"สวัสดี", "ค่ะ", "นะคะ", "ขอบคุณ"} & set(words)
    assert not any("1234567890123" in word for word in triage("dmc เลข 1234567890123 ผิด").words)


JUNK = (
    "ก", "กาก้", "ัิ", "a ", "เเ", "่้", "1234567890/", "😀", "ปริ้นไม่ออกค่ะ ", "\u200b", "ํา", " ", "\n",
    "เครื", "ไม", "ไม่", "b ", "- ", "d m ", "คอม", "1-1/", "1.1.", "คพ.1", "7440-001-", "บ้านพัง",
    "1 ", "dmc ไม่ได้", "a1-", "รหัส", "กกกกก 1", "ครุภัณฑ์ 123 ",
)  # fmt: skip


@pytest.mark.parametrize("junk", JUNK)
def test_no_message_takes_long(junk: str) -> None:
    """Under 20 ms, whatever stands in it; of the processor, the best of three."""
    text = junk * (5000 // len(junk))
    triage("ก"), is_trouble("ก")
    for ask in (triage, is_trouble):
        taken = []
        for _ in range(3):
            began = time.process_time()
            ask(text)
            taken.append(time.process_time() - began)
        assert min(taken) < 0.02, junk


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80) | st.text("กขคงนมรสอเแ่้าะิีdmc123/-. ไม่ได้คอมเน็ต", max_size=80))
def test_any_text_is_sorted(text: str) -> None:
    found = triage(text)
    assert len(found.others) <= 3
    assert found.category not in found.others
    assert is_trouble(text) in (True, False)


def test_the_vocabulary_is_in_order() -> None:
    """Categories, urgencies and kinds of help that there are; no word twice in a list."""
    words = tomllib.loads(Path(triage_words.__file__).with_name("triage.toml").read_text("utf-8"))
    known = {category.value for category in Category}
    assert {*words["things"], *words["symptoms"]} <= known
    assert set(words["faults"]) <= known | {"any", "weak"}
    assert {"exam", "stopped", "several", "one"} <= set(words["urgency"])
    lists = [
        each
        for section in words.values()
        for part in section.values()
        for each in (part.values() if isinstance(part, dict) else [part])
        if isinstance(each, list) and all(isinstance(word, str) for word in each)
    ]
    assert len(lists) > 50
    for each in lists:
        assert sorted(set(each)) == sorted(each)
