"""Questions about the other topics: pupils with disabilities, by nationality, staff, buildings.

A topic's words are taken out first; what is left is read as a question about pupils, and the
query is turned to the topic at the end. So everything that can be asked of pupils can be asked
of a topic, as far as the topic counts it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from handlers.dmc_vocabulary import LOWER, PRE, PRIMARY, UPPER
from handlers.questions import lexicon, topic_words
from handlers.questions.grammar import Asked, NotUnderstood
from handlers.questions.query import Having, StatQuery
from handlers.questions.scan import Token
from handlers.questions.topic_schools import TopicSchools
from handlers.questions.topic_words import BY, EACH, NO_ROW, OWN, RATIO, THING, WHOLE, Meaning
from handlers.questions.trends import Trends
from handlers.topics import PUPILS, TOPICS, Counted
from handlers.topics_vocabulary import COMPLETION_GRADES

#: The report of those who finished a grade (vocabulary.toml, [topic.*], the rule of "จบ").
_GRADUATES = {
    PRIMARY[-1:]: "graduates_p6",
    PRIMARY: "graduates_p6",
    LOWER[-1:]: "graduates_m3",
    LOWER: "graduates_m3",
    UPPER[-1:]: "graduates_m6",
}
_ENDS = frozenset(_GRADUATES.values())
_FINISHED = {*_ENDS, "completion_time"}
#: What happened over a year is no share of the pupils of a day.
_NO_SHARE = {*_FINISHED, "dropout", "removal", "year_end_check", "not_passed"}
#: Two reports of one word, neither of which is the likelier one.
_EITHER = {"weight_for_height", "height_for_age"}


@dataclass(frozen=True)
class Choice:
    """One thing that a word may mean: a topic, and a row of it or None for its whole."""

    topic: str
    category: str | None = None
    group_by: str | None = None

    def query(self, scope: StatQuery | None = None) -> StatQuery:
        """The question of it, of the whole office or where `scope` counts."""
        plain = StatQuery() if scope is None else scope
        return StatQuery(
            measure="count",
            topic=self.topic,
            category=self.category,
            group_by=self.group_by,
            schools=plain.schools,
        )


class Topics(TopicSchools, Trends):
    """Takes the words of a topic out of a question, and turns its query to the topic."""

    category: str | None = None
    part: str | None = None
    ratio: bool = False

    # ------------------------------------------------------------ before the pupils' grammar

    def _topic(self) -> None:
        """Find what is meant by the words of topics, and take them out."""
        if "%" not in self.kinds:
            self._words("f(?=[mF])")
        if "F" not in self.kinds:
            if "$" in self.kinds or "u" in self.kinds:
                raise NotUnderstood("a state, or a unit, of nothing")
            return
        if all(not r.topic for t in self._words_of() for r in t.value):
            self._rows_of_the_last()
            return
        if not self.kinds.strip("F~") and not self._all(RATIO):
            self.parsed.said.add("bare")
        self._apart()
        self._which()
        assert self.topic is not None
        self._grouped()
        if self.ratio:
            self._per_teacher()
        elif "%" not in self.kinds and not self._schools_that_have():
            self._without_words()
        self.parsed.said.update({"topic", *(["category"] if self.category else [])})

    def _all(self, what: str) -> bool:
        """Do all the words of topics say only this?"""
        return {r.what for t in self._words_of() for r in t.value} == {what}

    def _rows_of_the_last(self) -> None:
        """«แยกตามประเภท», said of the question before."""
        each = any(r.what == EACH for t in self._words_of() for r in t.value)
        if not (self.cut("gF") or (each and self.cut("F"))) or "F" in self.kinds:
            raise NotUnderstood("rows of what?")
        self.once("group_by", "category")
        self.parsed.said.add("rows")

    def _apart(self) -> None:
        """One question only, with nothing that would be of the topic's words or of another's."""
        joints = re.sub("#&#|G&G|X&X", "", self.kinds)
        if "&" in joints:
            raise NotUnderstood("a topic and another thing")
        for before, token in pairwise(self.tokens):
            if token.kind == "F" and before.kind == "G" and set(before.value) <= set(PRE):
                self._no_class(token)
        if len(re.findall("K[URHSu]|V", self.kinds)) > 1:
            raise NotUnderstood("several questions with a topic")

    def _no_class(self, token: Token) -> None:
        if any(r.topic == "age" for r in token.value):
            raise NotUnderstood("a class of three-year-olds, or an age in a class?")

    def _which(self) -> None:
        found = [t.value for t in self.tokens if t.kind == "F"]
        topics = self._common(found)
        alone = [s for s in topics if any(_stands(value, s) for value in found)]
        if not alone:
            raise Asked("category", Choice(topics[0]))
        if set(alone) >= _EITHER and not any(r.what == WHOLE for v in found for r in v):
            raise Asked("topic", _ways(alone))
        slug = self._finished(alone) if set(alone) & _FINISHED else alone[0]
        self.topic = TOPICS[slug]
        self._row(found)
        self._part()

    def _common(self, found: list[tuple[Meaning, ...]]) -> list[str]:
        """The topics that every word belongs to, in the vocabulary's order."""
        named = [{r.topic for r in value} for value in found]
        slugs = dict.fromkeys(r.topic for value in found for r in value if r.topic)
        common = [
            s for s in lexicon.raw()["topic"] if s in slugs and all({s, ""} & n for n in named)
        ]
        if not common:
            raise NotUnderstood("two topics, or none")
        return common

    def _finished(self, topics: list[str]) -> str:
        """Which report of those who finished: the grade says (อ.3, ป.3: by years of study)."""
        grades = [t for t in self.tokens if t.kind == "G"]
        if len(topics) == 1 and not grades:
            return topics[0]
        if len(grades) != 1:
            ends = [s for s in topics if s in _ENDS]
            if grades or len(ends) < 2:
                raise NotUnderstood("finished which grade?")
            whole = any(r.what == WHOLE for t in self._words_of() for r in t.value)
            raise Asked("topic", tuple(Choice(slug) for slug in ends) if whole else _ways(ends))
        value = grades[0].value
        slug = _GRADUATES.get(value, "") if set(topics) & _ENDS else ""
        if not slug:
            slug = "completion_time"
            value = PRE[-1:] if value == PRE else value
            if value not in {(g,) for g in COMPLETION_GRADES}:
                raise NotUnderstood("no report of that grade's leavers")
        if slug not in topics:
            raise Asked("measure", topic_words.names(lexicon.raw())[slug])
        self.tokens = [t for t in self.tokens if t.kind not in "Gd"]
        if slug == "completion_time":
            self.once("grades", value)
            self.parsed.said.add("grades")
        return slug

    def _row(self, found: list[tuple[Meaning, ...]]) -> None:
        """Which row of the topic, where one is named; asked back where it is none, or several."""
        assert self.topic is not None
        slug = self.topic.slug
        rows: list[str] = []
        for value in found:
            said = list(dict.fromkeys(r.what for r in value if r.topic == slug))
            if WHOLE in said and re.search("gF", self.kinds):
                said = [WHOLE]  # a breakdown is of the whole
            if len(said) > 1 and not set(said) <= {BY, WHOLE}:
                options = [
                    Choice(slug, None if w == WHOLE else w) for w in said if w not in (BY, EACH)
                ]
                raise Asked("topic", tuple(options))
            if NO_ROW in said or THING in said:
                raise Asked("category", Choice(slug))
            self.ratio = self.ratio or RATIO in said
            rows += [what for what in said if what not in OWN]
        if len(set(rows)) > 1:
            raise NotUnderstood("two rows of a topic")
        self.category = rows[0] if rows else None

    def _part(self) -> None:
        states = {t.value for t in self.tokens if t.kind == "$"}
        if not states:
            return
        assert self.topic is not None
        if self.topic.parts != "states" or len(states) > 1:
            raise NotUnderstood("a state of what?")
        self.part = states.pop()
        self.tokens = [t for t in self.tokens if t.kind != "$"]

    def _grouped(self) -> None:
        """«แยกตามสัญชาติ», «แต่ละศาสนา», «มีความพิการอะไรบ้าง»: one line for each row."""
        assert self.topic is not None
        slug = self.topic.slug
        self._greatest_row()
        for n, token in enumerate(self.tokens):
            if token.kind != "F":
                continue
            said = {r.what for r in token.value if r.topic in (slug, "")}
            before = self.kinds[n - 1] if n else ""
            after = self.kinds[n + 1 : n + 2]
            if (
                EACH in said
                or (before == "g" and said & {BY, WHOLE})
                or (after == "W" and BY in said)
            ):
                self.once("group_by", "category")
                if before == "g":
                    del self.tokens[n - 1]
                if after == "W" and BY in said:
                    self.tokens = [t for t in self.tokens if t.kind != "W"]
                break
        grouped = self.slots.get("group_by") == "category"
        if grouped and self.category:
            raise NotUnderstood("one row, by rows")
        if not grouped and self.category is None and not self.ratio and self._only_by():
            raise Asked("category", Choice(slug))

    def _greatest_row(self) -> None:
        """«ศาสนาไหนมีนักเรียนมากที่สุด»: all of them side by side, the greatest to be seen."""
        if not re.search(r"FW.*\^", self.kinds):
            return
        asked = self.tokens[self.kinds.index("FW")]
        tops = {t.value for t in self.tokens if t.kind == "^"}
        if not any(r.what == BY for r in asked.value) or not tops <= {"most", "least"}:
            raise NotUnderstood("the largest of what?")
        self._words(r"\^")

    def _only_by(self) -> bool:
        """«นักเรียนสัญชาติกี่คน»: which?"""
        assert self.topic is not None
        slug = self.topic.slug
        whole = any(r.what == WHOLE and r.topic == slug for t in self._words_of() for r in t.value)
        return not whole or self.topic.everyone

    def _words_of(self) -> list[Token]:
        return [t for t in self.tokens if t.kind == "F"]

    def _without_words(self) -> None:
        """Drop the topic's words; where they are the noun themselves, leave a noun for them."""
        assert self.topic is not None
        if self.topic.counted is not Counted.PUPILS and re.search("[PR]", self.kinds):
            raise NotUnderstood("pupils and another thing")
        self._words("(?<=[PXG])TM?(?=F)")
        things = self.topic.counted is Counted.THINGS
        if "u" in self.kinds and not things:
            raise NotUnderstood("counted in another unit")
        noun = replace(self._words_of()[0], kind="P", value="students")
        has_noun = "P" in self.kinds
        kept: list[Token] = []
        for token in self.tokens:
            if token.kind == "F":
                kept += [] if has_noun else [noun]
                has_noun = True
            else:
                kept.append(
                    replace(token, kind="U", value="students") if token.kind == "u" else token
                )
        self.tokens = kept

    def _per_teacher(self) -> None:
        if set(self.kinds) - set("FvKUVJMO#Sh~AT"):
            raise NotUnderstood("pupils a teacher, and more")
        self._without_words()
        self._words("v|h")

    # ------------------------------------------------------------ after it

    def _percent_of_topic(self) -> None:
        """«เด็กพิการคิดเป็นร้อยละเท่าไร (ของนักเรียนทั้งเขต)»."""
        assert self.topic is not None
        first, last = self.kinds.index("%"), self.kinds.rindex("%")
        left, right = self.tokens[:first], self.tokens[last + 1 :]
        right = [t for n, t in enumerate(right) if not (t.kind in "KV" and n == 0)]
        if right and right[0].kind == "f":
            right = right[1:]
        if not any(t.kind == "F" for t in left):
            left, right = right, []
        allowed = set("PFO#SAMJhGX")
        if {t.kind for t in (*left, *right)} - allowed or not any(t.kind == "F" for t in left):
            raise NotUnderstood("a percent of a topic and more")
        of = self._whole(right)
        self.tokens = [t for t in left if t.kind not in "FPMJ"]
        self._limits()
        if (self.slots.get("grades") or self.slots.get("sex")) and right == []:
            raise NotUnderstood("of the same grade, or of all?")
        self._scope("O#SAh")
        schools = self.slots.get("schools")
        whole_office = any(t.kind == "O" for t in right)
        of = replace(of, schools=None if whole_office else schools)
        self.parsed.said.add("full")
        query = self._query(measure="percent", of=of)
        if self.category is None and of.topic == self.topic.slug and of.schools == schools:
            raise NotUnderstood("the part is the whole")
        self.parsed.query = query

    def _whole(self, right: list[Token]) -> StatQuery:
        """What the share is of: every pupil, or the whole of the topic."""
        assert self.topic is not None
        if any(t.kind in "#GX" for t in right):
            raise NotUnderstood("a percent of a part")
        own = any(t.kind == "F" for t in right)
        if own and any(r.what not in OWN for t in right if t.kind == "F" for r in t.value):
            raise NotUnderstood("a percent of a row")
        pupils = any(t.kind == "P" for t in right) and not own
        if self.topic.counted is not Counted.PUPILS and pupils:
            raise NotUnderstood("a percent of another thing")
        if self.topic.everyone or own or (self.topic.counted is not Counted.PUPILS):
            return StatQuery(measure="count", topic=self.topic.slug)
        if self.topic.slug in _NO_SHARE:
            raise NotUnderstood("of the pupils of which day?")
        if self.category is not None and not pupils:
            raise NotUnderstood("of the topic, or of all pupils?")
        return StatQuery()

    def _limits(self) -> None:
        for kind, name in (("G", "grades"), ("X", "sex")):
            for token in [t for t in self.tokens if t.kind == kind]:
                self.once(name, token.value)
                self.parsed.said.add(name)
        self.tokens = [t for t in self.tokens if t.kind not in "GX"]

    def _of_topic(self, query: StatQuery) -> StatQuery:
        """The query of pupils, turned to the topic. Raises Asked or NotUnderstood."""
        if self.topic is None:
            return query
        measures = {"students": "count", "schools": "schools", "percent": "percent"}
        only = query.having is None or query.having == Having(without=query.having.without)
        if query.parts or not only or query.measure not in measures:
            raise NotUnderstood("a topic asked like pupils")
        measure = "students_per_teacher" if self.ratio else measures[query.measure]
        if self.bound is not None:
            if measure != "schools" or query.group_by:
                raise NotUnderstood("a bound, and more")
            without = query.having.without if query.having else ()
            query = replace(query, having=replace(self.bound, without=without))
        found = replace(
            query, measure=measure, topic=self.topic.slug, category=self.category, part=self.part
        )
        return _by_state(found) if self.span is None and not self.rounds else found


