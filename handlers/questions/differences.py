"""«A กับ B ต่างกันกี่คน», «ชายมากกว่าหญิงกี่คน»: two of a kind, and how far they are apart.

Only what is counted, of two schools, two grades or both sexes; years are compared in trends.py.
"""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.questions import lexicon
from handlers.questions.grammar import NotUnderstood, Tokens
from handlers.questions.query import StatQuery
from handlers.topics import PUPILS

#: What makes it another question: numbers, averages, shares, conditions, ranks, sums, places.
_OTHERS = re.compile("[NnWD^%vqkgjlyzs_FYwm@]|T[ME]")
_SIDES = ("#", "G", "X")
_BETWEEN = {"#": "[SP]*#", "G": "[dP]*G", "X": "P?X"}
_COUNTED = ("students", "rooms")
_PAIRS = ("school", "schools", "sex", "grade", "level", "groups")


class Differences(Tokens):
    """Takes the words for a difference out: what is left asks for both sides."""

    def _difference(self) -> None:
        if "A" in self.kinds and any((t.kind, t.value) == ("A", "sum") for t in self.tokens):
            return
        if self._said_apart() or self._said_more():
            self.parsed.said.add("difference")

    def _said_apart(self) -> bool:
        words = [n for n, t in enumerate(self.tokens) if t.kind == "Y" and t.text in _apart()]
        if len(words) != 1 or len(re.findall("[1t2]", self.kinds)) > 1:
            return False
        at = words[0]
        rest = self.kinds[:at] + self.kinds[at + 1 :]
        both = "B" in rest and not re.search("#.*#|X|G.*G", rest)
        two = [side for side in _SIDES if rest.count(side) == 2]
        if _OTHERS.search(rest) or not (both or (len(two) == 1 and "B" not in rest)):
            return False
        del self.tokens[at]
        return True

    def _said_more(self) -> bool:
        """«ชายมากกว่าหญิงกี่คน»: more than the other side, and no bound of a number."""
        found = re.search("c", self.kinds)
        if found is None or self.kinds.count("c") > 1 or not re.search("K[UR]|V", self.kinds):
            return False
        at = found.start()
        if self.tokens[at].value not in ("gt", "lt") or _OTHERS.search(self.kinds):
            return False
        for side in _SIDES:
            right = re.match(_BETWEEN[side], self.kinds[at + 1 :])
            others = [s for s in _SIDES if s != side and self.kinds.count(s) > 1]
            if right and side in self.kinds[:at] and self.kinds.count(side) == 2 and not others:
                self.tokens[at] = replace(self.tokens[at], kind="&", value="and")
                return True
        return False

    def _with_difference(self, query: StatQuery) -> StatQuery:
        """The query of both sides, marked so that their difference is said too."""
        if "difference" not in self.parsed.said:
            return query
        pair = query.group_by in _PAIRS and query.measure in _COUNTED
        if not pair or query.topic != PUPILS or query.having:
            raise NotUnderstood("a difference of what?")
        return replace(query, difference=True)


def _apart() -> tuple[str, ...]:
    return tuple(lexicon.bare(word) for word in lexicon.raw()["apart"]["words"])
