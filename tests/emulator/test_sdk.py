"""The official SDK against the stand-in, over a real socket, faults included."""

import time
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
import urllib3
from flask import Flask
from linebot.v3.messaging import (
    ApiClient,
    ApiException,
    Configuration,
    MessagingApi,
    MessagingApiBlob,
    PushMessageRequest,
    ReplyMessageRequest,
    RichMenuRequest,
    TextMessage,
)

from bot.emulator import LinePlatform, mount
from tests.emulator.conftest import TEACHER, TOKEN
from tests.emulator.test_content_and_menus import MENU, png


@pytest.fixture
def client(platform: LinePlatform, serve: Callable[[Flask], str]) -> Iterator[ApiClient]:
    app = Flask("product")
    mount(app, platform)
    configuration = Configuration(host=f"{serve(app)}/emulator/line", access_token=TOKEN)
    configuration.retries = False
    with ApiClient(configuration) as made:
        yield made


@pytest.fixture
def line(client: ApiClient) -> MessagingApi:
    return MessagingApi(client)


def greeting() -> PushMessageRequest:
    return PushMessageRequest(to=TEACHER, messages=[TextMessage(text="สวัสดี")])


def items(platform: LinePlatform) -> int:
    return len(platform.timeline.after(TEACHER, 0))


def test_reply(line: MessagingApi, platform: LinePlatform, hear: Callable[[], dict]) -> None:
    platform.acts.text(TEACHER, TEACHER, "สวัสดี")
    request = ReplyMessageRequest(replyToken=hear()["replyToken"], messages=greeting().messages)
    assert line.reply_message(request).sent_messages[0].quote_token
    with pytest.raises(ApiException) as refused:
        line.reply_message(request)
    assert "Invalid reply token" in refused.value.body


def test_push_with_a_retry_key(line: MessagingApi, platform: LinePlatform) -> None:
    key = str(uuid4())
    line.push_message(greeting(), x_line_retry_key=key)
    with pytest.raises(ApiException) as repeated:
        line.push_message(greeting(), x_line_retry_key=key)
    assert repeated.value.status == 409
    assert items(platform) == 1


def test_profile_quota_and_content(
    line: MessagingApi, client: ApiClient, platform: LinePlatform
) -> None:
    assert line.get_profile(TEACHER).display_name == "ครูมะลิ ตัวอย่าง"
    assert line.get_message_quota().value == 300
    assert line.get_bot_info().basic_id == "@000demo"
    (photo,) = platform.acts.media(TEACHER, TEACHER, "image", [("a.png", "image/png", png())])
    assert bytes(MessagingApiBlob(client).get_message_content(photo)) == png()


def test_rich_menu(line: MessagingApi, client: ApiClient) -> None:
    menu_id = line.create_rich_menu(RichMenuRequest.from_dict(MENU)).rich_menu_id
    headers = {"Content-Type": "image/png"}
    MessagingApiBlob(client).set_rich_menu_image(menu_id, body=png(), _headers=headers)
    line.set_default_rich_menu(menu_id)
    assert line.get_default_rich_menu_id().rich_menu_id == menu_id
    assert line.get_rich_menu_list().richmenus[0].name == "เมนูหลัก"


class TestFaults:
    @pytest.mark.parametrize(("kind", "taken"), [("500", 0), ("500_after_taking", 1)])
    def test_an_error_before_and_after(
        self, line: MessagingApi, platform: LinePlatform, kind: str, taken: int
    ) -> None:
        platform.faults.add("push", kind, count=1)
        key = str(uuid4())
        with pytest.raises(ApiException) as failed:
            line.push_message(greeting(), x_line_retry_key=key)
        assert failed.value.status == 500
        assert items(platform) == taken
        if taken:
            with pytest.raises(ApiException) as repeated:
                line.push_message(greeting(), x_line_retry_key=key)
            assert repeated.value.status == 409
        else:
            line.push_message(greeting(), x_line_retry_key=key)
        assert items(platform) == 1

    @pytest.mark.parametrize(("kind", "taken"), [("timeout", 0), ("timeout_after_taking", 1)])
    def test_silence(
        self, line: MessagingApi, platform: LinePlatform, kind: str, taken: int
    ) -> None:
        platform.faults.add("push", kind, count=1)
        with pytest.raises(urllib3.exceptions.HTTPError):
            line.push_message(greeting(), _request_timeout=0.1)
        assert items(platform) == taken
        platform.faults.clear()

    @pytest.mark.parametrize(("kind", "taken"), [("drop", 0), ("drop_after_taking", 1)])
    def test_a_cut_connection(
        self, line: MessagingApi, platform: LinePlatform, kind: str, taken: int
    ) -> None:
        platform.faults.add("push", kind, count=1)
        with pytest.raises(urllib3.exceptions.HTTPError):
            line.push_message(greeting(), _request_timeout=2)
        assert items(platform) == taken

    @pytest.mark.parametrize(
        ("kind", "words"), [("429_rate", "rate limit"), ("429_month", "monthly limit")]
    )
    def test_too_much(
        self, line: MessagingApi, platform: LinePlatform, kind: str, words: str
    ) -> None:
        platform.faults.add("all", kind, count=1)
        with pytest.raises(ApiException) as refused:
            line.push_message(greeting())
        assert refused.value.status == 429
        assert words in refused.value.body

    def test_slowness_and_chance(self, line: MessagingApi, platform: LinePlatform) -> None:
        platform.faults.add("push", "slow", ms=60, count=1)
        start = time.monotonic()
        line.push_message(greeting())
        assert time.monotonic() - start >= 0.06
        platform.faults.add("push", "500", probability=0.5)
        failures = 0
        for _ in range(40):
            try:
                line.push_message(greeting())
            except ApiException:
                failures += 1
        assert 8 <= failures <= 32

    def test_content_that_is_not_ready(self, client: ApiClient, platform: LinePlatform) -> None:
        photo = ("a.png", "image/png", png())
        (message_id,) = platform.acts.media(TEACHER, TEACHER, "image", [photo])
        platform.faults.add("content", "processing", count=1)
        blob = MessagingApiBlob(client)
        assert blob.get_message_content(message_id) is None
        assert bytes(blob.get_message_content(message_id)) == png()
