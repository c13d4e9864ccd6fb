"""`doctor`: says in Thai what is wrong with the set-up and how to mend it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import click
from sqlalchemy.exc import SQLAlchemyError

from bot import config
from bot.cli import budget_checks, database_checks, machine_checks, mail_checks, office_checks
from bot.cli.findings import Finding, Level, bad, note, ok
from bot.cli.line_checks import line as ask_line
from bot.config import SettingError, Settings
from bot.database import Database, in_words
from bot.line.client import LineClient
from bot.mail.smtp import SmtpClient
from bot.texts.doctor import ALL_WELL, MARKS, SOME_BAD, sentence
from handlers import forms


@click.command()
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Say in Thai what is wrong with the set-up and how to mend it. No data is changed."""
    findings = list(examine(datetime.now(UTC)))
    wrong = sum(finding.level is Level.BAD for finding in findings)
    if as_json:
        click.echo(json.dumps([_plain(f) for f in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            click.echo(f"{MARKS[finding.level]} {sentence(finding.code, finding.facts)}")
        click.echo(SOME_BAD.format(count=wrong) if wrong else ALL_WELL)
    context.exit(1 if wrong else 0)


def _plain(finding: Finding) -> dict[str, object]:
    return {
        "check": finding.code,
        "level": finding.level.value,
        "text": sentence(finding.code, finding.facts),
        "facts": finding.facts,
    }


def examine(now: datetime) -> Iterator[Finding]:
    """Every finding, in the order in which things are best mended."""
    yield from machine_checks.fonts()
    yield from machine_checks.clock(now)
    try:
        settings = config.load()
    except SettingError as error:
        yield machine_checks.wrong_setting(error)
        return
    yield from machine_checks.settings(settings)
    yield from machine_checks.files(settings.files_dir)
    yield from machine_checks.disk(settings.files_dir)
    yield from _database(settings, now)
    yield from _line(settings)
    yield from mail_checks.server(settings.smtp, SmtpClient)


def _database(settings: Settings, now: datetime) -> Iterator[Finding]:
    path = settings.sqlite_path
    if path is not None:
        yield from machine_checks.disk(path.parent)
        yield from database_checks.sqlite_file(path)
        if not path.exists():
            yield note("database.missing", path=str(path))
            return
    database = Database(settings.database_url)
    try:
        found = database_checks.version(database)
        yield found
        if found.level is Level.OK:
            yield from _inside(database, settings, now)
    except SQLAlchemyError as error:
        yield bad("database.unreachable", said=in_words(error))
    finally:
        database.close()


def _inside(database: Database, settings: Settings, now: datetime) -> Iterator[Finding]:
    yield from database_checks.writable(database, now)
    path, expected = settings.sqlite_path, True
    if path is not None:
        pid = database_checks.serving(path)
        expected = pid is not None
        yield ok("service.running", pid=pid) if expected else note("service.stopped")
    with database.reading() as session:
        yield from database_checks.parts(session, now, expected=expected)
        yield from database_checks.demo(session, settings)
        yield from database_checks.clock_against_rows(session, now)
        yield from database_checks.stuck(session)
        yield from mail_checks.letters(session, settings.smtp)
        yield from database_checks.figures(session)
        yield from budget_checks.messages(session, now)
        yield from office_checks.office(session, forms.load(settings.forms_dir), now)


def _line(settings: Settings) -> Iterator[Finding]:
    if settings.emulator:
        yield note("line.emulator")
        return
    client = LineClient(
        settings.line_api_base, settings.line_data_api_base, settings.line_channel_access_token
    )
    yield from ask_line(client, settings)
