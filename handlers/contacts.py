"""Clean what lists of schools say of contacts and places: telephones, e-mail, areas, points.

None wherever nothing usable is said ("-", "0", blank, "?"); nothing is ever guessed, except the
leading zero that workbooks take from a telephone number.
"""

from __future__ import annotations

import re

from handlers.schools_vocabulary import AREA_LEADS, EXTENSION, FAX, VILLAGE
from handlers.tables import clean, tidy_name

#: The farthest points of Thailand, in degrees, with some sea around.
LATITUDES, LONGITUDES = (5.5, 20.6), (97.2, 105.8)
#: What the tables keep of telephone numbers.
_MOST = 60
_NOTHING = re.compile(r"[-–—0?.*/_\s]*")
_APART = re.compile(r"[,;/|]|(?<=\d)\s{2,}(?=0)")
#: Vowels and marks that can stand only upon a consonant, at the beginning of a text.
_ORPHANS = re.compile("^[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+")
_DOUBLED = re.compile("([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\\1+")
_EXTENSION = re.compile(rf"(?:{'|'.join(EXTENSION)})\.?\s*(\d{{2,5}})\b", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)
_WEBSITE = re.compile(r"(https?://)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:\d+)?(/\S*)?", re.ASCII)
_MOBILE = re.compile(r"0[689]\d{8}")
_LANDLINE = re.compile(r"0[2-7]\d{7}|0{5,9}\d*")


def text(cell: str, most: int = 200) -> str | None:
    """Words as they stand, tidied; None for what only says that there is nothing."""
    said = _DOUBLED.sub(r"\1", _ORPHANS.sub("", tidy_name(cell)))
    return None if _NOTHING.fullmatch(said) else said[:most]


def area(cell: str) -> str | None:
    """A district, subdistrict or province without the word for it before its name."""
    said = text(cell, 80)
    if said is None:
        return None
    for lead in AREA_LEADS:
        if said.startswith(lead) and len(said) > len(lead):
            return said.removeprefix(lead).strip()
    return said


def village(cell: str) -> str | None:
    """«หมู่ 6 -» is village number 6; a number 0 is none."""
    said = tidy_name(cell)
    found = re.fullmatch(rf"{VILLAGE}\s*(\S*)\s*(.*)", said)
    if found is None:
        return text(cell, 120)
    number, name = (text(part, 100) for part in found.groups())
    if number is None:
        return name
    return " ".join(filter(None, [VILLAGE, number, name]))


def postcode(cell: str) -> str | None:
    """Five digits, or None."""
    said = clean(cell)
    return said if re.fullmatch(r"[1-9]\d{4}", said) else None


def email(cell: str) -> str | None:
    """The first e-mail address in a cell, without stray marks."""
    found = _EMAIL.search(clean(cell))
    return found[0][:120] if found else None


def website(cell: str) -> str | None:
    """An address of the web that a browser can open, or None."""
    said = clean(cell)
    return said[:200] if _WEBSITE.fullmatch(said) else None


def phones(cell: str, *, mobile: bool = True) -> str | None:
    """Telephone numbers in one spelling (0-5391-1234, 0-2282-1626), joined by commas.

    The leading zero that a workbook drops is put back. Short pieces behind a whole number are
    other last digits of it («…1626,1605»); cut-off and fax numbers are left out. Without `mobile`
    numbers of mobile telephones are left out too: in a school's entry they may be a person's own.
    """
    found: list[str] = []
    for piece in _APART.split(clean(cell)):
        number = _number(piece, mobile=mobile)
        if number:
            found.append(number)
        elif found and re.fullmatch(r"\s*[1-9]\d{3}\s*", piece):
            found.append(piece.strip())
    said = ""
    for number in dict.fromkeys(found):
        longer = f"{said}, {number}" if said else number
        said = longer if len(longer) <= _MOST else said
    return said or None


def first_number(phone: str) -> str:
    """The digits to dial for the first of several telephone numbers."""
    first = _EXTENSION.sub("", phone.split(",")[0]).strip()
    return re.sub(r"\D", "", re.sub(r"(-\d{4})-\d{1,2}$", r"\1", first))


def point(latitude: str, longitude: str) -> tuple[float, float] | None:
    """A point in degrees. None where there is none; raises ValueError outside Thailand."""
    cells = [clean(cell) for cell in (latitude, longitude)]
    if all(_NOTHING.fullmatch(cell) for cell in cells):
        return None
    north, east = (float(cell) for cell in cells)
    inside = LATITUDES[0] <= north <= LATITUDES[1] and LONGITUDES[0] <= east <= LONGITUDES[1]
    if not inside:
        raise ValueError("a point outside Thailand")
    return north, east


def _number(piece: str, *, mobile: bool) -> str | None:
    if any(word in piece.lower() for word in FAX):
        return None
    extension = _EXTENSION.search(piece)
    said = re.sub(r"[^\d\s()+.-].*$", "", piece[: extension.start()] if extension else piece)
    upto = re.search(r"(?<=\d{4})-(\d{1,2})\s*$", said)
    digits = re.sub(r"\D", "", said[: upto.start()] if upto else said)
    if digits.startswith("66") and len(digits) in (10, 11) and "+" in said:
        digits = digits[2:]
    shape = _spelt(digits, mobile=mobile)
    if shape is None and upto:
        upto = None  # it was a part of the number: 02-424-74-83
        shape = _spelt(re.sub(r"\D", "", said), mobile=mobile)
    if shape is None:
        return None
    ending = f"-{upto[1]}" if upto else ""
    return shape + ending + (f" {EXTENSION[0]} {extension[1]}" if extension else "")


def _spelt(digits: str, *, mobile: bool) -> str | None:
    if len(digits) in (8, 9) and not digits.startswith("0"):
        digits = f"0{digits}"
    if len(digits) == 10 and _MOBILE.fullmatch(digits):
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" if mobile else None
    if len(digits) == 9 and _LANDLINE.fullmatch(digits):
        return f"0-{digits[1:5]}-{digits[5:]}"
    return None
