"""Find a school by its name or code, and say what is known of it and what it has had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from handlers.context import Context
from handlers.questions import Office, find_schools
from handlers.questions.figures import Edition, Figures, Snapshot
from handlers.questions.names import NameIndex
from handlers.questions.query import StatQuery
from handlers.questions.trend_answers import one_round
from models.schools import School


@dataclass(frozen=True)
class Found:
    """Schools for what was typed, code and name. `nearest`: none fits, these look most like it."""

    schools: list[tuple[str, str]]
    nearest: bool = False


def places(ctx: Context) -> dict[str, School]:
    """The office's schools on the list of schools, by code."""
    query = select(School).where(School.in_office).order_by(School.smis)
    return {school.smis: school for school in ctx.session.scalars(query)}


def names(ctx: Context, known: Snapshot, listed: Mapping[str, School]) -> dict[str, str]:
    """Every school of the office under its newest name, by code: the data's own name first."""
    found = {code: school.name for code, school in listed.items()}
    for edition in reversed(known.editions):
        found |= {s.code: s.name for s in known.figures(ctx, edition).schools}
    return dict(sorted(found.items()))


def search(
    ctx: Context, typed: str, office: Office, known: Snapshot, listed: Mapping[str, School]
) -> Found:
    """The schools that a name, a piece of one, or a code of 8 or 10 digits means."""
    named = names(ctx, known, listed)
    by_code = named.get(known.moe.get(typed, typed))
    if by_code is not None:
        return Found([(known.moe.get(typed, typed), by_code)])
    meant = [school["code"] for school in find_schools(ctx, typed, office=office)]
    if len(meant) == 1:
        return Found([(meant[0], named.get(meant[0], meant[0]))])
    piece = typed.replace(" ", "")
    meant += [c for c, name in named.items() if piece in name.replace(" ", "") or piece in c]
    if meant:
        return Found([(code, named.get(code, code)) for code in dict.fromkeys(meant)])
    near = NameIndex(named.items()).nearest(typed)
    return Found([(code, named[code]) for code in near], nearest=True)


def trend(ctx: Context, known: Snapshot, code: str) -> list[tuple[Edition, Figures]]:
    """The editions of pupils that know the school, all of one round, oldest first.

    Which round is the rule of trends in chat (`trend_answers.one_round`), over all its years.
    """
    having = {
        edition: figures
        for edition in known.editions
        if code in (figures := known.figures(ctx, edition)).by_code
    }
    every = StatQuery(schools=(code,), group_by="year", back=len(having))
    return [(edition, having[edition]) for edition in one_round([*having], every)]
