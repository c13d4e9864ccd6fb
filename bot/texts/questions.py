"""Answers to questions about figures, in words and cards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import Card, Message, Place, Row, Text, Voice
from bot.texts import answer_tables, duties, no_figure, schools, topics, trends, words
from bot.texts.cards_of_figures import MOST_ROWS, dressed, foot, in_plain, others
from bot.texts.figures import clause, number, period, polite, scope, subject, unit, value_text
from bot.texts.guide import GUIDE_SCOPES, GUIDE_WHATS
from bot.texts.lists import list_
from bot.texts.next_questions import after

__all__ = ["GUIDE_SCOPES", "GUIDE_WHATS", "answer"]  # the guide's words come with these

Json = Mapping[str, Any]
#: Breakdowns that are always shown whole: people read them as one thing.
_WHOLE = ("sex", "grade", "level", "groups", "obec4", "obec7", "kcs")
_MANY, _FEW, _LONG = 8, 4, 60


@words("answer")
def answer(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The messages of one answer (handlers.questions.Answer as JSON)."""
    return _KINDS[data["kind"]](data, place, voice)


def _figure(data: Json, place: Place, voice: Voice) -> list[Message]:
    facts = data["facts"]
    item, query = facts["items"][0], facts["query"]
    dated = answer_tables.dated(facts)
    said = polite(f"{clause(query, item, facts)} {dated}", voice.particle)
    whys = topics.whys(facts["items"])
    alt = "\n".join([said, *whys, f"({period(facts['edition'])})", *others(facts)])
    quick = after(facts, place)
    derived = item["measure"] == "percent" or item["measure"].startswith(("avg", "students_per"))
    if derived and not query.get("shape"):
        return [Text(alt, quick)]  # the sentence says what is divided by what
    shown = item["value"] is not None
    card = Card(
        alt,
        scope(query, facts),
        subtitle=" ".join(subject(query).split()),
        figure=number(item["value"]) if shown else value_text(item, query),
        unit=_figure_unit(item, query) if shown else "",
        body=(said,),
        note="\n".join([*whys, period(facts["edition"]), *others(facts)]),
        quick=quick,
    )
    return [dressed(card, data)]


def _figure_unit(item: Json, query: Json) -> str:
    return "%" if item["measure"] == "percent" else unit(item, query)


def _multi(data: Json, place: Place, voice: Voice) -> list[Message]:
    facts = data["facts"]
    query = facts["query"]
    if query.get("parts"):
        return _parts(data, place, voice)
    if query.get("group_by") == "year":
        return trends.trend(data, place, voice)
    rows = [(answer_tables.label(item, query), item) for item in facts["items"]]
    many = len(rows) > (_FEW if query.get("group_by") == "category" else _MANY)
    left = [
        label for label, item in rows if item["value"] == 0 and many and label not in topics.UNASKED
    ]
    kept = [(label, item) for label, item in rows if item["value"] != 0 or not many]
    whole = query.get("group_by") in _WHOLE
    shown = kept if whole else kept[:MOST_ROWS]
    more = len(kept) - len(shown)
    total = facts.get("total")
    none = _none(left)
    head = answer_tables.heading(facts)
    best, apart = _best(rows, query), _apart(rows, facts)
    sum_ = f" รวม {value_text(total, query)}" if total else f" {_in_words(apart)}" if apart else ""
    lines = [f"{label} {value_text(item, query)}" for label, item in shown]
    alt = in_plain(
        f"{head} {best}".rstrip(),
        lines,
        more,
        facts,
        voice,
        f"{f' ({none})' if none else ''}{sum_}",
    )
    table = [Row(label, value_text(item, query), detail=_sexes(item)) for label, item in shown]
    if total:
        table.append(Row("รวม", value_text(total, query), strong=True, detail=_sexes(total)))
    if apart:
        table.append(Row(apart[0], apart[1], strong=True, detail=apart[2]))
    note = foot(facts, more, [none] if none else [])
    card = Card(alt, head, subtitle=best, rows=tuple(table), note=note, quick=after(facts, place))
    return [dressed(card, data, rows=len(rows) if more else 0)]


def _best(rows: list[tuple[str, Json]], query: Json) -> str:
    """«มากที่สุดคือ ป.1 4,744 คน», of grades or levels; those that have none are left out."""
    counted = [(label, item) for label, item in rows if item["value"]]
    if not query.get("rank") or query.get("group_by") not in ("grade", "level") or not counted:
        return ""
    most = query["rank"][0] == "most"
    top = (max if most else min)(item["value"] for _, item in counted)
    names = " และ ".join(label for label, item in counted if item["value"] == top)
    item = next(item for _, item in counted if item["value"] == top)
    return f"{'มาก' if most else 'น้อย'}ที่สุดคือ {names} {value_text(item, query)}"


def _apart(rows: list[tuple[str, Json]], facts: Json) -> tuple[str, str, str] | None:
    """«ต่างกัน», «940 คน», «บ้านเทอดไทย มากกว่า»: how far two figures are apart."""
    found = facts.get("difference")
    if found is None:
        return None
    if found["more"] is None:
        return "ต่างกัน", value_text(found, facts["query"]), "เท่ากัน"
    return "ต่างกัน", value_text(found, facts["query"]), f"{rows[found['more']][0]} มากกว่า"


def _in_words(apart: tuple[str, str, str]) -> str:
    """«ต่างกัน 940 คน (บ้านเทอดไทย มากกว่า)»."""
    return f"{apart[0]} {apart[1]} ({apart[2]})"


def _none(left: list[str]) -> str:
    """The rows with nothing in them, in one line."""
    names = ", ".join(left)
    if not left:
        return ""
    return f"ไม่มี: {names}" if len(names) <= _LONG else "นอกนั้นไม่มี"


def _parts(data: Json, place: Place, voice: Voice) -> list[Message]:
    """Several figures that were asked for together."""
    facts = data["facts"]
    query = facts["query"]
    parts = [clause(i["label"]["part"], i, facts) for i in facts["items"]]
    dated = answer_tables.dated(facts)
    said = polite(f"{' · '.join(_once(parts, facts, query))} {dated}", voice.particle)
    whys = topics.whys(facts["items"])
    lines = [said, *whys, f"({period(facts['edition'])})", *others(facts)]
    return [Text("\n".join(lines), after(facts, place))]


def _once(parts: list[str], facts: Json, query: Json) -> list[str]:
    """The place is said once when every part is of one place."""
    where = scope(query["parts"][0], facts)
    rest = [p.removeprefix(f"{where} ") for p in parts[1:]]
    return [parts[0], *rest]


def _sexes(item: Json) -> str:
    if not item["value"] or item.get("male") is None or item.get("female") is None:
        return ""
    return f"ชาย {number(item['male'])} หญิง {number(item['female'])}"


_KINDS = {
    "figure": _figure,
    "multi": _multi,
    "list": list_,
    "clarify": no_figure.clarify,
    "no_data": no_figure.no_data,
    "privacy": no_figure.privacy,
    "ticket": no_figure.ticket,
    "form": no_figure.form,
    "smalltalk": no_figure.smalltalk,
    "unknown": no_figure.unknown,
    "school_fact": schools.school_fact,
    "duty": duties.duty,
}
