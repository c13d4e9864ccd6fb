"""`mail …`: e-mails that did not arrive, one more try, and a letter to see whether it works."""

from __future__ import annotations

import json
import time
import uuid
from datetime import UTC, datetime

import click

from bot.cards import Voice
from bot.cli.door import open_context, settings
from bot.mail.composing import Links, compose
from bot.mail.mailer import TALK_SECONDS
from bot.mail.smtp import SmtpClient, SmtpTrouble
from bot.texts.mails import mail as words_of
from handlers import audit
from handlers import mail as letters
from models.errors import NotFound, WrongState


@click.group()
def mail() -> None:
    """E-mails of the office."""


@mail.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def troubled(as_json: bool) -> None:
    """List e-mails that failed, or of which nobody knows whether they arrived."""
    with open_context(reading=True) as ctx:
        found = [
            {
                "id": row.id,
                "ref": row.ref,
                "to": row.address,
                "kind": row.notice.get("kind", ""),
                "status": row.status.value,
                "created": row.created_at.isoformat(),
                "error": row.error,
            }
            for row in letters.troubled(ctx)
        ]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for shown in found:
        click.echo("  ".join(f"{key}={value}" for key, value in shown.items()))
    if not found:
        click.echo("no troubled e-mails")


@mail.command()
@click.argument("mail_id", type=int)
def retry(mail_id: int) -> None:
    """Send a troubled e-mail once more. Of one of unknown outcome, ask the person first."""
    try:
        with open_context() as ctx:
            letters.retry(ctx, mail_id)
            audit.record(ctx, "cli:mail:retried", f"mail_message:{mail_id}")
    except NotFound:
        raise click.ClickException(f"there is no e-mail {mail_id}") from None
    except WrongState as error:
        raise click.ClickException(f"e-mail {mail_id} is {error.state}") from None
    click.echo(f"e-mail {mail_id}: queued")


@mail.command()
@click.argument("address")
def test(address: str) -> None:
    """Send a letter to ADDRESS now and say what the server answered."""
    smtp = settings().smtp
    if smtp is None:
        raise click.ClickException("SMTP_URL is not set: e-mail is off")
    if not letters.is_address(address):
        raise click.ClickException(f"not an e-mail address: {address!r}")
    voice = Voice(settings().office_name, settings().particle)
    letter = compose(
        words_of("test", {}, voice),
        address,
        str(uuid.uuid4()),
        office=voice.office,
        settings=smtp,
        links=Links(settings().secret_key, settings().public_url),
        now=datetime.now(UTC),
    )
    try:
        SmtpClient(smtp).send(letter, address, ends=time.monotonic() + TALK_SECONDS)
    except SmtpTrouble as trouble:
        raise click.ClickException(f"{smtp.host}:{smtp.port}: {trouble.detail}") from trouble
    click.echo(f"{smtp.host}:{smtp.port} took the letter to {address}")
