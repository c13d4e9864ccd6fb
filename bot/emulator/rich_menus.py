"""Rich menus: the menus, their pictures, the default, who has which, and their aliases.

Source: the Messaging API reference, rich menu.
"""

import re
from dataclasses import dataclass

from bot.emulator.pictures import picture_size
from bot.emulator.refusals import Json, Problem, Refusal, invalid_body, not_found
from bot.emulator.rich_menu_rules import PICTURE_BYTES

MENUS_MOST = 1000
_ALIAS = re.compile(r"[a-z0-9_-]{1,32}")


@dataclass
class RichMenu:
    """One menu as created; its picture comes later and cannot be replaced."""

    menu_id: str
    body: Json
    picture: bytes | None = None
    mime: str = ""

    def public(self) -> Json:
        """The menu as LINE gives it back."""
        return {"richMenuId": self.menu_id, **self.body}


class RichMenus:
    """All menus of the account."""

    def __init__(self) -> None:
        self.menus: dict[str, RichMenu] = {}
        self.aliases: dict[str, str] = {}
        self.default: str | None = None

    def create(self, menu_id: str, body: Json) -> RichMenu:
        """Keep a checked menu. Raises Refusal when the account has a thousand."""
        if len(self.menus) >= MENUS_MOST:
            raise Refusal(400, "The maximum number of rich menus has been reached")
        menu = self.menus[menu_id] = RichMenu(menu_id, body)
        return menu

    def get(self, menu_id: str) -> RichMenu:
        """The menu of this id. Raises Refusal 404."""
        if menu_id not in self.menus:
            raise not_found()
        return self.menus[menu_id]

    def delete(self, menu_id: str) -> None:
        """Remove a menu and, with it, its place as default. Raises Refusal 404."""
        self.get(menu_id)
        del self.menus[menu_id]
        if self.default == menu_id:
            self.default = None

    def draw(self, menu_id: str, data: bytes, mime: str) -> None:
        """Give a menu its picture. Raises Refusal when LINE would not take the picture."""
        menu = self.get(menu_id)
        if menu.picture is not None:
            raise Refusal(400, "An image has already been uploaded to the richmenu")
        if len(data) > PICTURE_BYTES:
            raise Refusal(413, "The image must be 1 MB or smaller")
        found = picture_size(data)
        if found is None or found[0] != mime:
            raise Refusal(415 if found else 400, "The image must be a JPEG or PNG of its own type")
        size = menu.body["size"]
        if {"width": found[1], "height": found[2]} != size:
            raise Refusal(400, f"The image size must be {size}, not {found[1]}x{found[2]}")
        menu.picture, menu.mime = data, mime

    def usable(self, menu_id: str) -> RichMenu:
        """A menu that can be shown. Raises Refusal when it has no picture yet."""
        menu = self.get(menu_id)
        if menu.picture is None:
            raise Refusal(400, "must upload richmenu image before applying it to user")
        return menu

    def add_alias(self, alias: str, menu_id: str) -> None:
        """Name a menu. Raises Refusal for a bad or taken name, or a menu that is not there."""
        if not _ALIAS.fullmatch(alias):
            raise invalid_body([Problem("invalid value", "richMenuAliasId")])
        if alias in self.aliases:
            raise Refusal(400, "conflict richmenu alias id")
        self.point_alias(alias, menu_id, new=True)

    def point_alias(self, alias: str, menu_id: str, *, new: bool = False) -> None:
        """Let a name mean another menu. Raises Refusal when either is not there."""
        if not new:
            self.alias(alias)
        if menu_id not in self.menus or self.menus[menu_id].picture is None:
            raise Refusal(400, "richmenu not found")
        self.aliases[alias] = menu_id

    def alias(self, alias: str) -> Json:
        """One alias as LINE gives it back. Raises Refusal 404."""
        if alias not in self.aliases:
            raise not_found()
        return {"richMenuAliasId": alias, "richMenuId": self.aliases[alias]}

    def delete_alias(self, alias: str) -> None:
        """Forget a name. Raises Refusal 404."""
        self.alias(alias)
        del self.aliases[alias]
