"""Conditions that schools must meet: numbers, levels they have or lack, classes of size."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.dmc_vocabulary import GRADES, UPPER, VOCATIONAL
from handlers.questions.figures import LEVELS, SIZES
from handlers.questions.grammar import UNITS, Asked, NotUnderstood, Tokens, only
from handlers.questions.query import Having
from handlers.questions.scan import Token


class Conditions(Tokens):
    """Takes the conditions out of a question, into `having`."""

    def _numbers(self) -> None:
        """Comparisons with a number become one token `n`: (min, max, measure)."""
        if "D" in self.kinds and (match := re.search("DNN", self.kinds)):
            # «อันดับ 1-3»: places, and no bound.
            if self.tokens[match.start() + 1].value != 1:
                raise NotUnderstood("places from the middle")
            del self.tokens[match.start() + 1]
            self.tokens[match.start()] = replace(self.tokens[match.start()], value="top")
        pattern = "cN[URHS]?e?&?N[URHS]|cN[URHS]p?|N[eN]?N[URHS]p?|N[URHS]p"
        while match := re.search(pattern, self.kinds) or self._unitless() or self._exactly():
            part = self.tokens[match.start() : match.end()]
            value = _bounds(part)
            token = replace(part[0], kind="n", value=value)
            self.tokens[match.start() : match.end()] = [token]

    def _unitless(self) -> re.Match[str] | None:
        """«เด็กเกินพัน», «ห้องเรียนเกิน 20»: counted in what stands before it."""
        match = re.search("[PR][GX]{0,2}(cN)(?![NeURHSDpx%])", self.kinds)
        if match is None or "x" in "".join(t.kind for t in self.all_tokens):
            return None
        noun, number = self.tokens[match.start()], self.tokens[match.end() - 1]
        unit = replace(number, kind={"P": "U", "R": "R"}[noun.kind], joint=True)
        self.tokens.insert(match.end(), unit)
        return re.compile("cN[UR]").search(self.kinds, match.start(1))

    def _exactly(self) -> re.Match[str] | None:
        """«ห้องเรียน 8 ห้อง», «นักเรียน 0 คน» of a school, with no comparison: just so many."""
        match = re.search("(?<=[MT]R)NR|(?<=MP)NU", self.kinds)
        if match is None or not re.search("[SH]", self.kinds):
            return None
        exact = self.tokens[match.start()].kind == "N" and (
            self.tokens[match.start() + 1].kind == "R" or self.tokens[match.start()].value == 0
        )
        if not exact:
            return None
        self.tokens[match.end() : match.end()] = [
            replace(self.tokens[match.end() - 1], kind="p", value="eq", joint=True)
        ]
        return re.compile("N[UR]p").search(self.kinds, match.start())

    def _criterion(self) -> None:
        if re.search("gb", self.kinds):
            self._words("g(?=b)")
            self.slots["by_size"] = True
        found = self.cut("b")
        if found:
            self.once("rule", found[0].value)
        if re.search("b", self.kinds):
            raise NotUnderstood("two rules of size")

    def _conditions(self) -> None:
        """What the schools counted must meet: taken out of the question into `having`."""
        if not re.search("[SH]", self.kinds):
            return
        if found := self.cut("T?ZP(?![GXdA&])"):
            self._merge(Having(max=0))
        while found := self.cut("&?T?(M?P?[GX]{0,2}|M?R?G?)n"):
            self._bound(found)
        while found := self.cut("&?T?Z&?P?d?G(&P?G)*"):
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
        grades = only(part, "G")
        sex = only(part, "X")
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
        if any(t.kind == "G" and len(t.value) > 1 and t.text[-1].isdigit() for t in part):
            raise NotUnderstood("every grade of a range, or any?")
        whole = {*LEVELS, *((g,) for g in GRADES)}
        for group in groups:
            known = group in whole or set(group) in (set(LEVELS[2] + LEVELS[3]), set(VOCATIONAL))
            if not known:
                raise NotUnderstood("a range of grades that a school has")
        if any(t.kind == "e" for t in part) and groups[-1] not in (LEVELS[3], (UPPER[-1],)):
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
        elif _between(old, more):
            ends = (old, more) if old.max is None else (more, old)
            self.having = replace(old, min=ends[0].min, max=ends[1].max)
        elif (
            more.min == 1 and old.min is None and _bound_of(replace(old, min=1)) == _bound_of(more)
        ):
            # «ขนาดเล็ก (ไม่เกิน 120 คน)»: the size, and its bound in words.
            self.having = replace(old, min=1)
        elif _bound_of(old) != _bound_of(more):
            raise NotUnderstood("two bounds")

    def _sizes(self) -> None:
        match = re.search("(?<=[SH])s", self.kinds)
        if not re.search("[SH]s", "".join(t.kind for t in self.all_tokens)):
            match = None
        if match and "z" not in self.kinds and self.tokens[match.start()].value != "medium":
            # «โรงเรียนเล็กมีกี่โรง»: by the rule of size that the answer names.
            self.tokens[match.start()] = replace(self.tokens[match.start()], kind="z")
        sizes = [t for t in self.tokens if t.kind in "zs"]
        if not sizes:
            return
        values = [t.value for t in sizes]
        if "KU" in self.kinds and self.defining:
            raise NotUnderstood("what is a school of that size?")
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
            named = values == [name for name, _, _ in SIZES[rule]]
            if not named or not (self.cut("y") or "A" not in self.kinds):
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


def _between(one: Having, other: Having) -> bool:
    """«เกิน 100 คน แต่ไม่เกิน 200 คน»: two ends of one stretch, of the same."""
    if _bound_of(one)[2:] != _bound_of(other)[2:] or one.rule or other.rule:
        return False
    low, high = (one, other) if one.max is None else (other, one)
    if low.min is None or low.max is not None or high.min is not None or high.max is None:
        return False
    return low.min <= high.max


def _bound_of(having: Having) -> tuple[object, ...]:
    return having.min, having.max, having.measure, having.grades, having.sex


def _bounds(part: list[Token]) -> tuple[int | None, int | None, str]:
    numbers = [t.value for t in part if t.kind == "N"]
    if not all(isinstance(n, int) for n in numbers):
        raise NotUnderstood("not a whole number")
    joined = any(t.kind in "ce&" for t in part)
    if len(numbers) == 2 and not joined and not all(t.text[0].isdigit() for t in part[:2]):
        raise NotUnderstood("two numbers side by side")  # «101-200» is a stretch, «2 ร้อย» is not
    units = {UNITS[t.kind] for t in part if t.kind in UNITS}
    if len(units) != 1:
        raise NotUnderstood("two units")
    unit = units.pop()
    said = {"ge" if t.value == "from" else t.value for t in part if t.kind in "cp"} or {"between"}
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
