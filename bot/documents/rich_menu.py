"""The rich menu's picture, drawn by typst from the same cells that LINE is told of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TEMPLATE = HERE / "rich_menu.typ"
FONTS = HERE / "fonts"


def draw(width: int, height: int, cells: Sequence[dict[str, Any]]) -> bytes:
    """A PNG of that many pixels. A cell is x, y, width, height, label, icon and `first`.

    The icons are the ones that the template names.
    """
    import typst  # 40 MB and not needed by anything that serves

    menu = {"width": width, "height": height, "cells": list(cells)}
    drawn = typst.compile(
        str(TEMPLATE),
        format="png",
        ppi=72,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"menu": json.dumps(menu, ensure_ascii=False)},
    )
    assert isinstance(drawn, bytes)
    return drawn
