"""The composition root: `python -m bot …` puts doors and clock together and starts them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
from sqlalchemy.exc import SQLAlchemyError

from bot import config, logs
from bot.cli import doctor, engine, richmenu, templates
from bot.cli.announcements import announce
from bot.cli.audit import audit
from bot.cli.budget import budget
from bot.cli.calendar import calendar
from bot.cli.complaints import complaint
from bot.cli.data import data
from bot.cli.door import SettingsWrong, open_database
from bot.cli.duties import duties
from bot.cli.forms import form
from bot.cli.groups import group
from bot.cli.knowledge import knowledge
from bot.cli.mail import mail
from bot.cli.office import office
from bot.cli.outages import outage
from bot.cli.people import people
from bot.cli.questions import questions
from bot.cli.report import report
from bot.cli.requests import request
from bot.cli.rooms import equipment, room
from bot.cli.rounds import round_
from bot.cli.schools import schools
from bot.cli.tickets import ticket
from bot.database import DatabaseError, in_words
from bot.service import Service
from scheduler import clock as timekeeper
from scheduler.jobs import JOBS, Outside

BANGKOK = ZoneInfo("Asia/Bangkok")
DEMO_DATABASE = "sqlite:///var/demo.db"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """ถามเขต / Thamkhet: a service desk over LINE for an Educational Service Area Office."""


def _port_options(command: Callable[..., None]) -> Callable[..., None]:
    command = click.option("--port", default=8000, show_default=True, type=int)(command)
    return click.option("--host", default="127.0.0.1", show_default=True)(command)


@cli.command()
@_port_options
def serve(host: str, port: int) -> None:
    """Web, worker and clock in one process."""
    with _running(_settings(port=port)) as service:
        _serve(service, host, port, sync_menu=service.settings.emulator)


@cli.command()
@_port_options
def demo(host: str, port: int) -> None:
    """A made-up office to chat with in the browser: no account, no key, no other server."""
    names = ("LINE_CHANNEL_SECRET", "LINE_CHANNEL_ACCESS_TOKEN", "LIFF_ID", "PUBLIC_URL",
             "OFFICE_NAME", "OFFICE_CODE")  # fmt: skip
    blank = dict.fromkeys(names, "")
    given = {
        **blank,
        "DATABASE_URL": os.environ.get("DEMO_DATABASE_URL", DEMO_DATABASE),
        "FILES_DIR": "var/demo-files",
    }
    with _running(_settings(given, port=port)) as service:
        from bot.demo import populate

        populate(service)
        _serve(service, host, port, sync_menu=True)


@cli.command()
@_port_options
def web(host: str, port: int) -> None:
    """Only the web half (PostgreSQL: any number of each)."""
    with _running(_settings(port=port)) as service:
        service.run_web(host, port, lambda: _say_ready(service, host, port))


@cli.command()
def worker() -> None:
    """Only the worker and the sender."""
    with _running(_settings()) as service:
        service.start_worker()
        click.echo("worker: running")
        service.wait()


@cli.group(invoke_without_command=True)
@click.pass_context
def clock(context: click.Context) -> None:
    """Only the clock; or one look at what is due (`clock run-due`)."""
    if context.invoked_subcommand:
        return
    with _running(_settings()) as service, _ticking(service):
        click.echo("clock: running")
        service.wait()


@clock.command("run-due")
@click.option("--now", "moment", required=True, help="ISO 8601; Asia/Bangkok without an offset")
@click.option("--dry-run", is_flag=True, help="Do it all, roll it back, send nothing.")
@click.option("--json", "as_json", is_flag=True)
def run_due(moment: str, dry_run: bool, as_json: bool) -> None:
    """Do once what the clock would do at that moment, and send what it queued."""
    now = _moment(moment)
    service = Service(_settings())
    with open_database():
        found, failed = (_rehearsed if dry_run else _done)(service, now)
    service.close()
    if as_json:
        click.echo(json.dumps({"now": now.isoformat(), **found}, ensure_ascii=False))
    for message in [] if as_json else found["messages"]:
        told = ",".join(message["notices"])
        click.echo(
            f"{message['way']} {message['to']} {message['price']} {message['status']} {told}"
        )
    if failed:
        raise click.ClickException(f"these jobs failed: {', '.join(failed)}")


def _done(service: Service, now: datetime) -> tuple[dict[str, Any], list[str]]:
    door = _clock_door(service)
    with service.database.reading() as session:
        since = engine.newest(session)
    failed = [job.name for job in JOBS if not timekeeper.run_job(job, door, now)]
    return {"messages": engine.send_due(service, now, since)}, failed


def _rehearsed(service: Service, now: datetime) -> tuple[dict[str, Any], list[str]]:
    """What would be told and filed away. The jobs run for it, and all of it is rolled back."""
    from bot.outside import rehearsal

    with rehearsal(service) as door:
        jobs, since = [job for job in JOBS if not job.apart], engine.newest(door.session)
        failed = [job.name for job in jobs if not timekeeper.run_job(job, door, now)]
        found = engine.due(door.session, now, since)
        return {"messages": found, "to_file": door.filed}, failed


@cli.group()
def db() -> None:
    """The database."""


@db.command()
def upgrade() -> None:
    """Bring the tables to this program's version."""
    service = Service(_settings())
    with _in_words():
        service.database.upgrade()
    service.close()
    click.echo("db: up to date")


