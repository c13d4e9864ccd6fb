"""What a chat is understood as: its last line's query, as if every topic and place were held."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from handlers.questions import followup, lexicon, scan, settle, timing
from handlers.questions.figures import Snapshot
from handlers.questions.grammar import Asked, NotUnderstood
from handlers.questions.lexicon import Piece
from handlers.questions.mentions import Finder
from handlers.questions.names import NameIndex
from handlers.questions.parse import Grammar
from handlers.questions.places import words
from handlers.questions.query import StatQuery
from tests.conftest import NOON

SCHOOLS = (
    ("99010001", "บ้านกิ่วพร้าว"),
    ("99010002", "บ้านแม่คำ"),
    ("99010003", "วัดดอนเจดีย์"),
    ("99010004", "บ้านสันโค้ง(เหนือ)"),
    ("99010005", "บ้านสันโค้ง(ใต้)"),
    ("99010006", "เวียงพาน"),
)
AREAS = {
    "amphoe": {"แม่สาย", "แม่จัน", "เมืองพร้าว"},
    "tambon": {"แม่ไร่", "เวียงพาน", "แม่จัน"},
    "network": {"กลุ่มเครือข่ายดอยตุง", "แม่คำ"},
}
WHERE = {
    "99010004": {"amphoe": "แม่จัน", "tambon": "แม่ไร่"},
    "99010005": {"amphoe": "แม่สาย", "tambon": "เวียงพาน"},
}
ROWS = {
    "equipment": ["เครื่องคอมพิวเตอร์ตั้งโต๊ะ", "เครื่องคอมพิวเตอร์โน้ตบุ๊ก", "โต๊ะเก้าอี้นักเรียน"],
    "buildings": ["อาคารเรียน สปช.105/29", "ส้วม", "โรงอาหาร"],
}


class _Known(Snapshot):
    """Only what finding a school's name needs."""

    def __init__(self) -> None:
        self._names = [(code, name, None) for code, name in SCHOOLS]


@cache
def _tools(areas: bool) -> tuple[NameIndex, dict[str, tuple[Piece, ...]]]:
    pairs = {**settle.row_words(ROWS), **(words(AREAS) if areas else {})}
    return NameIndex(SCHOOLS), {f: tuple(Piece(*p) for p in made) for f, made in pairs.items()}


@dataclass(frozen=True)
class Office:
    """`topics`: the slugs published (None: all)."""

    topics: frozenset[str] | None = None
    areas: bool = True

    def held(self) -> settle.Held:
        """As a snapshot would say it."""
        return settle.Held(
            lambda slug: self.topics is None or slug in self.topics,
            lambda slug: ROWS.get(slug, []),
            AREAS if self.areas else {},
            WHERE if self.areas else {},
        )

    def queries(self, text: str, base: StatQuery | None = None) -> list[StatQuery]:
        """What a line may mean after `base`. Raises Asked or NotUnderstood."""
        index, known = _tools(self.areas)
        names = lexicon.office_names("สพป.ตัวอย่าง เขต 1")
        reading = scan.read(text, index.keys.keys(), index.longest, names, known)
        tokens = Finder(_Known(), index, frozenset()).attach(reading)
        parsed = Grammar(settle.settled(tokens, reading, self.held())).parse()
        if parsed.span is not None:
            try:
                parsed.query = replace(parsed.query, years=parsed.span.resolve(NOON))
            except ValueError as error:
                raise NotUnderstood("no span") from error
        if parsed.ambiguous:
            raise Asked("school", parsed.ambiguous)
        found = followup.complete(parsed, base, False)
        if "time" in parsed.said:
            return [q.at(*timing.asked_time(parsed, NOON)) for q in found]
        return found

    def asked(self, chat: str) -> dict[str, Any] | str:
        """The last line's query as JSON; what is asked back or why not, as text.

        `chat` has its lines parted by « | ».
        """
        base: StatQuery | None = None
        for line in chat.split(" | "):
            try:
                found = self.queries(line, base)
            except Asked as asked:
                return asked.what
            except NotUnderstood:
                return "not understood"
            if len(found) > 1:
                return "which"
            base = found[0]
        assert base is not None
        assert StatQuery.from_json(base.to_json()) == base
        return base.to_json()
