"""A file in Markdown → an Article, or everything that is wrong with it."""

from __future__ import annotations

import re
from pathlib import PurePath

from handlers.forms.entries import graphemes
from handlers.knowledge.article import Article, ArticleFault, ArticleRefused
from handlers.knowledge.body import read_body
from handlers.knowledge.front import read_front, split
from handlers.knowledge.lines import Faults, lines_in

LARGEST = 20_000
#: All that a card shows of one article, in characters as a reader counts them.
CARD = 900
#: As buttons know an article.
_SLUG = re.compile(r"[a-z][a-z0-9_]{0,29}")


def read_article(content: bytes, file: str) -> Article:
    """The article in a Markdown file. Raises ArticleRefused with every fault."""
    if len(content) > LARGEST:
        raise ArticleRefused([ArticleFault(file, 0, "huge", {"most": LARGEST})])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ArticleRefused([ArticleFault(file, 0, "not_utf8")]) from None
    parts = split(lines_in(text))
    if parts is None:
        raise ArticleRefused([ArticleFault(file, 1, "no_front")])
    faults = Faults(file)
    slug = PurePath(file).stem
    if not _SLUG.fullmatch(slug):
        faults.note(0, "not_a_name", value=slug)
    front, body = read_front(parts[0], faults), read_body(parts[1], faults)
    article = Article(slug=slug, file=file, **front, **body)
    if not faults.found and card_length(article) > CARD:
        faults.note(0, "total", length=card_length(article), most=CARD)
    if faults.found:
        raise ArticleRefused(sorted(faults.found, key=lambda fault: fault.line))
    return article


def card_length(article: Article) -> int:
    """Characters of all that is shown of an article."""
    shown = (article.title, article.summary, *article.steps, article.otherwise, article.warning)
    return sum(map(graphemes, shown))
