"""The list of questions without an answer, and taught words, in words for officers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.teaching import NotTeachable
from models.errors import NotFound, Refusal, WrongState

_WHY = {
    "not_a_word": "«{word}» ไม่ใช่คำที่สอนได้: ต้องมีตัวอักษรอย่างน้อย 2 ตัว และยาวไม่เกิน 60 ตัว",
    "a_number": "«{word}» มีเลขยาว: ห้ามสอนเลขประจำตัวหรือเบอร์โทรศัพท์",
    "meaning_unknown": "ระบบไม่รู้จัก «{word}»: --means ต้องเป็นคำที่ระบบรู้จักอยู่แล้ว เช่น นักเรียน ห้องเรียน ป.1",
    "known_so": "ระบบรู้จัก «{word}» ในความหมายนี้อยู่แล้ว ไม่ต้องสอน",
    "known_otherwise": "ระบบเข้าใจ «{word}» เป็นอย่างอื่นอยู่แล้ว จึงสอนความหมายใหม่ไม่ได้",
    "guarded": "«{word}» เปลี่ยนความหมายของทั้งคำถาม จึงสอนให้มองข้ามหรือแทนคำอื่นไม่ได้",
    "taught": "สอน «{word}» ไว้แล้ว: ถ้าจะเปลี่ยนความหมาย ให้ใช้คำสั่ง questions forget ก่อน",
    "a_school": "«{word}» เป็นชื่อโรงเรียน หรือเป็นส่วนต้นของชื่อโรงเรียน จึงสอนเป็นคำอื่นไม่ได้",
    "the_office": "«{word}» เป็นชื่อสำนักงาน จึงสอนเป็นคำอื่นไม่ได้",
}
_STATES = {"open": "ยังไม่ได้ทำ", "taught": "สอนคำแล้ว", "dismissed": "ปิดแล้ว"}
_MISSING = {
    "unanswered_question": "ไม่มีคำถามหมายเลข {ref}",
    "vocabulary_word": "ไม่ได้สอนคำว่า «{ref}» ไว้",
}

NO_QUESTIONS = "ไม่มีคำถามที่ค้างอยู่"
NO_WORDS = "ยังไม่ได้สอนคำใด"


def refusal_line(error: Refusal) -> str:
    """Why a word was not taught, or a question not closed."""
    if isinstance(error, NotTeachable):
        return _WHY[error.why].format(word=error.word)
    if isinstance(error, NotFound):
        return _MISSING[error.what].format(ref=error.ref)
    if isinstance(error, WrongState):
        return f"ทำไม่ได้ เพราะคำถามนี้{_STATES.get(str(error.state), str(error.state))}"
    return str(error)


def known_reasons() -> set[str]:
    """Every reason that has words."""
    return set(_WHY)


def question_lines(question: Mapping[str, Any]) -> list[str]:
    """One question: how often, when last, what was not known, and its text."""
    state = "" if question["status"] == "open" else f"  {_STATES[question['status']]}"
    unknown = f"  ไม่รู้จัก: {', '.join(question['words'])}" if question["words"] else ""
    return [
        f"{question['id']:>5}  {question['times']:,} ครั้ง  ล่าสุด {question['last_asked_on']}"
        f"{unknown}{state}",
        f"       {question['text']}",
    ]


def word_line(word: Mapping[str, str]) -> str:
    """One taught word."""
    return f"«{word['spelling']}» = «{word['means']}»  ({word['taught_by']} {word['taught_on']})"


def taught_line(word: str, means: str, closed: int) -> str:
    """What teaching did."""
    also = f" ปิดคำถามที่ค้างอยู่ {closed:,} ข้อ" if closed else ""
    return f"สอนแล้ว: «{word}» หมายถึง «{means}» ใช้ได้ทันที{also}"


def forgotten_line(word: str) -> str:
    """What forgetting did."""
    return f"เลิกใช้ «{word}» แล้ว"


def dismissed_line(question: int) -> str:
    """What dismissing did."""
    return f"ปิดคำถามหมายเลข {question} แล้ว"
