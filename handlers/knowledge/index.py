"""Articles as they are compared with what people type: by letters, and by words.

Thai has no spaces and people's spelling varies, so texts are compared by their runs of three
letters, without tone marks; and by their words, for what stands between them does not matter. What
many articles hold counts little. Of an article only its title and its words are looked at: what
stands in its steps is said of everything.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from handlers.knowledge.article import Article
from handlers.knowledge.plain import is_latin, parts_of, runs_in, wants_of, words_in

#: How much a phrase counts whose words are all there, but apart: «คอมผมมันช้า».
_APART = 0.85
#: How much one counts whose most telling word is missing, and from where on it is a slip in it.
_WITHOUT_KEY, _SLIP = 0.75, 0.7
#: A phrase of less weight than this says too little to fit by itself: «ค้าง».
_TELLING = 5.0
_Set = frozenset[str]


@dataclass(frozen=True)
class Text:
    """What was typed, or one way to say what an article is about."""

    runs: _Set
    words: _Set
    latin: _Set
    wants: _Set

    @classmethod
    def of(cls, said: str) -> Text:
        """A text, looked at in every way."""
        parts = parts_of(said)
        latin = frozenset(filter(is_latin, parts))
        return cls(runs_in(parts), words_in(parts), latin, wants_of(said))


class Weights:
    """What runs and words tell: the more, the fewer articles hold them."""

    def __init__(self, held: Iterable[_Set]) -> None:
        held = list(held)
        times = Counter(each for one in held for each in one)
        self._unknown = math.log(len(held) + 1)
        self._known = {each: self._unknown - math.log(n) for each, n in times.items()}

    def of(self, each: str) -> float:
        """What one tells."""
        return self._known.get(each, self._unknown)

    def sum(self, every: Iterable[str]) -> float:
        """What all of these tell."""
        return sum(map(self.of, every))


class Phrase:
    """One way to say what an article is about, weighed. `shared`: others are called so, too."""

    def __init__(self, text: Text, runs: Weights, words: Weights, *, shared: bool) -> None:
        self.text, self.shared = text, shared
        self._runs, self._words = runs, words
        self._run_total = max(runs.sum(text.runs), _TELLING)
        self._word_total = words.sum(text.words)
        self._key = max(sorted(text.words), key=words.of) if len(text.words) > 1 else None

    def said(self, typed: Text) -> float:
        """How much of it is in what was typed, from 0 to 1."""
        by_runs = self._runs.sum(self.text.runs & typed.runs) / self._run_total
        if self._key is None or by_runs > _SLIP:
            return by_runs
        by_words = self._words.sum(self.text.words & typed.words) / self._word_total
        best = max(by_runs, _APART * by_words)
        return best if self._key in typed.words else _WITHOUT_KEY * best


@dataclass(frozen=True)
class Index:
    """The phrases of each article by its slug, and all runs in them."""

    weights: Weights
    phrases: Mapping[str, tuple[Phrase, ...]]
    runs: Mapping[str, _Set]

    def explained(self, slug: str, typed: Text) -> float:
        """How much of what was typed stands in the phrases of an article, from 0 to 1."""
        return self.weights.sum(self.runs[slug] & typed.runs) / self.weights.sum(typed.runs)


@lru_cache(maxsize=8)
def index_of(articles: tuple[Article, ...]) -> Index:
    """These articles, ready to be compared."""
    texts = {a.slug: [t for p in (a.title, *a.words) if (t := Text.of(p)).runs] for a in articles}
    all_runs = {slug: _Set().union(*(t.runs for t in each)) for slug, each in texts.items()}
    called = Counter(runs for each in texts.values() for runs in {t.runs for t in each})
    runs = Weights(all_runs.values())
    words = Weights(_Set().union(*(t.words for t in each)) for each in texts.values())
    phrases = {
        slug: tuple(Phrase(t, runs, words, shared=called[t.runs] > 1) for t in each)
        for slug, each in texts.items()
    }
    return Index(runs, phrases, all_runs)
