"""Placeholders in texts: `{key}` of textV2 with its substitutions, `$` of LINE emoji.

Source: the Messaging API reference, text message and text message (v2).
"""

import re
from collections.abc import Iterable

from bot.emulator.refusals import Json, Problem

KEYS_MOST = 100
MENTIONS_MOST = 20
EMOJI_MOST = 20
_BRACES = re.compile(r"\{\{|\}\}|\{([A-Za-z0-9_]{1,20})\}|[{}]")
_KEY = re.compile(r"[A-Za-z0-9_]{1,20}")


def check_text_v2(message: Json, path: str) -> Iterable[Problem]:
    """The problems of a textV2's placeholders; who is mentioned is checked when sending."""
    text, found = message.get("text"), message.get("substitution")
    substitution: Json = found if isinstance(found, dict) else {}
    if len(substitution) > KEYS_MOST:
        yield Problem(f"Size must be between 0 and {KEYS_MOST}", f"{path}.substitution")
    for key in substitution:
        if not _KEY.fullmatch(key):
            yield Problem("invalid key", f"{path}.substitution.{key}")
    used = list(_placeholders(text if isinstance(text, str) else ""))
    for name in used:
        if name is None:
            yield Problem("unbalanced brace: write {{ or }} for a brace", f"{path}.text")
        elif name not in substitution:
            yield Problem(f"no substitution for {{{name}}}", f"{path}.text")
    yield from _counts([substitution[name] for name in used if name in substitution], path)


def _placeholders(text: str) -> Iterable[str | None]:
    for match in _BRACES.finditer(text):
        if match.group(1) is not None:
            yield match.group(1)
        elif match.group() in "{}":
            yield None


def _counts(used: list[object], path: str) -> Iterable[Problem]:
    kinds = [entry.get("type") for entry in used if isinstance(entry, dict)]
    if kinds.count("mention") > MENTIONS_MOST:
        yield Problem(f"more than {MENTIONS_MOST} mentions", f"{path}.substitution")
    if kinds.count("emoji") > EMOJI_MOST:
        yield Problem(f"more than {EMOJI_MOST} emoji", f"{path}.substitution")


def mentioned_users(message: Json) -> Iterable[str]:
    """The user ids that a checked textV2 message mentions."""
    substitution = message.get("substitution")
    for entry in (substitution if isinstance(substitution, dict) else {}).values():
        mentionee = entry.get("mentionee") if isinstance(entry, dict) else None
        if isinstance(mentionee, dict) and mentionee.get("type") == "user":
            yield str(mentionee.get("userId"))


def has_mention(message: Json) -> bool:
    """Whether a checked textV2 message mentions anybody, or all."""
    substitution = message.get("substitution")
    entries = (substitution if isinstance(substitution, dict) else {}).values()
    return any(isinstance(entry, dict) and entry.get("type") == "mention" for entry in entries)


def check_emojis(message: Json, path: str) -> Iterable[Problem]:
    """The problems of a text's emoji: each index must point at a `$` in UTF-16 units."""
    emojis, text = message.get("emojis"), message.get("text")
    if not isinstance(emojis, list) or not isinstance(text, str):
        return
    if len(emojis) > EMOJI_MOST:
        yield Problem(f"Size must be between 0 and {EMOJI_MOST}", f"{path}.emojis")
    units = text.encode("utf-16-le", "surrogatepass")
    for index, emoji in enumerate(emojis):
        at = emoji.get("index") if isinstance(emoji, dict) else None
        if not isinstance(at, int) or at < 0 or units[2 * at : 2 * at + 2] != b"$\0":
            yield Problem("must point at a $ in the text", f"{path}.emojis[{index}].index")
