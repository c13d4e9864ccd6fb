"""Answer a question in plain Thai exactly, or ask back, or say what there is no data of.

A wrong figure is the worst that can happen: whatever is not understood whole gets none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from handlers.context import Context
from handlers.dmc_vocabulary import LOWER, PRE, PRIMARY
from handlers.questions import followup, intents, lexicon, scan, timing
from handlers.questions.answers import Answer, NothingThere, Office, compute
from handlers.questions.figures import Snapshot, snapshot
from handlers.questions.mentions import Finder, Lost
from handlers.questions.names import MOST, Fit, Match, NameIndex
from handlers.questions.normalise import MAX_LENGTH, compact
from handlers.questions.parse import Asked, Grammar, NotUnderstood, Parsed
from handlers.questions.query import StatQuery
from handlers.questions.scan import Reading, Token
from handlers.questions.taught import Taught

__all__ = ["Answer", "Office", "answer", "answer_query", "find_schools"]


def answer(ctx: Context, text: str, *, office: Office, memory: Mapping[str, Any]) -> Answer:
    """What `text` gets for an answer. `memory` is the last answer's, empty when it ran out.

    Never raises for any text. The answer's `memory` is what to keep for the next turn.
    """
    known = snapshot(ctx)
    if len(text) > MAX_LENGTH:
        return Answer("unknown", {"why": "long"}, memory=memory)
    index = known.index(ctx)
    reading = read_for(text, index, office, known.taught)
    tokens = Finder(known, index, known.others(ctx)).attach(reading)
    asker = _Asker(ctx, office, known, memory, reading)
    return asker.chosen(tokens) or asker.answer(tokens)


def answer_query(ctx: Context, query: StatQuery, *, office: Office) -> Answer:
    """The answer to a query made of choices instead of words."""
    known = snapshot(ctx)
    asker = _Asker(ctx, office, known, {}, Reading("", "", [], []))
    return asker.figures(query, timing.choose(known.editions, query.year, query.round))


def find_schools(ctx: Context, typed: str, *, office: Office) -> list[dict[str, str]]:
    """The schools that a typed name or code means: one, several (5 at most), or none."""
    known = snapshot(ctx)
    index = known.index(ctx)
    reading = read_for(typed, index, office, known.taught)
    tokens = Finder(known, index, known.others(ctx)).attach(reading)
    named = [t.value for t in tokens if t.kind == "#" and isinstance(t.value, Match)]
    rest = [t for t in tokens if t.kind not in "#.S?"]
    if len(named) != 1 or rest or any(t.kind == "?" for t in tokens):
        return []
    asker = _Asker(ctx, office, known, {}, reading)
    codes = asker.candidates(named[0]) if named[0].fit is Fit.SEVERAL else named[0].codes
    return [{"code": code, "name": asker.name(code)} for code in codes]


def read_for(text: str, index: NameIndex, office: Office, taught: Taught | None = None) -> Reading:
    """The tokens of a text, with the names of this office's schools and its own."""
    names = lexicon.office_names(office.name)
    return scan.read(text[:MAX_LENGTH], index.keys.keys(), index.longest, names, taught)


