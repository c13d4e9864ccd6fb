"""All Thai sentences, one file per domain: a notice goes in, semantic messages come out."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from bot.cards import Message, Place, Voice

Words = Callable[[dict[str, Any], Place, Voice], list[Message]]

_WORDS: dict[str, Words] = {}
_FILES = (
    "greetings",
    "questions",
    "ratings",
    "complaints",
    "incidents",
    "incident_card",
    "incident_asking",
    "announcements",
    "announcement_asking",
    "announcement_card",
    "announcement_lists",
    "announcement_writer",
    "notices",
    "rounds",
    "round_work",
    "round_lists",
    "round_digest",
    "round_office",
    "circular_chat",
    "conferences",
    "chores",
    "consent",
    "people",
    "wishes",
    "my_data",
    "overdue",
    "ticket_watch",
    "reporting",
    "reporting_whose",
    "report_receipt",
    "my_tickets",
    "ticket_told",
    "requesting",
    "services",
    "groups",
    "group_asking",
    "round_reminders",
    "round_verdicts",
    "following",
    "refusals",
    "ticket_work",
    "ticket_work_replies",
    "ticket_work_plans",
    "ticket_work_lists",
    "ticket_repairs",
    "budget",
    "tasks",
    "handling",
    "handling_replies",
    "deciding",
)


def words(kind: str) -> Callable[[Words], Words]:
    """Register the function that words notices of this kind."""

    def register(function: Words) -> Words:
        if kind in _WORDS:
            raise ValueError(f"two functions word the notice {kind!r}")
        _WORDS[kind] = function
        return function

    return register


def load() -> None:
    """Import every file of words once, at start."""
    for name in _FILES:
        import_module(f"bot.texts.{name}")


def known_kinds() -> set[str]:
    """Every kind of notice that has words."""
    load()
    return set(_WORDS)


def word(kind: str, data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The messages for one notice. Raises KeyError for a kind without words (a bug)."""
    if kind not in _WORDS:
        load()
    return _WORDS[kind](data, place, voice)
