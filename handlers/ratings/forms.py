"""Rating forms: the items of each kind of service, read from `forms.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Item:
    """One thing that is rated: its number, its words, and the group it stands in."""

    item: str
    name: str
    group: str


@dataclass(frozen=True)
class RatingForm:
    """The items of one kind of service, in the order in which they are asked."""

    slug: str
    name: str
    items: tuple[Item, ...]

    @property
    def order(self) -> tuple[str, ...]:
        """The numbers of its items."""
        return tuple(item.item for item in self.items)

    def item(self, number: str) -> Item | None:
        """The item of that number; None where the form has (or has no longer) such a one."""
        return next((item for item in self.items if item.item == number), None)


@cache
def every() -> Mapping[str, RatingForm]:
    """All rating forms by their slug."""
    source = tomllib.loads(Path(__file__).with_name("forms.toml").read_text("utf-8"))
    return {slug: _form(slug, entry) for slug, entry in source.items()}


def get(slug: str) -> RatingForm:
    """The form of that slug. Raises KeyError for one that there never was (a bug)."""
    return every()[slug]


def _form(slug: str, entry: Mapping[str, Any]) -> RatingForm:
    items = tuple(
        Item(number, name, group["name"])
        for group in entry["groups"]
        for number, name in group["items"].items()
    )
    return RatingForm(slug, entry["name"], items)
