"""Find the schools that a question names, among words that the vocabulary does not explain.

What is left unexplained after this stays marked unknown, and no figure is given.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from handlers.dmc_vocabulary import LOWER, PRIMARY, UPPER, VOCATIONAL
from handlers.questions import lexicon
from handlers.questions.figures import Snapshot
from handlers.questions.names import Fit, Match, NameIndex
from handlers.questions.normalise import LOOSE, compact
from handlers.questions.scan import Reading, Token

_REACH = 3
#: Levels that begin no school's name: «มัธยมต้นรัฐราษฎร์วิทยา» is a level and a school.
_HALVES = (LOWER, UPPER + VOCATIONAL, PRIMARY[:3], PRIMARY[3:])


@dataclass(frozen=True)
class Lost:
    """A stretch that names no school of the office: what was typed, and the nearest schools.

    `is_school` when it stands where a school's name stands, or is another office's school.
    """

    typed: str
    is_school: bool
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finder:
    """Looks names up in a snapshot; `others` are the keys of other offices' schools."""

    snapshot: Snapshot
    index: NameIndex
    others: frozenset[str]

    def find(self, typed: str, *, offers: bool = True) -> Match:
        """As NameIndex.find, but a slip that is another office's real name is no slip."""
        match = self.index.find(typed, offers=offers)
        if (match.slip or match.fit is Fit.NONE) and lexicon.bare(typed) in self.others:
            return Match(Fit.NONE, self.index.nearest(typed) if offers else ())
        return match

    def attach(self, reading: Reading) -> list[Token]:
        """The tokens with every school named resolved: `#` with a Match, or `?` with a Lost."""
        tokens = [self._code(token) for token in reading.tokens]
        tokens = self._join_codes(reading, tokens)
        for start, end in reversed(_runs(tokens, reading.skeleton)):
            tokens[start:end] = self._run(reading, tokens, start, end)
        return self._widen(reading, tokens)

    def _code(self, token: Token) -> Token:
        if token.kind != "8":
            return token
        code = token.value if len(token.value) == 8 else self.snapshot.moe.get(token.value, "")
        known = code in self.snapshot.listed or code in self.index.codes
        if known:
            return replace(token, value=Match(Fit.ONE, (code,), 1))
        return replace(token, kind="?", value=Lost(token.value, True))

    def _join_codes(self, reading: Reading, tokens: list[Token]) -> list[Token]:
        """A name with its code behind it is that one school, as our own buttons write it.

        With the code of another school behind it, it is two schools.
        """
        joined: list[Token] = []
        for token in tokens:
            if token.kind == "8" and joined and joined[-1].kind == "#":
                name = joined[-1]
                named = self.find(reading.raw(name.start, name.end))
                if isinstance(token.value, Match) and set(token.value.codes) <= set(named.codes):
                    joined[-1] = replace(name, kind="8", end=token.end, value=token.value)
                    continue
            joined.append(token)
        return [replace(token, kind="#") if token.kind == "8" else token for token in joined]

    def _run(self, reading: Reading, tokens: list[Token], start: int, end: int) -> list[Token]:
        run = tokens[start:end]
        if all(token.kind == "#" for token in run):
            return [self._known(reading, token) for token in run]
        typed = reading.raw(run[0].start, run[-1].end)
        match = self.find(typed)
        if match.fit is Fit.ONE or (match.fit is Fit.SEVERAL and match.total):
            return [_over(run, "#", match)]
        for have in lexicon.raw()["M"]["have"]:
            # «ไม้ลุงขนมี…»: the letters of the name's end and of มี made another word.
            named = self.find(typed.removesuffix(have), offers=False)
            if typed.endswith(have) and named.fit is not Fit.NONE and run[-1].text[-1] != " ":
                end = run[-1].end - len(lexicon.bare(have))
                name = replace(_over(run, "#", named), end=end)
                return [name, replace(run[-1], kind="M", value="have", start=end, text=have)]
        return [_over(run, "?", Lost(typed, False, match.codes))]

    def _known(self, reading: Reading, token: Token) -> Token:
        typed = reading.raw(token.start, token.end)
        match = self.find(typed)
        if match.fit is Fit.NONE:
            return replace(token, kind="?", value=Lost(typed, True, match.codes))
        return replace(token, value=match)

    def _widen(self, reading: Reading, tokens: list[Token]) -> list[Token]:
        """Take the neighbours of a name in, where they are a part of it: อนุบาล…, … 2."""
        n = 0
        while n < len(tokens):
            token = tokens[n]
            if token.kind == "#":
                start, end = self._bounds(tokens, n, reading)
                if (start, end) != (n, n + 1):
                    tokens[start:end] = [self._again(reading, tokens[start:end])]
                    n = start
            elif token.kind == "?" and isinstance(token.value, Lost):
                n = self._rescue(reading, tokens, n)
            n += 1
        return tokens

    def _bounds(self, tokens: list[Token], n: int, reading: Reading) -> tuple[int, int]:
        start, end = n, n + 1
        before = tokens[n - 1] if n else None
        if before is not None and _opens_a_name(before, tokens[n], tokens[: n - 1]):
            start = n - 1
        after = tokens[end] if end < len(tokens) else None
        if after is not None and after.kind == "N" and not _counts(tokens, end):
            end += 1
        return start, end

    def _again(self, reading: Reading, part: list[Token]) -> Token:
        typed = reading.raw(part[0].start, part[-1].end)
        match = self.find(typed)
        numbered = part[0].kind == "#"  # a slip before a number has that very number
        if match.fit is Fit.NONE or (match.slip and not numbered):
            return _over(part, "?", Lost(typed, True, match.codes))
        return _over(part, "#", match)

    def _rescue(self, reading: Reading, tokens: list[Token], n: int) -> int:
        """Try an unexplained stretch with its neighbours; else say whether it is a name."""
        for size in range(1, 2 * _REACH + 1):
            for left in range(min(size, _REACH, n) + 1):
                right = size - left
                start, end = n - left, n + 1 + right
                if right > _REACH or end > len(tokens) or _closed(tokens[start:end]):
                    continue
                typed = reading.raw(tokens[start].start, tokens[end - 1].end)
                match = self.find(typed, offers=False)
                if match.fit is Fit.ONE:
                    tokens[start:end] = [_over(tokens[start:end], "#", match)]
                    return start
        start, lost = self._lost(reading, tokens, n)
        tokens[start : n + 1] = [lost]
        return start

    def _lost(self, reading: Reading, tokens: list[Token], n: int) -> tuple[int, Token]:
        """The stretch as a lost name, and where it begins: อนุบาล… is a part of the name."""
        token = tokens[n]
        start = n
        if n and tokens[n - 1].kind == "G" and tokens[n - 1].end == token.start:
            start = n - 1
        after_noun = start > 0 and tokens[start - 1].kind == "S"
        end = n + 2 if n + 1 < len(tokens) and tokens[n + 1].kind == "N" else n + 1
        typed = reading.raw(tokens[start].start, tokens[n].end)
        wide = reading.raw(tokens[start].start, tokens[end - 1].end)
        cues = lexicon.school_cues()
        form = compact(lexicon.bare(typed))
        code = isinstance(token.value, Lost) and token.value.is_school
        is_school = (
            code or (after_noun and len(form) > 2) or form.startswith(cues) or form in self.others
        )
        said = wide if is_school and not _counts(tokens, n + 1) else typed
        lost = replace(token, value=Lost(said, is_school, self.index.nearest(said)))
        return (start, replace(lost, start=tokens[start].start)) if is_school else (n, lost)


