"""SMTP_URL as data: `smtp://user:password@host:587?from=address`, or `smtps://` for TLS at once."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from handlers.mail import is_address

_PORTS = {"smtp": 587, "smtps": 465}


class NoSmtpUrl(ValueError):
    """The address of the server cannot be used. Its text never repeats the password."""


@dataclass(frozen=True)
class SmtpSettings:
    """The server that takes the office's e-mail, and the address it is sent from."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    tls_at_once: bool = False

    @property
    def is_loopback(self) -> bool:
        """Is the server this machine itself? Nobody listens in between then."""
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def parse(value: str) -> SmtpSettings | None:
    """The settings of one SMTP_URL; None when it is empty. Raises NoSmtpUrl."""
    if not value:
        return None
    try:
        parts = urlsplit(value)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise NoSmtpUrl("is not an address of the form smtp://host:587") from None
    if parts.scheme not in _PORTS or not host or parts.path.strip("/") or parts.fragment:
        raise NoSmtpUrl(
            "must be smtp://user:password@host:587 or smtps://…, "
            "with %-codes for special characters in the password"
        )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise NoSmtpUrl("has a user without a password, or a password without a user")
    if not (user + password).isascii() or not (user + password).isprintable():
        raise NoSmtpUrl("has a user or a password with letters that SMTP does not know")
    sender = _sender(parts, user)
    tls_at_once = parts.scheme == "smtps"
    return SmtpSettings(host, port or _PORTS[parts.scheme], sender, user, password, tls_at_once)


def _sender(parts: SplitResult, user: str) -> str:
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    if given.keys() - {"from"}:
        raise NoSmtpUrl("knows only ?from=address after the host")
    # A «+» of an address is a «+», not a space as in forms.
    sender = given.get("from", user).replace(" ", "+")
    if not is_address(sender):
        raise NoSmtpUrl("needs the address to send from: smtp://…?from=office@example.go.th")
    return sender
