"""Whether LINE would take a body: the OpenAPI file and the limits beyond it, in one call.

Nothing here knows of accounts or chats; what depends on them (tokens, quotas, who is
mentioned) is checked when sending. Source: the Messaging API reference.
"""

from collections.abc import Iterable

from bot.emulator.action_rules import QUICK_REPLY, check_action
from bot.emulator.flex_rules import check_flex
from bot.emulator.refusals import Json, Problem
from bot.emulator.rich_menu_rules import check_rich_menu
from bot.emulator.schema import schemas
from bot.emulator.template_rules import check_template
from bot.emulator.text_rules import check_emojis, check_text_v2

QUICK_REPLIES_MOST = 13
LOADING_STEP = 5
_TOO_DEEP = Problem("nested too deeply", "")


def body_problems(schema: str, body: object) -> list[Problem]:
    """What is wrong with a whole request body as the `schema` of the OpenAPI file.

    Never raises, whatever JSON the body is.
    """
    problems: list[Problem] = []
    try:
        schemas().check(schema, body, "", problems)
        if isinstance(body, dict):
            problems.extend(_beyond(schema, body))
    except RecursionError:
        problems.append(_TOO_DEEP)
    return problems


def message_problems(message: object, path: str = "message") -> list[Problem]:
    """What is wrong with one message object. Never raises, whatever JSON it is."""
    problems: list[Problem] = []
    try:
        schemas().check("Message", message, path, problems)
        problems.extend(_message(message, path))
    except RecursionError:
        problems.append(_TOO_DEEP)
    return problems


def _beyond(schema: str, body: Json) -> Iterable[Problem]:
    if schema == "RichMenuRequest":
        yield from check_rich_menu(body)
    elif schema == "ShowLoadingAnimationRequest":
        seconds = body.get("loadingSeconds")
        if isinstance(seconds, int) and seconds % LOADING_STEP:
            yield Problem(f"must be a multiple of {LOADING_STEP}", "loadingSeconds")
    messages = body.get("messages")
    for index, message in enumerate(messages if isinstance(messages, list) else []):
        yield from _message(message, f"messages[{index}]")


def _message(message: object, path: str) -> Iterable[Problem]:
    if not isinstance(message, dict):
        return
    yield from _quick_replies(message.get("quickReply"), f"{path}.quickReply")
    kind = message.get("type")
    if kind == "flex":
        yield from check_flex(message.get("contents"), f"{path}.contents")
    elif kind == "template":
        yield from check_template(message.get("template"), f"{path}.template")
    elif kind == "textV2":
        yield from check_text_v2(message, path)
    elif kind == "text":
        yield from check_emojis(message, path)
    elif kind == "imagemap":
        yield from _imagemap(message, path)
    elif kind == "location":
        yield from _coordinates(message, path)


def _quick_replies(quick_reply: object, path: str) -> Iterable[Problem]:
    if not isinstance(quick_reply, dict):
        return
    items = quick_reply.get("items")
    entries = items if isinstance(items, list) else []
    if not entries:
        yield Problem(f"Size must be between 1 and {QUICK_REPLIES_MOST}", f"{path}.items")
    for index, item in enumerate(entries):
        if not isinstance(item, dict):
            continue
        if item.get("type") not in (None, "action"):
            yield Problem("must be action", f"{path}.items[{index}].type")
        yield from check_action(item.get("action"), QUICK_REPLY, f"{path}.items[{index}].action")


def _imagemap(message: Json, path: str) -> Iterable[Problem]:
    size, actions = message.get("baseSize"), message.get("actions")
    if isinstance(size, dict) and size.get("width") != 1040:
        yield Problem("must be 1040", f"{path}.baseSize.width")
    if isinstance(actions, list) and len(actions) > 50:
        yield Problem("Size must be between 0 and 50", f"{path}.actions")


def _coordinates(message: Json, path: str) -> Iterable[Problem]:
    for key, most in (("latitude", 90), ("longitude", 180)):
        value = message.get(key)
        if isinstance(value, int | float) and abs(value) > most:
            yield Problem(f"must be between -{most} and {most}", f"{path}.{key}")
