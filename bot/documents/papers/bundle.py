"""Several papers in one PDF: the file of a request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from bot.documents.papers import press


def pages(pdf: bytes) -> int:
    """How many pages a PDF of the typesetter has."""
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))


def together(papers: Sequence[tuple[str, bytes]], title: str, office: str, made: datetime) -> bytes:
    """The papers (name and PDF) behind one another."""
    parts = [{"name": name, "data": list(pdf), "pages": pages(pdf)} for name, pdf in papers]
    return press.pdf("bundle", {"title": title, "office": office, "parts": parts}, made)
