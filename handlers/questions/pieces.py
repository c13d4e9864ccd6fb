"""A piece of a question that only one before it gives a meaning: «ขนาดกลางล่ะ», «5 อันดับ»."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.questions.conditions import Conditions
from handlers.questions.grammar import NotUnderstood
from handlers.questions.query import Having, StatQuery
from handlers.questions.ranks import Ranks


class Pieces(Conditions, Ranks):
    """Understands pieces; what they mean is found beside the question before (followup.py)."""

    def _piece(self) -> bool:
        """Is the whole text one condition of schools, or a number of places?"""
        kinds = self.kinds.replace("~", "")
        if re.fullmatch("ND|DN|N[HS]D", kinds):
            _, n = self._places()
            self.parsed.query = StatQuery(rank=("most", n))
            self.parsed.said.update({"piece", "places"})
        elif re.fullmatch("b?z|b?n", kinds):
            while found := self.cut("n"):
                self._bound(found)
            self._sizes()
            self.parsed.query = StatQuery(measure="schools", having=self.having)
            self.parsed.said.update({"piece", "limits"})
        else:
            return False
        return True


def joined(piece: StatQuery, said: set[str], base: StatQuery | None) -> StatQuery:
    """The question before with the piece in it. Raises NotUnderstood when it does not fit."""
    if base is None or base.parts or base.of:
        raise NotUnderstood("a piece of a question, after nothing")
    if "places" in said:
        if base.rank is None or piece.rank is None:
            raise NotUnderstood("places of no rank")
        return replace(base, rank=(base.rank[0], piece.rank[1]))
    before, new = base.having, piece.having
    if before is None or new is None or base.rank:
        raise NotUnderstood("a condition of no schools")
    return replace(base, having=_changed(before, new))


def _changed(before: Having, new: Having) -> Having:
    sizes = bool(before.rule), bool(new.rule)
    opportunity = bool(new.has or new.lacks)
    if opportunity or before.has or before.lacks:
        # «ขนาดเล็กมีกี่โรง» … «ขยายโอกาสล่ะ»: another kind of school; kinds do not add up.
        if before.min is not None and not before.rule:
            raise NotUnderstood("one condition, or both?")
        return replace(new, area=before.area, without=before.without)
    if sizes[0] != sizes[1] or (before.min is None and before.max is None):
        raise NotUnderstood("one condition, or both?")
    if new.measure != before.measure:
        raise NotUnderstood("a bound of something else")
    low = new.min
    if low is None and new.max is not None and (before.grades or before.sex):
        low = 1  # a school with none of it is left out (see Conditions._bound)
    return replace(before, min=low, max=new.max, rule=new.rule, size=new.size)
