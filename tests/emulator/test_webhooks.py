"""What the bot hears: signatures, order, redelivery, and the events of every act."""

import time
from collections.abc import Callable

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from linebot.v3.models import UnknownEvent
from linebot.v3.webhook import WebhookParser

from bot.emulator import LinePlatform
from bot.emulator.webhooks import sign
from tests.emulator.conftest import (
    CLERK_ON_PC,
    CLERKS,
    NOON,
    OFFICER,
    SECRET,
    TEACHER,
    TOKEN,
    Bot,
)

Hear = Callable[[], dict]


def test_the_signature_of_lines_own_sample() -> None:
    body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    assert sign(SECRET, body) == "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="


class TestDelivery:
    def test_a_post_is_signed_over_its_bytes(self, platform: LinePlatform, bot: Bot) -> None:
        platform.acts.text(TEACHER, TEACHER, "สวัสดี")
        assert platform.drain()
        body, headers = bot.posts[0]
        assert headers["x-line-signature"] == sign(SECRET, body)
        assert "สวัสดี".encode() in body

    def test_the_order_is_kept(self, platform: LinePlatform, bot: Bot) -> None:
        for number in range(30):
            platform.acts.text(TEACHER, TEACHER, str(number))
        assert platform.drain()
        assert [event["message"]["text"] for event in bot.events] == [str(n) for n in range(30)]

    def test_one_post_may_carry_the_events_of_several_people(
        self, platform: LinePlatform, bot: Bot
    ) -> None:
        platform.delivery.change({"hold": True, "batch": 10})
        for person in (TEACHER, OFFICER, CLERK_ON_PC):
            platform.acts.text(person, person, "พร้อมกัน")
        assert bot.posts == []
        platform.delivery.change({"hold": False})
        platform.webhooks.wake()
        assert platform.drain()
        assert [len(batch) for batch in bot.batches] == [3]

    def test_a_failed_event_is_lost_unless_redelivery_is_on(
        self, platform: LinePlatform, bot: Bot
    ) -> None:
        bot.answers = [500]
        platform.acts.text(TEACHER, TEACHER, "หาย")
        assert platform.drain()
        assert len(bot.posts) == 1
        assert platform.webhooks.last_error == "error_status_code 500"

    @pytest.mark.parametrize("failure", [500, TimeoutError(), ConnectionError()])
    def test_redelivery_repeats_the_event(
        self, platform: LinePlatform, bot: Bot, failure: int | Exception
    ) -> None:
        platform.delivery.change({"redelivery": True, "redeliverySeconds": 0.01})
        bot.answers = [failure, failure]
        platform.acts.text(TEACHER, TEACHER, "อีกครั้ง")
        assert platform.drain()
        first, *again = bot.events
        assert [event["deliveryContext"]["isRedelivery"] for event in bot.events] == [
            False,
            True,
            True,
        ]
        for event in again:
            same = ("webhookEventId", "replyToken", "timestamp", "message")
            assert [event[key] for key in same] == [first[key] for key in same]

    def test_redelivery_gives_up(self, platform: LinePlatform, bot: Bot) -> None:
        settings = {"redelivery": True, "redeliverySeconds": 0, "redeliveryAttempts": 2}
        platform.delivery.change(settings)
        bot.answers = [500] * 9
        platform.acts.text(TEACHER, TEACHER, "พอ")
        assert platform.drain()
        assert len(bot.posts) == 3

    def test_duplicates(self, platform: LinePlatform, bot: Bot) -> None:
        platform.delivery.change({"duplicates": 1, "jitterMs": 5})
        platform.acts.text(TEACHER, TEACHER, "สองครั้ง")
        assert platform.drain()
        assert len({event["webhookEventId"] for event in bot.events}) == 1
        assert len(bot.events) == 2

    def test_lateness_breaks_the_order(self, platform: LinePlatform, bot: Bot) -> None:
        platform.delivery.change({"outOfOrder": 0.5, "jitterMs": 40})
        for number in range(20):
            platform.acts.text(TEACHER, TEACHER, f"{number:02}")
        assert platform.drain()
        heard = [event["message"]["text"] for event in bot.events]
        assert heard != sorted(heard)
        assert len(heard) == 20

    def test_standby_brings_no_token(self, platform: LinePlatform, hear: Hear) -> None:
        platform.delivery.change({"standby": True})
        platform.acts.text(TEACHER, TEACHER, "ใครตอบ")
        event = hear()
        assert event["mode"] == "standby"
        assert "replyToken" not in event

    def test_a_slow_bot_has_timed_out(self, serve: Callable[[Flask], str]) -> None:
        slow = Flask("slow")

        @slow.post("/callback")
        def callback() -> str:
            time.sleep(0.3 if request.data else 0)
            return ""

        url = serve(slow)
        platform = LinePlatform(SECRET, TOKEN, f"{url}/callback")
        platform.delivery.change({"timeoutMs": 50})
        assert platform.webhooks.post([]).reason == "request_timeout"
        platform.delivery.change({"timeoutMs": 2000})
        assert platform.webhooks.post([]).ok
        platform.webhooks.url = "http://127.0.0.1:9/callback"
        assert platform.webhooks.post([]).reason == "could_not_connect"
        platform.close()


