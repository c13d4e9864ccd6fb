"""Questions that once got a wrong figure, or none though they are common: each kind once.

On the generated office; what is expected is another way of asking the same, so no figure is
typed here.
"""

from __future__ import annotations

import json

import pytest

from handlers.context import Context
from handlers.questions import Answer, answer
from tests.handlers.judge import FIGURES
from tests.handlers.offices import DEMO
from tests.handlers.test_questions_traps import demo

__all__ = ["demo"]  # the generated office, built once

SCHOOL = "สมมุติวิทยาคม"


def chat(ctx: Context, *texts: str) -> Answer:
    """The answer to the last text of a chat."""
    memory: dict[str, object] = {}
    for text in texts:
        found = answer(ctx, text, office=DEMO, memory=memory)
        memory = json.loads(json.dumps(found.memory))
    return found


def same(ctx: Context, said: str, plain: str) -> bool:
    found, expected = chat(ctx, *said.split(" | ")), chat(ctx, *plain.split(" | "))
    assert expected.kind in FIGURES, plain
    assert found.kind == expected.kind, (said, found.kind, found.facts.get("why"))
    return bool(found.facts["items"] == expected.facts["items"])


NO_FIGURE = """
นักเรียนที่เรียนรวมกี่คน
นักเรียนที่เรียนร่วมทั้งเขตกี่คน
เด็กที่เรียนรวมกี่คน
น้องชายกี่คน
พี่ชายกี่คน
นักเรียนมีพี่น้องกี่คน
บางโรงเรียนมีนักเรียนกี่คน
บางโรงมีกี่คน
นักเรียนบางคนกี่คน
ป.1 3 ห้อง
ป.6 ถึง ป.1 กี่คน
ป.1 ถึงอนุบาลกี่คน
ตั้งแต่ ป.4 ขึ้นไปกี่คน
โรงเรียนที่เปิดสอนตั้งแต่อนุบาลถึง ม.3 มีกี่โรง
ร้อยละของนักเรียนหญิง ป.1
เด็กในเกณฑ์กี่คน
ป.1 ก กี่คน
นักเรียน ป.1 ก. ทั้งเขตกี่คน
เด็กเกณฑ์ ป.1 กี่คน
นักเรียนตามเกณฑ์กี่คน
ชั้นที่มีนักเรียนมากที่สุด 3 อันดับ
โรงเรียนที่มีเด็กเกิน 200 คนแต่ไม่เกิน 100 คน มีกี่โรง
โรงเรียนที่มีเด็กเกิน 100 คน และเด็กหญิงไม่เกิน 200 คน มีกี่โรง
โรงเรียนที่มีประถมและ ม.ต้น มีนักเรียนกี่คน
ชั้น 3 สมมุติวิทยาคมกี่คน | หญิงกี่คน
"""


@pytest.mark.parametrize("said", NO_FIGURE.strip().splitlines())
def test_no_figure(demo: Context, said: str) -> None:
    assert chat(demo, *said.split(" | ")).kind not in FIGURES


