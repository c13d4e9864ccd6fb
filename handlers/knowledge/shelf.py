"""All the articles that there are: the shipped ones, and an office's own in a folder.

A file of the office's takes the place of the shipped article of the same name. A file that is no
article is refused for itself; the others are there all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handlers.knowledge.article import Article, ArticleFault, ArticleRefused
from handlers.knowledge.reading import LARGEST, read_article

SHIPPED = Path(__file__).with_name("articles")


@dataclass(frozen=True)
class Loaded:
    """`articles` are those in force by slug, `faults` is what was refused."""

    articles: Mapping[str, Article]
    faults: tuple[ArticleFault, ...]


def load(folder: Path | None = None) -> Loaded:
    """Every article, the office's own from `folder`. Never raises for what stands in a file."""
    faults: list[ArticleFault] = []
    articles: dict[str, Article] = {}
    for place in filter(None, [SHIPPED, folder]):
        articles |= in_folder(place, faults)
    return Loaded(articles, tuple(faults))


def in_folder(folder: Path, faults: list[ArticleFault]) -> dict[str, Article]:
    """The articles of one folder by slug; what is refused is added to `faults`."""
    found: dict[str, Article] = {}
    for path in _files(folder, faults):
        try:
            with path.open("rb") as opened:
                article = read_article(opened.read(LARGEST + 1), path.name)
        except ArticleRefused as refused:
            faults.extend(refused.faults)
        except OSError:
            faults.append(ArticleFault(path.name, 0, "unreadable"))
        else:
            if found.setdefault(article.slug, article) is not article:
                faults.append(ArticleFault(path.name, 0, "twice", {"value": article.slug}))
    return found


def _files(folder: Path, faults: list[ArticleFault]) -> list[Path]:
    try:
        every = sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError:
        faults.append(ArticleFault(folder.name, 0, "unreadable"))
        return []
    return [p for p in every if p.suffix.lower() == ".md" and not p.name.startswith((".", "~"))]
