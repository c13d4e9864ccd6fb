"""The made-up office's rooms and equipment."""

from __future__ import annotations

from handlers.bookings.demo_vocabulary import EQUIPMENT, ROOMS
from handlers.bookings.resources import add_equipment, add_room
from handlers.context import Context
from handlers.people import SYSTEM


def seed(ctx: Context) -> None:
    """Enter them; doing it again changes nothing."""
    for slug, name, capacity, words in ROOMS:
        add_room(ctx, SYSTEM, slug, name, capacity, equipment=words)
    for slug, name, count in EQUIPMENT:
        add_equipment(ctx, SYSTEM, slug, name, count)
