"""What the office made of a school's standing, told to the school: returned, longer, accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.cards import Button, Card, Do, Message, Place, Say, Style, Voice
from bot.texts import words
from bot.texts.figures import polite
from bot.texts.round_words import letter_text, moment_text, round_name, short
from bot.texts.rounds import DUE, FLOW, TELL, name_with_school

Json = Mapping[str, Any]
#: As many schools as one card tells of; who has more opens the list.
_MOST, _LONGEST = 5, 300


@words("round.returned")
def returned(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """What is to be mended, and until when."""
    lead = polite("เขตตรวจแล้ว ขอให้แก้ไขข้อมูลแล้วบอกสถานะอีกครั้ง", voice.particle)
    lines = _named(data, lambda one, school: [_school(school), f"สิ่งที่ต้องแก้ไข: {_why(school)}"])
    due = f"แก้ไขให้เสร็จภายใน {moment_text(_first(data)['due'])}"
    return [_card(data, "ส่งกลับแก้ไข", [lead, *lines, due], "↩️", "sorry")]


@words("round.longer")
def longer(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Until when, and why."""
    lead = polite("เขตให้เวลาโรงเรียนเพิ่ม", voice.particle)
    lines = _named(
        data,
        lambda one, school: [
            f"{_school(school)} ส่งได้ถึง {moment_text(one['due'])}", f"เหตุผล: {_why(school)}",
        ],
    )  # fmt: skip
    before = f"กำหนดเดิม {moment_text(_first(data)['before'])}"
    return [_card(data, "ได้เวลาเพิ่ม", [lead, *lines, before], "🗓️", "calm")]


@words("round.accepted")
def accepted(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """There is nothing more to do."""
    lead = polite("เขตรับทราบข้อมูลแล้ว ไม่ต้องทำอะไรเพิ่ม ขอบคุณ", voice.particle)
    lines = _named(data, lambda one, school: [_school(school)])
    return [_card(data, "เขตรับทราบแล้ว", [lead, *lines], "✅", "calm", buttons=False)]


def _card(
    data: Json, what: str, lines: Sequence[str], icon: str, tone: str, *, buttons: bool = True
) -> Card:
    one = _first(data)
    title = f"{what}: {short(round_name(one), 120)}"
    letter = letter_text(one) if buttons else ""
    return Card(
        alt=" · ".join(filter(None, [title, *lines, letter])),
        title=title,
        body=tuple(lines),
        note=letter,
        buttons=(_button(data),) if buttons else (),
        icon=icon,
        tone=tone,
    )


def _button(data: Json) -> Button:
    """The card of the only school; of several, the list of what is to be sent."""
    schools = [(one["id"], school) for one in data["rounds"] for school in one["schools"]]
    if len(schools) != 1:
        return Say(TELL, DUE, Style.PRIMARY)
    ((number, school),) = schools
    shown = f"{TELL} {name_with_school(short(school['name'], 60))}"
    return Do(TELL, FLOW, "card", f"{number}:{school['code']}", shown, Style.PRIMARY)


def _named(data: Json, lines: Any) -> list[str]:
    """What is said of each school; how many more there are."""
    every = [(one, school) for one in data["rounds"] for school in one["schools"]]
    said: Iterable[str] = (line for one, school in every[:_MOST] for line in lines(one, school))
    more = len(every) - _MOST
    return [*said, *([f"และอีก {more:,} โรงเรียน พิมพ์ «{DUE}»"] if more > 0 else [])]


def _first(data: Json) -> Json:
    found: Json = data["rounds"][0]
    return found


def _school(school: Json) -> str:
    return name_with_school(short(school["name"], 100))


def _why(school: Json) -> str:
    return short(school["reason"], _LONGEST)
