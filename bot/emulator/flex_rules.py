"""LINE's rules for Flex Messages that its OpenAPI file does not hold.

Sizes of bubbles and carousels, which component may stand in which, values of properties.
Source: the Flex Message reference.
"""

import json
from collections.abc import Iterable

from bot.emulator.action_rules import FLEX_AREA, FLEX_BUTTON, check_action
from bot.emulator.flex_values import value_fault
from bot.emulator.refusals import Json, Problem

BUBBLE_BYTES = 30 * 1024
CAROUSEL_BYTES = 50 * 1024
BUBBLES_MOST = 12
_VIDEO_SIZES = frozenset({"kilo", "mega", "giga"})
_IN_BASELINE = frozenset({"icon", "text", "filler"})
_IN_BOX = frozenset({"box", "button", "image", "text", "separator", "filler"})
_IN_HERO = frozenset({"box", "image", "video"})


def check_flex(container: object, path: str) -> Iterable[Problem]:
    """The problems of a bubble or carousel that the OpenAPI file would let through."""
    if not isinstance(container, dict):
        return
    if container.get("type") == "carousel":
        yield from _carousel(container, path)
    elif container.get("type") == "bubble":
        yield from _too_big(container, BUBBLE_BYTES, path)
        yield from _bubble(container, path)


def _carousel(carousel: Json, path: str) -> Iterable[Problem]:
    bubbles = _objects(carousel.get("contents"))
    if not 1 <= len(bubbles) <= BUBBLES_MOST:
        yield Problem(f"Size must be between 1 and {BUBBLES_MOST}", f"{path}.contents")
    if len({bubble.get("size") or "mega" for _, bubble in bubbles if _hashable(bubble)}) > 1:
        yield Problem("all bubbles must have the same size", f"{path}.contents")
    yield from _too_big(carousel, CAROUSEL_BYTES, path)
    for index, bubble in bubbles:
        yield from _too_big(bubble, BUBBLE_BYTES, f"{path}.contents[{index}]")
        yield from _bubble(bubble, f"{path}.contents[{index}]")


def _too_big(container: Json, most: int, path: str) -> Iterable[Problem]:
    # LINE does not say how it counts. Escaped ASCII is what the official SDK sends and the
    # largest count there is: what passes here passes however LINE counts.
    if len(json.dumps(container, separators=(",", ":"))) > most:
        yield Problem(f"must be less than {most // 1024} KB", path)


def _bubble(bubble: Json, path: str) -> Iterable[Problem]:
    for block in ("header", "body", "footer"):
        if isinstance(bubble.get(block), dict):
            yield from _component(bubble[block], _IN_HERO, f"{path}.{block}")
    hero = bubble.get("hero")
    if isinstance(hero, dict):
        yield from _component(hero, _IN_HERO, f"{path}.hero")
        if hero.get("type") == "video" and (bubble.get("size") or "mega") not in _VIDEO_SIZES:
            yield Problem("a video needs a bubble of size kilo, mega or giga", f"{path}.size")
    yield from check_action(bubble.get("action"), FLEX_AREA, f"{path}.action")
    styles = bubble.get("styles")
    for block, style in (styles if isinstance(styles, dict) else {}).items():
        yield from _values("style", style, f"{path}.styles.{block}")


def _component(part: object, allowed: frozenset[str], path: str) -> Iterable[Problem]:
    if not isinstance(part, dict):
        return
    kind = part.get("type")
    if not isinstance(kind, str) or kind not in allowed:
        yield Problem("this component cannot stand here", f"{path}.type")
        return
    yield from _values(kind, part, path)
    place = FLEX_BUTTON if kind == "button" else FLEX_AREA
    yield from check_action(part.get("action"), place, f"{path}.action")
    if kind == "box":
        yield from _box(part, path)
    elif kind == "text":
        yield from _text(part, path)
    elif kind == "video":
        yield from _component(part.get("altContent"), _IN_HERO - {"video"}, f"{path}.altContent")


def _box(box: Json, path: str) -> Iterable[Problem]:
    allowed = _IN_BASELINE if box.get("layout") == "baseline" else _IN_BOX
    for index, child in _objects(box.get("contents")):
        yield from _component(child, allowed, f"{path}.contents[{index}]")
    yield from _values("background", box.get("background"), f"{path}.background")


def _text(text: Json, path: str) -> Iterable[Problem]:
    if not text.get("text") and not text.get("contents"):
        yield Problem("must be non-empty text", f"{path}.text")
    for index, span in _objects(text.get("contents")):
        yield from _values("span", span, f"{path}.contents[{index}]")


def _values(kind: str, part: object, path: str) -> Iterable[Problem]:
    if not isinstance(part, dict):
        return
    for key, value in part.items():
        if value_fault(kind, key, value):
            yield Problem("invalid property", f"{path}.{key}")


def _objects(value: object) -> list[tuple[int, Json]]:
    entries = value if isinstance(value, list) else []
    return [(index, entry) for index, entry in enumerate(entries) if isinstance(entry, dict)]


def _hashable(bubble: Json) -> bool:
    return isinstance(bubble.get("size"), str | None)
