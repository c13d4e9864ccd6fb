"""What a PDF of ours says: its text in the order of drawing, its pages, its links.

Reads only what the typesetter writes: plain objects, flate streams, fonts that name their letters.
"""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)endobj", re.DOTALL)
_SHOWN = re.compile(
    rb"/ActualText<FEFF([0-9A-F]*)>>>BDC|/(\w+) [\d.]+ Tf"
    rb"|(?<!Lang)(\((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*\))|\b(EMC|BT)\b",
    re.DOTALL,
)
#: A tone mark set higher than usual is drawn for itself and names its cluster once more.
_TWICE = re.compile(r"([ก-ฮ][\u0e31-\u0e39][\u0e48-\u0e4c])\s+\1")
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages(pdf: bytes) -> int:
    """How many sheets it has."""
    return len(re.findall(rb"/Type/Page/", pdf))


def links(pdf: bytes) -> list[str]:
    """The addresses that can be followed."""
    return [uri.decode() for uri in re.findall(rb"/URI\(([^)]*)\)", pdf)]


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page, spaces as they were drawn."""
    objects = {int(m[1]): m[2] for m in _OBJECT.finditer(pdf)}
    shown = []
    for body in objects.values():
        if b"/Type/Page/" not in body:
            continue
        resources = objects[_ref(rb"Resources", body)]
        fonts = {
            name: _letters(objects, int(number))
            for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources)
        }
        shown.append(_shown(_stream(objects[_ref(rb"Contents", body)]), fonts))
    return shown


def text(pdf: bytes) -> str:
    """All pages' text without any spaces: lines break where they like."""
    return squeeze("".join(page_texts(pdf)))


def squeeze(words: str) -> str:
    """Without white space, as `text` gives it."""
    return re.sub(r"[\s\u200b]+", "", words)


def streams(pdf: bytes) -> list[bytes]:
    """What was drawn, as instructions."""
    bodies = (found[2] for found in _OBJECT.finditer(pdf))
    return [_stream(body) for body in bodies if b"stream\n" in body]


def _ref(name: bytes, body: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found, name
    return int(found[1])


def _stream(body: bytes) -> bytes:
    data = body.split(b"stream\n", 1)[1]
    return zlib.decompressobj().decompress(data) if b"/FlateDecode" in body else data


def _letters(objects: dict[int, bytes], font: int) -> dict[int, str]:
    table = _stream(objects[_ref(rb"ToUnicode", objects[font])])
    pairs = re.findall(rb"^<([0-9A-F]{4})> <([0-9A-F]+)>$", table, re.MULTILINE)
    return {int(glyph, 16): _utf16(letters) for glyph, letters in pairs}


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")


def _shown(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    said: list[str] = []
    font: dict[int, str] = {}
    instead = False
    for actual, name, letters, mark in _SHOWN.findall(content):
        if name:
            font = fonts[name]
        elif letters:
            codes = b"" if instead else _ESCAPED.sub(_unescaped, letters[1:-1])
            glyphs = (int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2))
            said += [font.get(glyph, "\ufffd") for glyph in glyphs]
        elif mark == b"BT":
            said.append(" ")
        elif mark:
            instead = False
        else:
            said.append(_utf16(actual))
            instead = True
    return _TWICE.sub(r"\1", "".join(said))


def _unescaped(found: re.Match[bytes]) -> bytes:
    what = found[1]
    return bytes([int(what, 8)]) if what.isdigit() else _NAMED.get(what, what)