def _by_state(query: StatQuery) -> StatQuery:
    """Things that can be used and things that cannot are shown beside their sum."""
    one = query.measure == "count" and query.category and not (query.rank or query.listing)
    states = TOPICS[query.topic].slug == "equipment" and query.part is None
    return replace(query, group_by="part") if one and states and not query.group_by else query


def fits(query: StatQuery) -> None:
    """Does the topic count that? Raises Asked("part") when it knows no grades, no sexes."""
    topic = TOPICS[query.topic]
    if topic.slug == PUPILS:
        if query.measure in ("count", "students_per_teacher") or query.group_by == "category":
            raise NotUnderstood("a topic's measure of the pupils by grade")
        return
    if (query.grades or query.group_by in ("grade", "level", "groups")) and topic.parts != "grades":
        raise Asked("part", ("grade", topic.slug))
    sexes = query.sex or query.group_by == "sex"
    if sexes and topic.counted is not Counted.PUPILS:
        raise Asked("part", ("sex", topic.slug))
    if query.group_by in ("obec4", "obec7", "kcs") or query.measure in ("rooms", "students"):
        raise NotUnderstood("a topic asked like pupils")


def _stands(value: tuple[Meaning, ...], slug: str) -> bool:
    return any(r.alone for r in value if r.topic == slug)


def _ways(slugs: Iterable[str]) -> tuple[Choice, ...]:
    return tuple(Choice(slug, group_by="category") for slug in slugs)
