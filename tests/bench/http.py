"""The least HTTP that measuring needs: a server and signed deliveries, both on asyncio.

A stand-in of LINE that is slower than the product would be what is measured, so nothing here
parses more than it must.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

SECRET = "a-channel-secret"
_REASONS = {200: "OK", 400: "Bad Request", 404: "Not Found", 409: "Conflict",
            429: "Too Many Requests", 500: "Internal Server Error"}  # fmt: skip


class Request:
    """One request, its header names in lower case."""

    def __init__(self, head: bytes, body: bytes) -> None:
        lines = head.decode("latin-1").split("\r\n")
        self.method, self.path = lines[0].split(" ")[:2]
        self.headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines[1:])}
        self.body = body


class Peer(asyncio.Protocol):
    """One connection to the server. `answer` gets each request and the peer to respond through."""

    def __init__(self, answer: Callable[[Request, Peer], None]) -> None:
        self._answer, self._buffer = answer, b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            request = Request(self._buffer[:end], b"")
            length = int(request.headers.get("content-length", 0))
            if len(self._buffer) < end + 4 + length:
                return
            request.body = self._buffer[end + 4 : end + 4 + length]
            self._buffer = self._buffer[end + 4 + length :]
            self._answer(request, self)

    def respond(self, status: int, found: Any, **headers: str) -> None:
        """Answer with this JSON."""
        if self.transport is None or self.transport.is_closing():
            return
        body = json.dumps(found).encode()
        more = "".join(f"{k.replace('_', '-')}: {v}\r\n" for k, v in headers.items())
        head = f"HTTP/1.1 {status} {_REASONS.get(status, '?')}\r\nContent-Length: {len(body)}\r\n"
        kind = "Content-Type: application/json\r\n"
        self.transport.write((head + kind + more + "\r\n").encode() + body)

    def drop(self) -> None:
        """Cut the connection without an answer."""
        if self.transport is not None:
            self.transport.abort()


async def serve(answer: Callable[[Request, Peer], None], port: int = 0) -> asyncio.Server:
    """A server on loopback."""
    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: Peer(answer), "127.0.0.1", port)


def delivery(events: list[dict[str, Any]], secret: str = SECRET) -> bytes:
    """A signed webhook call, ready to be written to a keep-alive connection."""
    body = json.dumps({"destination": "U" + "0" * 32, "events": events}).encode()
    signature = base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()
    return (
        "POST /callback HTTP/1.1\r\nHost: office.example\r\n"
        "Content-Type: application/json; charset=utf-8\r\n"
        f"X-Line-Signature: {signature}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


def text_event(number: str, chat: str, text: str, occurred_ms: int) -> dict[str, Any]:
    """A text of one person in their 1:1 chat, as LINE delivers it."""
    return {
        "type": "message",
        "mode": "active",
        "timestamp": occurred_ms,
        "source": {"type": "user", "userId": chat},
        "webhookEventId": number,
        "deliveryContext": {"isRedelivery": False},
        "replyToken": f"token-{number}",
        "message": {"type": "text", "id": f"m{number}", "quoteToken": "q", "text": text},
    }


def person(number: int) -> str:
    """LINE's ID of the n-th person."""
    return f"U{number:032x}"


class Connection(asyncio.Protocol):
    """One keep-alive connection of a client; one request at a time."""

    def __init__(self) -> None:
        self._buffer = b""
        self._waiting: asyncio.Future[int] | None = None
        self.transport: asyncio.Transport | None = None

    @classmethod
    async def open(cls, port: int) -> Connection:
        """Connect to loopback."""
        loop = asyncio.get_running_loop()
        _, made = await loop.create_connection(cls, "127.0.0.1", port)
        return made

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0 or self._waiting is None or self._waiting.done():
            return
        head = self._buffer[:end].lower()
        at = head.find(b"content-length: ")
        length = int(head[at + 16 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(self._buffer) >= end + 4 + length:
            self.body = self._buffer[end + 4 : end + 4 + length]
            self._buffer = b""
            self._waiting.set_result(int(head[9:12]))

    def connection_lost(self, _error: Exception | None) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(ConnectionResetError())

    async def post(self, raw: bytes) -> int:
        """Write one prepared request; returns the status. Raises ConnectionError."""
        if self.transport is None or self.transport.is_closing():
            raise ConnectionResetError
        self._waiting = asyncio.get_running_loop().create_future()
        self.transport.write(raw)
        return await self._waiting

    def close(self) -> None:
        """Let go."""
        if self.transport is not None:
            self.transport.abort()
