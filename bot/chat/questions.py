"""Questions about figures in chat: asked freely, or step by step.

Two flows. `question` hears any text; after a question back, its step `choose` hears the pick or
a new question. `guide` leads from place to what is counted; a whole question leaves it.
See docs/flows/questions.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.chat.flow import END, Flow, Heard, Kind, Notice, Outcome, Step, Talk
from bot.texts.guide import GUIDE_SCOPES, GUIDE_WHATS, MORE, TOPIC_NAMES
from handlers import unanswered
from handlers.context import Context
from handlers.dmc_vocabulary import LOWER, PRE, PRIMARY, UPPER, VOCATIONAL
from handlers.people.readers import NOBODY, open_to
from handlers.questions import Answer, Office, answer, answer_query, find_schools
from handlers.questions.figures import snapshot
from handlers.questions.query import StatQuery
from handlers.topics import TOPICS, Topic

_WHATS: dict[str, StatQuery] = {
    "all": StatQuery(),
    "pre": StatQuery(grades=PRE),
    "primary": StatQuery(grades=PRIMARY),
    "lower": StatQuery(grades=LOWER),
    "upper": StatQuery(grades=UPPER + VOCATIONAL),
    "grades": StatQuery(group_by="grade"),
    "rooms": StatQuery(measure="rooms"),
}
_FIGURES = (
    "figure", "multi", "list", "clarify", "no_data", "privacy", "school_fact", "duty",
)  # fmt: skip


#: Opens the request form with what was said as its subject.
OpenForm = Callable[[Context, Talk, Heard], Outcome]


def flows(office: Office, open_form: OpenForm | None = None) -> list[Flow]:
    """The flows that answer questions for one office.

    `open_form` takes over what asks for information that no figure is: between two only.
    """
    asking = _Asking(office, open_form)
    question = Flow("question", {"ask": asking.ask, "choose": asking.ask}, start="ask")
    guide: Mapping[str, Step] = {
        "start": asking.start,
        "scope": asking.scope,
        "school": asking.school,
        "what": asking.what,
        "topic": asking.topic,
    }
    return [question, Flow("guide", guide, start="start")]


class _Asking:
    def __init__(self, office: Office, open_form: OpenForm | None = None) -> None:
        self.office, self._open_form = office, open_form

    def ask(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Any text: a question, or the pick from a question back."""
        found = answer(
            ctx, heard.text, office=self.office, memory=talk.memory, open_to=_reader(ctx, heard)
        )
        if found.kind == "form" and self._open_form:
            if heard.place.is_group:
                return Outcome((Notice("only_in_private", {"flow": "request"}),))
            return self._open_form(ctx, talk, heard)
        unanswered.keep(ctx, heard.text, found)
        return _said(found, "choose" if found.kind == "clarify" else END)

    # ------------------------------------------------------------ the guide

    def start(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Ask where."""
        notice = Notice("guide.scope", {"choices": list(GUIDE_SCOPES)})
        return Outcome((notice,), next="scope")

    def scope(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear where: the office, or a school to be named."""
        picked = _picked(heard, GUIDE_SCOPES)
        if picked == "office":
            return self._ask_what(ctx, {})
        if picked == "school":
            return Outcome((Notice("guide.school", {}),), next="school")
        return self._question(ctx, talk, heard) or self.school(ctx, talk, heard)

    def school(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear a school's name, code, or the pick among candidates."""
        offered = {c["code"]: c["name"] for c in talk.data.get("candidates", ())}
        code = _picked(heard, offered)
        if code is not None:
            return self._ask_what(ctx, {"code": code, "name": offered[code]})
        schools = find_schools(ctx, heard.text, office=self.office)
        if len(schools) == 1:
            return self._ask_what(ctx, schools[0])
        if not schools and (found := self._question(ctx, talk, heard)):
            return found
        data = {"candidates": schools, "typed": heard.text[:80]}
        return Outcome((Notice("guide.school", data),), next="school", data=data)

    def what(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear what to count, and answer."""
        picked = _picked(heard, GUIDE_WHATS)
        if picked is None:
            # «ป.6 กี่คน» typed here is asked of the place that was chosen before.
            chosen = answer_query(ctx, self._of_place(StatQuery(), talk), office=self.office)
            found = self._question(ctx, talk, heard, chosen.memory)
            return found or self._ask_what(ctx, talk.data)
        if picked == MORE:
            return self._ask_topic(ctx, talk.data)
        return self._answered(ctx, self._of_place(_WHATS[picked], talk), heard)

    def topic(self, ctx: Context, talk: Talk, heard: Heard) -> Outcome:
        """Hear which other topic, and answer."""
        offered = {slug: TOPIC_NAMES[slug] for slug in talk.data.get("topics", ())}
        picked = _picked(heard, offered)
        if picked is None:
            return self._question(ctx, talk, heard) or self._ask_topic(ctx, talk.data)
        by = "category" if _has_rows(TOPICS[picked]) else None
        query = StatQuery("count", topic=picked, group_by=by)
        return self._answered(ctx, self._of_place(query, talk), heard)

    def _answered(self, ctx: Context, query: StatQuery, heard: Heard) -> Outcome:
        found = answer_query(ctx, query, office=self.office, open_to=_reader(ctx, heard))
        return _said(found, END)

    def _ask_topic(self, ctx: Context, where: Mapping[str, Any]) -> Outcome:
        data = {**_place(where), "topics": _topics(ctx)}
        return Outcome((Notice("guide.topic", data),), next="topic", data=data)

    @staticmethod
    def _of_place(query: StatQuery, talk: Talk) -> StatQuery:
        code = talk.data.get("code")
        return replace(query, schools=(code,)) if code else query

    def _ask_what(self, ctx: Context, where: Mapping[str, Any]) -> Outcome:
        data = _place(where)
        choices = [what for what in GUIDE_WHATS if what != MORE or _topics(ctx)]
        notice = Notice("guide.what", {**data, "choices": choices})
        return Outcome((notice,), next="what", data=data)

    def _question(
        self, ctx: Context, talk: Talk, heard: Heard, memory: Mapping[str, Any] | None = None
    ) -> Outcome | None:
        """A whole question typed on the way is answered at once, and ends the guide."""
        if heard.kind is not Kind.TEXT or not heard.text:
            return None
        found = answer(
            ctx, heard.text, office=self.office, memory=memory or {}, open_to=_reader(ctx, heard)
        )
        asks = found.kind in _FIGURES and not _is_a_name(found)
        return _said(found, END) if asks else None


def _reader(ctx: Context, heard: Heard) -> frozenset[str] | None:
    """Whose small numbers may be said here: in a group nobody's, for everybody reads there."""
    return NOBODY if heard.place.is_group else open_to(ctx, heard.person)


def _has_rows(topic: Topic) -> bool:
    """Does its report tell rows apart? (G codes of DMC are told by grade alone.)"""
    return bool(topic.categories) or topic.parts != "grades"


def _topics(ctx: Context) -> list[str]:
    """The other topics that have published figures, in their usual order."""
    known = snapshot(ctx)
    return [slug for slug in TOPIC_NAMES if known.editions_of(slug)]


def _place(where: Mapping[str, Any]) -> dict[str, Any]:
    return {key: where[key] for key in ("code", "name") if key in where}


def _is_a_name(found: Answer) -> bool:
    """A bare school name is no question, be the school here or not."""
    missing = found.missing or {}
    not_here = found.kind == "no_data" and missing.get("what") == "school"
    return not_here or (found.kind == "clarify" and found.facts["ask"] == "what")


def _said(found: Answer, step: str) -> Outcome:
    notice = Notice("answer", found.to_json())
    return Outcome((notice,), next=step, memory=dict(found.memory))


def _picked(heard: Heard, labels: Mapping[str, str]) -> str | None:
    """The choice that was pressed, or typed by its number, label or value."""
    if heard.kind is Kind.PRESS:
        return heard.value if heard.value in labels else None
    text = _plain(heard.text)
    for n, (value, label) in enumerate(labels.items(), 1):
        if text in (str(n), f"{n}. {_plain(label)}", _plain(label), value):
            return value
    return None


_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def _plain(text: str) -> str:
    return " ".join(text.translate(_THAI_DIGITS).split()).lower()