def test_the_official_sdk_knows_every_event(platform: LinePlatform, bot: Bot) -> None:
    acts = platform.acts
    acts.unfollow(TEACHER)
    acts.follow(TEACHER)
    acts.remove(CLERKS)
    acts.invite(CLERKS)
    acts.leave(CLERKS, [OFFICER])
    acts.join(CLERKS, [OFFICER])
    said = acts.text(CLERKS, TEACHER, "ใครส่งแล้ว", mention_bot=True)
    acts.edit(CLERKS, TEACHER, said, "ใครส่งแล้วบ้าง")
    acts.unsend(CLERKS, TEACHER, said)
    acts.text(CLERKS, CLERK_ON_PC, "ไม่บอกชื่อ")
    acts.sticker(TEACHER, TEACHER, "446", "1988", ["ok"])
    acts.location(TEACHER, TEACHER, 19.9, 99.8, title="เขต", address="เมือง")
    acts.postback(TEACHER, TEACHER, "d", params={"date": "2026-06-10"})
    for kind in ("image", "video", "audio", "file"):
        acts.media(TEACHER, TEACHER, kind, [("a", "image/png", b"x")] * 2)
    assert platform.drain()
    parser = WebhookParser(SECRET)
    parsed = [
        event
        for body, headers in bot.posts
        for event in parser.parse(body.decode(), headers["x-line-signature"])
    ]
    assert len(parsed) == 21
    assert not [event for event in parsed if isinstance(event, UnknownEvent)]


