"""What the commands that write a letter to the schools share: the file, and what may be added."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from bot.cli.door import settings
from bot.papers.circular import circular_pdf, circular_text
from bot.papers.drafts import Letterhead
from bot.texts import circulars as words

Json = dict[str, Any]
_KINDS = (".pdf", ".txt")


def options(command: Callable[..., None]) -> Callable[..., None]:
    """`--out`, and what the letter refers to and brings along."""
    for option in (
        click.option("--enclosure", "enclosures", multiple=True, help="What goes along; several."),
        click.option("--reference", help="The letter that it answers or follows; '' for none."),
        click.option(
            "--out", required=True, type=click.Path(path_type=Path, dir_okay=False),
            help="FILE.pdf to sign, or FILE.txt to paste into AMSS++.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def checked(out: Path) -> Path:
    """The file to write. Raises a usage error for another kind."""
    if out.suffix.lower() not in _KINDS:
        raise click.BadParameter("the file must end in .pdf or .txt", param_hint="--out")
    return out


def write(facts: Json, out: Path, reference: str | None, enclosures: Sequence[str]) -> None:
    """Write the letter, and say what is left for people to do."""
    given = facts if reference is None else {**facts, "reference": reference}
    given = {**given, "enclosures": list(enclosures)}
    head = Letterhead.of(settings())
    try:
        if out.suffix.lower() == ".pdf":
            out.write_bytes(circular_pdf(given, head))
        else:
            # Windows' own editor takes the lines apart and the letters for what they are.
            out.write_text(circular_text(given, head), encoding="utf-8-sig", newline="\r\n")
    except OSError as error:
        raise click.ClickException(f"{out}: {error.strerror or error}") from error
    click.echo(words.kept_line(str(out), pdf=out.suffix.lower() == ".pdf"))
