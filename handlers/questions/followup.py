"""A short question after another keeps its scope (answers.md, "Follow-up").

Where it may or may not keep it, the person is asked: two whole queries come back.
"""

from __future__ import annotations

from dataclasses import replace

from handlers.questions.continuing import continued
from handlers.questions.parse import NotUnderstood, Parsed
from handlers.questions.pieces import joined
from handlers.questions.query import Grades, StatQuery
from handlers.questions.topics import fits


def complete(parsed: Parsed, base: StatQuery | None, formal: bool) -> list[StatQuery]:
    """The queries that a question may mean: one, or two to choose from. Raises NotUnderstood."""
    if base is not None and base.shape is not None:
        base = replace(base, shape=None)
    found = continued(parsed, base, formal)
    if found is not None:
        for query in found:
            fits(query)
        return found
    new, said = parsed.query, parsed.said
    if base is not None and base.rank and base.group_by and not new.rank:
        base = replace(base, rank=None)  # the greatest of grades: what follows asks for others
    if "whole_school" in said and not (new.schools or (base and base.schools)):
        raise NotUnderstood("the whole of which school?")
    if "every" in said and base is not None and "scope" not in said:
        return [_every(new, base)]
    if _bare_schools(parsed) and not (base and _counts_all(base)):
        raise NotUnderstood("what of schools?")
    if "piece" in said:
        return [joined(new, said, base)]
    if base is not None and new.rank and "noun" not in said and _is_a_count(base):
        # «โรงเรียนไหนมากที่สุด» after «ป.1 กี่คน» ranks by ป.1.
        ranked = replace(new, measure=base.measure)
        limited = {"grades", "sex"} & said
        return [ranked if limited else replace(ranked, grades=base.grades, sex=base.sex)]
    if "rank" in said and "full" not in said:
        if base is None or base.rank is None:
            raise NotUnderstood("a rank of what?")
        assert new.rank is not None
        return [replace(base, rank=new.rank)]
    if base is not None and new.listing and not new.rank and new.having is None:
        # «มีโรงเรียนอะไรบ้าง» after «… มีกี่โรง» asks for the names of those.
        return [new if "scope" in said else replace(new, having=base.having)]
    if base is not None and base.schools and new.measure == "percent" and "scope" not in said:
        return [_share_of(new, base.schools), new]
    if _stands_alone(parsed, base):
        return [new]
    if base is None:
        raise NotUnderstood("a part of a question, after nothing")
    kept = _kept(parsed, base)
    if _may_be_new(parsed, base, formal):
        return list(dict.fromkeys([kept, new]))
    if _may_be_wider(parsed, base):
        return list(dict.fromkeys([kept, _wider(kept, parsed)]))
    return [kept]


def _bare_schools(parsed: Parsed) -> bool:
    """«โรงเรียนล่ะ», and no word of how many."""
    new, said = parsed.query, parsed.said
    return new.measure == "schools" and not new.listing and "again" in said and "ask" not in said


def _counts_all(base: StatQuery) -> bool:
    """Is it a count of the whole office, after which «โรงเรียนล่ะ» counts its schools?"""
    return _is_a_count(base) and not base.schools


def _every(new: StatQuery, base: StatQuery) -> StatQuery:
    """«แต่ละโรงมีกี่คน» after «โรงเรียนขนาดใหญ่มีกี่โรง»: of those."""
    if base.schools:
        raise NotUnderstood("each of those, or of all?")
    keeps = base.having and not new.having and not base.parts
    return replace(new, having=base.having) if keeps else new


def _is_a_count(base: StatQuery) -> bool:
    """One figure of pupils or rooms, of a school or the office: there is something to rank by."""
    plain = base.measure in ("students", "rooms") and not (base.parts or base.having)
    return plain and base.rank is None and base.group_by in (None, "school", "schools")


def _stands_alone(parsed: Parsed, base: StatQuery | None) -> bool:
    new, said = parsed.query, parsed.said
    asks = bool({"noun", "ask"} & said)
    alone = ("schools", "percent", "avg_per_school")
    if new.rank or new.listing or new.having or new.measure in alone:
        return True
    if "scope" in said and (asks or "full" in said):
        return base is None or not ("again" in said and _limited(base) and not _limits(parsed))
    if "scope" in said and base is None:
        return bool(_limits(parsed) or new.group_by not in (None, "schools"))
    if base is None:
        return bool(
            "noun" in said or "full" in said or ((asks or "total" in said) and _limits(parsed))
        )
    return False


