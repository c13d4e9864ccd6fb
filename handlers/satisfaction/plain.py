"""The report on satisfaction as plain JSON, for other programs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from handlers.budget import BANGKOK
from handlers.satisfaction.figures import POINTS, CaseLine, Group, Satisfaction, Tally
from models.ratings import Level


def to_json(found: Satisfaction) -> dict[str, Any]:
    """The report as plain JSON; figures with decimals are texts."""
    return {
        "fiscal_year": found.fiscal_year,
        "made_at": found.made_at.astimezone(BANGKOK).isoformat(),
        **_group_json(found.whole),
        "forms": [
            {
                "form": form.whole.key,
                **_group_json(form.whole),
                "items": [
                    {"item": item.item, "name": item.name, **_tally_json(tally)}
                    for item, tally in form.items
                ],
            }
            for form in found.forms
        ],
        "services": {group.key: _group_json(group) for group in found.services},
        "channels": {group.key: _group_json(group) for group in found.channels},
        "months": {group.key: _group_json(group) for group in found.months},
        "comments": [vars(comment) for comment in found.comments],
        "complaints": [_case_json(case) for case in found.cases],
    }


def _group_json(group: Group) -> dict[str, Any]:
    return {
        "invited": group.invited,
        "rated": group.rated,
        "response_percent": _text(group.response),
        **_tally_json(group.tally),
    }


def _tally_json(tally: Tally) -> dict[str, Any]:
    return {
        "n": tally.n,
        **{level.value: tally.counts.get(level, 0) for level in Level},
        "percent": {level.value: _text(tally.percent(level)) for level in POINTS},
        "mean": _text(tally.mean),
    }


def _case_json(case: CaseLine) -> dict[str, Any]:
    closed = case.closed_on.isoformat() if case.closed_on else None
    return {**vars(case), "opened_on": case.opened_on.isoformat(), "closed_on": closed}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
