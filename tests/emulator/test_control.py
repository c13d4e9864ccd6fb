"""The control API, as the phone page uses it, and the chats that are there tomorrow."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bot.emulator import LinePlatform
from tests.emulator.conftest import (
    CLERK_ON_PC,
    CLERKS,
    OFFICER,
    SECRET,
    TEACHER,
    TOKEN,
    Bot,
    quick,
    say_button,
    text,
)

API = "/emulator/api"


def post(control: FlaskClient, path: str, **body: object):
    return control.post(f"{API}/{path}", json=body)


def timeline(control: FlaskClient, chat: str, after: int = 0, viewer: str = "") -> dict:
    found = control.get(f"{API}/chats/{chat}/timeline?after={after}&viewer={viewer or chat}").json
    assert isinstance(found, dict)
    return found


def test_state(control: FlaskClient) -> None:
    state = control.get(f"{API}/state").json
    assert state["bot"]["name"] == "ถามเขต"
    assert [group["botIn"] for group in state["groups"]] == [True, True]
    assert state["quota"] == {"limit": 300, "used": 0}
    roles = {person["role"] for person in state["people"]}
    assert {"teacher", "officer", "technician", "group_director", "area_director"} <= roles
    assert state["delivery"]["redelivery"] is False
    assert {"ok", "lastError"} <= set(state["webhook"])


class TestChats:
    def test_a_text_and_its_answer(
        self, control: FlaskClient, http: FlaskClient, hear: Callable[[], dict]
    ) -> None:
        said = post(
            control, f"chats/{TEACHER}/say", **{"as": TEACHER, "type": "text", "text": "เมนู"}
        )
        assert said.status_code == 201
        answer = text("เลือก", quickReply=quick(say_button()))
        body = {"replyToken": hear()["replyToken"], "messages": [answer]}
        http.post("/v2/bot/message/reply", json=body)
        mine, bots = timeline(control, TEACHER)["items"]
        assert (mine["from"], mine["id"], mine["read"]) == ("person", said.json["messageId"], True)
        assert mine["at"].endswith("+07:00")
        assert (bots["from"], bots["way"]) == ("bot", "reply")
        assert len(bots["quickReply"]["items"]) == 1
        assert timeline(control, TEACHER, viewer=CLERK_ON_PC)["items"][1]["quickReply"] is None

    def test_changes_come_again_with_the_same_id(self, control: FlaskClient) -> None:
        say = f"chats/{CLERKS}/say"
        first = post(control, say, **{"as": TEACHER, "text": "หนึ่ง"}).json["messageId"]
        post(control, say, **{"as": OFFICER, "text": "สอง"})
        seen = timeline(control, CLERKS)["next"]
        change = {"as": TEACHER, "type": "edit", "messageId": first, "text": "แก้แล้ว"}
        assert post(control, say, **change).status_code == 201
        (changed,) = timeline(control, CLERKS, after=seen)["items"]
        assert (changed["id"], changed["edited"]) == (first, True)
        assert changed["message"]["text"] == "แก้แล้ว"
        post(control, say, **{"as": TEACHER, "type": "unsend", "messageId": first})
        everything = timeline(control, CLERKS)["items"]
        assert [item["unsent"] for item in everything] == [True, False]
        assert "text" not in everything[0]["message"]

    @pytest.mark.parametrize(
        "said",
        [
            {"type": "sticker", "packageId": "446", "stickerId": "1988", "keywords": ["ok"]},
            {"type": "location", "title": "เขต", "latitude": 19.9, "longitude": 99.8},
            {"type": "postback", "data": "a=1", "displayText": "เลือก", "params": {"date": "x"}},
        ],
    )
    def test_other_sayings(
        self, control: FlaskClient, hear: Callable[[], dict], said: dict
    ) -> None:
        assert post(control, f"chats/{TEACHER}/say", **{"as": TEACHER}, **said).status_code == 201
        assert hear()["source"]["userId"] == TEACHER

    @pytest.mark.parametrize(
        "said",
        [
            {},
            {"as": TEACHER},
            {"as": TEACHER, "text": ""},
            {"as": OFFICER, "text": "ในห้องคนอื่น"},
            {"as": TEACHER, "type": "telepathy"},
            {"as": TEACHER, "type": "location", "latitude": "x"},
            {"as": TEACHER, "type": "unsend", "messageId": "1"},
            {"as": TEACHER, "type": "edit", "messageId": "1", "text": "ก"},
            {"as": TEACHER, "text": "ก", "quote": "1"},
        ],
    )
    def test_what_nobody_can_say(self, control: FlaskClient, said: dict) -> None:
        answer = post(control, f"chats/{TEACHER}/say", **said)
        assert answer.status_code == 400
        assert answer.json["error"]

    def test_media(self, control: FlaskClient, platform: LinePlatform, bot: Bot) -> None:
        files = [(io.BytesIO(b"1"), "1.png"), (io.BytesIO(b"2"), "2.png")]
        form = {"as": TEACHER, "kind": "image", "files": files}
        sent = control.post(f"{API}/chats/{TEACHER}/media", data=form)
        assert len(sent.json["messageIds"]) == 2
        shown = timeline(control, TEACHER)["items"][0]["message"]
        picture = control.get(shown["contentUrl"])
        assert (picture.data, picture.content_type) == (b"1", "image/png")
        assert platform.drain()
        assert len(bot.events) == 2

    def test_an_uploaded_page_never_runs(self, control: FlaskClient) -> None:
        page = (io.BytesIO(b"<script>alert(1)</script>"), "a.html")
        form = {"as": TEACHER, "kind": "file", "files": [page]}
        control.post(f"{API}/chats/{TEACHER}/media", data=form)
        shown = timeline(control, TEACHER)["items"][0]["message"]
        headers = control.get(shown["contentUrl"]).headers
        assert headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in headers["Content-Security-Policy"]

    def test_somebody_who_blocked_the_bot_cannot_write(self, control: FlaskClient) -> None:
        assert post(control, f"people/{TEACHER}/unfollow").json["blocked"] is True
        said = post(control, f"chats/{TEACHER}/say", **{"as": TEACHER, "text": "ก"})
        assert said.status_code == 400


class TestSwitches:
    def test_calls_and_what_they_cost(self, control: FlaskClient, http: FlaskClient) -> None:
        http.post("/v2/bot/message/push", json={"to": CLERKS, "messages": [text("ประกาศ")]})
        http.post("/v2/bot/message/push", json={"to": CLERKS, "messages": [text("")]})
        seen = control.get(f"{API}/calls?after=0").json
        good, bad = seen["items"]
        assert (good["status"], good["price"], good["summary"]) == (200, 5, "ประกาศ")
        assert (good["to"], good["way"], good["path"]) == (CLERKS, "push", "/v2/bot/message/push")
        assert bad["errors"][0]["property"] == "messages[0].text"
        assert seen["spent"] == {"month": 5, "limit": 300}
        assert control.get(f"{API}/calls?after={seen['next']}").json["items"] == []

    def test_faults(self, control: FlaskClient, http: FlaskClient) -> None:
        fault = {"target": "profile", "kind": "500", "count": 1}
        assert post(control, "faults", **fault).status_code == 201
        assert len(control.get(f"{API}/state").json["faults"]) == 1
        assert http.get(f"/v2/bot/profile/{TEACHER}").status_code == 500
        assert http.get(f"/v2/bot/profile/{TEACHER}").status_code == 200
        post(control, "faults", kind="slow", ms=1)
        assert control.delete(f"{API}/faults").status_code == 200
        assert control.get(f"{API}/state").json["faults"] == []
        assert post(control, "faults", kind="earthquake").status_code == 400

    def test_delivery(self, control: FlaskClient, platform: LinePlatform) -> None:
        changed = post(control, "delivery", redelivery=True, duplicates=0.1, outOfOrder=0.1)
        assert changed.json["duplicates"] == 0.1
        assert platform.delivery.out_of_order == 0.1
        for wrong in ({"colour": 1}, {"workers": 0}, {"redelivery": 3}, {"duplicates": "x"}):
            assert post(control, "delivery", **wrong).status_code == 400

    def test_quota_and_clock(self, control: FlaskClient, platform: LinePlatform) -> None:
        assert post(control, "quota", limit=10, used=9).json == {"limit": 10, "used": 9}
        before = platform.clock()
        post(control, "clock", advance_seconds=61)
        assert (platform.clock() - before).total_seconds() == 61

    def test_new_people_and_groups(self, control: FlaskClient) -> None:
        person = post(control, "people", name="ใหม่ ตัวอย่าง", role="teacher").json
        group = post(control, "groups", name="กลุ่มใหม่", members=[TEACHER]).json
        assert group["botIn"] is False
        members = f"groups/{group['groupId']}/members"
        changed = post(control, members, add=[person["userId"]], remove=[TEACHER]).json
        assert changed["members"] == [person["userId"]]
        assert post(control, f"groups/{group['groupId']}/invite").json["botIn"] is True
        assert post(control, f"groups/{group['groupId']}/invite").status_code == 400
        assert post(control, "groups/C0/invite").status_code == 400

    @pytest.mark.parametrize("signature", ["good", "bad", "none"])
    def test_raw_events(self, control: FlaskClient, bot: Bot, signature: str) -> None:
        answer = post(control, "raw", events=[{"type": "new"}], signature=signature)
        assert answer.json == {"status": 200, "reason": None}
        assert bot.events == [{"type": "new"}]
        assert ("x-line-signature" in bot.posts[0][1]) == (signature != "none")

    def test_reset(self, control: FlaskClient, platform: LinePlatform) -> None:
        platform.acts.text(TEACHER, TEACHER, "ลืม")
        platform.acts.remove(CLERKS)
        assert post(control, "reset").status_code == 200
        assert timeline(control, TEACHER)["items"] == []
        assert platform.directory.groups[CLERKS].bot_in


class TestTomorrow:
    @pytest.fixture
    def opened(self, tmp_path: Path) -> Iterator[Callable[[], LinePlatform]]:
        made: list[LinePlatform] = []

        def again() -> LinePlatform:
            for platform in made:
                platform.close()
            made.append(LinePlatform(SECRET, TOKEN, state_file=tmp_path / "line.json"))
            return made[-1]

        yield again
        made[-1].close()

    def test_the_chats_are_still_there(self, opened: Callable[[], LinePlatform]) -> None:
        today = opened()
        today.acts.text(TEACHER, TEACHER, "ถึงพรุ่งนี้")
        (photo,) = today.acts.media(TEACHER, TEACHER, "image", [("a.png", "image/png", b"x")])
        person = today.acts.add_person("ใหม่ ตัวอย่าง", "teacher").user_id
        today.sending.push({"to": TEACHER, "messages": [text()]})
        tomorrow = opened()
        kinds = [item.message["type"] for item in tomorrow.timeline.after(TEACHER, 0)]
        assert kinds == ["text", "image", "text"]
        assert tomorrow.contents.read(photo)[0] == b"x"
        assert person in tomorrow.directory.people
        assert tomorrow.quota.used(tomorrow.clock()) == 1
        assert int(tomorrow.acts.text(TEACHER, TEACHER, "ต่อ")) > int(photo)

    def test_a_file_that_cannot_be_read_is_set_aside(
        self, opened: Callable[[], LinePlatform], tmp_path: Path
    ) -> None:
        (tmp_path / "line.json").write_text('{"version": 1, "directory": 5}', encoding="utf-8")
        assert opened().timeline.after(TEACHER, 0) == []
        assert (tmp_path / "line.unreadable").exists()
