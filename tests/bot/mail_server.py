"""Mail servers on this machine: a good one that keeps what it took, and bad ones of every kind."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "127.0.0.1"
USER, PASSWORD = "office@example.go.th", "p@ss/w rd%"


class Postman:
    """What a server does: keeps the letters; a test says where it answers something else."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, list[str], EmailMessage]] = []
        self.talks: list[dict[str, Any]] = []
        self.rcpt, self.data = "250 OK", "250 OK"
        self.dies_at = ""

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self._die(server, "MAIL")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.data.startswith("250"):
            assert isinstance(envelope.content, bytes)
            letter = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(letter, EmailMessage)
            self.letters.append((envelope.mail_from or "", list(envelope.rcpt_tos), letter))
            self.talks.append({
                "tls": session.ssl is not None, "user": session.authenticated,
                "name": session.host_name,
            })  # fmt: skip
        self._die(server, "DATA")
        return self.data

    def _die(self, server: SMTP, where: str) -> None:
        if self.dies_at == where:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()


def _knows(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any
) -> AuthResult:
    assert isinstance(given, LoginPassword)
    knows = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=knows, handled=knows)


@contextmanager
def smtp_server(
    postman: Postman, *, at_once: ssl.SSLContext | None = None, **how: Any
) -> Iterator[int]:
    """A real SMTP server. Gives its port."""
    if how.pop("password", False):
        how |= {"authenticator": _knows, "auth_required": True}
        how.setdefault("auth_require_tls", False)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    made = loop.create_server(lambda: SMTP(postman, loop=loop, **how), HOST, 0, ssl=at_once)
    server = asyncio.run_coroutine_threadsafe(made, loop).result(5)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await task


@contextmanager
def bare_server(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that does what `talk` does with each connection, and then hangs up."""
    with socket.create_server((HOST, 0)) as listening:
        thread = threading.Thread(target=_answer, args=(listening, talk), daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def _answer(listening: socket.socket, talk: Callable[[socket.socket], None]) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        with connection, contextlib.suppress(OSError):
            talk(connection)


def silent(connection: socket.socket) -> None:
    """Never says a word."""
    connection.settimeout(5)
    connection.recv(1)


def dripping(connection: socket.socket) -> None:
    """Greets one letter at a time, without ever coming to an end."""
    ends = time.monotonic() + 5
    while time.monotonic() < ends:
        connection.sendall(b"2")
        time.sleep(0.05)


def saying(greeting: str) -> Callable[[socket.socket], None]:
    """Says this and hangs up."""
    return lambda connection: connection.sendall(f"{greeting}\r\n".encode())


def closed_port() -> int:
    """A port at which nobody listens."""
    with socket.create_server((HOST, 0)) as server:
        return int(server.getsockname()[1])


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A certificate of this machine: the server's side, and that of a client who trusts it."""
    made, key = folder / "server.pem", folder / "server.key"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
               "-nodes", "-days", "3650", "-subj", "/CN=test", "-addext",
               f"subjectAltName=IP:{HOST}", "-keyout", str(key), "-out", str(made)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(made, key)
    return server, ssl.create_default_context(cafile=str(made))
