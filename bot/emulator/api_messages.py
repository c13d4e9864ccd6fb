"""Endpoints for messages: send, validate, quota, loading, read marks, files."""

from datetime import datetime

from flask import Blueprint, Response, request

from bot.emulator.api_request import answer, asked, empty, json_body, limit
from bot.emulator.calls import summary
from bot.emulator.content import Content, has_preview, is_prepared
from bot.emulator.platform import LinePlatform
from bot.emulator.refusals import Json, Refusal
from bot.emulator.sending import Sent

_SCHEMAS = {
    "reply": "ValidateMessageRequest",
    "push": "ValidateMessageRequest",
    "multicast": "ValidateMessageRequest",
}


def add(api: Blueprint, platform: LinePlatform) -> None:
    """Register the endpoints."""
    _add_sending(api, platform)
    _add_quota(api, platform)
    _add_chat(api, platform)
    _add_content(api, platform)


def _add_sending(api: Blueprint, platform: LinePlatform) -> None:
    @api.post("/v2/bot/message/reply")
    def reply() -> Response:
        limit(platform, "reply")
        body = _noted(json_body(platform), None)
        return _answered(platform.sending.reply(body, retry_key=_retry_key()))

    @api.post("/v2/bot/message/push")
    def push() -> Response:
        limit(platform, "push")
        body = json_body(platform)
        _noted(body, str(body.get("to")))
        sent = platform.sending.push(body, retry_key=_retry_key(), request_id=asked().request_id)
        return _answered(sent)

    @api.post("/v2/bot/message/multicast")
    def multicast() -> Response:
        limit(platform, "multicast")
        body = _noted(json_body(platform), None)
        request_id = asked().request_id
        sent = platform.sending.multicast(body, retry_key=_retry_key(), request_id=request_id)
        return _answered(sent)

    @api.post("/v2/bot/message/validate/<any(reply, push, multicast):way>")
    def validate(way: str) -> Response:
        limit(platform, "validate")
        platform.sending.check(_SCHEMAS[way], _noted(json_body(platform), None))
        return empty()


def _add_quota(api: Blueprint, platform: LinePlatform) -> None:
    @api.get("/v2/bot/message/quota")
    def quota() -> Response:
        most = platform.quota.limit
        return answer({"type": "none"} if most is None else {"type": "limited", "value": most})

    @api.get("/v2/bot/message/quota/consumption")
    def consumption() -> Response:
        return answer({"totalUsage": platform.quota.used(platform.clock())})


def _add_chat(api: Blueprint, platform: LinePlatform) -> None:
    @api.post("/v2/bot/chat/loading/start")
    def loading() -> Response:
        limit(platform, "loading")
        asked().call.to = platform.sending.start_loading(json_body(platform))
        return answer({}, 202)

    @api.post("/v2/bot/chat/markAsRead")
    def mark_as_read() -> Response:
        platform.sending.mark_as_read(json_body(platform))
        return empty()


def _add_content(api: Blueprint, platform: LinePlatform) -> None:
    @api.get("/v2/bot/message/<message_id>/content")
    def content(message_id: str) -> Response:
        data, found = platform.contents.read(message_id)
        if not _ready(found, platform.clock()):
            return Response(status=202)
        return Response(data, mimetype=found.mime)

    @api.get("/v2/bot/message/<message_id>/content/preview")
    def preview(message_id: str) -> Response:
        data, found = platform.contents.read(message_id)
        if not has_preview(found.kind):
            raise Refusal(400, "This message has no preview")
        if not _ready(found, platform.clock()):
            return Response(status=202)
        # A film's preview would need a decoder; its bytes stand in for it.
        return Response(data, mimetype=found.mime)

    @api.get("/v2/bot/message/<message_id>/content/transcoding")
    def transcoding(message_id: str) -> Response:
        found = platform.contents.get(message_id)
        if not is_prepared(found.kind):
            raise Refusal(400, "This message is neither a video nor an audio")
        ready = _ready(found, platform.clock())
        return answer({"status": "succeeded" if ready else "processing"})


def _ready(content: Content, now: datetime) -> bool:
    return now >= content.ready_at


def _retry_key() -> str | None:
    return request.headers.get("X-Line-Retry-Key")


def _noted(body: Json, to: str | None) -> Json:
    call = asked().call
    messages = body.get("messages")
    call.to, call.retry_key = to, _retry_key()
    call.summary = summary(messages if isinstance(messages, list) else [])
    return body


def _answered(sent: Sent) -> Response:
    call = asked().call
    call.price, call.to, call.taken = sent.price, sent.chat_id or call.to, True
    return answer(sent.answer)
