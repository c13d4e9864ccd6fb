"""The phone page in Chromium, against the stand-in, with a bot of a few lines behind it."""

import json
import struct
import threading
import zlib
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from bot.emulator import LinePlatform, create_app
from bot.emulator.phone import CONTENT_SECURITY_POLICY
from tests.bot.phones import BROWSER
from tests.emulator.conftest import CLERK_ON_PC, CLERKS, SECRET, TEACHER, TOKEN, Server

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = BROWSER

PUBLIC = "https://office.example"
SCRIPT = "<img src=x onerror=\"document.title='broken'\">"
QUICK = {"type": "message", "label": "ทั้งเขต", "text": "ทั้งเขต"}


def png(width: int, height: int) -> bytes:
    """A plain green PNG."""
    rows = b"".join(b"\0" + b"\x0b\x6b\x4f" * width for _ in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def words(text: str, **more: object) -> dict:
    return {"type": "text", "text": text, **more}


def card() -> dict:
    press = {"type": "postback", "label": "แยกตามเพศ", "data": "by=sex", "displayText": "แยกตามเพศ"}
    rows = [words("นักเรียนทั้งหมด", weight="bold"), words("37,029 คน " + SCRIPT, wrap=True)]
    bubble = {
        "type": "bubble",
        "body": {"type": "box", "layout": "vertical", "contents": rows},
        "footer": {
            "type": "box",
            "layout": "vertical",
            "contents": [{"type": "button", "action": press}],
        },
    }
    wide = {"type": "carousel", "contents": [bubble] * 12}
    return {"type": "flex", "altText": "นักเรียนทั้งหมด 37,029 คน", "contents": wide}


class FakeBot:
    """Answers each webhook through the stand-in's own API, as a bot would; keeps the events."""

    def __init__(self) -> None:
        self.client: FlaskClient
        self.events: list[dict] = []

    def __call__(self, url: str, body: bytes, headers: dict[str, str], seconds: float) -> int:
        for event in json.loads(body)["events"]:
            self.events.append(event)
            # From a thread of its own: a webhook is answered before the bot speaks.
            threading.Thread(target=self._answer, args=(event,), daemon=True).start()
        return 200

    def call(self, path: str, body: dict) -> dict:
        answer = self.client.post(path, json=body, headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()

    def draw_menu(self) -> None:
        press = {"type": "message", "label": "สถานะ", "text": "สถานะ"}
        areas = [{"bounds": {"x": 0, "y": 0, "width": 800, "height": 400}, "action": press}]
        size = {"width": 800, "height": 400}
        menu = {"size": size, "selected": False, "name": "m", "chatBarText": "เมนู", "areas": areas}
        menu_id = self.call("/v2/bot/richmenu", menu)["richMenuId"]
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "image/png"}
        self.client.post(f"/v2/bot/richmenu/{menu_id}/content", data=png(800, 400), headers=headers)
        self.call(f"/v2/bot/user/all/richmenu/{menu_id}", {})

    def _answer(self, event: dict) -> None:
        message = event.get("message", {})
        said = message.get("text", "")
        in_group = event["source"]["type"] == "group"
        if "replyToken" not in event or (in_group and "mention" not in message):
            return
        if event["type"] == "postback":
            answer = words(f"ได้รับ {event['postback']['data']}")
        elif said == "การ์ด":
            answer = card()
        elif said == "ลิงก์":
            answer = words(f"ดูที่ {PUBLIC}/data/x และ javascript:alert(1)")
        else:
            answer = words(
                f"ตอบ {said or message.get('type')}",
                quickReply={"items": [{"type": "action", "action": QUICK}]},
            )
        self.call(
            "/v2/bot/message/reply", {"replyToken": event["replyToken"], "messages": [answer]}
        )


@pytest.fixture
def fake() -> FakeBot:
    return FakeBot()


@pytest.fixture
def address(fake: FakeBot) -> Iterator[str]:
    platform = LinePlatform(SECRET, TOKEN, "http://bot.invalid/callback", seed=3, transport=fake)
    app = create_app(platform)
    app.config["EMULATOR_PUBLIC_URL"] = PUBLIC
    fake.client = app.test_client()
    server = Server(app)
    yield f"{server.url}/emulator/"
    server.close()
    platform.close()


Open = Callable[..., "playwright.Page"]


@pytest.fixture
def phone(browser: object, address: str) -> Iterator[Open]:
    """Opens the page as a person in a chat; no script may fail and no request leave the machine."""
    pages, faults = [], []

    def start(person: str = TEACHER, chat: str | None = None, width: int = 1280) -> object:
        page = browser.new_page(viewport={"width": width, "height": 740})
        page.set_default_timeout(6000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda sent: (
                sent.url.startswith((address.split("/emulator")[0], "blob:", "data:"))
                or faults.append(sent.url)
            ),
        )
        page.goto(f"{address}?as={person}&chat={chat or person}")
        page.get_by_test_id("empty-chat").wait_for()
        pages.append(page)
        return page

    yield start
    for page in pages:
        page.close()
    assert not faults


def say(page: object, text: str) -> None:
    page.get_by_test_id("composer").fill(text)
    page.get_by_test_id("send").click()


def from_bot(page: object, text: str) -> object:
    return page.locator("[data-testid=message][data-from=bot]", has_text=text)


def test_a_text_is_answered_and_a_quick_reply_types_for_the_person(phone: Open) -> None:
    page = phone()
    say(page, SCRIPT)
    from_bot(page, SCRIPT).wait_for()
    assert page.title() != "broken"
    page.get_by_test_id("quick-reply").click()
    from_bot(page, "ตอบ ทั้งเขต").wait_for()
    assert page.locator("[data-mine=true]", has_text="ทั้งเขต").count() == 1
    playwright.expect(page.get_by_test_id("calls")).to_contain_text("message/reply")
    playwright.expect(page.get_by_test_id("spent")).to_contain_text("0 / 300")


def test_a_card_shows_its_texts_and_its_button_sends_every_press(
    phone: Open, fake: FakeBot
) -> None:
    page = phone(width=360)
    say(page, "การ์ด")
    from_bot(page, "37,029 คน").wait_for()
    assert page.locator(".fx-bubble").count() == 12
    assert page.locator(".fx-bubble img").count() == 0
    button = page.get_by_test_id("flex-button").first
    button.dblclick()
    playwright.expect(from_bot(page, "ได้รับ by=sex")).to_have_count(2)
    assert [event["type"] for event in fake.events].count("postback") == 2
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.querySelector('.scroller').scrollWidth <= innerWidth")


def test_links_of_the_product_lead_home_and_script_is_no_link(phone: Open, address: str) -> None:
    page = phone()
    say(page, "ลิงก์")
    link = from_bot(page, "ดูที่").locator("a")
    assert link.get_attribute("href") == address.replace("/emulator/", "/data/x")
    assert link.count() == 1


def test_the_rich_menu_is_tapped_by_its_areas(phone: Open, fake: FakeBot) -> None:
    fake.draw_menu()
    page = phone(width=360)
    page.get_by_test_id("menu-toggle").click()
    page.get_by_test_id("rich-menu-area").click()
    from_bot(page, "ตอบ สถานะ").wait_for()


def test_photos_are_sent_and_shown(phone: Open, fake: FakeBot) -> None:
    page = phone()
    photo = {"name": "จอ.png", "mimeType": "image/png", "buffer": png(20, 20)}
    page.get_by_test_id("image-input").set_input_files([photo, {**photo, "name": "2.png"}])
    playwright.expect(from_bot(page, "ตอบ image")).to_have_count(2)
    shown = page.locator("[data-mine=true] .photo img")
    assert shown.count() == 2
    assert shown.first.evaluate("image => image.decode().then(() => image.naturalWidth)") == 20
    assert fake.events[0]["message"]["imageSet"]["total"] == 2


def test_in_a_group_the_bot_is_mentioned_and_a_message_taken_back(
    phone: Open, fake: FakeBot
) -> None:
    page = phone(chat=CLERKS)
    page.get_by_test_id("mention").click()
    page.keyboard.type("เมนู")
    page.keyboard.press("Enter")
    from_bot(page, "ตอบ @ถามเขต เมนู").wait_for()
    assert fake.events[0]["message"]["mention"]["mentionees"][0]["isSelf"] is True
    playwright.expect(page.locator("[data-mine=true] .mention")).to_have_text("@ถามเขต")
    page.locator("[data-mine=true] .bubble").click(button="right")
    page.get_by_role("menuitem", name="ยกเลิกข้อความ").click()
    page.get_by_text("คุณยกเลิกข้อความ").wait_for()


def test_on_a_computer_line_shows_no_quick_replies_and_no_menu(phone: Open, fake: FakeBot) -> None:
    fake.draw_menu()
    page = phone(CLERK_ON_PC)
    say(page, "สวัสดี")
    from_bot(page, "ตอบ สวัสดี").wait_for()
    assert page.get_by_test_id("quick-reply").count() == 0
    assert page.get_by_test_id("menu-toggle").is_hidden()
    assert page.get_by_text("LINE บนคอมพิวเตอร์", exact=False).first.is_visible()


def test_a_message_waits_with_a_retry_while_the_server_is_silent(phone: Open) -> None:
    page = phone()
    page.route("**/say", lambda route: route.abort())
    say(page, "ยังอยู่ไหม")
    page.get_by_text("ส่งไม่สำเร็จ").wait_for()
    page.unroute("**/say")
    page.get_by_test_id("retry").click()
    from_bot(page, "ตอบ ยังอยู่ไหม").wait_for()


def test_the_page_guards_itself_and_brings_its_fonts(address: str, fake: FakeBot) -> None:
    page = fake.client.get("/emulator/")
    assert page.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    font = fake.client.get("/emulator/fonts/Sarabun-Regular.ttf")
    assert font.status_code == 200
    assert font.data[:4] == b"\0\1\0\0"
    assert fake.client.get("/emulator/fonts/none.ttf").status_code == 404
