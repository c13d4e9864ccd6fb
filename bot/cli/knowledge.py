"""`knowledge …`: the articles in force, files looked at before they are put there, a try."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from bot.cli.door import settings
from bot.texts import knowledge_commands as words
from handlers import knowledge as handlers
from handlers.knowledge import Article, ArticleFault
from handlers.knowledge.shelf import in_folder
from models.tickets import Category

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def knowledge() -> None:
    """Articles of the office's own knowledge base (docs/knowledge.md)."""


@knowledge.command("list")
@_JSON
def list_articles(as_json: bool) -> None:
    """List the articles in force. Files that are no article are named on stderr, exit 1."""
    found = handlers.load(settings().knowledge_dir)
    articles = sorted(
        found.articles.values(), key=lambda a: (list(Category).index(a.category), a.slug)
    )
    if as_json:
        click.echo(json.dumps([_plain(each) for each in articles], ensure_ascii=False))
    for each in [] if as_json else articles:
        click.echo(words.article_line(each, _is_own(each)))
    _complain(found.faults)


@knowledge.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True), required=False)
def check(folder: Path | None) -> None:
    """Say what is wrong with the articles in FOLDER (else in KNOWLEDGE_DIR), or that nothing is."""
    place = folder or settings().knowledge_dir
    faults: list[ArticleFault] = []
    found = in_folder(place, faults)
    _complain(faults)
    click.echo(words.good_line(len(found), str(place)))


@knowledge.command()
@click.argument("text")
@click.option("--category", type=click.Choice([c.value for c in Category]), default="other")
@_JSON
def find(text: str, category: str, as_json: bool) -> None:
    """Try what is found for a TEXT that somebody types, with the category that is guessed."""
    loaded = handlers.load(settings().knowledge_dir)
    found = handlers.find(loaded, text, Category(category))
    if as_json:
        click.echo(json.dumps([_plain(each) for each in found], ensure_ascii=False))
        return
    for each in found:
        click.echo(words.found_line(each))
    if not found:
        click.echo(words.NOTHING_FITS)


def _complain(faults: Sequence[ArticleFault]) -> None:
    for fault in faults:
        click.echo(words.fault_line(fault), err=True)
    if faults:
        raise SystemExit(1)


def _is_own(found: Article) -> bool:
    return (settings().knowledge_dir / found.file).is_file()


def _plain(found: Article) -> dict[str, Any]:
    return {
        "slug": found.slug,
        "title": found.title,
        "category": found.category.value,
        "audience": found.audience.value,
        "checked": found.checked.isoformat(),
        "source": found.source,
        "words": list(found.words),
        "file": found.file,
        "own": _is_own(found),
    }
