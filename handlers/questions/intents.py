"""What is no question about figures: faults, forms, private data, small talk. No figure here."""

from __future__ import annotations

from handlers.questions import lexicon
from handlers.questions.normalise import compact
from handlers.questions.scan import Reading

PRIVATE, TICKET, FORM, SMALLTALK = "privacy", "ticket", "form", "smalltalk"


def of(reading: Reading) -> tuple[str, str] | None:
    """The intent and what it is about, or None. A fault wins over a list of names in it."""
    letters = compact(reading.skeleton)
    # Tone marks count here: ช้า (slow) is not the start of ชาย (men).
    typed = compact(reading.shown)
    if all(any(word in typed for word in lexicon.marked(name)) for name in ("faults", "devices")):
        return TICKET, ""
    if _has(letters, "private") or _asks_which_pupil(letters):
        return PRIVATE, ""
    if _has(letters, "form"):
        return FORM, ""
    return None


def _asks_which_pupil(letters: str) -> bool:
    """«เด็กคนไหน…», «นักเรียน… ชื่ออะไร», but not «เรื่องนักเรียนติดต่อใคร»."""
    asks = _has(letters, "pupils") and _has(letters, "which_person")
    return asks and not _has(letters, "whose_duty")


def small_talk(reading: Reading) -> str | None:
    """thanks, greeting, ability or chat, when the words are of that kind and hold no question."""
    letters = compact(reading.skeleton)
    if not _has(letters, "smalltalk"):
        return None
    for name in ("thanks", "ability", "greetings"):
        if _has(letters, name):
            return {"thanks": "thanks", "ability": "ability"}.get(name, "greeting")
    return "chat"


def opens_form(reading: Reading) -> bool:
    """«ขอข้อมูล…» with a subject that is no figure held here."""
    return compact(reading.skeleton).startswith(lexicon.intent("form_start"))


def is_formal(reading: Reading) -> bool:
    """Is it put as a whole question, as in a letter, rather than as the next word of a chat?"""
    letters = compact(reading.skeleton)
    return len(letters) > 30 or _has(letters, "formal")


def _has(letters: str, name: str) -> bool:
    return any(word in letters for word in lexicon.intent(name))
