"""Sexes, levels and classes of size: what figures are counted by."""

from __future__ import annotations

from handlers.dmc_vocabulary import FEMALE, LOWER, MALE, PRE, PRIMARY, UPPER, VOCATIONAL

SEXES = (MALE, FEMALE)
LEVELS = (PRE, PRIMARY, LOWER, UPPER + VOCATIONAL)
COUNTS = ("students", "rooms", "schools")

#: Classes of size, upwards, both ends included (answers.md, "Schools").
SIZES: dict[str, tuple[tuple[str, int, int | None], ...]] = {
    "obec4": (
        ("small", 1, 120),
        ("medium", 121, 600),
        ("large", 601, 1500),
        ("extra", 1501, None),
    ),
    "obec7": (
        ("size1", 1, 120),
        ("size2", 121, 200),
        ("size3", 201, 300),
        ("size4", 301, 499),
        ("size5", 500, 1499),
        ("size6", 1500, 2499),
        ("size7", 2500, None),
    ),
    # The rule says "up to 119"; a school with no pupil at all is not a small school.
    "kcs": (
        ("small", 1, 119),
        ("medium", 120, 719),
        ("large", 720, 1679),
        ("extra", 1680, None),
    ),
}
