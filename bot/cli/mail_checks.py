"""What `doctor` asks of e-mail: does the server answer, does it know us, what did not arrive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from sqlalchemy.orm import Session

from bot.cli.findings import Finding, bad, note, ok
from bot.mail.settings import SmtpSettings
from bot.mail.smtp import SmtpTrouble
from handlers import mail
from models.mail import MailStatus


class Server(Protocol):
    """What is asked of the mail server."""

    def check(self) -> None: ...


def server(
    settings: SmtpSettings | None, reach: Callable[[SmtpSettings], Server]
) -> Iterator[Finding]:
    """The server answers, its certificate is good, and it takes the password."""
    if settings is None:
        yield note("mail.off")
        return
    where = {"host": settings.host, "port": settings.port}
    try:
        reach(settings).check()
        yield ok("mail.good", sender=settings.sender, **where)
    except SmtpTrouble as trouble:
        yield bad(f"mail.{trouble.why}", said=trouble.detail[:120], **where)


def letters(session: Session, settings: SmtpSettings | None) -> Iterator[Finding]:
    """E-mails that did not arrive, and those that nobody is there to send."""
    counts = mail.counts(session)
    troubled = {status.value: counts.get(status.value, 0) for status in mail.TROUBLED}
    yield note("mails.troubled", **troubled) if any(troubled.values()) else ok("mails.good")
    waiting = counts.get(MailStatus.QUEUED.value, 0)
    if waiting and settings is None:
        yield bad("mails.waiting", count=waiting)