SAME = [
    # Grades side by side are no range; a wave is one.
    ("ป.1 ป.3 กี่คน", "ป.1 และ ป.3 กี่คน"),
    ("ป.1 ม.1 กี่ห้อง", "ป.1 กับ ม.1 กี่ห้อง"),
    ("ป.1~ป.3 กี่คน", "ป.1-3 กี่คน"),
    ("โรงเรียนที่มีเด็ก ป.1 3 คนขึ้นไป มีกี่โรง", "โรงเรียนที่มีเด็ก ป.1 ตั้งแต่ 3 คนขึ้นไป มีกี่โรง"),
    # Ranges of levels.
    ("อนุบาลถึง ป.6 กี่คน", "อ.1-ป.6 กี่คน"),
    ("ตั้งแต่ ป.1 ถึง ป.3 มีกี่คน", "ป.1-3 กี่คน"),
    ("ตั้งแต่ ป.1-ป.3 มีกี่คน", "ป.1-3 กี่คน"),
    # Where and what, in other words.
    (f"นักเรียน ป.1 ที่{SCHOOL} กี่คน", f"{SCHOOL} ป.1 กี่คน"),
    (f"เด็กที่เรียนอยู่ชั้น ป.1 {SCHOOL} กี่คน", f"{SCHOOL} ป.1 กี่คน"),
    (f"เด็กเล็ก{SCHOOL}กี่คน", f"{SCHOOL} อนุบาลกี่คน"),
    (f"เด็ก{SCHOOL}เป็นกี่เปอร์เซ็นต์ของเขต", f"นักเรียน{SCHOOL} คิดเป็นกี่เปอร์เซ็นต์ของนักเรียนทั้งเขต"),
    ("ร้อยละของนักเรียนหญิงทั้งเขต", "นักเรียนหญิงกี่เปอร์เซ็นต์"),
    ("เด็กโรงเรียนขยายโอกาสมีกี่คน", "นักเรียนทั้งหมดในโรงเรียนขยายโอกาสมีกี่คน"),
    ("โรงเรียนแยกตามขนาด", "จำนวนโรงเรียนแต่ละขนาด"),
    ("10 โรงเรียนที่มีนักเรียนมากที่สุด", "10 อันดับโรงเรียนที่มีนักเรียนมากที่สุด"),
    ("5 อันดับ ป.1 มากที่สุด", "5 อันดับโรงเรียนที่มีนักเรียน ป.1 มากที่สุด"),
    ("โรงเรียนที่มีเด็กเกิน 100 คนแต่ไม่เกิน 200 คน มีกี่โรง", "โรงเรียนที่มีเด็ก 101-200 คน มีกี่โรง"),
    (f"{SCHOOL}กับอนุบาลตัวอย่าง ใครเยอะกว่ากัน", f"{SCHOOL}กับอนุบาลตัวอย่าง โรงไหนเยอะกว่ากัน"),
    # One sum where one is asked for.
    ("ป.1 กับ ป.2 รวมกันกี่คน", "ป.1-2 กี่คน"),
    # Polite beginnings.
    ("หวัดดีจ้า ทั้งเขตมีเด็กกี่คน", "ทั้งเขตมีเด็กกี่คน"),
    ("ขอโทษนะคะ ทั้งเขตมีเด็กกี่คนคะ", "ทั้งเขตมีเด็กกี่คน"),
    ("ขออนุญาตสอบถามจำนวนนักเรียนทั้งเขตค่ะ", "ทั้งเขตมีเด็กกี่คน"),
    ("ช่วยเช็คยอดเด็ก ป.1 ให้หน่อย", "ป.1 กี่คน"),
    ("ผอ.อยากทราบจำนวนนักเรียนทั้งเขต", "ทั้งเขตมีเด็กกี่คน"),
    # Follow-ups.
    ("นักเรียน ป.1 ทั้งเขตกี่คน | โรงเรียนไหนมากที่สุด", "โรงเรียนไหนมีนักเรียน ป.1 มากที่สุด"),
    ("ห้องเรียนทั้งเขตกี่ห้อง | โรงเรียนไหนเยอะสุด", "โรงเรียนไหนมีห้องเรียนมากที่สุด"),
    ("นักเรียน ป.1 ทั้งเขตกี่คน | โรงเรียนที่ใหญ่ที่สุด", "โรงเรียนที่ใหญ่ที่สุด"),
    (f"{SCHOOL} | ป.1 กี่คน", f"{SCHOOL} ป.1 กี่คน"),
    (f"{SCHOOL} | ทั้งเขตมีเด็กกี่คน", "ทั้งเขตมีเด็กกี่คน"),
    (f"{SCHOOL}มีเด็กกี่คน | แล้วห้องเรียนล่ะ", f"{SCHOOL} กี่ห้อง"),
    ("ชั้น 3 มีกี่คน | ประถม", "ป.3 กี่คน"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "plain"), SAME)
def test_the_same_as_asked_plainly(demo: Context, said: str, plain: str) -> None:
    assert same(demo, said, plain)


def test_a_request_form_is_opened_by_its_word_alone(demo: Context) -> None:
    assert chat(demo, "ขอข้อมูล").kind == "form"


def test_the_nearest_of_an_unknown_kindergarten_is_asked_of_all_its_pupils(demo: Context) -> None:
    """อนุบาล belongs to the name that was not found, not to what is counted."""
    found = chat(demo, "อนุบาลเชียงของมีกี่คน")
    assert found.missing is not None
    assert found.missing["what"] == "school"
    assert not any("grades" in option["query"] for option in found.options)


def test_a_part_of_a_question_while_a_school_is_open_is_asked_of_each(demo: Context) -> None:
    first = chat(demo, "บ้านสวนดอกแก้วมีนักเรียนกี่คน")
    assert first.kind == "clarify"
    again = chat(demo, "บ้านสวนดอกแก้วมีนักเรียนกี่คน", "ป.1 กี่คน")
    assert again.kind == "clarify"
    assert {o["code"] for o in again.options} == {o["code"] for o in first.options}
    assert all(option["query"]["grades"] == ["ป.1"] for option in again.options)


def test_a_name_with_the_code_of_another_school_is_two_schools(demo: Context) -> None:
    own = chat(demo, f"{SCHOOL}กี่คน").facts["schools"][0]["code"]
    other = "99010001" if own != "99010001" else "99010002"
    assert len(chat(demo, f"{SCHOOL} {own} กี่คน").facts["schools"]) == 1
    assert len(chat(demo, f"{SCHOOL} {other} กี่คน").facts["schools"]) == 2


def test_two_schools_stay_apart_in_the_next_question(demo: Context) -> None:
    where = f"{SCHOOL}กับอนุบาลตัวอย่าง"
    found = chat(demo, f"{where}มีเด็กกี่คน", "ป.1 ล่ะ")
    assert len(found.facts["items"]) == 2