@dataclass(frozen=True)
class _Asker:
    ctx: Context
    office: Office
    known: Snapshot
    memory: Mapping[str, Any]
    reading: Reading

    # ------------------------------------------------------------ what was asked before

    def chosen(self, tokens: list[Token]) -> Answer | None:
        """The answer when the text picks one of the options offered just before."""
        pending = self.memory.get("pending") or ()
        said = [t for t in tokens if t.kind not in ".S~" and t.kind != "d"]
        if not pending or not said:
            return None
        picked = [option for n, option in enumerate(pending, 1) if _picks(option, n, said)]
        if len(picked) > 1:
            # The label of a button, typed: «บ้านแม่คำ» where a longer name was offered beside it.
            typed = lexicon.bare(self.reading.raw(said[0].start, said[-1].end))
            picked = [o for o in picked if lexicon.bare(o.get("name", "")) == typed]
        if len(picked) != 1:
            return None
        query = StatQuery.from_json(picked[0]["query"])
        return self.figures(query, self._time(query))

    def _time(self, query: StatQuery) -> timing.Choice:
        return timing.choose(self.known.editions, query.year, query.round)

    # ------------------------------------------------------------ the question

    def answer(self, tokens: list[Token]) -> Answer:
        """Understand and answer; what cannot be is said by its kind."""
        if not [t for t in tokens if t.kind != "."]:
            return self._talk() or self._form() or self._plain("unknown", why="nothing")
        try:
            return self._understood(tokens)
        except Asked as asked:
            return self._other() or self._asked(asked, tokens)
        except NotUnderstood as error:
            found = self._other() or self._talk() or self._form()
            return found or self._plain("unknown", why=error.why)

    def _other(self) -> Answer | None:
        """A fault, a request for private data: looked for in what is no whole question."""
        meant = intents.of(self.reading)
        return self._plain(meant[0]) if meant and meant[0] != intents.FORM else None

    def _understood(self, tokens: list[Token]) -> Answer:
        parsed = Grammar(list(tokens)).parse()
        before = self.memory.get("query")
        base = StatQuery.from_json(before) if before is not None else None
        if self._leaves_open(parsed):
            return self._options_again(parsed)
        if base is None and _only_names(parsed):
            return self._what_of(parsed)
        queries = followup.complete(parsed, base, intents.is_formal(self.reading))
        year, round_ = timing.asked_time(parsed, self.ctx.now)
        if "time" not in parsed.said:
            queries = [_timed(q, base) if base and _keeps(q, base, parsed) else q for q in queries]
        else:
            queries = [q.at(year, round_) for q in queries]
        if parsed.as_of is None:
            choices = [self._time(query) for query in queries]
        else:
            editions = self.known.editions
            choices = [timing.choose(editions, year, round_, parsed.as_of) for _ in queries]
        if choices[0].missing is not None:
            return self._missing(choices[0].missing)
        if parsed.ambiguous:
            return self._which_school(queries, parsed)
        if len(queries) > 1:
            return self._clarify("scope", [{"query": q.to_json()} for q in queries])
        if parsed.as_of is not None and choices[0].edition:
            edition = choices[0].edition
            queries = [queries[0].at(edition.year, edition.round)]
        return self.figures(queries[0], choices[0])

    def _leaves_open(self, parsed: Parsed) -> bool:
        """Is this a part of a question while options stand open? It may be of any of them."""
        new, pending = parsed.query, self.memory.get("pending") or ()
        if not pending or any("about" in option for option in pending):
            return False
        return "scope" not in parsed.said and not (new.rank or new.listing or new.having)

    def _options_again(self, parsed: Parsed) -> Answer:
        """«ป.1 กี่คน» while it is open which school is meant: of each of them, and asked again."""
        options = []
        for option in self.memory["pending"]:
            base = StatQuery.from_json(option["query"])
            queries = followup.complete(parsed, base, False)
            if "code" not in option or len(queries) > 1 or parsed.said & {"time"}:
                raise NotUnderstood("one of the options, or another question?")
            options.append({**option, "query": queries[0].to_json()})
        return self._clarify("school", options)

    def figures(self, query: StatQuery, choice: timing.Choice) -> Answer:
        """The figures of a whole query."""
        if choice.missing is not None or choice.edition is None:
            return self._missing(choice.missing or {"what": "dataset"})
        try:
            found = compute(
                self.ctx,
                query,
                self.known.figures(self.ctx, choice.edition),
                choice.edition,
                self.office,
            )
        except NothingThere as nothing:
            name = self.known.listed.get(nothing.code, nothing.code)
            missing = {"what": nothing.what, "value": name, "code": nothing.code}
            return self._missing({**missing, "edition": choice.edition.to_json()})
        others = [edition.to_json() for edition in choice.others]
        past = choice.edition.year != self.known.editions[0].year
        facts = {**found.facts, "other_rounds": others if past and query.round is None else []}
        return replace(found, facts=facts)

    # ------------------------------------------------------------ what is no figure

    def _asked(self, asked: Asked, tokens: list[Token]) -> Answer:
        if asked.what == "grade":
            return self._which_grade(asked.value, tokens)
        if asked.what == "lost":
            words = [self.reading.raw(t.start, t.end) for t in tokens if t.kind == "?"]
            talk = self._talk()
            return talk or self._form() or self._plain("unknown", why="words", words=words)
        if asked.what == "no_school":
            lost: Lost = asked.value
            return self._missing(
                {"what": "school", "value": lost.typed, "nearest": self._offers(lost, tokens)}
            )
        if form := self._form_only():
            return form
        word = next(
            (self.reading.raw(t.start, t.end) for t in tokens if t.kind in "!@"),
            "",
        )
        return self._missing({"what": asked.what, "value": asked.value, "word": word})

    def _what_of(self, parsed: Parsed) -> Answer:
        """A school's name and nothing else: what of it?"""
        schools = parsed.query.schools
        about = {"pupils": {}, "grades": {"group_by": "grade"}, "rooms": {"measure": "rooms"}}
        options = [
            {"about": name, "query": StatQuery(schools=schools, **more).to_json()}  # type: ignore[arg-type]
            for name, more in about.items()
        ]
        # «ป.1 กี่คน», typed after this, is asked of that school.
        found = self._clarify("what", options)
        about = StatQuery(schools=schools).to_json()
        return replace(found, memory={**found.memory, "query": about})

    def _which_grade(self, number: int, tokens: list[Token]) -> Answer:
        """«ชั้น 3»: of which level? Each option is the question with one of them in it."""
        options = []
        for level in (PRE, PRIMARY, LOWER):
            if number > len(level):
                continue
            grade = (level[number - 1],)
            try:
                parsed = Grammar(_with_grade(tokens, grade)).parse()
                queries = followup.complete(parsed, None, True)
            except (Asked, NotUnderstood):
                return self._plain("unknown", why="grade")
            if parsed.ambiguous or parsed.as_of or len(queries) > 1:
                return self._plain("unknown", why="grade and more")
            year, round_ = timing.asked_time(parsed, self.ctx.now)
            options.append({"grade": grade[0], "query": queries[0].at(year, round_).to_json()})
        if len(options) < 2:
            return self._plain("unknown", why="grade")
        return self._clarify("grade", options, number=number)

    def _which_school(self, queries: list[StatQuery], parsed: Parsed) -> Answer:
        match = parsed.ambiguous[0]
        if len(parsed.ambiguous) > 1 or len(queries) > 1:
            return self._plain("unknown", why="several names")
        options = [
            self._option(queries[0], match.codes[0], code) for code in self.candidates(match)
        ]
        many = match.total > MOST
        return self._clarify("school", options, many=many)

    def candidates(self, match: Match) -> list[str]:
        """Up to five candidates; a single doubtful one is offered beside the nearest others."""
        codes = list(match.codes[:MOST])
        if len(codes) == 1:
            name = self.name(codes[0])
            codes += [c for c in self.known.index(self.ctx).nearest(name) if c not in codes]
        return codes[: max(match.total, 3) if match.total < MOST else MOST]

    def _option(self, query: StatQuery, old: str, new: str) -> dict[str, Any]:
        plain = json.loads(json.dumps(query.to_json()).replace(f'"{old}"', f'"{new}"'))
        return {"code": new, "name": self.name(new), "query": plain}

    def name(self, code: str) -> str:
        for edition in self.known.editions:
            figures = self.known.figures(self.ctx, edition)
            if code in figures.by_code:
                return figures.by_code[code].name
        return self.known.listed.get(code, code)

    def _offers(self, lost: Lost, tokens: list[Token]) -> list[dict[str, Any]]:
        """The nearest schools, each with the whole question where it can be made."""
        offers = []
        for code in lost.nearest:
            match = Match(fit=Fit.ONE, codes=(code,), total=1)
            swapped = [_swap(t, lost, match) for t in tokens]
            option: dict[str, Any] = {"code": code, "name": self.name(code)}
            try:
                queries = followup.complete(Grammar(swapped).parse(), None, True)
                option["query"] = queries[0].to_json()
            except (Asked, NotUnderstood):
                option["query"] = StatQuery(schools=(code,)).to_json()
            offers.append(option)
        return offers

    def _clarify(self, ask: str, options: list[dict[str, Any]], **facts: Any) -> Answer:
        options = [{**option, "schools": self._schools(option["query"])} for option in options]
        pending = [{k: v for k, v in option.items() if k != "schools"} for option in options]
        memory = {**self.memory, "pending": pending}
        said = {"ask": ask, "office": self.office.name, **facts}
        return Answer("clarify", said, tuple(options), memory=memory)

    def _schools(self, query: Mapping[str, Any]) -> list[dict[str, str]]:
        codes = [*query.get("schools", ())]
        for part in (*query.get("parts", ()), *filter(None, [query.get("of")])):
            codes += part.get("schools", ())
        return [{"code": c, "name": self.name(c)} for c in dict.fromkeys(codes)]

    def _missing(self, missing: Mapping[str, Any]) -> Answer:
        editions = [edition.to_json() for edition in self.known.editions]
        facts = {"office": self.office.name, "editions": editions, "asked": self.reading.shown}
        pending = [o for o in missing.get("nearest", ()) if "query" in o]
        memory = {k: v for k, v in self.memory.items() if k != "pending"}
        if pending:
            memory["pending"] = pending
        offers = [{**o, "schools": self._schools(o["query"])} for o in pending]
        said = {k: v for k, v in missing.items() if k != "nearest"}
        return Answer("no_data", facts, tuple(offers), missing=said, memory=memory)

    def _plain(self, kind: str, **facts: Any) -> Answer:
        # After a slip of the finger the options offered before can still be picked.
        kept = kind == "unknown"
        memory = {k: v for k, v in self.memory.items() if kept or k != "pending"}
        return Answer(kind, {**facts, "office": self.office.name}, memory=memory)

    def _talk(self) -> Answer | None:
        about = intents.small_talk(self.reading)
        return self._plain("smalltalk", about=about) if about else None

    def _form(self) -> Answer | None:
        return self._form_only() or (
            self._plain("form") if intents.opens_form(self.reading) else None
        )

    def _form_only(self) -> Answer | None:
        meant = intents.of(self.reading)
        return self._plain("form") if meant and meant[0] == intents.FORM else None


