"""Judge answers to the example questions as their README says: right, asked, or wrong figure."""

from __future__ import annotations

from typing import Any

from handlers.questions import Answer

FIGURES = ("figure", "multi", "list")
RIGHT, ASKED, WRONG = "right", "asked", "wrong"


def judge(answer: Answer, turn: dict[str, Any]) -> str:
    """`turn` has kind, spec and expect."""
    kind = turn["kind"]
    if kind in FIGURES:
        if answer.kind not in FIGURES:
            return ASKED
        return RIGHT if _same(answer, turn) else WRONG
    if answer.kind in FIGURES:
        return WRONG
    if kind == "clarify":
        return RIGHT if _offers(answer, turn["spec"]) else ASKED
    if kind == "no_data":
        missing = (answer.missing or {}).get("what")
        return RIGHT if missing == turn["spec"]["missing"] else ASKED
    return RIGHT if answer.kind == kind else ASKED


def _same(answer: Answer, turn: dict[str, Any]) -> bool:
    expect, facts = turn["expect"], answer.facts
    if turn["kind"] == "list":
        names = [item["label"]["name"] for item in facts["items"]]
        if answer.kind != "list" or set(names) != set(expect["names"]):
            return False
        values = [float(item["value"]) for item in facts["items"] if "value" in item]
        return not expect["numbers"] or values == expect["numbers"]
    if {school["name"] for school in facts["schools"]} != set(expect["names"]):
        return False
    values = [float(item["value"]) for item in facts["items"]]
    whole = [float(facts["total"]["value"])] if "total" in facts else None
    return expect["numbers"] in (values, whole)


def _offers(answer: Answer, spec: dict[str, Any]) -> bool:
    if answer.kind != "clarify" or not 2 <= len(answer.options) <= 5:
        return False
    offered = {option.get("code") or option.get("grade") for option in answer.options}
    return set(spec.get("candidates") or spec["options"]) <= offered
