"""The 120 example questions on the real file. A wrong figure fails, however few they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.context import Context
from tests.handlers.judge import RIGHT, WRONG
from tests.handlers.offices import make_real
from tests.handlers.score import score

#: What was reached; it only goes up.
REACHED = 120


def test_examples(ctx: Context, shared_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = make_real(ctx, shared_data)
    lines = (shared_data.parent / "questions" / "questions.jsonl").read_text("utf-8").splitlines()
    counts, misses = score(ctx, office, lines)
    with capsys.disabled():
        print(f"\nquestions: {dict(counts)}", *misses, sep="\n")
    assert counts[WRONG] == 0, misses
    assert counts[RIGHT] >= REACHED, misses
