"""«ร้อยละ … ของ …»: a part and its whole."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.questions import lexicon
from handlers.questions.grammar import Asked, NotUnderstood, Tokens, only
from handlers.questions.names import Fit
from handlers.questions.query import Grades, Having, StatQuery
from handlers.questions.scan import Token


class Shares(Tokens):
    """Understands a percentage."""

    def _percent(self) -> None:
        if len(re.findall("%", self.kinds)) > 2:
            raise NotUnderstood("several percents")
        at = self.kinds.index("%")
        last = self.kinds.rindex("%")
        if set(self.kinds[at : last + 1]) - set("%KV"):
            raise NotUnderstood("several percents")
        # «สัดส่วน» says no more than the percentage does.
        self.tokens = [t for t in self.tokens if not (t.kind == "v" and t.value == "ratio")]
        at, last = self.kinds.index("%"), self.kinds.rindex("%")
        left, right = self.tokens[:at], self.tokens[last + 1 :]
        if not left and "/" in (kinds := "".join(t.kind for t in right)):
            # «ร้อยละของนักเรียนหญิงต่อนักเรียนทั้งหมด»: the part stands behind it too.
            cut = kinds.index("/")
            left, right = [t for t in right[:cut] if t.kind != "f"], right[cut:]
        while right and right[0].kind in "KV%":
            right = right[1:]
        if right and right[0].kind in "f/":
            right = right[1:]
        elif right and not _opens_with_of(right[0]):
            raise NotUnderstood("a percent of what?")
        if [t.kind for t in right] == ["S"] and any(t.kind == "#" for t in left):
            # «… ของโรงเรียน»: of the school that the part is in.
            right = [replace(right[0], kind="h")]
        part, whole = _Side(left), _Side(right)
        if not left and part.empty(self.having):
            # «ร้อยละของนักเรียนหญิงทั้งเขต»: the part alone is said.
            part = whole
            whole = part.without_limit(self.having)
        elif not right:
            whole = part.without_limit(self.having)
        self.tokens = []
        self.parsed.said.update({"full", *(["scope"] if part.schools or part.office else [])})
        self.parsed.ambiguous = [m for m in (*part.matches, *whole.matches) if m.fit is not Fit.ONE]
        if part.empty(self.having):
            raise NotUnderstood("a percent of nothing")
        part.within(whole)
        schools = whole.schools
        if whole.whole_school or (not whole.office and part.schools and (part.sex or part.grades)):
            # «… ของนักเรียนทั้งโรงเรียน»: the whole is the school that the part is in.
            if not whole.whole_school and right and not whole.schools:
                raise NotUnderstood("whose whole?")
            schools = part.schools
        measure = part.measure or whole.measure
        if whole.measure and part.measure and whole.measure != part.measure:
            raise NotUnderstood("a percent of another kind")
        if measure is None:
            raise NotUnderstood("a percent of what?")
        if measure == "schools" and (part.grades or part.sex or part.schools):
            raise NotUnderstood("a percent of schools with pupils")
        if whole.grades and not set(part.grades or ()) <= set(whole.grades):
            raise NotUnderstood("the part is not in the whole")
        if whole.grades and not part.grades:
            raise NotUnderstood("the part is not in the whole")
        if whole.sex and whole.sex != part.sex:
            raise NotUnderstood("the part is not in the whole")
        if schools and schools != part.schools:
            raise NotUnderstood("the part is not in the whole")
        of = StatQuery(measure=measure, schools=schools, grades=whole.grades, sex=whole.sex)
        query = self._query(
            measure="percent", schools=part.schools, grades=part.grades, sex=part.sex, of=of
        )
        if replace(query, of=None, measure=measure, decimals=None) == of:
            raise NotUnderstood("the part is the whole")
        if measure == "rooms" and (part.sex or whole.sex):
            raise Asked("measure", "rooms_by_sex")
        having, self.having = self.having, Having()
        if part.schools and having != Having():
            raise NotUnderstood("a school among schools")
        self.having = having
        self.parsed.query = query


def _opens_with_of(token: Token) -> bool:
    """Is it «ของเขต», the word for the office with its «ของ»?"""
    return token.kind == "O" and lexicon.opens_with_of(token.text)


class _Side:
    """One side of «ร้อยละ … ของ …»: what is counted, where."""

    def __init__(self, tokens: list[Token]) -> None:
        kinds = "".join(t.kind for t in tokens)
        if set(kinds) - set("PRSH#OAGXMJhV&T"):
            raise NotUnderstood("a percent of other things")
        if set(kinds) & set("T&"):
            raise NotUnderstood("a percent of several things")
        self.matches = [t.value for t in tokens if t.kind == "#"]
        if len(self.matches) > 1:
            raise NotUnderstood("a percent of several schools")
        self.schools = (self.matches[0].codes[0],) if self.matches else None
        self.office = "O" in kinds
        if self.office and self.schools:
            raise NotUnderstood("a school and the whole office")
        self.whole_school = "h" in kinds
        self.grades: Grades | None = only(tokens, "G")
        self.sex: str | None = only(tokens, "X")
        nouns = {"P": "students", "R": "rooms", "S": "schools", "H": "schools"}
        found = {nouns[k] for k in kinds if k in nouns}
        if "students" in found and "schools" in found:
            found.discard("schools")
            self.of_schools = True
        if len(found) > 1:
            raise NotUnderstood("a percent of two things")
        self.measure = found.pop() if found else None
        if self.measure is None and (self.grades or self.sex):
            self.measure = "students"

    def within(self, whole: _Side) -> None:
        """«หญิงกี่เปอร์เซ็นต์ของนักเรียนอนุบาล»: the girls among them, where they are."""
        if self.sex and not self.grades and whole.grades and not whole.sex:
            self.grades = whole.grades
        elif self.grades and not self.sex and whole.sex and not whole.grades:
            self.sex = whole.sex
        if (self.sex or self.grades) and whole.schools and not (self.schools or self.office):
            self.schools = whole.schools

    def empty(self, having: Having) -> bool:
        return not (self.grades or self.sex or self.schools or having != Having())

    def without_limit(self, having: Having) -> _Side:
        """The whole that goes without saying, where only one thing limits the part."""
        limits = [self.grades, self.sex, having if having != Having() else None]
        said = [limit for limit in limits if limit is not None]
        whole = _Side([])
        whole.measure = self.measure
        if len(said) == 1 and not (self.schools and limits[2]):
            whole.whole_school = self.schools is not None
            return whole
        if not said and self.schools:
            return whole
        raise NotUnderstood("a percent of what?")
