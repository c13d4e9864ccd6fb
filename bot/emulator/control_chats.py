"""The control API of one chat: its timeline, and what a person says and sends in it."""

import mimetypes
from collections.abc import Callable

from flask import Blueprint, Response, request

from bot.emulator.api_rich_menus import shown_menu
from bot.emulator.control_body import BadBody, body, flag, number, optional_text, reply, text, texts
from bot.emulator.platform import LinePlatform
from bot.emulator.refusals import Json
from bot.emulator.timeline import Item

# What LINE's app lets a person send at once, films being the largest.
MEDIA_BYTES = 200 * 1024 * 1024

Say = Callable[[LinePlatform, str, str, Json], str | None]


def add(control: Blueprint, platform: LinePlatform) -> None:
    """Register the endpoints."""

    @control.get("/api/chats/<chat_id>/timeline")
    def timeline(chat_id: str) -> Response:
        after = request.args.get("after", 0, type=int)
        return reply(timeline_of(platform, chat_id, after, request.args.get("viewer")))

    @control.post("/api/chats/<chat_id>/say")
    def say(chat_id: str) -> Response:
        sent = body()
        kind = text(sent, "type", "text")
        if kind not in _SAYINGS:
            raise BadBody(f"type must be one of {', '.join(_SAYINGS)}")
        message_id = _SAYINGS[kind](platform, chat_id, text(sent, "as"), sent)
        return reply({"messageId": message_id}, 201)

    @control.post("/api/chats/<chat_id>/media")
    def media(chat_id: str) -> Response:
        request.max_content_length = MEDIA_BYTES
        uploads = request.files.getlist("files") + request.files.getlist("files[]")
        files = [
            (upload.filename or "file", _mime(upload.filename, upload.mimetype), upload.read())
            for upload in uploads
        ]
        user_id, kind = request.form.get("as", ""), request.form.get("kind", "file")
        ids = platform.acts.media(chat_id, user_id, kind, files)
        return reply({"messageIds": ids}, 201)


def timeline_of(platform: LinePlatform, chat_id: str, after: int, viewer: str | None) -> Json:
    """What is new in a chat for somebody who has seen it up to `after`."""
    person = platform.directory.people.get(viewer or chat_id)
    on_pc = person is not None and person.pc
    with platform.lock:
        items = platform.timeline.after(chat_id, after)
        shown = [_shown(platform, chat_id, item, on_pc) for item in items]
        latest = max((item.seq for item in items), default=after)
    private = chat_id in platform.directory.people
    return {
        "items": shown,
        "next": latest,
        "loading": platform.is_loading(chat_id),
        "richMenu": shown_menu(platform, person) if private else None,
    }


def _shown(platform: LinePlatform, chat_id: str, item: Item, on_pc: bool) -> Json:
    return {
        "seq": item.seq,
        "id": item.id,
        "at": item.at,
        "from": item.sender,
        "userId": item.user_id,
        "name": item.name,
        "message": item.message,
        "quickReply": None if on_pc else item.quick_reply,
        "quoted": platform.timeline.quote_of(chat_id, item),
        "unsent": item.unsent,
        "edited": item.edited,
        "read": item.read,
        "way": item.way,
    }


def _text(platform: LinePlatform, chat_id: str, user_id: str, sent: Json) -> str:
    return platform.acts.text(
        chat_id,
        user_id,
        text(sent, "text"),
        mention_bot=flag(sent, "mentionBot"),
        quote=optional_text(sent, "quote"),
    )


def _sticker(platform: LinePlatform, chat_id: str, user_id: str, sent: Json) -> str:
    package, sticker = text(sent, "packageId"), text(sent, "stickerId")
    return platform.acts.sticker(chat_id, user_id, package, sticker, texts(sent, "keywords"))


def _location(platform: LinePlatform, chat_id: str, user_id: str, sent: Json) -> str:
    latitude, longitude = number(sent, "latitude"), number(sent, "longitude")
    if latitude is None or longitude is None:
        raise BadBody("latitude and longitude must be numbers")
    title, address = optional_text(sent, "title"), optional_text(sent, "address")
    acts = platform.acts
    return acts.location(chat_id, user_id, latitude, longitude, title=title, address=address)


def _postback(platform: LinePlatform, chat_id: str, user_id: str, sent: Json) -> None:
    params = sent.get("params")
    if params is not None and not isinstance(params, dict):
        raise BadBody("params must be an object")
    words = optional_text(sent, "displayText")
    data = text(sent, "data")
    platform.acts.postback(chat_id, user_id, data, display_text=words, params=params)


def _unsend(platform: LinePlatform, chat_id: str, user_id: str, sent: Json) -> None:
    platform.acts.unsend(chat_id, user_id, text(sent, "messageId"))


def _edit(platform: LinePlatform, chat_id: str, user_id: str, sent: Json) -> None:
    platform.acts.edit(chat_id, user_id, text(sent, "messageId"), text(sent, "text"))


_SAYINGS: dict[str, Say] = {
    "text": _text,
    "sticker": _sticker,
    "location": _location,
    "postback": _postback,
    "unsend": _unsend,
    "edit": _edit,
}


def _mime(name: str | None, given: str) -> str:
    if given and given != "application/octet-stream":
        return given
    return mimetypes.guess_type(name or "")[0] or "application/octet-stream"
