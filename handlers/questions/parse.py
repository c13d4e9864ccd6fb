"""From tokens to a query: a closed grammar. What it does not explain whole, it does not answer.

Tokens are seen as a string of their kinds (see vocabulary.toml), and rules take stretches of
that string out, each filling its slots. A slot filled twice, or a token left over, is a
question that is not understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from handlers.dmc_vocabulary import FEMALE, GRADES, MALE
from handlers.questions.figures import LEVELS, SIZES
from handlers.questions.mentions import Lost
from handlers.questions.names import Fit, Match
from handlers.questions.query import Grades, Having, StatQuery
from handlers.questions.scan import Token

_UNITS = {"U": "students", "R": "rooms", "H": "schools", "S": "schools"}


class NotUnderstood(Exception):
    """The words are known, but not together. `why` is for the log and the tests."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Asked(Exception):
    """Something must be asked back or is missing. `what`: school, grade, measure, place, lost."""

    def __init__(self, what: str, value: Any) -> None:
        super().__init__(what)
        self.what, self.value = what, value


@dataclass
class Parsed:
    """A query and what of it was said in so many words, for follow-ups."""

    query: StatQuery
    said: set[str] = field(default_factory=set)
    year: str | None = None
    relative: int | None = None
    round: int | None = None
    as_of: tuple[int, int, str | None] | None = None
    ambiguous: list[Match] = field(default_factory=list)


