"""QR codes of addresses, to scan from paper or from a screen."""

from __future__ import annotations

import io

#: Black on white with the quiet zone that scanners need, in modules.
BORDER = 4


def svg(address: str) -> bytes:
    """The code as SVG, 8 pixels a module."""
    return _drawn(address, "svg", 8)


def png(address: str) -> bytes:
    """The code as PNG, big enough to print on a sheet of paper."""
    return _drawn(address, "png", 16)


def _drawn(address: str, kind: str, scale: int) -> bytes:
    import segno  # not needed by anything that serves a chat

    out = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(out, kind=kind, scale=scale, border=BORDER, dark="#000", light="#fff")
    return out.getvalue()
