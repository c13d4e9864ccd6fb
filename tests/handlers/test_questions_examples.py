"""The 120 example questions on the real file. A wrong figure fails, however few they are."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from handlers.context import Context
from handlers.questions import answer
from tests.handlers.judge import ASKED, RIGHT, WRONG, judge
from tests.handlers.offices import make_real

#: What was reached; it only goes up.
REACHED = 120


def test_examples(ctx: Context, shared_data: Path, capsys) -> None:
    office = make_real(ctx, shared_data)
    lines = (shared_data.parent / "questions" / "questions.jsonl").read_text("utf-8").splitlines()
    counts: Counter[str] = Counter()
    misses = []
    for question in map(json.loads, lines):
        verdicts, memory = [], {}
        for turn in question.get("turns", [question]):
            found = answer(ctx, turn["q"], office=office, memory=memory)
            memory = json.loads(json.dumps(found.memory))
            verdicts.append(judge(found, turn))
            if verdicts[-1] != RIGHT:
                misses.append(f"{question['id']} {verdicts[-1]}: {turn['q']} → {found.kind}")
        counts[max(verdicts, key=[RIGHT, ASKED, WRONG].index)] += 1
    with capsys.disabled():
        print(f"\nquestions: {dict(counts)}", *misses, sep="\n")
    assert counts[WRONG] == 0, misses
    assert counts[RIGHT] >= REACHED, misses
