"""The record that a booking or a chore is for: what it is called, whose it is."""

from __future__ import annotations

import re

from handlers import audit
from handlers.context import Context
from handlers.ratings import subjects
from handlers.ratings.subjects import Subject
from models.rights import Thing

_REF = re.compile(r"[a-z_]{1,20}:[1-9][0-9]{0,17}")


def described(ctx: Context, ref: str) -> Subject:
    """The record as people know it: its number, its title, whose it is."""
    return subjects.describe(ctx, [ref])[ref]


def thing(ctx: Context, ref: str) -> Thing:
    """The record as far as the right to book for it goes."""
    owner = described(ctx, ref).requester_id
    return Thing(own=frozenset() if owner is None else frozenset({owner}))


def checked(ref: str) -> str:
    """`ticket:12`, or a ValueError: no person types it."""
    if not _REF.fullmatch(ref):
        raise ValueError(f"not a record: {ref!r}")
    return ref


def trail(ctx: Context, verb: str, ref: str, before: object = None, after: object = None) -> None:
    """Write a change down: `booking:made` of `booking:7`, by the door it came through."""
    door = ctx.actor.origin.partition(":")[0] or "office"
    audit.record(ctx, f"{door}:{verb}", ref, before, after)
