"""One question in many spellings gets one meaning: Thai digits, spaces, marks, odd characters."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.context import Context
from handlers.questions import answer
from tests.conftest import SHARE, examples
from tests.handlers.offices import DEMO
from tests.handlers.test_questions_traps import demo

__all__ = ["demo"]  # the generated office, built once

QUESTIONS = (
    "นักเรียนทั้งเขตไม่รวมอนุบาล กี่คน",
    "ตั้งแต่ ป.4 ขึ้นไป ทั้งเขตกี่คน",
    "ป.1,2,3 รวมกันกี่คน",
    "ป.1+ป.2 ทั้งเขตกี่คน",
    "ท็อป 5 โรงเรียนที่มีนักเรียนมากที่สุด",
    "โรงเรียนที่เด็กเกิน 500 มีกี่โรง",
    "โรงเรียนเล็ก มีกี่โรง",
    "โรงเรียนที่มีนักเรียน 121 ถึง 200 คน มีกี่โรง",
    "แต่ละโรงเรียนมีนักเรียนกี่คน",
    "ชั้นไหนมีเด็ก มากที่สุด",
    "ป.1 เฉลี่ยต่อห้อง",
    "ผู้หญิงกี่เปอร์เซ็นต์ของนักเรียนอนุบาล",
    "จำนวนโรงเรียน นักเรียน และห้องเรียน ทั้งเขต",
    "นักเรียน P.1 ทั้งเขตกี่คน",
    "โรงเรียนที่ไม่มี ม.ต้น แต่มีนักเรียนเกิน 50 คน มีโรงไหนบ้าง",
)
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
SPELLINGS: dict[str, Callable[[str], str]] = {
    "Thai digits": lambda text: text.translate(_THAI_DIGITS),
    "wide spaces": lambda text: text.replace(" ", "   "),
    "line breaks": lambda text: text.replace(" ", "\n"),
    "no spaces": lambda text: text.replace(" ", ""),
    "zero-width spaces": lambda text: "\u200b".join(text),
    "two เ": lambda text: text.replace("แ", "เเ"),
    "ํ and า": lambda text: text.replace("ำ", "ํา"),
    "pictures": lambda text: f"{text} 🙏🏻😊",
    "letters drawn out": lambda text: f"{text}คะะะะ",
    "a greeting before": lambda text: f"สวัสดีค่ะ {text} ขอบคุณค่ะ",
    "capitals": lambda text: text.upper(),
}


@SHARE
@settings(max_examples=examples(50, 200), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(QUESTIONS),
    st.lists(st.sampled_from(sorted(SPELLINGS)), min_size=1, max_size=3, unique=True),
)
def test_a_spelling_changes_no_meaning(demo: Context, text: str, spellings: list[str]) -> None:
    plain = answer(demo, text, office=DEMO, memory={})
    said = text
    for spelling in spellings:
        said = SPELLINGS[spelling](said)
    found = answer(demo, said, office=DEMO, memory={})
    assert found.kind == plain.kind, said
    assert found.facts["query"] == plain.facts["query"]


_MEANT = (
    "ยกเว้น ไม่รวม มาก น้อย แรก ใน ต่อ + พัน ร้อย ห้าสิบ top อันดับ ขึ้นไป ลงมา รายโรง แต่ละโรง "
    "ป.1 ม.1 , คน โรง นักเรียน โรงเรียน กี่"
)


@SHARE
@settings(max_examples=examples(60, 200), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(_MEANT.split()), max_size=7))
def test_known_words_in_any_order_get_an_answer(demo: Context, words: list[str]) -> None:
    for joint in ("", " "):
        answer(demo, joint.join(words), office=DEMO, memory={}).to_json()
