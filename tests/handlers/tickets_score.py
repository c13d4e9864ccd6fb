"""`make tickets-score`: how well reports of trouble are sorted, by category, and every miss."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from handlers.tickets.triage import Triage, is_trouble, triage

FILE = Path(__file__).with_name("trouble.jsonl")
#: The second look and the two after it: written when the words before them were done with.
LOOKS = (2, 3, 4)


class Scored(NamedTuple):
    """A sentence of the file, and what it was taken for."""

    said: dict[str, Any]
    found: Triage
    trouble: bool

    @property
    def right(self) -> bool:
        return self.found.category == self.said["category"]


def scored() -> list[Scored]:
    """Every sentence of the file."""
    lines = map(json.loads, FILE.read_text("utf-8").splitlines())
    return [Scored(line, triage(line["text"]), is_trouble(line["text"])) for line in lines]


def share(lines: list[Scored]) -> float:
    """How many of these got the right category, in parts of one."""
    return sum(line.right for line in lines) / len(lines)


def groups(lines: list[Scored]) -> dict[str, list[Scored]]:
    """All, those held out while words were added, and the later looks, by name."""
    found = {"all": lines, "held out": [line for line in lines if line.said.get("held")]}
    for look in LOOKS:
        found[f"look {look}"] = [line for line in lines if line.said.get("look") == look]
    return found


def main() -> None:
    """Print the score."""
    lines = scored()
    for line in lines:
        if not line.right:
            sure = "sure" if line.found.sure else "asked"
            print(f"{line.said['category']} → {line.found.category} ({sure}): {line.said['text']}")
    of, right = Counter[str](), Counter[str]()
    for line in lines:
        of[line.said["category"]] += 1
        right[line.said["category"]] += line.right
    for category in sorted(of):
        print(f"{category:12} {right[category]} of {of[category]}")
    for name, group in groups(lines).items():
        wrong = sum(line.found.sure and not line.right for line in group)
        taken = sum(line.trouble for line in group)
        print(
            f"{name:12} {sum(line.right for line in group)} of {len(group)} right "
            f"({share(group):.1%}), {wrong} wrong without asking, {taken} taken for trouble"
        )


if __name__ == "__main__":
    main()
