"""The code as the rules see it: files of the rooms and their syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("models", "handlers", "bot", "scheduler")


def files(*rooms: str) -> list[Path]:
    """Every Python file of these rooms."""
    return sorted(p for room in rooms for p in (ROOT / room).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    """A file's syntax tree, parsed once for all rules."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path, node: ast.AST | None = None) -> str:
    """`room/file.py:12`, as a person finds it."""
    line = f":{node.lineno}" if isinstance(node, ast.expr | ast.stmt) else ""
    return f"{path.relative_to(ROOT).as_posix()}{line}"


def strings(path: Path) -> Iterator[ast.Constant]:
    """Every string that the program can say: no comments, no docstrings, no bare texts."""
    module = tree(path)
    silent = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
        ):
            yield node


def dotted(node: ast.AST) -> str:
    """`a.b.c` of an attribute or name, as far as it is one."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""
