"""Files, profiles, groups, rich menus and ID tokens over the Messaging API."""

import struct
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from bot.emulator import LinePlatform
from bot.emulator.identifiers import fixed_id
from tests.emulator.conftest import CLERKS, OFFICER, TEACHER, say_button

AREA = {"bounds": {"x": 0, "y": 0, "width": 1250, "height": 843}, "action": say_button()}
MENU = {
    "size": {"width": 2500, "height": 843},
    "selected": True,
    "name": "เมนูหลัก",
    "chatBarText": "เมนู",
    "areas": [AREA],
}


def png(width: int = 2500, height: int = 843) -> bytes:
    head = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height)
    return head + b"\x08\x02\0\0\0"


def jpeg(width: int = 2500, height: int = 843) -> bytes:
    frame = b"\xff\xc0\0\x11\x08" + struct.pack(">HH", height, width) + b"\0" * 12
    return b"\xff\xd8\xff\xe0\0\x04ab" + frame


class TestContent:
    @pytest.fixture
    def send(self, platform: LinePlatform) -> Callable[[str], str]:
        def one(kind: str) -> str:
            return platform.acts.media(TEACHER, TEACHER, kind, [("a.mp4", "video/mp4", b"film")])[0]

        return one

    def get(self, http: FlaskClient, message_id: str, what: str = "content"):
        return http.get(f"/v2/bot/message/{message_id}/{what}")

    def test_a_picture_at_once(self, http: FlaskClient, platform: LinePlatform) -> None:
        photo = ("a.jpg", "image/jpeg", jpeg())
        (message_id,) = platform.acts.media(TEACHER, TEACHER, "image", [photo])
        answer = self.get(http, message_id)
        assert (answer.data, answer.content_type) == (jpeg(), "image/jpeg")
        assert self.get(http, message_id, "content/preview").status_code == 200
        assert self.get(http, message_id, "content/transcoding").status_code == 400

    def test_a_film_when_it_is_ready(
        self, http: FlaskClient, platform: LinePlatform, send: Callable[[str], str]
    ) -> None:
        platform.delivery.change({"contentSeconds": 30})
        film = send("video")
        assert self.get(http, film).status_code == 202
        assert self.get(http, film, "content/transcoding").json == {"status": "processing"}
        platform.clock.advance(30)
        assert self.get(http, film).data == b"film"
        assert self.get(http, film, "content/transcoding").json == {"status": "succeeded"}

    def test_unknown_and_unsent(
        self, http: FlaskClient, platform: LinePlatform, send: Callable[[str], str]
    ) -> None:
        assert self.get(http, "1").status_code == 404
        film = send("video")
        platform.acts.unsend(TEACHER, TEACHER, film)
        assert self.get(http, film).status_code == 410


class TestAccounts:
    def test_profiles(self, http: FlaskClient, platform: LinePlatform) -> None:
        assert http.get(f"/v2/bot/profile/{TEACHER}").json["displayName"] == "ครูมะลิ ตัวอย่าง"
        platform.acts.unfollow(TEACHER)
        assert http.get(f"/v2/bot/profile/{TEACHER}").status_code == 404
        member = http.get(f"/v2/bot/group/{CLERKS}/member/{TEACHER}")
        assert member.json == {"userId": TEACHER, "displayName": "ครูมะลิ ตัวอย่าง"}

    def test_a_group(self, http: FlaskClient, platform: LinePlatform) -> None:
        assert http.get(f"/v2/bot/group/{CLERKS}/summary").json["groupName"] == "กลุ่มธุรการโรงเรียน"
        assert http.get(f"/v2/bot/group/{CLERKS}/members/count").json == {"count": 5}
        assert http.get(f"/v2/bot/group/{CLERKS}/members/ids").status_code == 403
        assert http.post(f"/v2/bot/group/{CLERKS}/leave").status_code == 200
        assert http.get(f"/v2/bot/group/{CLERKS}/summary").status_code == 404
        assert not platform.directory.groups[CLERKS].bot_in

    def test_the_webhook_can_be_asked_set_and_tried(self, http: FlaskClient) -> None:
        path = "/v2/bot/channel/webhook/endpoint"
        assert http.put(path, json={"endpoint": "https://bot.invalid/line"}).status_code == 200
        assert http.get(path).json == {"endpoint": "https://bot.invalid/line", "active": True}
        assert http.post("/v2/bot/channel/webhook/test", json={}).json["success"] is True

    def test_default_people_are_told_apart_and_stay_the_same(self, platform: LinePlatform) -> None:
        people = platform.directory.people
        assert len(people) == 9
        assert TEACHER == "U3c49f2f430dded69d6cb2933bb2f4914"
        assert CLERKS == "C2b808e78d89daa532c0bfd37212a6946"
        assert [person.name for person in people.values() if person.pc] == ["บุญมี จำลอง"]


class TestIdTokens:
    def verify(self, http: FlaskClient, **form: str):
        return http.post("/oauth2/v2.1/verify", data=form)

    def test_a_token_names_its_user(self, http: FlaskClient) -> None:
        answer = self.verify(http, id_token=f"demo:{TEACHER}", client_id="165", nonce="n")
        claims = answer.json
        assert (claims["sub"], claims["aud"], claims["nonce"]) == (TEACHER, "165", "n")

    @pytest.mark.parametrize(
        "form",
        [
            {"id_token": f"demo:{TEACHER}"},
            {"id_token": "demo:nobody", "client_id": "165"},
            {"id_token": TEACHER, "client_id": "165"},
            {"id_token": f"demo:{TEACHER}:expired", "client_id": "165"},
            {"id_token": f"demo:{TEACHER}", "client_id": "165", "user_id": OFFICER},
        ],
    )
    def test_others_are_refused(self, http: FlaskClient, form: dict[str, str]) -> None:
        answer = self.verify(http, **form)
        assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")


