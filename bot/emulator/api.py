"""The Messaging API over HTTP: both of LINE's hosts in one blueprint, under any prefix.

Endpoints stand in `api_messages`, `api_accounts` and `api_rich_menus`; this file lets
requests in and out. Source of the paths: the vendored OpenAPI file.
"""

from flask import Blueprint, Response, request

from bot.emulator import api_accounts, api_messages, api_rich_menus
from bot.emulator.api_request import answer, arrive, leave, refuse
from bot.emulator.platform import LinePlatform
from bot.emulator.refusals import Refusal, not_found

_METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH"]


def line_api(platform: LinePlatform) -> Blueprint:
    """The blueprint that answers as api.line.me and api-data.line.me do."""
    api = Blueprint("line_api", __name__)

    @api.before_request
    def receive() -> Response | None:
        return arrive(platform, _path(request.path))

    @api.after_request
    def send(response: Response) -> Response:
        return leave(platform, response)

    @api.errorhandler(Refusal)
    def say_no(refusal: Refusal) -> Response:
        return refuse(platform, refusal)

    @api.post("/oauth2/v2.1/verify")
    def verify_id_token() -> Response:
        body, status = api_accounts.verify_id_token(platform, request.form)
        return answer(body, status)

    api_messages.add(api, platform)
    api_accounts.add(api, platform)
    api_rich_menus.add(api, platform)

    @api.route("/", defaults={"path": ""}, methods=_METHODS)
    @api.route("/<path:path>", methods=_METHODS)
    def unknown(path: str) -> Response:
        raise not_found()

    return api


def _path(path: str) -> str:
    """The path without the prefix that the blueprint is mounted under."""
    for root in ("/v2/bot/", "/oauth2/"):
        at = path.find(root)
        if at >= 0:
            return path[at:]
    return path
