"""An e-mail's form: headers, plain text, and the same as simple HTML."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from bot.cards import Page
from bot.mail.settings import SmtpSettings
from bot.page_links import PageLinks
from bot.texts.mails import Mail

_PAGE = (
    '<!doctype html><html lang="th"><head><meta charset="utf-8"></head>'
    "<body style=\"margin:0;padding:24px;font-family:Sarabun,'Leelawadee UI',sans-serif;"
    'font-size:16px;line-height:1.7;color:#1f2933"><div style="max-width:560px;margin:auto">'
    "{content}</div></body></html>"
)
_BUTTON = (
    '<p><a href="{address}" style="display:inline-block;padding:10px 20px;border-radius:8px;'
    'background:#0b5c8a;color:#ffffff;text-decoration:none">{label}</a></p>'
    '<p style="font-size:14px;word-break:break-all">{address}</p>'
)


class Links:
    """Addresses of the office's own pages, signed."""

    def __init__(self, secret_key: str, public_url: str) -> None:
        self._pages, self._public = PageLinks(secret_key), public_url

    def address(self, page: Page) -> str:
        """The whole address of a page."""
        until = datetime.fromisoformat(page.until) if page.until else None
        return self._public + self._pages.path(page.page, page.claims, until)


class NotOneLine(ValueError):
    """A header would hold more than one line: somebody tries to write headers of their own."""


def compose(
    mail: Mail,
    to: str,
    message_id: str,
    *,
    office: str,
    settings: SmtpSettings,
    links: Links,
    now: datetime,
) -> EmailMessage:
    """The letter as it is sent. Raises NotOneLine, or ValueError for another odd header."""
    name, domain = settings.sender.rsplit("@", 1)
    letter = EmailMessage(policy=SMTP)
    letter["From"] = Address(one_line(office), name, domain)
    letter["To"] = Address(addr_spec=one_line(to))
    letter["Subject"] = one_line(mail.subject)
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = f"<{one_line(message_id)}@{domain}>"
    letter["Auto-Submitted"] = "auto-generated"
    address = links.address(mail.link) if mail.link else ""
    letter.set_content(_plain(mail, address), cte="base64")
    letter.add_alternative(_html(mail, address), subtype="html", cte="base64")
    return letter


def one_line(text: str) -> str:
    """The text itself. Raises NotOneLine for anything that could end a line."""
    if any(unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs") for character in text):
        raise NotOneLine("a header holds a control character")
    return text


def _plain(mail: Mail, address: str) -> str:
    return "\n\n".join(filter(None, (*mail.before, address, *mail.after))) + "\n"


def _html(mail: Mail, address: str) -> str:
    button = _button(mail.link.label, address) if mail.link else ""
    parts = [*map(_paragraph, mail.before), button, *map(_paragraph, mail.after)]
    return _PAGE.format(content="".join(parts))


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _button(label: str, address: str) -> str:
    return _BUTTON.format(address=escape(address), label=escape(label))
