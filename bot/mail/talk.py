"""smtplib's talk with a server, with an end to all waiting."""

from __future__ import annotations

import io
import smtplib
import socket
import time
from typing import Any

from bot.mail.settings import SmtpSettings


class Talk(smtplib.SMTP):
    """smtplib's SMTP, in which no wait goes beyond the end, however slowly the server drips."""

    def __init__(self, settings: SmtpSettings, step: float, ends: float, **more: Any) -> None:
        self._step, self._ends = step, ends
        # smtplib would ask the network for this machine's name, which can take its time.
        super().__init__(
            settings.host, settings.port, local_hostname="localhost", timeout=self.left(), **more
        )
        self.local_hostname = _literal(self.sock)

    def left(self) -> float:
        """Seconds that the next wait may take. Raises TimeoutError when none are left."""
        left = min(self._step, self._ends - time.monotonic())
        if left <= 0:
            raise TimeoutError("no time left")
        return left

    def slow(self, seconds: float) -> None:
        """From now on one answer may take so long."""
        self._step, self._ends = seconds, time.monotonic() + seconds

    def send(self, s: Any) -> None:
        """Send, within the time that is left."""
        if self.sock:
            self.sock.settimeout(self.left())
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        """The server's answer, within the time that is left."""
        if self.file is None:
            self.file = io.BufferedReader(_Drops(self))
        return super().getreply()

    def bye(self) -> None:
        """Part politely; what the server says to that does not matter any more."""
        try:
            self.docmd("QUIT")
        except (OSError, smtplib.SMTPException):
            return


class TlsTalk(Talk, smtplib.SMTP_SSL):
    """The same, with TLS from the first byte."""


class _Drops(io.RawIOBase):
    """The connection as a file, each read of which waits for what is left of the time."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk

    def readable(self) -> bool:
        """It is only read."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Read what is there."""
        if (sock := self._talk.sock) is None:
            return 0
        sock.settimeout(self._talk.left())
        return sock.recv_into(buffer)


def _literal(sock: socket.socket | None) -> str:
    """This machine's address as SMTP writes it where there is no name."""
    address = str(sock.getsockname()[0]) if sock else "127.0.0.1"
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"
