"""LINE's rules for template messages that its OpenAPI file does not hold.

Source: the Messaging API reference, template messages.
"""

from collections.abc import Iterable

from bot.emulator.action_rules import (
    DEFAULT_ACTION,
    IMAGE_CAROUSEL,
    TEMPLATE,
    Place,
    check_action,
)
from bot.emulator.measure import graphemes
from bot.emulator.refusals import Json, Problem

COLUMNS_MOST = 10


def check_template(template: object, path: str) -> Iterable[Problem]:
    """The problems of a template that the OpenAPI file would let through."""
    if not isinstance(template, dict):
        return
    kind = template.get("type")
    if kind == "buttons":
        yield from _text(template, path, plain=160, beside_picture=60)
        yield from _actions(template, path, least=1, most=4)
    elif kind == "confirm":
        yield from _actions(template, path, least=2, most=2)
    elif kind == "carousel":
        yield from _carousel(template, path)
    elif kind == "image_carousel":
        for index, column in _columns(template):
            where = f"{path}.columns[{index}].action"
            yield from check_action(column.get("action"), IMAGE_CAROUSEL, where)
        yield from _column_count(template, path)


def _carousel(template: Json, path: str) -> Iterable[Problem]:
    yield from _column_count(template, path)
    columns = _columns(template)
    for index, column in columns:
        where = f"{path}.columns[{index}]"
        yield from _text(column, where, plain=120, beside_picture=60)
        yield from _actions(column, where, least=1, most=3)
    if len({_size(column.get("actions")) for _, column in columns}) > 1:
        yield Problem("all columns must have the same number of actions", f"{path}.columns")


def _column_count(template: Json, path: str) -> Iterable[Problem]:
    if not 1 <= _size(template.get("columns")) <= COLUMNS_MOST:
        yield Problem(f"Size must be between 1 and {COLUMNS_MOST}", f"{path}.columns")


def _text(part: Json, path: str, *, plain: int, beside_picture: int) -> Iterable[Problem]:
    most = beside_picture if part.get("title") or part.get("thumbnailImageUrl") else plain
    text = part.get("text")
    if isinstance(text, str) and not 1 <= graphemes(text) <= most:
        yield Problem(f"Length must be between 1 and {most}", f"{path}.text")


def _actions(part: Json, path: str, *, least: int, most: int) -> Iterable[Problem]:
    if not least <= _size(part.get("actions")) <= most:
        yield Problem(f"Size must be between {least} and {most}", f"{path}.actions")
    yield from _each_action(part.get("actions"), TEMPLATE, f"{path}.actions")
    yield from check_action(part.get("defaultAction"), DEFAULT_ACTION, f"{path}.defaultAction")


def _each_action(actions: object, place: Place, path: str) -> Iterable[Problem]:
    for index, action in enumerate(actions if isinstance(actions, list) else []):
        yield from check_action(action, place, f"{path}[{index}]")


def _columns(template: Json) -> list[tuple[int, Json]]:
    columns = template.get("columns")
    entries = columns if isinstance(columns, list) else []
    return [(index, column) for index, column in enumerate(entries) if isinstance(column, dict)]


def _size(value: object) -> int:
    return len(value) if isinstance(value, list) else 0
