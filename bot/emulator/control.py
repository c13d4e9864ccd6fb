"""The control API: what the phone page and the tests ask of the stand-in itself.

JSON below `/emulator/api`, and the files that the page shows. Not a part of LINE. Everything
that a person does in a chat is in `control_chats`.
"""

import json

from flask import Blueprint, Response, request

from bot.emulator import control_chats
from bot.emulator.acts import BadAct
from bot.emulator.api_accounts import verify_webhook
from bot.emulator.control_body import BadBody, body, flag, integer, number, reply, text, texts
from bot.emulator.delivery_settings import BadSetting
from bot.emulator.faults import UnknownFault
from bot.emulator.platform import LinePlatform
from bot.emulator.refusals import Json, Refusal

_SHOWN_INLINE = ("image/png", "image/jpeg", "image/gif", "image/webp", "audio/", "video/")


def control_api(platform: LinePlatform) -> Blueprint:
    """The blueprint of the control API, to be mounted without a prefix."""
    control = Blueprint("line_control", __name__, url_prefix="/emulator")
    for error in (BadBody, BadAct, BadSetting, UnknownFault):
        control.register_error_handler(error, _bad)
    control.register_error_handler(Refusal, _refused)
    control_chats.add(control, platform)
    _add_state(control, platform)
    _add_switches(control, platform)
    _add_accounts(control, platform)
    _add_files(control, platform)
    return control


def state(platform: LinePlatform) -> Json:
    """Everything of the platform that is not in a chat."""
    bot = platform.bot
    return {
        "bot": {"userId": bot.user_id, "name": bot.name, "basicId": bot.basic_id},
        "people": [person.public() for person in list(platform.directory.people.values())],
        "groups": [group.public() for group in list(platform.directory.groups.values())],
        "quota": platform.quota.public(platform.clock()),
        "faults": platform.faults.public(),
        "richMenus": {"default": platform.rich_menus.default},
        "delivery": platform.delivery.public(),
        "webhook": platform.webhooks.public(),
        "now": platform.stamp(),
    }


def _add_state(control: Blueprint, platform: LinePlatform) -> None:
    @control.get("/api/state")
    def show() -> Response:
        return reply(state(platform))

    @control.get("/api/calls")
    def calls() -> Response:
        after = request.args.get("after", 0, type=int)
        found = platform.calls.after(after)
        quota = platform.quota.public(platform.clock())
        return reply(
            {
                "items": [call.public() for call in found],
                "next": found[-1].seq if found else after,
                "spent": {"month": quota["used"], "limit": quota["limit"]},
            }
        )

    @control.get("/api/rejections")
    def rejections() -> Response:
        return reply({"items": list(platform.rejections)})


def _add_switches(control: Blueprint, platform: LinePlatform) -> None:
    @control.post("/api/faults")
    def add_fault() -> Response:
        sent = body()
        fault = platform.faults.add(
            text(sent, "target", "all"),
            text(sent, "kind"),
            probability=number(sent, "probability"),
            count=integer(sent, "count"),
            ms=integer(sent, "ms"),
        )
        return reply(fault.public(), 201)

    @control.delete("/api/faults")
    def clear_faults() -> Response:
        platform.faults.clear()
        return reply({})

    @control.post("/api/delivery")
    def deliver() -> Response:
        platform.delivery.change(body())
        platform.webhooks.wake()
        return reply(platform.delivery.public())

    @control.post("/api/quota")
    def set_quota() -> Response:
        sent = body()
        if "limit" in sent:
            platform.quota.limit = integer(sent, "limit")
        used = integer(sent, "used")
        if used is not None:
            platform.quota.set_used(used, platform.clock())
        platform.changed()
        return reply(dict(platform.quota.public(platform.clock())))

    @control.post("/api/clock")
    def move_clock() -> Response:
        platform.clock.advance(number(body(), "advance_seconds") or 0)
        return reply({"now": platform.stamp()})

    @control.post("/api/reset")
    def reset() -> Response:
        platform.reset()
        return reply({})

    @control.post("/api/webhook/test")
    def try_webhook() -> Response:
        return reply(verify_webhook(platform))

    @control.post("/api/raw")
    def raw() -> Response:
        sent = body()
        events = sent.get("events")
        if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
            raise BadBody("events must be a list of objects")
        outcome = platform.webhooks.post(events, signature=text(sent, "signature", "good"))
        return reply({"status": outcome.status, "reason": outcome.reason})


def _add_accounts(control: Blueprint, platform: LinePlatform) -> None:
    acts = platform.acts

    @control.post("/api/people")
    def add_person() -> Response:
        sent = body()
        name, role, label = text(sent, "name"), text(sent, "role"), text(sent, "roleLabel", "")
        person = acts.add_person(name, role, role_label=label, pc=flag(sent, "pc"))
        return reply(person.public(), 201)

    @control.post("/api/people/<user_id>/<any(follow, unfollow):what>")
    def befriend(user_id: str, what: str) -> Response:
        (acts.follow if what == "follow" else acts.unfollow)(user_id)
        platform.changed()
        return reply(platform.directory.people[user_id].public())

    @control.post("/api/groups")
    def add_group() -> Response:
        sent = body()
        return reply(acts.add_group(text(sent, "name"), texts(sent, "members")).public(), 201)

    @control.post("/api/groups/<group_id>/<any(invite, remove):what>")
    def invite(group_id: str, what: str) -> Response:
        (acts.invite if what == "invite" else acts.remove)(group_id)
        platform.changed()
        return reply(platform.directory.groups[group_id].public())

    @control.post("/api/groups/<group_id>/members")
    def members(group_id: str) -> Response:
        sent = body()
        acts.join(group_id, texts(sent, "add"))
        acts.leave(group_id, texts(sent, "remove"))
        platform.changed()
        return reply(platform.directory.groups[group_id].public())


def _add_files(control: Blueprint, platform: LinePlatform) -> None:
    @control.get("/content/<message_id>")
    def content(message_id: str) -> Response:
        data, found = platform.contents.read(message_id)
        return _file(data, found.mime, found.name)

    @control.get("/richmenu/<menu_id>.png")
    def rich_menu(menu_id: str) -> Response:
        menu = platform.rich_menus.get(menu_id)
        if menu.picture is None:
            raise Refusal(404, "Not found")
        return _file(menu.picture, menu.mime, "")


def _file(data: bytes, mime: str, name: str) -> Response:
    # Anybody's upload comes from the page's own origin: nothing in it may run as a page.
    response = Response(data, mimetype=mime)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    if not mime.startswith(_SHOWN_INLINE):
        response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _bad(error: Exception) -> Response:
    return reply({"error": str(error)}, 400)


def _refused(error: Refusal) -> Response:
    return Response(json.dumps({"error": error.message}), error.status, mimetype="application/json")
