"""Questions in many voices on the real file: a clerk's, a director's, a teacher's on a phone.

`other_voices.jsonl` and `more_voices.jsonl` hold them as the examples are held (q, kind, spec,
turns), with two differences: a school stands as {its code}, and
`refuse` is a kind for what must get no figure.
Behind the code: - without its brackets, ! without บ้าน, ~ without tone marks, _ without spaces,
/old>new with a slip of the finger.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from handlers.context import Context
from handlers.questions import answer
from tests.handlers.judge import ASKED, FIGURES, RIGHT, WRONG, judge
from tests.handlers.offices import CHIANGRAI
from tests.handlers.test_questions_generated import load

#: What was reached; it only goes up.
REACHED = 0.97
_PLAIN = {"schools": None, "grades": None, "sex": None}
_NO_MARKS = str.maketrans("", "", "่้๊๋็์")


class Real:
    """The real office and the examples' own calculator."""

    def __init__(self, ctx: Context, shared: Path) -> None:
        self.ctx, self.office = ctx, CHIANGRAI
        self.expected: ModuleType = load(shared.parent / "questions" / "expected.py")
        self.names = {school.code: school.name for school in self.expected.SCHOOLS}

    def typed(self, text: str) -> str:
        """The question with the names of its schools, as its writer spells them."""
        pattern = r"\{(\d{8})([-!~_]*)(?:/([^>}]*)>([^}]*))?\}"
        return re.sub(pattern, lambda m: self.slipped(*m.groups()), text)

    def slipped(self, code: str, how: str, old: str | None, new: str | None) -> str:
        name = self.name(code, how)
        if old is None or new is None:
            return name
        assert old in name, (code, old)
        return name.replace(old, new, 1)

    def name(self, code: str, how: str) -> str:
        name = self.names[code]
        name = re.sub(r"\s*\(.*", "", name) if "-" in how else name
        name = name.removeprefix("บ้าน") if "!" in how else name
        name = name.replace(" ", "") if "_" in how else name
        return name.translate(_NO_MARKS) if "~" in how else name

    def judged(self, turns: list[dict[str, Any]]) -> list[str]:
        """A verdict for each turn of a chat."""
        verdicts: list[str] = []
        memory: dict[str, Any] = {}
        for turn in turns:
            found = answer(self.ctx, self.typed(turn["q"]), office=self.office, memory=memory)
            memory = json.loads(json.dumps(found.memory))
            kind, spec = turn["kind"], turn["spec"]
            if kind == "refuse":
                verdicts.append(WRONG if found.kind in FIGURES else RIGHT)
            elif spec.get("ask") == "any":
                asked = RIGHT if found.kind == "clarify" else ASKED
                verdicts.append(WRONG if found.kind in FIGURES else asked)
            else:
                spec = _whole(spec) if kind in FIGURES else spec
                expect = self.expected.expect(kind, spec)
                verdicts.append(judge(found, {"kind": kind, "spec": spec, "expect": expect}))
        return verdicts


def _whole(spec: dict[str, Any]) -> dict[str, Any]:
    whole = {**_PLAIN, **spec}
    if "of" in spec:
        whole["of"] = _whole(spec["of"])
    if "parts" in spec:
        whole["parts"] = [_whole(part) for part in spec["parts"]]
    return whole


@pytest.fixture(scope="module")
def real(real_ctx: Context, shared_data: Path) -> Real:
    """Built once: these tests only read."""
    return Real(real_ctx, shared_data)


@pytest.mark.parametrize("voices", ["other_voices", "more_voices"])
def test_voices(real: Real, voices: str, capsys: pytest.CaptureFixture[str]) -> None:
    """None gets a wrong figure, and nearly all are understood."""
    lines = Path(__file__).with_name(f"{voices}.jsonl").read_text("utf-8").splitlines()
    counts: Counter[str] = Counter()
    missed = []
    for question in map(json.loads, lines):
        turns = question.get("turns", [question])
        verdicts = real.judged(turns)
        worst = max(verdicts, key=[RIGHT, ASKED, WRONG].index)
        counts[worst] += 1
        if worst != RIGHT:
            missed.append(f"{worst}: {' | '.join(real.typed(t['q']) for t in turns)}")
    with capsys.disabled():
        print(f"\n{voices}: {dict(counts)}", *missed, sep="\n")
    assert counts[WRONG] == 0, missed
    assert counts[RIGHT] >= REACHED * len(lines), missed
