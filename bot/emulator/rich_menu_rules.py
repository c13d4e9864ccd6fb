"""LINE's rules for rich menus that its OpenAPI file does not hold.

Source: the Messaging API reference, rich menu object and rich menu image.
"""

from collections.abc import Iterable

from bot.emulator.action_rules import RICH_MENU, check_action
from bot.emulator.refusals import Json, Problem

AREAS_MOST = 20
WIDTH_LEAST, WIDTH_MOST = 800, 2500
HEIGHT_LEAST = 250
RATIO_LEAST = 1.45
PICTURE_BYTES = 1024 * 1024


def check_rich_menu(menu: Json) -> Iterable[Problem]:
    """The problems of a rich menu that the OpenAPI file would let through."""
    size = menu.get("size")
    width, height = _extent(size)
    if width and height:
        yield from _size(width, height)
    areas = menu.get("areas")
    entries = areas if isinstance(areas, list) else []
    if len(entries) > AREAS_MOST:
        yield Problem(f"Size must be between 0 and {AREAS_MOST}", "areas")
    for index, area in enumerate(entries):
        if isinstance(area, dict):
            yield from check_action(area.get("action"), RICH_MENU, f"areas[{index}].action")
            yield from _bounds(area.get("bounds"), width, height, f"areas[{index}].bounds")


def _size(width: int, height: int) -> Iterable[Problem]:
    if not WIDTH_LEAST <= width <= WIDTH_MOST:
        yield Problem(f"must be between {WIDTH_LEAST} and {WIDTH_MOST}", "size.width")
    if height < HEIGHT_LEAST:
        yield Problem(f"must be at least {HEIGHT_LEAST}", "size.height")
    if width / height < RATIO_LEAST:
        yield Problem(f"width divided by height must be at least {RATIO_LEAST}", "size")


def _bounds(bounds: object, width: int, height: int, path: str) -> Iterable[Problem]:
    if not isinstance(bounds, dict):
        return
    x, y = _number(bounds.get("x")), _number(bounds.get("y"))
    right, bottom = x + _number(bounds.get("width")), y + _number(bounds.get("height"))
    if width and height and (right > width or bottom > height):
        yield Problem("the area reaches beyond the menu", path)


def _extent(size: object) -> tuple[int, int]:
    found = size if isinstance(size, dict) else {}
    return _number(found.get("width")), _number(found.get("height"))


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
