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
ยกเว้น ม.ต้น ที่เป็นชาย ทั้งเขตกี่คน
นักเรียน ป.1 ไม่รวมอนุบาล ทั้งเขตกี่คน
ไม่รวม ป.1 สมมุติวิทยาคม มีนักเรียนกี่คน
โรงเรียนที่มี ป.4 ขึ้นไป มีกี่โรง
นักเรียน ป.2 ทั้งเขตกี่คน | ไม่รวม ป.1 ล่ะ
โรงเรียนอันดับ 2 ที่มีนักเรียนมากที่สุด
อันดับ 3 ถึง 5 โรงเรียนที่มีนักเรียนมากที่สุด
โรงเรียนที่มีเด็กเกิน 5 ปี มีกี่โรง
โรงเรียนที่มีนักเรียนร้อยห้าคนมีกี่โรง
นักเรียนชายต่อนักเรียนหญิงทั้งเขต
โรงเรียนละกี่ห้อง
โรงเรียนไหนแน่นที่สุด
นักเขียนทั้งเขตกี่คน
โรงเรือนในเขตกี่โรง
โรงเรียนขนาดเล็กคือมีนักเรียนกี่คน
นักเรียน ป.5 + นักเรียนทั้งหมดเท่าใด
บาง ป.1 ทั้งเขตมีกี่คน
จำนวนนักเรียน ครู และห้องเรียนทั้งเขต
ป.1,7 ทั้งเขตกี่คน
ขนาดกลางล่ะ
5 อันดับ
สมมุติวิทยาคมมีเด็กกี่คน | 5 อันดับ
สมมุติวิทยาคมมีเด็กกี่คน | ขนาดกลางล่ะ
สมมุติวิทยาคมกับอนุบาลตัวอย่างรวมกันกี่คน | แต่ละโรงกี่คน
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
    # All but some, and from one grade on.
    ("นักเรียนทั้งเขตไม่รวมอนุบาลกี่คน", "ป.1 ถึง ปวช.3 กี่คน"),
    ("ทั้งเขตยกเว้น ม.ปลาย มีเด็กกี่คน", "อ.1 ถึง ม.3 กี่คน"),
    ("ประถมทั้งเขต ไม่นับ ป.6 กี่คน", "ป.1-5 ทั้งเขตกี่คน"),
    ("ตั้งแต่ ป.4 ขึ้นไปกี่คน", "ป.4 ถึง ปวช.3 กี่คน"),
    ("ป.3 ลงมา ทั้งเขตกี่คน", "อ.1 ถึง ป.3 กี่คน"),
    ("นักเรียนประถมทั้งเขตกี่คน | ไม่รวม ป.1 ล่ะ", "ป.2-6 ทั้งเขตกี่คน"),
    # Several grades, added up or apart.
    ("ป.1,2,3 กี่คน", "ป.1 ป.2 ป.3 กี่คน"),
    ("ป.1+ป.2 กี่คน", "ป.1-2 กี่คน"),
    ("ป.1 และ 2 กี่คน", "ป.1 และ ป.2 กี่คน"),
    ("ป.1 ป.2 ป.3 รวมกัน", "ป.1-3 กี่คน"),
    ("นักเรียน P.1 ทั้งเขตกี่คน", "ป.1 ทั้งเขตกี่คน"),
    # Numbers in words, and without what they count.
    ("โรงเรียนที่มีนักเรียนไม่ถึงร้อยคนมีกี่โรง", "โรงเรียนที่มีนักเรียนไม่ถึง 100 คนมีกี่โรง"),
    ("โรงเรียนที่มีนักเรียนสองร้อยห้าสิบคนขึ้นไปกี่โรง", "โรงเรียนที่มีนักเรียน 250 คนขึ้นไปกี่โรง"),
    ("โรงเรียนที่เด็กเกินห้าร้อยมีกี่โรง", "โรงเรียนที่เด็กเกิน 500 คนมีกี่โรง"),
    ("โรงเรียนที่มีนักเรียน 121 ถึง 200 คน มีกี่โรง", "โรงเรียนที่มีนักเรียน 121-200 คน มีกี่โรง"),
    # Ranks.
    ("ท็อป 5 โรงเรียนที่มีนักเรียนมากที่สุด", "5 อันดับโรงเรียนที่มีนักเรียนมากที่สุด"),
    ("โรงเรียนที่มีนักเรียนมาก ห้าอันดับแรก", "5 อันดับโรงเรียนที่มีนักเรียนมากที่สุด"),
    ("โรงเรียนที่มีเด็กเยอะสุด 3 โรงแรก", "3 อันดับโรงเรียนที่มีนักเรียนมากที่สุด"),
    ("โรงเรียนที่มีนักเรียนมากที่สุดอันดับ 1", "โรงเรียนที่มีนักเรียนมากที่สุด"),
    ("โรงเรียนไหนเด็กเยอะสุด | 5 อันดับ", "5 อันดับโรงเรียนที่มีนักเรียนมากที่สุด"),
    ("จำนวนนักเรียนรายโรงเรียน", "แต่ละโรงเรียนมีนักเรียนกี่คน"),
    # Sizes.
    ("โรงเรียนเล็กมีกี่โรง", "โรงเรียนขนาดเล็กมีกี่โรง"),
    ("โรงเรียนขนาดเล็กมีกี่โรง | ขนาดกลางล่ะ", "โรงเรียนขนาดกลางมีกี่โรง"),
    ("โรงเรียนที่มีเด็กไม่เกิน 20 คนกี่โรง | ไม่เกิน 40 คนล่ะ", "โรงเรียนที่มีเด็กไม่เกิน 40 คนกี่โรง"),
    ("โรงเรียนที่มีนักเรียนต่ำกว่า 20 คน", "โรงเรียนไหนบ้างที่มีนักเรียนต่ำกว่า 20 คน"),
    # Averages and shares.
    ("ป.1 เฉลี่ยต่อห้อง", "ป.1 เฉลี่ยห้องละกี่คน"),
    ("ผู้หญิงกี่เปอร์เซ็นต์ของนักเรียนอนุบาล", "นักเรียนหญิงอนุบาลกี่เปอร์เซ็นต์ของนักเรียนอนุบาล"),
    ("ร้อยละของนักเรียนหญิงต่อนักเรียนทั้งหมด", "นักเรียนหญิงกี่เปอร์เซ็นต์ของนักเรียนทั้งหมด"),
    # Things side by side.
    ("จำนวนโรงเรียน นักเรียน และห้องเรียน ทั้งเขต", "ทั้งเขตโรงเรียนกี่โรง นักเรียนกี่คน ห้องเรียนกี่ห้อง"),
    # Slips of the finger, and other tongues.
    ("ทั้งเขตมีนักเรียยกี่คน", "ทั้งเขตมีนักเรียนกี่คน"),
    ("นักเรียนทั้หมดทั้งเขตกี่คน", "นักเรียนทั้งหมดทั้งเขตกี่คน"),
    (f"โรงรียน{SCHOOL}มีเด็กกี่คน", f"{SCHOOL}มีเด็กกี่คน"),
    ("ทั้งเขตมีละอ่อนจักคน", "ทั้งเขตมีเด็กกี่คน"),
    ("ข้อมูล 10 มิย 69 ทั้งเขตมีเด็กกี่คน", "ข้อมูล ณ 10 มิ.ย. 2569 ทั้งเขตมีเด็กกี่คน"),
    ("ท่านรองถามว่าทั้งเขตมีเด็กกี่คน", "ทั้งเขตมีเด็กกี่คน"),
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


