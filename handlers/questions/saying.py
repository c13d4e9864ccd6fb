"""What is said where there is no figure: what to choose from, what is missing, small talk."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.context import Context
from handlers.questions import intents
from handlers.questions.answers import NOBODY, Answer, Office, Schools
from handlers.questions.figures import Snapshot
from handlers.questions.names import MOST, Match
from handlers.questions.query import StatQuery
from handlers.questions.scan import Reading
from handlers.topics import PUPILS


@dataclass(frozen=True)
class Saying:
    """One question of one reader. `memory` is the last answer's; `reading` the question, read."""

    ctx: Context
    office: Office
    known: Snapshot
    memory: Mapping[str, Any]
    reading: Reading
    open_to: Schools = NOBODY

    def candidates(self, match: Match) -> list[str]:
        """Up to five candidates; a single doubtful one is offered beside the nearest others."""
        codes = list(match.codes[:MOST])
        if len(codes) == 1:
            name = self.name(codes[0])
            codes += [c for c in self.known.index(self.ctx).nearest(name) if c not in codes]
        return codes[: max(match.total, 3) if match.total < MOST else MOST]

    def option(self, query: StatQuery, old: str, new: str) -> dict[str, Any]:
        """The question of another school, to choose."""
        plain = json.loads(json.dumps(query.to_json()).replace(f'"{old}"', f'"{new}"'))
        return {"code": new, "name": self.name(new), "query": plain}

    def name(self, code: str) -> str:
        """A school's name."""
        return self.known.name(self.ctx, code)

    def clarify(self, ask: str, options: list[dict[str, Any]], **facts: Any) -> Answer:
        """Ask back which of the options is meant; each of them can be picked next."""
        options = [{**option, "schools": self.schools(option["query"])} for option in options]
        pending = [{k: v for k, v in option.items() if k != "schools"} for option in options]
        memory = {**self.memory, "pending": pending}
        said = {"ask": ask, "office": self.office.name, **facts}
        return Answer("clarify", said, tuple(options), memory=memory)

    def schools(self, query: Mapping[str, Any]) -> list[dict[str, str]]:
        """The schools that a query names, with their names."""
        codes = [*query.get("schools", ())]
        for part in (*query.get("parts", ()), *filter(None, [query.get("of")])):
            codes += part.get("schools", ())
        return [{"code": c, "name": self.name(c)} for c in dict.fromkeys(codes)]

    def missing(self, missing: Mapping[str, Any]) -> Answer:
        """What there is no figure of, and what is nearest to it."""
        about = missing.get("topic") or PUPILS
        editions = [edition.to_json() for edition in self.known.editions_of(about)]
        facts = {"office": self.office.name, "editions": editions, "asked": self.reading.shown}
        pending = [o for o in missing.get("nearest", ()) if "query" in o]
        memory = {k: v for k, v in self.memory.items() if k != "pending"}
        if pending:
            memory["pending"] = pending
        offers = [{**o, "schools": self.schools(o["query"])} for o in pending]
        said = {k: v for k, v in missing.items() if k != "nearest"}
        return Answer("no_data", facts, tuple(offers), missing=said, memory=memory)

    def plain(self, kind: str, **facts: Any) -> Answer:
        """An answer of this kind without a figure."""
        # After a slip of the finger the options offered before can still be picked.
        memory = {k: v for k, v in self.memory.items() if kind == "unknown" or k != "pending"}
        return Answer(kind, {**facts, "office": self.office.name}, memory=memory)

    def talk(self) -> Answer | None:
        """Small talk."""
        about = intents.small_talk(self.reading)
        return self.plain("smalltalk", about=about) if about else None

    def form(self) -> Answer | None:
        """The wish to fill in a form, or what only a form can give."""
        return self.form_only() or (
            self.plain("form") if intents.opens_form(self.reading) else None
        )

    def form_only(self) -> Answer | None:
        """What only a form can give."""
        meant = intents.of(self.reading)
        return self.plain("form") if meant and meant[0] == intents.FORM else None
