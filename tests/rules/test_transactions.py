"""Below the doors nobody commits, nobody asks the time, nobody reads the environment."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.rules.source import dotted, files, place, tree

CLOCKS = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time")
ENVIRONMENT = ("os.environ", "os.getenv")


def _migrations(path: Path) -> bool:
    return "migrations" in path.parts


def _calls(*rooms: str) -> Iterator[tuple[Path, ast.Call]]:
    for path in files(*rooms):
        if not _migrations(path):
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.Call):
                    yield path, node


def test_no_commit_or_rollback_below_the_doors() -> None:
    found = [
        place(path, call)
        for path, call in _calls("models", "handlers", "scheduler")
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("commit", "rollback")
    ]
    assert found == []


def test_now_is_an_argument_below_the_doors() -> None:
    found = [
        place(path, call)
        for path, call in _calls("models", "handlers")
        if dotted(call.func).endswith(CLOCKS)
    ]
    assert found == []


def test_jobs_are_given_the_time() -> None:
    found = [
        place(path, call)
        for path, call in _calls("scheduler")
        if path.name == "jobs.py" and dotted(call.func).endswith(CLOCKS)
    ]
    assert found == []


def test_no_environment_below_the_doors() -> None:
    found = [
        place(path, node)
        for path in files("models", "handlers", "scheduler")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and dotted(node) in ENVIRONMENT
    ]
    assert found == []
