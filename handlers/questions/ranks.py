"""Ranks and lists of schools."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.questions import lexicon
from handlers.questions.grammar import NotUnderstood, Tokens
from handlers.questions.query import EVERY_SCHOOL
from handlers.questions.scan import Token

#: More places than this are a list of the schools, and asked for as one.
MOST_PLACES = 200
_ORDERS = {"largest": "most", "smallest": "least", "densest": "most", "every": "most"}


class Ranks(Tokens):
    """Understands «มากที่สุด», «3 อันดับแรก», «โรงเรียนไหนบ้าง»."""

    def _rank(self) -> None:
        self.parsed.said.add("rank")
        tops = [t for t in self.tokens if t.kind == "^"]
        every = tops[0].value == "every"
        if not every:
            self._one_clause()
        if len(tops) > 1:
            raise NotUnderstood("two superlatives")
        self.cut(r"\^")
        places, n = self._places()
        self._grades_and_sex()
        if every and places:
            raise NotUnderstood("every one of some places")
        if every:
            n = EVERY_SCHOOL
            self.parsed.said.update({"every", "full"})
        order = _ORDERS.get(tops[0].value, tops[0].value)
        rooms = "R" in self.kinds
        measure = "avg_per_room" if "q" in self.kinds else "rooms" if rooms else "students"
        if rooms and ("P" in self.kinds or "q" in self.kinds):
            raise NotUnderstood("pupils and rooms in one rank")
        if "d" in self.kinds or ("v" in self.kinds and "q" not in self.kinds):
            raise NotUnderstood("a rank of other things")
        if "K" in self.kinds and not re.search("K[U]|KR", self.kinds):
            raise NotUnderstood("how many of a rank")
        # «5 อันดับ ป.1 มากที่สุด»: only schools are ranked.
        placed = "D" in "".join(t.kind for t in places or []) and self.parsed.said & {"grades"}
        named = placed or (places and "P" in self.kinds) or every
        bare = not (re.search("[SH]", self.kinds) or named)
        if bare and (self.kinds.strip("AO") or "again" not in self.parsed.said):
            raise NotUnderstood("a rank of what?")
        if not bare:
            self.parsed.said.add("full")
        if re.search("[PR]", self.kinds) or tops[0].value in ("largest", "smallest"):
            self.parsed.said.add("noun")
        self._scope("SHWTMPROAvqKUIJVh" if not bare else "AO")
        self._finish(self._query(measure=measure, rank=(order, n), listing=True))

    def _superlative(self) -> bool:
        """«มาก 5 อันดับแรก» is a superlative too; «รายโรงเรียน» is a rank of every school."""
        if found := re.search(">(?=ND)", self.kinds):
            self.tokens[found.start()] = replace(self.tokens[found.start()], kind="^")
            return True
        if re.search("[v#^qCjlBy%]", self.kinds) or not re.search("[PR]|KU", self.kinds):
            return False
        every = [n for n, t in enumerate(self.tokens) if t.kind == "k" and t.value == "every"]
        if by_school := re.search("gS$", self.kinds):
            every.append(by_school.start() + 1)
        if len(every) != 1:
            return False
        self.tokens[every[0]] = replace(self.tokens[every[0]], kind="^", value="every")
        self._words(r"g(?=\^)")
        return True

    def _best_grade(self) -> bool:
        """«ชั้นไหนมีเด็กมากที่สุด»: all of them side by side, the greatest to be seen."""
        if not re.search("dW", self.kinds) or "^" not in self.kinds:
            return False
        tops = [t for t in self.tokens if t.kind == "^"]
        if len(tops) > 1 or tops[0].value not in ("most", "least"):
            raise NotUnderstood("the largest of grades")
        asked = self.cut("dW") or []
        if asked[0].value not in ("grade", "level") or ("P" in self.kinds and "R" in self.kinds):
            raise NotUnderstood("a rank of other things")
        self.cut(r"\^")
        self._grades_and_sex()
        self.once("group_by", asked[0].value)
        self.parsed.said.update({"full", "noun"})
        measure = "rooms" if "R" in self.kinds else "students"
        self._scope("TMPROAKUV#")
        self._finish(self._query(measure=measure, rank=(tops[0].value, 1)))
        return True

    def _places(self) -> tuple[list[Token], int]:
        """The words that say how many places are asked for, and how many."""
        found = self.cut("N[HS]D") or self.cut("ND") or self.cut("DN") or self.cut("N(?=[HS])")
        found = found or self.cut("D(?!N)") or []
        numbers = [t.value for t in found if t.kind == "N"]
        n = numbers[-1] if numbers else 1
        if not isinstance(n, int) or not 1 <= n <= MOST_PLACES:
            raise NotUnderstood("so many places")
        if found and found[0].kind == "D" and numbers:
            # «อันดับ 2» is the second alone; «อันดับ 1-5», «ท็อป 5», «อันดับแรก 5 โรง» are several.
            several = found[0].value == "top" or found[0].text.endswith(lexicon.these())
            if n != 1 and not several:
                raise NotUnderstood("one place alone")
        return found, n

    def _one_clause(self) -> None:
        """What is ranked stands before the superlative: a question about the winner is another.

        «… ป.1 มากที่สุด มีกี่คน» asks for the figure of the rank; «… มากที่สุด มี ป.2 กี่คน» asks
        for something else of that school.
        """
        head, _, tail = self.kinds.partition("^")
        tops = {t.value for t in self.tokens if t.kind == "^"}
        if "densest" in tops and "q" not in self.kinds:
            raise NotUnderstood("densest by what?")
        if "q" in tail and "q" not in head and "densest" not in tops:
            raise NotUnderstood("an average of the first")
        if re.search("[KV]", tail) and re.search("[PRGX]", re.sub("K[UR]", "", tail)):
            raise NotUnderstood("something else of the first")
        if "KR" in tail and "R" not in head:
            raise NotUnderstood("rooms of the first")
        if tops & {"largest", "smallest"} and "R" in self.kinds:
            raise NotUnderstood("large by pupils, or by rooms?")

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