def _only_names(parsed: Parsed) -> bool:
    query = parsed.query
    plain = query == StatQuery(schools=query.schools)
    return plain and bool(query.schools) and parsed.said == {"scope"} and not parsed.ambiguous


def _picks(option: Mapping[str, Any], number: int, said: list[Token]) -> bool:
    """Is this the option that a short text names: by number, code, piece of name, grade?"""
    if len(said) != 1:
        return False
    token = said[0]
    if token.kind == "N":
        return bool(token.value == number)
    if token.kind == "#" and isinstance(token.value, Match) and "code" in option:
        return option["code"] in token.value.codes
    if token.kind == "G" and "grade" in option:
        return option["grade"] in token.value
    if token.kind == "?" and isinstance(token.value, Lost) and "name" in option:
        piece = lexicon.bare(token.value.typed)
        return len(piece) > 2 and piece in compact(lexicon.bare(option["name"]))
    return False


def _keeps(query: StatQuery, base: StatQuery, parsed: Parsed) -> bool:
    """Did the query take its scope from the question before (and so its year too)?"""
    return query != parsed.query or "again" in parsed.said


def _timed(query: StatQuery, base: StatQuery) -> StatQuery:
    return query.at(base.year, base.round)


def _with_grade(tokens: list[Token], grade: tuple[str, ...]) -> list[Token]:
    kept = [t for t in tokens if t.kind != "."]
    for n, token in enumerate(kept[:-1]):
        if token.kind == "d" and kept[n + 1].kind == "N":
            return [*kept[:n], replace(token, kind="G", value=grade), *kept[n + 2 :]]
    raise NotUnderstood("no grade")


def _swap(token: Token, lost: Lost, match: Match) -> Token:
    return replace(token, kind="#", value=match) if token.value is lost else token
