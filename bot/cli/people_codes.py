"""`person code`, `wishes`, `approve`, `refuse`: how people come to be known."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from bot.cli.people_door import in_one, seat
from bot.texts import people_commands as words
from handlers import people
from handlers.context import Context
from handlers.people import SYSTEM, PersonRefused, wishes
from handlers.workdays import BANGKOK

_BOT_ID = re.compile(r"@[A-Za-z0-9._-]{2,30}")


@click.command()
@click.option("--role", help="The post that the code gives.")
@click.option("--school", metavar="CODE")
@click.option("--group")
@click.option("--position", help="The position as papers print it.")
@click.option("--person", "person_id", type=int, help="The person whom it binds.")
@click.option("--bot-id", help="The account's basic ID (@…), for a link and a QR code.")
@click.option("--qr", type=click.Path(path_type=Path), help="Write the QR code here (PNG).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def code(
    role: str | None,
    school: str | None,
    group: str | None,
    position: str | None,
    person_id: int | None,
    bot_id: str | None,
    qr: Path | None,
    as_json: bool,
) -> None:
    """Issue a one-time code, shown this once; it lives seven days."""

    def work(ctx: Context) -> dict[str, Any]:
        if bot_id is not None and not _BOT_ID.fullmatch(bot_id):
            raise PersonRefused("bot_id", value=bot_id[:40])
        wanted = seat(ctx, role, school, group, position) if role else None
        issued = people.issue_code(ctx, SYSTEM, seat=wanted, person_id=person_id)
        text = words.register_text(issued.code)
        link = f"https://line.me/R/oaMessage/{bot_id}/?{quote(text)}" if bot_id else None
        if qr is not None:
            _write(qr, link or text)
        return {
            "code": issued.code,
            "person": person_id,
            "role": wanted.role.value if wanted else None,
            "place": wanted.place_name if wanted else "",
            "until": issued.row.expires_at.astimezone(BANGKOK).date().isoformat(),
            "text": text,
            "link": link,
            "file": str(qr) if qr else None,
        }

    done = in_one(work)
    if as_json:
        click.echo(json.dumps(done, ensure_ascii=False))
        return
    for line in words.code_lines(done):
        click.echo(line)


def _write(file: Path, address: str) -> None:
    """The QR code as PNG. A file that cannot be written leaves no code behind."""
    from bot.documents import qr as drawing

    try:
        file.write_bytes(drawing.png(address))
    except OSError as error:
        reason = error.strerror or str(error)
        click.echo(words.cannot_write(str(file), reason), err=True)
        raise SystemExit(1) from error


@click.command("wishes")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_wishes(as_json: bool) -> None:
    """List the wishes to be known that wait."""

    def work(ctx: Context) -> list[dict[str, Any]]:
        return [wishes.as_json(ctx, row) for row in wishes.waiting(ctx, SYSTEM)]

    found = in_one(work, reading=True)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for wish in found:
        click.echo(words.wish_line(wish))
    if not found:
        click.echo(words.NO_WISH)


@click.command()
@click.argument("wish_id", type=int, metavar="N")
def approve(wish_id: int) -> None:
    """Approve of a wish; the person is told."""
    _decided(lambda ctx: people.approve_wish(ctx, SYSTEM, wish_id))


@click.command()
@click.argument("wish_id", type=int, metavar="N")
@click.option("--reason", required=True, help="The person is told it.")
def refuse(wish_id: int, reason: str) -> None:
    """Do not approve of a wish; the person is told."""
    _decided(lambda ctx: people.refuse_wish(ctx, SYSTEM, wish_id, reason))


COMMANDS = (code, list_wishes, approve, refuse)


def _decided(decide: Any) -> None:
    def work(ctx: Context) -> dict[str, Any]:
        row = decide(ctx)
        return {"id": row.id, "name": row.name, "status": row.status.value}

    click.echo(words.decided_line(in_one(work)))
