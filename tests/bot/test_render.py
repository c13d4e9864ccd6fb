"""Whatever is said, LINE would take it: limits of labels, texts, cards and buttons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import Button, Card, Cards, Message, Open, Place, Press, Row, Say, Style, Text
from bot.chat.buttons import Buttons, Pressed
from bot.emulator.rules import message_problems
from bot.line.render import Renderer, clip

KEYS = Buttons("a key of sixteen or more")
RENDERER = Renderer("a key of sixteen or more", "http://127.0.0.1:8000")
PLACE = Place("U1", is_group=False, conversation_id=7, turn=3)

words = st.text(
    alphabet=st.characters(exclude_categories=["Cs"]) | st.sampled_from("กขคงที่น้ำเด็กปู่ญ😀"),
    max_size=400,
)
links = st.sampled_from(["/data/ตาราง 1", "https://example.go.th/x", "/data/a?b=1"])
buttons: st.SearchStrategy[Button] = st.one_of(
    st.builds(Say, words.filter(str.strip), words.filter(str.strip), st.sampled_from(Style)),
    st.builds(Press, words.filter(str.strip), st.just("guide"), st.just("what"), st.just("p1")),
    st.builds(Open, words.filter(str.strip), links),
)
some_buttons = st.lists(buttons, max_size=15).map(tuple)
cards = st.builds(
    Card,
    alt=words.filter(str.strip),
    title=words,
    subtitle=words,
    figure=words,
    unit=words,
    body=st.lists(words, max_size=4).map(tuple),
    rows=st.lists(st.builds(Row, words, words, st.booleans()), max_size=12).map(tuple),
    note=words,
    buttons=st.lists(buttons, max_size=6).map(tuple),
    quick=some_buttons,
    tone=st.sampled_from(["calm", "ask", "sorry", "alert"]),
)
messages: st.SearchStrategy[Message] = st.one_of(
    st.builds(Text, words.filter(str.strip), some_buttons), cards
)


@given(said=st.lists(messages, min_size=1, max_size=7))
def test_any_message_passes_lines_rules(said: list[Message]) -> None:
    drawn = RENDERER.draw(said, PLACE)
    assert 1 <= len(drawn) <= 5
    for message in drawn:
        assert message_problems(message) == []


def test_a_long_text_is_cut_between_letters() -> None:
    (drawn,) = RENDERER.draw([Text("ที่" * 3000)], PLACE)
    assert len(drawn["text"].encode("utf-16-le")) // 2 <= 5000
    assert drawn["text"].endswith("ที่…")


def test_many_cards_become_twelve() -> None:
    card = Card(alt="ก", title="ก")
    (drawn,) = RENDERER.draw([Cards("ก", tuple([card] * 20))], PLACE)
    assert len(drawn["contents"]["contents"]) == 12
    assert message_problems(drawn) == []


def test_labels_are_counted_as_people_see_them() -> None:
    assert clip("ที่นี่", 4) == "ที่นี่"
    assert clip("กขคงจฉ", 4) == "กขค…"


@pytest.mark.parametrize(
    ("label", "value", "beside"),
    [
        ("นักเรียน", "37,029 คน", True),
        ("เพื่อนำไปใช้", "จัดทำแผนอัตรากำลัง", True),
        ("2.2 ข้อมูลตรงกับความต้องการของท่าน", "ไม่เกี่ยวข้อง", True),
        ("ตำแหน่ง", "ผู้อำนวยการโรงเรียนอนุบาลสายรุ้ง (บ้านหนองกระจ่าง)", False),
        ("อีเมลของผู้ขอข้อมูล", "somying.tot@example.go.th", False),
        ("ตำแหน่ง", "ครู โรงเรียนบ้านหนองสมมุติ\nธุรการ โรงเรียนวัดโคกทดลอง", False),
    ],
)
def test_a_value_stands_beside_its_label_where_there_is_room(
    label: str, value: str, beside: bool
) -> None:
    (drawn,) = RENDERER.draw([Card("ก", "ก", rows=(Row(label, value),))], PLACE)
    row = drawn["contents"]["body"]["contents"][0]["contents"][0]
    assert (row["layout"] == "horizontal") is beside
    assert [part["text"] for part in row["contents"]] == [label, value]


def test_a_note_alone_has_no_line_above_it() -> None:
    (drawn,) = RENDERER.draw([Card("ก", "ก", note="พิมพ์ «ยกเลิก» เพื่อพักไว้ก่อน")], PLACE)
    assert [part["type"] for part in drawn["contents"]["body"]["contents"]] == ["text"]


def test_a_button_says_where_it_belongs_and_only_this_office_can_sign_it() -> None:
    pressed = Pressed("guide", "what", 7, 3, "ป.1~x")
    data = KEYS.sign(pressed)
    assert KEYS.read(data) == pressed
    assert Buttons("another key entirely").read(data) is None
    for forged in (data + "x", data.replace("guide", "other"), "", "~", "ก" * 300, data[1:]):
        assert KEYS.read(forged) is None


def test_a_button_that_would_not_fit_is_a_bug_that_shows() -> None:
    with pytest.raises(ValueError, match="characters long"):
        KEYS.sign(Pressed("guide", "what", 7, 3, "x" * 300))
