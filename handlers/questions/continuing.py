"""A short question that goes on about another topic, a place, years, or another shape.

Beside `followup`, which goes on about pupils by grade: «แล้วเด็กพิการล่ะ», «แล้วอำเภอแม่จันล่ะ»,
«ย้อนหลัง 3 ปี», «ขอกราฟ», and every short question after one of these.
"""

from __future__ import annotations

from dataclasses import replace

from handlers.questions.grammar import NotUnderstood, Parsed
from handlers.questions.query import Having, StatQuery
from handlers.questions.shapes import shown_as
from handlers.topics import PUPILS, TOPICS

_OWN = frozenset({"topic", "rows", "area", "by_area", "trend", "shape"})


def continued(parsed: Parsed, base: StatQuery | None, formal: bool) -> list[StatQuery] | None:
    """The queries meant, where this is a case of ours; None leaves it to `followup`."""
    new, said = parsed.query, parsed.said
    own = said & _OWN
    if base is None:
        return _first(parsed) if own else None
    if not own and not _special(base):
        return None
    if own == {"shape"} and said <= {"shape", "again", "full"}:
        return [shown_as(base, str(new.shape))]
    found = _about(parsed, base, formal)
    return [shown_as(q, new.shape) for q in found] if new.shape else found


def _first(parsed: Parsed) -> list[StatQuery]:
    """A first question: whole, or not understood."""
    new, said = parsed.query, parsed.said
    if "rows" in said:
        raise NotUnderstood("rows of what?")
    if "bare" in said:
        raise NotUnderstood("what of it?")
    if "by_area" in said and new.rank and not {"noun", "ask", "topic"} & said:
        raise NotUnderstood("a rank of what?")
    asks = {"noun", "ask", "full", "topic", "grades", "sex"} & said
    if not asks and not (new.rank or new.listing or new.group_by not in (None, "year")):
        raise NotUnderstood("a part of a question, after nothing")
    return [shown_as(new, new.shape) if new.shape else new]


def _special(base: StatQuery) -> bool:
    area = base.having is not None and base.having.area is not None
    return base.topic != PUPILS or area or base.group_by in ("year", "amphoe", "tambon", "network")


def _about(parsed: Parsed, base: StatQuery, formal: bool) -> list[StatQuery]:
    new, said = parsed.query, parsed.said
    if "topic" in said:
        return _another_topic(parsed, base, formal)
    if "rows" in said:
        return [_by_rows(parsed, base)]
    if "by_area" in said and new.rank:
        return [_best_place(parsed, base)]
    whole = new.rank or new.listing or new.measure in ("schools", "percent", "avg_per_school")
    if _schools_of(parsed, base):
        # «มีกี่โรง» after a count of a topic: with at least one, or all there are?
        return [replace(base, measure="schools", group_by=None, years=None, back=None), new]
    if whole or new.parts:
        return [_ranked(parsed, base)] if _may_rank(parsed, base) else _new_or(parsed, base)
    if "by_area" in said and "noun" in said:
        return [new]
    if "scope" in said and said & {"noun", "full"} and "again" not in said:
        return [new]
    if "noun" in said and base.topic != PUPILS:
        # «นักเรียนหญิงกี่คน» after one of pupils with disabilities: of those, or of all?
        kept = _kept(parsed, base)
        if "scope" in said:
            return list(dict.fromkeys([kept, new]))
        return list(dict.fromkeys([kept, replace(new, schools=base.schools, having=base.having)]))
    kept = _kept(parsed, base)
    if formal and "noun" in said and "again" not in said and "scope" not in said:
        return list(dict.fromkeys([kept, new]))
    return [kept]


def _another_topic(parsed: Parsed, base: StatQuery, formal: bool) -> list[StatQuery]:
    """«แล้วเด็กพิการล่ะ», «มีเด็กพิการกี่คน»: of the place before; of its grade too?"""
    new, said = parsed.query, parsed.said
    if "scope" in said or new.rank or new.listing or new.measure in ("schools", "percent"):
        return [new]
    if "again" not in said and base.schools is None and base.having is None:
        return [new]
    if base.having is not None and replace(base.having, area=None) != Having():
        raise NotUnderstood("a topic among some schools")
    here = replace(new, schools=base.schools, having=base.having)
    if base.group_by in ("school", "schools") and new.group_by is None:
        here = replace(here, group_by=base.group_by)
    found = [here]
    limits = TOPICS[new.topic].parts == "grades" and (base.grades or base.sex)
    if limits and not {"grades", "sex"} & said and base.topic != new.topic:
        found = [replace(here, grades=base.grades, sex=base.sex), here]
    if base.topic == new.topic and new.category and not {"grades", "sex"} & said:
        found = [replace(here, grades=base.grades, sex=base.sex)]
    if formal and "again" not in said:
        found.append(new)
    return list(dict.fromkeys(found))


def _by_rows(parsed: Parsed, base: StatQuery) -> StatQuery:
    if base.topic == PUPILS or base.category or base.rank or base.listing:
        raise NotUnderstood("rows of what?")
    if base.measure != "count":
        raise NotUnderstood("rows of a share")
    return replace(base, group_by="category")


