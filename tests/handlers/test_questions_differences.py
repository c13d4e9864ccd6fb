"""Two figures and how far they are apart; the greatest of grades; words that change the meaning."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handlers.context import Context
from tests.handlers.judge import FIGURES
from tests.handlers.test_questions_found import SCHOOL, chat
from tests.handlers.test_questions_traps import demo

__all__ = ["demo"]  # the generated office, built once

OTHER = "บ้านเขาแสงตะวัน(ประชานุกูล)"


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("นักเรียนชายมากกว่าหญิงกี่คน", "นักเรียนทั้งเขตแยกตามเพศ"),
        ("ผลต่างชายหญิงทั้งเขตกี่คน", "นักเรียนทั้งเขตแยกตามเพศ"),
        ("ป.1 กับ ป.6 ทั้งเขตต่างกันกี่คน", "ป.1 กับ ป.6 ทั้งเขตมีชั้นละกี่คน"),
        (f"{SCHOOL}กับ{OTHER}ต่างกันกี่คน", f"{SCHOOL}กับ{OTHER}มีนักเรียนโรงละกี่คน"),
        (f"{SCHOOL}มีเด็กน้อยกว่า{OTHER}กี่คน", f"{SCHOOL}กับ{OTHER}มีนักเรียนโรงละกี่คน"),
    ],
)
def test_both_figures_and_their_difference(demo: Context, said: str, plain: str) -> None:
    found, both = chat(demo, said), chat(demo, plain)
    values = [item["value"] for item in found.facts["items"]]
    assert values == [item["value"] for item in both.facts["items"]]
    apart = found.facts["difference"]
    assert apart["value"] == abs(values[0] - values[1])
    assert apart["more"] is None or values[apart["more"]] == max(values)


@pytest.mark.parametrize(("said", "order"), [("ชั้นไหนมีเด็กมากสุด", max), ("ชั้นไหนเด็กน้อยสุด", min)])
def test_the_greatest_grade_comes_first(
    demo: Context, said: str, order: Callable[[list[int]], int]
) -> None:
    found, plain = chat(demo, said), chat(demo, "นักเรียนทั้งเขตแยกรายชั้น")
    values = [item["value"] for item in plain.facts["items"] if item["value"]]
    assert found.facts["items"][0]["value"] == order(values)
    assert found.facts["query"]["rank"]


@pytest.mark.parametrize(
    "said",
    [
        f"{SCHOOL}จะมีเด็กกี่คน",  # a time to come, and no polite «จ้ะ»
        "ป.1 จะมีกี่คนทั้งเขต",
        "นักเรียนทั้งโรงเรียนกี่คน",  # which school?
        "นักเรียนย้ายกี่คน",  # no slip in นักเรียนชาย
        "โรงเรียนขนาดเล็กแต่ละขนาดมีกี่โรง",
        "ยกเว้นปี 2568 นักเรียนทั้งเขตกี่คน",
        f"คน{SCHOOL}กี่คน",
        "โรงเรียนเรามีเด็กกี่คน",
        "นักเรียน 3 คนมากกว่าชายกี่คน",
        f"{SCHOOL}กับ{OTHER}กับบ้านแม่คำต่างกันกี่คน",
        f"เทอมหน้า{SCHOOL}มีเด็กกี่คน",
    ],
)
def test_a_word_that_changes_the_meaning(demo: Context, said: str) -> None:
    assert chat(demo, said).kind not in FIGURES


def test_the_whole_school_after_a_grade(demo: Context) -> None:
    found = chat(demo, f"{SCHOOL} ป.1 กี่คน", "แล้วทั้งโรงเรียนกี่คน")
    whole = chat(demo, f"{SCHOOL}มีนักเรียนกี่คน")
    assert found.facts["items"] == whole.facts["items"]
