"""Schools that have something of a topic: «โรงเรียนไหนมีเด็กพิการบ้าง», «โรงเรียนที่มีครูเกิน 20 คน»."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.questions.conditions import Conditions
from handlers.questions.grammar import NotUnderstood
from handlers.questions.query import Having
from handlers.questions.scan import Token
from handlers.topics import Counted, Topic


class TopicSchools(Conditions):
    """Takes the clause about a topic out of a question about schools."""

    topic: Topic | None = None
    bound: Having | None = None

    def _schools_that_have(self) -> bool:
        """«กี่โรงเรียนที่มีเด็กพิการ», «โรงเรียนไหนมีนักเรียนสัญชาติลาวบ้าง»: schools are asked for."""
        self._bounds_of_it()
        asked = re.search("K[HS]|I|[SH]W|W$|n", self.kinds)
        if not asked or "^" in self.kinds or "#" in self.kinds:
            if "n" in self.kinds:
                raise NotUnderstood("a bound of what?")
            return False
        clause = self.cut("T?M?P?d?[GX]*F[GXF]*n?") if re.search("[SH]", self.kinds) else None
        if clause is None or clause[0].kind not in "TMP" or re.search("[Fn]", self.kinds):
            raise NotUnderstood("schools with what?")
        self._limited(clause)
        for kind, name in (("G", "grades"), ("X", "sex")):
            for token in (t for t in clause if t.kind == kind):
                self.once(name, token.value)
                self.parsed.said.add(name)
        if re.search("[PGX]", self.kinds):
            raise NotUnderstood("schools with two things")
        self._words("^M(?=K)")
        return True

    def _bounds_of_it(self) -> None:
        """Comparisons with a number become one token, as those of pupils do."""
        assert self.topic is not None
        if "c" not in self.kinds and "p" not in self.kinds:
            return
        if self.topic.counted is Counted.THINGS:
            units = [replace(t, kind="U") if t.kind == "u" else t for t in self.tokens]
            self.tokens = units
        self._numbers()

    def _limited(self, clause: list[Token]) -> None:
        """«โรงเรียนที่มีครูเกิน 20 คน»: those schools; none at all is no school with it."""
        if clause[-1].kind != "n":
            return
        low, high, measure = clause[-1].value
        if measure != "students" or high == 0:
            raise NotUnderstood("a bound of schools")
        self.bound = Having(measure="count", min=1 if low is None else low, max=high)
        if not re.search("[WIK]", self.kinds):
            which = next(t for t in self.tokens if t.kind in "SH")
            self.tokens.insert(self.tokens.index(which) + 1, replace(which, kind="W", joint=True))