def _best_place(parsed: Parsed, base: StatQuery) -> StatQuery:
    """«อำเภอไหนมากที่สุด» after a count: of the same."""
    new, said = parsed.query, parsed.said
    if said & {"noun", "ask", "scope", "grades", "sex"}:
        return new
    if base.parts or base.listing or base.schools or base.rank or base.measure == "percent":
        raise NotUnderstood("a rank of what?")
    return replace(_elsewhere(base, new.group_by), group_by=new.group_by, rank=new.rank)


def _elsewhere(base: StatQuery, kind: str | None) -> StatQuery:
    """The question of all places of a kind, where it was of one of them; of one point in time."""
    base = replace(base, years=None, back=None, rounds=None, groups=None)
    having = base.having
    if having is None or having.area is None or having.area[0] != kind:
        return base
    others = replace(having, area=None)
    return replace(base, having=None if others == Having() else others)


def _may_rank(parsed: Parsed, base: StatQuery) -> bool:
    new, said = parsed.query, parsed.said
    again = new.rank is not None or (new.listing and base.topic != PUPILS)
    return again and not {"noun", "scope", "grades", "sex"} & said and base.topic != PUPILS


def _schools_of(parsed: Parsed, base: StatQuery) -> bool:
    new, said = parsed.query, parsed.said
    counted = base.topic != PUPILS and base.measure == "count" and not (base.rank or base.schools)
    return counted and new == StatQuery("schools") and not {"noun", "scope"} & said


def _ranked(parsed: Parsed, base: StatQuery) -> StatQuery:
    """«โรงเรียนไหนมากที่สุด», «มีโรงเรียนอะไรบ้าง», after a count of a topic."""
    new = parsed.query
    if base.schools or base.having or base.measure not in ("count", "schools"):
        raise NotUnderstood("a rank of what?")
    one = replace(base, group_by=None, years=None, back=None, rank=None, listing=True)
    if new.rank is not None:
        return replace(one, measure="count", rank=new.rank)
    return replace(one, measure="schools")


def _new_or(parsed: Parsed, base: StatQuery) -> list[StatQuery]:
    """A whole question: a new one, unless it goes on («แล้ว…») about something else."""
    if "again" in parsed.said and not {"noun", "scope"} & parsed.said:
        raise NotUnderstood("a part of which question?")
    return [parsed.query]


def _kept(parsed: Parsed, base: StatQuery) -> StatQuery:
    """The question before, changed by what this one says."""
    new, said = parsed.query, parsed.said
    if base.parts or base.listing or base.measure == "percent":
        if said <= {"time", "again"}:
            return base
        raise NotUnderstood("a part of which question?")
    changes: dict[str, object] = {}
    if "scope" in said:
        _move(changes, new, base)
    if "grades" in said or "all_grades" in said:
        changes["grades"] = new.grades
        if base.group_by not in ("school", "schools", "year", "amphoe", "tambon", "network"):
            changes.update(group_by=None, groups=None)
    if "sex" in said:
        changes["sex"] = new.sex
        if base.group_by == "sex":
            changes["group_by"] = None
    if new.group_by is not None and not ("scope" in said and new.group_by == "schools"):
        changes.update(group_by=new.group_by, groups=new.groups)
        changes.update(years=new.years, back=new.back, rounds=new.rounds)
        if new.group_by == "sex":
            changes["sex"] = None
        if new.group_by == "category":
            changes["category"] = None
    if {"ask", "noun"} & said:
        changes["measure"] = _measure(new, base)
    one = parsed.round if base.rounds else parsed.year or parsed.relative is not None
    if "time" in said and base.group_by == "year" and new.group_by is None and one:
        changes.update(group_by=None, years=None, back=None, rounds=None)
    if not changes and not {"time", "again"} & said:
        raise NotUnderstood("nothing asked")
    if new.group_by in ("amphoe", "tambon", "network"):
        if base.schools and "schools" not in changes:
            raise NotUnderstood("a school, by places")
        base = _elsewhere(base, new.group_by)
    kept = replace(base, **changes)  # type: ignore[arg-type]
    if kept.measure == "rooms" and (kept.sex or kept.group_by == "sex"):
        raise NotUnderstood("rooms have no sex")
    return kept


def _move(changes: dict[str, object], new: StatQuery, base: StatQuery) -> None:
    """Another place: a school, the whole office, an area."""
    having = base.having
    others = having is not None and replace(having, area=None) != Having()
    if others and new.schools:
        raise NotUnderstood("a school among schools")
    if base.measure in ("schools", "avg_per_school") and new.schools:
        raise NotUnderstood("a school among schools")
    area = new.having.area if new.having is not None else None
    moved = replace(having or Having(), area=area)
    changes.update(schools=new.schools, having=None if moved == Having() else moved)
    if base.group_by in ("school", "schools", "amphoe", "tambon", "network"):
        changes["group_by"] = new.group_by
    elif new.group_by == "schools":
        if base.group_by:
            raise NotUnderstood("several schools, otherwise grouped")
        changes["group_by"] = "schools"


def _measure(new: StatQuery, base: StatQuery) -> str:
    if base.topic == PUPILS:
        return new.measure
    if new.measure != "students":
        raise NotUnderstood("a topic asked like pupils")
    return base.measure if base.measure == "students_per_teacher" else "count"