class Grammar:
    """One question's tokens, taken away as they are explained."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = [t for t in tokens if t.kind != "."]
        self.parsed = Parsed(StatQuery())
        self.having = Having()
        self.slots: dict[str, Any] = {}

    @property
    def kinds(self) -> str:
        """The kinds of the tokens left, as a string."""
        return "".join(t.kind for t in self.tokens)

    def cut(self, pattern: str) -> list[Token] | None:
        """Take the first stretch that matches out; None when there is none."""
        match = re.search(pattern, self.kinds)
        if match is None or match.end() == match.start():
            return None
        found = self.tokens[match.start() : match.end()]
        del self.tokens[match.start() : match.end()]
        return found

    def once(self, name: str, value: Any) -> None:
        """Fill a slot; a second, different value is one too many."""
        if name in self.slots and self.slots[name] != value:
            raise NotUnderstood(f"two of {name}")
        self.slots[name] = value

    # ------------------------------------------------------------ the whole

    def parse(self) -> Parsed:
        """The query. Raises Asked or NotUnderstood."""
        self._refuse()
        self._time()
        self._tidy()
        self._numbers()
        self._criterion()
        self._conditions()
        if "~" in self.kinds:
            self.parsed.said.add("again")
            self.tokens = [t for t in self.tokens if t.kind != "~"]
        if "%" in self.kinds:
            self._percent()
        elif "^" in self.kinds and "#" not in self.kinds:
            self._rank()
        elif re.search("[WI]", self.kinds) and "C" not in self.kinds and "#" not in self.kinds:
            self._list()
        else:
            self._count()
        return self.parsed

    def _refuse(self) -> None:
        """What there is no data of, what is unknown: said before anything else is tried."""
        for kind, what in (("!", "measure"), ("@", "place")):
            values = [t.value for t in self.tokens if t.kind == kind]
            if values:
                raise Asked(what, ", ".join(dict.fromkeys(values)))
        lost = [t for t in self.tokens if t.kind == "?"]
        schools = [t for t in lost if isinstance(t.value, Lost) and t.value.is_school]
        if schools:
            raise Asked("no_school", schools[0].value)
        if lost:
            raise Asked("lost", [t.text for t in lost])

    def _time(self) -> None:
        parsed = self.parsed
        for token in [t for t in self.tokens if t.kind in "123t"]:
            if token.kind == "1":
                self.once("year", token.value[-2:])
                parsed.year = token.value
            elif token.kind == "t":
                self.once("relative", int(token.value))
                parsed.relative = int(token.value)
            elif token.kind == "2":
                self.once("round", token.value[0])
                parsed.round = token.value[0]
                if token.value[1]:
                    self.once("year", token.value[1][-2:])
                    parsed.year = parsed.year or token.value[1]
            else:
                self.once("as_of", token.value)
                parsed.as_of = token.value
        if parsed.relative is not None and parsed.year is not None:
            raise NotUnderstood("a year and a relative year")
        if {"year", "round", "as_of", "relative"} & set(self.slots):
            parsed.said.add("time")
        self.tokens = [t for t in self.tokens if t.kind not in "123tx"]

    def _tidy(self) -> None:
        """Drop words that only lead to the next one."""
        self._words(r"S(?=Q?#)|Q(?=#)|d(?=G)|S(?=O)(?!.*K[HS])(?=.*P)")
        if "%" not in self.kinds:
            self._words(r"f(?=[#OSQGPXl])")
        self._words(r"Q(?=#)|S(?=#)|P(?=P)")
        for token in [t for t in self.tokens if t.kind == "i"]:
            self.once("decimals", int(token.value))
        self.tokens = [t for t in self.tokens if t.kind != "i"]
        if match := re.search("dN(?![URHSD])", self.kinds):
            number = self.tokens[match.start() + 1].value
            if self.tokens[match.start()].value == "grade" and number in (1, 2, 3, 4, 5, 6):
                raise Asked("grade", number)

    def _words(self, pattern: str) -> None:
        while self.cut(pattern):
            pass

    # ------------------------------------------------------------ numbers and conditions

    def _numbers(self) -> None:
        """Comparisons with a number become one token `n`: (min, max, measure)."""
        while match := re.search("cN[URHS]?e?&?N[URHS]|cN[URHS]p?|NN[URHS]|N[URHS]p", self.kinds):
            part = self.tokens[match.start() : match.end()]
            value = _bounds(part)
            token = replace(part[0], kind="n", value=value)
            self.tokens[match.start() : match.end()] = [token]

    def _criterion(self) -> None:
        found = self.cut("b")
        if found:
            self.once("rule", found[0].value)
        if re.search("b", self.kinds):
            raise NotUnderstood("two rules of size")

    def _conditions(self) -> None:
        """What the schools counted must meet: taken out of the question into `having`."""
        if not re.search("[SH]", self.kinds):
            return
        while found := self.cut("T?(M?P?[GX]{0,2}|M?R?G?)n"):
            self._bound(found)
        while found := self.cut("&?T?ZP?d?G(&P?G)*"):
            self._has(found, "lacks")
        pattern = r"(?<=[SHWz#O])(T[MEP]|T?E|TME)e?A?P?d?&?G(&?P?G)*(?!K[U])|(?<=W)MP?G$"
        if "^" in self.kinds:
            # «ที่มี ม.ต้น มากที่สุด» ranks by that level; only a second clause makes it a condition.
            pattern = r"(?<=[SHWz#O])(T[ME]|T?E)e?d?G(&?G)*(?=T?MP?[GXR]*\^)"
        while found := self.cut(pattern):
            self._has(found, "has")
        self._sizes()

    def _bound(self, part: list[Token]) -> None:
        low, high, measure = part[-1].value
        if measure == "schools":
            raise NotUnderstood("a bound of schools")
        grades = _only(part, "G")
        sex = _only(part, "X")
        noun = "rooms" if any(t.kind == "R" for t in part) else "students"
        if noun != measure and any(t.kind in "PR" for t in part):
            raise NotUnderstood("a bound in the wrong unit")
        if measure == "rooms" and sex:
            raise Asked("measure", "rooms_by_sex")
        if high is not None and low is None and (grades or sex):
            low = 1  # a school with none of it is left out (answers.md, "Rank")
        self._merge(Having(measure=measure, grades=grades, sex=sex, min=low, max=high))

    def _has(self, part: list[Token], name: str) -> None:
        groups = tuple(t.value for t in part if t.kind == "G")
        whole = {*LEVELS, *((g,) for g in GRADES)}
        for group in groups:
            known = group in whole or set(LEVELS[2] + LEVELS[3]) == set(group)
            if not known:
                raise NotUnderstood("a range of grades that a school has")
        if any(t.kind == "e" for t in part) and groups[-1] != LEVELS[3]:
            raise NotUnderstood("up to a level that is not the last")
        if name == "lacks" and len(groups) > 1 and not any(t.kind == "&" for t in part):
            raise NotUnderstood("several levels lacking")
        if name == "has":
            self._merge(Having(has=groups))
        else:
            self._merge(Having(lacks=groups))

    def _merge(self, more: Having) -> None:
        old = self.having
        if more.min is None and more.max is None:
            self.having = replace(old, has=old.has + more.has, lacks=old.lacks + more.lacks)
        elif old.min is None and old.max is None:
            self.having = replace(more, has=old.has, lacks=old.lacks)
        elif (old.min, old.max, old.measure, old.grades) != (
            more.min,
            more.max,
            more.measure,
            more.grades,
        ):
            raise NotUnderstood("two bounds")

    def _sizes(self) -> None:
        sizes = [t for t in self.tokens if t.kind in "zs"]
        if not sizes:
            return
        values = [t.value for t in sizes]
        if values == ["opportunity"]:
            self.cut("z")
            primary, lower, upper = LEVELS[1:]
            self._merge(Having(has=(primary, lower), lacks=(upper,)))
            return
        if "opportunity" in values or sizes[0].kind != "z":
            raise NotUnderstood("sizes and other things")
        if len(values) > 1:
            if (
                not re.search("z(&?[zs])+", self.kinds)
                or self.slots.get("rule", "obec4") == "obec7"
            ):
                raise NotUnderstood("several sizes")
            self.cut("z(&?[zs])+")
            rule = self.slots.get("rule", "obec4")
            if values != [name for name, _, _ in SIZES[rule]] or not self.cut("y"):
                raise NotUnderstood("some sizes")
            self.once("group_by", rule)
            return
        rule = "obec7" if values[0].startswith("size") else self.slots.get("rule", "obec4")
        self.once("rule", rule)
        bounds = {name: (low, high) for name, low, high in SIZES[rule]}
        if values[0] not in bounds:
            raise NotUnderstood("a size that the rule does not know")
        self.cut("z")
        low, high = bounds[values[0]]
        self._merge(Having(min=low, max=high))
        self.having = replace(self.having, rule=rule, size=values[0])

    # ------------------------------------------------------------ shapes

    def _scope(self, allowed: str) -> None:
        """Fill schools, grades, sex from what is left; every token must be of `allowed`."""
        for token in self.tokens:
            if token.kind not in allowed:
                raise NotUnderstood(f"left over: {token.kind} {token.text}")
        schools = [t.value for t in self.tokens if t.kind == "#"]
        if schools:
            if "O" in self.kinds:
                raise NotUnderstood("a school and the whole office")
            self.parsed.said.add("scope")
            self.parsed.ambiguous = [m for m in schools if m.fit is not Fit.ONE]
            codes = tuple(dict.fromkeys(m.codes[0] for m in schools))
            self.slots["schools"] = codes
        if "O" in self.kinds:
            self.parsed.said.update({"scope", "office"})
        if "A" in self.kinds:
            self.parsed.said.add("total")
        if "a" in self.kinds:
            self.parsed.said.add("all_grades")

    def _query(self, **more: Any) -> StatQuery:
        names = ("schools", "grades", "sex", "group_by", "groups", "decimals")
        slots = {n: self.slots[n] for n in names if self.slots.get(n) is not None}
        having = self.having if self.having != Having() else None
        return StatQuery(**{**slots, "having": having, **more})

    def _finish(self, query: StatQuery) -> None:
        derived = ("avg_per_room", "avg_per_school", "percent")
        if query.decimals is not None and query.measure not in derived:
            raise NotUnderstood("decimals of a count")
        if self.slots.get("rule") and query.having is None and query.group_by is None:
            raise NotUnderstood("a rule of size and no size")
        if query.measure in ("rooms", "avg_per_room") and (query.sex or query.group_by == "sex"):
            raise Asked("measure", "rooms_by_sex")
        if query.schools and (query.having or query.measure in ("schools", "avg_per_school")):
            raise NotUnderstood("a school among schools")
        self.parsed.query = query

    def _rank(self) -> None:
        self.parsed.said.add("rank")
        tops = [t for t in self.tokens if t.kind == "^"]
        if len(tops) > 1:
            raise NotUnderstood("two superlatives")
        self.cut(r"\^")
        places = self.cut("ND|N[HS]") or self.cut("D(?!N)")
        n = next((t.value for t in places or [] if t.kind == "N"), 1)
        if not isinstance(n, int) or not 1 <= n <= 200:
            raise NotUnderstood("so many places")
        self._grades_and_sex()
        order = {"largest": "most", "smallest": "least"}.get(tops[0].value, tops[0].value)
        rooms = "R" in self.kinds
        measure = "avg_per_room" if "q" in self.kinds else "rooms" if rooms else "students"
        if rooms and ("P" in self.kinds or "q" in self.kinds):
            raise NotUnderstood("pupils and rooms in one rank")
        if "d" in self.kinds or ("v" in self.kinds and "q" not in self.kinds):
            raise NotUnderstood("a rank of other things")
        if "K" in self.kinds and not re.search("K[U]|KR", self.kinds):
            raise NotUnderstood("how many of a rank")
        bare = not re.search("[SH]", self.kinds)
        if bare and (self.kinds.strip("AO") or "again" not in self.parsed.said):
            raise NotUnderstood("a rank of what?")
        if not bare:
            self.parsed.said.add("full")
        self._scope("SHWTMPROAvqKUIJVh" if not bare else "AO")
        self._finish(self._query(measure=measure, rank=(order, n), listing=True))

    def _list(self) -> None:
        if re.search("[KVJdgjlyqkvXGB]", self.kinds):
            raise NotUnderstood("a list of what?")
        if not re.search("[SH]", self.kinds):
            raise NotUnderstood("a list without schools")
        if "P" in self.kinds or "R" in self.kinds:
            raise NotUnderstood("a list of pupils")
        self.parsed.said.add("full")
        self._scope("SHWTMIOA")
        self._finish(self._query(measure="schools", listing=True))

    def _grades_and_sex(self) -> None:
        found = [t.value for t in self.tokens if t.kind == "G"]
        if len(found) > 1 and len(set(found)) > 1:
            raise NotUnderstood("several grades")
        if found:
            self.once("grades", found[0])
            self.parsed.said.add("grades")
        sexes = {t.value for t in self.tokens if t.kind == "X"}
        if len(sexes) > 1:
            raise NotUnderstood("two sexes")
        if sexes:
            self.once("sex", sexes.pop())
            self.parsed.said.add("sex")
        self.tokens = [t for t in self.tokens if t.kind not in "GX"]

    def _percent(self) -> None:
        if len(re.findall("%", self.kinds)) > 2:
            raise NotUnderstood("several percents")
        at = self.kinds.index("%")
        last = self.kinds.rindex("%")
        if set(self.kinds[at : last + 1]) - set("%KV"):
            raise NotUnderstood("several percents")
        left, right = self.tokens[:at], self.tokens[last + 1 :]
        while right and right[0].kind in "KV%":
            right = right[1:]
        if right and right[0].kind == "f":
            right = right[1:]
        elif right:
            raise NotUnderstood("a percent of what?")
        part, whole = _Side(left), _Side(right)
        if not right:
            whole = part.without_limit(self.having)
        self.tokens = []
        self.parsed.said.update({"full", *(["scope"] if part.schools or part.office else [])})
        self.parsed.ambiguous = [m for m in (*part.matches, *whole.matches) if m.fit is not Fit.ONE]
        if part.empty(self.having):
            raise NotUnderstood("a percent of nothing")
        schools = whole.schools
        if whole.whole_school or (not whole.office and part.schools and (part.sex or part.grades)):
            # «… ของนักเรียนทั้งโรงเรียน»: the whole is the school that the part is in.
            if not whole.whole_school and right:
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

    # ------------------------------------------------------------ counts and breakdowns

    def _count(self) -> None:
        self._groups()
        average = self._average()
        if average:
            self._grades_and_sex_list()
            noun_ok = "P" in self.kinds or "U" in self.kinds
            if not noun_ok and "~" not in self.parsed.said:
                raise NotUnderstood("an average of what?")
            self._scope("PUKVJOAMTfhyS#" if average == "avg_per_room" else "PUKVJOAMTfSH")
            if "S" in self.kinds and self.having == Having() and "O" not in self.kinds:
                raise NotUnderstood("an average of which schools?")
            self.parsed.said.add("full")
            self._finish(self._query(measure=average))
            return
        segments = self._segments()
        if len(segments) > 1:
            self._several(segments)
            return
        self._single()

    def _average(self) -> str | None:
        found = [kind for kind in "qk" if kind in self.kinds]
        several = self.kinds.count("#") > 1
        if "v" not in self.kinds and "q" not in self.kinds:
            return None
        if several or len(found) != 1:
            raise NotUnderstood("an average over what?")
        if "R" in self.kinds:
            raise NotUnderstood("an average of rooms")
        self.tokens = [t for t in self.tokens if t.kind not in "vqk"]
        return "avg_per_room" if found == ["q"] else "avg_per_school"

    def _groups(self) -> None:
        """Words that ask for a breakdown."""
        if found := self.cut("g(X&?X|B|d|S)?"):
            last = found[-1]
            if last.kind == "d":
                self._dimension(str(last.value))
            elif last.kind in "XB":
                self.once("group_by", "sex")
            elif last.kind == "S":
                raise NotUnderstood("by every school")
            elif found := self.cut("[jlB]"):
                self.once("group_by", {"j": "grade", "l": "level", "B": "sex"}[found[0].kind])
            elif not re.search("[jlG]", self.kinds):
                raise NotUnderstood("grouped by what?")
            elif "G" in self.kinds:
                self.slots["listed"] = True
        for kind, name in (("j", "grade"), ("l", "level"), ("B", "sex")):
            if self.cut(kind):
                self.once("group_by", name)
        if self.cut("y"):
            self.slots["each"] = True
        if re.search("[gd]", self.kinds):
            raise NotUnderstood("two ways to group")

    def _dimension(self, name: str) -> None:
        if name == "size":
            rule = self.slots.get("rule", "obec4")
            self.once("group_by", rule)
        else:
            self.once("group_by", name)

    def _grades_and_sex_list(self) -> None:
        """Grades and sexes of one question, several of them when it is grouped by them."""
        grades = [t.value for t in self.tokens if t.kind == "G"]
        sexes = list(dict.fromkeys(t.value for t in self.tokens if t.kind == "X"))
        by = self.slots.get("group_by")
        if by == "sex" and sexes == [MALE, FEMALE]:
            sexes = []
        if len(sexes) == 2 and by is None and len(grades) < 2:
            self.once("group_by", "sex")
            sexes = []
        if len(sexes) > 1 or (sexes and self.slots.get("group_by") == "sex"):
            raise NotUnderstood("sexes and a breakdown")
        if sexes:
            self.once("sex", sexes[0])
            self.parsed.said.add("sex")
        if grades:
            self._several_grades(grades, self.slots.get("group_by"))
            self.parsed.said.add("grades")
        self.tokens = [t for t in self.tokens if t.kind not in "GX"]

    def _several_grades(self, grades: list[Grades], by: str | None) -> None:
        flat = [grade for group in grades for grade in group]
        if len(set(flat)) != len(flat):
            raise NotUnderstood("grades named twice")
        ordered = tuple(sorted(flat, key=GRADES.index))
        if len(grades) == 1:
            if by == "level" or self.slots.pop("listed", False):
                raise NotUnderstood("one level, by levels")
            self.once("grades", grades[0])
        elif by in (None, "level", "grade"):
            if by == "grade" and any(len(g) > 1 for g in grades):
                self.once("grades", ordered)
            else:
                self.once("grades", None if by == "level" and ordered == GRADES else ordered)
                self.slots["groups"] = tuple(grades)
                self.slots["group_by"] = "level" if by == "level" else "groups"
                if by == "grade":
                    self.slots["groups"], self.slots["group_by"] = None, "grade"
        else:
            raise NotUnderstood("several grades, otherwise grouped")

    def _segments(self) -> list[list[Token]]:
        """The question cut after each thing that is asked: «ชายกี่คน | หญิงกี่คน»."""
        ends = [m.end() for m in re.finditer("K[URHS]|V", self.kinds)]
        if len(ends) < 2:
            return [self.tokens]
        cuts = [0, *ends]
        found = [self.tokens[a:b] for a, b in pairwise(cuts)]
        found[-1] += self.tokens[cuts[-1] :]
        return found

    def _several(self, segments: list[list[Token]]) -> None:
        """Two or more things asked: the first says where, the others differ in one way."""
        if self.slots.get("group_by") or self.having != Having():
            raise NotUnderstood("several questions, grouped")
        parts = [_part(segment) for segment in segments]
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

    def _single(self) -> None:
        self._grades_and_sex_list()
        kinds = self.kinds
        each = self.slots.pop("each", False)
        self.slots.pop("listed", None)
        schools = kinds.count("#")
        if schools > 1 and re.search("[kC^]", kinds):
            self.once("group_by", "school")
            self.tokens = [t for t in self.tokens if t.kind not in "kC^W"]
            self._words("[SH](?!.*#)(?=.*P)|(?<!K)[H]")
        elif re.search(r"[kC^]", kinds):
            raise NotUnderstood("compare what?")
        elif schools > 1 and self.slots.get("group_by") is None:
            self.once("group_by", "schools")
        if each and self.slots.get("group_by") is None:
            raise NotUnderstood("each what?")
        measure = self._measure()
        self._scope("PRSHKVJUOAaMT&#h")
        if "T" in self.kinds or ("&" in self.kinds and schools < 2 and "groups" not in self.slots):
            self._loose()
        self._finish(self._query(measure=measure))

    def _loose(self) -> None:
        """«ที่» and «กับ» explain themselves only between what they join."""
        if "T" in self.kinds:
            raise NotUnderstood("which ones?")

    def _measure(self) -> str:
        kinds = self.kinds
        said = self.parsed.said
        asked = re.findall("K([URHS])", kinds)
        pupils, rooms = "P" in kinds, "R" in re.sub("KR", "", kinds)
        schools = bool(re.search("[SH]", re.sub("K[SH]", "", kinds)))
        if "K" in kinds and not asked:
            raise NotUnderstood("how many of what?")
        if pupils or rooms or schools:
            said.add("noun")
        if asked:
            said.add("ask")
            measure = _UNITS[asked[0]]
            if measure == "students" and rooms:
                raise NotUnderstood("rooms counted in people")
            if measure == "schools" and (pupils or rooms or "#" in kinds):
                raise NotUnderstood("schools of pupils")
            if measure == "students" and schools and self.having == Having():
                raise NotUnderstood("which school?")
            if measure == "rooms" and schools and self.having == Having():
                raise NotUnderstood("which school?")
            if measure in ("students", "rooms") and self.having != Having():
                if measure == "students" and not pupils:
                    raise NotUnderstood("pupils or schools?")
                if self.having.has and self.slots.get("grades") is None and "A" not in kinds:
                    raise NotUnderstood("all grades, or those?")
            return measure
        if "V" in kinds or "J" in kinds:
            said.add("ask")
        nouns = [pupils, rooms, schools and not (pupils and self.having != Having())]
        if sum(nouns) > 1:
            raise NotUnderstood("two things to count")
        if rooms:
            return "rooms"
        if nouns[2]:
            if "#" in kinds:
                raise NotUnderstood("a school among schools")
            if "ask" not in said:
                raise NotUnderstood("what of schools?")
            return "schools"
        return "students"


def _only(part: list[Token], kind: str) -> Any:
    found = [t.value for t in part if t.kind == kind]
    if len(set(found)) > 1:
        raise NotUnderstood("two conditions in one")
    return found[0] if found else None


def _bounds(part: list[Token]) -> tuple[int | None, int | None, str]:
    numbers = [t.value for t in part if t.kind == "N"]
    if not all(isinstance(n, int) for n in numbers):
        raise NotUnderstood("not a whole number")
    units = {_UNITS[t.kind] for t in part if t.kind in _UNITS}
    if len(units) != 1:
        raise NotUnderstood("two units")
    unit = units.pop()
    said = {t.value for t in part if t.kind in "cp"} or {"between"}
    if len(said) > 1:
        raise NotUnderstood("two comparisons")
    word = said.pop()
    if len(numbers) == 2:
        between = word in ("between", "ge") and numbers[0] < numbers[1]
        if not between:
            raise NotUnderstood("between what?")
        return numbers[0], numbers[1], unit
    n = numbers[0]
    known: dict[str, tuple[int | None, int | None]] = {
        "gt": (n + 1, None),
        "ge": (n, None),
        "lt": (None, n - 1),
        "le": (None, n),
        "eq": (n, n),
    }
    if word not in known:
        raise NotUnderstood("between one number")
    return *known[word], unit


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
        self.grades: Grades | None = _only(tokens, "G")
        self.sex: str | None = _only(tokens, "X")
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


class _Part:
    """One of several things asked in one question."""

    def __init__(self, tokens: list[Token], kinds: str) -> None:
        if set(kinds) - set("PRSHKVJUOAaMG#X&h"):
            raise NotUnderstood("several questions and more")
        self.matches = [t.value for t in tokens if t.kind == "#"]
        self.schools = tuple(m.codes[0] for m in self.matches) or None
        self.office = "O" in kinds
        if (self.office and self.schools) or len(self.matches) > 1:
            raise NotUnderstood("several scopes")
        self.grades: Grades | None = _only(tokens, "G")
        self.sex: str | None = _only(tokens, "X")
        self.noun = bool(re.search("[PRSH]", re.sub("K[RSH]", "", kinds)))
        asked = re.findall("K([URHS])", kinds)
        nouns = {_UNITS[{"P": "U"}.get(k, k)] for k in re.sub("K[URHS]", "", kinds) if k in "PRSH"}
        if asked:
            self.measure = _UNITS[asked[0]]
            if nouns - {self.measure} and not (self.measure == "rooms" and self.grades):
                raise NotUnderstood("counted in another unit")
        elif len(nouns) == 1:
            self.measure = nouns.pop()
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


def _part(tokens: list[Token]) -> _Part:
    return _Part(tokens, "".join(t.kind for t in tokens))
