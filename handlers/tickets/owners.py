"""Whose people work on what: machines and networks belong to one group, the central systems to
the group of the data."""

from __future__ import annotations

from handlers.context import Context
from handlers.office_rules import rule
from handlers.requests.vocabulary import DEFAULT_GROUP, ICT_GROUP
from models.tickets import CENTRAL, Category

#: Keys of the office's rules, with the group that owns it in most offices.
OWNERS = {"ticket": ICT_GROUP, "central": DEFAULT_GROUP}


def owner_group(ctx: Context, category: Category) -> str:
    """The group whose people work on tickets of this category."""
    key = "central" if category in CENTRAL else "ticket"
    return str(rule(ctx, f"owner.{key}", OWNERS[key]))
