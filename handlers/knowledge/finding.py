"""Which articles fit what somebody typed. Rather none than a far-fetched one.

Thai has no spaces and people's spelling varies, so texts are compared by their runs of three
letters, without tone marks. A run that many articles hold counts little. Of an article only its
title and its words are looked at: what stands in its steps is said of everything.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from handlers.knowledge.article import Article, Audience
from handlers.knowledge.plain import runs_of
from handlers.knowledge.shelf import Loaded
from models.tickets import Category

#: How much the best phrase of an article counts; the rest is how much of the text it explains.
_PHRASE = 0.6
#: From how much on an article fits: of the category that was guessed, and of any other.
_FITS, _FITS_ELSEWHERE = 0.46, 0.66
#: What is this much worse than the best is left out.
_BESIDE_BEST = 0.7
#: A phrase of less weight than this says too little to fit by itself: «ค้าง».
_TELLING = 5.0
LONGEST = 400


@dataclass(frozen=True)
class _Phrase:
    """One way to say what an article is about. `shared`: others are called so, too."""

    runs: frozenset[str]
    weight: float
    shared: bool


@dataclass(frozen=True)
class _Index:
    """The articles by their runs of letters."""

    weights: Mapping[str, float]
    unknown: float
    phrases: Mapping[str, tuple[_Phrase, ...]]
    runs: Mapping[str, frozenset[str]]

    def weight(self, runs: Iterable[str]) -> float:
        """What these runs tell."""
        return sum(self.weights.get(run, self.unknown) for run in runs)


def find(
    loaded: Loaded,
    text: str,
    category: Category,
    *,
    most: int = 3,
    reader: Audience = Audience.ALL,
) -> tuple[Article, ...]:
    """The articles that fit a text, best first, those of its category before others.

    `reader` leaves out what is for somebody else. () when nothing fits.
    """
    typed = runs_of(text[:LONGEST])
    if not typed:
        return ()
    index = _index(tuple(loaded.articles.values()))
    scores = {
        article: score
        for article in loaded.articles.values()
        if article.is_for(reader)
        and (score := _score(index, article, typed, at_home=article.category is category))
        >= (_FITS if article.category is category else _FITS_ELSEWHERE)
    }
    least = _BESIDE_BEST * max(scores.values(), default=0)
    best = sorted(scores, key=lambda a: (a.category is not category, -scores[a], a.slug))
    return tuple(article for article in best if scores[article] >= least)[:most]


def _score(index: _Index, article: Article, typed: frozenset[str], *, at_home: bool) -> float:
    """How well an article fits, from 0 to 1. What several are called counts at home only."""
    said = max(
        (
            index.weight(phrase.runs & typed) / max(phrase.weight, _TELLING)
            for phrase in index.phrases[article.slug]
            if at_home or not phrase.shared
        ),
        default=0.0,
    )
    explained = index.weight(index.runs[article.slug] & typed) / index.weight(typed)
    return _PHRASE * said + (1 - _PHRASE) * explained


@lru_cache(maxsize=8)
def _index(articles: tuple[Article, ...]) -> _Index:
    said = {a.slug: {runs for p in (a.title, *a.words) if (runs := runs_of(p))} for a in articles}
    runs = {slug: frozenset[str]().union(*phrases) for slug, phrases in said.items()}
    held = Counter(run for each in runs.values() for run in each)
    called = Counter(phrase for phrases in said.values() for phrase in phrases)
    unknown = math.log(len(articles) + 1)
    weights = {run: unknown - math.log(times) for run, times in held.items()}
    phrases = {
        slug: tuple(_Phrase(p, sum(weights[run] for run in p), called[p] > 1) for p in phrases)
        for slug, phrases in said.items()
    }
    return _Index(weights, unknown, phrases, runs)
