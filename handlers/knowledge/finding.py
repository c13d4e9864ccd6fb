"""Which articles fit what somebody typed. Rather none than a far-fetched one."""

from __future__ import annotations

from handlers.knowledge.article import Article, Audience
from handlers.knowledge.index import Index, Text, index_of
from handlers.knowledge.shelf import Loaded
from models.tickets import CENTRAL, Category

#: How much the best phrase of an article counts; the rest is how much of the text it explains.
_PHRASE = 0.6
#: From how much on an article fits: of the category that was guessed, and of any other. The tests
#: have what people say, and what no article is about.
_FITS, _FITS_ELSEWHERE = 0.47, 0.72
#: What is this much worse than the best is left out.
_BESIDE_BEST = 0.75
_LONGEST = 400


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
    fit = {
        article: score
        for article, score in scored(loaded, text, category).items()
        if score >= (_FITS if article.category is category else _FITS_ELSEWHERE)
        and article.is_for(reader)
    }
    home = {article: score for article, score in fit.items() if article.category is category}
    if max(home.values(), default=0) >= _FITS_ELSEWHERE:
        fit = home  # nobody needs to look elsewhere
    least = _BESIDE_BEST * max(fit.values(), default=0)
    best = sorted(fit, key=lambda a: (a not in home, -fit[a], a.slug))
    return tuple(article for article in best if fit[article] >= least)[:most]


def scored(loaded: Loaded, text: str, category: Category) -> dict[Article, float]:
    """How well each article fits a text, from 0 to 1."""
    typed = Text.of(text[:_LONGEST])
    if not typed.runs:
        return {}
    articles = tuple(loaded.articles.values())
    index = index_of(articles)
    named = {each for each in CENTRAL if each.value in typed.latin} or {category}
    return {each: _score(index, each, typed, at_home=each.category in named) for each in articles}


def _score(index: Index, article: Article, typed: Text, *, at_home: bool) -> float:
    said = max(
        (
            phrase.said(typed)
            for phrase in index.phrases[article.slug]
            if typed.wants <= phrase.text.wants
            # What several are called settles nothing elsewhere, nor half of «รหัส dmc».
            and (at_home or (not phrase.shared and phrase.text.latin <= typed.latin))
        ),
        default=0.0,
    )
    return _PHRASE * said + (1 - _PHRASE) * index.explained(article.slug, typed)
