"""Answers in words: every figure in plain text, and every button a question that is understood."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from bot.cards import Card, Message, Place, Say, Show, Text, Voice
from bot.chat.flow import END, Heard, Kind, Outcome, Talk
from bot.chat.questions import flows
from bot.texts import answer_tables, word
from handlers.context import Context
from handlers.questions import answer, answer_query
from handlers.questions.figures import snapshot
from handlers.questions.query import StatQuery
from tests.handlers.offices import DEMO

ALONE, GROUP = Place("U1", False), Place("G1", True)
VOICE = Voice(DEMO.name)
QUESTIONS = (
    "ทั้งเขตมีนักเรียนกี่คน",
    "สมมุติวิทยาคมมีเด็ก ป.1 กี่คน",
    "สมมุติวิทยาคมมีนักเรียนหญิง ป.4-6 กี่คน ปีที่แล้ว",
    "ทั้งเขตแยกตามระดับมีนักเรียนกี่คน",
    "สมมุติวิทยาคมแยกรายชั้น",
    "สมมุติวิทยาคมมีนักเรียนชายกี่คน หญิงกี่คน",
    "สมมุติวิทยาคม เด็กกี่คน กี่ห้อง",
    "นักเรียนหญิงคิดเป็นร้อยละเท่าไรของนักเรียนทั้งเขต",
    "ทั้งเขตเฉลี่ยห้องละกี่คน",
    "โรงเรียนขนาดเล็กมีกี่โรง",
    "จำนวนโรงเรียนแยกตามขนาดโรงเรียน 7 ขนาด",
    "5 อันดับโรงเรียนที่มีนักเรียนมากที่สุด",
    "โรงเรียนที่มีเด็ก ป.1 ไม่เกิน 5 คน มีกี่โรง",
    "โรงเรียนไหนบ้างที่มี ม.ปลาย",
    "ทั้งเขตมีนักเรียนพิการกี่คน",
    "สมมุติวิทยาคมมีนักเรียนพิการกี่คน",
    "นักเรียนสัญชาติลาวกี่คน",
    "นักเรียนแยกตามศาสนา",
    "นักเรียนพิการแยกตามประเภท ขอเป็น excel",
    "ขอกราฟนักเรียนแยกรายชั้น",
    "จำนวนนักเรียนย้อนหลัง 3 ปี",
    "นักเรียนแยกรายอำเภอ",
    "โรงเรียนไหนมีนักเรียนพิการบ้าง",
    "5 อันดับโรงเรียนที่มีนักเรียนพิการมากที่สุด",
    "ร้อยละของนักเรียนพิการ",
    "บ้านสวนดอกแก้วมีนักเรียนกี่คน",
    "บ้านเขาแสงตะวัน ป.1 กี่ห้อง",
    "ชั้น 3 ทั้งเขตมีเด็กกี่คน",
    "สมมุติวิทยาคม",
    "บ้านไม่มีจริงเลยมีนักเรียนกี่คน",
    "ปี 2550 มีนักเรียนกี่คน",
    "เทอม 3 ทั้งเขตมีนักเรียนกี่คน",
    "ข้อมูล ณ 1 ม.ค. 2568 นักเรียนกี่คน",
    "สมมุติวิทยาคมมีครูกี่คน",
    "ตำบลตัวอย่างมีนักเรียนกี่คน",
    "ขอรายชื่อนักเรียน ป.1",
    "คอมพิวเตอร์เสีย เปิดไม่ติด",
    "ขอแบบฟอร์มขอข้อมูลสารสนเทศ",
    "สวัสดีค่ะ",
    "ขอบคุณครับ",
    "ทำอะไรได้บ้าง",
    "ฝนตกไหม",
    "ก" * 900,
)


@pytest.fixture
def demo(demo_ctx: Context) -> Context:
    """The generated office: these tests only read."""
    return demo_ctx


def said(ctx: Context, text: str, place: Place = ALONE, memory=None) -> list[Message]:
    found = answer(ctx, text, office=DEMO, memory=memory or {})
    return word("answer", json.loads(json.dumps(found.to_json())), place, VOICE)


def plain(messages: list[Message]) -> str:
    return "\n".join(m.text if isinstance(m, Text) else m.alt for m in messages)


def buttons(messages: list[Message]) -> list[Say | Show]:
    found: list[Say | Show] = []
    for message in messages:
        for button in (*message.quick, *(message.buttons if isinstance(message, Card) else ())):
            assert isinstance(button, Say | Show)
            found.append(button)
    return found


def opened(demo: Context, button: Show) -> dict[str, Any]:
    """The answer behind a link, its query having travelled as JSON."""
    query = StatQuery.from_json(json.loads(json.dumps(button.query)))
    return answer_query(demo, query, office=DEMO).to_json()


def test_the_sentence_of_a_figure(demo: Context) -> None:
    text = plain(said(demo, "สมมุติวิทยาคมมีเด็ก ป.1 กี่คน"))
    assert text.startswith("โรงเรียนสมมุติวิทยาคม มีนักเรียนชั้น ป.1 จำนวน ")
    assert "ข้อมูล ณ 10 พ.ย. 2569 จาก DMC ค่ะ" in text
    assert "(ชาย " in text


def test_the_years_of_a_topic_are_named_not_those_of_others(demo: Context) -> None:
    years = {e.year for e in snapshot(demo).editions_of("disability")}
    text = plain(said(demo, f"นักเรียนพิการทั้งเขต ปี {min(years) - 1} กี่คน"))
    assert f"ปีการศึกษาที่มีข้อมูล: {', '.join(map(str, sorted(years, reverse=True)))} " in text


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("place", [ALONE, GROUP])
def test_figures_are_in_plain_text_and_buttons_are_heard(
    demo: Context, question: str, place: Place
) -> None:
    found = answer(demo, question, office=DEMO, memory={})
    messages = said(demo, question, place)
    text = plain(messages).replace(",", "")
    for item in found.facts.get("items", ()):
        if item.get("value") and len(found.facts["items"]) <= 20:
            assert str(item["value"]) in text
    if found.kind in ("figure", "multi", "list"):
        assert re.search("ข้อมูล ณ 10 (พ.ย. 2569|มิ.ย. 256[78])", text)
    for button in buttons(messages):
        if isinstance(button, Show):
            assert opened(demo, button)["kind"] in ("figure", "multi", "list")
            continue
        assert len(button.text) <= 300
        asked = button.text
        if place.is_group:
            assert asked.startswith("ถามเขต ")
            asked = asked.removeprefix("ถามเขต ")
        if not re.fullmatch("แจ้งปัญหา|ขอข้อมูล(เรื่อง .+)?", asked):
            assert answer(demo, asked, office=DEMO, memory={}).kind in ("figure", "multi", "list")


def test_a_long_list_shows_ten_and_leads_to_all(demo: Context) -> None:
    """The rest is not lost: the page and the file behind the buttons hold every name."""
    question = "โรงเรียนที่มีนักเรียนมากกว่า 10 คน มีโรงเรียนใดบ้าง"
    items = answer(demo, question, office=DEMO, memory={}).facts["items"]
    names = [item["label"]["name"] for item in items]
    assert len(names) > 30
    (card,) = said(demo, question)
    assert isinstance(card, Card)
    assert len(card.rows) == 10
    assert f"มี {len(names)} โรง" in card.alt
    assert f"และอีก {len(names) - 10} รายการ" in card.alt
    page, file = card.buttons[:2]
    assert page.label == f"ดูทั้งหมด {len(names)} รายการ"
    assert (file.label, file.form) == ("Excel", "xlsx")
    table = answer_tables.sheet(opened(demo, page))
    assert [row[2] for row in table.rows] == names
    assert table.columns == ("ที่", "รหัสโรงเรียน", "โรงเรียน")


def test_a_link_keeps_its_year_when_a_newer_one_comes(demo: Context) -> None:
    (card,) = said(demo, "สมมุติวิทยาคมแยกรายชั้น")
    shows = [button for button in buttons([card]) if isinstance(button, Show)]
    assert [(b.query["year"], b.query["round"]) for b in shows] == [(2569, 2)] * 2
    assert card.picture.query == shows[0].query


def test_equal_places_of_a_rank_have_one_number() -> None:
    facts = of_rank([900, 700, 700])
    assert answer_tables.places(facts["query"], facts["items"]) == [1, 2, 2]
    assert answer_tables.heading(facts).endswith("ที่มีนักเรียนมากที่สุด (อันดับสุดท้ายเท่ากัน)")
    assert answer_tables.heading(of_rank([7, 7])).endswith("(เท่ากัน 2 โรง)")


def of_rank(values: list[int]) -> dict[str, Any]:
    labels = [{"code": f"9901000{n}", "name": f"บ้าน {n}"} for n in range(len(values))]
    return {
        "office": DEMO.name,
        "query": {"rank": ["most", 3], "listing": True},
        "schools": [],
        "items": [
            {"label": label, "measure": "students", "value": value}
            for label, value in zip(labels, values, strict=True)
        ],
    }


@pytest.mark.parametrize("particle", ["", "ครับ"])
def test_the_particle_is_a_setting(demo: Context, particle: str) -> None:
    found = answer(demo, QUESTIONS[0], office=DEMO, memory={}).to_json()
    text = plain(word("answer", found, ALONE, Voice(DEMO.name, particle)))
    assert "ค่ะ" not in text
    assert (particle or "DMC") in text


class Chat:
    """A person talking to the two flows, as the worker would run them."""

    def __init__(self, ctx: Context) -> None:
        self.ctx, self.flows = ctx, {flow.name: flow for flow in flows(DEMO)}
        self.talk = Talk()

    def __call__(self, text: str = "", press: str = "", start: str = "") -> Outcome:
        name = start or self.talk.flow or "question"
        flow = self.flows[name]
        step = flow.start if start or not self.talk.flow else self.talk.step
        kind = Kind.PRESS if press else Kind.TEXT
        outcome = flow.steps[step](self.ctx, self.talk, Heard(kind, ALONE, "U1", text, press))
        memory = self.talk.memory if outcome.memory is None else outcome.memory
        running = outcome.next != END
        data = outcome.data if running else {}
        self.talk = Talk(name if running else "", outcome.next, data, memory)
        for notice in outcome.replies:
            assert word(notice.kind, json.loads(json.dumps(notice.data)), ALONE, VOICE)
        return outcome


def kind(outcome: Outcome) -> str:
    return str(outcome.replies[0].data.get("kind"))


@pytest.mark.parametrize("pick", ["2", "๒", "บ้านเขาแสงตะวัน(ประชานุกูล)", "ประชานุกูลค่ะ"])
def test_choosing_a_school(demo: Context, pick: str) -> None:
    chat = Chat(demo)
    assert kind(chat("บ้านเขาแสงตะวันมีเด็กกี่คน")) == "clarify"
    assert chat.talk.step == "choose"
    assert kind(chat(pick)) == "figure"
    assert chat.talk.flow == ""


def test_a_new_question_instead_of_a_pick(demo: Context) -> None:
    chat = Chat(demo)
    chat("บ้านเขาแสงตะวันมีเด็กกี่คน")
    assert kind(chat("ทั้งเขตมีโรงเรียนกี่โรง")) == "figure"
    assert chat.talk.flow == ""


def test_follow_ups_keep_the_scope(demo: Context) -> None:
    chat = Chat(demo)
    queries = []
    for text in ("สมมุติวิทยาคมมีเด็กกี่คน", "แล้ว ป.1 ล่ะ", "ผู้หญิงกี่คน", "ปีก่อนล่ะ", "แล้วอนุบาลตัวอย่างล่ะ"):
        outcome = chat(text)
        assert kind(outcome) == "figure", text
        queries.append(outcome.replies[0].data["facts"]["query"])
    assert queries[3] == {**queries[2], "year": 2568}
    assert queries[2]["sex"] == "หญิง"
    assert queries[4]["schools"] != queries[3]["schools"]
    assert queries[4]["grades"] == ["ป.1"]


@pytest.mark.parametrize(
    "steps",
    [
        [("", "office"), ("", "grades")],
        [("1", ""), ("2", "")],
        [("ทั้งเขต", ""), ("ห้องเรียน", "")],
        [("", "school"), ("สมมุติวิทยาคม", ""), ("", "rooms")],
        [("สมมุติวิทยาคม", ""), ("7", "")],
        [("2", ""), ("บ้านสวนดอกแก้ว", ""), ("1", ""), ("อนุบาล", "")],
        [("2", ""), ("ทั้งเขตมีนักเรียนกี่คน", "")],
    ],
)
def test_the_guided_way(demo: Context, steps: list[tuple[str, str]]) -> None:
    chat = Chat(demo)
    chat(start="guide")
    for text, press in steps:
        assert chat.talk.flow == "guide"
        outcome = chat(text, press)
    assert kind(outcome) in ("figure", "multi")
    assert chat.talk.flow == ""
