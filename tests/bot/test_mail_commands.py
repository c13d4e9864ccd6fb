"""`mail …` at the command line, and what `doctor` says of e-mail."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from bot import config
from bot.cli import door, mail_checks
from bot.cli import mail as commands
from bot.cli.findings import Finding, Level
from bot.database import Database
from bot.mail.settings import SmtpSettings
from bot.mail.smtp import SmtpClient, SmtpTrouble
from bot.service import Service
from bot.texts.doctor import sentence
from handlers import mail
from handlers.context import Context
from handlers.mail import Answer, Tried
from models.audit import AuditEntry
from models.mail import MailMessage, MailStatus
from tests.bot.mail_server import HOST, PASSWORD, USER, Postman, closed_port, smtp_server
from tests.conftest import BY_TURNS

pytestmark = BY_TURNS

At = Callable[[datetime], AbstractContextManager[Context]]
Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    """`run("troubled", smtp="smtp://…")` as an officer types it."""
    for name, value in {"DATABASE_URL": database_url, "SECRET_KEY": "x" * 40}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)

    def invoke(*words: str, smtp: str = "") -> Result:
        monkeypatch.setenv("SMTP_URL", smtp)
        door.settings.cache_clear()
        return CliRunner().invoke(commands.mail, words)

    yield invoke
    door.settings.cache_clear()


def url(port: int, password: str = "") -> str:
    who = f"{quote(USER)}:{quote(password, safe='')}@" if password else ""
    return f"smtp://{who}{HOST}:{port}?from=office@example.go.th"


def ended(at: At, now: datetime, answer: Answer, address: str) -> int:
    """An e-mail of which this came."""
    with at(now) as ctx:
        mail_id = mail.queue(ctx, address, "delivery", {}, ref="request:1").id
        mail.claim(ctx.session, holder="a", now=now)
        mail.settle(ctx.session, Tried(mail_id, answer, "550 no"), holder="a", now=now)
    return mail_id


# Commands -----------------------------------------------------------------------------------


def test_staff_see_what_did_not_arrive(run: Run, at: At, now: datetime) -> None:
    assert run("troubled").output == "no troubled e-mails\n"
    failed = ended(at, now, Answer.REFUSED, "somsri@example.com")
    ended(at, now, Answer.TAKEN, "malee@example.com")
    unknown = ended(at, now, Answer.UNKNOWN, "mana@example.com")
    found = json.loads(run("troubled", "--json").output)
    assert [(row["id"], row["status"]) for row in found] == [
        (unknown, "unknown"), (failed, "failed"),
    ]  # fmt: skip
    assert found[1]["to"] == "somsri@example.com"
    assert "malee" not in run("troubled").output


def test_staff_let_one_go_out_again(run: Run, at: At, now: datetime, database: Database) -> None:
    failed = ended(at, now, Answer.REFUSED, "somsri@example.com")
    sent = ended(at, now, Answer.TAKEN, "malee@example.com")
    assert run("retry", str(failed)).output == f"e-mail {failed}: queued\n"
    for words, said in ((str(sent), "is sent"), (str(failed), "is queued"), ("999", "no e-mail")):
        done = run("retry", words)
        assert done.exit_code == 1
        assert said in done.output
    with database.reading() as session:
        assert session.get_one(MailMessage, failed).status is MailStatus.QUEUED
        subjects = session.scalars(select(AuditEntry.subject)).all()
    assert subjects == [f"mail_message:{failed}"]


def test_a_letter_to_see_whether_it_works(run: Run) -> None:
    postman = Postman()
    with smtp_server(postman) as port:
        done = run("test", "somsri@example.com", smtp=url(port))
        assert done.exit_code == 0
        postman.rcpt = "550 no such user"
        refused = run("test", "malee@example.com", smtp=url(port))
    assert (refused.exit_code, "550 no such user" in refused.output) == (1, True)
    [(_, to, letter)] = postman.letters
    assert (to, letter["Subject"]) == (["somsri@example.com"], "ทดสอบการส่งอีเมล")


@pytest.mark.parametrize(
    ("address", "smtp", "said"),
    [
        ("somsri@example.com", "", "SMTP_URL is not set"),
        ("somsri", url(25), "not an e-mail address"),
    ],
)
def test_a_letter_that_cannot_be_sent(run: Run, address: str, smtp: str, said: str) -> None:
    done = run("test", address, smtp=smtp)
    assert done.exit_code == 1
    assert said in done.output


# The process --------------------------------------------------------------------------------


def test_a_mailer_works_where_there_is_a_server(
    database_url: str, tmp_path: Path, at: At, now: datetime
) -> None:
    given = {"DATABASE_URL": database_url, "SECRET_KEY": "k" * 32, "FILES_DIR": str(tmp_path)}
    without = Service(config.load(given))
    assert without.mailer() is None
    without.close()
    postman = Postman()
    with at(now) as ctx:
        data = {"prefix": "คข.", "number": 1, "fiscal_year": 2570, "subject": "ก", "name": "ข",
                "delivery_id": 71, "expires_at": "2026-12-18T09:30:00+00:00"}  # fmt: skip
        mail.queue(ctx, "somsri@example.com", "delivery", data, ref="request:1")
    with smtp_server(postman) as port:
        service = Service(config.load({**given, "SMTP_URL": url(port)}))
        mailer = service.mailer(now=lambda: now)
        assert mailer is not None
        assert (mailer.work_once(), mailer.work_once()) == (1, 0)
        service.close()
    [(sender, _, letter)] = postman.letters
    assert sender == "office@example.go.th"
    assert letter["From"].addresses[0].display_name == config.DEMO_OFFICE_NAME


# Doctor -------------------------------------------------------------------------------------


def found(smtp: str) -> Finding:
    settings = config.load({"SECRET_KEY": "k" * 32, "SMTP_URL": smtp}).smtp
    [finding] = mail_checks.server(settings, lambda s: SmtpClient(s, step=1))
    assert sentence(finding.code, finding.facts)
    return finding


def test_doctor_looks_at_the_mail_server() -> None:
    assert (found("").code, found("").level) == ("mail.off", Level.NOTE)
    away = found(url(closed_port()))
    assert (away.code, away.level) == ("mail.away", Level.BAD)
    with smtp_server(Postman(), password=True) as port:
        assert found(url(port, PASSWORD)).code == "mail.good"
        wrong = found(url(port, "wrong"))
    assert (wrong.code, wrong.level) == ("mail.password", Level.BAD)
    assert "ไม่รับชื่อผู้ใช้หรือรหัสผ่าน" in sentence(wrong.code, wrong.facts)


class Troubled:
    """A server that refuses us in one way."""

    def __init__(self, why: str) -> None:
        self._why = why

    def check(self) -> None:
        raise SmtpTrouble(Answer.LATER, "said", why=self._why)


@pytest.mark.parametrize("why", ["away", "open", "password", "certificate"])
def test_every_way_of_failing_has_its_line(why: str) -> None:
    settings = SmtpSettings("mail.example.go.th", 587, USER)
    [finding] = mail_checks.server(settings, lambda _: Troubled(why))
    assert "mail.example.go.th" in sentence(finding.code, finding.facts)


def test_doctor_counts_what_did_not_arrive(at: At, now: datetime) -> None:
    def codes(settings: SmtpSettings | None) -> dict[str, dict[str, Any]]:
        with at(now) as ctx:
            return {f.code: f.facts for f in mail_checks.letters(ctx.session, settings)}

    assert list(codes(None)) == ["mails.good"]
    ended(at, now, Answer.TAKEN, "malee@example.com")
    ended(at, now, Answer.REFUSED, "somsri@example.com")
    with at(now) as ctx:
        row = mail.queue(ctx, "mana@example.com", "delivery", {}, ref="request:2")
        row.due_at = now + timedelta(hours=1)
    assert codes(None) == {
        "mails.troubled": {"failed": 1, "unknown": 0},
        "mails.waiting": {"count": 1},
    }
    assert list(codes(SmtpSettings(HOST, 25, USER))) == ["mails.troubled"]
