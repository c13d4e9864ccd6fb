"""One typed or pressed answer → the value of a field of each kind. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from handlers import contacts, thai_dates, thai_times
from handlers.budget import BANGKOK
from handlers.forms import vocabulary
from handlers.forms.choosing import choose, choose_several, yes_or_no
from handlers.forms.definition import Field, Kind, Value
from handlers.forms.refusals import BadAnswer, Why
from handlers.forms.typed import arabic, bare, key_of, line_of, lines_of, plain
from handlers.schools_vocabulary import EXTENSION

_LONGEST_EMAIL, _LONGEST_PHONE = 254, 60
_MOST_SCHOOLS = 10
_WORD = re.compile(r"[^\W_]")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(
    rf"(?P<box>[A-Za-z0-9_%+'-]+(?:\.[A-Za-z0-9_%+'-]+)*)@(?P<host>(?:{_LABEL}\.)+[A-Za-z]{{2,24}})"
)
_ABROAD = re.compile(r"(?:\+|00)?\s?66[\s-]*(?:\(0\))?[\s-]*0?(?=[2-9])")
_PHONE = re.compile(
    rf"\(?0[\d\s().-]{{8,20}}(?:(?:{'|'.join(EXTENSION)})\.?\s*\d{{1,5}})?", re.IGNORECASE
)
_NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d{1,6})?)\s*[^\d.,]{0,20}")


@dataclass(frozen=True)
class Given:
    """What an answer is read with: the day it is, and the office's schools by their codes."""

    today: date
    schools: Mapping[str, str] = field(default_factory=dict)


def read_words(each: Field, said: str, given: Given) -> Value:
    """The value that words (typed, or of a button) give a field. Raises BadAnswer."""
    if not said.strip():
        raise BadAnswer(Why.EMPTY, each.name)
    return _READERS[each.kind](each, said, given)


def left_out(said: str) -> bool:
    """Do these words leave an optional field out?"""
    return bare(said) in _SKIP


def _text(each: Field, said: str, _given: Given) -> Value:
    kept = lines_of(said) if each.kind is Kind.LONG_TEXT else line_of(said)
    if not _WORD.search(kept):
        raise BadAnswer(Why.EMPTY, each.name)
    if len(kept) > each.longest:
        raise BadAnswer(Why.TOO_LONG, each.name, most=each.longest, length=len(kept))
    return kept


def _day(each: Field, said: str, given: Given) -> Value:
    earliest = each.earliest.of(given.today) if each.earliest else None
    latest = each.latest.of(given.today) if each.latest else None
    past = latest is not None and latest <= given.today
    day = thai_dates.read_day(said, today=given.today, past=past)
    if day is None:
        raise BadAnswer(Why.NOT_A_DATE, each.name)
    if earliest and day < earliest:
        raise BadAnswer(Why.TOO_EARLY, each.name, earliest=earliest.isoformat())
    if latest and day > latest:
        raise BadAnswer(Why.TOO_LATE, each.name, latest=latest.isoformat())
    return day.isoformat()


def _time(each: Field, said: str, given: Given) -> Value:
    number = bare(said).rstrip(".")
    if number.isdecimal() and 0 < int(number) <= len(vocabulary.HOURS):
        return vocabulary.HOURS[int(number) - 1]
    noon = datetime.combine(given.today, time(12), BANGKOK)
    moment = thai_times.read_moment(said, now=noon)
    if moment is None or moment.date() != given.today:
        raise BadAnswer(Why.NOT_A_TIME, each.name)
    return moment.strftime("%H:%M")


def _email(each: Field, said: str, _given: Given) -> Value:
    found = _EMAIL.fullmatch(plain(said).removeprefix("mailto:").strip("<> "))
    if found is None or len(found[0]) > _LONGEST_EMAIL or len(found["box"]) > 64:
        raise BadAnswer(Why.NOT_AN_EMAIL, each.name)
    return f"{found['box']}@{found['host'].lower()}"


def _phone(each: Field, said: str, _given: Given) -> Value:
    pieces = re.split(r"[,;/]", arabic(plain(said)))
    numbers = [_one_phone(piece.strip()) for piece in pieces if piece.strip()]
    kept = ", ".join(dict.fromkeys(number for number in numbers if number))
    if not kept or None in numbers or len(kept) > _LONGEST_PHONE:
        raise BadAnswer(Why.NOT_A_PHONE, each.name)
    return kept


def _one_phone(piece: str) -> str | None:
    home = re.sub(r"\s+", " ", _ABROAD.sub("0", piece, count=1) if piece[:1] in "+06" else piece)
    if not _PHONE.fullmatch(home) or home.lstrip("(").startswith("00"):
        return None
    return contacts.phones(home)


def _number(each: Field, said: str, _given: Given) -> Value:
    found = _NUMBER.fullmatch(arabic(plain(said)))
    if found is None:
        raise BadAnswer(Why.NOT_A_NUMBER, each.name)
    number = float(found[1].replace(",", ""))
    if each.smallest is not None and number < each.smallest:
        raise BadAnswer(Why.TOO_SMALL, each.name, least=_plain(each.smallest))
    if each.largest is not None and number > each.largest:
        raise BadAnswer(Why.TOO_LARGE, each.name, most=_plain(each.largest))
    return _plain(number)


def _plain(number: float) -> int | float:
    return int(number) if number.is_integer() else number


def _school(each: Field, said: str, given: Given) -> Value:
    keys = {code: _school_key(name) for code, name in given.schools.items()}
    key = _school_key(said)
    codes = [code for code in keys if code == bare(said)]
    codes = codes or [code for code, name in keys.items() if name == key]
    codes = codes or [code for code, name in keys.items() if len(key) > 2 and key in name]
    if not codes:
        raise BadAnswer(Why.NO_SUCH_SCHOOL, each.name)
    if len(codes) > 1:
        names = [given.schools[code] for code in codes[:_MOST_SCHOOLS]]
        raise BadAnswer(Why.SEVERAL_SCHOOLS, each.name, schools=names, count=len(codes))
    return {"code": codes[0], "name": given.schools[codes[0]]}


def _school_key(name: str) -> str:
    key = bare(name)
    lead = next((word for word in map(key_of, vocabulary.SCHOOL) if key.startswith(word)), "")
    return key.removeprefix(lead)


def _files(each: Field, _said: str, _given: Given) -> Value:
    raise BadAnswer(Why.NOT_A_FILE, each.name)


def _choice(each: Field, said: str, _given: Given) -> Value:
    return choose(each, said)


def _choices(each: Field, said: str, _given: Given) -> Value:
    return list(choose_several(each, said))


def _yes_no(each: Field, said: str, _given: Given) -> Value:
    return yes_or_no(each, said)


_SKIP = frozenset(map(key_of, vocabulary.SKIP))
_READERS: dict[Kind, Callable[[Field, str, Given], Value]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.DATE: _day,
    Kind.TIME: _time,
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.NUMBER: _number,
    Kind.SCHOOL: _school,
    Kind.FILES: _files,
    Kind.YES_NO: _yes_no,
}
