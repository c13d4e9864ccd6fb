"""What the office decides about requests: who owns what, how long a step takes, what goes at once.

Every decision is checked here and written down, with its trail, by `handlers.office_rules`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.context import Context
from handlers.forms import Loaded
from handlers.forms.reading import MOST_DAYS
from handlers.office_calendar import Moved
from handlers.office_rules import decide, rule
from handlers.people.roster import groups
from handlers.requests import steps
from handlers.requests.notifying import TELL_ALWAYS
from handlers.requests.vocabulary import DEFAULT_GROUP, OWNERS
from models.errors import NotFound, Refusal
from models.requests import StepKind

PUBLIC = "public_at_once"
#: What is owned besides what forms ask for: trouble with machines, help with central systems.
TICKETS = {"ticket", "central"}


class NotDecided(Refusal):
    """The office's rules stay as they were. `why`: key, group, step, days; `facts` say more."""

    def __init__(self, why: str, **facts: Any) -> None:
        super().__init__(f"{why}: {facts}")
        self.why, self.facts = why, facts


def owners(ctx: Context, forms: Loaded) -> dict[str, str]:
    """Which group owns what, by the keys that forms know."""
    keys = sorted({form.owner for form in forms.forms.values()} | TICKETS)
    return {key: owner(ctx, key) for key in keys}


def owner(ctx: Context, key: str) -> str:
    """The group that owns this kind of data or service."""
    return str(rule(ctx, f"owner.{key}", OWNERS.get(key, DEFAULT_GROUP)))


def set_owner(ctx: Context, forms: Loaded, key: str, group: str) -> str:
    """Another group owns it from now on: new requests go there. Returns the group before.

    Raises NotDecided for a key that no form has, or a group that nobody of the office is in.
    """
    before = owners(ctx, forms)
    if key not in before:
        raise NotDecided("key", key=key, known=list(before))
    known = groups(ctx)
    if group not in known:
        raise NotDecided("group", group=group, known=known)
    decide(ctx, f"owner.{key}", group)
    return before[key]


def set_days(ctx: Context, forms: Loaded, slug: str, kind: StepKind, days: int) -> Sequence[Moved]:
    """A step takes so many working days from now on; returns the due moments that moved.

    Raises NotFound for a form that there is not, NotDecided for a step that it has not.
    """
    form = forms.forms.get(slug)
    if form is None:
        raise NotFound("form", slug)
    if form.step(kind) is None:
        raise NotDecided("step", step=kind.value, known=[s.kind.value for s in form.steps])
    if not 0 <= days <= MOST_DAYS:
        raise NotDecided("days", days=days, most=MOST_DAYS)
    return steps.change_standard(ctx, form, kind, days)


def public_at_once(ctx: Context) -> bool:
    """Are public figures delivered without anybody's permission?"""
    return bool(rule(ctx, PUBLIC, True))


def set_public_at_once(ctx: Context, at_once: bool) -> bool:
    """Decide it. Returns what was before."""
    before = public_at_once(ctx)
    decide(ctx, PUBLIC, at_once)
    return before


def set_tell_always(ctx: Context, always: bool) -> bool:
    """Decide whether staff are told outside of office hours too. Returns what was before."""
    before = bool(rule(ctx, TELL_ALWAYS, False))
    decide(ctx, TELL_ALWAYS, always)
    return before


def shown(ctx: Context, forms: Loaded) -> dict[str, Any]:
    """All of it, as plain JSON: what is in force, and what the form itself says."""
    return {
        "owners": owners(ctx, forms),
        PUBLIC: public_at_once(ctx),
        TELL_ALWAYS: bool(rule(ctx, TELL_ALWAYS, False)),
        "forms": [
            {
                "slug": form.slug,
                "title": form.title,
                "steps": [
                    {
                        "kind": step.kind.value,
                        "days": steps.standard_days(ctx, form, step.kind),
                        "usual": step.days,
                    }
                    for step in form.steps
                ],
            }
            for form in forms.forms.values()
        ],
    }
