"""The demo office's other reports: invented, and adding up to its pupils by grade.

Written as DMC writes them (72 and 71 columns, no header, a row of totals) and read back in by
the same reader as real ones.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from random import Random

from handlers import dmc_vocabulary as words
from handlers import topics_vocabulary as labels
from handlers.topics import TOPICS

#: Grade → boys, girls, rooms, as `handlers.demo` makes them.
Grades = dict[str, tuple[int, int, int]]
#: Category → how many of this many pupils of this grade are of it.
Split = dict[str, int]
TOPIC_SLUGS = ("age", "nationality", "religion", "disability", "disadvantage", "g_code")
#: Those of the year before too, so that there is a trend; not all: a demo is to start at once.
OLDER_SLUGS = ("nationality", "disability", "g_code")
#: One school in so many lies where people from elsewhere live.
_BORDER = 6
_GROUPS = words.groups()
_DISABLED = ("ความพิการทางการเรียนรู้", "ความพิการทางสติปัญญา", "ความพิการทางการออทิสติก")
_POOR = ("เด็กยากจน", "เด็กถูกทอดทิ้ง", "กำพร้า")


def files(
    schools: list[tuple[str, Grades]],
    office: str,
    year: int,
    round_: int,
    slugs: tuple[str, ...] = TOPIC_SLUGS,
) -> Iterator[tuple[str, bytes]]:
    """Name and content of each report. `schools` are code and counts, `office` its code."""
    for slug in slugs:
        yield f"demo-{year}-{round_}-{slug}.csv", _file(slug, schools, office, f"{year}-{round_}")


def _file(slug: str, schools: list[tuple[str, Grades]], office: str, edition: str) -> bytes:
    categories = (TOPICS[slug].total, *TOPICS[slug].categories)
    totals: dict[str, list[int]] = {}
    rows = []
    for code, grades in schools:
        random = Random(f"{slug} {code} {edition}")  # noqa: S311 - made-up figures, no secret
        found = _counted(slug, grades, random, border=int(code) % _BORDER == 0)
        for category in categories if slug != "g_code" else (None,):
            cells = _cells(found.get(category or "", {}))
            so_far = totals.setdefault(category or "", [0] * len(cells))
            totals[category or ""] = [a + b for a, b in zip(so_far, cells, strict=True)]
            rows.append([edition, code, *([category] if category else []), *cells])
    for category, sums in totals.items():
        rows.append([edition, office, *([category] if category else []), *sums])
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("cp874")


def _counted(
    slug: str, grades: Grades, random: Random, *, border: bool
) -> dict[str, dict[str, tuple[int, int]]]:
    """Category → grade → boys and girls; the total among the categories."""
    total = TOPICS[slug].total or ""
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for grade, (boys, girls, _) in grades.items():
        split = _SPLITS[slug]
        parts = [split(grade, n, random, border) for n in (boys, girls)]
        for category in {*parts[0], *parts[1]}:
            pair = (parts[0].get(category, 0), parts[1].get(category, 0))
            found.setdefault(category, {})[grade] = pair
            if category != total:
                old = found.setdefault(total, {}).get(grade, (0, 0))
                found[total][grade] = (old[0] + pair[0], old[1] + pair[1])
    return found


def _cells(grades: dict[str, tuple[int, int]]) -> list[int]:
    if not grades:
        return [0] * (3 * len(_GROUPS))
    cells: list[int] = []
    for _, members in _GROUPS:
        boys = sum(grades.get(g, (0, 0))[0] for g in members)
        girls = sum(grades.get(g, (0, 0))[1] for g in members)
        cells += [boys, girls, boys + girls]
    return cells


def _some(n: int, share: float, random: Random) -> int:
    return sum(random.random() < share for _ in range(n))


def _shared(n: int, shares: dict[str, float], random: Random) -> Split:
    """Each share of what the ones before it left."""
    found = {}
    for category, share in shares.items():
        found[category] = _some(n, share, random)
        n -= found[category]
    return {category: count for category, count in found.items() if count} | {"": n}


def _age(grade: str, n: int, random: Random, border: bool) -> Split:
    years = words.GRADES.index(grade) + 3
    split = _shared(n, {f"{years + 1} ปี": 0.15, f"{years - 1} ปี": 0.08}, random)
    return {f"{years} ปี": split.pop("")} | split


def _nationality(grade: str, n: int, random: Random, border: bool) -> Split:
    more = 10 if border else 1
    shares = {"เมียนมา": 0.006 * more, "ลาว": 0.003 * more, "ไม่ปรากฎสัญชาติ": 0.002 * more}
    split = _shared(n, shares, random)
    return {labels.NATIONALITY[0]: split.pop("")} | split


def _religion(grade: str, n: int, random: Random, border: bool) -> Split:
    split = _shared(n, {"อิสลาม": 0.08 if border else 0.01, "คริสต์": 0.012}, random)
    return {labels.RELIGION[0]: split.pop("")} | split


def _disability(grade: str, n: int, random: Random, border: bool) -> Split:
    if grade in words.PRE:
        return {}
    split = _shared(n, dict(zip(_DISABLED, (0.045, 0.006, 0.004), strict=True)), random)
    split.pop("")
    return split


def _disadvantage(grade: str, n: int, random: Random, border: bool) -> Split:
    split = _shared(n, dict(zip(_POOR, (0.35, 0.01, 0.01), strict=True)), random)
    split.pop("")
    return split


def _g_code(grade: str, n: int, random: Random, border: bool) -> Split:
    return {"": _some(n, 0.04 if border else 0.003, random)}


_SPLITS: dict[str, Callable[[str, int, Random, bool], Split]] = {
    "age": _age,
    "nationality": _nationality,
    "religion": _religion,
    "disability": _disability,
    "disadvantage": _disadvantage,
    "g_code": _g_code,
}