class TestEvents:
    def test_common_fields(self, platform: LinePlatform, bot: Bot, hear: Hear) -> None:
        message_id = platform.acts.text(TEACHER, TEACHER, "สวัสดี")
        event = hear()
        assert event["timestamp"] == int(NOON.timestamp() * 1000)
        assert len(event["webhookEventId"]) == 26
        assert event["source"] == {"type": "user", "userId": TEACHER}
        assert event["message"]["id"] == message_id
        assert {"quoteToken", "markAsReadToken"} <= set(event["message"])
        assert platform.bot.user_id.encode() in bot.posts[0][0]

    def test_a_mention_counts_in_utf16_units(self, platform: LinePlatform, hear: Hear) -> None:
        platform.acts.text(CLERKS, TEACHER, "😀 ที่ @ถามเขต กี่คน", mention_bot=True)
        message = hear()["message"]
        (mentionee,) = message["mention"]["mentionees"]
        assert mentionee["isSelf"] is True
        units = message["text"].encode("utf-16-le")
        start, end = 2 * mentionee["index"], 2 * (mentionee["index"] + mentionee["length"])
        assert units[start:end].decode("utf-16-le") == "@ถามเขต"
        assert mentionee["index"] == 7

    def test_a_name_that_is_only_typed_is_no_mention(
        self, platform: LinePlatform, hear: Hear
    ) -> None:
        platform.acts.text(CLERKS, TEACHER, "@ถามเขต กี่คน")
        assert "mention" not in hear()["message"]

    def test_a_colleague_is_mentioned_and_is_not_the_bot(
        self, platform: LinePlatform, hear: Hear
    ) -> None:
        platform.acts.text(CLERKS, TEACHER, "@ดาริกา แบบฝึก ช่วยดู")
        (mentionee,) = hear()["message"]["mention"]["mentionees"]
        assert (mentionee["userId"], mentionee["isSelf"]) == (OFFICER, False)

    def test_who_writes_on_a_pc_is_not_told_in_a_group(
        self, platform: LinePlatform, hear: Hear
    ) -> None:
        platform.acts.text(CLERKS, CLERK_ON_PC, "ถามเขต เมนู")
        assert hear()["source"] == {"type": "group", "groupId": CLERKS}
        platform.acts.text(CLERK_ON_PC, CLERK_ON_PC, "เมนู")
        assert hear()["source"]["userId"] == CLERK_ON_PC

    def test_a_quote_names_the_message_only(self, platform: LinePlatform, hear: Hear) -> None:
        first = platform.acts.text(TEACHER, TEACHER, "หนึ่ง")
        platform.acts.text(TEACHER, TEACHER, "สอง", quote=first)
        assert hear()["message"]["quotedMessageId"] == first

    def test_photos_of_one_set_come_apart(self, platform: LinePlatform, bot: Bot) -> None:
        photos = [(f"{number}.jpg", "image/jpeg", b"x") for number in range(5)]
        ids = platform.acts.media(TEACHER, TEACHER, "image", photos)
        assert platform.drain()
        sets = [event["message"]["imageSet"] for event in bot.events]
        assert len({each["id"] for each in sets}) == 1
        assert sorted(each["index"] for each in sets) == [1, 2, 3, 4, 5]
        assert {each["total"] for each in sets} == {5}
        assert {event["message"]["id"] for event in bot.events} == set(ids)

    def test_one_photo_is_no_set(self, platform: LinePlatform, hear: Hear) -> None:
        platform.acts.media(TEACHER, TEACHER, "image", [("a.jpg", "image/jpeg", b"x")])
        message = hear()["message"]
        assert message["contentProvider"] == {"type": "line"}
        assert "imageSet" not in message

    def test_a_file_has_a_name_and_a_size(self, platform: LinePlatform, hear: Hear) -> None:
        platform.acts.media(TEACHER, TEACHER, "file", [("ข้อมูล.xlsx", "application/x", b"123")])
        message = hear()["message"]
        assert (message["fileName"], message["fileSize"]) == ("ข้อมูล.xlsx", 3)

    def test_a_tap_is_no_message(self, platform: LinePlatform, bot: Bot, hear: Hear) -> None:
        params = {"datetime": "2026-06-10T09:00"}
        platform.acts.postback(TEACHER, TEACHER, "d=1", display_text="เลือกวัน", params=params)
        assert hear()["postback"] == {"data": "d=1", "params": params}
        assert len(bot.events) == 1
        assert platform.timeline.after(TEACHER, 0)[0].message["text"] == "เลือกวัน"

    def test_unsend(self, platform: LinePlatform, hear: Hear) -> None:
        (photo,) = platform.acts.media(TEACHER, TEACHER, "image", [("a.png", "image/png", b"x")])
        platform.acts.unsend(TEACHER, TEACHER, photo)
        event = hear()
        assert (event["type"], event["unsend"]) == ("unsend", {"messageId": photo})
        assert "replyToken" not in event

    def test_an_edit_keeps_the_id(self, platform: LinePlatform, hear: Hear) -> None:
        message_id = platform.acts.text(CLERKS, TEACHER, "ผิด")
        old = hear()
        platform.acts.edit(CLERKS, TEACHER, message_id, "ถูก")
        event = hear()
        assert event["type"] == "messageEdited"
        assert event["message"]["id"] == message_id
        assert event["message"]["text"] == "ถูก"
        assert event["replyToken"] != old["replyToken"]

    def test_friends_come_and_go(self, platform: LinePlatform, hear: Hear) -> None:
        platform.acts.unfollow(TEACHER)
        event = hear()
        assert (event["type"], "replyToken" in event) == ("unfollow", False)
        platform.acts.follow(TEACHER)
        assert hear()["follow"] == {"isUnblocked": True}

    def test_the_bot_comes_and_goes(self, platform: LinePlatform, hear: Hear) -> None:
        platform.acts.remove(CLERKS)
        assert hear()["type"] == "leave"
        platform.acts.text(CLERKS, TEACHER, "ไม่มีใครได้ยิน")
        assert hear()["type"] == "leave"
        platform.acts.invite(CLERKS)
        event = hear()
        assert (event["type"], "replyToken" in event) == ("join", True)

    def test_members_come_and_go(self, platform: LinePlatform, hear: Hear) -> None:
        person = platform.acts.add_person("ใหม่ ตัวอย่าง", "teacher").user_id
        platform.acts.join(CLERKS, [person])
        assert hear()["joined"]["members"] == [{"type": "user", "userId": person}]
        platform.acts.leave(CLERKS, [person])
        assert hear()["left"]["members"] == [{"type": "user", "userId": person}]

    def test_a_read_mark_follows_the_webhook(self, platform: LinePlatform, bot: Bot) -> None:
        bot.answers = [500]
        platform.acts.text(TEACHER, TEACHER, "ไม่ถึง")
        assert platform.drain()
        assert not platform.timeline.after(TEACHER, 0)[0].read
        platform.acts.text(TEACHER, TEACHER, "ถึง")
        assert platform.drain()
        assert all(item.read for item in platform.timeline.after(TEACHER, 0))

    def test_a_read_mark_by_token(
        self, platform: LinePlatform, http: FlaskClient, hear: Hear
    ) -> None:
        platform.delivery.change({"markAsRead": "manual"})
        platform.acts.text(TEACHER, TEACHER, "อ่านหรือยัง")
        token = hear()["message"]["markAsReadToken"]
        assert not platform.timeline.after(TEACHER, 0)[0].read
        http.post("/v2/bot/chat/markAsRead", json={"markAsReadToken": token})
        assert platform.timeline.after(TEACHER, 0)[0].read
