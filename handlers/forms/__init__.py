"""Forms as data: definitions (TOML), who may fill them in, and what an answer may be.

`load(folder)` reads the shipped ones and an office's own.
"""

from __future__ import annotations

from handlers.forms.shelf import Loaded, load

__all__ = ["Loaded", "load"]
