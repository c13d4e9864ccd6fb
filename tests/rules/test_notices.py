"""Every notice has words, and its words fit into what LINE takes."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator

import pytest

from bot.cards import Place, Voice
from bot.emulator.rules import body_problems
from bot.line.render import Renderer
from bot.texts import known_kinds, word
from tests.rules.samples import SAMPLES
from tests.rules.source import dotted, files, place, tree

LONG_NAME = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาพระนครศรีอยุธยา เขต 2 (ศูนย์ประสานงานบางปะอิน)"
PLACES = (Place("U1", False, 10**12, 10**6), Place("C1", True, 10**12, 10**6))


def _kinds() -> Iterator[tuple[str, str]]:
    for path in files("bot", "handlers"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] == "Notice":
                for argument in node.args[:1]:
                    for text in ast.walk(argument):
                        # Words of a condition (`kind if x else kind`) are kinds as well.
                        if isinstance(text, ast.Constant) and isinstance(text.value, str):
                            yield text.value, place(path, node)


def _told() -> Iterator[tuple[str, str]]:
    """Kinds of what people are told without having asked."""
    for path in files("handlers"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] in _TELLING:
                for text in node.args:
                    if isinstance(text, ast.Constant) and _KIND.fullmatch(str(text.value)):
                        yield str(text.value), place(path, node)


_KIND = re.compile(r"[a-z_]+\.[a-z_]+")
_TELLING = ("tell", "_tell", "_requester")


def test_every_notice_that_is_said_has_words() -> None:
    known = known_kinds()
    assert {kind: where for kind, where in _kinds() if kind not in known} == {}
    told = dict(_told())
    assert "request.refused" in told
    assert {kind: where for kind, where in told.items() if kind not in known} == {}


def test_every_kind_of_notice_is_drawn_here() -> None:
    assert known_kinds() - set(SAMPLES) == set()
    assert set(SAMPLES) - known_kinds() == set()


@pytest.mark.parametrize("particle", ["ค่ะ", "ครับ", ""])
@pytest.mark.parametrize("where", PLACES, ids=["person", "group"])
@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_its_words_fit_what_line_takes(kind: str, where: Place, particle: str) -> None:
    address, key = "https://a-rather-long-name.office.example.go.th", "k" * 32
    renderer = Renderer(key, address)
    for data in SAMPLES[kind]:
        # Data waits in the outbox as JSON, so it must survive that.
        kept = json.loads(json.dumps(data))
        messages = renderer.draw(word(kind, kept, where, Voice(LONG_NAME, particle)), where)
        body = {"replyToken": "t", "messages": messages}
        assert body_problems("ReplyMessageRequest", body) == []
