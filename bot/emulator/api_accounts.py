"""Endpoints for accounts: the bot, people, groups, the webhook's address, ID tokens."""

from collections.abc import Mapping

from flask import Blueprint, Response

from bot.emulator.accounts import Group, Person
from bot.emulator.api_request import answer, empty, json_body, limit
from bot.emulator.platform import LinePlatform
from bot.emulator.refusals import Json, Refusal, not_found

ID_TOKEN_PREFIX = "demo:"  # noqa: S105 - a stand-in's token is the user's name
_ID_TOKEN_SECONDS = 3600
_GROUP = "/v2/bot/<any(group, room):kind>/<group_id>"


def add(api: Blueprint, platform: LinePlatform) -> None:
    """Register the endpoints."""
    _add_people(api, platform)
    _add_groups(api, platform)
    _add_webhook(api, platform)


def _add_people(api: Blueprint, platform: LinePlatform) -> None:
    @api.get("/v2/bot/info")
    def info() -> Response:
        bot, manual = platform.bot, platform.delivery.mark_as_read == "manual"
        return answer(
            {
                "userId": bot.user_id,
                "basicId": bot.basic_id,
                "displayName": bot.name,
                "chatMode": "chat" if manual else "bot",
                "markAsReadMode": platform.delivery.mark_as_read,
            }
        )

    @api.get("/v2/bot/profile/<user_id>")
    def profile(user_id: str) -> Response:
        person = platform.directory.people.get(user_id)
        if person is None or person.blocked or not (person.friend or person.wrote_at):
            raise not_found()
        return answer({**_profile(person), "language": "th"})

    @api.get("/v2/bot/followers/ids")
    def followers() -> Response:
        raise Refusal(403, "Access to this API is not available for your account")


def _add_groups(api: Blueprint, platform: LinePlatform) -> None:
    @api.get(f"{_GROUP}/summary")
    def summary(kind: str, group_id: str) -> Response:
        group = _group(platform, group_id)
        return answer({"groupId": group.group_id, "groupName": group.name})

    @api.get(f"{_GROUP}/members/count")
    def count(kind: str, group_id: str) -> Response:
        return answer({"count": len(_group(platform, group_id).members)})

    @api.get(f"{_GROUP}/members/ids")
    def member_ids(kind: str, group_id: str) -> Response:
        raise Refusal(403, "Access to this API is not available for your account")

    @api.get(f"{_GROUP}/member/<user_id>")
    def member(kind: str, group_id: str, user_id: str) -> Response:
        if user_id not in _group(platform, group_id).members:
            raise not_found()
        return answer(_profile(platform.directory.people[user_id]))

    @api.post(f"{_GROUP}/leave")
    def leave(kind: str, group_id: str) -> Response:
        platform.acts.remove(_group(platform, group_id).group_id)
        return empty()


def _add_webhook(api: Blueprint, platform: LinePlatform) -> None:
    @api.get("/v2/bot/channel/webhook/endpoint")
    def endpoint() -> Response:
        url = platform.webhooks.url
        return answer({"endpoint": url or "", "active": url is not None})

    @api.put("/v2/bot/channel/webhook/endpoint")
    def set_endpoint() -> Response:
        body = json_body(platform)
        platform.sending.check("SetWebhookEndpointRequest", body)
        platform.webhooks.url = str(body["endpoint"])
        return empty()

    @api.post("/v2/bot/channel/webhook/test")
    def try_webhook() -> Response:
        limit(platform, "webhook_test")
        body = json_body(platform)
        platform.sending.check("TestWebhookEndpointRequest", body)
        url = body.get("endpoint")
        return answer(verify_webhook(platform, str(url) if url else None))


def verify_webhook(platform: LinePlatform, url: str | None = None) -> Json:
    """Send the webhook an empty list of events, as LINE's Verify button does."""
    outcome = platform.webhooks.post([], url=url)
    return {
        "success": outcome.ok,
        "timestamp": platform.stamp(),
        "statusCode": outcome.status or 0,
        "reason": "OK" if outcome.ok else str(outcome.reason).split()[0].upper(),
        "detail": str(outcome.status or outcome.reason),
    }


def verify_id_token(platform: LinePlatform, form: Mapping[str, str]) -> tuple[Json, int]:
    """The claims of an ID token, or LINE Login's error; the token is `demo:<userId>`.

    `demo:<userId>:expired` is a token whose hour has passed.
    """
    token, client_id = form.get("id_token", ""), form.get("client_id", "")
    if not client_id:
        return _login_error("client_id is not set")
    user_id, _, ending = token.removeprefix(ID_TOKEN_PREFIX).partition(":")
    person = platform.directory.people.get(user_id)
    if not token.startswith(ID_TOKEN_PREFIX) or person is None:
        return _login_error("Invalid IdToken.")
    if ending == "expired":
        return _login_error("IdToken expired.")
    if form.get("user_id", user_id) != user_id:
        return _login_error("Invalid IdToken Subject Identifier.")
    now = int(platform.clock().timestamp())
    claims: Json = {
        "iss": "https://access.line.me",
        "sub": user_id,
        "aud": client_id,
        "exp": now + _ID_TOKEN_SECONDS,
        "iat": now,
        "name": person.name,
    }
    nonce = form.get("nonce")
    return {**claims, "nonce": nonce} if nonce else claims, 200


def _login_error(description: str) -> tuple[Json, int]:
    return {"error": "invalid_request", "error_description": description}, 400


def _profile(person: Person) -> Json:
    return {"userId": person.user_id, "displayName": person.name}


def _group(platform: LinePlatform, group_id: str) -> Group:
    group = platform.directory.groups.get(group_id)
    if group is None or not group.bot_in:
        raise not_found()
    return group