cli.add_command(schools)
cli.add_command(duties)
data.add_command(templates.of_dataset)
cli.add_command(data)
cli.add_command(questions)
for _group in (request, people, form, office, calendar, mail, report, complaint, outage, audit):
    cli.add_command(_group)
for _group in (room, equipment):
    cli.add_command(_group)
cli.add_command(knowledge)
cli.add_command(ticket)
cli.add_command(group)
cli.add_command(round_)
cli.add_command(announce)
cli.add_command(budget)
cli.add_command(engine.inbox)
cli.add_command(engine.outbox)
cli.add_command(doctor.doctor)
cli.add_command(richmenu.richmenu)


def _settings(over: dict[str, str] | None = None, port: int = 8000) -> config.Settings:
    try:
        return config.load(over=over, port=port)
    except config.SettingError as error:
        raise SettingsWrong(str(error)) from error


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError(f"--now is not a date and time in ISO 8601: {text!r}") from error
    return found if found.tzinfo else found.replace(tzinfo=BANGKOK)


@contextmanager
def _running(settings: config.Settings) -> Iterator[Service]:
    logs.set_up(os.environ.get("LOG_LEVEL", "INFO"))
    service = Service(settings)
    service.jobs = [job.facts() for job in JOBS]
    with _in_words():
        service.prepare()
    service.catch_signals()
    try:
        yield service
    finally:
        service.close()


@contextmanager
def _in_words(what: str = "a file") -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        raise click.ClickException(str(error)) from error
    except SQLAlchemyError as error:
        raise click.ClickException(in_words(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename or what}: {error.strerror}") from error


def _clock_door(service: Service) -> Outside:
    from bot.outside import ClockDoor

    return ClockDoor(service)


@contextmanager
def _ticking(service: Service) -> Iterator[None]:
    running = timekeeper.start(_clock_door(service))
    try:
        yield
    finally:
        running.shutdown(wait=False)


def _serve(service: Service, host: str, port: int, *, sync_menu: bool) -> None:
    service.start_worker()
    with _ticking(service):

        def ready() -> None:
            _say_ready(service, host, port)
            if sync_menu:
                richmenu.sync_soon(service.settings)

        with _in_words(f"port {port}"):
            service.run_web(host, port, ready)


def _say_ready(service: Service, host: str, port: int) -> None:
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104
    if service.settings.emulator:
        click.echo(f"\n  ถามเขต พร้อมใช้งาน เปิด  http://{shown}:{port}/emulator/\n")
    else:
        click.echo(f"ready: {service.settings.public_url}/callback -> {shown}:{port}")


def main() -> None:
    """Run a command. Any refusal is one line on stderr and a status of its own."""
    try:
        sys.exit(cli.main(prog_name="python -m bot", standalone_mode=False))
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        click.echo(f"error: {' '.join(error.format_message().split())}", err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)


if __name__ == "__main__":
    main()
