"""What an action may be in the place where it stands: its label, its kind, its dates.

Source: the Messaging API reference, action objects. Paths and values come already checked
against the OpenAPI file, so shapes are trusted here only as far as they were checked.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.emulator.measure import graphemes
from bot.emulator.refusals import Json, Problem

_ONLY_IN_QUICK_REPLY = frozenset({"camera", "cameraRoll", "location"})
_DATE_SHAPES = {
    "date": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "time": re.compile(r"\d{2}:\d{2}"),
    "datetime": re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an action stands: how long its label may be, and whether it needs one."""

    label_most: int
    label_required: bool
    quick_reply: bool = False
    rich_menu: bool = False


QUICK_REPLY = Place(20, True, quick_reply=True)
TEMPLATE = Place(20, True)
IMAGE_CAROUSEL = Place(12, False)
FLEX_BUTTON = Place(40, True)
FLEX_AREA = Place(40, False)
RICH_MENU = Place(20, False, rich_menu=True)
# Tapping the picture or the title of a template; its label is never drawn.
DEFAULT_ACTION = Place(20, False)


def check_action(action: object, place: Place, path: str) -> Iterable[Problem]:
    """The problems of one action in `place`; nothing when there is no action at all."""
    if not isinstance(action, dict):
        return
    yield from _label(action, place, path)
    kind = action.get("type")
    if kind in _ONLY_IN_QUICK_REPLY and not place.quick_reply:
        yield Problem("this action is for quick replies only", f"{path}.type")
    if kind == "richmenuswitch" and not place.rich_menu:
        yield Problem("this action is for rich menus only", f"{path}.type")
    if kind == "datetimepicker":
        yield from _dates(action, path)
    if kind == "postback" and action.get("text") and action.get("displayText"):
        yield Problem("displayText and text cannot be used together", f"{path}.displayText")
    if action.get("fillInText") and action.get("inputOption") != "openKeyboard":
        yield Problem("fillInText needs inputOption openKeyboard", f"{path}.fillInText")


def _label(action: Json, place: Place, path: str) -> Iterable[Problem]:
    label = action.get("label")
    if label is None or label == "":
        if place.label_required:
            yield Problem("must be specified", f"{path}.label")
    elif isinstance(label, str) and graphemes(label) > place.label_most:
        yield Problem(f"Length must be between 0 and {place.label_most}", f"{path}.label")


def _dates(action: Json, path: str) -> Iterable[Problem]:
    shape = _DATE_SHAPES.get(str(action.get("mode")))
    given = {key: action[key] for key in ("initial", "min", "max") if action.get(key) is not None}
    for key, value in given.items():
        if shape and not (isinstance(value, str) and shape.fullmatch(value)):
            yield Problem("invalid format for the mode", f"{path}.{key}")
    low, high = str(given.get("min", "")), str(given.get("max", ""))
    if low and high and low >= high:
        yield Problem("min must be before max", f"{path}.min")
