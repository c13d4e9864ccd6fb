"""From tokens to a query: a closed grammar. What it does not explain whole, it does not answer."""

from __future__ import annotations

import re

from handlers.questions.counts import Counts
from handlers.questions.differences import Differences
from handlers.questions.grammar import Asked, NotUnderstood, Parsed
from handlers.questions.mentions import Lost
from handlers.questions.pieces import Pieces
from handlers.questions.places import Places
from handlers.questions.ranges import Ranges
from handlers.questions.shapes import Shapes
from handlers.questions.shares import Shares
from handlers.questions.topics import Topics, fits
from handlers.questions.trends import Trends

__all__ = ["Asked", "Grammar", "NotUnderstood", "Parsed"]


class Grammar(Ranges, Pieces, Shares, Counts, Topics, Places, Trends, Shapes, Differences):
    """The whole grammar, over one question's tokens."""

    def parse(self) -> Parsed:
        """The query. Raises Asked or NotUnderstood."""
        self._refuse()
        self._shape()
        self._difference()
        self._trend()
        self._time()
        self._place()
        self._topic()
        self._pupils()
        # What was counted as pupils is turned to the topic, the place, the years, the shape.
        query = self._in_place(self._of_topic(self.parsed.query))
        self.parsed.query = self._shaped(self._with_difference(self._over_years(query)))
        if "rows" not in self.parsed.said:
            fits(self.parsed.query)
        self.parsed.span = self.span
        return self.parsed

    def _pupils(self) -> None:
        """The question, read as one about pupils, rooms and schools."""
        if self._nouns():
            return
        self._tidy()
        self._joints()
        self._left_out()
        self._numbers()
        self._criterion()
        if self._piece():
            return
        self._conditions()
        if "~" in self.kinds:
            self.parsed.said.add("again")
            self.tokens = [t for t in self.tokens if t.kind != "~"]
        if "%" in self.kinds and self.topic is not None:
            self._percent_of_topic()
        elif "%" in self.kinds:
            self._percent()
        elif self._best_grade():
            pass
        elif (self._superlative() or "^" in self.kinds) and "#" not in self.kinds:
            self._rank()
        elif re.search("[WI]", self.kinds) and "C" not in self.kinds and "#" not in self.kinds:
            self._list()
        else:
            self._count()
        self.parsed.query = self._without(self.parsed.query)

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
        if re.search("_x?[123t]", self.kinds):
            raise NotUnderstood("without a time")
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
        self._words(r"<(?=S?[#zO]|[SH]?W)")
        self._words(r"S(?=Q?#)|Q(?=#)|d(?=G)|S(?=O)(?!.*K[HS])(?=.*P)")
        # «นักเรียนที่เรียน ป.1»: without a grade or place behind it, it is something else.
        self._words(r"r(?=d?G|T?S?#)")
        self._words(r"^T(?=S?#|O)|(?<=[PGX])T(?=S?#|O)")
        self._ranges()
        # «เฉพาะ» before what is counted says nothing more; «ที่มีเฉพาะประถม» does.
        self._words(r"^L|L(?=[S#O])")
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
