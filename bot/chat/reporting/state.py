"""Trouble that is being reported, as the conversation keeps it, and what it becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.chat.flow import Heard, Kind
from bot.texts.reporting import ONLY_FILES
from bot.texts.requesting import SENT
from handlers.knowledge import Loaded
from handlers.people import Me
from handlers.questions import Office
from handlers.tickets.opening import LONGEST, Report
from handlers.tickets.triage import help_asked, triage
from models.requests import Channel
from models.tickets import CENTRAL, Category, Urgency

#: What is sent and kept.
MEDIA = (Kind.PHOTO, Kind.VOICE, Kind.VIDEO, Kind.FILE)
MOST_FILES = 20
#: In the middle of an exam nobody tries things out; where somebody broke in, nobody should.
_NO_ADVICE = (Category.SECURITY.value, Urgency.EXAM.value)


@dataclass(frozen=True)
class Kit:
    """What the flow works with: whose schools are known, and the articles."""

    office: Office
    articles: Loaded


@dataclass(frozen=True)
class Trouble:
    """What is known of it so far.

    `category` "" is not sure; `others` are likely ones. `placed`: where is settled (`school` a
    code, or `place` in words). `silent`: files say it all. `tried`: no advice (any more). `seen`:
    the person has seen the category. `apart`: what is reported already and is something else.
    `agreed`: the version of the notice on personal data that somebody unknown agreed to. The rest
    is of somebody on whose `behalf` staff report it: how they came, and who they are.
    """

    words: str = ""
    category: str = ""
    others: Sequence[str] = ()
    urgency: str = ""
    asset: str = ""
    help: str = ""
    school: str = ""
    place: str = ""
    placed: bool = False
    files: Sequence[Mapping[str, Any]] = ()
    location: Mapping[str, Any] | None = None
    advice: Sequence[int] = ()
    silent: bool = False
    tried: bool = False
    seen: bool = False
    apart: Sequence[str] = ()
    agreed: str = ""
    behalf: bool = False
    channel: str = ""
    reporter_id: int = 0
    name: str = ""
    phone: str = ""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Trouble:
        """As it was kept; what another version of the product kept besides is passed over."""
        return cls(**{name: data[name] for name in cls.__dataclass_fields__ if name in data})

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, for the conversation."""
        return asdict(self)

    def saying(self, text: str) -> Trouble:
        """With these words; the first ones say what it is about, later ones how urgent it is."""
        first = not self.words
        words = "\n".join(filter(None, (self.words, text.strip())))[:LONGEST]
        guess = triage(text)
        said = replace(
            self,
            words=words,
            asset=self.asset or guess.asset or "",
            urgency=self.urgency or (guess.urgency.value if guess.urgency else ""),
        )
        if not first or said.category:
            return said
        return replace(
            said,
            category=guess.category.value if guess.sure else "",
            others=[c.value for c in (guess.category, *guess.others)],
            help=guess.help or "",
        )

    def about(self, category: str) -> Trouble:
        """Of this category, as the person says."""
        again = category != self.category
        return replace(
            self,
            category=category,
            seen=True,
            help=(help_asked(self.words) or "") if category in CENTRAL else "",
            tried=self.tried and not again,
        )

    def at(self, ref: str) -> Trouble:
        """There: `school:CODE` or `group:NAME`."""
        kind, _, name = ref.partition(":")
        school = kind == "school"
        return replace(
            self, school=name if school else "", place="" if school else name, placed=True
        )

    def with_files(self, files: Sequence[Mapping[str, Any]]) -> Trouble:
        """With these files besides, as far as there is room."""
        known = {file["media_id"] for file in self.files}
        new = [file for file in files if file["media_id"] not in known]
        return replace(self, files=[*self.files, *new][:MOST_FILES])

    @property
    def wants_advice(self) -> bool:
        """May an article help before anybody comes?"""
        quick = self.category in _NO_ADVICE or self.urgency in _NO_ADVICE
        return not (self.tried or self.behalf or quick)

    def report(self, urgency: Urgency | None = None) -> Report:
        """As a ticket begins. `urgency`: where nothing was said of it."""
        said = Urgency(self.urgency) if self.urgency else urgency
        assert said is not None
        return Report(
            words=self.words or ONLY_FILES,
            category=Category(self.category),
            urgency=said,
            school_code=self.school or None,
            place=self.place,
            help=self.help or None,
            asset=self.asset or None,
            location=self.location,
            files=self.files,
            advice=self.advice,
            channel=Channel(self.channel or Channel.LINE),
        )


def sent(heard: Heard) -> list[dict[str, Any]]:
    """The file that was sent; nothing for one that LINE does not keep."""
    media_id = heard.details.get("media_id")
    if heard.kind not in MEDIA or not isinstance(media_id, int):
        return []
    name = heard.details.get("name") or SENT[heard.kind.value].format(number=media_id)
    return [{"media_id": media_id, "name": str(name)}]


def places(kit: Kit, who: Me) -> list[str]:
    """Where somebody with a post may report from: `school:CODE` or `group:NAME`.

    Whoever is of the office without a group reports for the office.
    """
    found = [
        f"school:{h.school_code}" if h.school_code else f"group:{h.group_name}"
        for h in who.holders
        if h.school_code or h.group_name
    ]
    if not found and who.is_staff:
        found = [f"group:{kit.office.name}"]
    return list(dict.fromkeys(found))
