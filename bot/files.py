"""FILES_DIR: photos and files by the hash of their content, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


class Files:
    """A content-addressed folder that all nodes share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()  # pages hand paths to Flask, which has a root of its own

    def path(self, sha256: str) -> Path:
        """Where the content with this hash lies, or would lie."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError("not a hash")
        return self._folder / sha256[:2] / sha256

    def keep(self, content: bytes) -> str:
        """Store the content, on disk before this returns. Returns its hash."""
        sha256 = hashlib.sha256(content).hexdigest()
        target = self.path(sha256)
        if target.exists():
            return sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, target)
        return sha256

    def delete(self, hashes: Iterable[str]) -> None:
        """Remove contents; one that is gone already is no error."""
        for sha256 in hashes:
            self.path(sha256).unlink(missing_ok=True)
