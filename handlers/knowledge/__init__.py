"""The office's own knowledge base: articles in Markdown, and the right one for what is typed.

`load(folder)` reads the shipped ones and an office's own; `find` is what a door asks.
"""

from __future__ import annotations

from handlers.knowledge.article import Article, ArticleFault, Audience
from handlers.knowledge.finding import find
from handlers.knowledge.shelf import Loaded, load

__all__ = ["Article", "ArticleFault", "Audience", "Loaded", "find", "load"]
