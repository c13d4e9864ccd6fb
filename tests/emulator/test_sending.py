"""Reply, push and multicast: tokens, retry keys, prices, who is reached."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from bot.emulator import LinePlatform
from bot.emulator.identifiers import fixed_id
from tests.emulator.conftest import CLERKS, OFFICER, TEACHER, flex, text

Hear = Callable[[], dict]


def reply(http: FlaskClient, token: str, *messages: dict, **headers: str):
    body = {"replyToken": token, "messages": list(messages) or [text()]}
    return http.post("/v2/bot/message/reply", json=body, headers=headers)


def push(http: FlaskClient, to: str, *messages: dict, key: str | None = None):
    headers = {"X-Line-Retry-Key": key} if key else {}
    body = {"to": to, "messages": list(messages) or [text()]}
    return http.post("/v2/bot/message/push", json=body, headers=headers)


def shown(platform: LinePlatform, chat_id: str) -> list[str]:
    return [str(item.message.get("text")) for item in platform.timeline.after(chat_id, 0)]


@pytest.fixture
def token(platform: LinePlatform, hear: Hear) -> str:
    platform.acts.text(TEACHER, TEACHER, "นักเรียนกี่คน")
    return hear()["replyToken"]


class TestReplyTokens:
    def test_answers_once(self, http: FlaskClient, platform: LinePlatform, token: str) -> None:
        first = reply(http, token, text("37,029 คน"))
        assert first.status_code == 200
        assert list(first.json["sentMessages"][0]) == ["id", "quoteToken"]
        assert shown(platform, TEACHER) == ["นักเรียนกี่คน", "37,029 คน"]
        again = reply(http, token)
        assert (again.status_code, again.json) == (400, {"message": "Invalid reply token"})

    def test_is_free(self, http: FlaskClient, platform: LinePlatform, hear: Hear) -> None:
        platform.acts.text(CLERKS, TEACHER, "ถาม", mention_bot=True)
        assert reply(http, hear()["replyToken"]).status_code == 200
        assert platform.quota.used(platform.clock()) == 0

    @pytest.mark.parametrize(("seconds", "status"), [(60, 200), (61, 400)])
    def test_lives_a_minute(
        self, http: FlaskClient, platform: LinePlatform, token: str, seconds: int, status: int
    ) -> None:
        platform.clock.advance(seconds)
        assert reply(http, token).status_code == status

    def test_redelivery_gives_another_minute_within_twenty(
        self, http: FlaskClient, platform: LinePlatform, token: str
    ) -> None:
        platform.clock.advance(1_100)
        platform.tokens.delivered(token, platform.clock())
        platform.clock.advance(59)
        assert platform.tokens.chat_of(token, platform.clock()) == TEACHER
        platform.tokens.delivered(token, platform.clock())
        platform.clock.advance(50)
        assert reply(http, token).status_code == 400

    def test_survives_a_refused_body(self, http: FlaskClient, token: str) -> None:
        refused = reply(http, token, text("ก" * 5001))
        assert refused.status_code == 400
        assert refused.json["message"] == "The request body has 1 error(s)"
        assert refused.json["details"][0]["property"] == "messages[0].text"
        assert reply(http, token).status_code == 200

    def test_takes_no_retry_key(self, http: FlaskClient, token: str) -> None:
        assert reply(http, token, **{"X-Line-Retry-Key": str(uuid4())}).status_code == 400
        assert reply(http, token).status_code == 200

    def test_unknown(self, http: FlaskClient) -> None:
        assert reply(http, "nonsense").json == {"message": "Invalid reply token"}


class TestPushPrices:
    def used(self, platform: LinePlatform) -> int:
        return platform.quota.used(platform.clock())

    def test_a_person_costs_one_however_many_messages(
        self, http: FlaskClient, platform: LinePlatform
    ) -> None:
        assert push(http, TEACHER, *[text()] * 4).status_code == 200
        assert self.used(platform) == 1

    def test_a_group_costs_its_people(self, http: FlaskClient, platform: LinePlatform) -> None:
        push(http, CLERKS)
        assert self.used(platform) == 5

    def test_a_blocker_is_not_counted(self, http: FlaskClient, platform: LinePlatform) -> None:
        platform.acts.unfollow(TEACHER)
        assert push(http, TEACHER).status_code == 200
        assert self.used(platform) == 0
        push(http, CLERKS)
        assert self.used(platform) == 4

    @pytest.mark.parametrize("to", [fixed_id("U", "nobody"), "stranger"])
    def test_strangers_get_nothing_and_line_says_ok(
        self, http: FlaskClient, platform: LinePlatform, to: str
    ) -> None:
        if to == "stranger":
            to = platform.acts.add_person("ใหม่ ตัวอย่าง", "guest").user_id
        answer = push(http, to)
        assert (answer.status_code, len(answer.json["sentMessages"])) == (200, 1)
        assert self.used(platform) == 0
        assert shown(platform, to) == []

    def test_a_stranger_who_wrote_is_reached_for_a_week(
        self, http: FlaskClient, platform: LinePlatform
    ) -> None:
        stranger = platform.acts.add_person("ใหม่ ตัวอย่าง", "guest").user_id
        platform.acts.text(stranger, stranger, "ขอถาม")
        push(http, stranger)
        assert self.used(platform) == 1
        platform.clock.advance(8 * 86_400)
        push(http, stranger)
        assert len(shown(platform, stranger)) == 2

    def test_the_month_ends_at_its_limit(self, http: FlaskClient, platform: LinePlatform) -> None:
        platform.quota.limit = 4
        refused = push(http, CLERKS)
        assert (refused.status_code, refused.json["message"]) == (
            429,
            "You have reached your monthly limit.",
        )
        assert shown(platform, CLERKS) == []
        assert push(http, TEACHER).status_code == 200

    def test_a_new_month_starts_at_nothing(self, http: FlaskClient, platform: LinePlatform) -> None:
        push(http, TEACHER)
        platform.clock.advance(31 * 86_400)
        assert http.get("/v2/bot/message/quota/consumption").json == {"totalUsage": 0}
        assert http.get("/v2/bot/message/quota").json == {"type": "limited", "value": 300}

    def test_a_group_without_the_bot(self, http: FlaskClient, platform: LinePlatform) -> None:
        platform.acts.remove(CLERKS)
        refused = push(http, CLERKS)
        assert (refused.status_code, refused.json) == (400, {"message": "Failed to send messages"})

    def test_a_recipient_that_is_no_id(self, http: FlaskClient) -> None:
        assert push(http, "ครูมะลิ").status_code == 400

    def test_multicast_pays_for_each_person_once(
        self, http: FlaskClient, platform: LinePlatform
    ) -> None:
        body = {"to": [TEACHER, OFFICER, TEACHER], "messages": [text()]}
        assert http.post("/v2/bot/message/multicast", json=body).json == {}
        assert self.used(platform) == 2
        body["to"] = [CLERKS]
        assert http.post("/v2/bot/message/multicast", json=body).status_code == 400


class TestRetryKeys:
    def test_the_repeat_is_not_sent_again(self, http: FlaskClient, platform: LinePlatform) -> None:
        key = str(uuid4())
        first, second = push(http, TEACHER, key=key), push(http, TEACHER, key=key)
        assert (first.status_code, second.status_code) == (200, 409)
        assert second.json["sentMessages"] == first.json["sentMessages"]
        accepted = second.headers["x-line-accepted-request-id"]
        assert accepted == first.headers["x-line-request-id"]
        assert len(shown(platform, TEACHER)) == 1
        assert platform.quota.used(platform.clock()) == 1

    def test_a_day_later_it_is(self, http: FlaskClient, platform: LinePlatform) -> None:
        key = str(uuid4())
        push(http, TEACHER, key=key)
        platform.clock.advance(24 * 3600)
        assert push(http, TEACHER, key=key).status_code == 200

    def test_a_refused_push_leaves_the_key_free(
        self, http: FlaskClient, platform: LinePlatform
    ) -> None:
        key, platform.quota.limit = str(uuid4()), 0
        assert push(http, TEACHER, key=key).status_code == 429
        platform.quota.limit = 10
        assert push(http, TEACHER, key=key).status_code == 200

    def test_it_must_be_a_uuid(self, http: FlaskClient) -> None:
        assert push(http, TEACHER, key="once").status_code == 400


class TestQuotesAndMentions:
    def test_a_quote_shows_what_it_quotes(
        self, http: FlaskClient, platform: LinePlatform, hear: Hear
    ) -> None:
        message_id = platform.acts.text(TEACHER, TEACHER, "ครูกี่คน")
        event = hear()
        reply(http, event["replyToken"], text("10 คน", quoteToken=event["message"]["quoteToken"]))
        answer = platform.timeline.after(TEACHER, 0)[-1]
        quote = platform.timeline.quote_of(TEACHER, answer)
        assert quote == {"id": message_id, "text": "ครูกี่คน"}

    def test_a_quote_of_another_chat_is_refused(
        self, http: FlaskClient, platform: LinePlatform, hear: Hear
    ) -> None:
        platform.acts.text(TEACHER, TEACHER, "ครูกี่คน")
        quote = hear()["message"]["quoteToken"]
        assert push(http, OFFICER, text(quoteToken=quote)).status_code == 400

    def test_mentions_are_for_members_of_a_group(self, http: FlaskClient) -> None:
        def calling(user_id: str) -> dict:
            mentionee = {"type": "user", "userId": user_id}
            substitution = {"who": {"type": "mention", "mentionee": mentionee}}
            return {"type": "textV2", "text": "{who} ส่งหรือยัง", "substitution": substitution}

        assert push(http, CLERKS, calling(TEACHER)).status_code == 200
        assert push(http, CLERKS, calling(fixed_id("U", "area-director"))).status_code == 400
        assert push(http, TEACHER, calling(TEACHER)).status_code == 400


class TestRequests:
    def test_a_wrong_token(self, control: FlaskClient) -> None:
        assert control.get("/v2/bot/info").status_code == 401

    def test_every_answer_is_numbered(self, http: FlaskClient) -> None:
        for path in ("/v2/bot/info", "/v2/bot/nowhere", "/nowhere"):
            assert len(http.get(path).headers["x-line-request-id"]) == 36

    def test_unknown_paths(self, http: FlaskClient) -> None:
        answer = http.post("/v2/bot/message/fax", json={})
        assert (answer.status_code, answer.json) == (404, {"message": "Not found"})

    @pytest.mark.parametrize("data", [b"{", b"[]", b"null", b"\xff", b"[" * 100_000])
    def test_no_json_object(self, http: FlaskClient, data: bytes) -> None:
        sent = http.post("/v2/bot/message/push", data=data, content_type="application/json")
        assert sent.status_code == 400

    def test_over_two_megabytes(self, http: FlaskClient) -> None:
        assert push(http, TEACHER, text("x" * 2_100_000)).status_code == 413

    def test_validate_sends_nothing(self, http: FlaskClient, platform: LinePlatform) -> None:
        good, bad = {"messages": [text()]}, {"messages": [text("")]}
        assert http.post("/v2/bot/message/validate/push", json=good).json == {}
        assert http.post("/v2/bot/message/validate/reply", json=bad).status_code == 400
        assert len(platform.timeline.after(TEACHER, 0)) == 0

    def test_rates(self, http: FlaskClient) -> None:
        answers = [http.get("/v2/bot/richmenu/list") for _ in range(12)]
        assert answers[-1].status_code == 429
        assert answers[-1].json["message"].startswith("The API rate limit has been exceeded")

    def test_rejections_are_kept_for_the_end_of_a_test(
        self, http: FlaskClient, platform: LinePlatform
    ) -> None:
        push(http, TEACHER)
        reply(http, "nonsense")
        assert platform.rejections == []
        push(http, TEACHER, flex({"type": "bubble", "size": "tiny"}))
        (rejection,) = platform.rejections
        assert rejection["path"] == "/v2/bot/message/push"
        assert rejection["details"][0]["property"] == "messages[0].contents.size"

    @pytest.mark.parametrize(
        ("seconds", "chat", "status"),
        [(5, TEACHER, 202), (60, TEACHER, 202), (7, TEACHER, 400), (65, TEACHER, 400),
         (0, TEACHER, 400), (20, CLERKS, 400), (None, TEACHER, 202)],
    )  # fmt: skip
    def test_loading(
        self, http: FlaskClient, platform: LinePlatform, seconds: int, chat: str, status: int
    ) -> None:
        body = {"chatId": chat, "loadingSeconds": seconds}
        assert http.post("/v2/bot/chat/loading/start", json=body).status_code == status
        assert platform.is_loading(chat) == (status == 202)

    def test_loading_ends_with_the_answer(self, http: FlaskClient, platform: LinePlatform) -> None:
        http.post("/v2/bot/chat/loading/start", json={"chatId": TEACHER})
        push(http, TEACHER)
        assert not platform.is_loading(TEACHER)
