"""How a button's text reaches the bot: in a group it must begin with the word that calls it."""

from __future__ import annotations

from bot.cards import Place

CALL = "ถามเขต"


def called(text: str, place: Place) -> str:
    """The text as the bot will hear it in this place."""
    return f"{CALL} {text}" if place.is_group else text