def _over(run: list[Token], kind: str, value: Match | Lost) -> Token:
    return replace(run[0], kind=kind, value=value, end=run[-1].end)


def _runs(tokens: list[Token], skeleton: str) -> list[tuple[int, int]]:
    """Stretches of unknown words and school names that stand together."""
    runs: list[tuple[int, int]] = []
    for n, token in enumerate(tokens):
        if token.kind not in "?#" or isinstance(token.value, (Lost, Match)):
            continue
        if runs and runs[-1][1] == n and _together(tokens[n - 1], token, skeleton):
            runs[-1] = (runs[-1][0], n + 1)
        else:
            runs.append((n, n + 1))
    return runs


def _together(left: Token, right: Token, skeleton: str) -> bool:
    between = skeleton[left.end : right.start]
    if "#" in (left.kind, right.kind):
        # Two whole names side by side are two names; a name with a tail is another name.
        return not between and (left.kind, right.kind) != ("#", "#")
    return all(char in LOOSE for char in between) and "," not in between


def _opens_a_name(before: Token, name: Token, earlier: list[Token]) -> bool:
    """อนุบาล written against a name, not after a word for pupils, is the name's beginning."""
    glued = before.kind == "G" and before.end == name.start and not before.text[-1].isdigit()
    pupils = bool(earlier) and earlier[-1].kind in "PX" and earlier[-1].end == before.start
    half = before.value in _HALVES
    return glued and not pupils and not before.joint and not half


def _counts(tokens: list[Token], n: int) -> bool:
    """Is the number at n followed by what it counts?"""
    return n + 1 < len(tokens) and tokens[n + 1].kind in "URHSDp"


def _closed(part: list[Token]) -> bool:
    return any(token.kind in "123#KVW" for token in part)
