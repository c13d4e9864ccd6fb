"""`make questions`: the score over the example questions beside the project, and every miss."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from bot.database import Database
from handlers.context import Actor, Context
from handlers.questions import Office, answer
from tests.conftest import NOON, shared
from tests.handlers.judge import ASKED, RIGHT, WRONG, judge
from tests.handlers.offices import make_real


def score(ctx: Context, office: Office, lines: list[str]) -> tuple[Counter[str], list[str]]:
    """How many questions got which verdict, and a line for each miss."""
    counts: Counter[str] = Counter()
    misses = []
    for question in map(json.loads, lines):
        verdicts: list[str] = []
        memory: Any = {}
        for turn in question.get("turns", [question]):
            found = answer(ctx, turn["q"], office=office, memory=memory)
            memory = json.loads(json.dumps(found.memory))
            verdicts.append(judge(found, turn))
            if verdicts[-1] != RIGHT:
                misses.append(f"{question['id']} {verdicts[-1]}: {turn['q']} → {found.kind}")
        counts[max(verdicts, key=[RIGHT, ASKED, WRONG].index)] += 1
    return counts, misses


def main() -> None:
    """Ask them all of an office made of the real files."""
    file = shared() / "questions" / "questions.jsonl"
    if not file.is_file():
        print(f"no example questions at {file}: set SHARED to the folder that holds them")
        return
    with tempfile.TemporaryDirectory(prefix="thamkhet-questions-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'office.db'}")
        database.upgrade()
        with database.transaction() as session:
            ctx = Context(session, NOON, Actor("questions"))
            office = make_real(ctx, shared() / "data")
            counts, misses = score(ctx, office, file.read_text("utf-8").splitlines())
        database.close()
    print(*misses, sep="\n")
    total = counts.total()
    print(f"{counts[RIGHT]} of {total} right, {counts[ASKED]} asked back, {counts[WRONG]} wrong")


if __name__ == "__main__":
    main()
