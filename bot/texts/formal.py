"""What was written for a chat, as a government letter has it: no pictures, no polite endings."""

from __future__ import annotations

import re

from bot.texts.figures import MONTHS as SHORT_MONTHS
from bot.texts.papers import MONTHS

#: Signs with which people begin the lines of a list.
_BULLETS = "•‣◦▪▫■□●○◆◇✓✔☑✅❖➤➢🔹🔸🔷🔶🔵🔴🟢🟡📌📍⚫⚪👉➡"
_AS = {"➡": "→", "⇒": "→", "👉": "→", "—": "-", "–": "-", "●": "•", "○": "•", "▪": "•"}
#: The font of papers has none of them, and some tables of AMSS++ cut a text at the first.
_PICTURES = re.compile(
    "[\U00010000-\U0010ffff\u2194-\u21ff\u2300-\u24ff\u25a0-\u27bf\u2900-\u29ff\u2b00-\u2bff"
    "\ufe00-\ufe0f\u20e3\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffc-\uffff]"
)
_BULLET = re.compile(rf"^[\s\ufe0f]*[{_BULLETS}][\ufe0f\u200d]*\s*")
_KEYCAP = re.compile("([0-9])\ufe0f?\u20e3")
_CIRCLED = {chr(0x2460 + n): f"{n + 1}. " for n in range(20)}
#: Only where a word ends: «พระคุณ» and «สำหรับ» are none.
_POLITE = re.compile(r"\s*(?:นะ\s?(?:คะ|ค่ะ|ครับ)|ค่ะ|คะ|ครับผม|ครับ)(?=[\s.!,)»”\"]|$)")
_SHOUTED = re.compile(r"[!！]+")
_DATE = re.compile(
    rf"([๐-๙\d]{{1,2}})\s?({'|'.join(map(re.escape, SHORT_MONTHS))})\s?([๐-๙\d]{{2,4}})"
)


def formal(line: str) -> str:
    """One line without pictures, polite endings and exclamation; a sign before it becomes «-»."""
    line = _KEYCAP.sub(r"\1. ", line)
    line = _BULLET.sub("- ", line)
    line = "".join(_CIRCLED.get(sign, _AS.get(sign, sign)) for sign in line)
    line = _SHOUTED.sub(" ", _POLITE.sub("", _PICTURES.sub(" ", line)))
    return re.sub(r"[ \t\xa0]+", " ", line).strip()


def full_dates(text: str) -> str:
    """«1 ต.ค. 69» as «1 ตุลาคม 2569»."""
    return _DATE.sub(lambda found: f"{found[1]} {_month(found[2])} {_year(found[3])}", text)


def western(text: str) -> str:
    """Thai digits as those of a computer."""
    return text.translate(_DIGITS)


_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def _month(short: str) -> str:
    return MONTHS[SHORT_MONTHS.index(short)]


def _year(typed: str) -> str:
    year = western(typed)
    return f"25{year}" if len(year) == 2 else year
