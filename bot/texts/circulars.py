"""The office's letter to its schools: its words on paper, and to paste into AMSS++.

Rounds and announcements give facts (`handlers/rounds/letter.py`); both doors say the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.texts import papers
from bot.texts.formal import formal, full_dates, western
from bot.texts.papers import paper_date, paper_time
from bot.texts.request_papers import PHONE
from bot.texts.rounds import name_with_school
from models.errors import NotFound, Refusal

Json = Mapping[str, Any]
LETTER = "หนังสือแจ้งโรงเรียน"
ANNEX = "บัญชีรายชื่อโรงเรียน"
#: So many schools stand behind «เรียน»; more have a page of their own.
NAMED = 3
#: What a central system is called in full.
SYSTEM = {
    "dmc": "ระบบจัดเก็บข้อมูลนักเรียนรายบุคคล (Data Management Center: DMC)",
    "emis": "ระบบข้อมูลสารสนเทศเพื่อการบริหาร (EMIS)",
    "bobec": "ระบบจัดเก็บข้อมูลสิ่งก่อสร้าง (B-OBEC)",
    "mobec": "ระบบจัดเก็บข้อมูลครุภัณฑ์ (M-OBEC)",
    "gcode": "ระบบกำหนดรหัสประจำตัวผู้เรียน (G-Code)",
}
DIRECTOR = "ผู้อำนวยการ"
_FOR_ALL = "ผู้อำนวยการโรงเรียนในสังกัดทุกโรงเรียน"
_CONCERNED = "ผู้อำนวยการโรงเรียนในสังกัดที่เกี่ยวข้อง"
_LATE = "ผู้อำนวยการโรงเรียนที่ยังดำเนินการไม่แล้วเสร็จ"
_LISTED = "ผู้อำนวยการโรงเรียน (ตามบัญชีรายชื่อแนบท้าย)"
_KNOW, _ACT = "จึงเรียนมาเพื่อโปรดทราบ", "จึงเรียนมาเพื่อโปรดทราบและดำเนินการ"
_END = "จึงเรียนมา"
#: A letter that begins so has its own reason; another is given one.
_REASONS = ("ด้วย", "ตามที่", "ตามหนังสือ", "เนื่องจาก", "อนุสนธิ")
_GREETING = re.compile(r"(?:กราบ)?เรียน.{0,20}(?:ผู้อำนวยการ|ผอ|ท่าน|ผู้บริหาร|ธุรการ|คุณครู|โรงเรียน).{0,60}")
_NETWORK = ("เครือข่าย", "กลุ่ม", "ศูนย์", "สหวิทยาเขต")


@dataclass(frozen=True)
class Worded:
    """The letter in words, a line each; an empty line of `body` parts what belongs together."""

    subject: str
    to: str
    body: tuple[str, ...]
    reference: str = ""
    enclosures: tuple[str, ...] = ()
    annex: tuple[str, ...] = ()


def worded(facts: Json, office: str) -> Worded:
    """The letter of these facts; `office` may be short (สพป.) and is written in full."""
    office = papers.in_full(office)
    of_round = facts["kind"] == "round"
    schools = facts["to"]["schools"]
    listed = schools if len(schools) > NAMED else ()
    annex = (f"{ANNEX} จำนวน {len(listed):,} โรงเรียน",) if listed else ()
    return Worded(
        subject=_round_subject(facts) if of_round else formal(facts["title"]),
        to=addressee(facts["to"]),
        body=tuple((_of_round if of_round else _of_announcement)(facts, office)),
        reference=referred(facts["reference"]),
        enclosures=(*(formal(one) for one in facts["enclosures"]), *annex),
        annex=tuple(_numbered([name_with_school(name) for name in listed])),
    )


def pasted(facts: Json, office: str, phone: str = "") -> tuple[str, str]:
    """Subject and letter for AMSS++, a paragraph to a line: nothing breaks where it is pasted."""
    told = worded(facts, office)
    above = [f"{papers.TO} {told.to}"]
    if told.reference:
        above.append(f"{papers.REFERENCE} {told.reference}")
    if told.enclosures:
        above.append(f"{papers.ENCLOSURES} {' '.join(papers.numbered(told.enclosures))}")
    annex = ["", ANNEX, *told.annex] if told.annex else []
    lines = [*above, "", *told.body, "", *contact(facts, phone), papers.in_full(office), *annex]
    return papers.thai_digits(told.subject), "\n".join(map(papers.thai_digits, lines))


def contact(facts: Json, phone: str) -> tuple[str, ...]:
    """Whom to ask, at the foot of the letter."""
    return tuple(filter(None, (facts["group"], f"{PHONE} {phone}" if phone else "")))


def file_name(facts: Json) -> str:
    """What a phone calls the file."""
    return f"{LETTER} {facts['kind']} {facts['id']}.pdf"


def kept_line(path: str, *, pdf: bool) -> str:
    """The letter is in a file, and what is left for people to do."""
    rest = "เลขที่และวันที่เว้นไว้ให้งานสารบรรณ" if pdf else "บรรทัดแรกเป็นช่องเรื่อง ที่เหลือเป็นเนื้อความ"
    return f"บันทึกไว้ที่ {path} ({rest})"


def refusal_line(error: Refusal) -> str:
    """Why there is no letter of an announcement."""
    if isinstance(error, NotFound):
        return f"ไม่มีประกาศเลขที่ {error.ref}"
    return "ประกาศนี้ยกเลิกแล้ว จึงไม่ทำหนังสือแจ้ง"


def addressee(to: Json) -> str:
    """Who stands behind «เรียน»."""
    schools = [name_with_school(name) for name in to["schools"]]
    if to["late"]:
        return _LATE
    if len(schools) > NAMED:
        return _LISTED
    if schools:
        return f"{DIRECTOR}{_and(schools)}"
    if to["networks"]:
        return f"ผู้อำนวยการโรงเรียนใน{_and([_network(name) for name in to['networks']])}"
    return _CONCERNED if to["concerned"] else _FOR_ALL


def referred(letter: str | None) -> str:
    """The letter before this one, as «อ้างถึง» names it: «หนังสือ ที่ ศธ … ลงวันที่ …»."""
    said = " ".join((letter or "").split())
    if not said:
        return ""
    said = full_dates(re.sub(r"(?:ลว\.|ลง\s?วันที่)\s*(?:วันที่\s*)?", "ลงวันที่ ", said))
    return said if said.startswith("หนังสือ") else f"หนังสือ {said}"


# ---------------------------------------------------------------- a round


def _round_subject(facts: Json) -> str:
    before = "ขยายเวลา" if facts["extended_from"] else ""
    return before + _collecting(facts["round"])


def _collecting(round_: Json) -> str:
    """«การจัดเก็บข้อมูลนักเรียน DMC ภาคเรียนที่ 2 ปีการศึกษา 2569»."""
    name, year = formal(round_["name"]), str(round_["year"])
    name = name if year in western(name) else f"{name} ปีการศึกษา {year}"
    if name.startswith(("การ", "ขอ")):
        return name
    space = "" if name.startswith(("ข้อมูล", "แบบ", "รายงาน")) else "ข้อมูล "
    return f"การจัดเก็บ{space}{name}"


def _of_round(facts: Json, office: str) -> list[str]:
    round_ = facts["round"]
    what = _collecting(round_)
    through = f" ผ่าน{SYSTEM[round_['dataset']]}" if round_["dataset"] in SYSTEM else ""
    as_of = f" โดยใช้ข้อมูล ณ วันที่ {_day(round_['as_of'])}" if round_["as_of"] else ""
    if facts["reference"]:
        first = f"ตามหนังสือที่อ้างถึง แจ้งกำหนด{what}{through}{as_of} นั้น"
    else:
        first = f"ด้วย{office} กำหนดให้มี{what}{through}{as_of}"
    return [first, "", f"{_asked(facts, office)} ดังนี้", *_numbered(_dates(round_)), "", _ACT]


def _asked(facts: Json, office: str) -> str:
    if not facts["extended_from"]:
        return "ในการนี้ ขอให้โรงเรียนดำเนินการตามกำหนดเวลา"
    old, new = _moment(facts["extended_from"]), _moment(facts["round"]["due"])
    return f"ในการนี้ {office} ขยายเวลาจากเดิมภายในวันที่ {old} เป็นภายในวันที่ {new} โดยขอให้โรงเรียนดำเนินการ"


def _dates(round_: Json) -> list[str]:
    """What a school is to do by when."""
    due = _moment(round_["due"])
    central = round_["dataset"] in SYSTEM
    if central:
        found = [f"บันทึกข้อมูลให้ถูกต้อง ครบถ้วน ตั้งแต่วันที่ {_day(round_['opens'])}", _confirm(round_)]
    else:
        found = [f"ดำเนินการตั้งแต่วันที่ {_day(round_['opens'])} และส่งให้แล้วเสร็จภายในวันที่ {due}"]
    if round_["certify_by"]:
        found.append(f"ผู้อำนวยการโรงเรียนรับรองข้อมูลภายในวันที่ {_moment(round_['certify_by'])}")
    if round_["link"]:
        found.append(f"{'เข้าใช้งานระบบ' if central else 'ดำเนินการ'}ได้ที่ {round_['link']}")
    return found


def _confirm(round_: Json) -> str:
    first, due = round_["confirm_from"], datetime.fromisoformat(round_["due"])
    if first and paper_date(date.fromisoformat(first)) == paper_date(due):
        at = paper_time(due).replace(" เวลา", " ภายในเวลา")
        return f"ยืนยันข้อมูลในระบบ ซึ่งทำได้เฉพาะวันที่ {at}"
    since = f"ตั้งแต่วันที่ {_day(first)} ให้แล้วเสร็จ" if first else "ให้แล้วเสร็จ"
    return f"ยืนยันข้อมูลในระบบ{since}ภายในวันที่ {paper_time(due)}"


# ---------------------------------------------------------------- an announcement


def _of_announcement(facts: Json, office: str) -> list[str]:
    lines = _lines(facts["body"])
    own = bool(lines) and lines[0].startswith(_REASONS)
    found = [] if own else [*_opening(facts, office), ""]
    found += lines
    link = facts["link"] or ""
    end = _ACT if facts["asks"] else _KNOW
    if any(line.startswith(_END) for line in lines):
        end = ""
    if link and link not in facts["body"]:
        at = next((n for n, one in enumerate(found) if one.startswith(_END)), len(found))
        found[at:at] = [f"รายละเอียดเพิ่มเติมได้ที่ {link}", *([""] if not end else [])]
    return [*found, *(["", end] if end else [])]


def _opening(facts: Json, office: str) -> list[str]:
    """Why it is written, where the announcement does not say so itself."""
    title = formal(facts["title"])
    told = title if title.startswith("ขอ") else f"ขอแจ้งเรื่อง {title.removeprefix('แจ้ง').strip()}"
    if facts["reference"]:
        return ["ตามหนังสือที่อ้างถึง ความแจ้งแล้ว นั้น", "", f"ในการนี้ {office} {told} โดยมีรายละเอียดดังนี้"]
    return [f"ด้วย{office} {told} โดยมีรายละเอียดดังนี้"]


def _lines(body: str) -> list[str]:
    """The announcement's own lines; a greeting on top is the letter's own."""
    lines = [full_dates(formal(line)) for line in re.split(r"\r\n|[\n\r\u2028\u2029]", body)]
    while lines and (not lines[0] or (len(lines) > 1 and _GREETING.fullmatch(lines[0]))):
        lines.pop(0)
    found: list[str] = []
    for line in lines:
        if line or (found and found[-1]):
            found.append(line)
    return found[:-1] if found and not found[-1] else found


# ---------------------------------------------------------------- small words


def _numbered(lines: Sequence[str]) -> list[str]:
    if len(lines) < 2:
        return list(lines)
    return [f"{n}. {line}" for n, line in enumerate(lines, 1)]


def _and(names: Sequence[str]) -> str:
    return " ".join([*names[:-1], f"และ{names[-1]}"]) if len(names) > 1 else names[0]


def _network(name: str) -> str:
    return name if name.startswith(_NETWORK) else f"เครือข่าย{name}"


def _day(day: str) -> str:
    return paper_date(date.fromisoformat(day))


def _moment(at: str) -> str:
    return paper_time(datetime.fromisoformat(at))
