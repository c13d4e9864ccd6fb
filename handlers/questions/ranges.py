"""Grades together: «อนุบาลถึง ป.6», «ป.4 ขึ้นไป», «ป.1 และ 2», and all but some of them."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.dmc_vocabulary import GRADES
from handlers.questions.grammar import NotUnderstood, Tokens
from handlers.questions.names import Fit, Match
from handlers.questions.query import Grades, Having, StatQuery
from handlers.questions.scan import Token

_COUNTED = ("students", "rooms", "avg_per_room", "avg_per_school")


class Ranges(Tokens):
    """Makes one token of several grades, and takes out what is not to be counted."""

    def _ranges(self) -> None:
        self._numbered()
        while match := re.search("GeG", self.kinds):
            first, _, last = self.tokens[match.start() : match.end()]
            begin, end = GRADES.index(first.value[0]), GRADES.index(last.value[-1])
            if begin > GRADES.index(last.value[0]) or first.value[-1] == last.value[-1]:
                raise NotUnderstood("a range that runs backwards")
            value = GRADES[begin : end + 1]
            merged = replace(first, value=value, text=f"{first.text}-{end}", end=last.end)
            self.tokens[match.start() : match.end()] = [merged]
        self._open_ended()
        if (match := re.search("cG(?![p&])", self.kinds)) and "p" not in self.kinds:
            opening, grades = self.tokens[match.start() : match.end()]
            if opening.value == "from" and len(grades.value) > 1 and grades.text[-1].isdigit():
                del self.tokens[match.start()]

    def _numbered(self) -> None:
        """«ป.1 และ 2», «ป.1 ถึง 6»: a number that takes its level from the grade before it."""
        while match := re.search("G[&e]N(?![URHSDp%])", self.kinds):
            first, _, number = self.tokens[match.start() : match.end()]
            name = f"{first.value[-1][:-1]}{number.value}"
            if not first.text[-1].isdigit() or name not in GRADES:
                return
            merged = replace(number, kind="G", value=(name,))
            self.tokens[match.end() - 1 : match.end()] = [merged]

    def _open_ended(self) -> None:
        """«ตั้งแต่ ป.4 ขึ้นไป», «ป.3 ลงมา»; «ตั้งแต่ ป.4» alone goes up too."""
        while match := re.search("c?Gp|cG(?![pNe&G])", self.kinds):
            part = self.tokens[match.start() : match.end()]
            grades: Token = next(t for t in part if t.kind == "G")
            opening = [t.value for t in part if t.kind == "c"]
            ending = [t.value for t in part if t.kind == "p"] or ["ge"]
            if opening not in ([], ["from"]) or ending[0] == "eq":
                return
            if opening and len(grades.value) > 1 and grades.text[-1].isdigit():
                return  # «ตั้งแต่ ป.1-ป.3» is a whole range
            if ending == ["ge"]:
                value: Grades = GRADES[GRADES.index(grades.value[0]) :]
            elif opening:
                raise NotUnderstood("from a grade downwards")
            else:
                value = GRADES[: GRADES.index(grades.value[-1]) + 1]
            # Marked as a range: of a school that "has" it, every grade or any is in doubt.
            merged = replace(grades, value=value, text=f"{grades.text}-0", end=part[-1].end)
            self.tokens[match.start() : match.end()] = [merged]

    def _joints(self) -> None:
        """«+» stands between two of a kind, and no «และ» at the end."""
        kinds = self.kinds.rstrip("~")
        for n, token in enumerate(self.tokens):
            if token.kind != "&" or token.value != "plus":
                continue
            after = kinds[n + 1 :].lstrip("dPS")
            if not n or not after or kinds[n - 1] not in "G#" or after[0] != kinds[n - 1]:
                raise NotUnderstood("what is added?")
        if kinds.endswith("&"):
            raise NotUnderstood("and what?")

    def _left_out(self) -> None:
        """«ไม่รวมอนุบาล», «ยกเว้นโรงเรียน…»: taken out, and kept until the query is made."""
        # «ยกเว้น ม.ต้น ที่เป็นชาย», «ไม่รวม ป.1 โรงเรียน…», «ยกเว้นโรงเรียน… ป.1»: a part of a
        # part, or not? Nothing may stand close behind that could belong to it.
        while found := self.cut("&?T?_d?P?G(&?d?P?G)*(?![TXS#_])"):
            grades = [grade for t in found if t.kind == "G" for grade in t.value]
            self.slots["but_grades"] = (*self.slots.get("but_grades", ()), *grades)
        while found := self.cut("&?T?_S?#(&?S?#)*(?![dTXGRP_])"):
            schools = [t.value for t in found if t.kind == "#"]
            self.slots["but_schools"] = (*self.slots.get("but_schools", ()), *schools)
        if "but_grades" in self.slots or "but_schools" in self.slots:
            # «นักเรียน ไม่รวมอนุบาล» is a whole question of the office, or of the school before.
            self.parsed.said.add("grades" if "but_grades" in self.slots else "scope")

    def _without(self, query: StatQuery) -> StatQuery:
        """The query without what was left out. Raises NotUnderstood where that may mean two."""
        but: Grades = self.slots.get("but_grades", ())
        matches = self.slots.get("but_schools", ())
        if not but and not matches:
            return query
        plain = not (query.parts or query.of or query.groups) and query.topic == StatQuery().topic
        if not plain:
            raise NotUnderstood("without, of several things")
        if but:
            query = self._without_grades(query, set(but))
        if matches:
            query = self._without_schools(query, matches)
        return query

    def _without_grades(self, query: StatQuery, but: set[str]) -> StatQuery:
        base = query.grades or GRADES
        if query.measure not in _COUNTED or query.having or not but < set(base):
            raise NotUnderstood("without grades that are not in it")
        if query.grades is None:
            self.parsed.said.add("but")
        return replace(query, grades=tuple(g for g in base if g not in but))

    def _without_schools(self, query: StatQuery, matches: tuple[Match, ...]) -> StatQuery:
        if query.schools:
            raise NotUnderstood("a school without another")
        self.parsed.ambiguous += [m for m in matches if m.fit is not Fit.ONE]
        codes = tuple(dict.fromkeys(m.codes[0] for m in matches))
        return replace(query, having=replace(query.having or Having(), without=codes))
