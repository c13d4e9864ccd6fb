"""Ranks and lists of schools."""

from __future__ import annotations

import re

from handlers.questions.grammar import NotUnderstood, Tokens


class Ranks(Tokens):
    """Understands «มากที่สุด», «3 อันดับแรก», «โรงเรียนไหนบ้าง»."""

    def _rank(self) -> None:
        self.parsed.said.add("rank")
        self._one_clause()
        tops = [t for t in self.tokens if t.kind == "^"]
        if len(tops) > 1:
            raise NotUnderstood("two superlatives")
        self.cut(r"\^")
        places = self.cut("ND|N(?=[HS])") or self.cut("D(?!N)")
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
        # «5 อันดับ ป.1 มากที่สุด»: only schools are ranked.
        placed = "D" in "".join(t.kind for t in places or []) and self.parsed.said & {"grades"}
        bare = not (re.search("[SH]", self.kinds) or placed or (places and "P" in self.kinds))
        if bare and (self.kinds.strip("AO") or "again" not in self.parsed.said):
            raise NotUnderstood("a rank of what?")
        if not bare:
            self.parsed.said.add("full")
        if re.search("[PR]", self.kinds) or tops[0].value in ("largest", "smallest"):
            self.parsed.said.add("noun")
        self._scope("SHWTMPROAvqKUIJVh" if not bare else "AO")
        self._finish(self._query(measure=measure, rank=(order, n), listing=True))

    def _one_clause(self) -> None:
        """What is ranked stands before the superlative: a question about the winner is another.

        «… ป.1 มากที่สุด มีกี่คน» asks for the figure of the rank; «… มากที่สุด มี ป.2 กี่คน» asks
        for something else of that school.
        """
        head, _, tail = self.kinds.partition("^")
        if "q" in tail and "q" not in head:
            raise NotUnderstood("an average of the first")
        if re.search("[KV]", tail) and re.search("[PRGX]", re.sub("K[UR]", "", tail)):
            raise NotUnderstood("something else of the first")
        if "KR" in tail and "R" not in head:
            raise NotUnderstood("rooms of the first")
        tops = {t.value for t in self.tokens if t.kind == "^"}
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
