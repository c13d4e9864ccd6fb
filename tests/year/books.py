"""What LINE accepted: every message of the bot as the stand-in took it, and what it charged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.emulator import LinePlatform
from bot.emulator.timeline import Item
from tests.office import readable
from tests.year.rounds import Asked

#: How a reminder to one person begins, and a closing day that was moved.
_TOLD = ("ใกล้ครบกำหนด", "ถึงกำหนดส่งแล้ว", "เลยกำหนดแล้ว", "ขยายเวลา", "กำหนดส่งข้อมูล ")
_CARD = "โรงเรียนในกลุ่มนี้"


@dataclass(frozen=True)
class Accepted:
    """One message that stands in a chat. `kind`: `reminder` to a person, `card` in a group, or
    `other`. `names`: (round's title, school's code) that it speaks of."""

    at: datetime
    chat: str
    is_push: bool
    kind: str
    names: frozenset[tuple[str, str]] = frozenset()


@dataclass
class Books:
    """All of it, gathered as the year goes by."""

    accepted: list[Accepted] = field(default_factory=list)
    #: Month → paid messages, by the calls' prices and by the stand-in's own meter.
    paid: Counter[str] = field(default_factory=Counter)
    metered: dict[str, int] = field(default_factory=dict)
    written: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    _call: int = 0
    _place: int = 0

    def gather(
        self, platform: LinePlatform, rounds: Sequence[Asked], schools: dict[str, str]
    ) -> None:
        """Take in what came since the last time. `schools`: name → code."""
        self.metered[platform.stamp()[:7]] = platform.quota.used(platform.clock())
        if platform.calls.last == self._call:
            return
        for call in platform.calls.after(self._call):
            self._call = call.seq
            self.paid[call.at[:7]] += call.price
            if call.status >= 400:
                self.refused.append(f"{call.at} {call.path} {call.status} {call.errors}")
        for chat, item in self._new(platform):
            at = datetime.fromisoformat(item.at)
            kind, names = _read(item.message, rounds, schools)
            self.accepted.append(Accepted(at, chat, item.way in ("push", "multicast"), kind, names))

    def _new(self, platform: LinePlatform) -> Iterator[tuple[str, Item]]:
        chats = (*platform.directory.groups, *platform.directory.people)
        newest = self._place
        for chat in chats:
            for item in platform.timeline.after(chat, self._place):
                newest = max(newest, item.seq)
                if item.sender == "bot" and item.place > self._place:
                    yield chat, item
        self._place = newest


def _read(
    message: dict[str, object], rounds: Sequence[Asked], schools: dict[str, str]
) -> tuple[str, frozenset[tuple[str, str]]]:
    """What a person reads in it: which rounds, which schools."""
    lines = list(readable(message))
    whole = "\n".join(lines)
    if message["type"] != "flex":
        return "other", frozenset()
    if _CARD in whole:
        return "card", frozenset(_named(lines[1:], rounds, schools))
    if any(line.startswith(_TOLD) for line in lines):
        return "reminder", frozenset(_named(lines[1:], rounds, schools))
    return "other", frozenset()


def _named(
    lines: Sequence[str], rounds: Sequence[Asked], schools: dict[str, str]
) -> Iterable[tuple[str, str]]:
    """A line belongs to the round that it, or the last line before it, spoke of."""
    of = ""
    for line in lines:
        of = next((one.title for one in rounds if one.title in line), of)
        for name, code in schools.items():
            if of and name in line:
                yield of, code