def _share_of(new: StatQuery, schools: tuple[str, ...]) -> StatQuery:
    """The same share within these schools."""
    if new.of is None or new.of.measure == "schools" or new.having:
        raise NotUnderstood("a share of what?")
    return replace(new, schools=schools, of=replace(new.of, schools=schools))


def _limits(parsed: Parsed) -> bool:
    return bool({"grades", "sex"} & parsed.said)


def _limited(base: StatQuery) -> bool:
    return bool(base.grades or base.sex)


def _kept(parsed: Parsed, base: StatQuery) -> StatQuery:
    """The question before, changed by what this one says."""
    new, said = parsed.query, parsed.said
    if base.parts or base.measure == "percent" or (base.listing and not base.rank):
        if said <= {"time", "again"}:
            return base
        if base.parts and said & {"noun", "ask", "full"} and not base.listing:
            return _scoped(new, base.parts[0], said)
        raise NotUnderstood("a part of which question?")
    if new.parts:
        return replace(new, parts=tuple(_scoped(part, base, said) for part in new.parts))
    changes: dict[str, object] = {}
    if "scope" in said:
        changes["schools"] = new.schools
        if base.having or base.rank or base.measure in ("schools", "avg_per_school"):
            raise NotUnderstood("a school among schools")
    if "grades" in said:
        by = base.group_by if base.group_by in ("school", "schools") else None
        changes.update(grades=_grades(new, base, said), group_by=by, groups=None)
    if "all_grades" in said and "grades" not in said:
        changes.update(grades=None, groups=None)
    if "sex" in said:
        changes["sex"] = new.sex
        if base.group_by == "sex":
            changes["group_by"] = None
    if {"ask", "full", "noun"} & said:
        changes["measure"] = new.measure
        if new.measure != base.measure and base.rank:
            raise NotUnderstood("a rank of something else")
        if new.measure in ("rooms", "avg_per_room"):
            changes["sex"] = None
            if base.group_by == "sex":
                changes["group_by"] = None
    if new.group_by is not None:
        changes.update(group_by=new.group_by, groups=new.groups)
        if new.group_by == "sex":
            changes["sex"] = None
        if base.rank:
            raise NotUnderstood("a rank by groups")
    if not changes and "time" not in said:
        raise NotUnderstood("nothing asked")
    kept = replace(base, decimals=new.decimals, difference=new.difference, **changes)  # type: ignore[arg-type]
    if kept.measure in ("rooms", "avg_per_room") and (kept.sex or kept.group_by == "sex"):
        raise NotUnderstood("rooms have no sex")
    return kept


def _grades(new: StatQuery, base: StatQuery, said: set[str]) -> Grades | None:
    """The grades asked for now; «ไม่รวม ป.1 ล่ะ» leaves some of those of before out."""
    if "but" not in said or base.grades is None or new.grades is None:
        return new.grades
    kept = tuple(grade for grade in base.grades if grade in new.grades)
    if not kept or kept == base.grades:
        raise NotUnderstood("without grades that are not in it")
    return kept


def _scoped(new: StatQuery, base: StatQuery, said: set[str]) -> StatQuery:
    if new.measure == "schools" and base.schools:
        raise NotUnderstood("a school among schools")
    return new if "scope" in said else replace(new, schools=base.schools)


def _may_be_new(parsed: Parsed, base: StatQuery, formal: bool) -> bool:
    """A whole question without a place, after one about a school: of the school, or the office?"""
    said = parsed.said
    if base.schools is None or "again" in said or "scope" in said:
        return False
    return "noun" in said and formal


def _may_be_wider(parsed: Parsed, base: StatQuery) -> bool:
    """Pupils asked for again without the grade of before: of the grade, or of all?"""
    said = parsed.said
    if "whole_school" in said and base.sex and "sex" not in said:
        return True
    if "grades" in said or "all_grades" in said or not (base.grades or base.sex):
        return False
    if "sex" in said and not base.grades:
        return False
    asks_again = "noun" in said and "again" not in said
    return asks_again or "total" in said or ("scope" in said and bool({"noun", "ask"} & said))


def _wider(kept: StatQuery, parsed: Parsed) -> StatQuery:
    sex = kept.sex if "sex" in parsed.said else None
    return replace(kept, grades=None, groups=None, sex=sex)
