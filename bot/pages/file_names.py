"""Names of files that people gave: fit for a header, a page and a disk."""

from __future__ import annotations

from pathlib import PurePath

from handlers.id_numbers import mask

LONGEST = 200


def plain(given: str) -> str:
    """A file's own name, without folders, odd signs and ID numbers; a long one keeps its end."""
    name = "".join(c for c in PurePath(given.replace("\\", "/")).name if c.isprintable()).strip()
    path = PurePath(mask(name) or "_")
    return path.stem[: LONGEST - len(path.suffix)] + path.suffix[:LONGEST]
