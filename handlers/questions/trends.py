"""Years side by side: «แนวโน้ม 5 ปีย้อนหลัง», «ปี 2566 กับ 2568 ต่างกันเท่าไร», «นักเรียนแต่ละปี»."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.questions import lexicon
from handlers.questions.grammar import NotUnderstood, Tokens
from handlers.questions.query import StatQuery
from handlers.questions.scan import Token
from handlers.questions.years import Span

_YEARS = "[1t](?:[&e]?[1t])+"


class Trends(Tokens):
    """Takes several years, or words for what happened over years, out of a question."""

    span: Span | None = None
    rounds: tuple[int, ...] = ()

    def _trend(self) -> None:
        if self._several_rounds():
            return
        words = {t.value[0] if isinstance(t.value, tuple) else t.value for t in self._over()}
        self._short_years()
        several = re.search(_YEARS, self.kinds)
        versus = re.search("C[&f]?[1t]|[1t]c[1t]", self.kinds)
        if not words and not several and not versus:
            return
        if "3" in self.kinds:
            raise NotUnderstood("a day among years")
        span = self._span(words)
        if span is None:
            return
        self.span = span
        self.parsed.said.add("trend")
        self.tokens = [t for t in self.tokens if t.kind not in "YC"]
        self._words("x")

    def _several_rounds(self) -> bool:
        """«เทอม 1 กับเทอม 2 ปี 2567 ต่างกันเท่าไร»: two rounds of one year."""
        found = [t.value[0] for t in self.tokens if t.kind == "2"]
        if len(set(found)) < 2:
            return False
        words = {t.value for t in self._over()}
        plain = re.search("2[1t]?x?[&Ccf]?x?2", self.kinds) and not words - {"change", "updown"}
        if not plain or 0 in found or len(found) > 2 or "3" in self.kinds:
            raise NotUnderstood("rounds and more")
        self.rounds = tuple(sorted(set(found)))
        years = [
            replace(t, kind="1", value=t.value[1])
            for t in self.tokens
            if t.kind == "2" and t.value[1]
        ]
        self._words("C(?=.*2)|(?<=2)[&Ccf](?=x?2)|(?<=2[1t])[&Ccf](?=x?2)")
        self.tokens = [t for t in self.tokens if t.kind not in "Y2C"] + years
        self.parsed.said.add("trend")
        return True

    def _over(self) -> list[Token]:
        return [t for t in self.tokens if t.kind == "Y"]

    def _short_years(self) -> None:
        """«ปี 66 กับ 68»: the second is a year too."""
        while match := re.search("(?<=1)[&e]N", self.kinds):
            token = self.tokens[match.start() + 1]
            if not (isinstance(token.value, int) and 50 <= token.value <= 99):
                return
            year = replace(token, kind="1", value=str(token.value))
            self.tokens[match.start() + 1] = year

    def _span(self, words: set[str]) -> Span | None:
        spans = [t.value for t in self._over() if isinstance(t.value, tuple)]
        if len(spans) > 1:
            raise NotUnderstood("two spans of years")
        rest = "1" in self.kinds or "t" in self.kinds
        if spans and rest:
            raise NotUnderstood("a span and a year")
        if spans:
            kind, *ends = spans[0]
            return Span(back=ends[0]) if kind == "back" else Span(tuple(ends), whole=True)
        if "now" in words:
            first = self._years("c?[1t]Y|[1t]Y")
            return replace(first, relative=(*first.relative, 0), whole=True)
        if found := self._cut_years(r"c?[1t]e[1t]"):
            return replace(found, whole=True)
        if found := self._cut_years(f"C?{_YEARS}"):
            return found
        if found := self._more_than():
            return found
        if found := self._cut_years("C[&f]?[1t]"):
            # «เทียบกับปีที่แล้ว»: of this year.
            return replace(found, relative=(*found.relative, 0))
        if "trend" in words and (back := self._so_many()):
            return back
        return self._change(words)

    def _more_than(self) -> Span | None:
        """«ปีนี้มากกว่าปีที่แล้ว»."""
        match = re.search("[1t]c[1t]", self.kinds)
        if match is None or self.tokens[match.start() + 1].value not in ("gt", "lt"):
            return None
        return self._cut_years("[1t]c[1t]")

    def _so_many(self) -> Span | None:
        """«แนวโน้มนักเรียน 5 ปี»."""
        match = re.search("Nx", self.kinds)
        if match is None:
            return None
        number, word = self.tokens[match.start() : match.end()]
        if not isinstance(number.value, int) or not word.text.startswith(
            lexicon.raw()["rows"]["year"]
        ):
            return None
        del self.tokens[match.start() : match.end()]
        return Span(back=number.value)

    def _change(self, words: set[str]) -> Span | None:
        """«เพิ่มขึ้นจากปีก่อน»: between that year and this; «แนวโน้ม» alone: what there is."""
        if words & {"change", "updown"} and len(re.findall("[1t]", self.kinds)) == 2:
            pair = self._years("[1t]")
            other = self._years("f?[1t]")
            return Span((*pair.years, *other.years), (*pair.relative, *other.relative))
        if words & {"change", "updown", "trend"} and (found := self._cut_years("[fc]?[1t]")):
            return replace(found, relative=(*found.relative, 0), whole="trend" in words)
        if re.search("[1t]", self.kinds):
            raise NotUnderstood("one year and others")
        if words & {"trend", "each"} or ("updown" in words and "K" not in self.kinds):
            return Span()
        raise NotUnderstood("a change since when?")

    def _cut_years(self, pattern: str) -> Span | None:
        found = self.cut(pattern)
        return _span_of(found) if found else None

    def _years(self, pattern: str) -> Span:
        found = self._cut_years(pattern)
        if found is None:
            raise NotUnderstood("which years?")
        return found

    def _over_years(self, query: StatQuery) -> StatQuery:
        """The query, one line for each year."""
        if self.span is None and not self.rounds:
            return query
        if query.group_by or query.rank or query.listing or query.parts:
            raise NotUnderstood("years and another breakdown")
        if self.span is None:
            return replace(query, group_by="year", rounds=self.rounds)
        return replace(query, group_by="year", back=self.span.back)


def _span_of(tokens: list[Token]) -> Span:
    return Span(
        tuple(t.value for t in tokens if t.kind == "1"),
        tuple(int(t.value) for t in tokens if t.kind == "t"),
    )
