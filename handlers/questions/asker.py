"""One question, understood and answered; or asked back, or said what there is no data of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from handlers.dmc_vocabulary import LOWER, PRE, PRIMARY
from handlers.questions import (
    alternatives,
    directory,
    followup,
    intents,
    lexicon,
    picks,
    scan,
    settle,
    timing,
)
from handlers.questions import facts as school_facts
from handlers.questions.answers import Answer, NothingThere, Office
from handlers.questions.computing import choose, compute, editions_for
from handlers.questions.mentions import Finder, Lost
from handlers.questions.names import MOST, Fit, Match, NameIndex
from handlers.questions.normalise import MAX_LENGTH
from handlers.questions.parse import Asked, Grammar, NotUnderstood, Parsed
from handlers.questions.query import StatQuery
from handlers.questions.saying import Saying
from handlers.questions.scan import Reading, Token
from handlers.questions.taught import Taught


def read_for(text: str, index: NameIndex, office: Office, taught: Taught | None = None) -> Reading:
    """The tokens of a text, with the names of this office's schools and its own."""
    names = lexicon.office_names(office.name)
    return scan.read(text[:MAX_LENGTH], index.keys.keys(), index.longest, names, taught)


@dataclass(frozen=True)
class Asker(Saying):
    """One question of one reader."""

    # ------------------------------------------------------------ what was asked before

    def chosen(self, tokens: list[Token]) -> Answer | None:
        """The answer when the text picks one of the options offered just before."""
        pending = self.memory.get("pending") or ()
        said = [t for t in tokens if t.kind not in ".S~" and t.kind != "d"]
        if not pending or not said:
            return None
        picked = [option for n, option in enumerate(pending, 1) if picks.picks(option, n, said)]
        if len(picked) > 1:
            # The label of a button, typed: «บ้านแม่คำ» where a longer name was offered beside it.
            typed = lexicon.bare(self.reading.raw(said[0].start, said[-1].end))
            picked = [o for o in picked if lexicon.bare(o.get("name", "")) == typed]
        if len(picked) != 1:
            return None
        if "fact" in picked[0]:
            return school_facts.picked(self._facts(), picked[0])
        if "duty" in picked[0]:
            return directory.picked(self._facts(), picked[0])
        query = StatQuery.from_json(picked[0]["query"])
        return self.figures(query, self._time(query))

    def told(self) -> Answer | None:
        """A fact of a school, or who answers for what: questions that no figure answers."""
        asker = self._facts()
        return school_facts.answer_facts(asker, self.reading) or directory.answer_duty(
            asker, self.reading
        )

    def _facts(self) -> school_facts.Asker:
        def read(text: str) -> tuple[Reading, list[Token]]:
            index = self.known.index(self.ctx)
            reading = read_for(text, index, self.office, self.known.words(self.ctx))
            return reading, Finder(self.known, index, self.known.others(self.ctx)).attach(reading)

        return school_facts.Asker(
            self.ctx, self.office, self.memory, read, self.name, self.candidates
        )

    def _time(self, query: StatQuery) -> timing.Choice:
        return choose(self.ctx, self.known, query)

    # ------------------------------------------------------------ the question

    def answer(self, tokens: list[Token]) -> Answer:
        """Understand and answer; what cannot be is said by its kind."""
        if not [t for t in tokens if t.kind != "."]:
            return self.talk() or self.form() or self.plain("unknown", why="nothing")
        try:
            return self._understood(tokens)
        except Asked as asked:
            return self._other() or self._asked(asked, tokens)
        except NotUnderstood as error:
            found = self._other() or self.talk() or self.form()
            return found or self.plain("unknown", why=error.why)

    def _other(self) -> Answer | None:
        """A fault, a request for private data: looked for in what is no whole question."""
        meant = intents.of(self.reading)
        return self.plain(meant[0]) if meant and meant[0] != intents.FORM else None

    def _understood(self, tokens: list[Token]) -> Answer:
        parsed = self._parsed(settle.settled(tokens, self.reading, self.known.held(self.ctx)))
        before = self.memory.get("query")
        base = StatQuery.from_json(before) if before is not None else None
        if self._leaves_open(parsed):
            return self._options_again(parsed)
        if base is None and picks.only_names(parsed):
            return self._what_of(parsed)
        queries = followup.complete(parsed, base, intents.is_formal(self.reading))
        year, round_ = timing.asked_time(parsed, self.ctx.now)
        if "time" not in parsed.said:
            queries = [
                picks.timed(q, base) if base and picks.keeps(q, base, parsed) else q
                for q in queries
            ]
        else:
            queries = [picks.moved(q, base, parsed, (year, round_)) for q in queries]
        if parsed.as_of is None:
            choices = [self._time(query) for query in queries]
        else:
            choices = [
                timing.choose(editions_for(self.ctx, self.known, query), year, round_, parsed.as_of)
                for query in queries
            ]
        if choices[0].missing is not None:
            return self.missing(choices[0].missing)
        if parsed.ambiguous:
            return self._which_school(queries, parsed)
        if len(queries) > 1:
            return self.clarify("scope", [{"query": q.to_json()} for q in queries])
        if parsed.as_of is not None and choices[0].edition:
            edition = choices[0].edition
            queries = [queries[0].at(edition.year, edition.round)]
        return self.figures(queries[0], choices[0])

    def _parsed(self, tokens: list[Token]) -> Parsed:
        """The query of a question, its years known. Raises Asked or NotUnderstood."""
        parsed = Grammar(list(tokens)).parse()
        if parsed.span is not None:
            try:
                years = parsed.span.resolve(self.ctx.now)
            except ValueError as error:
                raise NotUnderstood("years that are no span") from error
            parsed.query = replace(parsed.query, years=years)
        return parsed

    def _meant(self, tokens: list[Token]) -> StatQuery:
        """The whole query of a question with another word in it, for a button."""
        parsed = self._parsed(tokens)
        queries = followup.complete(parsed, None, True)
        if parsed.ambiguous or parsed.as_of or len(queries) > 1:
            raise NotUnderstood("not one query")
        return queries[0].at(*timing.asked_time(parsed, self.ctx.now))

    def _leaves_open(self, parsed: Parsed) -> bool:
        """Is this a part of a question while options stand open? It may be of any of them."""
        new, pending = parsed.query, self.memory.get("pending") or ()
        if not pending or any("about" in option or "query" not in option for option in pending):
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
        return self.clarify("school", options)

    def figures(self, query: StatQuery, choice: timing.Choice) -> Answer:
        """The figures of a whole query."""
        if choice.missing is not None or choice.edition is None:
            return self.missing(choice.missing or {"what": "dataset"})
        try:
            return compute(self.ctx, self.known, query, choice, self.office, open_to=self.open_to)
        except NothingThere as nothing:
            return self._nothing(nothing, query, choice)

    def _nothing(self, nothing: NothingThere, query: StatQuery, choice: timing.Choice) -> Answer:
        """Why there is no such figure."""
        missing = {"what": nothing.what, "topic": query.topic, **nothing.more}
        if nothing.code:
            missing |= {"code": nothing.code, "value": self.name(nothing.code)}
        if choice.edition is not None:
            missing["edition"] = choice.edition.to_json()
        return self.missing(missing)

    # ------------------------------------------------------------ what is no figure

    def _asked(self, asked: Asked, tokens: list[Token]) -> Answer:
        if asked.what == "grade":
            return self._which_grade(asked.value, tokens)
        if asked.what == "lost":
            words = [self.reading.raw(t.start, t.end) for t in tokens if t.kind == "?"]
            talk = self.talk()
            return talk or self.form() or self.plain("unknown", why="words", words=words)
        if asked.what == "no_school":
            lost: Lost = asked.value
            return self.missing(
                {"what": "school", "value": lost.typed, "nearest": self._offers(lost, tokens)}
            )
        if asked.what in alternatives.ASKED:
            return self._alternatives(asked, tokens)
        if form := self.form_only():
            return form
        word = next(
            (self.reading.raw(t.start, t.end) for t in tokens if t.kind in "!@Fw"),
            "",
        )
        return self.missing({"what": asked.what, "value": asked.value, "word": word})

    def _alternatives(self, asked: Asked, tokens: list[Token]) -> Answer:
        """Several things that a word of a topic or a place may mean, or what it comes near to."""
        held = self.known.held(self.ctx)
        plain = settle.topics([t for t in tokens if t.kind != "."], held)
        ask, options, missing = alternatives.offered(asked, plain, self._meant)
        if ask is not None and len(options) > 1:
            named = [{**o, "name": self.name(o["code"])} if "code" in o else o for o in options]
            return self.clarify(ask, named)
        if ask == "area":
            return self.plain("unknown", why="a place and more")
        typed = next((self.reading.raw(t.start, t.end) for t in plain if t.kind in "Fw"), "")
        return self.missing({"word": typed, **missing, "nearest": options})

    def _what_of(self, parsed: Parsed) -> Answer:
        """A school's name and nothing else: what of it?"""
        schools = parsed.query.schools
        about = {"pupils": {}, "grades": {"group_by": "grade"}, "rooms": {"measure": "rooms"}}
        options = [
            {"about": name, "query": StatQuery(schools=schools, **more).to_json()}  # type: ignore[arg-type]
            for name, more in about.items()
        ]
        # «ป.1 กี่คน», typed after this, is asked of that school.
        found = self.clarify("what", options)
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
                parsed = Grammar(picks.with_grade(tokens, grade)).parse()
                queries = followup.complete(parsed, None, True)
            except (Asked, NotUnderstood):
                return self.plain("unknown", why="grade")
            if parsed.ambiguous or parsed.as_of or len(queries) > 1:
                return self.plain("unknown", why="grade and more")
            year, round_ = timing.asked_time(parsed, self.ctx.now)
            options.append({"grade": grade[0], "query": queries[0].at(year, round_).to_json()})
        if len(options) < 2:
            return self.plain("unknown", why="grade")
        return self.clarify("grade", options, number=number)

    def _which_school(self, queries: list[StatQuery], parsed: Parsed) -> Answer:
        match = parsed.ambiguous[0]
        if len(parsed.ambiguous) > 1 or len(queries) > 1:
            return self.plain("unknown", why="several names")
        options = [self.option(queries[0], match.codes[0], code) for code in self.candidates(match)]
        many = match.total > MOST
        return self.clarify("school", options, many=many)

    def _offers(self, lost: Lost, tokens: list[Token]) -> list[dict[str, Any]]:
        """The nearest schools, each with the whole question where it can be made."""
        offers = []
        for code in lost.nearest:
            match = Match(fit=Fit.ONE, codes=(code,), total=1)
            swapped = [picks.swap(t, lost, match) for t in tokens]
            option: dict[str, Any] = {"code": code, "name": self.name(code)}
            try:
                queries = followup.complete(Grammar(swapped).parse(), None, True)
                option["query"] = queries[0].to_json()
            except (Asked, NotUnderstood):
                option["query"] = StatQuery(schools=(code,)).to_json()
            offers.append(option)
        return offers
