"""The words and units that Flex properties take.

Source: the Flex Message reference; the OpenAPI file says only "string" of these.
"""

import re

_PX = r"\d+(?:\.\d+)?px"
_PERCENT = r"\d+(?:\.\d+)?%"
_STEPS = r"none|xs|sm|md|lg|xl|xxl"
_TEXT_SIZES = r"xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl"
_COLOR = r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{8})"
_RATIO = r"[1-9]\d{0,5}:[1-9]\d{0,5}"

_COLORED = (
    "color",
    "backgroundColor",
    "borderColor",
    "separatorColor",
    "startColor",
    "endColor",
    "centerColor",
)
_SPACE = re.compile(f"{_STEPS}|{_PX}|{_PERCENT}")
_OFFSET = re.compile(f"{_STEPS}|-?{_PX}|-?{_PERCENT}")
_EXTENT = re.compile(f"{_PX}|{_PERCENT}")
_TEXT_SIZE = re.compile(f"{_TEXT_SIZES}|{_PX}")
_PAINT = re.compile(_COLOR)

SHAPES: dict[str, re.Pattern[str]] = {
    **dict.fromkeys(("spacing", "margin", "cornerRadius"), _SPACE),
    **{f"padding{side}": _SPACE for side in ("All", "Top", "Bottom", "Start", "End")},
    **{f"offset{side}": _OFFSET for side in ("Top", "Bottom", "Start", "End")},
    **dict.fromkeys(("width", "maxWidth", "height", "maxHeight"), _EXTENT),
    **dict.fromkeys(_COLORED, _PAINT),
    "borderWidth": re.compile(f"none|light|normal|medium|semi-bold|bold|{_PX}"),
    "aspectRatio": re.compile(_RATIO),
    "lineSpacing": re.compile(_PX),
    "angle": re.compile(r"-?\d+(?:\.\d+)?deg"),
    "centerPosition": re.compile(_PERCENT),
}
SIZES: dict[str, re.Pattern[str]] = {
    "text": _TEXT_SIZE,
    "span": _TEXT_SIZE,
    "icon": _TEXT_SIZE,
    "image": re.compile(f"{_TEXT_SIZES}|full|{_PX}|{_PERCENT}"),
}
# A picture may be at most three times as high as it is wide.
TALLEST = 3


def value_fault(kind: object, key: str, value: object) -> bool:
    """True when `value` is no value for the property `key` of a component of this kind."""
    if not isinstance(value, str):
        return False
    if kind == "button" and key == "height":
        return False
    shape = SIZES.get(str(kind)) if key == "size" else SHAPES.get(key)
    if shape is None:
        return False
    if not shape.fullmatch(value):
        return True
    return key == "aspectRatio" and kind == "image" and _too_tall(value)


def _too_tall(ratio: str) -> bool:
    width, height = ratio.split(":")
    return int(height) > TALLEST * int(width)
