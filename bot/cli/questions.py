"""`questions …`: what was asked and not understood, and the words taught because of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from bot.cli import door
from bot.cli.door import settings
from bot.texts import unanswered as words
from handlers import teaching, unanswered
from handlers.context import Context
from models.questions import UnansweredQuestion, VocabularyWord

T = TypeVar("T")
BANGKOK = ZoneInfo("Asia/Bangkok")


@click.group()
def questions() -> None:
    """Questions that were not understood, and the words taught because of them."""


@questions.command("list")
@click.option("--all", "every", is_flag=True, help="Also those that are closed.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_questions(every: bool, as_json: bool) -> None:
    """List what was not understood, asked most first. Nobody's data stands in it."""
    found = _in_one(lambda ctx: [_row(q) for q in unanswered.listed(ctx, every=every)])
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for question in found:
        click.echo("\n".join(words.question_lines(question)))
    if not found:
        click.echo(words.NO_QUESTIONS)


@questions.command("words")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_words(as_json: bool) -> None:
    """List the words that were taught."""
    found = _in_one(lambda ctx: [_word(word) for word in teaching.words(ctx)])
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for word in found:
        click.echo(words.word_line(word))
    if not found:
        click.echo(words.NO_WORDS)


@questions.command()
@click.argument("word")
@click.option("--means", required=True, help="A word that is known, or a grade.")
@click.option("--question", type=int, help="The question that this closes.")
def teach(word: str, means: str, question: int | None) -> None:
    """Teach WORD the meaning of a known word; it is understood at once."""
    office = settings().office_name
    closed = _in_one(lambda ctx: teaching.teach(ctx, word, means, office=office, question=question))
    click.echo(words.taught_line(word, means, len(closed)))


@questions.command()
@click.argument("word")
def forget(word: str) -> None:
    """Take a taught WORD back."""
    _in_one(lambda ctx: teaching.forget(ctx, word).spelling)
    click.echo(words.forgotten_line(word))


@questions.command()
@click.argument("question", type=int)
def dismiss(question: int) -> None:
    """Take QUESTION off the list."""
    _in_one(lambda ctx: unanswered.dismiss(ctx, question).id)
    click.echo(words.dismissed_line(question))


def _in_one(work: Callable[[Context], T]) -> T:
    """Do it in one transaction; a refusal becomes a line on stderr and exit 1."""
    return door.in_one(work, words.refusal_line)


def _row(question: UnansweredQuestion) -> dict[str, Any]:
    return {
        "id": question.id,
        "text": question.text,
        "words": question.words,
        "why": question.why,
        "times": question.times,
        "first_asked_on": _day(question.first_asked_at),
        "last_asked_on": _day(question.last_asked_at),
        "status": question.status.value,
    }


def _word(word: VocabularyWord) -> dict[str, str]:
    return {
        "spelling": word.spelling,
        "means": word.means,
        "taught_on": _day(word.taught_at),
        "taught_by": word.taught_by,
    }


def _day(moment: datetime) -> str:
    return moment.astimezone(BANGKOK).date().isoformat()
