"""Is a message about something broken, or a question about figures? In doubt it is a question."""

from __future__ import annotations

from handlers.tickets.asset_numbers import asset_in
from handlers.tickets.system_help import help_asked
from handlers.tickets.triage_words import Mark, Reading, raw, read

#: A fault of nothing that is named is believed in a short message only.
_SHORT = 40
#: How far before a word of figures the work stands that makes it a thing («คีย์จำนวน…»).
_WORK = 8
#: Help that nobody asks for but of a central system.
_NO_FIGURES = frozenset({"unconfirm", "person", "gcode_certify"})
_ENOUGH = _NO_FIGURES | {"duplicate", "id_number"}


def is_trouble(text: str) -> bool:
    """Does a message report trouble, or ask for help with it?"""
    reading = read(text)
    if _asks_for_figures(reading) or _is_mended(reading):
        return False
    if _is_broken(reading) or _is_asked_for(reading) or _is_bare(reading):
        return True
    return bool(_told(reading) and asset_in(text))


def _asks_for_figures(reading: Reading) -> bool:
    """Or for a form: «ขอแบบฟอร์มแจ้งซ่อม»."""
    if reading.of("data", "always"):
        return not reading.of("symptoms", "account")
    told = min((m.start for m in _told(reading)), default=len(reading.letters))
    if any(m.start < told for m in reading.of("data", "forms")):
        return True
    if reading.of("asks", "mend") or help_asked(reading) in _NO_FIGURES:
        return False
    early = [m for m in reading.of("data", "before") if m.start < told]
    return any(not _is_worked_at(reading, mark) for mark in early)


def _told(reading: Reading) -> list[Mark]:
    """Faults and symptoms, but those that tables have too."""
    marks = [*reading.of("faults"), *reading.of("symptoms")]
    return [m for m in marks if not m.keys("data")]


def _is_worked_at(reading: Reading, mark: Mark) -> bool:
    work = reading.has(raw()["figures"]["work"])
    return work is not None and 0 <= mark.start - work.start() <= _WORK


def _is_mended(reading: Reading) -> bool:
    """It works again, and no fault is told after that."""
    mended = [m.end for m in reading.of("mended")]
    return bool(mended) and all(m.end <= mended[-1] for m in _told(reading))


def _is_broken(reading: Reading) -> bool:
    if reading.of("symptoms"):
        return True
    return bool(_machines(reading) and _told(reading))


def _is_asked_for(reading: Reading) -> bool:
    """A wish that needs something broken, or one that only a technician can grant."""
    if reading.of("data", "who"):
        return False
    things = _machines(reading)
    done = not _told(reading) and reading.has(raw()["figures"]["done"])
    named = things or reading.of("things", "other") or reading.of("aside", "dmc", "gcode")
    if reading.of("asks", "mend") and named and not done:
        return True
    if reading.of("passwords", "sure") or (things and reading.of("passwords")):
        return True
    if help_asked(reading) in _ENOUGH:
        return True
    sign = reading.of("asks", "look") or reading.of("signs")
    held = reading.of("data") or reading.has(raw()["figures"]["held"])
    return bool(things and sign and not held)


def _is_bare(reading: Reading) -> bool:
    """Nothing is named, or only what is around it."""
    if reading.has(raw()["figures"]["bare"]) or reading.of("data"):
        return False
    if len(reading.letters) <= _SHORT and reading.of("bare"):
        return True
    clear = [m for m in _told(reading) if m.keys("faults") != ["weak"]]
    return bool(clear and reading.of("aside"))


def _machines(reading: Reading) -> list[Mark]:
    """What is named and looked after by technicians."""
    return [m for m in reading.of("things") if m.keys("things") != ["other"]]
