"""Words between the schools of a list, as people type them."""

from __future__ import annotations

#: Where one name ends and the next begins, besides commas and lines.
AND = ("และ", "กับ")
