"""The chat's table of refusals: none is left without a sentence, and none tells too much."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest

import handlers.requests
from bot.cards import Place, Text, Voice
from bot.chat import refusals
from bot.texts import refusals as sentences
from bot.texts import word
from handlers.forms.refusals import BadAnswer, Why
from handlers.requests.files import FileNotReady
from models import errors
from models.errors import NotAllowed, NotFound, Outdated, Refusal, WrongState
from models.rights import Act
from tests.rules.samples_staff import SAMPLES


def _modules() -> list[object]:
    names = [m.name for m in pkgutil.iter_modules(handlers.requests.__path__, "handlers.requests.")]
    return [errors, *(importlib.import_module(name) for name in names)]


def _refusals() -> set[type[Refusal]]:
    found = {
        value
        for module in _modules()
        for _, value in inspect.getmembers(module, inspect.isclass)
        if issubclass(value, Refusal) and value is not Refusal
    }
    assert {NotFound, WrongState, NotAllowed, Outdated, FileNotReady} <= found
    return found


def said(error: Refusal) -> str:
    notice = refusals.refused(error)
    (message,) = word(notice.kind, notice.data, Place("U1", False), Voice("สพป.ตัวอย่าง", "ค่ะ"))
    assert isinstance(message, Text)
    return message.text


def test_every_refusal_of_requests_has_a_row() -> None:
    assert _refusals() - refusals.known() == set()


@pytest.mark.parametrize("why", sorted(sentences.known_reasons()))
def test_every_reason_is_drawn_somewhere(why: str) -> None:
    assert why in {data["why"] for data in SAMPLES["refused"]}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NotFound("request", 7), "ไม่พบคำขอนี้ หรือไม่ใช่เรื่องของท่านค่ะ"),
        (NotFound("unheard of", 7), "ไม่พบรายการนี้"),
        (NotAllowed(Act.DECIDE_REQUEST), "ไม่มีสิทธิ"),
        (WrongState("request", "filed"), "อยู่ในขั้น «จัดเก็บแล้ว»"),
        (WrongState("person", "unheard of"), "เปลี่ยนไปแล้ว"),
        (FileNotReady("ย้าย.pdf", refused=False), "กำลังรับไฟล์ «ย้าย.pdf»"),
        (FileNotReady("ย้าย.pdf", refused=True), "ใช้ไม่ได้"),
        (BadAnswer(Why.EMPTY, "subject"), "โปรดตอบใหม่"),
    ],
)
def test_its_sentence(error: Refusal, words: str) -> None:
    assert words in said(error)
    assert "7" not in said(error)


def test_a_refusal_that_nobody_thought_of_is_kind_too() -> None:
    class Unheard(Refusal):
        pass

    assert "ไม่มีอะไรเปลี่ยนแปลง" in said(Unheard("secret"))
    assert "secret" not in said(Unheard("secret"))


def test_the_nearest_row_counts() -> None:
    class Special(FileNotReady):
        pass

    assert "กำลังรับไฟล์" in said(Special("ก.pdf", refused=False))
