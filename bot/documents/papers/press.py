"""Templates and words → PDF. The words are data: nothing in them is read as markup.

Papers are set in the government's own font where it is installed. Sarabun, which comes with the
product, is drawn larger: at 0.72 of the size its letters are as tall.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from bot.texts.papers import WHOLE

HERE = Path(__file__).parent
FONTS = HERE.parent / "fonts"
GOVERNMENT = ("TH Sarabun New", "TH SarabunPSK")
OWN = "Sarabun"
OWN_SCALE = 0.72


def font_family(installed: Iterable[str] | None = None) -> str:
    """The font of government papers if this machine has it, else the product's own."""
    names = set(_installed() if installed is None else installed)
    return next((name for name in GOVERNMENT if name in names), OWN)


@cache
def _installed() -> frozenset[str]:
    import typst  # 40 MB and not needed by anything that serves a chat

    return frozenset(typst.Fonts(include_system_fonts=True).families())


def pdf(
    template: str, words: Mapping[str, Any], made: datetime, garuda: bytes | Path | None = None
) -> bytes:
    """A4 from `template`.typ. The same words and the same moment give the same bytes."""
    import typst

    family = font_family()
    scale = OWN_SCALE if family == OWN else 1
    picture = garuda.read_bytes() if isinstance(garuda, Path) else garuda
    # What a template is given must be text: a picture goes among the words, byte by byte.
    setting = {"family": family, "scale": scale, "garuda": list(picture or b""), "whole": WHOLE}
    printed = typst.compile(
        str(HERE / f"{template}.typ"),
        format="pdf",
        font_paths=[str(FONTS)],
        ignore_system_fonts=family == OWN,
        sys_inputs={"paper": json.dumps({**setting, **words}, ensure_ascii=False)},
        # typst takes whole seconds of a fixed zone
        timestamp=made.astimezone(UTC).replace(microsecond=0),
    )
    assert isinstance(printed, bytes)
    return printed