class TestRichMenus:
    def create(self, http: FlaskClient, *, picture: bytes | None = None) -> str:
        menu_id = http.post("/v2/bot/richmenu", json=MENU).json["richMenuId"]
        if picture:
            assert self.upload(http, menu_id, picture) == 200
        return menu_id

    def upload(self, http: FlaskClient, menu_id: str, data: bytes, mime: str = "image/png") -> int:
        path = f"/v2/bot/richmenu/{menu_id}/content"
        return http.post(path, data=data, content_type=mime).status_code

    def test_from_creation_to_the_persons_phone(self, http: FlaskClient) -> None:
        menu_id = self.create(http)
        default = f"/v2/bot/user/all/richmenu/{menu_id}"
        assert http.post(default).status_code == 400
        assert self.upload(http, menu_id, png()) == 200
        assert self.upload(http, menu_id, png()) == 400
        assert http.post(default).status_code == 200
        assert http.get("/v2/bot/user/all/richmenu").json == {"richMenuId": menu_id}
        assert http.get(f"/v2/bot/richmenu/{menu_id}/content").data == png()
        seen = http.get(f"/emulator/api/chats/{TEACHER}/timeline?viewer={TEACHER}").json
        assert seen["richMenu"]["imageUrl"] == f"/emulator/richmenu/{menu_id}.png"
        assert http.get(seen["richMenu"]["imageUrl"]).data == png()
        pc = fixed_id("U", "clerk-pc")
        on_pc = http.get(f"/emulator/api/chats/{pc}/timeline?viewer={pc}").json
        assert on_pc["richMenu"] is None

    @pytest.mark.parametrize(
        ("change", "where"),
        [
            ({"chatBarText": "ที่" * 15}, "chatBarText"),
            ({"name": ""}, "name"),
            ({"size": {"width": 700, "height": 300}}, "size.width"),
            ({"size": {"width": 2500, "height": 2000}}, "size"),
            ({"areas": [AREA] * 21}, "areas"),
            ({"areas": [{**AREA, "bounds": {"x": 2000, "y": 0, "width": 600, "height": 10}}]},
             "areas[0].bounds"),
            ({"areas": [{"bounds": AREA["bounds"]}]}, "areas[0].action"),
            ({"colour": "red"}, "colour"),
        ],
    )  # fmt: skip
    def test_what_a_menu_may_not_be(self, http: FlaskClient, change: dict, where: str) -> None:
        answer = http.post("/v2/bot/richmenu/validate", json={**MENU, **change})
        assert answer.status_code == 400
        assert where in [detail["property"] for detail in answer.json["details"]]

    def test_fourteen_characters_that_people_see_fit_the_bar(self, http: FlaskClient) -> None:
        menu = {**MENU, "chatBarText": "ที่" * 14}
        assert http.post("/v2/bot/richmenu/validate", json=menu).status_code == 200

    @pytest.mark.parametrize(
        ("data", "mime", "status"),
        [
            (jpeg(), "image/jpeg", 200),
            (jpeg(), "image/png", 415),
            (png(1200, 405), "image/png", 400),
            (b"GIF89a", "image/png", 400),
            (png() + b"\0" * 1024 * 1024, "image/png", 413),
        ],
    )
    def test_pictures(self, http: FlaskClient, data: bytes, mime: str, status: int) -> None:
        assert self.upload(http, self.create(http), data, mime) == status

    def test_one_persons_menu_and_its_switch(
        self, http: FlaskClient, platform: LinePlatform, hear: Callable[[], dict]
    ) -> None:
        mine, other = self.create(http, picture=png()), self.create(http, picture=png())
        alias = {"richMenuAliasId": "staff", "richMenuId": other}
        assert http.post("/v2/bot/richmenu/alias", json=alias).status_code == 200
        assert http.post("/v2/bot/richmenu/alias", json=alias).status_code == 400
        link = f"/v2/bot/user/{TEACHER}/richmenu"
        assert http.get(link).status_code == 404
        assert http.post(f"{link}/{mine}").status_code == 200
        params = {"newRichMenuAliasId": "staff"}
        platform.acts.postback(TEACHER, TEACHER, "switch", params=params)
        assert hear()["postback"]["params"] == {**params, "status": "SUCCESS"}
        assert http.get(link).json == {"richMenuId": other}
        assert http.delete(link).status_code == 200
        assert http.get(link).status_code == 404

    def test_deleting(self, http: FlaskClient) -> None:
        menu_id = self.create(http, picture=png())
        http.post(f"/v2/bot/user/all/richmenu/{menu_id}")
        assert len(http.get("/v2/bot/richmenu/list").json["richmenus"]) == 1
        assert http.delete(f"/v2/bot/richmenu/{menu_id}").status_code == 200
        assert http.get("/v2/bot/user/all/richmenu").status_code == 404
        assert http.get(f"/v2/bot/richmenu/{menu_id}").status_code == 404
