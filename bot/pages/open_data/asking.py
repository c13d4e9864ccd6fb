"""From the words of an address to what is asked of an edition. What means nothing is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from werkzeug.datastructures import MultiDict

from handlers.open_data.counts import Counts
from handlers.open_data.tables import SIZE_RULE, VIEWS, Asked
from handlers.questions.figures import SIZES
from handlers.topics import PUPILS
from models.schools import School

#: Words that others hang on an address when it is passed on; they mean nothing and harm nothing.
PASSED_ON = ("utm_", "fbclid", "gclid", "openExternalBrowser", "liff.")
LONGEST_TEXT = 100


def views(counts: Counts) -> list[str]:
    """The ways to look at an edition: by school, by category, by part."""
    there = {
        "schools": True,
        "categories": bool(counts.categories),
        "parts": len(counts.single_parts) > 1 and counts.topic.parts != "states",
    }
    return [view for view in VIEWS if there[view]]


def read(
    args: MultiDict[str, str], counts: Counts, places: Mapping[str, School]
) -> tuple[Asked, list[str]]:
    """What is asked, and the names of the words that were not understood here."""
    given = {k: v.strip() for k, v in args.items() if v.strip() and not k.startswith(PASSED_ON)}
    view = _view(given, counts)
    fits = _fitting(given, view, counts, places)
    unheeded = [name for name in given if name not in fits or not fits[name](given[name])]
    kept = {name: value for name, value in given.items() if name not in unheeded}
    category = kept.get("category")
    if category is None and view != "categories" and not counts.has_total and counts.categories:
        category = counts.categories[0]  # there is no whole to show in its place
    sort = kept.get("sort")
    order = kept.get("order", "asc" if sort in ("name", "code") else "desc")
    asked = Asked(
        view=view,
        school=kept.get("school"),
        category=category,
        part=kept.get("part"),
        sex=kept.get("sex"),
        size=kept.get("size"),
        amphoe=kept.get("amphoe"),
        network=kept.get("network"),
        text=kept.get("q", ""),
        sort=sort,
        descending=order == "desc",
    )
    return asked, unheeded


def filters(asked: Asked) -> dict[str, str | None]:
    """What the rows are chosen by, under the words of the address."""
    return {
        "school": asked.school,
        "category": asked.category,
        "part": asked.part,
        "sex": asked.sex,
        "size": asked.size,
        "amphoe": asked.amphoe,
        "network": asked.network,
        "q": asked.text,
    }


def written(asked: Asked) -> dict[str, str]:
    """The words of the address that asks for just this."""
    order = ("desc" if asked.descending else "asc") if asked.sort else None
    words = {
        "view": asked.view if asked.view != "schools" or asked.school else None,
        **filters(asked),
        "sort": asked.sort,
        "order": order,
    }
    return {name: value for name, value in words.items() if value}


def choices(places: Mapping[str, School], kind: str) -> list[str]:
    """The names of the office's amphoe, or networks, in order."""
    return sorted({name for place in places.values() if (name := getattr(place, kind))})


def _view(given: Mapping[str, str], counts: Counts) -> str:
    there = views(counts)
    if given.get("view") in there:
        return given["view"]
    # One school by itself is best seen by its categories, or its grades.
    return there[1] if "school" in given and "view" not in given and len(there) > 1 else "schools"


def _fitting(
    given: Mapping[str, str], view: str, counts: Counts, places: Mapping[str, School]
) -> dict[str, Callable[[str], bool]]:
    """What each word may say, in this view of this edition."""
    codes = {code for code, _ in counts.schools}
    own = any("-" in column for column in counts.columns)
    sex = given.get("sex")
    columns = {"name", *([sex] if sex in ("male", "female") else counts.columns)}
    fits: dict[str, Callable[[str], bool]] = {
        "view": lambda said: said in views(counts),
        "school": codes.__contains__,
        "sex": lambda said: said in ("male", "female") and said in counts.columns,
        "order": lambda said: said in ("asc", "desc"),
    }
    if view != "categories":
        fits["category"] = counts.categories.__contains__
    if view != "parts" and not own:
        fits["part"] = counts.parts.__contains__
    if view == "schools":
        columns |= {"code"}
        fits["amphoe"] = choices(places, "amphoe").__contains__
        fits["network"] = choices(places, "network").__contains__
        fits["q"] = lambda said: len(said) <= LONGEST_TEXT
        if counts.topic.slug == PUPILS:
            fits["size"] = [name for name, _, _ in SIZES[SIZE_RULE]].__contains__
    fits["sort"] = columns.__contains__
    return fits
