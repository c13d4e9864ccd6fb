"""Endpoints for rich menus: create, picture, default, per person, aliases."""

from flask import Blueprint, Response, request

from bot.emulator.accounts import Person
from bot.emulator.api_request import answer, empty, json_body, limit, raw_body
from bot.emulator.platform import LinePlatform
from bot.emulator.refusals import Json, not_found

_MENU = "/v2/bot/richmenu/<menu_id>"


def add(api: Blueprint, platform: LinePlatform) -> None:
    """Register the endpoints."""
    _add_menus(api, platform)
    _add_pictures(api, platform)
    _add_default(api, platform)
    _add_people(api, platform)
    _add_aliases(api, platform)


def _add_menus(api: Blueprint, platform: LinePlatform) -> None:
    menus = platform.rich_menus

    @api.post("/v2/bot/richmenu")
    def create_menu() -> Response:
        limit(platform, "richmenu_change")
        body = json_body(platform)
        platform.sending.check("RichMenuRequest", body)
        menu = menus.create(f"richmenu-{platform.identifiers.token()}", body)
        platform.changed()
        return answer({"richMenuId": menu.menu_id})

    @api.post("/v2/bot/richmenu/validate")
    def validate_menu() -> Response:
        platform.sending.check("RichMenuRequest", json_body(platform))
        return empty()

    @api.get("/v2/bot/richmenu/list")
    def all_menus() -> Response:
        limit(platform, "richmenu_list")
        return answer({"richmenus": [menu.public() for menu in list(menus.menus.values())]})

    @api.get(_MENU)
    def get_menu(menu_id: str) -> Response:
        return answer(menus.get(menu_id).public())

    @api.delete(_MENU)
    def delete_menu(menu_id: str) -> Response:
        limit(platform, "richmenu_change")
        menus.delete(menu_id)
        platform.changed()
        return empty()


def _add_pictures(api: Blueprint, platform: LinePlatform) -> None:
    menus = platform.rich_menus

    @api.post(f"{_MENU}/content")
    def upload(menu_id: str) -> Response:
        menus.draw(menu_id, raw_body(platform.limits.body_bytes), request.mimetype)
        platform.changed()
        return empty()

    @api.get(f"{_MENU}/content")
    def download(menu_id: str) -> Response:
        menu = menus.get(menu_id)
        if menu.picture is None:
            raise not_found()
        return Response(menu.picture, mimetype=menu.mime)


def _add_default(api: Blueprint, platform: LinePlatform) -> None:
    menus = platform.rich_menus

    @api.post("/v2/bot/user/all/richmenu/<menu_id>")
    def set_default(menu_id: str) -> Response:
        menus.default = menus.usable(menu_id).menu_id
        platform.changed()
        return empty()

    @api.get("/v2/bot/user/all/richmenu")
    def get_default() -> Response:
        if menus.default is None:
            raise not_found()
        return answer({"richMenuId": menus.default})

    @api.delete("/v2/bot/user/all/richmenu")
    def delete_default() -> Response:
        menus.default = None
        platform.changed()
        return empty()


def _add_people(api: Blueprint, platform: LinePlatform) -> None:
    @api.post("/v2/bot/user/<user_id>/richmenu/<menu_id>")
    def link(user_id: str, menu_id: str) -> Response:
        _link(platform, [user_id], platform.rich_menus.usable(menu_id).menu_id)
        return empty()

    @api.get("/v2/bot/user/<user_id>/richmenu")
    def linked(user_id: str) -> Response:
        person = platform.directory.people.get(user_id)
        if person is None or person.rich_menu is None:
            raise not_found()
        return answer({"richMenuId": person.rich_menu})

    @api.delete("/v2/bot/user/<user_id>/richmenu")
    def unlink(user_id: str) -> Response:
        _link(platform, [user_id], None)
        return empty()

    @api.post("/v2/bot/richmenu/bulk/<any(link, unlink):what>")
    def bulk(what: str) -> Response:
        body = json_body(platform)
        platform.sending.check(f"RichMenuBulk{what.title()}Request", body)
        menu_id = str(body["richMenuId"]) if what == "link" else None
        if menu_id:
            platform.rich_menus.usable(menu_id)
        users = body["userIds"]
        _link(platform, [str(user) for user in users] if isinstance(users, list) else [], menu_id)
        return answer({}, 202)


def _add_aliases(api: Blueprint, platform: LinePlatform) -> None:
    menus = platform.rich_menus

    @api.post("/v2/bot/richmenu/alias")
    def create_alias() -> Response:
        body = json_body(platform)
        platform.sending.check("CreateRichMenuAliasRequest", body)
        menus.add_alias(str(body["richMenuAliasId"]), str(body["richMenuId"]))
        platform.changed()
        return empty()

    @api.get("/v2/bot/richmenu/alias/list")
    def aliases() -> Response:
        return answer({"aliases": [menus.alias(alias) for alias in list(menus.aliases)]})

    @api.get("/v2/bot/richmenu/alias/<alias>")
    def get_alias(alias: str) -> Response:
        return answer(menus.alias(alias))

    @api.post("/v2/bot/richmenu/alias/<alias>")
    def update_alias(alias: str) -> Response:
        body = json_body(platform)
        platform.sending.check("UpdateRichMenuAliasRequest", body)
        menus.point_alias(alias, str(body["richMenuId"]))
        platform.changed()
        return empty()

    @api.delete("/v2/bot/richmenu/alias/<alias>")
    def delete_alias(alias: str) -> Response:
        menus.delete_alias(alias)
        platform.changed()
        return empty()


def _link(platform: LinePlatform, user_ids: list[str], menu_id: str | None) -> None:
    """Give people a menu; for strangers nothing happens, and LINE does not say so."""
    for user_id in user_ids:
        person = platform.directory.people.get(user_id)
        if person is not None and person.friend and not person.blocked:
            person.rich_menu = menu_id
    platform.changed()


def shown_menu(platform: LinePlatform, person: Person | None) -> Json | None:
    """The menu that a person sees in the 1:1 chat, as the phone draws it; None on a PC."""
    if person is None or person.pc or not person.friend or person.blocked:
        return None
    menus = platform.rich_menus
    menu = menus.menus.get(person.rich_menu or "") or menus.menus.get(menus.default or "")
    if menu is None or menu.picture is None:
        return None
    shown = {key: menu.body[key] for key in ("chatBarText", "selected", "size", "areas")}
    return {"id": menu.menu_id, **shown, "imageUrl": f"/emulator/richmenu/{menu.menu_id}.png"}
