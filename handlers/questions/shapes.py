"""How an answer is to be shown: «ขอกราฟ…», «ขอเป็น Excel»."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.questions.grammar import NotUnderstood, Tokens
from handlers.questions.query import StatQuery
from handlers.topics import PUPILS, TOPICS


class Shapes(Tokens):
    """Takes the words for a chart or a file out of a question."""

    def _shape(self) -> None:
        shapes = {t.value for t in self.tokens if t.kind == "o"}
        if len(shapes) > 1:
            raise NotUnderstood("a chart and a file")
        for shape in shapes:
            self.slots["shape"] = shape
            self.parsed.said.add("shape")
        self.tokens = [t for t in self.tokens if t.kind != "o"]
        if shapes and re.search("G&?P?G", self.kinds) and "#" not in self.kinds:
            # «ขอกราฟเปรียบเทียบ ป.1 กับ ป.6»: side by side is what a chart shows.
            self.tokens = [t for t in self.tokens if t.kind != "C"]

    def _shaped(self, query: StatQuery) -> StatQuery:
        shape = self.slots.get("shape")
        return query if shape is None else replace(query, shape=shape)


def shown_as(query: StatQuery, shape: str) -> StatQuery:
    """The query in that shape; one single figure is broken down as is natural.

    A school or the office: by grade; a level or several grades: by grade; one grade: by sex; a
    topic: by its rows, a row of it by grade; schools: by class of size. What has no natural
    breakdown (a share, an average) stays one figure.
    """
    return replace(query if _several(query) else _broken_down(query), shape=shape)


def _several(query: StatQuery) -> bool:
    return bool(query.group_by or query.parts or query.listing or query.rank)


def _broken_down(query: StatQuery) -> StatQuery:
    if query.topic != PUPILS:
        topic = TOPICS[query.topic]
        if query.measure != "count":
            return query
        if query.category is None and not query.grades:
            return replace(query, group_by="category")
        by_grade = topic.parts == "grades" and len(query.grades or ()) != 1
        return replace(query, group_by="grade") if by_grade else query
    if query.measure == "schools":
        plain = query.having is None and not query.grades and not query.sex
        return replace(query, group_by="obec4") if plain else query
    if query.measure not in ("students", "rooms", "avg_per_room"):
        return query
    if len(query.grades or ()) != 1:
        return replace(query, group_by="grade")
    by_sex = query.measure == "students" and query.sex is None
    return replace(query, group_by="sex") if by_sex else query
