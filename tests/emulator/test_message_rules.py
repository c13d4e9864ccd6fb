"""Which messages LINE takes, one rule a story."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.emulator.rules import body_problems, message_problems
from tests.emulator.conftest import bubble, flex, quick, say_button, text

PICTURE = "https://example.org/a.png"


def places(message: object) -> list[str]:
    return [problem.property.removeprefix("message.") for problem in message_problems(message)]


@pytest.mark.parametrize(
    "message",
    [
        text("ก" * 5000),
        text("😀" * 2500),
        text("$ สวัสดี", emojis=[{"index": 0, "productId": "5ac1", "emojiId": "001"}]),
        text(quickReply=quick(*[say_button()] * 13)),
        text(quickReply=quick({"type": "camera", "label": "ถ่ายรูป"})),
        text(quickReply=quick(say_button("ที่" * 20))),
        text(sender={"name": "ถามเขต", "iconUrl": PICTURE}),
        {"type": "textV2", "text": "{who} {{ ก }}",
         "substitution": {"who": {"type": "mention", "mentionee": {"type": "all"}}}},
        {"type": "sticker", "packageId": "446", "stickerId": "1988"},
        {"type": "image", "originalContentUrl": PICTURE, "previewImageUrl": PICTURE},
        {"type": "audio", "originalContentUrl": PICTURE, "duration": 1000},
        {"type": "location", "title": "เขต", "address": "เมือง", "latitude": 19.9,
         "longitude": 99.8},
        flex(bubble()),
        flex({"type": "carousel", "contents": [bubble(size="kilo")] * 12}),
        flex(bubble(hero={"type": "image", "url": PICTURE, "aspectRatio": "20:13",
                          "size": "full"})),
        {"type": "template", "altText": "ยืนยัน", "template": {
            "type": "confirm", "text": "ใช่ไหม", "actions": [say_button(), say_button()]}},
    ],
)  # fmt: skip
def test_what_line_takes(message: dict) -> None:
    assert message_problems(message) == []


@pytest.mark.parametrize(
    ("message", "where"),
    [
        ([], ""),
        ({}, "type"),
        ({"type": "pdf"}, "type"),
        (text(""), "text"),
        (text("ก" * 5001), "text"),
        (text("😀" * 2501), "text"),
        (text(color="#000000"), "color"),
        (text(5), "text"),
        (text("ไม่มีดอลลาร์", emojis=[{"index": 0, "productId": "a", "emojiId": "1"}]),
         "emojis[0].index"),
        (text(sender={"name": "ก" * 21}), "sender.name"),
        ({"type": "image", "originalContentUrl": "http://example.org/a.png",
          "previewImageUrl": PICTURE}, "originalContentUrl"),
        ({"type": "image", "originalContentUrl": PICTURE,
          "previewImageUrl": "https://example.org/รูป.png"}, "previewImageUrl"),
        ({"type": "image", "originalContentUrl": PICTURE,
          "previewImageUrl": "https://example.org/" + "a" * 2000}, "previewImageUrl"),
        ({"type": "textV2", "text": "ปีกกา { ค้าง"}, "text"),
        ({"type": "textV2", "text": "{ใคร}"}, "text"),
        ({"type": "textV2", "text": "{who}"}, "text"),
        ({"type": "location", "title": "ก" * 101, "address": "ก", "latitude": 1, "longitude": 1},
         "title"),
    ],
)  # fmt: skip
def test_what_line_refuses(message: object, where: str) -> None:
    assert where in places(message) or where == places(message)[0].removeprefix("message")


def test_an_alternative_text_has_1500_units() -> None:
    assert places(flex(bubble(), "ก" * 1500)) == []
    assert places(flex(bubble(), "ก" * 1501)) == ["altText"]


class TestQuickReplies:
    def test_thirteen_and_no_more(self) -> None:
        assert places(text(quickReply=quick(*[say_button()] * 14))) == ["quickReply.items"]

    def test_none_is_not_a_quick_reply(self) -> None:
        assert places(text(quickReply=quick())) == ["quickReply.items"]

    def test_a_label_is_needed_and_counted_in_characters_that_people_see(self) -> None:
        assert places(text(quickReply=quick(say_button("ที่" * 20)))) == []
        assert places(text(quickReply=quick(say_button("ที่" * 21)))) != []
        without = {"type": "message", "text": "ถาม"}
        assert places(text(quickReply=quick(without))) == ["quickReply.items[0].action.label"]


class TestActions:
    def on_button(self, action: dict) -> list[str]:
        button = {"type": "button", "action": action}
        footer = {"type": "box", "layout": "vertical", "contents": [button]}
        prefix = "contents.footer.contents[0].action."
        return [place.removeprefix(prefix) for place in places(flex(bubble(footer=footer)))]

    def test_a_card_button_has_forty_characters(self) -> None:
        assert self.on_button(say_button("ที่" * 40)) == []
        assert self.on_button(say_button("ก" * 41)) == ["label"]

    def test_postback_data_is_limited_to_300_units(self) -> None:
        postback = {"type": "postback", "label": "ก", "data": "x" * 300}
        assert self.on_button(postback) == []
        assert self.on_button({**postback, "data": "x" * 301}) == ["data"]
        assert self.on_button({**postback, "displayText": "ก" * 301}) == ["displayText"]

    @pytest.mark.parametrize(
        "uri", ["https://a.th/?q=%E0", "tel:053123456", "line://app/1", "http://a.th"]
    )
    def test_schemes_that_a_tap_may_open(self, uri: str) -> None:
        assert self.on_button({"type": "uri", "label": "เปิด", "uri": uri}) == []

    @pytest.mark.parametrize(
        "uri", ["javascript:alert(1)", "ftp://a.th", "a.th", "https://ก.th", ""]
    )
    def test_schemes_that_it_may_not(self, uri: str) -> None:
        assert self.on_button({"type": "uri", "label": "เปิด", "uri": uri}) == ["uri"]

    def test_a_link_has_ten_thousand_characters(self) -> None:
        link = "https://a.th/"
        fits = {"type": "uri", "label": "ก", "uri": link + "a" * (10_000 - len(link))}
        assert self.on_button(fits) == []
        assert self.on_button({**fits, "uri": fits["uri"] + "a"}) == ["uri"]

    def test_the_camera_is_for_quick_replies_only(self) -> None:
        assert self.on_button({"type": "camera", "label": "ถ่าย"}) == ["type"]

    def test_dates_have_the_shape_of_their_mode(self) -> None:
        picker = {"type": "datetimepicker", "label": "วัน", "data": "d", "mode": "date"}
        assert self.on_button({**picker, "initial": "2026-06-05"}) == []
        assert self.on_button({**picker, "initial": "05/06/2569"}) == ["initial"]
        assert self.on_button({**picker, "min": "2026-06-05", "max": "2026-06-04"}) == ["min"]


class TestFlex:
    def test_a_carousel_holds_twelve_bubbles_of_one_size(self) -> None:
        assert places(flex({"type": "carousel", "contents": [bubble()] * 13})) == [
            "contents.contents"
        ]
        mixed = {"type": "carousel", "contents": [bubble(), bubble(size="kilo")]}
        assert places(flex(mixed)) == ["contents.contents"]

    def test_a_bubble_has_30_kilobytes(self) -> None:
        line = {"type": "text", "text": "ก" * 100}
        box = {"type": "box", "layout": "vertical", "contents": [line] * 60}
        assert places(flex(bubble(body=box))) == ["contents"]

    def test_a_carousel_has_50_kilobytes(self) -> None:
        line = {"type": "text", "text": "a" * 900}
        box = {"type": "box", "layout": "vertical", "contents": [line] * 10}
        assert places(flex({"type": "carousel", "contents": [bubble(body=box)] * 6})) == [
            "contents"
        ]

    @pytest.mark.parametrize(
        ("part", "where"),
        [
            ({"type": "text", "text": ""}, "text"),
            ({"type": "text", "text": "ก", "color": "red"}, "color"),
            ({"type": "text", "text": "ก", "size": "huge"}, "size"),
            ({"type": "text", "text": "ก", "margin": "10"}, "margin"),
            ({"type": "text", "text": "ก", "bold": True}, "bold"),
            ({"type": "icon", "url": PICTURE}, "type"),
            ({"type": "image", "url": PICTURE, "aspectRatio": "1:4"}, "aspectRatio"),
            ({"type": "image", "url": "http://a.th/a.png"}, "url"),
            ({"type": "button", "action": {"type": "message", "text": "ก"}}, "action.label"),
        ],
    )
    def test_components(self, part: dict, where: str) -> None:
        box = {"type": "box", "layout": "vertical", "contents": [part]}
        assert places(flex(bubble(body=box))) == [f"contents.body.contents[0].{where}"]

    def test_a_film_stands_in_the_hero_only(self) -> None:
        film = {"type": "video", "url": PICTURE, "previewUrl": PICTURE,
                "altContent": {"type": "image", "url": PICTURE}}  # fmt: skip
        assert places(flex(bubble(hero=film))) == []
        body = {"type": "box", "layout": "vertical", "contents": [film]}
        assert places(flex(bubble(body=body))) == ["contents.body.contents[0].type"]


class TestTemplates:
    def buttons(self, **more: object) -> list[str]:
        template = {"type": "buttons", "text": "เลือก", "actions": [say_button()], **more}
        return places({"type": "template", "altText": "เลือก", "template": template})

    def test_buttons(self) -> None:
        assert self.buttons(actions=[say_button()] * 4) == []
        assert self.buttons(actions=[say_button()] * 5) == ["template.actions"]
        assert self.buttons(text="ก" * 160) == []
        assert self.buttons(text="ก" * 61, title="หัว") == ["template.text"]
        assert self.buttons(title="ก" * 41) == ["template.title"]
        assert self.buttons(actions=[say_button("ก" * 21)]) == ["template.actions[0].label"]

    def test_confirm_has_two_answers(self) -> None:
        template = {"type": "confirm", "text": "ใช่ไหม", "actions": [say_button()]}
        message = {"type": "template", "altText": "?", "template": template}
        assert places(message) == ["template.actions"]

    def test_columns_have_equally_many_actions(self) -> None:
        one = {"text": "ก", "actions": [say_button()]}
        two = {"text": "ก", "actions": [say_button()] * 2}
        template = {"type": "carousel", "columns": [one, two]}
        message = {"type": "template", "altText": "?", "template": template}
        assert places(message) == ["template.columns"]


def test_five_messages_at_a_time() -> None:
    body = {"to": "U1", "messages": [text()] * 6}
    assert [problem.property for problem in body_problems("PushMessageRequest", body)] == [
        "messages"
    ]
    assert body_problems("PushMessageRequest", {"to": "U1", "messages": []}) != []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
KEYS = st.sampled_from(
    ["type", "text", "contents", "template", "actions", "action", "quickReply", "items", "hero",
     "body", "columns", "substitution", "emojis", "size", "areas", "bounds", "layout", "label"]
)  # fmt: skip
KINDS = st.sampled_from(
    ["text", "textV2", "flex", "bubble", "carousel", "box", "template", "buttons", "video", "uri",
     "postback", "datetimepicker", "imagemap", "location", "baseline", "image_carousel"]
)  # fmt: skip
LIKELY = st.recursive(
    KINDS | JSON,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=30,
)


@settings(max_examples=150, deadline=None)
@given(JSON | LIKELY | st.dictionaries(KEYS, LIKELY | KINDS))
def test_no_json_makes_the_check_raise(value: object) -> None:
    message_problems(value)
    body_problems("RichMenuRequest", value)
    body_problems("ShowLoadingAnimationRequest", {"chatId": "U1", "loadingSeconds": value})
    body_problems("ReplyMessageRequest", {"replyToken": "t", "messages": value})


def test_bottomless_json_is_refused_not_fatal() -> None:
    box: dict = {"type": "box", "layout": "vertical", "contents": []}
    for _ in range(5_000):
        box = {"type": "box", "layout": "vertical", "contents": [box]}
    assert message_problems(flex(bubble(body=box))) != []


def test_the_check_is_quick() -> None:
    row = {"type": "box", "layout": "horizontal", "contents": [
        {"type": "text", "text": "ป.1", "size": "sm", "color": "#333333", "flex": 3},
        {"type": "text", "text": "1,234", "align": "end", "flex": 2}]}  # fmt: skip
    card = flex(bubble(body={"type": "box", "layout": "vertical", "contents": [row] * 60}))
    assert len(json.dumps(card)) > 10_000
    assert best_of_five(text("สวัสดี" * 100)) < 0.001
    assert best_of_five(card) < 0.02


def best_of_five(message: dict) -> float:
    def once() -> float:
        start = time.perf_counter()
        assert message_problems(message) == []
        return time.perf_counter() - start

    return min(once() for _ in range(5))