def test_a_school_left_out_is_said(demo: Context) -> None:
    whole = chat(demo, "ทั้งเขตมีเด็กกี่คน").facts["items"][0]["value"]
    one = chat(demo, f"{SCHOOL}มีเด็กกี่คน").facts["items"][0]["value"]
    rest = chat(demo, f"นักเรียนทั้งเขตไม่รวมโรงเรียน{SCHOOL}กี่คน").facts
    assert rest["items"][0]["value"] == whole - one
    assert [school["name"] for school in rest["left_out"]] == [SCHOOL]


def test_every_school_is_listed_once(demo: Context) -> None:
    found = chat(demo, "จำนวนนักเรียนรายโรงเรียน").facts["items"]
    schools = chat(demo, "โรงเรียนทั้งเขตกี่โรง").facts["items"][0]["value"]
    assert len({item["label"]["code"] for item in found}) == len(found) == schools


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


@pytest.mark.parametrize(
    "text",
    [
        "นักเรียนคนที่พิการใน ป.1 ชื่ออะไร",
        "ใครบ้างที่เป็นเด็กพิการ",
        "เด็กคนไหนรหัส G",
        "ขอชื่อเด็กพิการ ใครบ้าง",
    ],
)
def test_which_pupil_it_is_is_nobodys_business(demo: Context, text: str) -> None:
    assert chat(demo, text).kind == "privacy"


def test_who_answers_for_pupils_data_is_no_pupil(demo: Context) -> None:
    assert chat(demo, "เรื่องข้อมูลนักเรียนติดต่อใคร").kind != "privacy"
