"""Several things asked in one question: «ชายกี่คน หญิงกี่คน», «เด็กกี่คน กี่ห้อง»."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from handlers.dmc_vocabulary import FEMALE, MALE
from handlers.questions.grammar import UNITS, Asked, NotUnderstood, Tokens, only
from handlers.questions.names import Fit
from handlers.questions.query import Grades, Having, StatQuery
from handlers.questions.scan import Token

_MEASURES = {"S": "schools", "P": "students", "R": "rooms"}


class Parts(Tokens):
    """Understands a question of several parts."""

    def _segments(self) -> list[list[Token]]:
        """The question cut after each thing that is asked: «ชายกี่คน | หญิงกี่คน»."""
        ends = [m.end() for m in re.finditer("K[URHS]|V", self.kinds)]
        if len(ends) < 2:
            return [self.tokens]
        cuts = [0, *ends]
        found = [self.tokens[a:b] for a, b in pairwise(cuts)]
        found[-1] += self.tokens[cuts[-1] :]
        return found

    def _nouns(self) -> bool:
        """«จำนวนโรงเรียน นักเรียน และห้องเรียน»: things named side by side, each counted whole."""
        kinds = re.sub("f?S?Q?(?=#)|f(?=O)", "", self.kinds)
        where = re.search("[O#]", kinds)
        listed = r"A?M?J?[SPR]((&J?|J)[SPR]|[SPR](?=&|J)|[SPR])+"
        if not re.fullmatch(rf"[O#]?{listed}(A?[O#])?M?A?V?y?V?A?~?", kinds):
            return False
        nouns = re.findall("[SPR]", kinds)
        joined = "&" in kinds or kinds.count("J") > 1 or len(nouns) == 3
        if not joined or len(set(nouns)) != len(nouns) or kinds.count("#") + kinds.count("O") > 1:
            return False
        if re.search("(?<![&J])SO", kinds) or (where and where[0] == "#" and "S" in nouns):
            return False  # the schools of the office: a place, or counted too?
        queries = []
        schools = [t.value for t in self.tokens if t.kind == "#"]
        codes = tuple(m.codes[0] for m in schools) or None
        for noun in nouns:
            queries.append(StatQuery(measure=_MEASURES[noun], schools=codes))
        self.parsed.ambiguous = [m for m in schools if m.fit is not Fit.ONE]
        self.parsed.said.update({"noun", "full", *(["scope"] if where else [])})
        self.parsed.query = StatQuery(parts=tuple(queries))
        return True

    def _several(self, segments: list[list[Token]]) -> None:
        """Two or more things asked: the first says where, the others differ in one way."""
        if self.slots.get("group_by") or self.having != Having():
            raise NotUnderstood("several questions, grouped")
        if "but_grades" in self.slots or "but_schools" in self.slots:
            raise NotUnderstood("several questions, and something left out")
        parts: list[_Part] = []
        for segment in segments:
            parts.append(_part(segment, parts[0].measure if parts else None))
        first = parts[0]
        self.parsed.ambiguous = [m for p in parts for m in p.matches if m.fit is not Fit.ONE]
        queries = [first.query()]
        for part in parts[1:]:
            queries.append(part.after(first, parts))
        if len(set(queries)) != len(queries):
            raise NotUnderstood("the same asked twice")
        if first.schools or first.office:
            self.parsed.said.add("scope")
        self.parsed.said.add("full")
        if any(p.noun for p in parts):
            self.parsed.said.add("noun")
        varying = {replace(q, sex=None) for q in queries}
        if len(varying) == 1 and [q.sex for q in queries] == [MALE, FEMALE]:
            self.parsed.query = replace(queries[0], sex=None, group_by="sex")
        else:
            self.parsed.query = StatQuery(parts=tuple(queries))


class _Part:
    """One of several things asked in one question."""

    def __init__(self, tokens: list[Token], kinds: str, usual: str | None) -> None:
        """`usual` is what the first part counts, for a part that says no noun of its own."""
        if set(kinds) - set("PRSHKVJUOAaMG#X&h"):
            raise NotUnderstood("several questions and more")
        self.matches = [t.value for t in tokens if t.kind == "#"]
        self.schools = tuple(m.codes[0] for m in self.matches) or None
        self.office = "O" in kinds
        if (self.office and self.schools) or len(self.matches) > 1:
            raise NotUnderstood("several scopes")
        self.grades: Grades | None = only(tokens, "G")
        self.sex: str | None = only(tokens, "X")
        self.noun = bool(re.search("[PRSH]", re.sub("K[RSH]", "", kinds)))
        asked = re.findall("K([URHS])", kinds)
        nouns = {UNITS[{"P": "U"}.get(k, k)] for k in re.sub("K[URHS]", "", kinds) if k in "PRSH"}
        if asked:
            self.measure = UNITS[asked[0]]
            if nouns - {self.measure} and not (self.measure == "rooms" and self.grades):
                raise NotUnderstood("counted in another unit")
        elif len(nouns) == 1:
            self.measure = nouns.pop()
        elif not nouns and (self.grades or self.sex):
            # «ชายเท่าไร หญิงเท่าไร»: children, unless rooms were asked for before.
            self.measure = usual or "students"
        else:
            raise NotUnderstood("how many of what?")
        if self.measure == "schools" and (self.schools or self.sex):
            raise NotUnderstood("a school among schools")
        if self.measure == "rooms" and self.sex:
            raise Asked("measure", "rooms_by_sex")

    def query(self) -> StatQuery:
        return StatQuery(
            measure=self.measure, schools=self.schools, grades=self.grades, sex=self.sex
        )

    def after(self, first: _Part, parts: list[_Part]) -> StatQuery:
        """This part with what it leaves unsaid taken from the first."""
        if self.schools or self.office:
            if (first.schools is None) != (self.schools is None):
                raise NotUnderstood("several scopes")
            if (self.grades is None and first.grades) or (self.sex is None and first.sex):
                raise NotUnderstood("does it keep the grade?")
            return self.query()
        query = replace(self.query(), schools=first.schools)
        if self.measure == "schools" and first.schools:
            raise NotUnderstood("a school among schools")
        grades_vary = any(p.grades for p in parts[1:])
        sexes_vary = any(p.sex for p in parts[1:])
        if grades_vary and sexes_vary:
            raise NotUnderstood("grades and sexes vary")
        if not self.grades and first.grades:
            if grades_vary or self.measure == "schools":
                raise NotUnderstood("does it keep the grade?")
            query = replace(query, grades=first.grades)
        if not self.sex and first.sex:
            raise NotUnderstood("does it keep the sex?")
        if self.measure == first.measure and not (self.grades or self.sex):
            raise NotUnderstood("the same asked twice")
        from_all = (grades_vary and not first.grades) or (sexes_vary and not first.sex)
        if from_all and not (self.grades or self.sex) and self is not parts[1]:
            # «เด็กกี่คน หญิงกี่คน กี่ห้อง»: the first is of all; are the rooms of all too?
            raise NotUnderstood("does it keep the grade?")
        return query


def _part(tokens: list[Token], usual: str | None) -> _Part:
    return _Part(tokens, "".join(t.kind for t in tokens), usual)
